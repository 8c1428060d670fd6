//! What pages show of the register of budget cuts.

use std::sync::Arc;

use hengji_domain::cut::{CutRoom, CutState};
use hengji_domain::id::{CutId, ProjectId, SheetId};
use hengji_domain::rule::Citation;
use hengji_domain::{BudgetYear, Money, NaiveDate, Timestamp};

use crate::common::{Choice, Hand, PageOf};
use crate::projects::view::TimelineEntry;

/// What one book decided in a year, with the sentence of the report that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookFigures {
    /// Code of the book.
    pub book: String,
    /// Its name.
    pub name: String,
    /// How many cuts were decided.
    pub cuts: u64,
    /// Of how many projects.
    pub projects: u64,
    /// What was decided.
    pub decided: Money,
    /// The sentence of the report, with these numbers in it.
    pub sentence: String,
}

/// A row of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutRow {
    /// Identity.
    pub id: CutId,
    /// Budget year.
    pub year: BudgetYear,
    /// Code and name of the book.
    pub book: Choice,
    /// Number in the book of the year.
    pub serial: i32,
    /// The project.
    pub project: ProjectId,
    /// 项目代码.
    pub project_code: String,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit_name: String,
    /// 主管部门.
    pub department_name: String,
    /// The ground as printed.
    pub ground: String,
    /// What was proposed.
    pub proposed: Money,
    /// Who proposed it, and when.
    pub proposer: Hand,
    /// Where it stands.
    pub state: CutState,
    /// What was decided; none where nothing is cut.
    pub decided: Option<Money>,
    /// Who concluded it, and when.
    pub decider: Option<Hand>,
    /// What vouchers took.
    pub taken: Money,
}

/// Cuts of one ground, department or month together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutSlice {
    /// What narrows the list to them: a code, an identifier, a month.
    pub key: String,
    /// What people read.
    pub name: String,
    /// How many were decided.
    pub cuts: u64,
    /// What was decided.
    pub decided: Money,
}

/// Sums of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CutTotals {
    /// How many.
    pub cuts: u64,
    /// What was proposed.
    pub proposed: Money,
    /// What was decided.
    pub decided: Money,
}

/// The register of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutList {
    /// The rows of this page.
    pub page: PageOf<CutRow>,
    /// Sums of all rows that the filter finds.
    pub totals: CutTotals,
    /// The sentences of the report, one for each book.
    pub books: Vec<BookFigures>,
    /// The rule that names the books.
    pub basis: Arc<Citation>,
    /// How many of the year stand where.
    pub states: Vec<(CutState, u64)>,
    /// What was decided, by ground.
    pub by_ground: Vec<CutSlice>,
    /// What was decided, by department, greatest first.
    pub by_department: Vec<CutSlice>,
    /// What was decided, by month of the decision.
    pub by_month: Vec<CutSlice>,
    /// Grounds to choose from.
    pub grounds: Vec<Choice>,
    /// Departments that have cuts.
    pub departments: Vec<Choice>,
}

/// Where a cut was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutSource {
    /// The monitoring sheet.
    pub sheet: SheetId,
    /// Code of its period.
    pub period: String,
    /// The indicator line; empty for the whole project.
    pub line: String,
}

/// A voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoucherRow {
    /// 文号 or number of the paper.
    pub number: String,
    /// Its date.
    pub dated_on: NaiveDate,
    /// What it took.
    pub amount: Money,
    /// Who entered it, and when.
    pub hand: Hand,
}

/// One cut with everything that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutPage {
    /// The cut.
    pub row: CutRow,
    /// What was found, in words.
    pub finding: String,
    /// Where it was found; none where it was proposed in the register itself.
    pub source: Option<CutSource>,
    /// The money of the project.
    pub room: CutRoom,
    /// Where the budget and the payments come from.
    pub money_sources: [Option<String>; 2],
    /// Words of the decision, rejection or withdrawal.
    pub words: String,
    /// The vouchers, oldest first.
    pub vouchers: Vec<VoucherRow>,
    /// What is to be done next, and by whom.
    pub next: String,
    /// Whether the actor may decide.
    pub may_decide: bool,
    /// Whether the actor may take the proposal back.
    pub may_withdraw: bool,
    /// Whether the actor may enter a voucher.
    pub may_enter_voucher: bool,
    /// Why the actor may not do what is to be done next; empty where that is plain.
    pub why_not: String,
    /// What happened, newest first.
    pub trail: Vec<TimelineEntry>,
    /// Optimistic lock.
    pub version: i32,
}

/// What a proposal may be made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalForm {
    /// The project, where the address names one.
    pub project: Option<Choice>,
    /// Its money.
    pub room: Option<CutRoom>,
    /// The book that takes a proposal of the actor; none where the actor may not propose.
    pub book: Option<String>,
    /// Why not.
    pub why_not: String,
    /// Grounds to choose from.
    pub grounds: Vec<Choice>,
    /// The rule that names proposer and decider.
    pub basis: Arc<Citation>,
}

/// A cut on the page of its project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectCut {
    /// Identity.
    pub id: CutId,
    /// Name of its book.
    pub book: String,
    /// Its number.
    pub serial: i32,
    /// The ground as printed.
    pub ground: String,
    /// Where it stands.
    pub state: CutState,
    /// What was proposed.
    pub proposed: Money,
    /// What was decided.
    pub decided: Option<Money>,
    /// What vouchers took.
    pub taken: Money,
    /// When it last moved.
    pub at: Timestamp,
}
