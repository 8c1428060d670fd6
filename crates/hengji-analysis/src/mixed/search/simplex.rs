//! The simplex of Nelder and Mead (1965) with the coefficients of Gao and Han (2012), which suit several dimensions.

use super::Found;
use crate::number::float;

/// Steps of one start per dimension; a collapse comes much earlier.
const STEPS: usize = 400;

type Corner = (f64, Vec<f64>);

/// One start from where the search stands; whether the simplex came as close as asked.
pub(super) fn one_start(function: &impl Fn(&[f64]) -> f64, found: &mut Found, step: f64, close: f64) -> bool {
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
        if is_close(&corners, close) {
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

fn is_close(corners: &[Corner], close: f64) -> bool {
    let Some(((_, best), others)) = corners.split_first() else {
        return true;
    };
    others.iter().all(|(_, corner)| {
        corner
            .iter()
            .zip(best)
            .all(|(value, best)| (value - best).abs() <= close * best.abs().max(1.0))
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
    let (replacement, asked) = replacement(towards, size, [best, second_worst, *last_value]);
    match replacement {
        Some((value, corner)) => {
            *last_value = value;
            *last = corner;
            asked
        }
        None => asked + shrink(function, corners),
    }
}

/// The corner that takes the worst one's place, if any does better, and how often the function was asked.
fn replacement(
    towards: impl Fn(f64) -> Corner,
    size: f64,
    [best, second_worst, worst]: [f64; 3],
) -> (Option<Corner>, usize) {
    let lower = |one: Corner, other: Corner| Some(if other.0 < one.0 { other } else { one });
    let contraction = 0.75 - 0.5 / size;
    let reflected = towards(1.0);
    if reflected.0 < best {
        (lower(reflected, towards(1.0 + 2.0 / size)), 2)
    } else if reflected.0 < second_worst {
        (Some(reflected), 1)
    } else if reflected.0 < worst {
        (lower(reflected, towards(contraction)), 2)
    } else {
        let inside = towards(-contraction);
        ((inside.0 < worst).then_some(inside), 2)
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
