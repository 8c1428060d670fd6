//! What the pages show of sign-off sheets: ready values, and what the person may do.

use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::{EvaluationId, PaperId};
use hengji_domain::sign_off::{SecondOutcome, SignOffSide, SignOffState, Verdict};
use hengji_domain::{BudgetYear, NaiveDate, Score, Weight};

use crate::common::Hand;
use crate::evaluations::view::ItemView;

/// The page of an evaluation's sheet.
#[derive(Debug, Clone)]
pub struct SignOffPage {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// Budget year.
    pub year: BudgetYear,
    /// Name of its kind.
    pub kind: String,
    /// What is evaluated.
    pub title: String,
    /// The unit.
    pub unit_name: String,
    /// Its department.
    pub department_name: String,
    /// How far the evaluation has come.
    pub evaluation_state: EvaluationState,
    /// Version of the evaluation for the form that issues a sheet.
    pub evaluation_version: i32,
    /// The sheet that counts.
    pub sheet: Option<SheetView>,
    /// What could stand on a sheet; none for people who may not issue one now.
    pub draft: Option<DraftView>,
    /// Editions that no longer count, the latest first.
    pub earlier: Vec<SheetView>,
    /// How long the department has, as papers print it.
    pub answer_within: String,
    /// Whether that period is not checked against an official text.
    pub is_unverified: bool,
    /// Where it comes from.
    pub basis: String,
    /// Shortest reason, characters.
    pub reason_least: u32,
    /// What comes next, for this person.
    pub next: String,
    /// Buttons.
    pub may: SignOffMay,
}

/// What the person may do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SignOffMay {
    /// 答复.
    pub answer: bool,
    /// 签字, for this side.
    pub sign: Option<SignOffSide>,
    /// 收回.
    pub withdraw: bool,
}

/// One edition.
#[derive(Debug, Clone)]
pub struct SheetView {
    /// Number of the edition.
    pub edition: i32,
    /// Where it stands.
    pub state: SignOffState,
    /// By when the department answers.
    pub answer_due_on: NaiveDate,
    /// Whether that day has passed without an answer.
    pub is_late: bool,
    /// Who issued it.
    pub issued: Hand,
    /// Who answered.
    pub answered: Option<Hand>,
    /// The signatures of both sides.
    pub signatures: Vec<(SignOffSide, Option<Hand>)>,
    /// Why it no longer counts.
    pub closing: Option<(Hand, String)>,
    /// The numbered paper.
    pub paper: Option<PaperId>,
    /// Version for forms.
    pub version: i32,
    /// The points.
    pub points: Vec<PointView>,
}

/// A point.
#[derive(Debug, Clone)]
pub struct PointView {
    /// Number on the sheet.
    pub number: u32,
    /// What the line is called; empty for a finding alone.
    pub name: String,
    /// Full points.
    pub weight: Option<Weight>,
    /// The unit's own score.
    pub own: Option<Score>,
    /// The verification score when the sheet was issued.
    pub verified: Option<Score>,
    /// The score that both sides sign.
    pub signed: Option<Score>,
    /// What was found.
    pub words: String,
    /// What the department said, its reason and its evidence.
    pub answer: Option<(Verdict, String, String)>,
    /// The second look: outcome, words, whose.
    pub second: Option<(SecondOutcome, String, Hand)>,
    /// Whether it waits for a second look.
    pub is_open: bool,
    /// The form of the second look, for a person who may take it.
    pub look: Option<LookView>,
    /// Why a person of the bureau may not take the second look; empty where they may, or where none is due.
    pub why_not: String,
}

/// What the form of a second look needs.
#[derive(Debug, Clone)]
pub struct LookView {
    /// The line, for the controls of an amended score; none for a finding alone and for what follows from figures.
    pub item: Option<ItemView>,
    /// Whether the point can be amended here.
    pub may_amend: bool,
}

/// What could stand on a sheet.
#[derive(Debug, Clone)]
pub struct DraftView {
    /// Digest of the scores that are shown.
    pub seen: String,
    /// Lines whose score differs from the unit's own: they always stand on the sheet.
    pub changed: Vec<CandidateView>,
    /// The other lines, which stand on it when words are written.
    pub others: Vec<CandidateView>,
    /// Why no sheet can be issued yet; empty where it can.
    pub why_not: String,
}

/// A line that may become a point.
#[derive(Debug, Clone)]
pub struct CandidateView {
    /// Key of the item.
    pub item: String,
    /// Its name.
    pub name: String,
    /// Full points.
    pub weight: Weight,
    /// The unit's own score.
    pub own: Option<Score>,
    /// The verification score; none where it is computed on issuing.
    pub verified: Option<Score>,
    /// What the scorers wrote.
    pub words: String,
}

/// What of sign-off sheets waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SignOffDue {
    /// Sheets that wait for the department's answer.
    pub to_answer: u64,
    /// Those of them that are late.
    pub late: u64,
    /// Sheets with disputed points that wait for a second look.
    pub to_look: u64,
    /// Sheets that wait for the signature of the person's side.
    pub to_sign: u64,
    /// Signed sheets whose evaluation waits for its conclusion.
    pub to_conclude: u64,
}
