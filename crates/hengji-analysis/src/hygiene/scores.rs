//! 自评得分 (self-scores): all at the full mark, or all alike.

use serde::Serialize;

use super::binomial::at_least;
use super::error::{HygieneError, finite, within};
use crate::number::float;

/// From when on a list of self-scores deserves a question.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ScoreThresholds {
    /// The full mark, usually 100.
    pub full: f64,
    /// Standard deviation below which scores are all alike, in points.
    pub sd_least: f64,
    /// Share of full marks that the category has.
    pub category_full_share: f64,
    /// Confidence level for more full marks than that, 0 to 1.
    pub level: f64,
}

/// The self-scores of one department.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreSpread {
    /// Scores.
    pub n: usize,
    /// Scores at the full mark.
    pub full: usize,
    /// Their share.
    pub full_share: f64,
    /// Chance of so many or more if the department were like its category (exact binomial).
    pub full_chance: f64,
    /// Mean in points.
    pub mean: f64,
    /// Standard deviation in points (n − 1); none for a single score.
    pub sd: Option<f64>,
    /// More full marks than chance allows.
    pub is_full_flagged: bool,
    /// Less spread than the threshold.
    pub is_spread_flagged: bool,
}

/// Looks at the self-scores of one department or institution.
///
/// # Errors
///
/// [`HygieneError::Empty`], [`HygieneError::Number`] naming the row, [`HygieneError::Setting`].
pub fn score_spread(scores: &[f64], thresholds: &ScoreThresholds) -> Result<ScoreSpread, HygieneError> {
    let full_mark = within("满分", thresholds.full, f64::MIN_POSITIVE, f64::MAX)?;
    let sd_least = within("标准差下限", thresholds.sd_least, 0.0, f64::MAX)?;
    let category_share = within("同类满分比例", thresholds.category_full_share, 0.0, 1.0)?;
    let level = within("置信水平", thresholds.level, 0.0, 1.0)?;
    finite("得分", scores)?;
    if scores.is_empty() {
        return Err(HygieneError::Empty { what: "得分" });
    }
    let n = float(scores.len());
    let mean = scores.iter().map(|score| score / n).sum::<f64>();
    let squares = |freedom: f64| {
        scores
            .iter()
            .map(|score| (score - mean).powi(2) / freedom)
            .sum::<f64>()
    };
    let sd = (1 < scores.len()).then(|| squares(n - 1.0).sqrt());
    let full = scores.iter().filter(|score| full_mark <= **score).count();
    let full_chance = at_least(full, scores.len(), category_share);
    Ok(ScoreSpread {
        n: scores.len(),
        full,
        full_share: float(full) / n,
        full_chance,
        mean,
        sd,
        is_full_flagged: full_chance < 1.0 - level,
        is_spread_flagged: sd.is_some_and(|sd| sd < sd_least),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const THRESHOLDS: ScoreThresholds = ScoreThresholds {
        full: 100.0,
        sd_least: 2.0,
        category_full_share: 0.1,
        level: 0.95,
    };

    fn flags(scores: &[f64]) -> Result<(bool, bool), HygieneError> {
        score_spread(scores, &THRESHOLDS).map(|one| (one.is_full_flagged, one.is_spread_flagged))
    }

    #[test]
    fn full_marks_and_equal_scores_are_told_apart() {
        for (scores, full, spread) in [
            (vec![100.0; 12], true, true),
            (vec![95.0; 12], false, true),
            (vec![100.0, 100.0, 100.0, 60.0, 70.0], true, false),
            (vec![100.0, 92.0, 81.0, 75.0, 96.0], false, false),
            (vec![100.0], false, false),
        ] {
            assert_eq!(flags(&scores), Ok((full, spread)), "{scores:?}");
        }
    }

    #[test]
    fn the_figures_are_those_of_the_list() {
        let found = score_spread(&[90.0, 92.0, 94.0, 100.0], &THRESHOLDS);
        assert!(found.is_ok_and(|one| {
            (one.mean - 94.0).abs() < 1e-12
                && one
                    .sd
                    .is_some_and(|sd| (sd - (56.0_f64 / 3.0).sqrt()).abs() < 1e-12)
                && one.full == 1
                && (one.full_chance - (1.0 - 0.9_f64.powi(4))).abs() < 1e-12
        }));
    }

    #[test]
    fn scores_that_are_none_are_refused() {
        assert_eq!(flags(&[]), Err(HygieneError::Empty { what: "得分" }));
        assert!(matches!(
            flags(&[90.0, f64::NAN]),
            Err(HygieneError::Number { row: 2, .. })
        ));
        for bad in [
            ScoreThresholds {
                full: 0.0,
                ..THRESHOLDS
            },
            ScoreThresholds {
                sd_least: -1.0,
                ..THRESHOLDS
            },
            ScoreThresholds {
                category_full_share: 2.0,
                ..THRESHOLDS
            },
            ScoreThresholds {
                level: f64::NAN,
                ..THRESHOLDS
            },
        ] {
            assert!(
                matches!(score_spread(&[1.0], &bad), Err(HygieneError::Setting { .. })),
                "{bad:?}"
            );
        }
    }
}
