//! 资金数据 (money data): budgets, adjustments, payments and control totals come by file, become facts, and are
//! reconciled; every difference is owned by somebody.

mod check;
mod columns;
mod commit;
mod difference;
mod export;
mod load;
mod month;
mod operator;
mod preview;
mod reconcile;
pub(crate) mod seed;
#[cfg(test)]
mod tests;
pub mod view;

use serde::{Deserialize, Serialize};

use crate::lists::ColumnChoice;

pub use columns::MoneyField;
pub use difference::DifferenceQuery;
pub use operator::OperatorMoney;
pub(crate) use reconcile::unlike_facts;
pub use seed::SeedControl;

/// A file of money data as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UploadedMoney {
    /// What it brings: a code of [`hengji_domain::fact::load::LoadKind`].
    pub kind: String,
    /// 来源: the lasting name of whoever sends such files. The meaning of columns is kept under it, and a later file
    /// of the same source takes the place of an earlier one for the same month.
    pub source: String,
    /// Name of the file.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What columns mean, where the person said so; others are read by their headings.
    pub columns: Vec<ColumnChoice>,
    /// Unit of its money (元, 万元, 亿元) where the person said so; otherwise read from the file.
    pub money_unit: Option<String>,
    /// The month of all rows, where the file has no column for it: `7` or `2020-07`.
    pub month: Option<String>,
    /// Rows that are alike in every cell are meant so.
    pub accepts_duplicates: bool,
}

/// What an import of money data wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedMoney {
    /// The import.
    pub import: String,
    /// Facts written.
    pub loaded_rows: u32,
    /// Facts of an earlier file that they took the place of.
    pub replaced_rows: u32,
    /// Rows of projects that the register does not have: no facts, but differences.
    pub unknown_rows: u32,
    /// Differences found for the first time.
    pub new_differences: u32,
    /// Differences whose figures changed or that settled.
    pub changed_differences: u32,
}

/// What is kept with the batch, so that the same bytes are read the same way again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reading {
    source: String,
    columns: Vec<ColumnChoice>,
    money_unit: Option<String>,
    month: Option<String>,
    accepts_duplicates: bool,
}

/// The period of a month of the year; month 0 is the year itself.
pub(crate) fn period(year: hengji_domain::BudgetYear, month: u32) -> String {
    if month == 0 {
        year.to_string()
    } else {
        format!("{year}-{month:02}")
    }
}
