//! What the pages of results show.

use hengji_domain::id::{EvaluationId, ResultSnapshotId, UnitId};
use hengji_domain::result_snapshot::SnapshotState;
use hengji_domain::{BudgetYear, Money, Score};

use super::content::Content;
use crate::common::Hand;

/// The results of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearResults {
    /// Budget year.
    pub year: BudgetYear,
    /// The kinds with concluded evaluations.
    pub kinds: Vec<KindResults>,
    /// Whether the reader sees the whole division and not a part of it.
    pub is_whole: bool,
    /// The rule for equal totals, as the rule words it.
    pub ties: String,
}

/// The results of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindResults {
    /// Code of the kind.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether a rule ranks it.
    pub is_ranked: bool,
    /// How many have each grade, the best first; of everything concluded, whatever the reader sees.
    pub grades: Vec<(String, u64)>,
    /// How many are concluded.
    pub concluded: u64,
    /// What the reader sees of them, the best first.
    pub rows: Vec<ResultRow>,
}

/// A concluded evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRow {
    /// Identity.
    pub id: EvaluationId,
    /// What was evaluated.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// The unit's identity.
    pub unit_id: UnitId,
    /// Its department.
    pub department: String,
    /// The department's identity.
    pub department_id: UnitId,
    /// The money it is about; none where it is about a unit.
    pub money: Option<Money>,
    /// Total of the unit's own scores.
    pub self_total: Option<Score>,
    /// The total.
    pub total: Score,
    /// The grade.
    pub grade: String,
    /// Its place among all of its kind; none where the kind is not ranked.
    pub place: Option<u32>,
    /// What it found.
    pub findings: u64,
    /// How many of these are rectified and verified.
    pub rectified: u64,
}

/// The snapshots of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotList {
    /// The snapshots that the reader may see, the latest first.
    pub rows: Vec<SnapshotRow>,
    /// Whether the reader may freeze one now.
    pub may_propose: bool,
    /// Why not, in words; empty where they may or where it is not theirs to do.
    pub why_not: String,
}

/// A snapshot in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotRow {
    /// Identity.
    pub id: ResultSnapshotId,
    /// Number in the year.
    pub number: i32,
    /// What people call it.
    pub title: String,
    /// Where it stands.
    pub state: SnapshotState,
    /// How many results it holds.
    pub results: u64,
    /// Who froze it.
    pub maker: Hand,
    /// Who published or rejected it.
    pub checker: Option<Hand>,
    /// Why it was rejected.
    pub reason: String,
    /// The digest of its content.
    pub content_sha256: String,
    /// Its seal; empty before it is published.
    pub seal: String,
}

/// A snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotPage {
    /// Budget year.
    pub year: BudgetYear,
    /// What the list says of it.
    pub row: SnapshotRow,
    /// Seal of the one published before it; empty for the first.
    pub previous_seal: String,
    /// What it holds.
    pub content: Content,
    /// Whether its stored bytes give its digest and its seal.
    pub is_intact: bool,
    /// How today's records differ from it.
    pub differences: Vec<Difference>,
    /// Whether the reader may publish or reject it.
    pub may_check: bool,
    /// Why not; empty where they may or where it is not theirs to do.
    pub why_not: String,
    /// Version, for the buttons.
    pub version: i32,
}

/// How a record of today differs from what was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Name of the kind.
    pub kind: String,
    /// What was evaluated.
    pub title: String,
    /// What differs: 得分, 等级, 新增, 不再有.
    pub what: &'static str,
    /// As it was frozen.
    pub then: String,
    /// As it is today.
    pub now: String,
}

/// A department or unit over the years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitProfile {
    /// Identity.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// The years, the earliest first.
    pub years: Vec<ProfileYear>,
    /// Every conclusion that stands, the latest year first.
    pub results: Vec<UnitResult>,
}

/// A year of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileYear {
    /// Budget year.
    pub year: BudgetYear,
    /// Concluded evaluations.
    pub evaluations: u64,
    /// Mean of what the unit gave itself, where it scored itself.
    pub own_mean: Option<Score>,
    /// Mean of what it was given in the same evaluations; of all where it scored itself in none.
    pub total_mean: Option<Score>,
    /// What was found, from whatever origin.
    pub findings: u64,
    /// How many of these are rectified and verified.
    pub rectified: u64,
    /// Budget of its projects.
    pub budget: Money,
    /// What was paid.
    pub paid: Money,
    /// Paid of the budget, basis points; none without a budget.
    pub rate_bp: Option<u64>,
}

/// A conclusion of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitResult {
    /// The evaluation.
    pub id: EvaluationId,
    /// Its year.
    pub year: BudgetYear,
    /// Name of its kind.
    pub kind_name: String,
    /// What was evaluated.
    pub title: String,
    /// What the unit gave itself.
    pub self_total: Option<Score>,
    /// What it was given.
    pub total: Score,
    /// The grade.
    pub grade: String,
}
