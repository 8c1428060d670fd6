//! 分位前沿 (order-alpha frontier): the level that only a stated share of the comparable units surpasses.
//!
//! Aragon, Daouia and Thomas-Agnan (2005); Daouia and Simar (2007). The share is a fraction of whole numbers and the
//! rank is found by whole-number division: with floats N·(1−α) lands beside the whole number on one machine and
//! on it on another, and two programs then name two different units.

use rayon::prelude::*;
use serde::Serialize;

use super::comparable::rows;
use super::order_m::best_first;
use super::{Orientation, Units};

/// A share above nothing and at most one, as a fraction: 95 of 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Share {
    parts: u32,
    whole: u32,
}

impl Share {
    /// The share `parts` of `whole`, or nothing unless 0 < parts ≤ whole.
    #[must_use]
    pub fn new(parts: u32, whole: u32) -> Option<Self> {
        (0 < parts && parts <= whole).then_some(Self { parts, whole })
    }
}

/// The quantile of the comparable units, beside one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrderAlpha {
    /// The factor on inputs or on outputs that reaches the quantile; it may pass one.
    pub efficiency: f64,
    /// Where the share of the comparable units is a whole number, the quantile lies between two units and the
    /// literature takes either: this is the one that `efficiency` does not take.
    pub tied: Option<f64>,
    /// How many units are comparable, the unit itself included.
    pub comparable: usize,
}

/// The order-alpha efficiency of every unit. A share of one is the free disposal hull.
///
/// ```
/// use hengji_analysis::frontier::{Orientation, Share, Units, order_alpha};
///
/// // 五个街道办成同样的一件事, 花了 10、20、30、40、50 万元.
/// let names = ["甲", "乙", "丙", "丁", "戊"].map(str::to_owned).to_vec();
/// let money = [10.0, 20.0, 30.0, 40.0, 50.0].map(|spent| vec![spent]).to_vec();
/// let units = Units::new(names, money, vec![vec![1.0]; 5])?;
/// let Some(share) = Share::new(70, 100) else { return Ok(()) };
/// let found = order_alpha(&units, Orientation::Input, share);
/// // At least 70 % of them need 20 or more: 20 of the 50 that the last one spent.
/// assert_eq!(found[4].efficiency, 0.4);
/// assert_eq!(found[4].tied, None);
/// # Ok::<(), hengji_analysis::frontier::FrontierError>(())
/// ```
#[must_use]
pub fn order_alpha(units: &Units, orientation: Orientation, share: Share) -> Vec<OrderAlpha> {
    let rows = rows(units);
    rows.par_iter()
        .map(|looked_at| {
            let distances = best_first(&rows, looked_at, orientation);
            let (at, tied) = place(distances.len(), share);
            let read = |at: usize| distances.get(at).copied();
            OrderAlpha {
                efficiency: read(at).unwrap_or(1.0),
                tied: tied.then(|| at.checked_sub(1).and_then(read)).flatten(),
                comparable: distances.len(),
            }
        })
        .collect()
}

/// How many of the best stand before the quantile, and whether the one just before has an equal claim.
///
/// On the input side the index is floor(N(1−α)) + 1 in ascending order, on the output side ceil(Nα) in ascending
/// order; with the best first both are floor(N(1−α)) places from the start.
fn place(count: usize, share: Share) -> (usize, bool) {
    let whole = u128::from(share.whole);
    let scaled = u128::try_from(count)
        .unwrap_or(u128::MAX)
        .saturating_mul(u128::from(share.whole - share.parts));
    let before = usize::try_from(scaled / whole).unwrap_or(usize::MAX);
    (before, scaled.is_multiple_of(whole) && share.parts < share.whole)
}

#[cfg(test)]
mod tests;
