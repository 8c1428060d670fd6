//! 整份分配 (apportionment): whole units shared in proportion, by largest remainder or by divisors.
//!
//! Balinski, Young 1982. A divisor method never takes a unit from anybody when there is one more to share, which
//! the largest remainder can do; the largest remainder never leaves the two whole numbers around the exact share.

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use serde::Serialize;

use super::error::AllocateError;
use super::incentive::{Item, multiplier};
use super::money::{Fractions, compare_products};
use crate::number::{count, float};

/// How whole units are shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Apportionment {
    /// 最大余数法 (largest remainder).
    Hamilton,
    /// A divisor method.
    Divisor(Divisor),
}

/// Where a divisor method rounds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Divisor {
    /// Never: favours the large.
    Jefferson,
    /// At a half: favours nobody.
    Webster,
}

impl Divisor {
    /// The divisor for the next unit after `held`, times a constant.
    fn next(self, held: u64) -> f64 {
        let held = usize::try_from(held).map_or(f64::MAX, float);
        match self {
            Self::Jefferson => held + 1.0,
            Self::Webster => 2.0 * held + 1.0,
        }
    }
}

/// Whole numbers above this are no longer floats without loss.
const EXACT: u64 = 1 << 53;

/// Shares `seats` whole units in proportion to whole numbers; exact, ties go to the larger, then the earlier row.
///
/// # Errors
///
/// [`AllocateError::Nothing`] if the numbers are all zero, [`AllocateError::OutOfRange`] if one exceeds 2^53.
pub fn apportion(populations: &[u64], seats: u64, method: Apportionment) -> Result<Vec<u64>, AllocateError> {
    if populations.iter().all(|population| *population == 0) {
        return Err(AllocateError::Nothing { what: "分配依据" });
    }
    let weights: Vec<f64> = populations
        .iter()
        .map(|population| usize::try_from(*population).map_or(f64::MAX, float))
        .collect();
    for (at, (population, weight)) in populations.iter().zip(&weights).enumerate() {
        if EXACT < *population {
            AllocateError::within(&format!("第 {} 行", at + 1), "分配依据", *weight, 0.0, 9.0e15)?;
        }
    }
    AllocateError::within(
        "全部",
        "整份数",
        usize::try_from(seats).map_or(f64::MAX, float),
        0.0,
        9.0e15,
    )?;
    match method {
        Apportionment::Hamilton => {
            let numerators = populations
                .iter()
                .map(|&part| i128::from(part) * i128::from(seats))
                .collect();
            let denominator = populations.iter().map(|&part| i128::from(part)).sum();
            let rounded = Fractions {
                numerators,
                denominator,
            }
            .rounded();
            Ok(rounded
                .into_iter()
                .map(|seats| u64::try_from(seats).unwrap_or(0))
                .collect())
        }
        Apportionment::Divisor(divisor) => {
            // Nobody without a number gets a unit, even when there are more units than the others' share.
            let most = |part: &u64| if *part == 0 { 0 } else { seats };
            let bounds: Vec<(u64, u64)> = populations.iter().map(|part| (0, most(part))).collect();
            apportion_within(&weights, seats, &bounds, divisor)
        }
    }
}

/// Shares `seats` whole units in proportion to weights, each share within its bounds, by a divisor method.
///
/// # Errors
///
/// [`AllocateError::Seats`] if the bounds cannot hold the units, [`AllocateError::Length`] if the lists differ,
/// [`AllocateError::OutOfRange`] if a weight is negative or no number.
pub fn apportion_within(
    weights: &[f64],
    seats: u64,
    bounds: &[(u64, u64)],
    divisor: Divisor,
) -> Result<Vec<u64>, AllocateError> {
    if weights.len() != bounds.len() {
        return Err(AllocateError::Length {
            what: "上下限",
            expected: weights.len(),
            found: bounds.len(),
        });
    }
    for (at, weight) in weights.iter().enumerate() {
        AllocateError::within(&format!("第 {} 行", at + 1), "分配依据", *weight, 0.0, f64::MAX)?;
    }
    let least = bounds
        .iter()
        .fold(0_u64, |sum, bound| sum.saturating_add(bound.0));
    let most = bounds
        .iter()
        .fold(0_u64, |sum, bound| sum.saturating_add(bound.1));
    if !(least..=most).contains(&seats) || bounds.iter().any(|(low, high)| high < low) {
        return Err(AllocateError::Seats { seats, least, most });
    }
    let mut held = safe_start(weights, seats, bounds);
    let mut waiting: BinaryHeap<Turn> = BinaryHeap::new();
    for (at, ((weight, held), (_, upper))) in weights.iter().zip(&held).zip(bounds).enumerate() {
        if held < upper {
            waiting.push(Turn {
                weight: *weight,
                divisor: divisor.next(*held),
                at,
            });
        }
    }
    for _ in held.iter().sum::<u64>()..seats {
        let Some(turn) = waiting.pop() else { break };
        let (Some(held), Some((_, upper))) = (held.get_mut(turn.at), bounds.get(turn.at)) else {
            break;
        };
        *held += 1;
        if *held < *upper {
            waiting.push(Turn {
                divisor: divisor.next(*held),
                ..turn
            });
        }
    }
    Ok(held)
}

/// Units that every divisor method certainly gives: the exact shares of a house smaller by one unit each, less one.
fn safe_start(weights: &[f64], seats: u64, bounds: &[(u64, u64)]) -> Vec<u64> {
    let whole = |count: u64| usize::try_from(count).map_or(f64::MAX, float);
    let items: Vec<Item> = weights
        .iter()
        .zip(bounds)
        .map(|(weight, (lower, upper))| Item {
            weight: *weight,
            lower: whole(*lower),
            upper: whole(*upper),
        })
        .collect();
    let least: f64 = items.iter().map(|item| item.lower).sum();
    let smaller = (whole(seats) - float(weights.len()) - 1.0).max(least);
    let lambda = multiplier(&items, smaller);
    let start = |item: &Item, lower: u64| {
        let sure = count((lambda * item.weight - 1.0).max(0.0).min(item.upper)).unwrap_or(0);
        u64::try_from(sure).unwrap_or(0).max(lower)
    };
    items
        .iter()
        .zip(bounds)
        .map(|(item, (lower, _))| start(item, *lower))
        .collect()
}

/// Whose turn it is: the largest weight per divisor, compared without rounding.
#[derive(Debug)]
struct Turn {
    weight: f64,
    divisor: f64,
    at: usize,
}

impl Ord for Turn {
    fn cmp(&self, other: &Self) -> Ordering {
        compare_products(self.weight, other.divisor, other.weight, self.divisor)
            .then(self.weight.total_cmp(&other.weight))
            .then(other.at.cmp(&self.at))
    }
}

impl PartialOrd for Turn {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Turn {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Turn {}
