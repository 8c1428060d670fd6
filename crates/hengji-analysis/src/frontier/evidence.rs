//! 证据等级 (evidence grade): how much a table of this size can carry, and what to say when it carries nothing.
//!
//! With few units nearly everyone is on the frontier: of 15 units drawn at random with three inputs and four
//! outputs 99 % are called efficient, of 100 units still 89 %. So no efficiency is shown without its grade, and at
//! grade C none is shown at all. The grade is not to be mixed up with the project class or the grade of a score.

use serde::Serialize;

use super::Units;

/// From how many units on a grade is given; dated rules of the evaluating body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct EvidenceThresholds {
    /// Grade A needs at least so many units.
    pub a_units: usize,
    /// And at least so many units for each input and each output.
    pub a_units_per_column: usize,
    /// Grade B needs at least so many units.
    pub b_units: usize,
}

/// 证据等级 (evidence grade).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum EvidenceGrade {
    /// Enough units for a frontier.
    A,
    /// A frontier may be shown as an indication.
    B,
    /// Only what one named unit shows, and the unit cost.
    C,
}

/// The grade with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The grade.
    pub grade: EvidenceGrade,
    /// How many units stand in the table.
    pub units: usize,
    /// How many inputs and outputs there are together.
    pub columns: usize,
    /// Why the grade is not higher, or that it is the highest, in words and with the numbers.
    pub reason: String,
    /// What can be said instead of an efficiency, if none may be shown.
    pub instead: Option<String>,
}

/// The evidence grade of a table.
///
/// ```
/// use hengji_analysis::frontier::{EvidenceGrade, EvidenceThresholds, Units, evidence};
///
/// // 十二个街道, 一项投入, 两项产出.
/// let names = (1..=12).map(|number| format!("{number} 号街道")).collect();
/// let units = Units::new(names, vec![vec![50.0]; 12], vec![vec![3.0, 8.0]; 12])?;
/// let thresholds = EvidenceThresholds { a_units: 30, a_units_per_column: 10, b_units: 15 };
/// let found = evidence(&units, thresholds);
/// assert_eq!(found.grade, EvidenceGrade::C);
/// assert_eq!(found.reason, "可比单位 12 个,少于 B 级所需的 15 个。");
/// # Ok::<(), hengji_analysis::frontier::FrontierError>(())
/// ```
#[must_use]
pub fn evidence(units: &Units, thresholds: EvidenceThresholds) -> Evidence {
    graded(
        units.len(),
        units.input_count() + units.output_count(),
        thresholds,
    )
}

fn graded(units: usize, columns: usize, thresholds: EvidenceThresholds) -> Evidence {
    let EvidenceThresholds {
        a_units,
        a_units_per_column,
        b_units,
    } = thresholds;
    let for_columns = a_units_per_column.saturating_mul(columns);
    let (grade, reason) = if a_units <= units && for_columns <= units {
        (
            EvidenceGrade::A,
            format!("可比单位 {units} 个,投入产出共 {columns} 项,达到 A 级。"),
        )
    } else if units < b_units {
        (
            EvidenceGrade::C,
            format!("可比单位 {units} 个,少于 B 级所需的 {b_units} 个。"),
        )
    } else {
        let needed = a_units.max(for_columns);
        let reason = format!("可比单位 {units} 个,投入产出共 {columns} 项,A 级需要 {needed} 个。");
        (EvidenceGrade::B, reason)
    };
    let instead = (grade == EvidenceGrade::C).then(|| {
        "不列效率值;可以说的是:哪个单位以更少的投入办成了不少于本单位的产出,以及各单位的单位成本。".to_owned()
    });
    Evidence {
        grade,
        units,
        columns,
        reason,
        instead,
    }
}

/// What one unit of an output cost each unit, in units of the input; None where nothing was delivered, or where
/// there is no such column.
///
/// Together with the free disposal hull this is all that a table of grade C may show.
#[must_use]
pub fn unit_costs(units: &Units, input: usize, output: usize) -> Vec<Option<f64>> {
    if units.input_count() <= input || units.output_count() <= output {
        return vec![None; units.len()];
    }
    let pairs = units.input(input).iter().zip(units.output(output));
    pairs
        .map(|(input, output)| (*output > 0.0).then_some(input / output))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grade_follows_from_units_and_columns() {
        let thresholds = EvidenceThresholds {
            a_units: 30,
            a_units_per_column: 10,
            b_units: 15,
        };
        for (units, columns, expected) in [
            (30, 3, EvidenceGrade::A),
            (29, 2, EvidenceGrade::B),
            (39, 4, EvidenceGrade::B),
            (40, 4, EvidenceGrade::A),
            (15, 2, EvidenceGrade::B),
            (14, 2, EvidenceGrade::C),
            (1, 2, EvidenceGrade::C),
        ] {
            let found = graded(units, columns, thresholds);
            assert_eq!(found.grade, expected, "{units} units, {columns} columns");
            assert_eq!(found.instead.is_some(), expected == EvidenceGrade::C);
        }
    }

    #[test]
    fn the_reason_names_what_is_missing() {
        let thresholds = EvidenceThresholds {
            a_units: 30,
            a_units_per_column: 10,
            b_units: 15,
        };
        assert_eq!(
            graded(39, 4, thresholds).reason,
            "可比单位 39 个,投入产出共 4 项,A 级需要 40 个。"
        );
        assert_eq!(
            graded(20, 2, thresholds).reason,
            "可比单位 20 个,投入产出共 2 项,A 级需要 30 个。"
        );
        assert_eq!(
            graded(30, 3, thresholds).reason,
            "可比单位 30 个,投入产出共 3 项,达到 A 级。"
        );
    }

    #[test]
    fn any_thresholds_give_a_grade() {
        let huge = EvidenceThresholds {
            a_units: 0,
            a_units_per_column: usize::MAX,
            b_units: 0,
        };
        assert_eq!(graded(5, 7, huge).grade, EvidenceGrade::B);
        let none = EvidenceThresholds {
            a_units: 0,
            a_units_per_column: 0,
            b_units: 0,
        };
        assert_eq!(graded(1, 2, none).grade, EvidenceGrade::A);
    }

    #[test]
    fn a_unit_cost_needs_something_delivered() {
        let names = ["甲", "乙"].map(str::to_owned).to_vec();
        let units = Units::new(
            names,
            vec![vec![30.0], vec![5.0]],
            vec![vec![4.0, 1.0], vec![0.0, 1.0]],
        );
        let Ok(units) = units else { panic!("units") };
        assert_eq!(unit_costs(&units, 0, 0), [Some(7.5), None]);
        assert_eq!(unit_costs(&units, 1, 0), [None, None]);
        assert_eq!(unit_costs(&units, 0, 2), [None, None]);
    }
}
