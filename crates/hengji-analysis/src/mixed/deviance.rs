//! The penalised least-squares problem at given relative standard deviations, and its profiled deviance.

use std::f64::consts::PI;

use nalgebra::{DMatrix, DVector};

use super::factor::{Correlation, Criterion, Factor};
use super::products::{Group, Products, add};
use crate::number::float;

/// Above this ratio of a random effect's standard deviation to the residual's the equations lose their last
/// digits; data that want more have no residual.
pub(super) const LARGEST_SPREAD: f64 = 1e6;

/// Relative standard deviations (to the residual's), as the equations use them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Relative {
    /// One for each factor.
    pub(super) intercepts: Vec<f64>,
    /// The lower row of the factor of the leading block: slope on the intercept's share, slope alone.
    pub(super) slope: (f64, f64),
}

/// The factorised equations.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Solved {
    blocks: Vec<Block>,
    lower: DMatrix<f64>,
    scales: Vec<f64>,
    leading: usize,
    /// The factor of the leading block: intercept, slope on intercept, slope.
    shape: [f64; 3],
    log_levels: f64,
    log_fixed: f64,
    /// The penalised residual sum of squares.
    pub(super) penalised: f64,
}

#[derive(Debug, Clone, PartialEq)]
struct Block {
    /// The lower triangle of the level's own equations.
    own: [f64; 3],
    /// The dense columns after elimination.
    eliminated: Vec<(usize, f64, f64)>,
}

/// Effects in the units of the response, dense ones beside the leading ones.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Effective {
    /// Intercept and slope of each leading level.
    pub(super) leading: Vec<(f64, f64)>,
    /// The other levels.
    pub(super) dense: Vec<f64>,
    /// The fixed effects in the basis.
    pub(super) fixed: DVector<f64>,
}

impl Relative {
    /// Reads parameters: one per factor, then slope parameters if there are any.
    pub(super) fn from_parameters(parameters: &[f64], factors: &[Factor]) -> Self {
        let (intercepts, slope) = parameters.split_at(factors.len().min(parameters.len()));
        let slope = match slope {
            [shared, own] => (*shared, *own),
            [own] => (0.0, *own),
            _ => (0.0, 0.0),
        };
        Self {
            intercepts: intercepts.to_vec(),
            slope,
        }
    }

    /// The number of slope parameters that a model has.
    pub(super) fn slope_parameters(factors: &[Factor]) -> usize {
        factors
            .iter()
            .find_map(|factor| factor.slope.as_ref())
            .map_or(0, |slope| match slope.correlation {
                Correlation::None => 1,
                Correlation::Free => 2,
            })
    }

    /// The same against a residual standard deviation that differs by a factor.
    pub(super) fn scaled(&self, factor: f64) -> Self {
        let (shared, own) = self.slope;
        let intercepts = self.intercepts.iter().map(|value| value * factor).collect();
        Self {
            intercepts,
            slope: (shared * factor, own * factor),
        }
    }

    fn is_usable(&self) -> bool {
        let (shared, own) = self.slope;
        self.intercepts
            .iter()
            .chain([&shared, &own])
            .all(|value| value.abs() <= LARGEST_SPREAD)
    }
}

impl Solved {
    /// Eliminates and factorises; nothing when the equations have lost definiteness to rounding.
    pub(super) fn new(products: &Products, relative: &Relative) -> Option<Self> {
        if !relative.is_usable() {
            return None;
        }
        let scales: Vec<f64> = products
            .owners
            .iter()
            .filter_map(|owner| relative.intercepts.get(*owner))
            .copied()
            .collect();
        let intercept = relative.intercepts.get(products.leading).copied().unwrap_or(0.0);
        let shape = [intercept, relative.slope.0, relative.slope.1];
        let mut dense = scaled(&products.dense, &scales);
        let mut log_levels = 0.0;
        let mut blocks = Vec::with_capacity(products.groups.len());
        for group in &products.groups {
            let block = Block::new(group, shape, &scales);
            block.take_from(&mut dense);
            let [first, _, second] = block.own;
            log_levels += 2.0 * (first.ln() + second.ln());
            blocks.push(block);
        }
        let lower = dense.cholesky()?.unpack();
        let diagonal = lower.diagonal();
        let logs: Vec<f64> = diagonal.iter().map(|value| 2.0 * value.ln()).collect();
        let (levels, fixed) = logs.split_at(scales.len());
        log_levels += levels.iter().sum::<f64>();
        let log_fixed = fixed.split_last().map_or(0.0, |(_, fixed)| fixed.iter().sum());
        let penalised = diagonal.iter().next_back().map_or(0.0, |last| last * last);
        Some(Self {
            blocks,
            lower,
            scales,
            leading: products.leading,
            shape,
            log_levels,
            log_fixed,
            penalised,
        })
    }

    /// Minus twice the (restricted) log-likelihood, profiled over the fixed effects and the residual variance;
    /// `log_design` is the logarithm of the determinant of the design's cross product.
    pub(super) fn deviance(&self, criterion: Criterion, rows: usize, log_design: f64) -> f64 {
        let freedom = float(self.freedom(criterion, rows));
        let fixed = match criterion {
            Criterion::Reml => self.log_fixed + log_design,
            Criterion::Ml => 0.0,
        };
        self.log_levels + fixed + freedom * (1.0 + (2.0 * PI * self.penalised / freedom).ln())
    }

    /// The residual degrees of freedom that a criterion uses.
    pub(super) fn freedom(&self, criterion: Criterion, rows: usize) -> usize {
        match criterion {
            Criterion::Reml => rows.saturating_sub(self.lower.nrows() - self.scales.len() - 1),
            Criterion::Ml => rows,
        }
    }

    /// The effects.
    pub(super) fn effects(&self) -> Effective {
        let size = self.lower.nrows() - 1;
        let right = DVector::from_iterator(size, self.lower.row(size).iter().take(size).copied());
        let triangle = self.lower.view((0, 0), (size, size));
        let solution = triangle.tr_solve_lower_triangular(&right).unwrap_or(right);
        let leading = self
            .blocks
            .iter()
            .map(|block| block.effect(&solution, self.shape))
            .collect();
        let dense = self
            .scales
            .iter()
            .zip(solution.iter())
            .map(|(scale, value)| scale * value)
            .collect();
        let fixed = DVector::from_iterator(
            size - self.scales.len(),
            solution.iter().skip(self.scales.len()).copied(),
        );
        Effective {
            leading,
            dense,
            fixed,
        }
    }

    /// The prediction variance, in units of the residual variance, of a combination of effects: a leading level
    /// with the factors of its intercept and slope, dense levels with theirs, fixed effects in the basis.
    pub(super) fn variance(
        &self,
        leading: Option<(usize, f64, f64)>,
        dense: &[(usize, f64)],
        fixed: &DVector<f64>,
    ) -> f64 {
        let size = self.lower.nrows() - 1;
        let mut right = DVector::zeros(size);
        for (at, factor) in dense {
            if let (Some(value), Some(scale)) = (right.get_mut(*at), self.scales.get(*at)) {
                *value += factor * scale;
            }
        }
        right
            .rows_mut(self.scales.len(), size - self.scales.len())
            .copy_from(fixed);
        let mut total = 0.0;
        if let Some((level, intercept, slope)) = leading
            && let Some(block) = self.blocks.get(level)
        {
            total += block.forward(&mut right, self.shape, intercept, slope);
        }
        let triangle = self.lower.view((0, 0), (size, size));
        total
            + triangle
                .solve_lower_triangular(&right)
                .map_or(f64::NAN, |half| half.norm_squared())
    }

    /// Which factor leads.
    pub(super) fn leading(&self) -> usize {
        self.leading
    }
}

impl Block {
    fn new(group: &Group, [intercept, shared, slope]: [f64; 3], scales: &[f64]) -> Self {
        let [first, cross, second] = group.own;
        let top =
            intercept * intercept * first + 2.0 * intercept * shared * cross + shared * shared * second + 1.0;
        let side = slope * (intercept * cross + shared * second);
        let bottom = slope * slope * second + 1.0;
        let own_first = top.sqrt();
        let own_cross = side / own_first;
        let own_second = (bottom - own_cross * own_cross).max(0.0).sqrt();
        let eliminated = group
            .touched
            .iter()
            .map(|(at, first, second)| {
                let scale = scales.get(*at).copied().unwrap_or(1.0);
                let upper = scale * (intercept * first + shared * second) / own_first;
                let lower = (scale * slope * second - own_cross * upper) / own_second;
                (*at, upper, lower)
            })
            .collect();
        Self {
            own: [own_first, own_cross, own_second],
            eliminated,
        }
    }

    /// Takes the level's share out of the lower triangle of the dense part.
    fn take_from(&self, dense: &mut DMatrix<f64>) {
        for (place, (column, upper, lower)) in self.eliminated.iter().enumerate() {
            let mut below = dense.column_mut(*column);
            for (row, row_upper, row_lower) in self.eliminated.iter().skip(place) {
                if let Some(value) = below.get_mut(*row) {
                    *value -= upper * row_upper + lower * row_lower;
                }
            }
        }
    }

    fn effect(&self, dense: &DVector<f64>, [intercept, shared, slope]: [f64; 3]) -> (f64, f64) {
        let (mut upper, mut lower) = (0.0, 0.0);
        for (at, first, second) in &self.eliminated {
            // All columns are known by now but the last, which is the response.
            let value = dense.get(*at).copied().unwrap_or(-1.0);
            upper -= first * value;
            lower -= second * value;
        }
        let [own_first, own_cross, own_second] = self.own;
        let second = lower / own_second;
        let first = (upper - own_cross * second) / own_first;
        (intercept * first, shared * first + slope * second)
    }

    /// Eliminates one level from a right side; returns its own part of the squared length.
    fn forward(&self, right: &mut DVector<f64>, shape: [f64; 3], at_intercept: f64, at_slope: f64) -> f64 {
        let [intercept, shared, slope] = shape;
        let [own_first, own_cross, own_second] = self.own;
        let upper = (intercept * at_intercept + shared * at_slope) / own_first;
        let lower = (slope * at_slope - own_cross * upper) / own_second;
        for (at, first, second) in &self.eliminated {
            if let Some(value) = right.get_mut(*at) {
                *value -= first * upper + second * lower;
            }
        }
        upper * upper + lower * lower
    }
}

/// The dense cross products in units of the relative standard deviations, with the penalty on the diagonal.
fn scaled(dense: &DMatrix<f64>, scales: &[f64]) -> DMatrix<f64> {
    let mut dense = dense.clone();
    for (at, scale) in scales.iter().enumerate() {
        dense.row_mut(at).scale_mut(*scale);
        dense.column_mut(at).scale_mut(*scale);
        add(&mut dense, (at, at), 1.0);
    }
    dense
}
