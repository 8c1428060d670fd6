//! What a page or an integrator sends when a sheet is saved, and how it becomes lines.

mod frozen;
mod goal;
mod monitored;
mod text;

use hengji_domain::Money;
use hengji_domain::id::LineKey;
use hengji_domain::sheet::{Sheet, SheetKind};
use serde::{Deserialize, Serialize};

use crate::error::FieldError;
use crate::goal::adjust::AdjustmentDraft;

/// A sheet as it is being written: texts as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetDraft {
    /// The version that was opened.
    pub version: i32,
    /// 年度总体目标.
    #[serde(default)]
    pub annual_goal: String,
    /// 实际完成情况; only on a self-evaluation.
    #[serde(default)]
    pub achievement: String,
    /// 年初预算数 in 万元.
    #[serde(default)]
    pub initial: String,
    /// 全年预算数 in 万元; only on a self-evaluation.
    #[serde(default)]
    pub adjusted: String,
    /// 全年执行数 in 万元; only on a self-evaluation.
    #[serde(default)]
    pub executed: String,
    /// 预算执行率得分 as stated; blank lets the rules give it.
    #[serde(default)]
    pub execution_score: String,
    /// 总分 as stated; blank lets the rules give it.
    #[serde(default)]
    pub total_score: String,
    /// 全年预计执行数 in 万元; only on monitoring.
    #[serde(default)]
    pub expected_executed: String,
    /// The lines in order.
    #[serde(default)]
    pub lines: Vec<LineDraft>,
    /// Reason, basis and dropped lines; only on an adjustment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjustment: Option<AdjustmentDraft>,
}

/// A line as it is being written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineDraft {
    /// Its identity; none for a new line of a goal.
    #[serde(default)]
    pub key: Option<String>,
    /// 一级指标; on a self-evaluation left blank, because it stands as issued.
    #[serde(default)]
    pub level1: String,
    /// 二级指标.
    #[serde(default)]
    pub level2: String,
    /// 三级指标.
    #[serde(default)]
    pub level3: String,
    /// 年度指标值, comparator and unit included: `≥300次`.
    #[serde(default)]
    pub target: String,
    /// 实际完成值; only on a self-evaluation.
    #[serde(default)]
    pub actual: String,
    /// 分值.
    #[serde(default)]
    pub weight: String,
    /// 得分 as stated; blank lets the rules give it.
    #[serde(default)]
    pub score: String,
    /// 偏差原因分析及改进措施.
    #[serde(default)]
    pub reason: String,
    /// 全年预计完成情况; only on monitoring.
    #[serde(default)]
    pub expected: String,
    /// 完成目标可能性, a code of the closed list; only on monitoring.
    #[serde(default)]
    pub likelihood: String,
    /// 偏差原因, a code of the closed list; only on monitoring.
    #[serde(default)]
    pub cause: String,
    /// 改进措施; only on monitoring.
    #[serde(default)]
    pub measures: String,
    /// 其中: a part of the nearest line above that is none.
    #[serde(default)]
    pub is_part: bool,
    /// The library indicator it was taken from.
    #[serde(default)]
    pub library_indicator: Option<String>,
}

/// Money of the project that comes from a source and that nobody retypes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sourced {
    /// 全年预算数.
    pub(crate) adjusted: Option<Money>,
    /// 全年执行数.
    pub(crate) executed: Option<Money>,
}

/// Most lines a sheet holds: the longest published form has under a hundred.
pub(crate) const LINES_MAX: usize = 300;

/// The sheet with the draft written into it, not yet scored. `fresh_key` makes the identity of a new line.
///
/// What `sourced` knows fills blanks and refuses other amounts; what the sheet held before is kept.
pub(crate) fn apply(
    sheet: &Sheet,
    draft: &SheetDraft,
    sourced: Sourced,
    fresh_key: &mut dyn FnMut() -> LineKey,
) -> Result<Sheet, Vec<FieldError>> {
    match sheet.kind {
        SheetKind::Goal | SheetKind::GoalAdjustment => goal::apply(sheet, draft, fresh_key),
        SheetKind::Monitoring => monitored::apply(sheet, draft, sourced),
        SheetKind::SelfEvaluation | SheetKind::ExAnteEvaluation => frozen::apply(sheet, draft, sourced),
    }
}

#[cfg(test)]
mod tests;
