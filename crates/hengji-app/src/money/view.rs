//! What pages show of money data: a file before it is stored, what is loaded, what differs.

use hengji_domain::difference::{DifferenceKind, DifferenceState, Statement};
use hengji_domain::fact::load::{FactLoad, LoadKind};
use hengji_domain::id::{DifferenceId, ImportId, ProjectId, UnitId};
use hengji_domain::{Money, Timestamp};

use crate::common::{Choice, PageOf};
pub use crate::lists::{MappedColumn, RowProblem};

/// What a file of money data would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyPreview {
    /// The stored batch, to be committed.
    pub import: ImportId,
    /// Whether it is stored already: then nothing is left to confirm.
    pub is_committed: bool,
    /// What it brings.
    pub kind: LoadKind,
    /// 来源.
    pub source: String,
    /// The month of all rows, where the person gave one.
    pub month: Option<String>,
    /// File name.
    pub file_name: String,
    /// Row of the file that holds the headings.
    pub heading_row: u32,
    /// Headings of the file with the field each is read as.
    pub columns: Vec<MappedColumn>,
    /// Unit in which the file states money.
    pub money_unit: &'static str,
    /// What happens to each month.
    pub periods: Vec<PeriodPreview>,
    /// Negative rows: refunds or cuts.
    pub refund_rows: u32,
    /// Their sum.
    pub refund_total: Money,
    /// Projects that the register does not have, the first two hundred.
    pub unknown: Vec<UnknownProject>,
    /// How many there are.
    pub unknown_count: u32,
    /// Rows that repeat another one in every cell, with that one; the first fifty.
    pub duplicates: Vec<(u32, u32)>,
    /// How many there are.
    pub duplicate_count: u32,
    /// Whether the person said that they are meant so.
    pub accepts_duplicates: bool,
    /// What would differ when the file is stored, the first two hundred.
    pub differences: Vec<PreviewDifference>,
    /// How many there would be.
    pub difference_count: u32,
    /// What is wrong, the first two hundred: nothing is stored while this is not empty.
    pub problems: Vec<RowProblem>,
    /// How many problems there are.
    pub problem_count: u32,
    /// Whether it may be stored.
    pub is_ready: bool,
}

/// What happens to one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodPreview {
    /// `2020` or `2020-07`.
    pub period: String,
    /// Rows of the file.
    pub file_rows: u32,
    /// Their sum.
    pub file_total: Money,
    /// Rows that become facts.
    pub loaded_rows: u32,
    /// Their sum.
    pub loaded_total: Money,
    /// What it takes the place of: rows, sum, moment, by whom.
    pub replaces: Option<FactLoad>,
    /// Other sources that have loaded the same month: their amounts are added to these.
    pub other_sources: Vec<String>,
}

/// A project that the register does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownProject {
    /// 项目代码.
    pub code: String,
    /// Its name in the file.
    pub name: String,
    /// `2020` or `2020-07`.
    pub period: String,
    /// First row in the file.
    pub first_row: u32,
    /// How many rows.
    pub rows: u32,
    /// Their sum.
    pub total: Money,
}

/// A difference that storing the file would show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewDifference {
    /// Which two figures.
    pub kind: DifferenceKind,
    /// The project or unit.
    pub subject_name: String,
    /// `2020` or `2020-07`.
    pub period: String,
    /// What it should be.
    pub expected: Money,
    /// What it would be.
    pub found: Money,
}

/// What is loaded in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadList {
    /// Every load, newest first; replaced ones among them.
    pub loads: Vec<LoadRow>,
    /// 年初预算 of the projects that have one loaded.
    pub initial: Money,
    /// 全年预算 of all projects, the register's where nothing was loaded.
    pub budget: Money,
    /// 累计执行数 by month, January first; later months repeat the last payments.
    pub cumulative: [Money; 12],
    /// The last month with payments, 1 to 12; 0 without any.
    pub last_month: u32,
    /// Projects with payments.
    pub paid_projects: u32,
    /// Projects of the year.
    pub projects: u32,
    /// How many differences stand in each state.
    pub differences: Vec<(DifferenceState, u64)>,
    /// Whether the reader may bring files in.
    pub may_import: bool,
}

/// A load with what it looks like now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadRow {
    /// The load.
    pub load: FactLoad,
    /// Sum of its facts as they stand; none where it was replaced.
    pub standing: Option<Money>,
}

/// The list of differences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceList {
    /// The rows of this page.
    pub page: PageOf<DifferenceRow>,
    /// How many stand in each state, whatever the filter.
    pub counts: Vec<(DifferenceState, u64)>,
}

/// A difference in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceRow {
    /// Identity.
    pub id: DifferenceId,
    /// Which two figures.
    pub kind: DifferenceKind,
    /// The project, where it is one of the register.
    pub project: Option<ProjectId>,
    /// The project or unit; of an unknown project its code.
    pub subject_name: String,
    /// `2020` or `2020-07`.
    pub period: String,
    /// The unit that must say why.
    pub owner: UnitId,
    /// Its name.
    pub owner_name: String,
    /// What it should be.
    pub expected: Money,
    /// What it is.
    pub found: Money,
    /// What is more (or, negative, less) than it should be.
    pub gap: Money,
    /// Where it stands.
    pub state: DifferenceState,
    /// 说明 of its owner.
    pub explanation: Option<Statement>,
    /// 办结理由.
    pub conclusion: Option<Statement>,
    /// When it was first found.
    pub found_at: Timestamp,
}

/// One difference with what may be done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferencePage {
    /// The difference.
    pub row: DifferenceRow,
    /// Optimistic lock.
    pub version: i32,
    /// Units it may be given to; empty where the reader may not.
    pub owners: Vec<Choice>,
    /// Whether the reader may say why.
    pub may_explain: bool,
    /// Whether the reader may close it.
    pub may_close: bool,
    /// The records behind its figures, of a project: every fact and every fact that was replaced.
    pub facts: Vec<FactRow>,
}

/// A fact behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRow {
    /// What it is: 年初预算, 支付明细 …
    pub kind_name: &'static str,
    /// `2020` or `2020-07`.
    pub period: String,
    /// The amount.
    pub amount: Money,
    /// Source and row.
    pub source: String,
    /// When it was loaded.
    pub loaded_at: Timestamp,
    /// When another file took its place; none for one that stands.
    pub superseded_at: Option<Timestamp>,
}
