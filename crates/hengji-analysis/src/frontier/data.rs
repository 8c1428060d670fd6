//! 被比较的单位 (units): what each used and what each achieved, checked once so that no model has to.

use std::collections::BTreeMap;

use super::error::{FrontierError, Side};

/// Projects, departments or subdistricts with the same inputs and outputs.
///
/// All figures are finite and not negative, every unit has some input and some output, names are unique.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Units {
    names: Vec<String>,
    inputs: Vec<Vec<f64>>,
    outputs: Vec<Vec<f64>>,
}

impl Units {
    /// Units from rows: `inputs[unit][column]` and `outputs[unit][column]`, in any units of measure.
    ///
    /// # Errors
    ///
    /// [`FrontierError`] if the table is empty or ragged, if a figure is negative or no number, if a name stands
    /// twice, or if a unit has no input or no output at all.
    pub fn new(
        names: Vec<String>,
        inputs: Vec<Vec<f64>>,
        outputs: Vec<Vec<f64>>,
    ) -> Result<Self, FrontierError> {
        if names.len() != inputs.len() || names.len() != outputs.len() {
            let (names, inputs, outputs) = (names.len(), inputs.len(), outputs.len());
            return Err(FrontierError::SizesDiffer {
                names,
                inputs,
                outputs,
            });
        }
        if names.is_empty() {
            return Err(FrontierError::NoUnits);
        }
        unique(&names)?;
        let inputs = columns(&names, Side::Input, &inputs)?;
        let outputs = columns(&names, Side::Output, &outputs)?;
        Ok(Self {
            names,
            inputs,
            outputs,
        })
    }

    /// The number of units; never zero.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "There is no empty table of units.")]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The names in the order of the table.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The name of a unit, or nothing beyond the end of the table.
    #[must_use]
    pub fn name(&self, unit: usize) -> &str {
        self.names.get(unit).map_or("", String::as_str)
    }

    /// How many inputs there are.
    #[must_use]
    pub fn input_count(&self) -> usize {
        self.inputs.len()
    }

    /// How many outputs there are.
    #[must_use]
    pub fn output_count(&self) -> usize {
        self.outputs.len()
    }

    /// One input over all units; empty if there is no such column.
    #[must_use]
    pub fn input(&self, column: usize) -> &[f64] {
        self.inputs.get(column).map_or(&[], Vec::as_slice)
    }

    /// One output over all units; empty if there is no such column.
    #[must_use]
    pub fn output(&self, column: usize) -> &[f64] {
        self.outputs.get(column).map_or(&[], Vec::as_slice)
    }

    /// What one unit used, by column.
    pub fn inputs_of(&self, unit: usize) -> impl Iterator<Item = f64> + '_ {
        self.inputs
            .iter()
            .filter_map(move |column| column.get(unit).copied())
    }

    /// What one unit achieved, by column.
    pub fn outputs_of(&self, unit: usize) -> impl Iterator<Item = f64> + '_ {
        self.outputs
            .iter()
            .filter_map(move |column| column.get(unit).copied())
    }

    /// The columns of one side.
    pub(crate) fn side(&self, side: Side) -> &[Vec<f64>] {
        match side {
            Side::Input => &self.inputs,
            Side::Output => &self.outputs,
        }
    }
}

fn unique(names: &[String]) -> Result<(), FrontierError> {
    let mut rows = BTreeMap::new();
    for (row, name) in names.iter().enumerate() {
        if let Some(first) = rows.insert(name, row) {
            let (first, second) = (first + 1, row + 1);
            return Err(FrontierError::DuplicateUnit {
                name: name.clone(),
                first,
                second,
            });
        }
    }
    Ok(())
}

/// Turns checked rows into columns, because every model reads one column over all units.
fn columns(names: &[String], side: Side, rows: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, FrontierError> {
    let width = rows.first().map_or(0, Vec::len);
    if width == 0 {
        return Err(FrontierError::NoColumns { side });
    }
    let mut columns = vec![Vec::with_capacity(rows.len()); width];
    for (unit, row) in names.iter().zip(rows) {
        if row.len() != width {
            let (unit, found) = (unit.clone(), row.len());
            return Err(FrontierError::RowSize {
                unit,
                side,
                found,
                expected: width,
            });
        }
        for (at, (value, column)) in row.iter().zip(&mut columns).enumerate() {
            column.push(figure(unit, side, at + 1, *value)?);
        }
        if row.iter().all(|value| *value == 0.0) {
            return Err(FrontierError::AllZero {
                unit: unit.clone(),
                side,
            });
        }
    }
    Ok(columns)
}

fn figure(unit: &str, side: Side, column: usize, value: f64) -> Result<f64, FrontierError> {
    let unit = unit.to_owned();
    if !value.is_finite() {
        return Err(FrontierError::NotFinite { unit, side, column });
    }
    if value < 0.0 {
        return Err(FrontierError::Negative {
            unit,
            side,
            column,
            value,
        });
    }
    // Minus zero would print as a loss.
    Ok(value + 0.0)
}

#[cfg(test)]
mod tests;
