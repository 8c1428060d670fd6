//! What pages show of a sheet, be it a goal or a self-evaluation: one shape for both.

use hengji_authz::Action;
use hengji_domain::finding::{Field, Severity};
use hengji_domain::id::{AttachmentId, LineKey, SheetId};
use hengji_domain::rule::{Citation, GoalFrame, ReviewReason};
use hengji_domain::sheet::{SheetKind, SheetMoney};
use hengji_domain::value::ValueText;
use hengji_domain::{NaiveDate, Score, Weight};

use crate::library::view::LibraryMark;
use crate::monitoring::view::MonitoringView;
use crate::projects::view::{ProjectHead, SourcedMoney};

/// Where a sheet stands, as a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateTag {
    /// draft, in_review, returned, concluded.
    pub code: &'static str,
    /// 编报中, 单位财务会签, 退回修改, 已批复下达 …: of a waiting sheet the name of its step.
    pub name: String,
    /// Who must act now; none when concluded.
    pub role_name: Option<&'static str>,
}

/// A sheet with everything its page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetPage {
    /// Identity.
    pub id: SheetId,
    /// Kind of form.
    pub kind: SheetKind,
    /// Where it stands.
    pub state: StateTag,
    /// 版次.
    pub edition: i32,
    /// Optimistic lock: sent back with every change.
    pub version: i32,
    /// The project.
    pub project: ProjectHead,
    /// The chain with who signed.
    pub steps: Vec<StepView>,
    /// 年度总体目标.
    pub annual_goal: String,
    /// 实际完成情况.
    pub achievement: String,
    /// Money.
    pub money: SheetMoney,
    /// 全年预算数 from its source: where it is known, nobody retypes it.
    pub adjusted_source: Option<SourcedMoney>,
    /// 全年执行数 from its source.
    pub executed_source: Option<SourcedMoney>,
    /// 执行率 in basis points.
    pub execution_rate_bp: Option<i64>,
    /// 预算执行率 as a scored row; none on a goal.
    pub execution: Option<ExecutionView>,
    /// The lines in order.
    pub lines: Vec<LineView>,
    /// Sums.
    pub totals: TotalsView,
    /// The frame in force: weights and taxonomy of the year.
    pub frame: GoalFrame,
    /// Where the frame comes from.
    pub frame_citation: Citation,
    /// What is wrong with it now.
    pub findings: Vec<FindingView>,
    /// Opinions of the last return, empty when none is open.
    pub opinions: Vec<OpinionView>,
    /// What was said before, newest first: a reviewer sees whether it was answered.
    pub earlier_opinions: Vec<OpinionView>,
    /// The closed list of reasons, for the return form.
    pub reasons: Vec<ReviewReason>,
    /// Signatures of all editions, oldest first.
    pub signatures: Vec<SignatureView>,
    /// Editions that can be compared.
    pub editions: Vec<EditionView>,
    /// Files beside it.
    pub attachments: Vec<AttachmentView>,
    /// Until when it must be handed in.
    pub due_on: Option<NaiveDate>,
    /// Past the deadline and still with the unit.
    pub is_late: bool,
    /// What the actor may do now.
    pub may: Vec<Action>,
    /// On an adjustment: why, on what basis, and what it changes.
    pub adjustment: Option<crate::goal::view::AdjustmentView>,
    /// On an issued goal: 编制, 批复 and 执行.
    pub versions: Vec<crate::goal::view::GoalVersion>,
    /// What only a monitoring sheet shows.
    pub monitoring: Option<MonitoringView>,
    /// SHA-256 of the paper, once issued or finalised.
    pub paper_sha256: Option<String>,
}

impl SheetPage {
    /// Whether the actor may do this now.
    pub fn may(&self, action: Action) -> bool {
        self.may.contains(&action)
    }
}

/// How a step of the steps bar looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepStatus {
    /// 已办.
    Done,
    /// 当前.
    Current,
    /// 未到.
    Waiting,
    /// 退回: this step sent the sheet back.
    ReturnedFrom,
}

/// A step of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    /// Stable code.
    pub code: String,
    /// Printed name.
    pub name: String,
    /// Who acts.
    pub role_name: &'static str,
    /// How it stands.
    pub status: StepStatus,
    /// Who acted in this edition, and when.
    pub hand: Option<crate::common::Hand>,
}

/// 预算执行率 as a scored row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExecutionView {
    /// 分值.
    pub weight: Option<Weight>,
    /// 得分 as stated.
    pub stated_score: Option<Score>,
    /// 得分 as the rules give it.
    pub computed_score: Option<Score>,
}

/// A line on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineView {
    /// Identity through the whole cycle.
    pub key: LineKey,
    /// Place on the sheet, from 1.
    pub position: u32,
    /// 一级指标.
    pub level1: String,
    /// 二级指标.
    pub level2: String,
    /// 三级指标.
    pub level3: String,
    /// 目标值 as written and as read.
    pub target: ValueText,
    /// 完成值 as written and as read.
    pub actual: ValueText,
    /// 分值.
    pub weight: Option<Weight>,
    /// 得分 as stated.
    pub stated_score: Option<Score>,
    /// 得分 as the rules give it.
    pub computed_score: Option<Score>,
    /// Code of the rule that scores it, e.g. `scoring.positive`; none where it cannot be computed.
    pub rule: Option<String>,
    /// Why the rules give no score, and what to do; none where they give one.
    pub why_not_computed: Option<String>,
    /// 偏差原因分析及改进措施.
    pub reason: String,
    /// 其中: a part of the line above.
    pub is_part: bool,
    /// The library indicator it was taken from.
    pub library_indicator: Option<String>,
    /// That indicator, and what the unit changed.
    pub library_mark: Option<LibraryMark>,
}

/// Sums of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalsView {
    /// Sum of the weights of the lines.
    pub weight: Weight,
    /// What they must add up to under the frame in force.
    pub weight_required: Weight,
    /// Sum by first-level class, with what the frame asks.
    pub by_first_level: Vec<FirstLevelTotal>,
    /// How many third-level indicators.
    pub line_count: u32,
    /// Fewest allowed; none where no rule sets it.
    pub line_count_min: Option<u32>,
    /// How many of them are quantified.
    pub quantified_count: u32,
    /// Quantification rate in basis points; none without lines.
    pub quantification_rate_bp: Option<i64>,
    /// Least allowed; none where no rule sets it.
    pub quantification_rate_min_bp: Option<u32>,
    /// Total as stated.
    pub stated_total: Option<Score>,
    /// Total as the rules give it.
    pub computed_total: Option<Score>,
    /// Grade of the computed total.
    pub grade: Option<String>,
}

/// The weight of a first-level class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstLevelTotal {
    /// 一级指标 as printed.
    pub name: String,
    /// Sum of its lines.
    pub weight: Weight,
    /// What the frame asks.
    pub required: Weight,
}

/// A finding on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingView {
    /// Stable code.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Position of the line; none where the whole sheet is meant.
    pub position: Option<u32>,
    /// The part of the form.
    pub field: Option<Field>,
    /// The cell in the imported file, e.g. `F12`; none on a page.
    pub cell: Option<String>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub suggestion: String,
}

/// An opinion of a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionView {
    /// The edition that was returned.
    pub edition: i32,
    /// The line; none for the whole sheet.
    pub line: Option<LineKey>,
    /// The reason as printed.
    pub reason: String,
    /// Free text.
    pub text: String,
    /// The step that returned it.
    pub step: String,
    /// Who and when.
    pub hand: crate::common::Hand,
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureView {
    /// The edition signed.
    pub edition: i32,
    /// The step's printed name.
    pub step: String,
    /// The role that signed.
    pub role_name: &'static str,
    /// Who and when.
    pub hand: crate::common::Hand,
    /// SHA-256 of the content signed.
    pub content_sha256: String,
}

/// An edition that can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionView {
    /// 版次.
    pub edition: i32,
    /// Who handed it in, and when.
    pub hand: crate::common::Hand,
    /// SHA-256 of its content.
    pub content_sha256: String,
}

/// A file beside a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentView {
    /// Identity.
    pub id: AttachmentId,
    /// File name as sent.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Media type found in the content.
    pub media_type: String,
    /// SHA-256 of the content.
    pub sha256: String,
    /// Who sent it, and when.
    pub hand: crate::common::Hand,
}

/// What is wrong with a draft that is being typed, and its sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftCheck {
    /// Sums.
    pub totals: TotalsView,
    /// Findings.
    pub findings: Vec<FindingView>,
    /// What is not there yet and would keep the sheet from being handed in.
    pub unanswered: Vec<crate::error::FieldError>,
    /// 得分 of each line as the rules give it, in order of the draft.
    pub computed_scores: Vec<Option<Score>>,
}

/// How one edition differs from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetDiff {
    /// The older edition.
    pub from_edition: i32,
    /// The newer edition.
    pub to_edition: i32,
    /// Changes of the head: field name in Chinese, before, after.
    pub head: Vec<FieldChange>,
    /// Lines, in order of the newer edition; removed ones last.
    pub lines: Vec<LineDiff>,
}

/// A changed field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field's name in Chinese.
    pub field: &'static str,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

/// What happened to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineChange {
    /// 新增.
    Added,
    /// 删除.
    Removed,
    /// 修改.
    Changed,
    /// 未变.
    Same,
}

/// A line in a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineDiff {
    /// Identity.
    pub key: LineKey,
    /// What happened.
    pub change: LineChange,
    /// 三级指标 in the newer edition, of a removed line in the older.
    pub level3: String,
    /// Its changed fields.
    pub fields: Vec<FieldChange>,
}

/// 评分依据 (trace): why a score is what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceView {
    /// 三级指标, or 预算执行率.
    pub subject: String,
    /// Code of the rule, e.g. `scoring.positive`.
    pub rule_code: String,
    /// Where the rule comes from.
    pub citation: Citation,
    /// What went in, by name.
    pub inputs: Vec<(String, String)>,
    /// The arithmetic in one line.
    pub arithmetic: String,
    /// The result; none where it cannot be computed.
    pub result: Option<Score>,
    /// What a reader should know.
    pub notes: Vec<String>,
    /// Fingerprint of the rules that were used.
    pub rules_fingerprint: String,
}
