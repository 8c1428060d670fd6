//! 贝塔曲线拟合 (Beta fit): the Beta distribution function nearest to a curve of other categories.

use serde::Serialize;

use super::super::error::ProgressError;
use crate::distribution::beta_below;
use crate::number::float;

/// A fitted curve and how well it fits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BetaFit {
    /// First shape.
    pub alpha: f64,
    /// Second shape.
    pub beta: f64,
    /// Largest gap between the curve and its fit, as a share of the year's money.
    pub largest_gap: f64,
    /// Steps of the search.
    pub steps: usize,
}

/// A shape outside these bounds is a step or a line already, and the distribution function stops being reliable.
const LOG_SHAPE: f64 = 9.0;
/// The search halves its damping on success; after so many steps a curve is as near as it gets.
const MOST_STEPS: usize = 200;
/// A step that gains less than this share of the squares is none.
const GAIN: f64 = 1e-15;
/// Half the distance of the two points from which a slope is taken, in logarithms of a shape.
const SLOPE: f64 = 1e-6;

/// Least squares over the ends of the periods, by damped Gauss–Newton steps in the logarithms of the shapes, from
/// the shapes that have the curve's mean and variance.
///
/// `curve` holds the cumulative shares at the end of each period, ending at 1.
///
/// # Errors
///
/// [`ProgressError::Beta`] for a curve of fewer than three periods, that falls, leaves 0 to 1, does not end at 1, or
/// spends everything within one period.
pub fn fit_beta(curve: &[f64]) -> Result<BetaFit, ProgressError> {
    let points = checked(curve)?;
    let mut at = start(curve)?;
    let mut squares = sum_of_squares(&points, at);
    let mut damping = 1e-3;
    let mut steps = 0;
    while steps < MOST_STEPS {
        steps += 1;
        let next = step(&points, at, damping);
        let gained = sum_of_squares(&points, next);
        if gained < squares {
            let is_done = squares - gained <= GAIN * squares;
            (at, squares) = (next, gained);
            damping /= 2.0;
            if is_done {
                break;
            }
        } else {
            damping *= 4.0;
            // No direction gains any more, however short the step.
            if 1e12 < damping {
                break;
            }
        }
    }
    let largest_gap = residuals(&points, at).map(f64::abs).fold(0.0, f64::max);
    let (alpha, beta) = (at.0.exp(), at.1.exp());
    Ok(BetaFit {
        alpha,
        beta,
        largest_gap,
        steps,
    })
}

/// The inner points as time and share; the last one is 1 for every shape.
fn checked(curve: &[f64]) -> Result<Vec<(f64, f64)>, ProgressError> {
    if curve.len() < 3 {
        return Err(ProgressError::Beta { why: "不足三期" });
    }
    if !curve.iter().all(|value| (0.0..=1.0).contains(value)) {
        return Err(ProgressError::Beta {
            why: "有一期不在 0 与 1 之间",
        });
    }
    if curve
        .windows(2)
        .any(|pair| matches!(pair, [before, after] if after < before))
    {
        return Err(ProgressError::Beta { why: "中途下降" });
    }
    if curve.last() != Some(&1.0) {
        return Err(ProgressError::Beta {
            why: "没有到 1,请先除以全年数",
        });
    }
    let periods = float(curve.len());
    let points = (1..curve.len()).zip(curve);
    Ok(points
        .map(|(period, share)| (float(period) / periods, *share))
        .collect())
}

/// Shapes with the mean and the variance of the curve, taken as even within each period.
fn start(curve: &[f64]) -> Result<(f64, f64), ProgressError> {
    let width = 1.0 / float(curve.len());
    let before = std::iter::once(&0.0).chain(curve);
    let spent = || {
        (0..).zip(
            curve
                .iter()
                .zip(before.clone())
                .map(|(after, before)| after - before),
        )
    };
    let middle = |period: usize| (float(period) + 0.5) * width;
    let mean: f64 = spent().map(|(period, share)| share * middle(period)).sum();
    let variance: f64 = spent()
        .map(|(period, share)| share * (middle(period) - mean).powi(2))
        .sum();
    if variance <= 0.0 {
        return Err(ProgressError::Beta {
            why: "全部在一期之内完成",
        });
    }
    let both = mean * (1.0 - mean) / (variance + width * width / 12.0) - 1.0;
    let bounded = |shape: f64| shape.max(f64::MIN_POSITIVE).ln().clamp(-LOG_SHAPE, LOG_SHAPE);
    Ok((bounded(mean * both), bounded((1.0 - mean) * both)))
}

fn residuals(points: &[(f64, f64)], at: (f64, f64)) -> impl Iterator<Item = f64> + '_ {
    let (alpha, beta) = (at.0.exp(), at.1.exp());
    points
        .iter()
        .map(move |(time, share)| share - beta_below(*time, alpha, beta))
}

fn sum_of_squares(points: &[(f64, f64)], at: (f64, f64)) -> f64 {
    residuals(points, at).map(|gap| gap * gap).sum()
}

/// One damped step: the two normal equations solved by hand.
fn step(points: &[(f64, f64)], at: (f64, f64), damping: f64) -> (f64, f64) {
    let slopes = |one: (f64, f64), other: (f64, f64)| -> Vec<f64> {
        let pairs = residuals(points, one).zip(residuals(points, other));
        pairs.map(|(high, low)| (low - high) / (2.0 * SLOPE)).collect()
    };
    let first = slopes((at.0 + SLOPE, at.1), (at.0 - SLOPE, at.1));
    let second = slopes((at.0, at.1 + SLOPE), (at.0, at.1 - SLOPE));
    let dot = |one: &[f64], other: &[f64]| -> f64 { one.iter().zip(other).map(|(a, b)| a * b).sum() };
    let gaps: Vec<f64> = residuals(points, at).collect();
    let (a, b, d) = (dot(&first, &first), dot(&first, &second), dot(&second, &second));
    let (a, d) = (
        a * (1.0 + damping) + f64::MIN_POSITIVE,
        d * (1.0 + damping) + f64::MIN_POSITIVE,
    );
    let (p, q) = (dot(&first, &gaps), dot(&second, &gaps));
    let whole = a * d - b * b;
    if whole.is_nan() || whole <= 0.0 {
        return at;
    }
    let bounded = |value: f64| value.clamp(-LOG_SHAPE, LOG_SHAPE);
    (
        bounded(at.0 + (d * p - b * q) / whole),
        bounded(at.1 + (a * q - b * p) / whole),
    )
}
