//! What pages show of adjustments and of the versions of a goal.

use hengji_domain::Timestamp;
use hengji_domain::id::SheetId;

use crate::sheets::view::{SheetDiff, StateTag};

/// An adjustment beside its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdjustmentView {
    /// The goal that is adjusted.
    pub goal: SheetId,
    /// The edition it was made from.
    pub from_edition: i32,
    /// 调整原因.
    pub reason: String,
    /// 调整依据.
    pub basis: String,
    /// Lines of the issued goal that are given up.
    pub dropped: Vec<DroppedLine>,
    /// What it changes against the edition it was made from.
    pub diff: SheetDiff,
    /// The edition of the goal that it became.
    pub replaced_edition: Option<i32>,
    /// Whether, finally approved, it takes the place of the goal in force.
    pub replaces_goal: bool,
    /// Whether lines that stay keep their weights.
    pub weights_fixed: bool,
}

/// A line that is given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DroppedLine {
    /// Key of the line.
    pub key: String,
    /// 三级指标.
    pub level3: String,
    /// Its target.
    pub target: String,
    /// Why.
    pub reason: String,
}

/// 版本 of a goal: 编制, 批复 or 执行.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalVersion {
    /// 编制, 批复, 执行.
    pub stage: &'static str,
    /// The edition.
    pub edition: i32,
    /// What made it this version.
    pub note: String,
}

/// An adjustment in the list of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdjustmentRow {
    /// Its sheet.
    pub sheet: SheetId,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit_name: String,
    /// Where it stands.
    pub state: StateTag,
    /// 调整原因.
    pub reason: String,
    /// The edition of the goal it was made from.
    pub from_edition: i32,
    /// The edition that it became.
    pub replaced_edition: Option<i32>,
    /// When it was finally approved.
    pub concluded_at: Option<Timestamp>,
}
