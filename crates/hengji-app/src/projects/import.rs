//! 导入项目清单 (import): a list of the budget is read, checked row by row, shown, and stored whole or not at all.

mod check;
mod columns;
mod commit;
mod preview;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use crate::lists::ColumnChoice;
pub use columns::ProjectField;

/// A list as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UploadedList {
    /// Name of the file.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What columns mean, where the person said so; others are read by their headings.
    pub columns: Vec<ColumnChoice>,
    /// Unit of its money (元, 万元, 亿元) where the person said so; otherwise read from the file.
    pub money_unit: Option<String>,
    /// Name under which the meaning of its columns is kept for the next file from the same source.
    pub keep_mapping_as: Option<String>,
}

/// What an import wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedProjects {
    /// New projects.
    pub new_count: u32,
    /// Projects that were changed.
    pub changed_count: u32,
    /// Projects that already stood just so.
    pub unchanged_count: u32,
}

/// What is kept with the batch, so that the same bytes are read the same way again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reading {
    columns: Vec<ColumnChoice>,
    money_unit: Option<String>,
}
