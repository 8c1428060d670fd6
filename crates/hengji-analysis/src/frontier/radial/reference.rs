//! 参照集 (reference set): the units that can be peers, scaled once for all programs.

use super::dominance::{Dominance, dominance};
use crate::frontier::data::Units;
use crate::frontier::error::Side;
use crate::frontier::settings::{RadialSettings, Role, Scale};
use crate::lp::scaling::power_of_two;
use crate::lp::table::Table;

/// The reference units that can be peers, as columns of a shared table.
///
/// Rows are the inputs, the outputs and, unless returns to scale are constant, the sum of the weights.
#[derive(Debug)]
pub(super) struct Reference<'u> {
    pub(super) units: &'u Units,
    pub(super) dominance: Dominance,
    pub(super) table: Table,
    /// What each input or output is divided by, a power of two.
    pub(super) scales: Vec<f64>,
    /// The largest figure of each input or output, among reference and evaluated units.
    pub(super) maxima: Vec<f64>,
    /// Whether the weights have a sum to keep.
    pub(super) has_sum: bool,
}

impl<'u> Reference<'u> {
    pub(super) fn new(
        units: &'u Units,
        evaluated: &Units,
        settings: &RadialSettings,
        inputs: &[Role],
        outputs: &[Role],
    ) -> Self {
        let columns = |units: &'u Units| units.side(Side::Input).iter().chain(units.side(Side::Output));
        let others = evaluated
            .side(Side::Input)
            .iter()
            .chain(evaluated.side(Side::Output));
        let largest = |column: &Vec<f64>| column.iter().copied().fold(0.0, f64::max);
        let maxima: Vec<f64> = columns(units)
            .zip(others)
            .map(|(a, b)| largest(a).max(largest(b)))
            .collect();
        let scales = maxima.iter().map(|maximum| power_of_two(*maximum)).collect();
        let (merits, width) = merits(units, inputs, outputs);
        let dominance = dominance(&merits, width);
        let has_sum = settings.scale != Scale::Constant;
        let mut reference = Self {
            units,
            dominance,
            table: Table::new(0, Vec::new()),
            scales,
            maxima,
            has_sum,
        };
        let by_column = reference
            .dominance
            .kept
            .iter()
            .flat_map(|unit| reference.column(units, *unit))
            .collect();
        reference.table = Table::new(reference.rows(), by_column);
        reference
    }

    /// The number of rows.
    pub(super) fn rows(&self) -> usize {
        self.scales.len() + usize::from(self.has_sum)
    }

    /// The scaled column of a unit of the reference or of the evaluated table.
    pub(super) fn column(&self, units: &Units, unit: usize) -> Vec<f64> {
        let figures = units.inputs_of(unit).chain(units.outputs_of(unit));
        let scaled = figures.zip(&self.scales).map(|(figure, scale)| figure / scale);
        scaled.chain(self.has_sum.then_some(1.0)).collect()
    }

    /// The column of the table that holds a unit, if it can be a peer.
    pub(super) fn place(&self, unit: usize) -> Option<usize> {
        self.dominance.kept.binary_search(&unit).ok()
    }
}

/// Per unit, figures of which more is better: outputs as they are, inputs turned. A column that must be met
/// exactly stands both ways, because only a unit with the same figure can take the place of another.
fn merits(units: &Units, inputs: &[Role], outputs: &[Role]) -> (Vec<f64>, usize) {
    let (side_in, side_out) = (units.side(Side::Input), units.side(Side::Output));
    let turned = side_in
        .iter()
        .zip(inputs)
        .map(|(column, role)| (column, -1.0, *role));
    let kept = side_out
        .iter()
        .zip(outputs)
        .map(|(column, role)| (column, 1.0, *role));
    let mut columns: Vec<(&Vec<f64>, f64)> = Vec::new();
    for (column, sign, role) in turned.chain(kept) {
        columns.push((column, sign));
        if role == Role::Equal {
            columns.push((column, -sign));
        }
    }
    let figure = |unit: usize, column: &[f64]| column.get(unit).copied().unwrap_or(0.0);
    let merits =
        (0..units.len()).flat_map(|unit| columns.iter().map(move |(c, sign)| sign * figure(unit, c)));
    (merits.collect(), columns.len())
}
