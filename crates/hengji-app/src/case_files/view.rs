//! What the pages show of case files: ready values, and what the person may do.

use hengji_domain::case_file::{CaseStage, Declaration, PlanState, PointAnswer, PointOutcome};
use hengji_domain::id::{
    CaseEvidenceId, CasePointId, CaseRecordId, EvaluationId, PaperId, ProjectId, UserId,
};
use hengji_domain::paper::Paper;
use hengji_domain::{BudgetYear, Money, NaiveDate, Score, Weight};

pub use hengji_store::case_files::{CaseFileSort, PlanTexts, ReportTexts};

use crate::common::{Choice, Hand, PageOf};
use crate::projects::view::TimelineEntry;

/// The list.
#[derive(Debug, Clone)]
pub struct CaseFileList {
    /// One page of it.
    pub page: PageOf<CaseFileRow>,
    /// How many the filters leave, their money, and their findings.
    pub totals: CaseTotals,
    /// Kinds that keep case files.
    pub kinds: Vec<Choice>,
    /// Departments to narrow by.
    pub departments: Vec<Choice>,
}

/// What evaluations with case files add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaseTotals {
    /// How many evaluations.
    pub evaluations: u64,
    /// Their money.
    pub funds: Money,
    /// How many findings they brought.
    pub findings: u64,
}

/// One row of the list.
#[derive(Debug, Clone)]
pub struct CaseFileRow {
    /// The evaluation.
    pub id: EvaluationId,
    /// Name of the kind.
    pub kind: String,
    /// What is evaluated.
    pub title: String,
    /// The unit.
    pub unit_name: String,
    /// Its department.
    pub department_name: String,
    /// Where the plan stands.
    pub plan: PlanState,
    /// How far the report has come.
    pub stage: CaseStage,
    /// The money.
    pub funds: Option<Money>,
    /// The institution.
    pub institution: String,
    /// How many findings.
    pub findings: u64,
    /// By when the unit answers, while it is asked.
    pub due_on: Option<NaiveDate>,
    /// Whether that day has passed without an answer.
    pub is_late: bool,
    /// The total of the conclusion.
    pub total: Option<Score>,
    /// Its grade.
    pub grade: Option<String>,
}

/// What waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseFilesDue {
    /// Plans that wait for approval.
    pub to_approve: Vec<EvaluationId>,
    /// Drafts that wait for the unit's answer.
    pub to_answer: Vec<EvaluationId>,
    /// The earliest last day of those.
    pub answer_by: Option<NaiveDate>,
    /// Whether a last day has passed.
    pub is_late: bool,
    /// Answers that wait for the bureau.
    pub to_decide: Vec<EvaluationId>,
}

/// A case file.
#[derive(Debug, Clone)]
pub struct CaseFilePage {
    /// The evaluation.
    pub id: EvaluationId,
    /// Budget year.
    pub year: BudgetYear,
    /// What is evaluated.
    pub title: String,
    /// Name of the kind.
    pub kind: String,
    /// The project it is attached to.
    pub project: Option<ProjectId>,
    /// The unit.
    pub unit_name: String,
    /// Its department.
    pub department_name: String,
    /// The lock for forms.
    pub version: i32,
    /// Where the plan stands.
    pub plan: PlanState,
    /// What the plan says.
    pub texts: PlanTexts,
    /// The money.
    pub funds: Option<Money>,
    /// The texts of the report.
    pub report: ReportTexts,
    /// How far the report has come.
    pub stage: CaseStage,
    /// By when the unit answers.
    pub due_on: Option<NaiveDate>,
    /// When it answered.
    pub answered_on: Option<NaiveDate>,
    /// The team.
    pub members: Vec<MemberView>,
    /// How many must score independently.
    pub scorers_least: u32,
    /// How many have handed their scores in.
    pub handed_in: usize,
    /// Accounts to choose from.
    pub accounts: Vec<Choice>,
    /// Duties to choose from.
    pub duties: Vec<Choice>,
    /// The field records.
    pub records: Vec<RecordView>,
    /// The items with their evidence.
    pub items: Vec<ItemEvidence>,
    /// Evidence of the whole.
    pub whole: Vec<EvidenceView>,
    /// Surveys: item, figures, interval.
    pub surveys: Vec<SurveyView>,
    /// The agreement of the scorers, once they are unsealed.
    pub agreement: Option<AgreementView>,
    /// The findings: number and words, cause.
    pub findings: Vec<(String, String)>,
    /// Points of the present round: asked, objected, still open.
    pub points: (usize, usize, usize),
    /// Editions of the report, the latest first.
    pub reports: Vec<CaseReportView>,
    /// What happened, newest first.
    pub trail: Vec<TimelineEntry>,
    /// What comes next, for this person, in words.
    pub next: String,
    /// What the person may do now.
    pub may: CaseMay,
    /// Shortest reason.
    pub reason_least: u32,
}

/// What the person may do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaseMay {
    /// 修改、提交方案.
    pub write_plan: bool,
    /// 批准方案.
    pub approve: bool,
    /// 退回方案.
    pub return_plan: bool,
    /// 增减成员.
    pub change_team: bool,
    /// 申报利益冲突.
    pub declare: bool,
    /// 登记现场记录.
    pub keep_records: bool,
    /// 上传佐证.
    pub keep_evidence: bool,
    /// 写报告文字.
    pub write_report: bool,
    /// 登记问题.
    pub enter_findings: bool,
    /// 形成初稿.
    pub draft: bool,
    /// 退回底稿.
    pub take_back: bool,
    /// 发出征求意见.
    pub send: bool,
    /// 结束交换意见.
    pub settle: bool,
    /// 定稿.
    pub finalise: bool,
}

/// A member.
#[derive(Debug, Clone)]
pub struct MemberView {
    /// The account.
    pub user: UserId,
    /// Its name.
    pub name: String,
    /// The duty.
    pub duty: String,
    /// What was declared.
    pub declaration: Declaration,
    /// The declared interest.
    pub reason: String,
    /// Whether scores were handed in.
    pub has_handed_in: bool,
}

/// A field record.
#[derive(Debug, Clone)]
pub struct RecordView {
    /// Identity.
    pub id: CaseRecordId,
    /// The day.
    pub seen_on: NaiveDate,
    /// The place.
    pub place: String,
    /// Who was there.
    pub present: String,
    /// What was seen.
    pub situation: String,
    /// Names of the items.
    pub items: Vec<String>,
    /// Who wrote it down.
    pub kept: Hand,
    /// Who withdrew it.
    pub withdrawn: Option<Hand>,
}

/// An item with its evidence.
#[derive(Debug, Clone)]
pub struct ItemEvidence {
    /// Its key.
    pub key: String,
    /// Name of the part.
    pub part: String,
    /// Its name.
    pub name: String,
    /// What evidence the framework asks for.
    pub asked: String,
    /// The files.
    pub files: Vec<EvidenceView>,
    /// How many field records speak of it.
    pub records: usize,
}

/// A file of evidence.
#[derive(Debug, Clone)]
pub struct EvidenceView {
    /// Identity.
    pub id: CaseEvidenceId,
    /// Name of the file.
    pub name: String,
    /// Where in the file.
    pub page: String,
    /// What it shows.
    pub note: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256 of the content.
    pub sha256: String,
    /// Who sent it.
    pub kept: Hand,
}

/// A survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyView {
    /// The item.
    pub item: String,
    /// Who entered it.
    pub scorer: String,
    /// Valid answers.
    pub asked: u32,
    /// Of them satisfied.
    pub satisfied: u32,
    /// What it says of everybody.
    pub interval: String,
}

/// How far independent scorers agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementView {
    /// How many scorers.
    pub scorers: usize,
    /// Items that at least two of them scored.
    pub items: usize,
    /// Items with equal scores.
    pub exact: usize,
    /// Items with near scores, the equal ones among them.
    pub near: usize,
    /// What near means, percent of the full points.
    pub near_percent: u32,
    /// ICC(2,1) with its interval; none where the evidence is too thin.
    pub correlation: Option<(String, String)>,
    /// The judgement in words.
    pub verdict: String,
    /// The items that lie furthest apart.
    pub widest: Vec<SpreadView>,
}

/// An item with scores apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpreadView {
    /// The item.
    pub item: String,
    /// Full points.
    pub weight: Weight,
    /// The scores.
    pub scores: Vec<Score>,
}

/// An edition of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseReportView {
    /// Number of the edition.
    pub edition: i32,
    /// The paper; none of a draft.
    pub paper: Option<PaperId>,
    /// Number of the paper.
    pub number: String,
    /// Digest of its text.
    pub sha256: String,
    /// Who made it.
    pub made: Hand,
}

/// The exchange of views.
#[derive(Debug, Clone)]
pub struct ExchangePage {
    /// The evaluation.
    pub id: EvaluationId,
    /// What is evaluated.
    pub title: String,
    /// The unit.
    pub unit_name: String,
    /// Name of the kind.
    pub kind: String,
    /// The lock for forms.
    pub version: i32,
    /// How far the report has come.
    pub stage: CaseStage,
    /// Which time the unit is asked.
    pub round: i32,
    /// When it was asked.
    pub sent_on: Option<NaiveDate>,
    /// By when it answers.
    pub due_on: Option<NaiveDate>,
    /// When it answered.
    pub answered_on: Option<NaiveDate>,
    /// Whether the last day has passed without an answer.
    pub is_late: bool,
    /// The edition that the unit is asked about.
    pub edition: Option<i32>,
    /// Its text.
    pub paper: Option<Paper>,
    /// The final report and its number.
    pub final_paper: Option<(PaperId, String)>,
    /// What comes next, for this person, in words.
    pub next: String,
    /// The points.
    pub points: Vec<PointView>,
    /// Whether the person answers.
    pub may_answer: bool,
    /// Whether the person decides on opinions.
    pub may_decide: bool,
    /// Whether the person may see the case file.
    pub is_bureau: bool,
    /// Shortest reason.
    pub reason_least: u32,
}

/// A point.
#[derive(Debug, Clone)]
pub struct PointView {
    /// Identity.
    pub id: CasePointId,
    /// Its number.
    pub position: i32,
    /// What it is about.
    pub sort: &'static str,
    /// The same in short words.
    pub place: String,
    /// What the unit answers to.
    pub words: String,
    /// The answer.
    pub answer: Option<PointAnswer>,
    /// The opinion.
    pub opinion: String,
    /// Who answered.
    pub answered: Option<Hand>,
    /// What became of it.
    pub outcome: Option<PointOutcome>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub decided: Option<Hand>,
    /// Whether the opinion waits for its decision.
    pub is_open: bool,
}
