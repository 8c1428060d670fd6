//! 目标偏低 (targets too low): actual values far beyond their targets in several indicators of one project.

use serde::Serialize;

use super::error::{HygieneError, within};

/// Which side of its target an actual value should be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 正向 (≥): more is better.
    AtLeast,
    /// 反向 (≤): less is better.
    AtMost,
}

/// One quantitative indicator with its target and its actual value, both in the same unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Indicator {
    /// Which side is good.
    pub direction: Direction,
    /// 目标值.
    pub target: f64,
    /// 完成值.
    pub actual: f64,
}

/// How far an indicator is beyond its target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "kind", content = "ratio", rename_all = "snake_case")]
pub enum Achievement {
    /// Actual ÷ target, or target ÷ actual where less is better.
    Ratio(f64),
    /// Nothing left of what should be little: beyond every ratio.
    Boundless,
    /// A target of zero, or a sign below zero: there is no ratio.
    NotComparable,
}

/// From when on targets look too low.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OverAchievementThresholds {
    /// Ratio that must be exceeded.
    pub ratio: f64,
    /// In how many indicators.
    pub lines: usize,
}

/// One project's indicators.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverAchievement {
    /// One for each indicator, in the order given.
    pub achievements: Vec<Achievement>,
    /// Indicators with a ratio.
    pub comparable: usize,
    /// Indicators beyond the threshold, as positions from 0.
    pub over: Vec<usize>,
    /// Whether there are enough of them to ask.
    pub is_flagged: bool,
}

/// Looks at the quantitative indicators of one project.
///
/// This is a question about the target, apart from the dated scoring rule on over-achievement, which is about points.
///
/// # Errors
///
/// [`HygieneError::Setting`] for a ratio below 1, [`HygieneError::Number`] for a value that is no number.
pub fn over_achievement(
    indicators: &[Indicator],
    thresholds: &OverAchievementThresholds,
) -> Result<OverAchievement, HygieneError> {
    let ratio = within("超出倍数起点", thresholds.ratio, 1.0, f64::MAX)?;
    for (row, indicator) in (1..).zip(indicators) {
        for (what, value) in [("目标值", indicator.target), ("完成值", indicator.actual)] {
            if !value.is_finite() {
                return Err(HygieneError::Number { what, row, value });
            }
        }
    }
    let achievements: Vec<Achievement> = indicators.iter().map(achievement).collect();
    let is_over = |one: &Achievement| match one {
        Achievement::Ratio(found) => ratio < *found,
        Achievement::Boundless => true,
        Achievement::NotComparable => false,
    };
    let over: Vec<usize> = (0..)
        .zip(&achievements)
        .filter(|(_, one)| is_over(one))
        .map(|(at, _)| at)
        .collect();
    Ok(OverAchievement {
        comparable: achievements
            .iter()
            .filter(|one| **one != Achievement::NotComparable)
            .count(),
        is_flagged: !over.is_empty() && thresholds.lines <= over.len(),
        achievements,
        over,
    })
}

fn achievement(indicator: &Indicator) -> Achievement {
    let Indicator {
        direction,
        target,
        actual,
    } = *indicator;
    if target <= 0.0 || actual < 0.0 {
        return Achievement::NotComparable;
    }
    let ratio = match direction {
        Direction::AtLeast => actual / target,
        Direction::AtMost => target / actual,
    };
    if ratio.is_finite() {
        Achievement::Ratio(ratio)
    } else {
        Achievement::Boundless
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THRESHOLDS: OverAchievementThresholds = OverAchievementThresholds { ratio: 1.3, lines: 2 };

    fn up(target: f64, actual: f64) -> Indicator {
        Indicator {
            direction: Direction::AtLeast,
            target,
            actual,
        }
    }

    fn down(target: f64, actual: f64) -> Indicator {
        Indicator {
            direction: Direction::AtMost,
            target,
            actual,
        }
    }

    fn found(indicators: &[Indicator]) -> Result<(Vec<usize>, bool), HygieneError> {
        over_achievement(indicators, &THRESHOLDS).map(|one| (one.over, one.is_flagged))
    }

    #[test]
    fn two_indicators_far_beyond_their_targets_ask_a_question() {
        for (indicators, over, is_flagged) in [
            (
                vec![up(100.0, 131.0), up(50.0, 70.0), up(10.0, 10.0)],
                vec![0, 1],
                true,
            ),
            (vec![up(100.0, 130.0), up(50.0, 70.0)], vec![1], false),
            (vec![down(13.1, 10.0), down(26.5, 20.0)], vec![0, 1], true),
            (vec![down(13.0, 10.0), down(10.0, 20.0)], vec![], false),
            (vec![down(5.0, 0.0), up(1.0, 2.0)], vec![0, 1], true),
            (vec![up(0.0, 50.0), up(-1.0, 50.0), up(1.0, -5.0)], vec![], false),
            (vec![], vec![], false),
        ] {
            assert_eq!(found(&indicators), Ok((over, is_flagged)), "{indicators:?}");
        }
    }

    #[test]
    fn what_has_no_ratio_is_counted_apart() {
        let result = over_achievement(&[up(0.0, 1.0), up(2.0, 3.0), down(0.0, 0.0)], &THRESHOLDS);
        assert!(result.is_ok_and(|one| {
            one.comparable == 1
                && one.achievements
                    == [
                        Achievement::NotComparable,
                        Achievement::Ratio(1.5),
                        Achievement::NotComparable,
                    ]
        }));
    }

    #[test]
    fn a_threshold_of_no_indicator_flags_nobody_who_is_not_over() {
        let none = OverAchievementThresholds { ratio: 1.3, lines: 0 };
        assert!(over_achievement(&[up(1.0, 1.0)], &none).is_ok_and(|one| !one.is_flagged));
    }

    #[test]
    fn numbers_that_are_none_are_named() {
        assert!(
            found(&[up(1.0, 1.0), up(f64::NAN, 1.0)])
                .is_err_and(|error| error.to_string().starts_with("第 2 行的目标值"))
        );
        assert!(
            found(&[up(1.0, f64::INFINITY)])
                .is_err_and(|error| error.to_string().starts_with("第 1 行的完成值"))
        );
        let wrong = OverAchievementThresholds { ratio: 0.9, lines: 2 };
        assert!(matches!(
            over_achievement(&[], &wrong),
            Err(HygieneError::Setting { .. })
        ));
    }
}
