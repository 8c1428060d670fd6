//! What programs send and get of sheets.

use hengji_app::Written;
use hengji_app::sheets::view::{FindingView, LineView, SheetPage};
use hengji_app::sheets::{LineDraft, SheetDraft};
use hengji_domain::{Money, Score, Weight};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which sheet is begun.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenInput {
    /// goal, monitoring or self_evaluation.
    pub(crate) kind: String,
}

/// A step that needs the version only.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MoveInput {
    /// The version that was read.
    pub(crate) version: i32,
}

/// 审核通过.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovalInput {
    /// The version that was read.
    pub(crate) version: i32,
    /// 审核意见.
    #[serde(default)]
    pub(crate) words: String,
}

/// 退回修改.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReturnInput {
    /// The version that was read.
    pub(crate) version: i32,
    /// At least one.
    pub(crate) opinions: Vec<Opinion>,
}

/// One opinion of a return.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Opinion {
    /// Key of the line; none for the whole sheet.
    #[serde(default)]
    pub(crate) line: Option<String>,
    /// Code of the closed list.
    pub(crate) reason: String,
    /// Words.
    #[serde(default)]
    pub(crate) text: String,
}

/// A draft to be stored: texts as people write them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SheetInput {
    /// The version that was read.
    version: i32,
    /// 年度总体目标.
    #[serde(default)]
    annual_goal: String,
    /// 实际完成情况, only on a self-evaluation.
    #[serde(default)]
    achievement: String,
    /// 年初预算数, 万元.
    #[serde(default)]
    initial: String,
    /// 全年预算数, 万元, only on a self-evaluation.
    #[serde(default)]
    adjusted: String,
    /// 全年执行数, 万元, only on a self-evaluation.
    #[serde(default)]
    executed: String,
    /// 预算执行率得分 as stated.
    #[serde(default)]
    execution_score: String,
    /// 总分 as stated.
    #[serde(default)]
    total_score: String,
    /// 全年预计执行数, 万元, only on monitoring.
    #[serde(default)]
    expected_executed: String,
    /// The lines in order.
    lines: Vec<LineInput>,
}

/// A line of a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(crate) struct LineInput {
    /// Its key; none for a new line of a goal.
    key: Option<String>,
    /// 一级指标.
    level1: String,
    /// 二级指标.
    level2: String,
    /// 三级指标.
    level3: String,
    /// 年度指标值.
    target: String,
    /// 实际完成值, only on a self-evaluation.
    actual: String,
    /// 分值.
    weight: String,
    /// 自评得分, only on a self-evaluation.
    score: String,
    /// 偏差原因分析及改进措施.
    reason: String,
    /// 全年预计完成情况, only on monitoring.
    expected: String,
    /// 完成目标可能性, a code of the closed list, only on monitoring.
    likelihood: String,
    /// 偏差原因, a code of the closed list, only on monitoring.
    cause: String,
    /// 改进措施, only on monitoring.
    measures: String,
    /// 其中: a part of the line above.
    is_part: bool,
    /// Library indicator it was taken from.
    library_indicator: Option<String>,
}

impl From<SheetInput> for SheetDraft {
    fn from(input: SheetInput) -> Self {
        Self {
            version: input.version,
            annual_goal: input.annual_goal,
            achievement: input.achievement,
            initial: input.initial,
            adjusted: input.adjusted,
            executed: input.executed,
            execution_score: input.execution_score,
            total_score: input.total_score,
            expected_executed: input.expected_executed,
            lines: input.lines.into_iter().map(Into::into).collect(),
            // Adjustments are explained on their page.
            adjustment: None,
        }
    }
}

impl From<LineInput> for LineDraft {
    fn from(input: LineInput) -> Self {
        Self {
            key: input.key,
            level1: input.level1,
            level2: input.level2,
            level3: input.level3,
            target: input.target,
            actual: input.actual,
            weight: input.weight,
            score: input.score,
            reason: input.reason,
            expected: input.expected,
            likelihood: input.likelihood,
            cause: input.cause,
            measures: input.measures,
            is_part: input.is_part,
            library_indicator: input.library_indicator,
        }
    }
}

/// What a write gives back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Saved {
    /// The sheet.
    id: String,
    /// Its version now.
    version: i32,
}

impl From<Written> for Saved {
    fn from(written: Written) -> Self {
        Self {
            id: written.id,
            version: written.version,
        }
    }
}

/// A sheet.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sheet {
    id: String,
    /// goal or self_evaluation.
    kind: &'static str,
    project: String,
    year: u16,
    /// draft, in_review, returned or concluded.
    state: &'static str,
    /// The state in Chinese, with the step that must act.
    state_name: String,
    edition: i32,
    version: i32,
    annual_goal: String,
    achievement: String,
    initial_fen: Option<i64>,
    adjusted_fen: Option<i64>,
    executed_fen: Option<i64>,
    execution_rate_bp: Option<i64>,
    /// Sum of the weights of the lines, hundredths of a point.
    weight_centi: i32,
    /// What it must be.
    weight_required_centi: i32,
    stated_total_centi: Option<i32>,
    computed_total_centi: Option<i32>,
    grade: Option<String>,
    lines: Vec<LineItem>,
    findings: Vec<FindingItem>,
    /// Codes of what the caller may do now.
    may: Vec<&'static str>,
    /// SHA-256 of the concluded paper.
    paper_sha256: Option<String>,
}

/// A line.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineItem {
    key: String,
    position: u32,
    level1: String,
    level2: String,
    level3: String,
    /// 年度指标值, verbatim.
    target: String,
    /// How it was read: number, percent, date, qualitative, tiers, frequency, compound, blank, unreadable.
    target_kind: &'static str,
    /// 实际完成值, verbatim.
    actual: String,
    weight_centi: Option<i32>,
    stated_score_centi: Option<i32>,
    computed_score_centi: Option<i32>,
    /// Rule that scores it, e.g. `scoring.positive`.
    rule: Option<String>,
    reason: String,
    is_part: bool,
}

/// A finding.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FindingItem {
    code: &'static str,
    /// error, warning or notice.
    severity: &'static str,
    /// Position of the line; none for the whole sheet.
    row: Option<u32>,
    /// Cell of the imported file.
    cell: Option<String>,
    message: String,
    suggestion: String,
}

impl From<&FindingView> for FindingItem {
    fn from(finding: &FindingView) -> Self {
        Self {
            code: finding.code,
            severity: finding.severity.code(),
            row: finding.position,
            cell: finding.cell.clone(),
            message: finding.message.clone(),
            suggestion: finding.suggestion.clone(),
        }
    }
}

impl From<&LineView> for LineItem {
    fn from(line: &LineView) -> Self {
        Self {
            key: line.key.to_string(),
            position: line.position,
            level1: line.level1.clone(),
            level2: line.level2.clone(),
            level3: line.level3.clone(),
            target: line.target.text.clone(),
            target_kind: line.target.kind(),
            actual: line.actual.text.clone(),
            weight_centi: line.weight.map(Weight::centi),
            stated_score_centi: line.stated_score.map(Score::centi),
            computed_score_centi: line.computed_score.map(Score::centi),
            rule: line.rule.clone(),
            reason: line.reason.clone(),
            is_part: line.is_part,
        }
    }
}

impl From<&SheetPage> for Sheet {
    fn from(page: &SheetPage) -> Self {
        Self {
            id: page.id.to_string(),
            kind: page.kind.code(),
            project: page.project.id.to_string(),
            year: page.project.year.get(),
            state: page.state.code,
            state_name: page.state.name.clone(),
            edition: page.edition,
            version: page.version,
            annual_goal: page.annual_goal.clone(),
            achievement: page.achievement.clone(),
            initial_fen: page.money.initial.map(Money::fen),
            adjusted_fen: page.money.adjusted.map(Money::fen),
            executed_fen: page.money.executed.map(Money::fen),
            execution_rate_bp: page.execution_rate_bp,
            weight_centi: page.totals.weight.centi(),
            weight_required_centi: page.totals.weight_required.centi(),
            stated_total_centi: page.totals.stated_total.map(Score::centi),
            computed_total_centi: page.totals.computed_total.map(Score::centi),
            grade: page.totals.grade.clone(),
            lines: page.lines.iter().map(Into::into).collect(),
            findings: page.findings.iter().map(Into::into).collect(),
            may: page.may.iter().map(|action| action.code()).collect(),
            paper_sha256: page.paper_sha256.clone(),
        }
    }
}
