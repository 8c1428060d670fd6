//! 评分宽严 (severity): the additive model score = mean + project − severity + error, by least squares.
//!
//! Severities add up to nought within each connected component, so they say who is stricter than the others
//! there, never who is right. The fit eliminates the projects and solves a system of the evaluators only, whose
//! rank is known from the graph: a component of k evaluators determines k − 1 differences.

mod solve;

use serde::Serialize;

use super::error::RatersError;
use super::graph::{Bridge, Component, connection};
use super::ranks::{Better, Interval, RankRange, rank_ranges, upper_probability};
use super::ratings::{Cell, Ratings};
use solve::Fit;

/// Beyond this many evaluators in one component their dense system no longer fits a desktop's memory and patience.
const EVALUATORS_MOST: usize = 2_000;

/// The result of [`severity`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Severity {
    /// The confidence of all intervals.
    pub confidence: f64,
    /// Connected components with their analyses of variance; comparisons hold within one only.
    pub components: Vec<FittedComponent>,
    /// Extra scorings that would connect them; empty when there is one component.
    pub bridges: Vec<Bridge>,
    /// In the order of the ratings.
    pub evaluators: Vec<EvaluatorSeverity>,
    /// In the order of the ratings.
    pub projects: Vec<ProjectLevel>,
    /// In the order of the scores.
    pub corrected: Vec<CorrectedScore>,
    /// Covariances behind [`Severity::difference`].
    #[serde(skip)]
    fits: Vec<Option<Fit>>,
}

/// A component and its fit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FittedComponent {
    /// Who belongs to it.
    #[serde(flatten)]
    pub component: Component,
    /// The mean of the projects' levels; `None` where a single evaluator leaves nothing to compare.
    pub mean: Option<f64>,
    /// The two-way analysis of variance, if there is a fit.
    pub variance: Option<TwoWay>,
}

/// 双因素方差分析 (two-way analysis of variance): each factor adjusted for the other, which for a complete table is
/// the classical one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TwoWay {
    /// Between projects.
    pub projects: MeanSquare,
    /// Between evaluators.
    pub evaluators: MeanSquare,
    /// What neither explains.
    pub residual: MeanSquare,
}

/// A sum of squares over its degrees of freedom.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeanSquare {
    /// The sum of squares.
    pub sum: f64,
    /// The degrees of freedom.
    pub freedom: usize,
    /// Their quotient; `None` without a degree of freedom.
    pub mean: Option<f64>,
}

/// The severity of one evaluator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvaluatorSeverity {
    /// The name.
    pub evaluator: String,
    /// The place of its component in [`Severity::components`].
    pub component: usize,
    /// How many projects it scored.
    pub scores: usize,
    /// Points below the mean of the component's evaluators; `None` where it has nobody to be compared with.
    pub severity: Option<f64>,
    /// Its standard error; `None` without residual degrees of freedom.
    pub standard_error: Option<f64>,
    /// Student's interval.
    pub interval: Option<Interval>,
    /// Its place among the component's evaluators, the most lenient first.
    pub rank: Option<RankRange>,
}

/// The level of one project, freed of who scored it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProjectLevel {
    /// The name.
    pub project: String,
    /// The place of its component in [`Severity::components`].
    pub component: usize,
    /// By how many evaluators it was scored.
    pub scores: usize,
    /// The mean of its corrected scores.
    pub level: Option<f64>,
    /// Its standard error.
    pub standard_error: Option<f64>,
    /// Student's interval.
    pub interval: Option<Interval>,
}

/// One score, corrected for its evaluator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CorrectedScore {
    /// The project.
    pub project: String,
    /// The evaluator.
    pub evaluator: String,
    /// As given.
    pub score: f64,
    /// The score plus the evaluator's severity.
    pub corrected: Option<f64>,
    /// The standard error of the corrected score as an estimate of the project's level: the error of this one
    /// score, that of the severity, and their covariance.
    pub standard_error: Option<f64>,
    /// The score less what the model expects.
    pub residual: Option<f64>,
}

/// The difference of two evaluators.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Difference {
    /// Severity of the first less that of the second.
    pub difference: f64,
    /// Its standard error.
    pub standard_error: Option<f64>,
    /// Student's interval.
    pub interval: Option<Interval>,
}

/// Fits the additive model in each connected component (methods §5.1).
///
/// # Errors
///
/// [`RatersError::ConfidenceUnusable`]; [`RatersError::TooMany`] beyond 2,000 evaluators in one component.
/// Components that are not connected are no error: each has its own fit and [`Severity::bridges`] says what
/// would connect them.
pub fn severity(ratings: &Ratings, confidence: f64) -> Result<Severity, RatersError> {
    let upper = upper_probability(confidence)?;
    let connection = connection(ratings);
    if let Some(component) = connection
        .components
        .iter()
        .find(|component| EVALUATORS_MOST < component.evaluators.len())
    {
        return Err(RatersError::TooMany {
            method: "宽严估计",
            what: "评价人",
            found: component.evaluators.len(),
            most: EVALUATORS_MOST,
        });
    }
    let fits = solve::fits(ratings, &connection, upper);
    let components = connection
        .components
        .into_iter()
        .zip(&fits)
        .map(|(component, fit)| FittedComponent {
            component,
            mean: fit.as_ref().map(|fit| fit.mean),
            variance: fit.as_ref().map(|fit| fit.variance),
        });
    let evaluators = evaluators(ratings, &connection.of_evaluator, &fits);
    let projects = projects(ratings, &connection.of_project, &fits);
    let corrected = ratings
        .cells()
        .iter()
        .map(|cell| corrected(ratings, cell, &connection.of_project, &fits))
        .collect();
    Ok(Severity {
        confidence,
        components: components.collect(),
        bridges: connection.bridges,
        evaluators,
        projects,
        corrected,
        fits,
    })
}

impl Severity {
    /// How much stricter the first evaluator is than the second, in points.
    ///
    /// # Errors
    ///
    /// [`RatersError::EvaluatorUnknown`]; [`RatersError::NotConnected`] when nothing joins the two.
    pub fn difference(&self, first: &str, second: &str) -> Result<Difference, RatersError> {
        let (one_at, one) = self.find(first)?;
        let (other_at, other) = self.find(second)?;
        let fit = self.fits.get(one.component).and_then(Option::as_ref);
        let (Some(fit), true) = (fit, one.component == other.component) else {
            let (first, second) = (first.to_owned(), second.to_owned());
            return Err(RatersError::NotConnected {
                first,
                second,
                bridges: self.bridges.clone(),
            });
        };
        let difference = one.severity.unwrap_or(f64::NAN) - other.severity.unwrap_or(f64::NAN);
        let standard_error = fit.difference_error(one_at, other_at);
        let interval = standard_error.and_then(|error| Interval::around(difference, error, fit.quantile));
        Ok(Difference {
            difference,
            standard_error,
            interval,
        })
    }

    fn find(&self, name: &str) -> Result<(usize, &EvaluatorSeverity), RatersError> {
        let mut evaluators = self.evaluators.iter().enumerate();
        let found = evaluators.find(|(_, evaluator)| evaluator.evaluator == name);
        found.ok_or_else(|| RatersError::EvaluatorUnknown {
            evaluator: name.to_owned(),
        })
    }
}

fn evaluators(ratings: &Ratings, of: &[usize], fits: &[Option<Fit>]) -> Vec<EvaluatorSeverity> {
    let mut scores = vec![0_usize; of.len()];
    for cell in ratings.cells() {
        if let Some(count) = scores.get_mut(cell.evaluator) {
            *count += 1;
        }
    }
    let named = ratings.evaluators().iter().zip(of).zip(scores).enumerate();
    let mut evaluators: Vec<EvaluatorSeverity> = named
        .map(|(at, ((name, component), scores))| {
            let fit = fits.get(*component).and_then(Option::as_ref);
            let severity = fit.and_then(|fit| fit.severity(at));
            let standard_error = fit.and_then(|fit| fit.severity_error(at));
            let quantile = fit.map_or(f64::NAN, |fit| fit.quantile);
            EvaluatorSeverity {
                evaluator: name.clone(),
                component: *component,
                scores,
                severity,
                standard_error,
                interval: interval(severity, standard_error, quantile),
                rank: None,
            }
        })
        .collect();
    rank_within_components(&mut evaluators, fits.len());
    evaluators
}

/// A place among evaluators with whom one cannot be compared would be an invention.
fn rank_within_components(evaluators: &mut [EvaluatorSeverity], count: usize) {
    let mut members: Vec<Vec<&mut EvaluatorSeverity>> = (0..count).map(|_| Vec::new()).collect();
    for evaluator in evaluators {
        if let Some(members) = members.get_mut(evaluator.component) {
            members.push(evaluator);
        }
    }
    for members in members {
        let intervals: Vec<Option<Interval>> = members.iter().map(|evaluator| evaluator.interval).collect();
        for (evaluator, rank) in members.into_iter().zip(rank_ranges(&intervals, Better::Lower)) {
            evaluator.rank = rank;
        }
    }
}

fn projects(ratings: &Ratings, of: &[usize], fits: &[Option<Fit>]) -> Vec<ProjectLevel> {
    let named = ratings.projects().iter().zip(of).zip(ratings.rows());
    named
        .map(|((name, component), row)| {
            let fit = fits.get(*component).and_then(Option::as_ref);
            let level = fit.map(|fit| fit.level(row));
            let standard_error = fit.and_then(|fit| fit.level_error(row));
            let quantile = fit.map_or(f64::NAN, |fit| fit.quantile);
            ProjectLevel {
                project: name.clone(),
                component: *component,
                scores: row.len(),
                level,
                standard_error,
                interval: interval(level, standard_error, quantile),
            }
        })
        .collect()
}

fn corrected(ratings: &Ratings, cell: &Cell, of_project: &[usize], fits: &[Option<Fit>]) -> CorrectedScore {
    let (project, evaluator) = ratings.names(cell);
    let fit = of_project
        .get(cell.project)
        .and_then(|component| fits.get(*component))
        .and_then(Option::as_ref);
    let row = ratings.rows().get(cell.project).map_or(&[][..], Vec::as_slice);
    let corrected = fit.and_then(|fit| Some(cell.score + fit.severity(cell.evaluator)?));
    CorrectedScore {
        project,
        evaluator,
        score: cell.score,
        corrected,
        standard_error: fit.and_then(|fit| fit.corrected_error(cell.evaluator, row)),
        residual: fit
            .zip(corrected)
            .map(|(fit, corrected)| corrected - fit.level(row)),
    }
}

fn interval(centre: Option<f64>, standard_error: Option<f64>, quantile: f64) -> Option<Interval> {
    Interval::around(centre?, standard_error?, quantile)
}

#[cfg(test)]
mod tests;
