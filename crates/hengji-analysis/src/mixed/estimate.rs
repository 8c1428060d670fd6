//! Fitting: the search over relative standard deviations, and what it found.

use serde::Serialize;

use super::components::{Component, Effects, Estimate, components, effects, fixed};
use super::deviance::{LARGEST_SPREAD, Relative, Solved};
use super::error::MixedError;
use super::factor::{Criterion, Factor, Settings, check};
use super::products::{Products, products};
use super::projection::{Projection, project};
use super::search::{Found, smallest};
use crate::number::float;

/// A response that keeps less than this share of its length after the fixed effects are taken out is fitted
/// exactly; what is left is rounding.
const RESIDUAL: f64 = 1e-13;
/// A relative standard deviation below this is tried at zero, where symmetry lets no search arrive by itself.
const NEARLY_ZERO: f64 = 1e-3;
/// The gain in deviance that a search may miss; far below what any comparison of models could notice.
const UNNOTICED: f64 = 1e-7;
/// The first step of a search that starts from a coarse grid, as a share of each parameter.
const FAR: f64 = 0.5;
/// The first step of a search that starts from the answer to nearly the same question.
const NEAR: f64 = 0.05;
/// The step of the differences that check the answer.
const STEP: f64 = 1e-4;
/// The slope of the deviance, in units of its own curvature, above which an answer is called unsettled.
const STEEP: f64 = 1e-2;

/// A fitted model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MixedFit {
    /// What was made smallest.
    pub criterion: Criterion,
    /// The number of rows.
    pub rows: usize,
    /// Minus twice the (restricted) log-likelihood at the answer: the REML criterion, or the deviance.
    pub deviance: f64,
    /// The fixed effects, in the order of the design's columns.
    pub fixed: Vec<Estimate>,
    /// The standard deviation of the residuals.
    pub residual_sd: f64,
    /// The spread of each factor.
    pub components: Vec<Component>,
    /// The predicted effects of each factor.
    pub effects: Vec<Effects>,
    /// The fitted value of each row, random effects included.
    pub fitted: Vec<f64>,
    /// How the search went.
    pub convergence: Convergence,
    #[serde(skip)]
    pub(super) equations: Equations,
}

/// How a search went.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Convergence {
    /// Whether the answer is settled: no fresh start gained, and the deviance is level there.
    pub converged: bool,
    /// How often the deviance was computed.
    pub evaluations: usize,
    /// How many starts the search made.
    pub starts: usize,
    /// The largest slope of the deviance at the answer, in units of its curvature; near zero at a true minimum.
    pub gradient: f64,
    /// The factors, or 因素的斜率 for its slopes, whose spread is estimated as zero.
    pub at_boundary: Vec<String>,
}

/// What predictions need of the fit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Equations {
    pub(super) projection: Projection,
    pub(super) solved: Solved,
    pub(super) offsets: Vec<usize>,
    /// Where the search ended, for a search that starts from here.
    found: Vec<f64>,
}

/// Fits `response = design · β + random intercepts (and one slope) + residual`.
///
/// `design` holds columns; give a column of ones for the constant. The random effects of `factors` are
/// independent normal, as are the residuals.
///
/// # Errors
///
/// [`MixedError`] when sizes or levels do not match, a number is not finite, a column is redundant, a factor
/// has a level for every row, or the model fits the data without any residual.
pub fn fit(
    response: &[f64],
    design: &[Vec<f64>],
    factors: &[Factor],
    settings: &Settings,
) -> Result<MixedFit, MixedError> {
    fit_near(None, response, design, factors, None, settings)
}

/// The same with rows of different reliability: the residual variance of a row is divided by its reliability.
///
/// # Errors
///
/// As [`fit`], and when a reliability is not positive.
pub fn fit_with_reliabilities(
    response: &[f64],
    design: &[Vec<f64>],
    factors: &[Factor],
    reliabilities: &[f64],
    settings: &Settings,
) -> Result<MixedFit, MixedError> {
    fit_near(None, response, design, factors, Some(reliabilities), settings)
}

/// The same with the search starting at the answer of a fit that differs in the reliabilities only.
pub(crate) fn fit_near(
    previous: Option<&MixedFit>,
    response: &[f64],
    design: &[Vec<f64>],
    factors: &[Factor],
    reliabilities: Option<&[f64]>,
    settings: &Settings,
) -> Result<MixedFit, MixedError> {
    check(response, design, factors, reliabilities)?;
    let roots: Option<Vec<f64>> =
        reliabilities.map(|values| values.iter().map(|value| value.sqrt()).collect());
    let projection = project(response, design, roots.as_deref())?;
    let left: f64 = projection.residual.iter().map(|value| value * value).sum();
    let whole: f64 = left + projection.coefficients.norm_squared();
    if left <= RESIDUAL * RESIDUAL * whole {
        return Err(MixedError::NoResidual { rows: response.len() });
    }
    let products = products(factors, &projection, roots.as_deref())?;
    let log_reliabilities = reliabilities.map_or(0.0, |values| values.iter().map(|value| value.ln()).sum());
    let problem = Problem {
        rows: response.len(),
        factors,
        log_design: projection.log_determinant(),
        log_reliabilities,
        units: units(factors),
        products: &products,
        criterion: settings.criterion,
    };
    let (found, convergence) = problem.search(previous);
    if found.at.iter().any(|value| value.abs() > 0.1 * LARGEST_SPREAD) {
        return Err(MixedError::NoResidual { rows: response.len() });
    }
    let Some(mut fit) = problem.answer(&found, convergence, projection, settings) else {
        return Err(MixedError::NoResidual { rows: response.len() });
    };
    fit.fitted = (0..response.len())
        .map(|row| fit.fitted_value(design, factors, row))
        .collect();
    Ok(fit)
}

impl MixedFit {
    fn fitted_value(&self, design: &[Vec<f64>], factors: &[Factor], row: usize) -> f64 {
        let fixed = design
            .iter()
            .filter_map(|column| column.get(row))
            .zip(&self.fixed);
        let random = factors.iter().zip(&self.effects).map(|(factor, effects)| {
            let level = factor.levels.get(row).copied().unwrap_or(usize::MAX);
            let intercept = effects.intercepts.get(level).map_or(0.0, |of| of.value);
            let covariate = factor
                .slope
                .as_ref()
                .and_then(|slope| slope.values.get(row))
                .unwrap_or(&0.0);
            intercept
                + effects
                    .slopes
                    .get(level)
                    .map_or(0.0, |slope| slope.value * covariate)
        });
        fixed.map(|(value, of)| value * of.value).sum::<f64>() + random.sum::<f64>()
    }
}

struct Problem<'a> {
    rows: usize,
    factors: &'a [Factor],
    log_design: f64,
    log_reliabilities: f64,
    /// What one unit of each search parameter is worth, so that all are of the order of one.
    units: Vec<f64>,
    products: &'a Products,
    criterion: Criterion,
}

impl Problem<'_> {
    fn relative(&self, at: &[f64]) -> Relative {
        let parameters: Vec<f64> = at
            .iter()
            .zip(&self.units)
            .map(|(value, unit)| value * unit)
            .collect();
        Relative::from_parameters(&parameters, self.factors)
    }

    fn deviance(&self, at: &[f64]) -> f64 {
        Solved::new(self.products, &self.relative(at)).map_or(f64::INFINITY, |solved| {
            let deviance =
                solved.deviance(self.criterion, self.rows, self.log_design) - self.log_reliabilities;
            if deviance.is_nan() {
                f64::INFINITY
            } else {
                deviance
            }
        })
    }

    fn search(&self, previous: Option<&MixedFit>) -> (Found, Convergence) {
        let deviance = |at: &[f64]| self.deviance(at);
        let near = previous
            .map(|fit| &fit.equations.found)
            .filter(|found| found.len() == self.units.len());
        let mut found = match near {
            Some(near) => {
                // From exactly zero symmetry would let no step lead away.
                let near: Vec<f64> = near
                    .iter()
                    .map(|at| if *at == 0.0 { NEAR } else { *at })
                    .collect();
                smallest(deviance, &near, NEAR)
            }
            None => smallest(deviance, &self.first(), FAR),
        };
        self.settle_zeros(&mut found);
        let gradient = self.gradient(&found);
        let at_boundary = self.at_boundary(&found);
        let convergence = Convergence {
            converged: found.settled && gradient <= STEEP,
            evaluations: found.evaluations,
            starts: found.starts,
            gradient,
            at_boundary,
        };
        (found, convergence)
    }

    /// The names of the spreads that are zero.
    fn at_boundary(&self, found: &Found) -> Vec<String> {
        let relative = self.relative(&found.at);
        let (shared, own) = relative.slope;
        let mut names = Vec::new();
        for (factor, intercept) in self.factors.iter().zip(&relative.intercepts) {
            if *intercept == 0.0 {
                names.push(factor.name.clone());
            }
            if factor.slope.is_some() && shared.hypot(own) == 0.0 {
                names.push(format!("{}的斜率", factor.name));
            }
        }
        names
    }

    /// The best point of a coarse grid: the deviance may have a second, higher valley.
    fn first(&self) -> Vec<f64> {
        const LEVELS: [f64; 3] = [0.2, 1.0, 5.0];
        let shared = (Relative::slope_parameters(self.factors) == 2).then_some(self.factors.len());
        let level =
            |all: f64| (0..self.units.len()).map(move |at| if shared == Some(at) { 0.0 } else { all });
        let mut best = (f64::INFINITY, level(1.0).collect::<Vec<f64>>());
        let consider = |best: &mut (f64, Vec<f64>), at: Vec<f64>| {
            let value = self.deviance(&at);
            if value < best.0 {
                *best = (value, at);
            }
        };
        for all in LEVELS {
            consider(&mut best, level(all).collect());
        }
        // One parameter at a time, twice: a whole grid grows with the power of their number.
        for at in (0..self.units.len())
            .chain(0..self.units.len())
            .filter(|at| shared != Some(*at))
        {
            for level in LEVELS {
                let mut other = best.1.clone();
                if let Some(value) = other.get_mut(at).filter(|value| **value != level) {
                    *value = level;
                    consider(&mut best, other);
                }
            }
        }
        best.1
    }

    /// Puts to zero what is nearly zero, when nothing is lost by it.
    fn settle_zeros(&self, found: &mut Found) {
        for at in 0..found.at.len() {
            let mut zeroed = found.at.clone();
            match zeroed.get_mut(at) {
                Some(value) if value.abs() < NEARLY_ZERO => *value = 0.0,
                _ => continue,
            }
            let value = self.deviance(&zeroed);
            found.evaluations += 1;
            if value <= found.value + UNNOTICED {
                found.at = zeroed;
                found.value = value;
            }
        }
    }

    /// The largest slope over the square root of the curvature, by central differences.
    fn gradient(&self, found: &Found) -> f64 {
        let middle = self.deviance(&found.at);
        let moved = |at: usize, step: f64| {
            let mut point = found.at.clone();
            if let Some(value) = point.get_mut(at) {
                *value += step * value.abs().max(1.0);
            }
            self.deviance(&point)
        };
        (0..found.at.len())
            .map(|at| {
                let (above, below) = (moved(at, STEP), moved(at, -STEP));
                let curvature = (above + below - 2.0 * middle) / (STEP * STEP);
                ((above - below) / (2.0 * STEP)).abs() / curvature.abs().max(1.0).sqrt()
            })
            .fold(0.0, f64::max)
    }

    fn answer(
        &self,
        found: &Found,
        convergence: Convergence,
        projection: Projection,
        settings: &Settings,
    ) -> Option<MixedFit> {
        let relative = self.relative(&found.at);
        let solved = Solved::new(self.products, &relative)?;
        let freedom = float(solved.freedom(self.criterion, self.rows));
        let corrected = settings.residual_correction.max(f64::MIN_POSITIVE).sqrt();
        let residual_sd = (solved.penalised / freedom).sqrt() * corrected;
        let relative = relative.scaled(1.0 / corrected);
        let solved = Solved::new(self.products, &relative)?;
        let effective = solved.effects();
        let fixed = fixed(&projection, &solved, &effective, residual_sd);
        let equations = Equations {
            found: found.at.clone(),
            offsets: self.products.offsets.clone(),
            projection,
            solved,
        };
        Some(MixedFit {
            criterion: self.criterion,
            rows: self.rows,
            deviance: found.value,
            components: components(self.factors, &relative, residual_sd),
            effects: effects(
                self.factors,
                self.products,
                &equations.solved,
                &effective,
                residual_sd,
            ),
            fixed,
            residual_sd,
            fitted: Vec::new(),
            convergence,
            equations,
        })
    }
}

/// A slope's parameters are measured against the size of its covariate.
fn units(factors: &[Factor]) -> Vec<f64> {
    let slope = factors.iter().find_map(|factor| factor.slope.as_ref());
    let size = slope.map_or(1.0, |slope| {
        let squares: f64 = slope.values.iter().map(|value| value * value).sum();
        (squares / float(slope.values.len().max(1))).sqrt()
    });
    let unit = if size > 0.0 { 1.0 / size } else { 1.0 };
    let intercepts = factors.iter().map(|_| 1.0);
    intercepts
        .chain(std::iter::repeat_n(unit, Relative::slope_parameters(factors)))
        .collect()
}
