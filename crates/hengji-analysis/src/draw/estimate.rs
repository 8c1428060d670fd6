//! 估计 (estimates): what a sample says of all projects, with its uncertainty.

mod departments;
mod proportional;
mod stratified;

use super::error::DrawError;
use crate::distribution::{normal_quantile, t_quantile};

pub use departments::{DepartmentEstimate, Departments, departments};
pub use proportional::{
    ProportionalSample, deville_variance, hajek_mean, horvitz_thompson, horvitz_thompson_variance,
    sen_yates_grundy_variance,
};
pub use stratified::{RatioSample, StratumSample, difference_estimate, stratified_mean, stratified_ratio};

/// How wide an interval is to be.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Confidence {
    /// 置信水平, such as 0.95.
    pub level: f64,
    /// The law of the error.
    pub law: Law,
}

/// The law that the error of an estimate is taken to follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Law {
    /// Normal: for large samples.
    Normal,
    /// Student's t with the degrees of freedom of the design: the number observed less the number of strata.
    Student,
}

/// An interval.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// What a sample says of the whole.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Estimate {
    /// The name of the method.
    pub method: &'static str,
    /// The estimate.
    pub value: f64,
    /// Its standard error; nought where everything was observed.
    pub standard_error: f64,
    /// Degrees of freedom of the design.
    pub freedom: usize,
    /// Number of units observed.
    pub sampled: usize,
    /// Number of units that the estimate speaks for.
    pub population: usize,
    /// How wide the interval is.
    pub confidence: Confidence,
    /// The interval; absent where there are no degrees of freedom.
    pub interval: Option<Interval>,
}

/// The figures of an estimate before its interval.
struct Figures {
    method: &'static str,
    value: f64,
    variance: f64,
    freedom: usize,
    sampled: usize,
    population: usize,
}

impl Estimate {
    fn new(figures: Figures, confidence: Confidence) -> Result<Self, DrawError> {
        let Figures {
            method,
            value,
            variance,
            freedom,
            sampled,
            population,
        } = figures;
        let standard_error = variance.max(0.0).sqrt();
        let reach = confidence.reach(freedom)?;
        let interval = reach
            .map(|reach| Interval {
                low: value - reach * standard_error,
                high: value + reach * standard_error,
            })
            .filter(|interval| interval.low.is_finite() && interval.high.is_finite());
        Ok(Self {
            method,
            value,
            standard_error,
            freedom,
            sampled,
            population,
            confidence,
            interval,
        })
    }

    /// The same in another unit: a total from a mean, a mean from a total.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        let ends = |interval: Interval| {
            let (one, other) = (interval.low * factor, interval.high * factor);
            Interval {
                low: one.min(other),
                high: one.max(other),
            }
        };
        Self {
            value: self.value * factor,
            standard_error: self.standard_error * factor.abs(),
            interval: self.interval.map(ends),
            ..self.clone()
        }
    }
}

impl Estimate {
    /// The same beside a known figure: a known mean less an estimated difference is `difference.scaled(-1.0)`
    /// shifted by that mean.
    #[must_use]
    pub fn shifted(&self, by: f64) -> Self {
        let ends = |interval: Interval| Interval {
            low: interval.low + by,
            high: interval.high + by,
        };
        Self {
            value: self.value + by,
            interval: self.interval.map(ends),
            ..self.clone()
        }
    }
}

impl Confidence {
    /// How many standard errors the interval reaches to each side; nothing without degrees of freedom.
    fn reach(&self, freedom: usize) -> Result<Option<f64>, DrawError> {
        check_probability("置信水平", self.level)?;
        let probability = f64::midpoint(1.0, self.level);
        let reach = match self.law {
            Law::Normal => normal_quantile(probability),
            Law::Student => t_quantile(probability, crate::number::float(freedom)),
        };
        Ok(Some(reach).filter(|reach| reach.is_finite()))
    }
}

/// Refuses a probability that leaves no room on one side.
pub(super) fn check_probability(what: &'static str, value: f64) -> Result<(), DrawError> {
    if value > 0.0 && value < 1.0 {
        return Ok(());
    }
    Err(DrawError::ProbabilityRange { what, value })
}

/// Refuses what is no finite number.
fn check_finite(what: &'static str, values: &[f64]) -> Result<(), DrawError> {
    for (position, value) in (1..).zip(values) {
        if !value.is_finite() {
            return Err(DrawError::BadFigure {
                what,
                position,
                value: *value,
                expected: "为数字",
            });
        }
    }
    Ok(())
}

/// The mean, and the sum of squared deviations from it.
fn spread(values: &[f64]) -> (f64, f64) {
    let number = crate::number::float(values.len());
    let mean = values.iter().sum::<f64>() / number;
    (mean, values.iter().map(|value| (value - mean).powi(2)).sum())
}

#[cfg(test)]
mod tests;
