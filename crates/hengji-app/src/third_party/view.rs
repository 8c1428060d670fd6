//! What pages show of third-party institutions.

use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::{
    AssignmentId, EvaluationId, InstitutionConflictId, InstitutionDrawId, InstitutionListId,
    InstitutionPersonId, UnitId, UserId,
};
use hengji_domain::third_party::{AssignmentState, AssignmentWay, Condition, InstitutionDrawState};
use hengji_domain::{BudgetYear, Money, NaiveDate, Timestamp};
use hengji_store::third_party::Institution;

use crate::common::{Choice, Hand};

/// An institution in the register.
#[derive(Debug, Clone)]
pub struct InstitutionRow {
    /// The body.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// 统一社会信用代码.
    pub credit_code: String,
    /// Kind.
    pub kind: String,
    /// People who have not left.
    pub people: usize,
    /// Lead evaluators among them.
    pub leads: usize,
    /// Conflicts that hold.
    pub conflicts: usize,
    /// Live cases of the year.
    pub cases: usize,
    /// Money of those cases.
    pub amount: Money,
    /// Whether every condition is met.
    pub is_eligible: bool,
    /// What is not, in words; empty where everything is met.
    pub why_not: String,
}

/// The register.
#[derive(Debug, Clone)]
pub struct InstitutionRegister {
    /// The rows that the filter leaves.
    pub rows: Vec<InstitutionRow>,
    /// All, eligible.
    pub counts: (usize, usize),
    /// The calendar year whose rules judge admission.
    pub judged_in: BudgetYear,
    /// Kinds to choose from.
    pub kinds: Vec<String>,
    /// Whether the actor enters institutions.
    pub may_enter: bool,
}

/// A person.
#[derive(Debug, Clone)]
pub struct PersonView {
    /// Identity.
    pub id: InstitutionPersonId,
    /// The post.
    pub name: String,
    /// Since when in practice.
    pub practice_from: i32,
    /// Since when in performance evaluation.
    pub evaluation_from: i32,
    /// 主评人.
    pub is_lead: bool,
    /// When they left.
    pub left_on: Option<NaiveDate>,
}

/// A conflict.
#[derive(Debug, Clone)]
pub struct ConflictView {
    /// Identity.
    pub id: InstitutionConflictId,
    /// Whose: the institution's, or a person's.
    pub whose: String,
    /// With whom.
    pub with: String,
    /// Kind.
    pub kind: String,
    /// What it is.
    pub note: String,
    /// When the relation ended.
    pub ended_on: Option<NaiveDate>,
    /// Whether it keeps the institution away today.
    pub holds: bool,
    /// Who declared it.
    pub declared: Hand,
    /// Who took it back and why.
    pub withdrawn: Option<(Hand, String)>,
}

/// One institution.
#[derive(Debug, Clone)]
pub struct InstitutionPage {
    /// What the register knows.
    pub institution: Institution,
    /// Its name.
    pub name: String,
    /// The calendar year whose rules judge admission.
    pub judged_in: BudgetYear,
    /// The conditions with their answers.
    pub conditions: Vec<Condition>,
    /// Its people.
    pub people: Vec<PersonView>,
    /// What it keeps away from.
    pub conflicts: Vec<ConflictView>,
    /// Its cases of every year, the latest first.
    pub assignments: Vec<AssignmentRow>,
    /// Kinds to choose from.
    pub kinds: Vec<String>,
    /// Kinds of conflicts to choose from.
    pub conflict_kinds: Vec<String>,
    /// Accounts of the bureau that rate reports: id and name; none for whoever declares no conflicts.
    pub raters: Vec<(UserId, String)>,
    /// Whether the actor changes it.
    pub may_enter: bool,
}

/// An assignment.
#[derive(Debug, Clone)]
pub struct AssignmentRow {
    /// Identity.
    pub id: AssignmentId,
    /// The case.
    pub evaluation: EvaluationId,
    /// Budget year of the case.
    pub year: BudgetYear,
    /// What is evaluated.
    pub title: String,
    /// The evaluated unit.
    pub unit_name: String,
    /// Money of the project.
    pub amount: Money,
    /// The institution.
    pub institution: UnitId,
    /// Its name.
    pub institution_name: String,
    /// How it came to it.
    pub way: AssignmentWay,
    /// The draw.
    pub draw: Option<InstitutionDrawId>,
    /// Why, where it was not drawn.
    pub reason: String,
    /// Who assigned it.
    pub assigned: Hand,
    /// Who handed it in.
    pub handed_in: Option<Hand>,
    /// Who took it away and why.
    pub withdrawn: Option<(Hand, String)>,
    /// Where it stands.
    pub state: AssignmentState,
    /// How far the evaluation has come.
    pub evaluation_state: EvaluationState,
    /// Optimistic lock.
    pub version: i32,
}

/// A draw in the list of the year.
#[derive(Debug, Clone)]
pub struct DrawBrief {
    /// Identity.
    pub id: InstitutionDrawId,
    /// What is drawn and for what.
    pub title: String,
    /// Where it stands.
    pub state: InstitutionDrawState,
    /// When its start value becomes known.
    pub known_at: Timestamp,
}

/// The assignments of a year.
#[derive(Debug, Clone)]
pub struct AssignmentBoard {
    /// Budget year.
    pub year: BudgetYear,
    /// The assignments that the filter leaves, the latest first.
    pub rows: Vec<AssignmentRow>,
    /// How many of the year are open, handed in, withdrawn.
    pub counts: [usize; 3],
    /// Evaluations without an institution that may still get one: id and words.
    pub unassigned: Vec<Choice>,
    /// Institutions that meet every condition.
    pub institutions: Vec<Choice>,
    /// The draws of the year.
    pub draws: Vec<DrawBrief>,
    /// Most cases of an institution, most years running, years of a conflict, shortest reason, with the mark.
    pub rule: (u32, u32, u32, u32, &'static str),
    /// Whether the actor assigns directly.
    pub may_assign: bool,
    /// Whether the actor announces draws.
    pub may_announce: bool,
    /// Whether the actor takes cases away.
    pub may_withdraw: bool,
}

/// A look that an institution took.
#[derive(Debug, Clone)]
pub struct ReadView {
    /// Who.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// What they did.
    pub way: String,
}

/// A candidate of a case.
#[derive(Debug, Clone)]
pub struct CandidateView {
    /// Its number in the published list.
    pub code: String,
    /// The case.
    pub case: String,
    /// The institution.
    pub institution: String,
    /// Whether it was drawn.
    pub is_drawn: bool,
    /// Its ticket; empty before the draw.
    pub ticket: String,
}

/// A draw.
#[derive(Debug, Clone)]
pub struct DrawPage {
    /// Identity.
    pub id: InstitutionDrawId,
    /// What is drawn and for what.
    pub title: String,
    /// Where it stands.
    pub state: InstitutionDrawState,
    /// The candidates.
    pub candidates: Vec<CandidateView>,
    /// SHA-256 of the canonical text of the list.
    pub frame_sha256: String,
    /// The future public event.
    pub source: String,
    /// When its outcome becomes known.
    pub known_at: Timestamp,
    /// Who announced it.
    pub announced: Hand,
    /// The start value, where the actor may see it, and who entered it.
    pub entered: Option<(Option<String>, Hand)>,
    /// Who drew.
    pub drawn: Option<Hand>,
    /// 封印 of the record.
    pub seal: String,
    /// Who gave it up and why.
    pub cancelled: Option<(Hand, String)>,
    /// What comes next.
    pub next: String,
    /// Whether the actor enters the value, confirms it, gives the draw up.
    pub may: (bool, bool, bool),
    /// Optimistic lock.
    pub version: i32,
}

/// A frozen list in the list of lists.
#[derive(Debug, Clone)]
pub struct PublicListBrief {
    /// Identity.
    pub id: InstitutionListId,
    /// Calendar year.
    pub year: BudgetYear,
    /// Which of the year.
    pub number: i32,
    /// How many institutions are on it.
    pub rows: usize,
    /// Who froze it.
    pub frozen: Hand,
}

/// A row of a public list: what the public may know.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PublicRow {
    /// Its name.
    pub name: String,
    /// 统一社会信用代码.
    pub credit_code: String,
    /// Kind.
    pub kind: String,
    /// When it was founded.
    pub founded_on: String,
    /// People who have not left.
    pub people: usize,
    /// Lead evaluators among them.
    pub leads: usize,
}

/// A frozen list.
#[derive(Debug, Clone)]
pub struct PublicListPage {
    /// Its head.
    pub brief: PublicListBrief,
    /// Digest of its rows.
    pub sha256: String,
    /// Its rows.
    pub rows: Vec<PublicRow>,
}
