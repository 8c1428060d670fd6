//! 分数 (fractions): figures of a table without rounding, and the sign of a reduced cost.

use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use super::square::dot;
use crate::lp::standard::{Cost, Standard};

/// A float sum of products is off by less than this share of its terms, whatever the number of rows read here.
const CERTAIN: f64 = 1e-9;

/// A column of floats as fractions; nothing if one is no number.
pub(super) fn fractions(values: &[f64]) -> Option<Vec<BigRational>> {
    values
        .iter()
        .map(|value| BigRational::from_float(*value))
        .collect()
}

/// The nearest float.
pub(super) fn float(value: &BigRational) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}

/// A figure with the sign of a column's reduced cost and about its size; `rough` are the prices as floats, whose
/// sum is taken where it is certainly not zero. Nothing if a figure is no number.
pub(super) fn sign_of_reduced_cost(
    program: &Standard<'_>,
    cost: &Cost<'_>,
    column: usize,
    rough: &[f64],
    prices: &[BigRational],
) -> Option<f64> {
    let cost = cost.of(column, program.shared.count());
    let entries = program.column(column);
    let (mut sum, mut terms) = (cost, cost.abs());
    for (a, price) in entries.iter().zip(rough) {
        sum -= a * price;
        terms += (a * price).abs();
    }
    if CERTAIN * terms < sum.abs() && terms.is_finite() {
        return Some(sum);
    }
    let exact = BigRational::from_float(cost)? - dot(&fractions(entries)?, prices);
    // A fraction too small for a float must not become a zero.
    let size = float(&exact.abs()).max(f64::MIN_POSITIVE);
    Some(if exact.is_zero() {
        0.0
    } else if exact.is_negative() {
        -size
    } else {
        size
    })
}
