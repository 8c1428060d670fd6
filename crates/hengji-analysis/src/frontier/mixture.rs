//! Composed units (mixtures): the best value of a linear figure over all weighted sums of units within bounds.

use super::Units;
use crate::lp::{Certificate, Kind, Outcome, Program, Relation};

/// How far the optimal set of one program is opened, relative to its optimum, before another program looks for the
/// ends of a second figure over it. An efficiency is known to about 1e-11; were the set not opened, a last digit
/// rounded the wrong way would leave it empty. Tried in this order until the set is not empty.
pub(super) const OPENINGS: [f64; 3] = [1e-11, 1e-9, 1e-7];

/// What the composed unit has to keep to.
pub(super) struct Bounds {
    /// At most so much of each input; None where any amount will do.
    pub(super) inputs: Vec<Option<f64>>,
    /// At least so much of each output.
    pub(super) outputs: Vec<f64>,
    /// Whether the weights are shares of one whole.
    pub(super) whole: bool,
}

/// Which end of the figure is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    Least,
    Most,
}

/// An end of the figure with its proof.
#[derive(Debug, Clone, Copy)]
pub(super) struct Optimum {
    pub(super) value: f64,
    pub(super) certificate: Certificate,
}

/// The end of a figure over all weighted sums of units within bounds; None if no sum keeps to them or there is no end.
pub(super) fn optimum(units: &Units, bounds: &Bounds, end: End, figure: &[f64]) -> Option<Optimum> {
    let mut program = match end {
        End::Least => Program::minimise(),
        End::Most => Program::maximise(),
    };
    let inputs: Vec<_> = bounds
        .inputs
        .iter()
        .enumerate()
        .filter_map(|(column, most)| Some((units.input(column), program.row(Relation::AtMost, (*most)?))))
        .collect();
    let outputs: Vec<_> = bounds
        .outputs
        .iter()
        .enumerate()
        .map(|(column, least)| (units.output(column), program.row(Relation::AtLeast, *least)))
        .collect();
    let whole = bounds.whole.then(|| program.row(Relation::Equal, 1.0));
    for (unit, cost) in figure.iter().enumerate() {
        let cells = inputs.iter().chain(&outputs);
        let mut entries: Vec<_> = cells
            .filter_map(|(column, row)| Some((*row, *column.get(unit)?)))
            .collect();
        entries.extend(whole.map(|row| (row, 1.0)));
        program.column(*cost, Kind::NonNegative, &entries);
    }
    match program.solve() {
        Ok(Outcome::Optimal(solution)) => Some(Optimum {
            value: solution.value,
            certificate: solution.certificate,
        }),
        Ok(Outcome::Infeasible | Outcome::Unbounded) | Err(_) => None,
    }
}
