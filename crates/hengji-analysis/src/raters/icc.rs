//! 组内相关系数 (intraclass correlation): the share of the scores' variance that belongs to the projects.
//!
//! From the mean squares of a complete table of projects by evaluators: Shrout and Fleiss, "Intraclass
//! correlations: uses in assessing rater reliability", Psychological Bulletin 86 (1979) 420–428; intervals as
//! there and in McGraw and Wong, "Forming inferences about some intraclass correlation coefficients",
//! Psychological Methods 1 (1996) 30–46.

use serde::Serialize;

use super::error::RatersError;
use super::ranks::{Interval, upper_probability};
use super::ratings::Ratings;
use crate::distribution::{f_above, f_quantile};
use crate::number::float;

/// Deviations this small beside the scores are rounding; a ratio of two of them would be any number.
const ROUNDING: f64 = 16.0 * f64::EPSILON;

/// The result of [`intraclass_correlations`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IntraclassCorrelations {
    /// The confidence of all intervals.
    pub confidence: f64,
    /// How many projects.
    pub projects: usize,
    /// How many evaluators.
    pub evaluators: usize,
    /// What the coefficients are made of.
    pub mean_squares: MeanSquares,
    /// The six forms, single ones first.
    pub coefficients: Vec<Correlation>,
}

/// The mean squares of the table, in Shrout and Fleiss's names.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeanSquares {
    /// BMS: between projects.
    pub between: f64,
    /// WMS: within projects.
    pub within: f64,
    /// JMS: between evaluators.
    pub evaluators: f64,
    /// EMS: residual.
    pub error: f64,
}

/// Which reliability is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Form {
    /// One score; each project has its own evaluators.
    #[serde(rename = "ICC(1,1)")]
    OneWay,
    /// One score of an evaluator drawn from many: absolute agreement. The one to use by default.
    #[serde(rename = "ICC(2,1)")]
    Agreement,
    /// One score of just these evaluators, their levels left aside: consistency.
    #[serde(rename = "ICC(3,1)")]
    Consistency,
    /// As [`Form::OneWay`], of the mean of all k evaluators.
    #[serde(rename = "ICC(1,k)")]
    OneWayMean,
    /// As [`Form::Agreement`], of the mean.
    #[serde(rename = "ICC(2,k)")]
    AgreementMean,
    /// As [`Form::Consistency`], of the mean.
    #[serde(rename = "ICC(3,k)")]
    ConsistencyMean,
}

/// One coefficient with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Correlation {
    /// Which form.
    pub form: Form,
    /// The coefficient; it may be negative. `None` where it is nought over nought.
    pub value: Option<f64>,
    /// Its interval, from the F distribution.
    pub interval: Option<Interval>,
    /// The F ratio against no difference between projects.
    pub ratio: Option<f64>,
    /// Its degrees of freedom, of the projects and of the error.
    pub freedom: (usize, usize),
    /// The probability of so large a ratio if the projects did not differ.
    pub probability: Option<f64>,
}

impl IntraclassCorrelations {
    /// The coefficient of a form.
    #[must_use]
    pub fn of(&self, form: Form) -> Option<&Correlation> {
        self.coefficients
            .iter()
            .find(|coefficient| coefficient.form == form)
    }
}

/// The six intraclass correlations of a complete table.
///
/// # Errors
///
/// [`RatersError::ScoresMissing`] for a table with holes ([`Ratings::scored_by_all`] leaves the complete part);
/// [`RatersError::TooFew`] below two projects or evaluators; [`RatersError::NoVariation`] where all scores are
/// equal; [`RatersError::ConfidenceUnusable`].
pub fn intraclass_correlations(
    ratings: &Ratings,
    confidence: f64,
) -> Result<IntraclassCorrelations, RatersError> {
    let upper = upper_probability(confidence)?;
    let rows = ratings.complete()?;
    let (projects, evaluators) = (rows.len(), ratings.evaluators().len());
    let method = "组内相关系数";
    for (what, found) in [("项目", projects), ("评价人", evaluators)] {
        if found < 2 {
            return Err(RatersError::TooFew {
                method,
                what,
                found,
                least: 2,
            });
        }
    }
    let first = ratings.cells().first().map_or(0.0, |cell| cell.score);
    if ratings
        .cells()
        .iter()
        .all(|cell| cell.score.to_bits() == first.to_bits())
    {
        return Err(RatersError::NoVariation { score: first });
    }
    let table = Table {
        mean_squares: mean_squares(&rows, evaluators),
        projects,
        evaluators,
        upper,
    };
    let coefficients = table.coefficients().to_vec();
    Ok(IntraclassCorrelations {
        confidence,
        projects,
        evaluators,
        mean_squares: table.mean_squares,
        coefficients,
    })
}

fn mean_squares(rows: &[Vec<f64>], evaluators: usize) -> MeanSquares {
    let (n, k) = (float(rows.len()), float(evaluators));
    let grand = rows.iter().flatten().sum::<f64>() / (n * k);
    let row_means: Vec<f64> = rows
        .iter()
        .map(|row| row.iter().map(|score| score - grand).sum::<f64>() / k)
        .collect();
    let mut column_means = vec![0.0; evaluators];
    for row in rows {
        for (mean, score) in column_means.iter_mut().zip(row) {
            *mean += (score - grand) / n;
        }
    }
    let squares = |values: &[f64]| values.iter().map(|value| value * value).sum::<f64>();
    let residuals = rows.iter().zip(&row_means).flat_map(|(row, level)| {
        row.iter()
            .zip(&column_means)
            .map(move |(score, column)| score - grand - level - column)
    });
    let residual: f64 = residuals.map(|residual| residual * residual).sum();
    let largest = rows
        .iter()
        .flatten()
        .fold(0.0_f64, |largest, score| largest.max(score.abs()));
    let noise = n * k * (ROUNDING * largest).powi(2);
    let significant = |sum: f64| if sum <= noise { 0.0 } else { sum };
    let between = significant(k * squares(&row_means));
    let (columns, residual) = (significant(n * squares(&column_means)), significant(residual));
    MeanSquares {
        between: between / (n - 1.0),
        within: (columns + residual) / (n * (k - 1.0)),
        evaluators: columns / (k - 1.0),
        error: residual / ((n - 1.0) * (k - 1.0)),
    }
}

/// The mean squares of n projects by k evaluators, and the probability of the upper quantiles.
struct Table {
    mean_squares: MeanSquares,
    projects: usize,
    evaluators: usize,
    upper: f64,
}

impl Table {
    fn coefficients(&self) -> [Correlation; 6] {
        let (n, k) = (self.projects, self.evaluators);
        let MeanSquares {
            between,
            within,
            error,
            ..
        } = self.mean_squares;
        let one_way = (between / within, (n - 1, n * (k - 1)));
        let two_way = (between / error, (n - 1, (n - 1) * (k - 1)));
        let (single, mean) = self.of_ratio(one_way);
        let (consistency, consistency_mean) = self.of_ratio(two_way);
        let (agreement, agreement_mean) = self.agreement();
        [
            correlation(Form::OneWay, single, one_way),
            correlation(Form::Agreement, agreement, two_way),
            correlation(Form::Consistency, consistency, two_way),
            correlation(Form::OneWayMean, mean, one_way),
            correlation(Form::AgreementMean, agreement_mean, two_way),
            correlation(Form::ConsistencyMean, consistency_mean, two_way),
        ]
    }

    /// Value, lower and upper end for one score and for the mean of k, where both depend on one F ratio only.
    fn of_ratio(&self, (ratio, (above, below)): (f64, (usize, usize))) -> ([f64; 3], [f64; 3]) {
        let k = float(self.evaluators);
        let (above, below) = (float(above), float(below));
        let low = ratio / f_quantile(self.upper, above, below);
        let high = ratio * f_quantile(self.upper, below, above);
        let single = |ratio: f64| {
            // Where the error is nought the ratio is infinite and all variance is the projects'.
            if ratio.is_infinite() {
                1.0
            } else {
                (ratio - 1.0) / (ratio + k - 1.0)
            }
        };
        let mean = |ratio: f64| 1.0 - 1.0 / ratio;
        ([ratio, low, high].map(single), [ratio, low, high].map(mean))
    }

    /// Absolute agreement, whose interval needs Satterthwaite's degrees of freedom.
    fn agreement(&self) -> ([f64; 3], [f64; 3]) {
        let (n, k) = (float(self.projects), float(self.evaluators));
        let MeanSquares {
            between,
            evaluators,
            error,
            ..
        } = self.mean_squares;
        let value = (between - error) / (between + (k - 1.0) * error + k * (evaluators - error) / n);
        let ratio = evaluators / error;
        let part = n * (1.0 + (k - 1.0) * value) - k * value;
        let above = (k - 1.0) * (n - 1.0) * (k * value * ratio + part).powi(2);
        let freedom = above / ((n - 1.0) * (k * value * ratio).powi(2) + part * part);
        let spread = k * evaluators + (k * n - k - n) * error;
        let lower = f_quantile(self.upper, n - 1.0, freedom);
        let low = n * (between - lower * error) / (lower * spread + n * between);
        let upper = f_quantile(self.upper, freedom, n - 1.0);
        let high = n * (upper * between - error) / (spread + n * upper * between);
        let single = [value, low, high];
        (single, single.map(|value| value * k / (1.0 + value * (k - 1.0))))
    }
}

fn correlation(
    form: Form,
    [value, low, high]: [f64; 3],
    (ratio, freedom): (f64, (usize, usize)),
) -> Correlation {
    let probability = f_above(ratio, float(freedom.0), float(freedom.1));
    let number = |value: f64| value.is_finite().then_some(value);
    let (ratio, probability) = (number(ratio), number(probability));
    Correlation {
        form,
        value: number(value),
        interval: Interval::between(low, high),
        ratio,
        freedom,
        probability,
    }
}

#[cfg(test)]
mod tests;
