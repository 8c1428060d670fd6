//! What a fitted model says of a new row.

use serde::Serialize;

use super::components::Component;
use super::estimate::MixedFit;

/// A row to predict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point<'a> {
    /// The fixed-effects row, in the order of the design's columns.
    pub design: &'a [f64],
    /// For each factor, in their order, the level; nothing for a level that the model has not seen.
    pub levels: &'a [Option<usize>],
    /// The covariate of the random slope; zero if there is none.
    pub slope: f64,
}

/// A prediction with the parts of its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Prediction {
    /// The expected value.
    pub mean: f64,
    /// The variance of the expected value: parameters, pooling, and the spread of levels not seen before.
    pub mean_variance: f64,
    /// The variance of one row around it.
    pub residual_variance: f64,
}

impl Prediction {
    /// The standard deviation of a new row around its prediction.
    #[must_use]
    pub fn standard_deviation(&self) -> f64 {
        (self.mean_variance + self.residual_variance).sqrt()
    }
}

impl MixedFit {
    /// Predicts a row; nothing when the row has another shape than the model.
    ///
    /// The uncertainty of the variances themselves is not included, as in lme4.
    #[must_use]
    pub fn predict(&self, point: &Point<'_>) -> Option<Prediction> {
        let sizes = point.design.len() == self.fixed.len() && point.levels.len() == self.components.len();
        if !sizes || point.design.iter().any(|value| !value.is_finite()) || !point.slope.is_finite() {
            return None;
        }
        let mut mean: f64 = self
            .fixed
            .iter()
            .zip(point.design)
            .map(|(fixed, value)| fixed.value * value)
            .sum();
        let mut unseen = 0.0;
        let mut leading = None;
        let mut dense = Vec::new();
        for (at, (level, component)) in point.levels.iter().zip(&self.components).enumerate() {
            let Some(level) = level else {
                unseen += spread(component, point.slope);
                continue;
            };
            let effects = self.effects.get(at)?;
            mean += effects.intercepts.get(*level)?.value;
            mean += effects
                .slopes
                .get(*level)
                .map_or(0.0, |slope| slope.value * point.slope);
            if at == self.equations.solved.leading() {
                leading = Some((*level, 1.0, point.slope));
            } else {
                dense.push((self.equations.offsets.get(at)? + level, 1.0));
            }
        }
        let fixed = self.equations.projection.row(point.design);
        let known = self.equations.solved.variance(leading, &dense, &fixed);
        let residual_variance = self.residual_sd * self.residual_sd;
        Some(Prediction {
            mean,
            mean_variance: known * residual_variance + unseen,
            residual_variance,
        })
    }
}

fn spread(component: &Component, slope: f64) -> f64 {
    let slope = slope * component.slope_sd.unwrap_or(0.0);
    let shared = 2.0 * component.correlation.unwrap_or(0.0) * component.intercept_sd * slope;
    component.intercept_sd.powi(2) + shared + slope * slope
}
