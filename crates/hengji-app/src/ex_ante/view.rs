//! What the pages of ex-ante evaluations show: ready values, nothing to compute.

use hengji_authz::Action;
use hengji_domain::ex_ante::{
    ConclusionRule, Condition, Material, ReportState, ScoreSummary, Seal, SubjectKind,
};
use hengji_domain::id::{LineKey, ProjectId, SheetId};
use hengji_domain::rule::Citation;
use hengji_domain::{Money, NaiveDate, Score, Timestamp, Weight};

use crate::common::{Choice, Hand, PageOf};
use crate::sheets::view::{AttachmentView, EditionView, OpinionView, SignatureView, StateTag, StepView};

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExAnteRow {
    /// The project.
    pub project: ProjectId,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 实施单位.
    pub unit_name: String,
    /// 主管部门.
    pub department_name: String,
    /// 类别.
    pub category: String,
    /// Project or policy.
    pub kind: SubjectKind,
    /// 牵头单位.
    pub lead_name: String,
    /// Why it is on the list, or off it.
    pub reasons: Vec<String>,
    /// Whether it must be evaluated.
    pub is_listed: bool,
    /// Whether a person decided that.
    pub is_by_hand: bool,
    /// The money of the project.
    pub total: Money,
    /// The evaluation.
    pub sheet: Option<SheetId>,
    /// Where it stands.
    pub state: StateTag,
    /// State of the report.
    pub report: ReportState,
    /// 申请金额.
    pub asked: Option<Money>,
    /// Score.
    pub score: Option<Score>,
    /// The printed conclusion.
    pub conclusion: Option<String>,
    /// Whether the conclusion is final.
    pub is_final: bool,
    /// 核定金额.
    pub granted: Option<Money>,
    /// 评减金额.
    pub cut: Option<Money>,
    /// Past its day without a final conclusion.
    pub is_late: bool,
    /// Whether the actor may begin it.
    pub may_open: bool,
}

/// How many, and the money, of one conclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConclusionFigure {
    /// The printed conclusion.
    pub name: String,
    /// Whether it supports.
    pub supports: bool,
    /// How many.
    pub count: u64,
    /// 申请金额.
    pub asked: Money,
    /// 核定金额.
    pub granted: Money,
}

/// The figures of the year, over everything the reader may see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExAnteFigures {
    /// On the list.
    pub listed: u64,
    /// Not begun.
    pub not_begun: u64,
    /// Under way.
    pub underway: u64,
    /// Final.
    pub concluded: u64,
    /// Past the day without a final conclusion.
    pub late: u64,
    /// 申请金额 of what is final.
    pub asked: Money,
    /// 核定金额 of what is final.
    pub granted: Money,
    /// 评减金额 of what is final.
    pub cut: Money,
    /// By conclusion, in the order of the rules.
    pub by_conclusion: Vec<ConclusionFigure>,
}

/// A change of the list by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListChangeView {
    /// 项目名称.
    pub project_name: String,
    /// What was done.
    pub deed: String,
    /// Why.
    pub reason: String,
    /// Who and when.
    pub hand: Hand,
}

/// The list page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExAnteList {
    /// The rows of this page.
    pub page: PageOf<ExAnteRow>,
    /// The figures of the year.
    pub figures: ExAnteFigures,
    /// Changes by hand, the latest first; empty for readers outside the bureau.
    pub changes: Vec<ListChangeView>,
    /// Categories for the filter.
    pub categories: Vec<Choice>,
    /// Conclusions for the filter.
    pub conclusions: Vec<Choice>,
    /// Projects that may be put on the list by hand.
    pub candidates: Vec<Choice>,
    /// Where the criteria come from.
    pub criteria: Citation,
    /// Until when evaluations must be concluded.
    pub due_on: Option<NaiveDate>,
    /// Whether the actor makes and changes the list.
    pub may_change: bool,
    /// Whether the actor may take it out.
    pub may_export: bool,
}

/// A material with its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialView {
    /// The material.
    pub material: Material,
    /// Its files.
    pub files: Vec<AttachmentView>,
}

/// An invited expert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpertView {
    /// The account.
    pub code: String,
    /// Name.
    pub name: String,
    /// 所在机构.
    pub institution: String,
    /// Who invited, and when.
    pub invited: Hand,
    /// When the scores came in.
    pub submitted_at: Option<Timestamp>,
    /// When they were changed after the discussion.
    pub revised_at: Option<Timestamp>,
}

/// What one expert gave for one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenScore {
    /// Before the discussion.
    pub independent: Score,
    /// The opinion.
    pub words: String,
    /// After it, where changed.
    pub revised: Option<Score>,
    /// Why it was changed.
    pub reason: String,
}

impl GivenScore {
    /// The score that counts.
    pub fn stands(&self) -> Score {
        self.revised.unwrap_or(self.independent)
    }
}

/// An item with every expert's score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// Identity of the item.
    pub key: LineKey,
    /// Place on the sheet, from 1.
    pub position: u32,
    /// 评估内容.
    pub content: String,
    /// 评估要点.
    pub section: String,
    /// 评分项.
    pub item: String,
    /// Full score.
    pub points: Weight,
    /// Scores in the order of the experts.
    pub scores: Vec<Option<GivenScore>>,
    /// Mean and spread.
    pub summary: Option<ScoreSummary>,
}

/// One expert's total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpertTotal {
    /// The expert.
    pub name: String,
    /// 总体意见.
    pub opinion: String,
    /// Before the discussion.
    pub independent: Score,
    /// The total that counts.
    pub stands: Score,
}

/// Every item by every expert.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScoreMatrix {
    /// The items.
    pub rows: Vec<MatrixRow>,
    /// The experts' totals.
    pub totals: Vec<ExpertTotal>,
    /// Mean and spread of the totals.
    pub summary: Option<ScoreSummary>,
    /// Whether the spread reaches the rule's limit.
    pub is_wide: bool,
}

/// An item of the acting expert's own sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnItem {
    /// Identity of the item.
    pub key: LineKey,
    /// Place on the sheet, from 1.
    pub position: u32,
    /// 评估内容.
    pub content: String,
    /// 评估要点.
    pub section: String,
    /// 评分项.
    pub item: String,
    /// Full score.
    pub points: Weight,
    /// What was given.
    pub given: Option<GivenScore>,
}

/// The acting expert's own sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnScores {
    /// Its version.
    pub version: i32,
    /// The items.
    pub items: Vec<OwnItem>,
    /// 总体意见.
    pub opinion: String,
    /// When it was handed in.
    pub submitted_at: Option<Timestamp>,
    /// Whether independent scores may be written now.
    pub may_score: bool,
    /// Whether scores may be changed after the discussion.
    pub may_revise: bool,
}

/// A precondition on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionView {
    /// The precondition.
    pub condition: Condition,
    /// 责任单位.
    pub unit_name: String,
    /// Unmet and past its day.
    pub is_late: bool,
}

/// The page of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationPage {
    /// Identity.
    pub id: SheetId,
    /// Optimistic lock.
    pub version: i32,
    /// Number of the present edition.
    pub edition: i32,
    /// Where it stands.
    pub state: StateTag,
    /// State of the report.
    pub report: ReportState,
    /// The steps bar.
    pub steps: Vec<StepView>,
    /// Code of the step that acts now.
    pub step: String,
    /// The row of the list it belongs to.
    pub row: ExAnteRow,
    /// 概况.
    pub summary: String,
    /// Materials.
    pub materials: Vec<MaterialView>,
    /// Experts.
    pub experts: Vec<ExpertView>,
    /// Accounts that may be invited; empty for whoever may not.
    pub candidates: Vec<Choice>,
    /// Fewest experts.
    pub experts_least: u32,
    /// Where that comes from.
    pub experts_citation: Citation,
    /// Whether scores may be seen.
    pub seal: Seal,
    /// When and by whom the discussion was opened.
    pub discussion: Option<Hand>,
    /// The scores, once the seal is broken.
    pub matrix: Option<ScoreMatrix>,
    /// The acting expert's own sheet.
    pub own: Option<OwnScores>,
    /// Where the framework comes from.
    pub framework_citation: Citation,
    /// The closed list of conclusions.
    pub conclusions: Vec<ConclusionRule>,
    /// Where it comes from.
    pub conclusions_citation: Citation,
    /// What the rules propose for the scores of now.
    pub proposed: Option<ConclusionRule>,
    /// Code of the conclusion, where drawn.
    pub conclusion: Option<String>,
    /// Why it is another than proposed.
    pub departure_reason: String,
    /// 相关建议.
    pub advice: String,
    /// 前置条件.
    pub conditions: Vec<ConditionView>,
    /// Units that a precondition can be given to; empty for whoever draws no conclusion.
    pub units: Vec<Choice>,
    /// Opinions, oldest first.
    pub opinions: Vec<OpinionView>,
    /// Signatures of all editions.
    pub signatures: Vec<SignatureView>,
    /// Editions that were kept.
    pub editions: Vec<EditionView>,
    /// What the actor may do now.
    pub may: Vec<Action>,
    /// Until when it must be concluded.
    pub due_on: Option<NaiveDate>,
}

impl EvaluationPage {
    /// Whether the actor may do this now.
    pub fn may(&self, action: Action) -> bool {
        self.may.contains(&action)
    }
}
