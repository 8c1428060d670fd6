//! 随机评价人模型 (random evaluators): severities as draws from a common spread, shrunken by how little is known.
//!
//! Projects and evaluators are crossed random factors, fitted by restricted maximum likelihood. A severity is the
//! prediction with its sign turned: nought for an evaluator nobody has seen, near the least-squares severity for
//! one with many scores.

use serde::Serialize;

use super::error::RatersError;
use super::graph::{Bridge, connection};
use super::ranks::{Better, Interval, RankRange, rank_ranges, upper_probability};
use super::ratings::Ratings;
use crate::distribution::normal_quantile;
use crate::mixed::{Convergence, Effects, Estimate, Factor, MixedError, Settings, fit};

/// The result of [`random_severity`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RandomSeverity {
    /// The confidence of all intervals.
    pub confidence: f64,
    /// How many scores.
    pub scores: usize,
    /// The mean score with its standard error.
    pub mean: Estimate,
    /// The standard deviation of the projects' levels.
    pub project_sd: f64,
    /// The standard deviation of the evaluators' severities; nought means that the scores show no differences.
    pub evaluator_sd: f64,
    /// The standard deviation of the rest.
    pub residual_sd: f64,
    /// The REML criterion.
    pub deviance: f64,
    /// How the search went.
    pub convergence: Convergence,
    /// How many connected components the scores fall into. With more than one, comparisons across them rest on
    /// the assumption that projects were assigned by chance, so no places are given.
    pub components: usize,
    /// Extra scorings that would connect them.
    pub bridges: Vec<Bridge>,
    /// In the order of the ratings.
    pub evaluators: Vec<ShrunkenSeverity>,
    /// In the order of the ratings.
    pub projects: Vec<ShrunkenLevel>,
}

/// The shrunken severity of one evaluator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShrunkenSeverity {
    /// The name.
    pub evaluator: String,
    /// How many projects it scored.
    pub scores: usize,
    /// Points below the mean of all evaluators, known and unknown.
    pub severity: f64,
    /// The standard error of the prediction, given the variance components.
    pub standard_error: f64,
    /// The normal interval.
    pub interval: Option<Interval>,
    /// Its place, the most lenient first; `None` where the evaluators are not connected.
    pub rank: Option<RankRange>,
}

/// The shrunken level of one project.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShrunkenLevel {
    /// The name.
    pub project: String,
    /// By how many evaluators it was scored.
    pub scores: usize,
    /// The mean plus the project's predicted effect.
    pub level: f64,
    /// The standard error of the predicted effect, given the variance components.
    pub standard_error: f64,
}

/// Fits crossed random projects and evaluators (methods §5.1).
///
/// # Errors
///
/// [`RatersError::TooFew`] below two projects or evaluators; [`RatersError::Mixed`] where the variance components
/// cannot be told apart or leave no residual; [`RatersError::ConfidenceUnusable`].
pub fn random_severity(ratings: &Ratings, confidence: f64) -> Result<RandomSeverity, RatersError> {
    let quantile = normal_quantile(upper_probability(confidence)?);
    let counts = [
        ("项目", ratings.projects().len()),
        ("评价人", ratings.evaluators().len()),
    ];
    for (what, found) in counts {
        if found < 2 {
            return Err(RatersError::TooFew {
                method: "随机效应宽严估计",
                what,
                found,
                least: 2,
            });
        }
    }
    let cells = ratings.cells();
    let scores: Vec<f64> = cells.iter().map(|cell| cell.score).collect();
    let factors = [
        Factor::new(
            "项目",
            cells.iter().map(|cell| cell.project).collect(),
            ratings.projects().len(),
        ),
        Factor::new(
            "评价人",
            cells.iter().map(|cell| cell.evaluator).collect(),
            ratings.evaluators().len(),
        ),
    ];
    let fitted = fit(
        &scores,
        &[vec![1.0; scores.len()]],
        &factors,
        &Settings::default(),
    )?;
    let no_residual = || RatersError::Mixed(MixedError::NoResidual { rows: scores.len() });
    let ([project_sd, evaluator_sd], [levels, severities], [mean]) = (
        sds(&fitted.components).ok_or_else(no_residual)?,
        <&[Effects; 2]>::try_from(fitted.effects.as_slice()).map_err(|_| no_residual())?,
        <[Estimate; 1]>::try_from(fitted.fixed.as_slice()).map_err(|_| no_residual())?,
    );
    let connection = connection(ratings);
    let components = connection.components.len();
    Ok(RandomSeverity {
        confidence,
        scores: scores.len(),
        mean,
        project_sd,
        evaluator_sd,
        residual_sd: fitted.residual_sd,
        deviance: fitted.deviance,
        convergence: fitted.convergence.clone(),
        components,
        bridges: connection.bridges,
        evaluators: evaluators(ratings, severities, quantile, components == 1),
        projects: projects(ratings, levels, mean.value),
    })
}

fn sds(components: &[crate::mixed::Component]) -> Option<[f64; 2]> {
    match components {
        [projects, evaluators] => Some([projects.intercept_sd, evaluators.intercept_sd]),
        _ => None,
    }
}

fn evaluators(ratings: &Ratings, effects: &Effects, quantile: f64, ranked: bool) -> Vec<ShrunkenSeverity> {
    let mut scores = vec![0_usize; ratings.evaluators().len()];
    for cell in ratings.cells() {
        if let Some(count) = scores.get_mut(cell.evaluator) {
            *count += 1;
        }
    }
    let named = ratings.evaluators().iter().zip(scores).zip(&effects.intercepts);
    let mut evaluators: Vec<ShrunkenSeverity> = named
        .map(|((name, scores), effect)| ShrunkenSeverity {
            evaluator: name.clone(),
            scores,
            severity: -effect.value,
            standard_error: effect.standard_error,
            interval: Interval::around(-effect.value, effect.standard_error, quantile),
            rank: None,
        })
        .collect();
    if ranked {
        let intervals: Vec<Option<Interval>> =
            evaluators.iter().map(|evaluator| evaluator.interval).collect();
        for (evaluator, rank) in evaluators.iter_mut().zip(rank_ranges(&intervals, Better::Lower)) {
            evaluator.rank = rank;
        }
    }
    evaluators
}

fn projects(ratings: &Ratings, effects: &Effects, mean: f64) -> Vec<ShrunkenLevel> {
    let named = ratings
        .projects()
        .iter()
        .zip(ratings.rows())
        .zip(&effects.intercepts);
    named
        .map(|((name, row), effect)| ShrunkenLevel {
            project: name.clone(),
            scores: row.len(),
            level: mean + effect.value,
            standard_error: effect.standard_error,
        })
        .collect()
}

#[cfg(test)]
mod tests;
