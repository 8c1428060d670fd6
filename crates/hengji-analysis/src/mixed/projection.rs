//! The fixed effects as an orthonormal basis.
//!
//! The equations are formed from cross products, which square the condition of the data; with an orthonormal
//! basis and least-squares residuals in place of the columns as given, amounts of 10⁹ cost no digits.

use nalgebra::{DMatrix, DVector};

use super::error::MixedError;
use super::products::add;

/// A column that keeps less than this share of its length after the others are taken out is redundant: what is
/// left then is rounding.
const INDEPENDENT: f64 = 1e-10;

/// Least squares by an orthonormal basis of the (reliability-weighted) design.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Projection {
    /// The columns of the basis.
    pub(super) basis: Vec<Vec<f64>>,
    /// The design is basis times this upper triangle.
    pub(super) triangle: DMatrix<f64>,
    /// The response without its projection.
    pub(super) residual: Vec<f64>,
    /// The coefficients of the projection in the basis.
    pub(super) coefficients: DVector<f64>,
}

/// Projects the response; rows are scaled by the square roots of their reliabilities.
pub(super) fn project(
    response: &[f64],
    design: &[Vec<f64>],
    roots: Option<&[f64]>,
) -> Result<Projection, MixedError> {
    let mut triangle = DMatrix::zeros(design.len(), design.len());
    let mut basis: Vec<Vec<f64>> = Vec::with_capacity(design.len());
    for (at, column) in design.iter().enumerate() {
        let mut column = scaled(column, roots);
        let before = dot(&column, &column).sqrt();
        // Twice is enough (Kahan, Parlett): the second pass removes the rounding of the first.
        for _ in 0..2 {
            for (row, direction) in basis.iter().enumerate() {
                add(&mut triangle, (row, at), take_out(&mut column, direction));
            }
        }
        let after = dot(&column, &column).sqrt();
        if after <= INDEPENDENT * before || before == 0.0 {
            return Err(MixedError::ColumnRedundant { column: at + 1 });
        }
        add(&mut triangle, (at, at), after);
        column.iter_mut().for_each(|value| *value /= after);
        basis.push(column);
    }
    let mut residual = scaled(response, roots);
    let mut coefficients: DVector<f64> = DVector::zeros(design.len());
    for _ in 0..2 {
        for (coefficient, direction) in coefficients.iter_mut().zip(&basis) {
            *coefficient += take_out(&mut residual, direction);
        }
    }
    Ok(Projection {
        basis,
        triangle,
        residual,
        coefficients,
    })
}

impl Projection {
    /// A row of the design in the basis.
    pub(super) fn row(&self, design: &[f64]) -> DVector<f64> {
        let row = DVector::from_column_slice(design);
        // The triangle has a positive diagonal, so there always is a solution.
        self.triangle.tr_solve_upper_triangular(&row).unwrap_or(row)
    }

    /// The logarithm of the determinant of the cross product of the design as given.
    pub(super) fn log_determinant(&self) -> f64 {
        2.0 * self
            .triangle
            .diagonal()
            .iter()
            .map(|value| value.ln())
            .sum::<f64>()
    }
}

fn scaled(column: &[f64], roots: Option<&[f64]>) -> Vec<f64> {
    match roots {
        Some(roots) => column
            .iter()
            .zip(roots)
            .map(|(value, root)| value * root)
            .collect(),
        None => column.to_vec(),
    }
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

fn take_out(column: &mut [f64], direction: &[f64]) -> f64 {
    let share = dot(column, direction);
    column
        .iter_mut()
        .zip(direction)
        .for_each(|(value, along)| *value -= share * along);
    share
}
