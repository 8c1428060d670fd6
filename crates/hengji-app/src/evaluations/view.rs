//! What the pages show of evaluations: ready values, and what the person may do.

use hengji_domain::evaluation::{Answer, EvaluationState, Method, Side};
use hengji_domain::id::{AssignmentId, EvaluationId, ProjectId, UnitId};
use hengji_domain::sign_off::SignOffState;
use hengji_domain::third_party::AssignmentState;
use hengji_domain::{BudgetYear, NaiveDate, Score, Timestamp, Weight};

pub use super::recompute::Recomputed;
use crate::common::{Choice, Hand, PageOf};

/// The list.
#[derive(Debug, Clone)]
pub struct EvaluationList {
    /// One page of it.
    pub page: PageOf<EvaluationRow>,
    /// How many evaluations of each kind stand where, of what the filters other than kind and state leave.
    pub kinds: Vec<KindFigures>,
    /// Kinds that the rules of the year have, for opening.
    pub openable: Vec<OpenableKind>,
    /// Grades that occur.
    pub grades: Vec<String>,
    /// Departments to narrow by.
    pub departments: Vec<Choice>,
    /// Whether the person may open evaluations.
    pub may_open: bool,
}

/// A kind that can be opened, with where its framework comes from.
#[derive(Debug, Clone)]
pub struct OpenableKind {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// What its list of subjects holds: codes of projects or of units.
    pub subjects: &'static str,
    /// Name of the framework with the mark of its verification.
    pub framework: String,
    /// How many items the framework has.
    pub items: usize,
    /// How many levels.
    pub levels: usize,
}

/// How many evaluations of a kind stand where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindFigures {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Counts by state, in the order of the states.
    pub counts: Vec<(EvaluationState, u64)>,
}

impl KindFigures {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }
}

/// One row of the list.
#[derive(Debug, Clone)]
pub struct EvaluationRow {
    /// Identity.
    pub id: EvaluationId,
    /// Name of the kind.
    pub kind: String,
    /// What is evaluated.
    pub title: String,
    /// The unit.
    pub unit_name: String,
    /// Its department.
    pub department_name: String,
    /// How far it has come.
    pub state: EvaluationState,
    /// By when the unit scores itself.
    pub self_due_on: Option<NaiveDate>,
    /// Whether that day has passed without it.
    pub is_late: bool,
    /// Total of the unit's own scores.
    pub self_total: Option<Score>,
    /// The total.
    pub total: Option<Score>,
    /// The grade.
    pub grade: Option<String>,
    /// Where the sign-off sheet that counts stands; none without one.
    pub sign_off: Option<SignOffState>,
}

/// One evaluation.
#[derive(Debug, Clone)]
pub struct EvaluationPage {
    /// Identity.
    pub id: EvaluationId,
    /// Budget year.
    pub year: BudgetYear,
    /// Name of the kind.
    pub kind: String,
    /// Code of the kind.
    pub kind_code: String,
    /// What is evaluated.
    pub title: String,
    /// The project, where it is one.
    pub project: Option<ProjectId>,
    /// The unit.
    pub unit_name: String,
    /// Its department.
    pub department_name: String,
    /// How far it has come.
    pub state: EvaluationState,
    /// Version for forms.
    pub version: i32,
    /// Who opened it, when.
    pub opened: Hand,
    /// By when the unit scores itself.
    pub self_due_on: Option<NaiveDate>,
    /// Whether that day has passed without it.
    pub is_late: bool,
    /// Name of the framework.
    pub framework: String,
    /// Where it comes from, with its mark.
    pub basis: String,
    /// Whether it is not checked against an official text.
    pub is_unverified: bool,
    /// The version of the rules, shortened.
    pub rules_version: String,
    /// Whether the unit scores itself.
    pub has_self_score: bool,
    /// How many score independently; one where the bureau scores as a body.
    pub scorers_least: u32,
    /// Whether the scorers may see each other's scores.
    pub is_unsealed: bool,
    /// Who handed in: side, name, when.
    pub hands: Vec<(Side, Hand)>,
    /// The parts with their items.
    pub parts: Vec<PartView>,
    /// The facts.
    pub facts: Vec<FactView>,
    /// Totals as they stand: of the unit's own scores and of the bureau's.
    pub totals: [Option<Score>; 2],
    /// The arithmetic of the total that stands.
    pub total_steps: Vec<String>,
    /// Situations that set the grade: code, words, grade.
    pub vetoes: Vec<(String, String, String)>,
    /// Conclusions, the latest first.
    pub results: Vec<ResultView>,
    /// Whether the conclusion that stands comes out again.
    pub recomputed: Recomputed,
    /// Whether both sides must sign before the conclusion.
    pub needs_sign_off: bool,
    /// Edition and state of the sign-off sheet that counts.
    pub sign_off: Option<(i32, SignOffState)>,
    /// The side that the person writes for now; none where they only read.
    pub writes: Option<Side>,
    /// Items of that side that a person still has to score.
    pub open_items: usize,
    /// What comes next, for this person, in words.
    pub next: String,
    /// The stage of its case file, where it keeps one that the person may see.
    pub case_stage: Option<hengji_domain::case_file::CaseStage>,
    /// Whether the person sees the whole case file, and not only what the unit is asked.
    pub sees_case_file: bool,
    /// Buttons: handing in, sending back, concluding, reopening.
    pub may: MayDo,
    /// The institutions that have, or had, it: for the bureau.
    pub institutions: Vec<GivenTo>,
    /// The assignment by which the person's institution has it.
    pub own_assignment: Option<GivenTo>,
}

/// An institution that has, or had, an evaluation.
#[derive(Debug, Clone)]
pub struct GivenTo {
    /// The assignment.
    pub assignment: AssignmentId,
    /// The institution.
    pub institution: UnitId,
    /// Its name.
    pub name: String,
    /// Where the assignment stands.
    pub state: AssignmentState,
    /// Version for forms.
    pub version: i32,
}

/// What the person may do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MayDo {
    /// 提交自评.
    pub hand_in: bool,
    /// 提交独立评分.
    pub hand_in_verification: bool,
    /// 第三方提交.
    pub hand_in_assignment: bool,
    /// 退回自评.
    pub send_back: bool,
    /// 形成结论.
    pub conclude: bool,
    /// 重新开启.
    pub reopen: bool,
    /// 导出.
    pub export: bool,
}

/// A part with its items.
#[derive(Debug, Clone)]
pub struct PartView {
    /// Its name.
    pub name: String,
    /// Share of the total, percent with at most two decimals.
    pub share: String,
    /// What it adds to the unit's own total and to the bureau's.
    pub contributions: [Option<Score>; 2],
    /// The items.
    pub items: Vec<ItemView>,
}

/// An item.
#[derive(Debug, Clone)]
pub struct ItemView {
    /// Its key.
    pub key: String,
    /// The levels between the part and the item.
    pub path: Vec<String>,
    /// Its name.
    pub name: String,
    /// Full points.
    pub weight: Weight,
    /// How it is scored.
    pub method: Method,
    /// What it means.
    pub explanation: String,
    /// What evidence is asked for.
    pub evidence: String,
    /// Where it comes from.
    pub basis: String,
    /// Whether it is not checked against an official text.
    pub is_unverified: bool,
    /// Of an indicator line what the unit gave itself in its self-evaluation.
    pub own: Option<Score>,
    /// The unit's score.
    pub self_score: Option<ScoreView>,
    /// The bureau's scores that this person may see.
    pub scores: Vec<ScoreView>,
    /// What the person's side answered last, for the form.
    pub answer: Option<Answer>,
    /// Its evidence.
    pub answered_with: String,
    /// The lock of the line.
    pub seen: i32,
    /// The evidence beside the item, for those who see the case file.
    pub files: Vec<crate::case_files::view::EvidenceView>,
    /// Whether the reader can look at what the money of this line usually buys.
    pub has_benchmark: bool,
    /// Of a computed item, before it is fixed: what it gives now, or what is missing.
    pub computed: Option<Result<ScoreView, String>>,
}

/// A score with its arithmetic.
#[derive(Debug, Clone)]
pub struct ScoreView {
    /// Who scored.
    pub scorer: String,
    /// When; none where it was only computed.
    pub at: Option<Timestamp>,
    /// Whether it was changed after the discussion.
    pub is_revised: bool,
    /// Points.
    pub score: Score,
    /// The arithmetic, a sentence each.
    pub steps: Vec<String>,
    /// Evidence.
    pub evidence: String,
    /// What a survey says of everybody: the interval of its share.
    pub interval: Option<String>,
}

/// A fact.
#[derive(Debug, Clone)]
pub struct FactView {
    /// Code in formulas.
    pub code: String,
    /// What it is.
    pub name: String,
    /// Unit of measure.
    pub unit: String,
    /// What the product computed, with its source; then nobody types it.
    pub system: Option<(String, String)>,
    /// What the unit entered: figure and source.
    pub by_unit: Option<(String, String)>,
    /// What the bureau entered.
    pub by_bureau: Option<(String, String)>,
    /// What the person's side entered last, for the form: figure, source, lock.
    pub typed: (String, String, i32),
}

/// A conclusion.
#[derive(Debug, Clone)]
pub struct ResultView {
    /// Number.
    pub edition: i32,
    /// Total of the unit's own scores.
    pub self_total: Option<Score>,
    /// The total.
    pub total: Score,
    /// The grade.
    pub grade: String,
    /// The conclusion in words.
    pub words: String,
    /// Situations met.
    pub vetoes: Vec<String>,
    /// Who concluded, when.
    pub concluded: Hand,
    /// The digest of the trace.
    pub sha256: String,
    /// Why it no longer stands.
    pub reopened: Option<(Hand, String)>,
}
