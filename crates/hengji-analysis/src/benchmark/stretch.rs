//! 与上年实际比 (stretch): how far a target goes beyond what was reached last year, and at what money.

use serde::Serialize;

/// What was reached and spent last year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LastYear {
    /// The quantity reached.
    pub actual: f64,
    /// The money of last year, in the same unit as this year's; nothing if unknown.
    pub amount: Option<f64>,
}

/// A target beside last year's actual value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stretch {
    /// Target over last year's actual value, less one.
    pub stretch: f64,
    /// This year's money over last year's, less one; nothing if last year's is unknown.
    pub money_change: Option<f64>,
    /// 目标低于上年实际而资金增加: the target lies below what was reached while the money grows.
    pub less_for_more: bool,
}

/// Compares a target with last year; nothing when last year's value is not positive, so that no share of it can
/// be taken.
#[must_use]
pub fn stretch(target: f64, amount: f64, last_year: &LastYear) -> Option<Stretch> {
    let usable = |value: f64| value.is_finite() && value > 0.0;
    if !usable(last_year.actual) || !target.is_finite() || !amount.is_finite() {
        return None;
    }
    let change = |now: f64, before: f64| now / before - 1.0;
    let before = last_year.amount.filter(|before| usable(*before));
    let less_for_more = target < last_year.actual && before.is_some_and(|before| amount > before);
    Some(Stretch {
        stretch: change(target, last_year.actual),
        money_change: before.map(|before| change(amount, before)),
        less_for_more,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lower_target_with_more_money_is_flagged_and_nothing_beside_it() {
        let check = |target: f64, amount: f64, actual: f64, before: Option<f64>, flagged: bool| {
            let found = stretch(
                target,
                amount,
                &LastYear {
                    actual,
                    amount: before,
                },
            )
            .unwrap();
            assert_eq!(
                found.less_for_more, flagged,
                "{target} {amount} {actual} {before:?}"
            );
        };
        check(90.0, 110.0, 100.0, Some(100.0), true);
        check(100.0, 110.0, 100.0, Some(100.0), false);
        check(90.0, 100.0, 100.0, Some(100.0), false);
        check(90.0, 110.0, 100.0, None, false);
        check(90.0, 110.0, 100.0, Some(0.0), false);
    }

    #[test]
    fn the_stretch_is_a_share_of_what_was_reached() {
        let found = stretch(
            120.0,
            50.0,
            &LastYear {
                actual: 100.0,
                amount: Some(40.0),
            },
        )
        .unwrap();
        assert!((found.stretch - 0.2).abs() < 1e-12);
        assert!((found.money_change.unwrap() - 0.25).abs() < 1e-12);
    }

    #[test]
    fn without_a_positive_value_last_year_there_is_no_stretch() {
        for actual in [0.0, -3.0, f64::NAN, f64::INFINITY] {
            assert_eq!(
                stretch(120.0, 50.0, &LastYear { actual, amount: None }),
                None,
                "{actual}"
            );
        }
    }
}
