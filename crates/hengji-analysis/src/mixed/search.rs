//! A search for the smallest value of a function without its derivatives.
//!
//! The simplex of Nelder and Mead (1965) with the coefficients of Gao and Han (2012), which suit several
//! dimensions, started again from its answer until a start gains nothing: a collapsed simplex is its known
//! failure, and a fresh one undoes it.

use crate::number::float;

/// A simplex whose corners differ by less, relative to their size, has found its place: the deviance is flat to
/// rounding well before.
const CLOSE: f64 = 1e-9;
/// A fresh start that gains less than this share of the value found nothing new.
const GAIN: f64 = 1e-13;
/// Fresh starts; two suffice as a rule.
const STARTS: usize = 12;
/// Steps of one start per dimension; a collapse comes much earlier.
const STEPS: usize = 400;

/// Where a search ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) at: Vec<f64>,
    pub(super) value: f64,
    pub(super) evaluations: usize,
    pub(super) starts: usize,
    pub(super) settled: bool,
}

/// The smallest value near a first point, from a simplex of this share of each coordinate; the function returns infinity where it has no value.
pub(super) fn smallest(function: impl Fn(&[f64]) -> f64, first: &[f64], step: f64) -> Found {
    let mut found = Found {
        at: first.to_vec(),
        value: function(first),
        evaluations: 1,
        starts: 0,
        settled: first.is_empty(),
    };
    let mut step = step;
    while !found.settled && found.starts < STARTS {
        let before = found.value;
        let closed = one_start(&function, &mut found, step);
        found.starts += 1;
        found.settled = closed && before - found.value <= GAIN * before.abs().max(1.0) && found.starts > 1;
        step *= 0.3;
    }
    found
}

type Corner = (f64, Vec<f64>);

fn one_start(function: &impl Fn(&[f64]) -> f64, found: &mut Found, step: f64) -> bool {
    let size = found.at.len();
    let mut corners: Vec<Corner> = vec![(found.value, found.at.clone())];
    for moved in 0..size {
        let corner: Vec<f64> = found
            .at
            .iter()
            .enumerate()
            .map(|(at, value)| {
                if at == moved {
                    value + step * value.abs().max(0.1)
                } else {
                    *value
                }
            })
            .collect();
        corners.push((function(&corner), corner));
        found.evaluations += 1;
    }
    let mut closed = false;
    for _ in 0..STEPS * size {
        corners.sort_by(|left, right| left.0.total_cmp(&right.0));
        if is_close(&corners) {
            closed = true;
            break;
        }
        found.evaluations += improve(function, &mut corners);
    }
    if let Some((value, at)) = corners
        .into_iter()
        .min_by(|left, right| left.0.total_cmp(&right.0))
    {
        found.value = value;
        found.at = at;
    }
    closed
}

fn is_close(corners: &[Corner]) -> bool {
    let Some(((_, best), others)) = corners.split_first() else {
        return true;
    };
    others.iter().all(|(_, corner)| {
        corner
            .iter()
            .zip(best)
            .all(|(value, best)| (value - best).abs() <= CLOSE * best.abs().max(1.0))
    })
}

/// One step on sorted corners; returns how often the function was asked.
fn improve(function: &impl Fn(&[f64]) -> f64, corners: &mut [Corner]) -> usize {
    let Some(((last_value, last), others)) = corners.split_last_mut() else {
        return 0;
    };
    let size = float(last.len());
    let best = others.first().map_or(f64::INFINITY, |corner| corner.0);
    let second_worst = others.last().map_or(f64::INFINITY, |corner| corner.0);
    let centre: Vec<f64> = (0..last.len())
        .map(|at| {
            others
                .iter()
                .filter_map(|(_, corner)| corner.get(at))
                .sum::<f64>()
                / float(others.len())
        })
        .collect();
    let towards = |factor: f64| -> Corner {
        let corner: Vec<f64> = centre
            .iter()
            .zip(last.iter())
            .map(|(mid, end)| mid + factor * (mid - end))
            .collect();
        (function(&corner), corner)
    };
    let reflected = towards(1.0);
    let contraction = 0.75 - 0.5 / size;
    let (replacement, asked) = if reflected.0 < best {
        let expanded = towards(1.0 + 2.0 / size);
        (
            Some(if expanded.0 < reflected.0 {
                expanded
            } else {
                reflected
            }),
            2,
        )
    } else if reflected.0 < second_worst {
        (Some(reflected), 1)
    } else if reflected.0 < *last_value {
        let outside = towards(contraction);
        (
            Some(if outside.0 < reflected.0 {
                outside
            } else {
                reflected
            }),
            2,
        )
    } else {
        let inside = towards(-contraction);
        ((inside.0 < *last_value).then_some(inside), 2)
    };
    match replacement {
        Some((value, corner)) => {
            *last_value = value;
            *last = corner;
            asked
        }
        None => asked + shrink(function, corners),
    }
}

fn shrink(function: &impl Fn(&[f64]) -> f64, corners: &mut [Corner]) -> usize {
    let Some(((_, best), others)) = corners.split_first_mut() else {
        return 0;
    };
    // One dimension has no room for the factor of Gao and Han, which would be zero there.
    let factor = (1.0 - 1.0 / float(best.len())).max(0.5);
    for (value, corner) in others.iter_mut() {
        corner
            .iter_mut()
            .zip(best.iter())
            .for_each(|(end, best)| *end = best + factor * (*end - best));
        *value = function(corner);
    }
    others.len()
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
