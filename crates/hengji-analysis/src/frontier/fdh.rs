//! 自由处置包 (free disposal hull): one named unit that did more with less.
//!
//! Deprins, Simar and Tulkens (1984). No line is drawn between units and no return to scale is assumed, so the
//! answer needs no more faith than "unit B delivered at least as much with two thirds of the money".

use std::cmp::Ordering;

use rayon::prelude::*;
use serde::Serialize;

use super::comparable::{Row, distance, dominates, rows};
use super::{Orientation, Units};

/// What the free disposal hull says of one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FreeDisposal {
    /// The factor on all inputs (at most one) or on all outputs (at least one) that reaches the best comparable unit.
    pub efficiency: f64,
    /// The unit that shows it: "did more with less". None if nobody did better in any column.
    ///
    /// Of several equally distant ones it is the one with less of the first input, then of the second and so on,
    /// then with more of the first output and so on, then the first in the table.
    pub peer: Option<usize>,
    /// How many units are comparable, the unit itself included.
    pub comparable: usize,
    /// How many units use no more of any input, deliver no less of any output and are better somewhere.
    pub dominated_by: usize,
}

/// The free disposal hull of a table, unit by unit: O(n²) comparisons and no linear program.
///
/// ```
/// use hengji_analysis::frontier::{Orientation, Units, fdh};
///
/// // 社区食堂: 投入 (万元), 全年就餐人次 (千).
/// let names = ["甲街道", "乙街道", "丙街道"].map(str::to_owned).to_vec();
/// let units = Units::new(names, vec![vec![120.0], vec![80.0], vec![60.0]], vec![vec![30.0], vec![32.0], vec![20.0]])?;
/// let found = fdh(&units, Orientation::Input);
/// // "乙街道用甲街道三分之二的钱, 服务了更多人次."
/// assert_eq!(found[0].peer, Some(1));
/// assert!((found[0].efficiency - 2.0 / 3.0).abs() < 1e-12);
/// assert_eq!(found[2].peer, None);
/// # Ok::<(), hengji_analysis::frontier::FrontierError>(())
/// ```
#[must_use]
pub fn fdh(units: &Units, orientation: Orientation) -> Vec<FreeDisposal> {
    let rows = rows(units);
    rows.par_iter()
        .map(|looked_at| one(&rows, looked_at, orientation))
        .collect()
}

fn one(rows: &[Row], looked_at: &Row, orientation: Orientation) -> FreeDisposal {
    let mut comparable = 0;
    let mut dominated_by = 0;
    let mut best: Option<(f64, usize, &Row)> = None;
    for (unit, row) in rows.iter().enumerate() {
        let Some(distance) = distance(looked_at, row, orientation) else {
            continue;
        };
        comparable += 1;
        if dominates(row, looked_at) {
            dominated_by += 1;
        }
        let nearer = best.as_ref().is_none_or(|(least, _, held)| {
            let by_distance = match orientation {
                Orientation::Input => distance.total_cmp(least),
                Orientation::Output => least.total_cmp(&distance),
            };
            by_distance.then_with(|| more_with_less(row, held)) == Ordering::Less
        });
        if nearer {
            best = Some((distance, unit, row));
        }
    }
    let efficiency = best.as_ref().map_or(1.0, |(distance, ..)| *distance);
    let peer = best
        .filter(|(_, _, row)| dominates(row, looked_at))
        .map(|(_, unit, _)| unit);
    FreeDisposal {
        efficiency,
        peer,
        comparable,
        dominated_by,
    }
}

/// Less of the first differing input, else more of the first differing output, comes first.
fn more_with_less(a: &Row, b: &Row) -> Ordering {
    let pairs = |a: &[f64], b: &[f64]| {
        a.iter()
            .zip(b)
            .map(|(a, b)| a.total_cmp(b))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    };
    pairs(&a.inputs, &b.inputs).then_with(|| pairs(&b.outputs, &a.outputs))
}

#[cfg(test)]
mod tests;
