//! What pages show of spot evaluation.

use std::sync::Arc;

use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::{EvaluationId, ProjectId, SheetId, SpotRoundId, UnitId};
use hengji_domain::rule::Citation;
use hengji_domain::sign_off::SignOffState;
use hengji_domain::spot::SpotState;
use hengji_domain::{BudgetYear, Money, Score, Timestamp};

use crate::common::{Choice, Hand, PageOf};
use crate::projects::view::TimelineEntry;

/// What a round asks of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotTask {
    /// The round.
    pub round: SpotRoundId,
    /// What is to be done.
    pub words: String,
    /// Whether it is done on the page of the circular.
    pub is_circular: bool,
}

/// A round in the list of the year's draws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotBrief {
    /// Identity.
    pub id: SpotRoundId,
    /// Number of the draw in the year.
    pub number: i32,
    /// Where it stands.
    pub state: SpotState,
    /// Why it was drawn again; empty for the first draw.
    pub reason: String,
}

/// A project of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotRow {
    /// The project.
    pub project: ProjectId,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 实施单位.
    pub unit_name: String,
    /// 主管部门, as it was called when the list was frozen.
    pub department_name: String,
    /// Money of the project.
    pub amount: Money,
    /// 自评分.
    pub self_score: Option<Score>,
    /// The finalised self-evaluation.
    pub sheet: SheetId,
    /// Place in the order of the draw; none for what was not drawn.
    pub position: Option<i32>,
    /// Its ticket; none for what was not drawn.
    pub ticket: Option<String>,
    /// Why it was taken off the list, and by whom; none for what is on it.
    pub off: Option<(String, Hand)>,
    /// Its evaluation; none before it was begun.
    pub outcome: Option<SpotOutcome>,
}

/// What a department has on the list and in the sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotDepartment {
    /// 主管部门.
    pub department: UnitId,
    /// Its name.
    pub name: String,
    /// Projects on the list.
    pub eligible: u64,
    /// How many were drawn.
    pub drawn: u64,
    /// Share drawn, basis points, rounded down.
    pub share_bp: i64,
    /// Money of the projects on the list.
    pub amount: Money,
    /// Money of what was drawn.
    pub drawn_amount: Money,
}

/// Sums of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SpotTotals {
    /// Projects on the list.
    pub eligible: u64,
    /// How many were drawn.
    pub drawn: u64,
    /// Share drawn, basis points, rounded down.
    pub share_bp: i64,
    /// Projects taken off before the announcement.
    pub off: u64,
    /// Money of the projects on the list.
    pub amount: Money,
    /// Money of what was drawn.
    pub drawn_amount: Money,
}

/// What was announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotAnnounced {
    /// The future public event.
    pub source: String,
    /// When its outcome becomes known.
    pub known_at: Timestamp,
    /// By whom, and when.
    pub hand: Hand,
}

/// A start value with its hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotStart {
    /// The text; none for whoever has to confirm it without looking.
    pub text: Option<String>,
    /// Who entered it, and when.
    pub entered: Hand,
    /// Who confirmed it, and when.
    pub confirmed: Option<Hand>,
}

/// One round with its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotPage {
    /// Identity.
    pub id: SpotRoundId,
    /// Budget year.
    pub year: BudgetYear,
    /// Number of the draw in the year.
    pub number: i32,
    /// What is drawn and for what.
    pub title: String,
    /// Why it is drawn again; empty for the first draw.
    pub reason: String,
    /// Where it stands.
    pub state: SpotState,
    /// SHA-256 of the canonical text of the list.
    pub frame_sha256: String,
    /// Who froze the list, and when.
    pub frozen: Hand,
    /// What was announced; none before.
    pub announced: Option<SpotAnnounced>,
    /// The start value; none before it was entered.
    pub start: Option<SpotStart>,
    /// 封印 of the record; empty before the draw.
    pub seal: String,
    /// Share of each department, basis points.
    pub share_bp: u32,
    /// Least number of each department.
    pub department_least: u32,
    /// How many altogether; none leaves it to share and least number.
    pub total: Option<u32>,
    /// Shortest reason, characters.
    pub reason_least: u32,
    /// The rule of the share.
    pub share_basis: Arc<Citation>,
    /// The rule of the least numbers.
    pub basis: Arc<Citation>,
    /// Sums of the list.
    pub totals: SpotTotals,
    /// What each department has, by name.
    pub departments: Vec<SpotDepartment>,
    /// Departments to choose from.
    pub choices: Vec<Choice>,
    /// The rows of this page that the actor may see.
    pub list: PageOf<SpotRow>,
    /// Whether the actor sees every project of the list here.
    pub sees_all: bool,
    /// The other draws of the year.
    pub rounds: Vec<SpotBrief>,
    /// How many evaluations were begun.
    pub begun: u64,
    /// How many of them are concluded.
    pub concluded: u64,
    /// What the verified sample says of all projects; none before the evaluations were begun.
    pub inference: Option<SpotInference>,
    /// What comes next, and when.
    pub next: String,
    /// Why the actor may not do what is to be done next; empty where they may, or where that is plain.
    pub why_not: String,
    /// What the actor may do now.
    pub may: SpotMay,
    /// What happened, newest first.
    pub trail: Vec<TimelineEntry>,
    /// Optimistic lock.
    pub version: i32,
}

/// What the actor may do with a round now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one answer for each button of the page"
)]
pub struct SpotMay {
    /// Freeze the list afresh, or take a project off it.
    pub change_list: bool,
    /// Announce it.
    pub announce: bool,
    /// Enter the start value.
    pub enter: bool,
    /// Confirm it and draw.
    pub draw: bool,
    /// Begin the evaluations of what was drawn.
    pub begin: bool,
    /// Begin another draw.
    pub redraw: bool,
}

/// The evaluation of a drawn project, and what it has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotOutcome {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// How far it has come.
    pub state: EvaluationState,
    /// The unit's own score of the lines that were scored again; none before the conclusion.
    pub own: Option<Score>,
    /// Their verification score; none before the conclusion.
    pub verified: Option<Score>,
    /// 自评质量得分, out of a hundred; none before the conclusion.
    pub quality: Option<Score>,
    /// 抽评得分; none before the conclusion.
    pub total: Option<Score>,
    /// Grade; none before the conclusion.
    pub grade: Option<String>,
    /// Where its sign-off sheet stands; none before it was issued.
    pub sign_off: Option<SignOffState>,
}

/// An estimate in points with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpotEstimate {
    /// The estimate.
    pub value: Score,
    /// The ends of its interval; none where the sample is too small to have one.
    pub interval: Option<(Score, Score)>,
}

/// What the sample says of a department, drawn towards the district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotDepartmentEstimate {
    /// Its name.
    pub name: String,
    /// Verified projects.
    pub sampled: u64,
    /// Projects on the list.
    pub population: u64,
    /// The mean of its own projects.
    pub own_mean: Score,
    /// The estimate drawn towards the district.
    pub shrunk: SpotEstimate,
    /// Whether it is above the district beyond chance.
    pub is_above_district: bool,
}

/// 自评虚高 (inflation) of all projects as the sample has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotInferred {
    /// Self-evaluation score less verification score, mean of all projects.
    pub inflation: SpotEstimate,
    /// The verification score that all projects would have; none where some self-score is missing.
    pub verification: Option<SpotEstimate>,
    /// The mean self-evaluation score of the list.
    pub self_mean: Option<Score>,
    /// Department by department; empty for fewer than three.
    pub departments: Vec<SpotDepartmentEstimate>,
    /// Verified projects.
    pub sampled: u64,
    /// Projects on the list.
    pub population: u64,
    /// Drawn projects: where fewer are verified, the figures will still move.
    pub drawn: u64,
    /// Drawn projects with a conclusion: scores of the others are not signed yet.
    pub concluded: u64,
    /// 置信水平, percent.
    pub confidence_percent: u32,
    /// The rule of the confidence.
    pub basis: Arc<Citation>,
}

/// What the sample says of the whole, or why it says nothing yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpotInference {
    /// Nothing is verified yet.
    Waiting {
        /// Verified projects.
        verified: u64,
        /// Drawn projects.
        drawn: u64,
    },
    /// It says so much.
    Said(Box<SpotInferred>),
    /// It says nothing, for this reason.
    Silent(String),
}

/// What a year without a round could freeze.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotPrepared {
    /// Budget year.
    pub year: BudgetYear,
    /// The title that is proposed.
    pub title: String,
    /// Projects whose self-evaluation is finalised.
    pub eligible: u64,
    /// How many the rules will draw of them at least; none where there is no list or no rule yet.
    pub least: Option<u64>,
    /// Whether the actor may freeze the list.
    pub may_freeze: bool,
}

/// The year's spot evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpotYear {
    /// Nothing was frozen yet, or nothing that the actor may know of.
    Prepared(SpotPrepared),
    /// The latest round that the actor may see.
    Round(Box<SpotPage>),
}
