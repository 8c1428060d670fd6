//! 面板 (panel): the same units over several periods, checked once.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::{FrontierError, Units};

/// The same units, with the same columns, in the same order, over at least two periods in their order of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Panel {
    periods: Vec<(String, Units)>,
}

/// Why a panel cannot be compared over its periods.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PanelError {
    /// One period has no change.
    #[error(
        "只有 {found} 个年度,逐年比较至少需要 2 个。请补充年度,或改用单年的效率前沿。 [panel-too-few-periods]"
    )]
    TooFewPeriods {
        /// Periods found.
        found: usize,
    },
    /// Two tables carry one period.
    #[error(
        "年度“{period}”出现了两次(第 {first} 张和第 {second} 张表)。请合并或更正年度。 [panel-duplicate-period]"
    )]
    DuplicatePeriod {
        /// The period.
        period: String,
        /// The first table, from one.
        first: usize,
        /// The second table, from one.
        second: usize,
    },
    /// A period has other units, or the same in another order.
    #[error(
        "年度“{period}”第 {row} 行是“{found}”,而“{base}”同一行是“{expected}”。各年度应是同样的单位、同样的次序;缺年的单位请先剔除。 [panel-units-differ]"
    )]
    UnitsDiffer {
        /// The period.
        period: String,
        /// The first period, to which it is compared.
        base: String,
        /// The row, from one.
        row: usize,
        /// The unit found, or 无.
        found: String,
        /// The unit of the first period, or 无.
        expected: String,
    },
    /// A period has other columns.
    #[error(
        "年度“{period}”有 {inputs} 列投入、{outputs} 列产出,而“{base}”有 {base_inputs} 列、{base_outputs} 列。各年度口径应一致。 [panel-columns-differ]"
    )]
    ColumnsDiffer {
        /// The period.
        period: String,
        /// Its inputs.
        inputs: usize,
        /// Its outputs.
        outputs: usize,
        /// The first period.
        base: String,
        /// Its inputs.
        base_inputs: usize,
        /// Its outputs.
        base_outputs: usize,
    },
}

impl Panel {
    /// A panel from one table for each period.
    ///
    /// # Errors
    ///
    /// [`PanelError`] if there are fewer than two periods, a period stands twice, or units or columns differ.
    pub fn new(periods: Vec<(String, Units)>) -> Result<Self, PanelError> {
        let Some(((base, first), rest)) = periods.split_first() else {
            return Err(PanelError::TooFewPeriods { found: 0 });
        };
        if rest.is_empty() {
            return Err(PanelError::TooFewPeriods { found: 1 });
        }
        unique(&periods)?;
        for (period, units) in rest {
            same_columns(base, first, period, units)?;
            same_units(base, first, period, units)?;
        }
        Ok(Self { periods })
    }

    /// How many periods there are; at least two.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "There is no empty panel.")]
    pub fn len(&self) -> usize {
        self.periods.len()
    }

    /// The name of a period, or nothing beyond the last.
    #[must_use]
    pub fn period(&self, at: usize) -> &str {
        self.periods.get(at).map_or("", |(name, _)| name)
    }

    /// The units of a period, or nothing beyond the last.
    #[must_use]
    pub fn units(&self, at: usize) -> Option<&Units> {
        self.periods.get(at).map(|(_, units)| units)
    }

    /// The units of some periods as one table, each named with its period.
    pub(super) fn pooled(&self, until: usize) -> Result<Units, FrontierError> {
        let (mut names, mut inputs, mut outputs) = (Vec::new(), Vec::new(), Vec::new());
        for (period, units) in self.periods.iter().take(until.saturating_add(1)) {
            for (unit, name) in units.names().iter().enumerate() {
                // The period's length keeps two pairs apart that would read alike when joined.
                names.push(format!("{}:{period}:{name}", period.len()));
                inputs.push(units.inputs_of(unit).collect());
                outputs.push(units.outputs_of(unit).collect());
            }
        }
        Units::new(names, inputs, outputs)
    }
}

fn unique(periods: &[(String, Units)]) -> Result<(), PanelError> {
    let mut seen = BTreeMap::new();
    for (at, (period, _)) in periods.iter().enumerate() {
        if let Some(first) = seen.insert(period, at) {
            return Err(PanelError::DuplicatePeriod {
                period: period.clone(),
                first: first + 1,
                second: at + 1,
            });
        }
    }
    Ok(())
}

fn same_columns(base: &str, first: &Units, period: &str, units: &Units) -> Result<(), PanelError> {
    let (base_inputs, base_outputs) = (first.input_count(), first.output_count());
    let (inputs, outputs) = (units.input_count(), units.output_count());
    if (inputs, outputs) == (base_inputs, base_outputs) {
        return Ok(());
    }
    let (period, base) = (period.to_owned(), base.to_owned());
    Err(PanelError::ColumnsDiffer {
        period,
        inputs,
        outputs,
        base,
        base_inputs,
        base_outputs,
    })
}

fn same_units(base: &str, first: &Units, period: &str, units: &Units) -> Result<(), PanelError> {
    let rows = first.len().max(units.len());
    for row in 0..rows {
        let (expected, found) = (first.names().get(row), units.names().get(row));
        if expected == found {
            continue;
        }
        let read = |name: Option<&String>| name.map_or("无", String::as_str).to_owned();
        let (expected, found) = (read(expected), read(found));
        let (period, base) = (period.to_owned(), base.to_owned());
        return Err(PanelError::UnitsDiffer {
            period,
            base,
            row: row + 1,
            found,
            expected,
        });
    }
    Ok(())
}
