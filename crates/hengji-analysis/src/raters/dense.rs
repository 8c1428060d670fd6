//! Reading and adding to one place of a matrix without a possible panic.

use nalgebra::DMatrix;

/// The number in a place; nought outside the matrix.
pub(super) fn entry(matrix: &DMatrix<f64>, row: usize, column: usize) -> f64 {
    matrix.get((row, column)).copied().unwrap_or(0.0)
}

/// Adds to a place; outside the matrix nothing happens.
pub(super) fn add(matrix: &mut DMatrix<f64>, row: usize, column: usize, value: f64) {
    if let Some(found) = matrix.get_mut((row, column)) {
        *found += value;
    }
}
