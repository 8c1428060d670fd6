//! Newton steps with differences in place of derivatives: near a minimum they double the digits at every step.

use nalgebra::{DMatrix, DVector};

use super::Found;

/// The step of the first differences, relative to the coordinate or to one.
const SLOPE_STEP: f64 = 1e-4;
/// The step of the second differences, wider because they divide rounding by its square.
const CURVATURE_STEP: f64 = 1e-3;
/// A step shorter than this, relative to the coordinate or to one, ends the search.
const ARRIVED: f64 = 1e-8;
/// A rise of the value by less than this share is rounding.
const ROUNDING: f64 = 1e-13;
/// Steps before giving up; half a dozen suffice near a minimum.
const STEPS: usize = 25;

/// Steps from where the search stands; whether they arrived. Without a bowl, or where a step leads uphill, the
/// search is left where it is.
pub(super) fn newton(function: &impl Fn(&[f64]) -> f64, found: &mut Found) -> bool {
    let mut asked = 0_usize;
    let arrived = steps(
        &mut |at: &[f64]| {
            asked += 1;
            function(at)
        },
        found,
    );
    found.evaluations += asked;
    arrived
}

fn steps(function: &mut impl FnMut(&[f64]) -> f64, found: &mut Found) -> bool {
    let Some(bowl) = curvature(function, found).cholesky() else {
        return false;
    };
    for _ in 0..STEPS {
        let size = found.at.len();
        let slope = DVector::from_iterator(
            size,
            (0..size).map(|at| {
                let step = SLOPE_STEP * length(found, at);
                let (above, below) = (moved(found, &[(at, step)]), moved(found, &[(at, -step)]));
                (function(&above) - function(&below)) / (2.0 * step)
            }),
        );
        let step = bowl.solve(&slope);
        let next: Vec<f64> = found
            .at
            .iter()
            .zip(step.iter())
            .map(|(value, step)| value - step)
            .collect();
        let value = function(&next);
        let risen = value - found.value;
        if risen.is_nan() || risen > ROUNDING * found.value.abs().max(1.0) {
            return false;
        }
        let longest = step
            .iter()
            .enumerate()
            .map(|(at, step)| step.abs() / length(found, at))
            .fold(0.0, f64::max);
        found.at = next;
        found.value = value;
        if longest <= ARRIVED {
            return true;
        }
    }
    false
}

/// The second differences.
fn curvature(function: &mut impl FnMut(&[f64]) -> f64, found: &Found) -> DMatrix<f64> {
    let size = found.at.len();
    let middle = found.value;
    let mut curvature = DMatrix::zeros(size, size);
    for row in 0..size {
        for column in 0..=row {
            let (down, across) = (
                CURVATURE_STEP * length(found, row),
                CURVATURE_STEP * length(found, column),
            );
            let mut at = |down: f64, across: f64| function(&moved(found, &[(row, down), (column, across)]));
            let value = if row == column {
                (at(down, 0.0) + at(-down, 0.0) - 2.0 * middle) / (down * down)
            } else {
                let (same, opposite) = (
                    at(down, across) + at(-down, -across),
                    at(down, -across) + at(-down, across),
                );
                (same - opposite) / (4.0 * down * across)
            };
            for place in [(row, column), (column, row)] {
                if let Some(found) = curvature.get_mut(place) {
                    *found = value;
                }
            }
        }
    }
    curvature
}

fn moved(found: &Found, steps: &[(usize, f64)]) -> Vec<f64> {
    let mut at = found.at.clone();
    for (place, step) in steps {
        if let Some(value) = at.get_mut(*place) {
            *value += step;
        }
    }
    at
}

fn length(found: &Found, at: usize) -> f64 {
    found.at.get(at).map_or(1.0, |value| value.abs().max(1.0))
}
