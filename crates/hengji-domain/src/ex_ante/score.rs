//! 专家评分 (scores of experts): sealed until all are in or the lead opens the discussion; averages and spread.

use crate::rounding::div_round_half_up;
use crate::{Score, Timestamp, Weight};

/// Whether an expert may see what the others gave, and whether scores may still change freely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// 密封: nobody sees another's scores.
    Sealed {
        /// How many are in.
        submitted: usize,
        /// How many were invited.
        invited: usize,
    },
    /// 已启封: all are in, or the lead has opened the discussion.
    Opened,
}

impl Seal {
    /// The seal of an evaluation: when each expert handed in, and when the lead opened the discussion.
    ///
    /// Without experts there is nothing to open, so the seal stays.
    pub fn of(submitted_at: &[Option<Timestamp>], opened_at: Option<Timestamp>) -> Self {
        let submitted = submitted_at.iter().filter(|at| at.is_some()).count();
        let invited = submitted_at.len();
        if opened_at.is_some() || (0 < invited && submitted == invited) {
            Self::Opened
        } else {
            Self::Sealed { submitted, invited }
        }
    }

    /// Whether scores of others may be seen.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Opened)
    }
}

/// Several scores of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScoreSummary {
    /// Mean, rounded half up to a hundredth.
    pub mean: Score,
    /// The lowest.
    pub lowest: Score,
    /// The highest.
    pub highest: Score,
}

impl ScoreSummary {
    /// Of these scores; none of none.
    pub fn of(scores: &[Score]) -> Option<Self> {
        let sum: i128 = scores.iter().map(|score| i128::from(score.centi())).sum();
        let count = i128::try_from(scores.len()).ok()?;
        let mean = i32::try_from(div_round_half_up(sum, count)?).ok()?;
        Some(Self {
            mean: Score::from_centi(mean),
            lowest: scores.iter().copied().min()?,
            highest: scores.iter().copied().max()?,
        })
    }

    /// 离散 (spread): the highest less the lowest.
    pub const fn spread(&self) -> Score {
        Score::from_centi(self.highest.centi().saturating_sub(self.lowest.centi()))
    }
}

/// Why a score is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoreRefusal {
    /// Out of range.
    #[error("“{item}”得分须在 0 至 {points} 分之间,现为 {score}。 [score-out-of-range]")]
    OutOfRange {
        /// The item.
        item: String,
        /// Its full score.
        points: Weight,
        /// What was given.
        score: Score,
    },
    /// Not all items have one.
    #[error("还有 {count} 项没有评分,不能提交;请逐项评分。 [score-incomplete]")]
    Incomplete {
        /// How many are missing.
        count: usize,
    },
    /// The scores are in, and the discussion has not begun.
    #[error(
        "您已提交独立评分,讨论开始前不能修改;如需修改,请在牵头部门开启讨论后进行,前后两次都会保留。 [score-sealed]"
    )]
    Sealed,
    /// A change without words.
    #[error("“{item}”讨论后改分须写明理由。 [score-change-reason-missing]")]
    NoReason {
        /// The item.
        item: String,
    },
    /// The conclusion is drawn.
    #[error("评估结论已经形成,不能再评分或改分。 [score-too-late]")]
    TooLate,
    /// Materials are still being looked at.
    #[error("牵头部门尚未开始专家评分,请稍后再来。 [score-too-early]")]
    TooEarly,
}

/// Refuses a score outside its item's points.
///
/// # Errors
///
/// [`ScoreRefusal::OutOfRange`].
pub fn within(item: &str, score: Score, points: Weight) -> Result<(), ScoreRefusal> {
    if Score::ZERO <= score && score <= points.full_score() {
        Ok(())
    } else {
        Err(ScoreRefusal::OutOfRange {
            item: item.to_owned(),
            points,
            score,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Option<Timestamp> = Some(Timestamp::from_micros(7));

    #[test]
    fn the_seal_opens_with_the_last_score_or_with_the_discussion() {
        for (submitted, opened, is_open) in [
            (vec![], None, false),
            (vec![None, None], None, false),
            (vec![AT, None], None, false),
            (vec![AT, AT], None, true),
            (vec![AT, None], AT, true),
        ] {
            assert_eq!(Seal::of(&submitted, opened).is_open(), is_open, "{submitted:?}");
        }
        assert_eq!(
            Seal::of(&[AT, None, None], None),
            Seal::Sealed {
                submitted: 1,
                invited: 3
            }
        );
    }

    #[test]
    fn a_score_lies_between_nothing_and_the_points_of_its_item() {
        let points = Weight::from_centi(500);
        for (centi, fits) in [(0, true), (500, true), (501, false), (-1, false)] {
            assert_eq!(
                within("不重复", Score::from_centi(centi), points).is_ok(),
                fits,
                "{centi}"
            );
        }
        let said = within("不重复", Score::from_centi(510), points)
            .unwrap_err()
            .to_string();
        assert_eq!(
            said,
            "“不重复”得分须在 0 至 5 分之间,现为 5.1。 [score-out-of-range]"
        );
    }

    #[test]
    fn three_scores_have_a_rounded_mean_and_a_spread() {
        let scores = [8_000, 8_500, 9_050].map(Score::from_centi);
        let summary = ScoreSummary::of(&scores).unwrap();
        assert_eq!(summary.mean, Score::from_centi(8_517));
        assert_eq!(summary.spread(), Score::from_centi(1_050));
        assert_eq!(ScoreSummary::of(&[]), None);
    }

    proptest::proptest! {
        #[test]
        fn the_mean_lies_between_lowest_and_highest(centi in proptest::collection::vec(0_i32..=10_000, 1..12)) {
            let scores: Vec<Score> = centi.iter().copied().map(Score::from_centi).collect();
            let summary = ScoreSummary::of(&scores).unwrap();
            proptest::prop_assert!(summary.lowest <= summary.mean && summary.mean <= summary.highest);
            let sum: i64 = centi.iter().map(|one| i64::from(*one)).sum();
            let count = i64::try_from(centi.len()).unwrap();
            proptest::prop_assert!((2 * (i64::from(summary.mean.centi()) * count - sum)).abs() <= count);
        }
    }
}
