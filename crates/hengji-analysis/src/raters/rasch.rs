//! 多侧面 Rasch 模型 (many-facet Rasch): grades of projects by criteria and evaluators on one scale of logits.
//!
//! The rating-scale model of Linacre (Many-Facet Rasch Measurement, 1989),
//! log P(k)/P(k−1) = project − criterion − severity − threshold(k), by joint maximum likelihood with Newton's
//! method. The likelihood is concave; at its maximum every element's observed score equals its expected one,
//! which is returned as a check. Whoever got or gave only the lowest or only the highest grade has no finite
//! place, is set aside and listed. Joint maximum likelihood exaggerates spread where few scores meet in an
//! element; so places are for comparing, not for entering into a budget.

mod equations;
mod extremes;
mod judgements;
mod measures;
mod newton;
mod probabilities;

use serde::Serialize;

use super::error::RatersError;
pub use extremes::{Extreme, Facet};
pub use judgements::Judgements;
pub use measures::{Measure, Spread, Threshold};

/// The result of [`rasch`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RaschFit {
    /// How many scores were used.
    pub scores: usize,
    /// The lowest grade in use; the others follow in steps of one.
    pub lowest: usize,
    /// How many grades are in use.
    pub categories: usize,
    /// The logarithm of the likelihood.
    pub log_likelihood: f64,
    /// The largest difference between an observed and an expected score of any element or threshold.
    pub largest_difference: f64,
    /// Newton steps taken.
    pub steps: usize,
    /// The projects: high is good.
    pub projects: Vec<Measure>,
    /// The criteria: high is hard; they add up to nought.
    pub criteria: Vec<Measure>,
    /// The evaluators: high is severe; they add up to nought.
    pub evaluators: Vec<Measure>,
    /// Where each grade becomes as likely as the one below it; they add up to nought.
    pub thresholds: Vec<Threshold>,
    /// How well the projects are told apart; `None` below two.
    pub project_spread: Option<Spread>,
    /// How well the criteria are told apart.
    pub criterion_spread: Option<Spread>,
    /// How well the evaluators are told apart.
    pub evaluator_spread: Option<Spread>,
    /// Who has no finite place.
    pub extremes: Vec<Extreme>,
}

/// Fits the model (methods §5.4). It needs ordered grades and, to be of use, a hundred scores or more.
///
/// # Errors
///
/// [`RatersError::RaschAllExtreme`], [`RatersError::RaschCategoryUnused`], [`RatersError::RaschConfounded`],
/// [`RatersError::RaschNotConverged`]; [`RatersError::TooMany`] beyond 1,000 criteria, evaluators and grades.
pub fn rasch(judgements: &Judgements) -> Result<RaschFit, RatersError> {
    let (active, extremes) = extremes::set_aside(judgements)?;
    equations::refuse_confounded(&active, judgements)?;
    let solution = newton::solve(&active)?;
    Ok(measures::report(judgements, &active, &solution, extremes))
}

#[cfg(test)]
mod tests;
