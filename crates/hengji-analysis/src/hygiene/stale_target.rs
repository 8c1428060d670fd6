//! 目标未变 (stale target): the same target as last year although the money changed much.

use serde::Serialize;

use super::error::{HygieneError, within};
use super::text::normalise;

/// One indicator of one project in two years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoYears<'a> {
    /// Last year's target as written.
    pub target_before: &'a str,
    /// This year's target as written.
    pub target_after: &'a str,
    /// Last year's budget, in any unit.
    pub budget_before: f64,
    /// This year's budget, in the same unit.
    pub budget_after: f64,
}

/// What became of one target.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StaleTarget {
    /// Whether the target says the same.
    pub is_unchanged: bool,
    /// (This year − last year) ÷ last year of the budget; none where there was no budget last year.
    pub budget_change: Option<f64>,
    /// Unchanged although the budget changed by more than the threshold.
    pub is_flagged: bool,
}

/// Looks at one target after another.
///
/// Targets are compared as numbers where both are numbers (100 and 100.0 are the same), else as texts without white
/// space, punctuation, and the difference of full and half width.
///
/// # Errors
///
/// [`HygieneError::Setting`] for a negative threshold, [`HygieneError::Number`] for a budget that is negative or none.
pub fn stale_targets(targets: &[TwoYears<'_>], budget_change: f64) -> Result<Vec<StaleTarget>, HygieneError> {
    let threshold = within("预算变动幅度起点", budget_change, 0.0, f64::MAX)?;
    (1..)
        .zip(targets)
        .map(|(row, target)| stale(row, target, threshold))
        .collect()
}

fn stale(row: usize, target: &TwoYears<'_>, threshold: f64) -> Result<StaleTarget, HygieneError> {
    let (before, after) = (target.budget_before, target.budget_after);
    for (what, value) in [("上年预算", before), ("本年预算", after)] {
        if !(0.0..f64::INFINITY).contains(&value) {
            return Err(HygieneError::Number { what, row, value });
        }
    }
    let budget_change = Some((after - before) / before).filter(|change| change.is_finite());
    let is_unchanged = is_same(target.target_before, target.target_after);
    let is_flagged = is_unchanged && budget_change.is_some_and(|change| threshold < change.abs());
    Ok(StaleTarget {
        is_unchanged,
        budget_change,
        is_flagged,
    })
}

fn is_same(before: &str, after: &str) -> bool {
    match (number(before), number(after)) {
        (Some(before), Some(after)) => before == after,
        _ => {
            normalise::normalised(before, normalise::Digits::Kept)
                == normalise::normalised(after, normalise::Digits::Kept)
        }
    }
}

/// The number written, in full or half width.
fn number(text: &str) -> Option<f64> {
    let narrow: String = text.trim().chars().map(normalise::half_width).collect();
    narrow.parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flagged(
        before: &str,
        after: &str,
        budget_before: f64,
        budget_after: f64,
    ) -> Result<bool, HygieneError> {
        let target = TwoYears {
            target_before: before,
            target_after: after,
            budget_before,
            budget_after,
        };
        let found = stale_targets(&[target], 0.2)?;
        Ok(found.first().is_some_and(|one| one.is_flagged))
    }

    #[test]
    fn a_target_that_stands_still_while_the_money_moves_asks_a_question() {
        for (before, after, budget_before, budget_after, expected) in [
            ("100", "100", 100.0, 121.0, true),
            ("100", "100.0", 100.0, 79.0, true),
            ("100", "100", 100.0, 120.0, false),
            ("100", "120", 100.0, 200.0, false),
            ("≥95%", "≥95%", 100.0, 200.0, true),
            ("完成改造,12 个小区", "完成改造12个小区", 50.0, 80.0, true),
            ("完成改造12个小区", "完成改造15个小区", 50.0, 80.0, false),
            ("100", "100", 0.0, 80.0, false),
        ] {
            assert_eq!(
                flagged(before, after, budget_before, budget_after),
                Ok(expected),
                "{before} {after} {budget_after}"
            );
        }
    }

    #[test]
    fn a_budget_that_is_none_is_named_with_its_row() {
        let good = TwoYears {
            target_before: "1",
            target_after: "1",
            budget_before: 1.0,
            budget_after: 1.0,
        };
        let bad = TwoYears {
            budget_after: -1.0,
            ..good
        };
        assert!(
            stale_targets(&[good, bad], 0.2)
                .is_err_and(|error| error.to_string().starts_with("第 2 行的本年预算"))
        );
        assert!(
            stale_targets(
                &[TwoYears {
                    budget_before: f64::NAN,
                    ..good
                }],
                0.2
            )
            .is_err()
        );
        assert!(matches!(
            stale_targets(&[], f64::NAN),
            Err(HygieneError::Setting { .. })
        ));
    }

    #[test]
    fn a_new_project_has_no_change_of_budget() {
        let new = TwoYears {
            target_before: "1",
            target_after: "1",
            budget_before: 0.0,
            budget_after: 5.0,
        };
        assert!(stale_targets(&[new], 0.2).is_ok_and(|found| {
            found
                .iter()
                .all(|one| one.is_unchanged && one.budget_change.is_none())
        }));
    }
}
