//! 先验曲线 (prior): how a year is expected to run where there is little history.

mod fit;

use serde::Serialize;

use super::error::ProgressError;
use crate::distribution::beta_below;
use crate::number::float;

pub use fit::{BetaFit, fit_beta};

/// The curve that little history leans on: the share of the year's money (or goal) at a share of the year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "curve", rename_all = "snake_case")]
pub enum Prior {
    /// 序时进度: as much of the money as of the year.
    Linear,
    /// Works: y = x + C x² − C x − (6x³ − 9x² + 3x) / K (the DHSS curve; Hudson, Maunick 1974).
    Works {
        /// C: how far the curve leans; published for one size of contract each.
        c: f64,
        /// K: how much it bends.
        k: f64,
    },
    /// A Beta distribution function, fitted to other categories with [`fit_beta`].
    Beta {
        /// First shape.
        alpha: f64,
        /// Second shape.
        beta: f64,
    },
}

/// By so much a curve may miss 0 and 1 at its ends, or fall between two periods: rounding, not shape.
const ROUNDING: f64 = 1e-9;

impl Prior {
    /// The curve at a share of the year, 0 to 1; not-a-number for shapes that give none.
    #[must_use]
    pub fn at(&self, time: f64) -> f64 {
        match *self {
            Self::Linear => time,
            Self::Works { c, k } => {
                let bend = 6.0 * time.powi(3) - 9.0 * time.powi(2) + 3.0 * time;
                time + c * time.powi(2) - c * time - bend / k
            }
            Self::Beta { alpha, beta } => beta_below(time, alpha, beta),
        }
    }

    /// The curve at the end of each of the periods.
    ///
    /// # Errors
    ///
    /// [`ProgressError::Period`] for no period, [`ProgressError::PriorCurve`] where the curve falls, leaves 0 to 1
    /// or does not end at 1.
    pub fn curve(&self, periods: usize) -> Result<Vec<f64>, ProgressError> {
        if periods == 0 {
            return Err(ProgressError::Period { period: 0, periods });
        }
        let mut before = 0.0;
        let mut curve = Vec::with_capacity(periods);
        for period in 1..=periods {
            let value = self.at(float(period) / float(periods));
            let ends = period < periods || (value - 1.0).abs() <= ROUNDING;
            if !(before - ROUNDING..=1.0 + ROUNDING).contains(&value) || !ends {
                return Err(ProgressError::PriorCurve {
                    period,
                    value,
                    before,
                });
            }
            before = value.clamp(before, 1.0);
            curve.push(before);
        }
        Ok(curve)
    }
}

#[cfg(test)]
mod tests;
