//! Tables of units for the property tests: small whole numbers, so that ties and exact copies are common.

use proptest::prelude::*;

use super::Units;

/// A table with unit names 甲1, 甲2, …
#[track_caller]
pub(super) fn table(inputs: Vec<Vec<f64>>, outputs: Vec<Vec<f64>>) -> Units {
    let names = (1..=inputs.len()).map(|number| format!("甲{number}")).collect();
    match Units::new(names, inputs, outputs) {
        Ok(units) => units,
        Err(error) => panic!("{error}"),
    }
}

/// One input and one output for each unit.
#[track_caller]
pub(super) fn one_by_one(cells: &[(f64, f64)]) -> Units {
    table(
        cells.iter().map(|cell| vec![cell.0]).collect(),
        cells.iter().map(|cell| vec![cell.1]).collect(),
    )
}

/// Rows of inputs and rows of outputs.
pub(super) type Rows = (Vec<Vec<f64>>, Vec<Vec<f64>>);

/// Between `least` and `most` units with one to three inputs and one or two outputs, of which all but the first may be
/// nothing.
pub(super) fn tables(least: usize, most: usize) -> impl Strategy<Value = Rows> {
    (least..=most, 1_usize..=3, 1_usize..=2).prop_flat_map(|(units, inputs, outputs)| {
        let rows = |columns: usize| {
            let first = (1_u8..=12).prop_map(f64::from);
            let others = proptest::collection::vec((0_u8..=12).prop_map(f64::from), columns - 1);
            let row = (first, others).prop_map(|(first, others)| [vec![first], others].concat());
            proptest::collection::vec(row, units)
        };
        (rows(inputs), rows(outputs))
    })
}

/// The same table in other units of measure; powers of two, so that no digit is lost.
pub(super) fn rescaled((inputs, outputs): &Rows) -> Rows {
    let scale = |rows: &[Vec<f64>], first: f64| {
        let factors = [first, 0.25, 1024.0];
        rows.iter()
            .map(|row| {
                row.iter()
                    .zip(factors)
                    .map(|(cell, factor)| cell * factor)
                    .collect()
            })
            .collect()
    };
    (scale(inputs, 4096.0), scale(outputs, 0.125))
}

/// The same table with one more unit that does no better than the first one in any column.
pub(super) fn with_a_worse_copy_of_the_first((inputs, outputs): &Rows) -> Rows {
    let (mut inputs, mut outputs) = (inputs.clone(), outputs.clone());
    inputs.push(
        inputs
            .first()
            .map(|row| row.iter().map(|cell| cell + 1.0).collect())
            .unwrap_or_default(),
    );
    outputs.push(
        outputs
            .first()
            .map(|row| row.iter().map(|cell| cell / 2.0).collect())
            .unwrap_or_default(),
    );
    (inputs, outputs)
}

/// Both ways of looking.
pub(super) fn orientations() -> impl Strategy<Value = super::Orientation> {
    prop_oneof![Just(super::Orientation::Input), Just(super::Orientation::Output)]
}
