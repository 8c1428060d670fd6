//! What the list of findings shows.

use hengji_domain::id::{ProjectId, SheetId};
use hengji_domain::sheet::SheetKind;

use crate::sheets::view::FindingView;

/// A finding with the sheet it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// The sheet.
    pub sheet: SheetId,
    /// Kind of form.
    pub kind: SheetKind,
    /// The project.
    pub project: ProjectId,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit_name: String,
    /// What is wrong.
    pub finding: FindingView,
}
