//! Krippendorff 一致性系数 (Krippendorff's alpha): one less the observed over the expected disagreement.
//!
//! Any number of evaluators, empty cells, any level of measurement: Krippendorff, "Computing Krippendorff's
//! alpha-reliability" (2011). The standard error is Gwet's linearisation over the projects (Gwet, Handbook of
//! Inter-Rater Reliability, 4th edition, chapter 6), with the distances taken as given: at the ordinal level they
//! come from the same scores, so the interval is somewhat too certain in small tables.

mod distance;

use serde::Serialize;

use super::error::RatersError;
use super::ranks::{Interval, upper_probability};
use super::ratings::Ratings;
use crate::distribution::t_quantile;
use crate::number::float;
use distance::Distances;

/// 测量尺度 (level of measurement): what the difference of two scores means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Equal or not.
    Nominal,
    /// Order only: grades such as 优良中差.
    Ordinal,
    /// Differences count: points.
    Interval,
    /// Differences relative to the sum: amounts from nought upwards.
    Ratio,
    /// Order only, by Gwet's ordinal weights, which count the pairs of categories between two scores.
    OrdinalPairs,
}

/// The result of [`krippendorff_alpha`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alpha {
    /// The level of measurement.
    pub level: Level,
    /// The confidence of the interval.
    pub confidence: f64,
    /// Alpha: 1 for full agreement, 0 for chance, negative for worse.
    pub alpha: f64,
    /// The observed disagreement.
    pub observed: f64,
    /// The disagreement expected by chance.
    pub expected: f64,
    /// Gwet's standard error; `None` with a single project.
    pub standard_error: Option<f64>,
    /// Student's interval with one degree of freedom fewer than projects, at most 1.
    pub interval: Option<Interval>,
    /// Projects with at least two scores.
    pub projects: usize,
    /// Projects with one score only, which say nothing about agreement and are left out.
    pub projects_left_out: usize,
    /// Scores that can be paired with another.
    pub scores: usize,
    /// Different values among them.
    pub values: usize,
}

/// Krippendorff's alpha of a table with any holes.
///
/// # Errors
///
/// [`RatersError::TooFew`] if no project has two scores; [`RatersError::NoVariation`] if all scores that can be
/// paired are equal; [`RatersError::RatioNegative`]; [`RatersError::TooMany`] beyond 20,000 different values at
/// the levels that compare all of them pairwise; [`RatersError::ConfidenceUnusable`].
pub fn krippendorff_alpha(ratings: &Ratings, level: Level, confidence: f64) -> Result<Alpha, RatersError> {
    let upper = upper_probability(confidence)?;
    let units: Vec<Vec<f64>> = ratings
        .rows()
        .iter()
        .filter(|row| 2 <= row.len())
        .map(|row| sorted(row))
        .collect();
    if units.is_empty() {
        return Err(RatersError::TooFew {
            method: "一致性系数",
            what: "有两个以上评分的项目",
            found: 0,
            least: 1,
        });
    }
    refuse_negative_amounts(ratings, level)?;
    let distances = Distances::new(&units, level)?;
    let expected = distances.expected();
    if expected <= 0.0 {
        return Err(RatersError::NoVariation {
            score: distances.first(),
        });
    }
    let scores = float(distances.scores);
    // Drawing without replacement: two draws never meet in the same score.
    let replacement = scores / (scores - 1.0);
    let within: Vec<f64> = units.iter().map(|unit| distances.within(unit)).collect();
    let observed = within.iter().sum::<f64>() / scores;
    let alpha = 1.0 - observed / (expected * replacement);
    let typical = scores / float(units.len());
    let influences = units.iter().zip(&within).map(|(unit, within)| {
        let size = float(unit.len());
        let of_observed = observed - within / typical + (size / typical - 1.0) * observed / replacement;
        let of_expected = 2.0 * observed / expected * (distances.to_all(unit) - size * expected) / typical;
        (of_observed + of_expected) / expected
    });
    let standard_error = standard_error(influences, units.len());
    let quantile = t_quantile(upper, float(units.len() - 1));
    let interval = standard_error
        .and_then(|error| Some(Interval::around(alpha, error, quantile)?.within(f64::MIN, 1.0)));
    Ok(Alpha {
        level,
        confidence,
        alpha,
        observed,
        expected: expected * replacement,
        standard_error,
        interval,
        projects: units.len(),
        projects_left_out: ratings.projects().len() - units.len(),
        scores: distances.scores,
        values: distances.values(),
    })
}

fn sorted(row: &[(usize, f64)]) -> Vec<f64> {
    let mut scores: Vec<f64> = row.iter().map(|(_, score)| *score).collect();
    scores.sort_by(f64::total_cmp);
    scores
}

fn refuse_negative_amounts(ratings: &Ratings, level: Level) -> Result<(), RatersError> {
    let negative = ratings
        .cells()
        .iter()
        .find(|cell| level == Level::Ratio && cell.score < 0.0);
    match negative {
        Some(cell) => Err(RatersError::RatioNegative {
            project: ratings.names(cell).0,
            score: cell.score,
        }),
        None => Ok(()),
    }
}

/// The error of a mean from each unit's deviation.
fn standard_error(influences: impl Iterator<Item = f64>, count: usize) -> Option<f64> {
    let squares: f64 = influences.map(|influence| influence * influence).sum();
    let error = (squares / (float(count) * (float(count) - 1.0))).sqrt();
    error.is_finite().then_some(error)
}

#[cfg(test)]
mod tests;
