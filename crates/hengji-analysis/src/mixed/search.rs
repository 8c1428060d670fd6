//! A search for the smallest value of a function without its derivatives.
//!
//! A simplex finds the valley, Newton steps with differences find its floor. Where they do not arrive, the
//! simplex goes on alone, started again from its answer until a start gains nothing: a collapsed simplex is its
//! known failure, and a fresh one undoes it.

mod newton;
mod simplex;

use newton::newton;
use simplex::one_start;

/// How close the corners of the simplex come, relative to their size, before Newton steps take over.
const VALLEY: f64 = 1e-2;
/// How close they come when the simplex is alone: the deviance is flat to rounding well before.
const FLOOR: f64 = 1e-9;
/// A fresh start that gains less than this share of the value found nothing new.
const GAIN: f64 = 1e-13;
/// Fresh starts of a simplex that is alone; two suffice as a rule.
const STARTS: usize = 12;

/// Where a search ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) at: Vec<f64>,
    pub(super) value: f64,
    pub(super) evaluations: usize,
    pub(super) starts: usize,
    pub(super) settled: bool,
}

/// The smallest value near a first point, from a simplex of this share of each coordinate; the function returns
/// infinity where it has no value.
pub(super) fn smallest(function: impl Fn(&[f64]) -> f64, first: &[f64], step: f64) -> Found {
    let value = function(first);
    let mut found = Found {
        at: first.to_vec(),
        value,
        evaluations: 1,
        starts: 0,
        settled: first.is_empty(),
    };
    if !found.settled {
        one_start(&function, &mut found, step, VALLEY);
        found.starts = 1;
        found.settled = newton(&function, &mut found);
    }
    let mut step = step;
    while !found.settled && found.starts < STARTS {
        let before = found.value;
        let closed = one_start(&function, &mut found, step, FLOOR);
        found.starts += 1;
        found.settled = closed && before - found.value <= GAIN * before.abs().max(1.0) && found.starts > 2;
        step *= 0.3;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curved_valley_is_followed_to_its_end() {
        let valley = |at: &[f64]| match at {
            [x, y] => (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2),
            _ => f64::INFINITY,
        };
        let found = smallest(valley, &[-1.2, 1.0], 0.5);
        assert!(
            found.settled && found.at.iter().all(|value| (value - 1.0).abs() < 1e-6),
            "{found:?}"
        );
    }

    #[test]
    fn a_floor_without_a_bowl_is_left_to_the_simplex() {
        // The fourth power has no curvature at its floor, so Newton steps only crawl.
        let found = smallest(|at| at.iter().map(|value| value.powi(4)).sum(), &[1.0, 2.0], 0.5);
        assert!(found.value < 1e-12, "{found:?}");
    }

    #[test]
    fn corners_where_there_is_no_value_are_avoided() {
        let function = |at: &[f64]| match at {
            [x, y] if *x > 0.0 && *y > 0.0 => x - x.ln() + y - 2.0 * y.ln(),
            _ => f64::INFINITY,
        };
        let found = smallest(function, &[0.05, 9.0], 0.5);
        assert!(found.settled, "{found:?}");
        assert!(
            found
                .at
                .iter()
                .zip([1.0, 2.0])
                .all(|(value, best)| (value - best).abs() < 1e-6),
            "{found:?}"
        );
    }

    #[test]
    fn one_dimension_and_none_are_searched_too() {
        let found = smallest(
            |at| at.iter().map(|value| (value - 3.0).powi(2)).sum(),
            &[1.0],
            0.5,
        );
        assert!(
            found.settled && found.at.iter().all(|value| (value - 3.0).abs() < 1e-6),
            "{found:?}"
        );
        let empty = smallest(|_| 7.0, &[], 0.5);
        assert!(empty.settled && empty.evaluations == 1 && empty.at.is_empty());
    }

    #[test]
    fn a_function_without_values_ends_without_settling_on_a_number() {
        let found = smallest(|_| f64::INFINITY, &[1.0, 2.0], 0.5);
        assert!(found.value.is_infinite());
    }
}
