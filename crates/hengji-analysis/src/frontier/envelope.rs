//! 包络规划 (envelope): a linear program over weights of units, with one row for every input and output.
//!
//! The models beside the radial ones differ in what they add to this core: slacks that count, a direction, prices
//! that are bounded.

use super::data::Units;
use super::error::{FrontierError, Side};
use super::result::Peer;
use super::settings::Scale;
use crate::lp::{Column, Kind, Program, Relation, Row, Solution};

/// A weight below this share of the largest one is rounding, not a peer.
const NO_PEER: f64 = 1e-10;

/// The core of a program and its rows.
pub(super) struct Envelope {
    pub(super) program: Program,
    /// One row per input, divided by what [`measure`] says of its column.
    pub(super) inputs: Vec<Row>,
    /// One row per output, divided likewise.
    pub(super) outputs: Vec<Row>,
    /// The row of the sum of the weights, where the scale has one.
    pub(super) sum: Option<Row>,
    weights: Vec<(usize, Column)>,
}

/// How the rows of one side are bounded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound {
    pub(super) relation: Relation,
    /// The right side, as a multiple of the unit's own figure.
    pub(super) share: f64,
}

impl Envelope {
    /// The rows, measured in the figures of `unit`.
    pub(super) fn new(
        mut program: Program,
        (units, unit): (&Units, usize),
        input: impl Fn(usize) -> Bound,
        output: impl Fn(usize) -> Bound,
    ) -> Self {
        let mut row = |bound: Bound, column: &[f64]| {
            program.row(
                bound.relation,
                bound.share * own(column, unit) / measure(column, unit),
            )
        };
        let columns = |side| units.side(side).iter().enumerate();
        let inputs = columns(Side::Input)
            .map(|(at, column)| row(input(at), column))
            .collect();
        let outputs = columns(Side::Output)
            .map(|(at, column)| row(output(at), column))
            .collect();
        Self {
            program,
            inputs,
            outputs,
            sum: None,
            weights: Vec::new(),
        }
    }

    /// The row of the sum of the weights; `right` is one, or zero where another column carries the one.
    pub(super) fn scale(&mut self, scale: Scale, right: f64) {
        self.sum = match scale {
            Scale::Constant => None,
            Scale::Variable => Some(self.program.row(Relation::Equal, right)),
            Scale::NonIncreasing => Some(self.program.row(Relation::AtMost, right)),
            Scale::NonDecreasing => Some(self.program.row(Relation::AtLeast, right)),
        };
    }

    /// Adds the weights of all units except `without`, once every row is there.
    pub(super) fn weigh(&mut self, (units, unit): (&Units, usize), without: Option<usize>) {
        for other in (0..units.len()).filter(|other| Some(*other) != without) {
            let inputs = self.inputs.iter().zip(units.side(Side::Input));
            let outputs = self.outputs.iter().zip(units.side(Side::Output));
            let mut entries: Vec<(Row, f64)> = inputs
                .chain(outputs)
                .map(|(row, column)| (*row, own(column, other) / measure(column, unit)))
                .collect();
            entries.extend(self.sum.map(|row| (row, 1.0)));
            let column = self.program.column(0.0, Kind::NonNegative, &entries);
            self.weights.push((other, column));
        }
    }

    /// The peers of an answer whose weights are `times` too large.
    pub(super) fn peers(&self, solution: &Solution, times: f64) -> Vec<Peer> {
        let weights = self.weights.iter().map(|(unit, column)| Peer {
            unit: *unit,
            weight: solution.primal(*column) / times,
        });
        let largest = weights.clone().map(|peer| peer.weight).fold(0.0, f64::max);
        weights.filter(|peer| peer.weight > NO_PEER * largest).collect()
    }
}

/// The unit's figure in a column.
pub(super) fn own(column: &[f64], unit: usize) -> f64 {
    column.get(unit).copied().unwrap_or(0.0)
}

/// What a row is divided by: the unit's own figure, so that every row is about one and no unit of measure matters;
/// one where the figure is zero.
pub(super) fn measure(column: &[f64], unit: usize) -> f64 {
    match own(column, unit) {
        0.0 => column.iter().copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE),
        figure => figure,
    }
}

/// Refuses a side with a zero, for methods that divide by every figure.
pub(super) fn positive(units: &Units, side: Side, method: &'static str) -> Result<(), FrontierError> {
    for (at, column) in units.side(side).iter().enumerate() {
        if let Some(unit) = column.iter().position(|value| *value <= 0.0) {
            return Err(FrontierError::NotPositive {
                unit: units.name(unit).to_owned(),
                side,
                column: at + 1,
                value: own(column, unit),
                method,
            });
        }
    }
    Ok(())
}
