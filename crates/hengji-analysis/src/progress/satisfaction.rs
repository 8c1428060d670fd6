//! 满意度 (satisfaction): whether a survey shows that a target was met, shows that it was not, or shows nothing.

use serde::Serialize;

use super::error::{ProgressError, within};
use super::sample_size::{SampleSettings, SampleSize, share_sample_size};
use super::share::{ShareInterval, wilson};
use crate::number::float;

/// What came back from a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Survey {
    /// Who is satisfied.
    pub satisfied: usize,
    /// Who answered.
    pub responses: usize,
    /// Who was asked, where that is known.
    pub invited: Option<usize>,
    /// All service users, where they are counted.
    pub population: Option<usize>,
}

/// From when on a survey is believed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SurveyThresholds {
    /// Confidence level, 0 to 1.
    pub level: f64,
    /// Margin that the minimum sample shall keep, as a share.
    pub margin: f64,
    /// Response rate below which the worst case is shown too, as a share.
    pub response_least: f64,
}

/// What a survey says of its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 达到: even the lower bound reaches the target.
    Met,
    /// 未能证明达到: the target lies within the interval.
    NotShown,
    /// 未达到: even the upper bound stays below the target.
    NotMet,
    /// 样本不足: too few answered to judge.
    SampleTooSmall,
}

impl Verdict {
    /// The words for a page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Met => "达到",
            Self::NotShown => "未能证明达到",
            Self::NotMet => "未达到",
            Self::SampleTooSmall => "样本不足",
        }
    }
}

/// The shares if all who did not answer were dissatisfied, or satisfied.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WorstCase {
    /// Nobody who kept silent is satisfied.
    pub low: f64,
    /// Everybody who kept silent is satisfied.
    pub high: f64,
}

/// A survey judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SurveyResult {
    /// What was counted.
    pub survey: Survey,
    /// The target, as a share.
    pub target: f64,
    /// What it says.
    pub verdict: Verdict,
    /// The share with its Wilson interval.
    pub interval: ShareInterval,
    /// How many answers are needed.
    pub minimum: SampleSize,
    /// Answers ÷ asked, where it is known who was asked.
    pub response_rate: Option<f64>,
    /// Shown where the response rate is below the threshold.
    pub worst_case: Option<WorstCase>,
}

/// Judges a satisfaction target by the lower bound of the interval, and only where enough people answered.
///
/// # Errors
///
/// [`ProgressError::Share`], [`ProgressError::Responses`], [`ProgressError::Population`],
/// [`ProgressError::Setting`], [`ProgressError::Level`].
pub fn judge_survey(
    survey: &Survey,
    target: f64,
    thresholds: &SurveyThresholds,
) -> Result<SurveyResult, ProgressError> {
    let target = within("满意度目标", target, 0.0, 1.0)?;
    let response_least = within("回收率下限", thresholds.response_least, 0.0, 1.0)?;
    let interval = wilson(survey.satisfied, survey.responses, thresholds.level)?;
    let minimum = share_sample_size(&SampleSettings {
        margin: thresholds.margin,
        level: thresholds.level,
        // Half asks for most: before the survey nobody knows better.
        expected: 0.5,
        population: survey.population,
    })?;
    let worst = survey
        .invited
        .map(|invited| worst_case(survey, invited))
        .transpose()?;
    let response_rate = survey
        .invited
        .map(|invited| float(survey.responses) / float(invited));
    let verdict = if survey.responses < minimum.n {
        Verdict::SampleTooSmall
    } else if target <= interval.low {
        Verdict::Met
    } else if target <= interval.high {
        Verdict::NotShown
    } else {
        Verdict::NotMet
    };
    Ok(SurveyResult {
        survey: *survey,
        target,
        verdict,
        interval,
        minimum,
        response_rate,
        worst_case: worst.filter(|_| response_rate.is_some_and(|rate| rate < response_least)),
    })
}

/// Silence is counted once against and once for the department; no assumption about the silent can leave these.
fn worst_case(survey: &Survey, invited: usize) -> Result<WorstCase, ProgressError> {
    let Some(silent) = invited.checked_sub(survey.responses) else {
        return Err(ProgressError::Responses {
            responses: survey.responses,
            invited,
        });
    };
    Ok(WorstCase {
        low: float(survey.satisfied) / float(invited),
        high: float(survey.satisfied.saturating_add(silent)) / float(invited),
    })
}

#[cfg(test)]
mod tests;
