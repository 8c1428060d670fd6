//! 事实 (fact): a figure that comes from a source row and that nobody retypes.

pub mod load;
pub mod money;

use crate::{BudgetYear, Timestamp};

/// What a fact says. The list is open in storage; these are the codes the product itself reads.
pub mod code {
    /// 年初预算数, fen.
    pub const INITIAL_BUDGET_FEN: &str = "budget.initial_fen";
    /// 全年预算数 (adjusted budget), fen.
    pub const ADJUSTED_BUDGET_FEN: &str = "budget.adjusted_fen";
    /// 执行数 (executed amount), fen; one fact for each month, `period` = `2020-07`.
    pub const EXECUTED_FEN: &str = "execution.paid_fen";
    /// 预算调整 (budget adjustment), fen: what one adjustment adds, negative where it cuts; `period` = `2020-07`.
    pub const ADJUSTMENT_FEN: &str = "budget.adjustment_fen";
    /// 国库对账数 (control total), fen: what the treasury says a unit paid in a month; the subject is the unit.
    pub const STATED_PAID_FEN: &str = "control.paid_fen";

    /// The codes that tell the money of a project.
    pub const OF_PROJECT: [&str; 4] = [
        INITIAL_BUDGET_FEN,
        ADJUSTED_BUDGET_FEN,
        ADJUSTMENT_FEN,
        EXECUTED_FEN,
    ];
}

/// One figure with its origin. `value` is an integer in the unit that the code names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Budget year.
    pub year: BudgetYear,
    /// The subject's id as text (project, unit …).
    pub subject: String,
    /// Fact code.
    pub code: String,
    /// `2020` for a year, `2020-07` for a month.
    pub period: String,
    /// The figure.
    pub value: i64,
    /// Where it came from: a file or a system.
    pub source: String,
    /// The row in the source.
    pub source_row: String,
    /// When it was loaded.
    pub loaded_at: Timestamp,
}
