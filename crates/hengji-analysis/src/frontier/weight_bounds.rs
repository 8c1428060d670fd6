//! 权重约束 (assurance region): efficiency under prices that the bureau bounds relative to each other.
//!
//! Thompson, Langemeier, Lee, Lee, Thrall 1990, type I: least <= u_r/u_k <= most. Without bounds a unit may give its
//! weakest output the price zero; a bound says how little that output may count. In the envelopment form every
//! bound is one more column.

use rayon::prelude::*;
use serde::Serialize;

use super::data::Units;
use super::envelope::{Bound, Envelope, measure, own};
use super::error::{FrontierError, Side};
use super::result::Peer;
use super::settings::{Orientation, Scale};
use crate::lp::{Certificate, Kind, Outcome, Program, Relation, Row, Solution};

/// A bound on the price of one column relative to another of the same side. Prices are per unit of measure of the
/// column, so the bound depends on whether money is in 元 or 万元.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WeightBound {
    /// Which side both columns belong to.
    pub side: Side,
    /// The column whose price is bounded, from zero.
    pub column: usize,
    /// The column it is compared with, from zero.
    pub relative_to: usize,
    /// The least the price may be, as a multiple of the other.
    pub least: f64,
    /// The most it may be.
    pub most: f64,
}

/// What the bounded prices say about one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Restricted {
    /// theta or phi; nothing where no prices keep the bounds.
    pub efficiency: Option<f64>,
    /// The peers, in the order of the table. With bounds they may achieve less than the unit in one column and be
    /// worth more at every allowed price.
    pub peers: Vec<Peer>,
    /// The price of each input on the plane that decides.
    pub input_multipliers: Vec<f64>,
    /// The price of each output.
    pub output_multipliers: Vec<f64>,
    /// Proof of the efficiency.
    pub certificate: Option<Certificate>,
}

/// The radial efficiency of every unit under bounded prices.
///
/// ```
/// use hengji_analysis::frontier::{
///     Orientation, Scale, Side, Units, WeightBound, restricted_efficiency,
/// };
///
/// // 三个培训点: 经费 (万元); 培训 (人次)、取证 (人)。取证是主要目标, 一个取证至少抵五个人次。
/// let names = ["甲", "乙", "丙"].map(str::to_owned).to_vec();
/// let units = Units::new(
///     names,
///     vec![vec![10.0], vec![10.0], vec![10.0]],
///     vec![vec![400.0, 10.0], vec![300.0, 90.0], vec![200.0, 80.0]],
/// )?;
/// let bound = WeightBound { side: Side::Output, column: 1, relative_to: 0, least: 5.0, most: 100.0 };
/// let found = restricted_efficiency(&units, Orientation::Output, Scale::Constant, &[bound])?;
/// // 甲不再因为人次最多而“有效”: 750/450。
/// assert!(found[0].efficiency.is_some_and(|phi| (phi - 750.0 / 450.0).abs() < 1e-9));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`FrontierError::UnknownColumn`]; [`FrontierError::WeightBound`] for bounds that are negative, no numbers or the
/// wrong way round.
pub fn restricted_efficiency(
    units: &Units,
    orientation: Orientation,
    scale: Scale,
    bounds: &[WeightBound],
) -> Result<Vec<Restricted>, FrontierError> {
    bounds.iter().try_for_each(|bound| check(units, bound))?;
    Ok((0..units.len())
        .into_par_iter()
        .map(|unit| restricted(units, unit, (orientation, scale), bounds))
        .collect())
}

fn check(units: &Units, bound: &WeightBound) -> Result<(), FrontierError> {
    let count = units.side(bound.side).len();
    let (side, column) = (bound.side, bound.column.max(bound.relative_to) + 1);
    if count < column || bound.column == bound.relative_to {
        return Err(FrontierError::UnknownColumn { side, column, count });
    }
    let is_range =
        bound.least.is_finite() && bound.most.is_finite() && 0.0 <= bound.least && bound.least <= bound.most;
    if is_range {
        Ok(())
    } else {
        Err(FrontierError::WeightBound {
            least: bound.least,
            most: bound.most,
        })
    }
}

fn restricted(
    units: &Units,
    unit: usize,
    (orientation, scale): (Orientation, Scale),
    bounds: &[WeightBound],
) -> Restricted {
    let bound = |relation, share| move |_| Bound { relation, share };
    let (program, inputs, outputs, along) = match orientation {
        Orientation::Input => (Program::minimise(), 0.0, 1.0, Side::Input),
        Orientation::Output => (Program::maximise(), 1.0, 0.0, Side::Output),
    };
    let mut envelope = Envelope::new(
        program,
        (units, unit),
        bound(Relation::AtMost, inputs),
        bound(Relation::AtLeast, outputs),
    );
    envelope.scale(scale, 1.0);
    let scaled: Vec<_> = rows(&envelope, along)
        .iter()
        .zip(units.side(along))
        .map(|(row, column)| (*row, -own(column, unit) / measure(column, unit)))
        .collect();
    envelope.program.column(1.0, Kind::NonNegative, &scaled);
    for bound in bounds {
        for entries in trades(units, unit, &envelope, bound) {
            envelope.program.column(0.0, Kind::NonNegative, &entries);
        }
    }
    envelope.weigh((units, unit), None);
    match envelope.program.solve() {
        Ok(Outcome::Optimal(solution)) => Restricted {
            efficiency: Some(solution.value),
            peers: envelope.peers(&solution, 1.0),
            input_multipliers: multipliers(units, unit, &envelope, Side::Input, &solution),
            output_multipliers: multipliers(units, unit, &envelope, Side::Output, &solution),
            certificate: Some(solution.certificate),
        },
        _ => Restricted {
            efficiency: None,
            peers: Vec::new(),
            input_multipliers: Vec::new(),
            output_multipliers: Vec::new(),
            certificate: None,
        },
    }
}

fn rows(envelope: &Envelope, side: Side) -> &[Row] {
    match side {
        Side::Input => &envelope.inputs,
        Side::Output => &envelope.outputs,
    }
}

/// The two columns of a bound: so much of one figure may be traded for so much of the other. An output row gains what
/// a column brings, an input row loses it.
fn trades(units: &Units, unit: usize, envelope: &Envelope, bound: &WeightBound) -> Vec<Vec<(Row, f64)>> {
    let sign = match bound.side {
        Side::Input => -1.0,
        Side::Output => 1.0,
    };
    let entry = |column: usize, amount: f64| {
        let row = rows(envelope, bound.side).get(column)?;
        let figures = units.side(bound.side).get(column)?;
        Some((*row, sign * amount / measure(figures, unit)))
    };
    // At least: least·u_k − u_r <= 0. At most: u_r − most·u_k <= 0.
    [(bound.least, -1.0), (-bound.most, 1.0)]
        .into_iter()
        .map(|(other, own)| {
            [entry(bound.relative_to, other), entry(bound.column, own)]
                .into_iter()
                .flatten()
                .collect()
        })
        .collect()
}

/// The prices of a side in the units of measure of its columns.
fn multipliers(units: &Units, unit: usize, envelope: &Envelope, side: Side, solution: &Solution) -> Vec<f64> {
    rows(envelope, side)
        .iter()
        .zip(units.side(side))
        .map(|(row, column)| solution.dual(*row).abs() / measure(column, unit))
        .collect()
}

#[cfg(test)]
mod tests;
