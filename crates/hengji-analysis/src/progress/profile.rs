//! 进度分位线 (profile): how like projects ran in past years, as quantiles by month.

use serde::Serialize;

use super::error::{ProgressError, within};
use super::isotonic::nondecreasing;
use super::prior::Prior;
use crate::number::{count, float};

/// How a profile is made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ProfileSettings {
    /// Periods of the year: 12 for months.
    pub periods: usize,
    /// The curve that little history leans on.
    pub prior: Prior,
    /// How many curves of history the prior is worth.
    pub prior_weight: f64,
    /// The quantile below which a project is red, as a share below 0.5; its mirror is the upper line.
    pub red: f64,
    /// The quantile below which a project is yellow, as a share between `red` and 0.5.
    pub yellow: f64,
}

/// One line of a profile.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Which quantile, 0 to 1.
    pub quantile: f64,
    /// Cumulative share at the end of each period, never falling.
    pub shares: Vec<f64>,
    /// Whether the history reaches so far out; a line beyond it raises no alert.
    pub is_supported: bool,
    /// How many curves of history it takes.
    pub needs: usize,
}

/// The expected course of a year for one category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Profile {
    /// Curves of history.
    pub n: usize,
    /// Weight of the history against the prior: n / (n + prior weight).
    pub own_weight: f64,
    /// Below it a project is red.
    pub red: Line,
    /// Below it a project is yellow.
    pub yellow: Line,
    /// Half of the projects were below.
    pub median: Line,
    /// The mirror of red.
    pub upper: Line,
    /// How it was made.
    pub settings: ProfileSettings,
}

/// Quantiles of cumulative execution (or of goal progress) by period, from the curves of past years.
///
/// Each row of `history` is one project in one past year: the share of its budget (or goal) reached at the end of
/// each period. Quantiles stand at rank p (n + 1), so that the next like project falls below with chance p however
/// small n is; where p (n + 1) is below one or above n the history says nothing so far out, and the line is not
/// supported. The level of all lines is shrunk to the prior with weight n / (n + prior weight) on the history; their
/// distances are kept, because a prior curve has no spread and would narrow the band just where least is known.
/// Lines never fall (isotonic regression) and never cross.
///
/// # Errors
///
/// [`ProgressError::Period`], [`ProgressError::Periods`] and [`ProgressError::Number`] name the row;
/// [`ProgressError::PriorCurve`] and [`ProgressError::Setting`] name the setting.
pub fn profile<R: AsRef<[f64]>>(history: &[R], settings: &ProfileSettings) -> Result<Profile, ProgressError> {
    let red = within("红色分位", settings.red, 0.0, 0.5)?;
    let yellow = within("黄色分位", settings.yellow, red, 0.5)?;
    let prior_weight = within("先验权重", settings.prior_weight, 0.0, f64::MAX)?;
    let prior = settings.prior.curve(settings.periods)?;
    let mut columns = columns(history, settings.periods)?;
    for column in &mut columns {
        column.sort_by(f64::total_cmp);
    }
    let n = history.len();
    let own_weight = if n == 0 {
        0.0
    } else {
        float(n) / (float(n) + prior_weight)
    };
    let shrinkage = Shrinkage {
        columns: &columns,
        prior: &prior,
        own_weight,
        n,
    };
    Ok(Profile {
        n,
        own_weight,
        red: shrinkage.line(red),
        yellow: shrinkage.line(yellow),
        median: shrinkage.line(0.5),
        upper: shrinkage.line(1.0 - red),
        settings: *settings,
    })
}

/// The history by period, every number checked.
fn columns<R: AsRef<[f64]>>(history: &[R], periods: usize) -> Result<Vec<Vec<f64>>, ProgressError> {
    let mut columns = vec![Vec::with_capacity(history.len()); periods];
    for (row, curve) in (1..).zip(history) {
        let curve = curve.as_ref();
        if curve.len() != periods {
            return Err(ProgressError::Periods {
                row,
                found: curve.len(),
                expected: periods,
            });
        }
        for ((period, value), column) in (1..).zip(curve).zip(&mut columns) {
            if !(0.0..f64::INFINITY).contains(value) {
                return Err(ProgressError::Number {
                    what: "往年进度",
                    row,
                    period,
                    value: *value,
                });
            }
            column.push(*value);
        }
    }
    Ok(columns)
}

struct Shrinkage<'a> {
    columns: &'a [Vec<f64>],
    prior: &'a [f64],
    own_weight: f64,
    n: usize,
}

impl Shrinkage<'_> {
    fn line(&self, quantile: f64) -> Line {
        let needs = needed(quantile);
        let own = self.own(quantile);
        let median = self.own(0.5);
        // Shares end at the whole budget unless the history itself went beyond.
        let most = self
            .columns
            .iter()
            .filter_map(|column| column.last())
            .fold(1.0, |most: f64, one| most.max(*one));
        let moved: Vec<f64> = own
            .iter()
            .zip(&median)
            .zip(self.prior)
            .map(|((own, median), prior)| own + (1.0 - self.own_weight) * (prior - median))
            .collect();
        let shares = nondecreasing(&moved)
            .into_iter()
            .map(|share| share.clamp(0.0, most))
            .collect();
        Line {
            quantile,
            shares,
            is_supported: needs <= self.n,
            needs,
        }
    }

    /// The quantiles of the history alone, never falling; without history the prior.
    fn own(&self, quantile: f64) -> Vec<f64> {
        if self.n == 0 {
            return self.prior.to_vec();
        }
        let raw: Vec<f64> = self
            .columns
            .iter()
            .map(|column| ranked(column, quantile))
            .collect();
        nondecreasing(&raw)
    }
}

/// The value at rank p (n + 1) of sorted numbers, between two of them in proportion.
fn ranked(sorted: &[f64], quantile: f64) -> f64 {
    let n = float(sorted.len());
    let rank = (quantile * (n + 1.0)).clamp(1.0, n.max(1.0));
    let whole = count(rank).unwrap_or(1);
    let low = sorted.get(whole.saturating_sub(1)).copied().unwrap_or(f64::NAN);
    let high = sorted.get(whole).copied().unwrap_or(low);
    low + (rank - float(whole)) * (high - low)
}

/// The fewest curves for which rank p (n + 1) lies within 1 to n.
fn needed(quantile: f64) -> usize {
    let outer = quantile.min(1.0 - quantile);
    // A hair less than the exact quotient, so that 1 / 0.1 − 1 is nine and not ten by rounding.
    count((1.0 / outer - 1.0 - 1e-9).ceil().max(1.0)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
