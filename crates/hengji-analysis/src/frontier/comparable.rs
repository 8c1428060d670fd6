//! 可比对象 (comparable units): who may stand beside a unit without any assumption about scale.
//!
//! Looking at inputs, a unit is comparable if it delivers at least as much of every output; looking at outputs,
//! if it uses at most as much of every input. The radial distance says by which factor the unit looked at would
//! have to shrink its inputs, or could raise its outputs, to match the comparable one.

use super::{Orientation, Units};

/// The cells of one unit, gathered once because the table is stored by column.
pub(super) struct Row {
    pub(super) inputs: Vec<f64>,
    pub(super) outputs: Vec<f64>,
}

/// All units as rows, in the order of the table.
pub(super) fn rows(units: &Units) -> Vec<Row> {
    (0..units.len())
        .map(|unit| Row {
            inputs: units.inputs_of(unit).collect(),
            outputs: units.outputs_of(unit).collect(),
        })
        .collect()
}

/// The radial distance of the unit looked at to another, or nothing if the other is not comparable.
///
/// A column in which both have nothing says nothing and is left out. Where the unit looked at uses none of an
/// input that the other needs, no factor on its inputs reaches the other, so they are not comparable.
pub(super) fn distance(looked_at: &Row, other: &Row, orientation: Orientation) -> Option<f64> {
    match orientation {
        Orientation::Input => {
            let enough = at_most(&looked_at.outputs, &other.outputs);
            enough
                .then(|| largest_ratio(&other.inputs, &looked_at.inputs))
                .flatten()
        }
        Orientation::Output => {
            let within = at_most(&other.inputs, &looked_at.inputs);
            within
                .then(|| smallest_ratio(&other.outputs, &looked_at.outputs))
                .flatten()
        }
    }
}

/// Whether the second does no worse in any column and better in at least one.
pub(super) fn dominates(better: &Row, worse: &Row) -> bool {
    at_most(&better.inputs, &worse.inputs)
        && at_most(&worse.outputs, &better.outputs)
        && (better.inputs != worse.inputs || better.outputs != worse.outputs)
}

fn at_most(small: &[f64], large: &[f64]) -> bool {
    small.iter().zip(large).all(|(small, large)| small <= large)
}

fn largest_ratio(above: &[f64], below: &[f64]) -> Option<f64> {
    above
        .iter()
        .zip(below)
        .filter(|(above, below)| **below > 0.0 || **above > 0.0)
        .map(|(above, below)| (*below > 0.0).then_some(above / below))
        .try_fold(0.0, |largest: f64, ratio| ratio.map(|ratio| largest.max(ratio)))
}

fn smallest_ratio(above: &[f64], below: &[f64]) -> Option<f64> {
    above
        .iter()
        .zip(below)
        .filter(|(_, below)| **below > 0.0)
        .map(|(above, below)| above / below)
        .reduce(f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(inputs: &[f64], outputs: &[f64]) -> Row {
        Row {
            inputs: inputs.to_vec(),
            outputs: outputs.to_vec(),
        }
    }

    #[test]
    fn a_unit_with_more_of_one_output_and_less_of_another_is_not_comparable() {
        let looked_at = row(&[10.0], &[4.0, 2.0]);
        assert_eq!(
            distance(&looked_at, &row(&[5.0], &[5.0, 1.0]), Orientation::Input),
            None
        );
        assert_eq!(
            distance(&looked_at, &row(&[5.0], &[5.0, 2.0]), Orientation::Input),
            Some(0.5)
        );
        assert_eq!(
            distance(&looked_at, &row(&[11.0], &[9.0, 9.0]), Orientation::Output),
            None
        );
        assert_eq!(
            distance(&looked_at, &row(&[10.0], &[6.0, 8.0]), Orientation::Output),
            Some(1.5)
        );
    }

    #[test]
    fn columns_in_which_both_have_nothing_say_nothing() {
        let looked_at = row(&[10.0, 0.0], &[4.0, 0.0]);
        assert_eq!(
            distance(&looked_at, &row(&[8.0, 0.0], &[4.0, 0.0]), Orientation::Input),
            Some(0.8)
        );
        assert_eq!(
            distance(&looked_at, &row(&[8.0, 1.0], &[9.0, 3.0]), Orientation::Input),
            None
        );
        assert_eq!(
            distance(&looked_at, &row(&[10.0, 0.0], &[5.0, 7.0]), Orientation::Output),
            Some(1.25)
        );
    }

    #[test]
    fn nobody_dominates_an_exact_copy() {
        let unit = row(&[10.0], &[4.0]);
        assert!(!dominates(&row(&[10.0], &[4.0]), &unit));
        assert!(dominates(&row(&[10.0], &[5.0]), &unit));
        assert!(dominates(&row(&[9.0], &[4.0]), &unit));
        assert!(!dominates(&row(&[9.0], &[3.0]), &unit));
    }
}
