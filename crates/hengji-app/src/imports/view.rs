//! What pages show of an import of goal and self-evaluation workbooks.

use hengji_domain::id::{ImportId, ProjectId, SheetId, UnitId};
use hengji_domain::sheet::SheetKind;
use hengji_domain::{Score, Timestamp};
use serde::{Deserialize, Serialize};

use crate::sheets::view::FindingView;

/// Where a form of a file would go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// 更新: a draft of this project is filled.
    Update(SheetId),
    /// 新表: the project exists, the sheet does not.
    NewSheet(ProjectId),
    /// 新项目: project (and sheet) are created for this unit.
    NewProject(UnitId),
    /// 新单位: the unit too is created: only where published cases are collected.
    NewUnit,
    /// 不能入库: the reason stands among the problems.
    Nowhere,
}

/// A form in the preview of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewForm {
    /// Worksheet.
    pub worksheet: String,
    /// Kind of form.
    pub kind: Option<SheetKind>,
    /// 项目名称 as read.
    pub project: String,
    /// 实施单位 as read.
    pub unit: String,
    /// How many lines.
    pub line_count: u32,
    /// Total as stated.
    pub stated_total: Option<Score>,
    /// Total as the rules give it.
    pub computed_total: Option<Score>,
    /// What is wrong.
    pub findings: Vec<FindingView>,
    /// Where it would go.
    pub destination: Destination,
    /// Why it cannot go anywhere; empty when it can.
    pub problems: Vec<String>,
}

/// The preview of an import: 检查后入库.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormsPreview {
    /// The stored batch, to be committed or dropped.
    pub import: ImportId,
    /// File name.
    pub file_name: String,
    /// SHA-256 of the file.
    pub file_sha256: String,
    /// Where the batch stands: `checked` or `stored`.
    pub state: String,
    /// Its forms.
    pub forms: Vec<PreviewForm>,
    /// Whether every form has a place: only then it can be stored, all or nothing.
    pub can_commit: bool,
    /// When it was checked.
    pub checked_at: Timestamp,
}

/// What an import wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The batch.
    pub import: String,
    /// New units.
    pub units: u32,
    /// New projects.
    pub projects: u32,
    /// Sheets written.
    pub sheets: Vec<String>,
    /// Lines written.
    pub lines: u32,
    /// Findings written.
    pub findings: u32,
}
