//! What the report of the year's evaluations shows.

use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::{EvaluationFindingId, EvaluationId};
use hengji_domain::{BudgetYear, Money, NaiveDate, Score, Weight};

pub use crate::progress::view::FigureValue;

/// The report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationReport {
    /// Budget year.
    pub year: BudgetYear,
    /// The day on which it was counted, in Shanghai.
    pub as_of: NaiveDate,
    /// The sentences under their headings, in the order of the published report.
    pub sentences: Vec<Sentence>,
    /// Every number, with what it is counted from.
    pub figures: Vec<ReportFigure>,
    /// The same numbers by kind of evaluation.
    pub kinds: Vec<KindOfYear>,
    /// What was evaluated.
    pub evaluations: Vec<ReportedEvaluation>,
    /// What these evaluations found.
    pub findings: Vec<ReportedFinding>,
}

impl EvaluationReport {
    /// The figure with this code.
    pub fn figure(&self, code: &str) -> Option<&ReportFigure> {
        self.figures.iter().find(|figure| figure.code == code)
    }
}

/// One or more sentences of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The heading it stands under.
    pub heading: String,
    /// The words, with the numbers filled in.
    pub text: String,
    /// Codes of the figures in it, in their order.
    pub figures: Vec<String>,
}

/// A number of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFigure {
    /// Stable code, e.g. `key_funds`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub value: FigureValue,
    /// What it counts: 个, 条, 万元, %.
    pub unit: &'static str,
    /// How it is counted, in words.
    pub counted: String,
    /// Address of the list that yields it; none where no page lists exactly these.
    pub list: Option<String>,
    /// What it is counted from.
    pub records: Vec<ReportRecord>,
}

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    /// An evaluation; its lines stand with the evaluations of the report.
    Evaluation,
    /// A finding; it stands with the findings of the report.
    Finding,
    /// A project drawn for spot evaluation.
    DrawnProject,
    /// A letter.
    Paper,
    /// An item of a framework in force.
    Indicator,
    /// A finding that was looked back at.
    LookBack,
}

impl RecordKind {
    /// The stable identifier in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Evaluation => "evaluation",
            Self::Finding => "finding",
            Self::DrawnProject => "drawn_project",
            Self::Paper => "paper",
            Self::Indicator => "indicator",
            Self::LookBack => "look_back",
        }
    }
}

/// A record behind a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRecord {
    /// What it is.
    pub kind: RecordKind,
    /// Its identity in its own register; of an indicator its code.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Whose it is; empty of an indicator.
    pub unit: String,
    /// Its money; none where it has none.
    pub money: Option<Money>,
    /// What else tells it apart: a grade, a state, a number, the levels of an indicator.
    pub note: String,
    /// Address of its page; none where it has none.
    pub address: Option<String>,
}

/// A kind of evaluation in the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindOfYear {
    /// Code of the kind.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Evaluations of the year.
    pub evaluations: u64,
    /// How many of them are concluded.
    pub concluded: u64,
    /// Money of what they are about; none where they are about units.
    pub funds: Option<Money>,
    /// What they found.
    pub findings: u64,
    /// Indicators that the framework itself has.
    pub indicators: u64,
    /// Levels of its indicators.
    pub levels: u64,
    /// Whether the framework was not checked against an official text.
    pub is_unverified: bool,
}

/// An evaluation of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedEvaluation {
    /// Identity.
    pub id: EvaluationId,
    /// Code of the kind.
    pub kind: String,
    /// Name of the kind.
    pub kind_name: String,
    /// What was evaluated.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// Its department.
    pub department: String,
    /// How far it has come.
    pub state: EvaluationState,
    /// The money it is about; none where it is about a unit.
    pub money: Option<Money>,
    /// Total of the unit's own scores.
    pub self_total: Option<Score>,
    /// The total.
    pub total: Option<Score>,
    /// The grade.
    pub grade: Option<String>,
    /// The conclusion in words; told with the lines.
    pub words: String,
    /// The digest of the stored trace; told with the lines.
    pub trace_sha256: String,
    /// What it found.
    pub findings: Vec<EvaluationFindingId>,
    /// Its lines; empty unless they were asked for.
    pub lines: Vec<ReportedLine>,
}

/// A line of an evaluation. Scores are told once it is concluded: drafts belong to their scorers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedLine {
    /// Key of the item; of an indicator the key of its line.
    pub key: String,
    /// The levels above it, the outermost first.
    pub path: Vec<String>,
    /// Its name.
    pub name: String,
    /// Full points.
    pub weight: Weight,
    /// What the unit gave itself.
    pub own: Option<Score>,
    /// What it was given.
    pub score: Option<Score>,
    /// The evidence of those who gave it.
    pub evidence: Vec<String>,
    /// The arithmetic.
    pub steps: Vec<String>,
}

/// A finding of the year's evaluations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedFinding {
    /// Identity.
    pub id: EvaluationFindingId,
    /// Its number, e.g. 2020-7.
    pub number: String,
    /// The evaluation that found it.
    pub evaluation: EvaluationId,
    /// The unit that has to rectify it.
    pub unit: String,
    /// The item it hangs on, in words.
    pub place: String,
    /// The text.
    pub words: String,
    /// Code of the root cause.
    pub cause: String,
    /// Code of the severity.
    pub severity: String,
    /// The money.
    pub amount: Option<Money>,
    /// What proves it.
    pub evidence: String,
    /// Where it stands, in words.
    pub state: &'static str,
}
