//! 比例区间 (interval of a share): what a satisfied share among the asked says of all.

use serde::Serialize;

use super::error::ProgressError;
use crate::distribution::normal_quantile;
use crate::number::float;

/// How an interval was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareMethod {
    /// Wilson's score interval.
    Wilson,
    /// Wilson's score interval with continuity correction: wider, and never too narrow.
    WilsonCorrected,
}

/// A share with its interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShareInterval {
    /// How it was made.
    pub method: ShareMethod,
    /// How many of them.
    pub successes: usize,
    /// Of how many.
    pub trials: usize,
    /// Confidence level, 0 to 1.
    pub level: f64,
    /// The share itself, 0 to 1.
    pub share: f64,
    /// Lower bound, 0 to 1.
    pub low: f64,
    /// Upper bound, 0 to 1.
    pub high: f64,
}

/// The two-sided normal quantile of a confidence level.
pub(super) fn two_sided(level: f64) -> Result<f64, ProgressError> {
    if 0.0 < level && level < 1.0 {
        Ok(normal_quantile(f64::midpoint(1.0, level)))
    } else {
        Err(ProgressError::Level { level })
    }
}

/// Wilson's score interval for `successes` of `trials` (Wilson 1927; method 3 of Newcombe 1998).
///
/// Unlike share ± 1.96 standard errors it stays within 0 to 1 and is not empty for 0 of 20.
///
/// # Errors
///
/// [`ProgressError::Share`] for no trial or more successes than trials, [`ProgressError::Level`].
pub fn wilson(successes: usize, trials: usize, level: f64) -> Result<ShareInterval, ProgressError> {
    let (share, n, z) = parts(successes, trials, level)?;
    let square = z * z;
    let centre = share + square / (2.0 * n);
    let half = z * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    let whole = 1.0 + square / n;
    // At the ends the bound is the share itself; rounding must not push it a hair beyond.
    let low = if successes == 0 {
        0.0
    } else {
        ((centre - half) / whole).clamp(0.0, share)
    };
    let high = if successes == trials {
        1.0
    } else {
        ((centre + half) / whole).clamp(share, 1.0)
    };
    Ok(ShareInterval {
        method: ShareMethod::Wilson,
        successes,
        trials,
        level,
        share,
        low,
        high,
    })
}

/// The same with continuity correction (method 4 of Newcombe 1998).
///
/// # Errors
///
/// As [`wilson`].
pub fn wilson_corrected(successes: usize, trials: usize, level: f64) -> Result<ShareInterval, ProgressError> {
    let (share, n, z) = parts(successes, trials, level)?;
    let square = z * z;
    let other = 1.0 - share;
    let whole = 2.0 * (n + square);
    let below = (square - 2.0 - 1.0 / n + 4.0 * share * (n * other + 1.0))
        .max(0.0)
        .sqrt();
    let above = (square + 2.0 - 1.0 / n + 4.0 * share * (n * other - 1.0))
        .max(0.0)
        .sqrt();
    let centre = 2.0 * n * share + square;
    let low = if successes == 0 {
        0.0
    } else {
        ((centre - 1.0 - z * below) / whole).clamp(0.0, share)
    };
    let high = if successes == trials {
        1.0
    } else {
        ((centre + 1.0 + z * above) / whole).clamp(share, 1.0)
    };
    Ok(ShareInterval {
        method: ShareMethod::WilsonCorrected,
        successes,
        trials,
        level,
        share,
        low,
        high,
    })
}

fn parts(successes: usize, trials: usize, level: f64) -> Result<(f64, f64, f64), ProgressError> {
    let z = two_sided(level)?;
    if trials == 0 || trials < successes {
        return Err(ProgressError::Share { successes, trials });
    }
    let n = float(trials);
    Ok((float(successes) / n, n, z))
}

#[cfg(test)]
mod tests;
