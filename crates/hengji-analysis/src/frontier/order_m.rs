//! 期望前沿 (order-m frontier): the best that a few comparable units are expected to show.
//!
//! Cazals, Florens and Simar (2002). Instead of the one best comparable unit, which may be an odd one or a slip of
//! the pen, the yardstick is the best of m comparable units drawn at random. The expectation over all draws is
//! summed exactly from the order statistics, so no random number is needed and everyone gets the same answer.

use std::num::NonZeroU32;

use rayon::prelude::*;
use serde::Serialize;

use super::comparable::{Row, distance, rows};
use super::{Orientation, Units};
use crate::number::float;

/// The expected best of m comparable units, beside one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrderM {
    /// The expected factor on inputs or on outputs. Unlike an efficiency it may pass one: the unit does better
    /// than the best of m comparable ones usually does.
    pub efficiency: f64,
    /// How many units are comparable, the unit itself included.
    pub comparable: usize,
    /// How many are drawn, m.
    pub drawn: u32,
}

/// The order-m efficiency of every unit, exactly: with m growing it becomes the free disposal hull.
///
/// ```
/// use hengji_analysis::frontier::{Orientation, Units, order_m};
/// use std::num::NonZeroU32;
///
/// // 三个街道以 60、80、120 万元办成同样的一件事.
/// let names = ["甲", "乙", "丙"].map(str::to_owned).to_vec();
/// let units = Units::new(names, vec![vec![120.0], vec![80.0], vec![60.0]], vec![vec![1.0]; 3])?;
/// let found = order_m(&units, Orientation::Input, NonZeroU32::MIN);
/// // One comparable unit, drawn at random, needs 86.67 of the 120 that the first one spent.
/// assert!((found[0].efficiency - 260.0 / 3.0 / 120.0).abs() < 1e-12);
/// # Ok::<(), hengji_analysis::frontier::FrontierError>(())
/// ```
#[must_use]
pub fn order_m(units: &Units, orientation: Orientation, drawn: NonZeroU32) -> Vec<OrderM> {
    let rows = rows(units);
    rows.par_iter()
        .map(|looked_at| {
            let distances = best_first(&rows, looked_at, orientation);
            let efficiency = expected_best(&distances, drawn.get());
            OrderM {
                efficiency,
                comparable: distances.len(),
                drawn: drawn.get(),
            }
        })
        .collect()
}

/// The radial distances of the comparable units, the best one first.
pub(super) fn best_first(rows: &[Row], looked_at: &Row, orientation: Orientation) -> Vec<f64> {
    let mut distances: Vec<f64> = rows
        .iter()
        .filter_map(|row| distance(looked_at, row, orientation))
        .collect();
    distances.sort_unstable_by(|a, b| match orientation {
        Orientation::Input => a.total_cmp(b),
        Orientation::Output => b.total_cmp(a),
    });
    distances
}

/// The expected first of `drawn` draws with replacement from a list whose best stands first.
///
/// The k-th of N is the best draw with probability ((N−k+1)/N)^m − ((N−k)/N)^m. For a large m both powers are
/// close to each other or to nothing, so the difference is formed from logarithms.
fn expected_best(best_first: &[f64], drawn: u32) -> f64 {
    let count = float(best_first.len());
    let drawn = f64::from(drawn);
    let chance = |before: f64| {
        let not_before = drawn * (-before / count).ln_1p();
        let next = drawn * (-1.0 / (count - before)).ln_1p();
        -not_before.exp() * next.exp_m1()
    };
    best_first
        .iter()
        .enumerate()
        .map(|(before, distance)| distance * chance(float(before)))
        .sum()
}

#[cfg(test)]
mod tests;
