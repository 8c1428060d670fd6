//! A value as columns: the text verbatim beside what was read from it.

use hengji_domain::Decimal;
use hengji_domain::value::{Comparator, Reading, ValueText};

use crate::error::StoreError;
use crate::text::{Row, loaded, stored};

/// The columns of one value; a line has them twice.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ValueColumns {
    pub(super) text: Option<String>,
    pub(super) kind: String,
    pub(super) comparator: Option<String>,
    pub(super) value: Option<String>,
    pub(super) high: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) due_on: Option<String>,
    pub(super) tiers: Option<String>,
}

impl ValueColumns {
    pub(super) fn new(value: &ValueText) -> Result<Self, StoreError> {
        let mut columns = Self {
            text: stored(&value.text),
            kind: value.kind().to_owned(),
            comparator: value.comparator.map(|one| one.code().to_owned()),
            unit: value.unit.as_deref().and_then(stored),
            ..Self::default()
        };
        match &value.reading {
            Reading::Number { value } | Reading::Percent { value } | Reading::Frequency { value } => {
                columns.value = Some(value.to_string());
            }
            Reading::Range { low, high } => {
                columns.value = Some(low.to_string());
                columns.high = Some(high.to_string());
            }
            Reading::Date { due_on } => columns.due_on = due_on.map(|date| date.to_string()),
            Reading::Tiers { thresholds } => columns.tiers = Some(write_tiers(thresholds)?),
            Reading::Qualitative | Reading::Compound | Reading::Blank | Reading::Unreadable => {}
        }
        Ok(columns)
    }

    pub(super) fn read(self, row: Row<'_>) -> Result<ValueText, StoreError> {
        let decimal = |text: &Option<String>| row.parse_opt::<Decimal>("value", text.as_deref());
        let (value, high) = (decimal(&self.value)?, decimal(&self.high)?);
        let reading = match (self.kind.as_str(), value, high) {
            ("number", Some(value), None) => Reading::Number { value },
            ("number", Some(low), Some(high)) => Reading::Range { low, high },
            ("percent", Some(value), None) => Reading::Percent { value },
            ("frequency", Some(value), None) => Reading::Frequency { value },
            ("date", None, None) => Reading::Date {
                due_on: row.date("due_on", self.due_on.as_deref())?,
            },
            ("tiers", None, None) => Reading::Tiers {
                thresholds: read_tiers(row, self.tiers.as_deref())?,
            },
            ("qualitative", None, None) => Reading::Qualitative,
            ("compound", None, None) => Reading::Compound,
            ("blank", None, None) => Reading::Blank,
            ("unreadable", None, None) => Reading::Unreadable,
            (kind, ..) => return Err(row.corrupt(format!("kind 为“{kind}”,value 为 {:?}", self.value))),
        };
        let comparator = self
            .comparator
            .map(|code| row.code("comparator", &code, Comparator::from_code))
            .transpose()?;
        Ok(ValueText {
            text: loaded(self.text),
            reading,
            comparator,
            unit: self.unit,
        })
    }
}

/// Tiers as JSON: `[["优","95"],["良","85"]]`.
fn write_tiers(thresholds: &[(String, Decimal)]) -> Result<String, StoreError> {
    let pairs: Vec<(&str, String)> = thresholds
        .iter()
        .map(|(grade, threshold)| (grade.as_str(), threshold.to_string()))
        .collect();
    serde_json::to_string(&pairs).map_err(|error| StoreError::corrupt("lines", "-", error))
}

fn read_tiers(row: Row<'_>, text: Option<&str>) -> Result<Vec<(String, Decimal)>, StoreError> {
    let pairs: Vec<(String, String)> =
        serde_json::from_str(text.unwrap_or_default()).map_err(|error| row.corrupt(error))?;
    pairs
        .into_iter()
        .map(|(grade, threshold)| Ok((grade, row.parse("tiers", &threshold)?)))
        .collect()
}

#[cfg(test)]
mod tests;
