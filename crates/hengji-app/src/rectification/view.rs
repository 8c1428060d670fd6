//! What pages show of findings, rectification and look-back.

use hengji_authz::Action;
use hengji_domain::id::{CommitmentId, EvaluationFindingId, LookBackId, PaperId, ProjectId, ProofId};
use hengji_domain::paper::PaperState;
use hengji_domain::rectification::{CommitmentState, FindingState, Level, LookBackResult, ObjectionOutcome};
use hengji_domain::time::working_days::DayCount;
use hengji_domain::{BudgetYear, Money, NaiveDate};

use crate::common::{Choice, Hand, PageOf};
use crate::projects::view::TimelineEntry;

/// A finding in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// Identity.
    pub id: EvaluationFindingId,
    /// Budget year.
    pub year: BudgetYear,
    /// Number in the year.
    pub serial: i32,
    /// Where it comes from.
    pub origin: Choice,
    /// What people call that.
    pub origin_title: String,
    /// The unit.
    pub unit_name: String,
    /// 主管部门.
    pub department_name: String,
    /// The project, where there is one.
    pub project: Option<(ProjectId, String)>,
    /// The text.
    pub words: String,
    /// The root cause.
    pub cause: Choice,
    /// The severity.
    pub severity: Choice,
    /// The money.
    pub amount: Option<Money>,
    /// Where it stands.
    pub state: FindingState,
    /// How many measures were promised.
    pub promised: u64,
    /// How many of them the unit claims to have done and nobody has verified.
    pub claimed: u64,
    /// How many of them were verified.
    pub verified: u64,
    /// By when it must be fed back; none once it is.
    pub feedback_due_on: Option<NaiveDate>,
    /// Whether that day has passed.
    pub is_late: bool,
    /// The finding it is the relapse of.
    pub is_relapse: bool,
}

/// Findings of one unit and origin that wait for their letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterGroup {
    /// One of the findings, by which the letter is asked for.
    pub first: EvaluationFindingId,
    /// The unit.
    pub unit_name: String,
    /// What they come from.
    pub origin_title: String,
    /// How many.
    pub findings: u64,
    /// By when the first of them must be fed back.
    pub due_on: Option<NaiveDate>,
    /// Whether that day has passed.
    pub is_late: bool,
    /// The letter that is written but not served.
    pub paper: Option<PaperId>,
}

/// The closed lists of a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lists {
    /// 问题来源.
    pub origins: Vec<Choice>,
    /// 问题根源.
    pub causes: Vec<Choice>,
    /// 严重程度.
    pub severities: Vec<Choice>,
    /// 措施种类.
    pub kinds: Vec<Choice>,
}

/// The register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingList {
    /// The rows of this page.
    pub page: PageOf<FindingRow>,
    /// How many stand where, whatever state is asked for.
    pub states: Vec<(FindingState, u64)>,
    /// What is to be fed back, for whoever may issue letters.
    pub letters: Vec<LetterGroup>,
    /// Closed lists to choose from.
    pub lists: Lists,
    /// Kinds of evaluation to choose from.
    pub evaluation_kinds: Vec<Choice>,
    /// Departments to choose from.
    pub departments: Vec<Choice>,
}

/// A measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentRow {
    /// Identity.
    pub id: CommitmentId,
    /// The finding.
    pub finding: EvaluationFindingId,
    /// Its year and number.
    pub finding_number: String,
    /// Its text.
    pub finding_words: String,
    /// The unit.
    pub unit_name: String,
    /// 主管部门.
    pub department_name: String,
    /// The kind.
    pub kind: Choice,
    /// What will be done.
    pub words: String,
    /// 责任科室或岗位.
    pub owner: String,
    /// By when.
    pub due_on: NaiveDate,
    /// What will prove it.
    pub proof_asked: String,
    /// Where it stands.
    pub state: CommitmentState,
    /// When it was claimed last.
    pub claimed_on: Option<NaiveDate>,
    /// When it was verified.
    pub verified_on: Option<NaiveDate>,
    /// Whether the unit is late.
    pub is_late: bool,
    /// Who is told about it by now, while it is open.
    pub level: Option<Level>,
    /// Optimistic lock.
    pub version: i32,
}

/// The list of measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentList {
    /// The rows of this page.
    pub page: PageOf<CommitmentRow>,
    /// How many stand where, whatever state is asked for.
    pub states: Vec<(CommitmentState, u64)>,
    /// How many are late.
    pub late: u64,
    /// Closed lists to choose from.
    pub lists: Lists,
    /// Departments to choose from.
    pub departments: Vec<Choice>,
}

/// A file that proves a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofView {
    /// Identity.
    pub id: ProofId,
    /// Name of the file.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Digest of the content.
    pub sha256: String,
    /// Whether it was sent since the last rejection.
    pub is_of_this_round: bool,
    /// Who sent it, and when.
    pub hand: Hand,
}

/// One measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentPage {
    /// The measure.
    pub row: CommitmentRow,
    /// Its proofs.
    pub proofs: Vec<ProofView>,
    /// What happened, newest first.
    pub trail: Vec<TimelineEntry>,
    /// What comes next, and by whom.
    pub next: String,
    /// What the reader may do now.
    pub may: Vec<Action>,
    /// Why the reader may not verify it; empty where it may, or has nothing to do with it.
    pub why_not: String,
}

/// An objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectionView {
    /// What the unit says.
    pub words: String,
    /// Who raised it, and when.
    pub raised: Hand,
    /// By when it must be answered.
    pub due_on: NaiveDate,
    /// Whether that day has passed without an answer.
    pub is_late: bool,
    /// How it ended: outcome, why, the text before, by whom.
    pub end: Option<(ObjectionOutcome, String, String, Hand)>,
    /// Optimistic lock.
    pub version: i32,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingPage {
    /// The finding.
    pub row: FindingRow,
    /// What it hangs on, in words.
    pub place: String,
    /// What proves it.
    pub evidence: String,
    /// The letter: identity, number, where it stands.
    pub paper: Option<(PaperId, String, PaperState)>,
    /// The finding it is the relapse of, with its number.
    pub earlier: Option<(EvaluationFindingId, String)>,
    /// Its measures.
    pub commitments: Vec<CommitmentRow>,
    /// The objection.
    pub objection: Option<ObjectionView>,
    /// Until when the unit may object.
    pub objection_until: Option<NaiveDate>,
    /// The times it was looked back at.
    pub look_backs: Vec<(LookBackId, Option<LookBackResult>, Option<EvaluationFindingId>)>,
    /// What happened, newest first.
    pub trail: Vec<TimelineEntry>,
    /// What comes next, and by whom.
    pub next: String,
    /// What the reader may do now.
    pub may: Vec<Action>,
    /// Closed lists to choose from.
    pub lists: Lists,
    /// Optimistic lock.
    pub version: i32,
}

/// The plan of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanPage {
    /// The letter.
    pub paper: PaperId,
    /// 文号.
    pub number: String,
    /// Where it stands.
    pub state: PaperState,
    /// By when the plan is due.
    pub due_on: Option<NaiveDate>,
    /// How the rule counts.
    pub term: DayCount,
    /// The unit.
    pub unit_name: String,
    /// Each finding with its measures, and whether an objection waits.
    pub findings: Vec<(FindingRow, Vec<CommitmentRow>, bool)>,
    /// Closed lists to choose from.
    pub lists: Lists,
    /// Whether the reader may write the plan now.
    pub may_plan: bool,
    /// What stands in the way of handing it in; empty where nothing does.
    pub missing: Vec<String>,
    /// Optimistic lock of the letter.
    pub version: i32,
}

/// A finding that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookBackRow {
    /// Its place in the order of the draw.
    pub position: i32,
    /// The finding.
    pub finding: FindingRow,
    /// What was seen.
    pub result: Option<LookBackResult>,
    /// What proves it.
    pub evidence: String,
    /// When it was looked at.
    pub looked_on: Option<NaiveDate>,
    /// Who wrote it down.
    pub hand: Option<Hand>,
    /// The new finding, where it was there again.
    pub relapse: Option<EvaluationFindingId>,
    /// Optimistic lock.
    pub version: i32,
}

/// A look-back of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookBackSummary {
    /// Identity.
    pub id: LookBackId,
    /// Number in the year.
    pub number: i32,
    /// What people call it.
    pub title: String,
    /// The years looked back at.
    pub years: (BudgetYear, BudgetYear),
    /// Where and when it was announced.
    pub announced: String,
    /// Why it was drawn again; empty for the first.
    pub reason: String,
    /// Hash of the frozen list.
    pub frame_sha256: String,
    /// How many the list holds.
    pub population: usize,
    /// Who froze it, and when.
    pub frozen: Hand,
    /// Who drew, when, with which start value and seal.
    pub drawn: Option<(Hand, String, String)>,
    /// Optimistic lock.
    pub version: i32,
}

/// One look-back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookBackPage {
    /// The look-back.
    pub summary: LookBackSummary,
    /// The drawn findings.
    pub rows: Vec<LookBackRow>,
    /// How many hold, how many relapsed, how many are still to be looked at.
    pub counts: [usize; 3],
    /// Whether the reader may draw.
    pub may_draw: bool,
    /// Whether the reader may write down what was seen.
    pub may_record: bool,
}

/// Look-backs of a year with what a new one would be drawn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookBackList {
    /// The look-backs, the latest first.
    pub all: Vec<LookBackSummary>,
    /// The years that the rule looks back at.
    pub years: (BudgetYear, BudgetYear),
    /// How many verified findings of those years have not been looked back at.
    pub eligible: usize,
    /// Share in basis points and least number of a department.
    pub rule: (u32, u32),
    /// Whether the reader may freeze a list.
    pub may_freeze: bool,
}

/// A root cause over the years in one department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecurrenceRow {
    /// 主管部门.
    pub department_name: String,
    /// The root cause.
    pub cause: Choice,
    /// How many findings in each of the years shown.
    pub counts: Vec<u64>,
    /// In how many of those years there was one.
    pub years: usize,
}

/// Root causes across years and departments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecurrenceTable {
    /// The years shown, the earliest first.
    pub years: Vec<BudgetYear>,
    /// Rows, what recurs in most years first.
    pub rows: Vec<RecurrenceRow>,
    /// For each cause: how many findings in each year.
    pub causes: Vec<(Choice, Vec<u64>)>,
}

/// What waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RectificationDue {
    /// Measures the unit has to finish within the days of the reminder, or later.
    pub to_do: u64,
    /// How many measures are late.
    pub late: u64,
    /// Claims that wait for a second person.
    pub to_verify: u64,
    /// Late measures that were escalated to the reader.
    pub escalated: u64,
    /// Findings that wait for their letter.
    pub to_feed_back: u64,
    /// Objections that wait for an answer, and how many of them are late.
    pub objections: (u64, u64),
}

impl RectificationDue {
    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
