//! 取整堆积 (heaping): more values at multiples of five or ten than like projects have.

use serde::Serialize;

use super::binomial::at_least;
use super::error::{HygieneError, finite, within};
use crate::number::float;

/// Values at multiples, against the share that the category has.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Heaping {
    /// Values.
    pub n: usize,
    /// Values at a multiple of the step.
    pub heaped: usize,
    /// Their share.
    pub share: f64,
    /// The share that the category has.
    pub category_share: f64,
    /// Chance of so many or more if this department were like its category (exact binomial).
    pub chance: f64,
    /// Whether that chance is below one minus the level.
    pub is_flagged: bool,
}

/// A value counts as a multiple when it misses one by less than this share of the step: 0.1 + 0.2 is 0.3.
const ROUNDING: f64 = 1e-9;

/// How many values are multiples of the step; zero is a multiple.
///
/// # Errors
///
/// [`HygieneError::Setting`] for a step that is not above zero, [`HygieneError::Number`] naming the row.
pub fn multiples(values: &[f64], step: f64) -> Result<usize, HygieneError> {
    within("取整步长", step, f64::MIN_POSITIVE, f64::MAX)?;
    finite("数值", values)?;
    let is_multiple = |value: &&f64| {
        let steps = **value / step;
        (steps - steps.round()).abs() <= ROUNDING * steps.abs().max(1.0)
    };
    Ok(values.iter().filter(is_multiple).count())
}

/// Compares the share of multiples with that of the category.
///
/// A small chance says that this list is rounder than its category, not that anybody invented a number: targets set
/// by a plan are round by nature. Many lists are looked at, so some will be flagged by chance; rank them.
///
/// # Errors
///
/// [`HygieneError::Empty`] for no value, [`HygieneError::Setting`], [`HygieneError::Number`].
pub fn heaping(values: &[f64], step: f64, category_share: f64, level: f64) -> Result<Heaping, HygieneError> {
    let category_share = within("同类取整比例", category_share, 0.0, 1.0)?;
    let level = within("置信水平", level, 0.0, 1.0)?;
    let heaped = multiples(values, step)?;
    if values.is_empty() {
        return Err(HygieneError::Empty { what: "数值" });
    }
    let chance = at_least(heaped, values.len(), category_share);
    Ok(Heaping {
        n: values.len(),
        heaped,
        share: float(heaped) / float(values.len()),
        category_share,
        chance,
        is_flagged: chance < 1.0 - level,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiples_are_found_in_decimals_too() {
        for (values, step, expected) in [
            (vec![0.0, 5.0, 10.0, 95.0, 96.0], 5.0, 4),
            (vec![0.0, 5.0, 10.0, 95.0, 96.0], 10.0, 2),
            (vec![0.1 + 0.2, 0.35], 0.1, 1),
            (vec![-15.0, -14.0], 5.0, 1),
            (vec![1e300], 5.0, 1),
        ] {
            assert_eq!(multiples(&values, step), Ok(expected), "{values:?} by {step}");
        }
    }

    #[test]
    fn a_list_rounder_than_its_category_is_flagged() {
        let round = vec![90.0; 20];
        let found = heaping(&round, 5.0, 0.6, 0.95);
        assert!(found.is_ok_and(|one| one.is_flagged
            && one.heaped == 20
            && (one.chance - 0.6_f64.powi(20)).abs() < 1e-12));
        let mixed: Vec<f64> = (0..20_u32).map(|row| 80.0 + f64::from(row)).collect();
        assert!(heaping(&mixed, 5.0, 0.6, 0.95).is_ok_and(|one| !one.is_flagged && one.heaped == 4));
    }

    #[test]
    fn three_round_values_say_nothing_where_most_are_round() {
        assert!(heaping(&[90.0, 95.0, 100.0], 5.0, 0.6, 0.95).is_ok_and(|one| !one.is_flagged));
        assert!(heaping(&[90.0], 5.0, 1.0, 0.95).is_ok_and(|one| !one.is_flagged && one.chance == 1.0));
    }

    #[test]
    fn what_cannot_be_compared_is_refused() {
        assert_eq!(
            heaping(&[], 5.0, 0.5, 0.95),
            Err(HygieneError::Empty { what: "数值" })
        );
        assert!(matches!(
            heaping(&[1.0, f64::NAN], 5.0, 0.5, 0.95),
            Err(HygieneError::Number { row: 2, .. })
        ));
        for (step, share, level) in [
            (0.0, 0.5, 0.95),
            (f64::NAN, 0.5, 0.95),
            (5.0, 1.5, 0.95),
            (5.0, 0.5, f64::NAN),
        ] {
            assert!(matches!(
                heaping(&[1.0], step, share, level),
                Err(HygieneError::Setting { .. })
            ));
        }
    }
}
