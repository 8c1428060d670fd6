//! The parts of a fitted model as people read them.

use nalgebra::DVector;
use serde::Serialize;

use super::deviance::{Effective, Relative, Solved};
use super::factor::Factor;
use super::products::Products;
use super::projection::Projection;

/// A number with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Its standard error; for a random effect that of the prediction (effect minus prediction).
    pub standard_error: f64,
}

/// The spread of a factor's random effects.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Component {
    /// The factor.
    pub factor: String,
    /// The number of levels that have rows.
    pub levels: usize,
    /// The standard deviation of the intercepts.
    pub intercept_sd: f64,
    /// The standard deviation of the slopes, if the factor has them.
    pub slope_sd: Option<f64>,
    /// The correlation of intercepts and slopes, if it was estimated and both vary.
    pub correlation: Option<f64>,
    /// Whether a standard deviation is zero, the edge of what is possible: the data show no such differences.
    pub at_boundary: bool,
}

/// The predicted random effects of a factor (BLUPs), level by level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effects {
    /// The factor.
    pub factor: String,
    /// The intercepts; for a level without rows zero, with the full standard deviation as its error.
    pub intercepts: Vec<Estimate>,
    /// The slopes; empty without a random slope.
    pub slopes: Vec<Estimate>,
}

/// The spreads, from the relative ones and the residual standard deviation.
pub(super) fn components(factors: &[Factor], relative: &Relative, residual_sd: f64) -> Vec<Component> {
    let (shared, own) = relative.slope;
    let slope = shared.hypot(own);
    factors
        .iter()
        .zip(&relative.intercepts)
        .map(|(factor, intercept)| {
            let has_slope = factor.slope.is_some();
            let correlated = Relative::slope_parameters(std::slice::from_ref(factor)) == 2;
            let varies = *intercept != 0.0 && slope != 0.0;
            Component {
                factor: factor.name.clone(),
                levels: factor.used(),
                intercept_sd: intercept.abs() * residual_sd,
                slope_sd: has_slope.then_some(slope * residual_sd),
                correlation: (correlated && varies).then(|| shared * intercept.signum() / slope),
                at_boundary: *intercept == 0.0 || (has_slope && own == 0.0),
            }
        })
        .collect()
}

/// The fixed effects in the columns as given.
pub(super) fn fixed(
    projection: &Projection,
    solved: &Solved,
    effective: &Effective,
    residual_sd: f64,
) -> Vec<Estimate> {
    let along = &projection.coefficients + &effective.fixed;
    let size = along.len();
    let values = projection
        .triangle
        .solve_upper_triangular(&along)
        .unwrap_or(along);
    values
        .iter()
        .enumerate()
        .map(|(at, value)| {
            let row = DVector::from_fn(size, |other, _| if other == at { 1.0 } else { 0.0 });
            let variance = solved.variance(None, &[], &projection.row(row.as_slice()));
            Estimate {
                value: *value,
                standard_error: residual_sd * variance.max(0.0).sqrt(),
            }
        })
        .collect()
}

/// The random effects, factor by factor.
pub(super) fn effects(
    factors: &[Factor],
    products: &Products,
    solved: &Solved,
    effective: &Effective,
    residual_sd: f64,
) -> Vec<Effects> {
    let none = DVector::zeros(effective.fixed.len());
    let estimate = |value: f64, leading: Option<(usize, f64, f64)>, dense: &[(usize, f64)]| {
        let variance = solved.variance(leading, dense, &none);
        Estimate {
            value,
            standard_error: residual_sd * variance.max(0.0).sqrt(),
        }
    };
    let leading = effective.leading.iter().enumerate();
    let mut all = Vec::with_capacity(factors.len());
    for (at, (factor, offset)) in factors.iter().zip(&products.offsets).enumerate() {
        let (intercepts, slopes) = if at == products.leading {
            let own = leading
                .clone()
                .map(|(at, (value, _))| estimate(*value, Some((at, 1.0, 0.0)), &[]));
            let slopes = leading
                .clone()
                .map(|(at, (_, value))| estimate(*value, Some((at, 0.0, 1.0)), &[]));
            (
                own.collect(),
                if factor.slope.is_some() {
                    slopes.collect()
                } else {
                    Vec::new()
                },
            )
        } else {
            let own = effective
                .dense
                .iter()
                .enumerate()
                .skip(*offset)
                .take(factor.count);
            (
                own.map(|(at, value)| estimate(*value, None, &[(at, 1.0)]))
                    .collect(),
                Vec::new(),
            )
        };
        all.push(Effects {
            factor: factor.name.clone(),
            intercepts,
            slopes,
        });
    }
    all
}
