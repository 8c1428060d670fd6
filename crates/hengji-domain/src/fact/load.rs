//! 资金数据 (money data) that come by file: what a file brings, and one month or year of it as it was loaded.

use super::code;
use crate::id::{ImportId, UserId};
use crate::{BudgetYear, Money, Timestamp};

/// What a file of money data brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LoadKind {
    /// 年初预算: the budget lines of projects as the congress approved them.
    InitialBudget,
    /// 全年预算数: the budget of projects after all adjustments, stated whole.
    AdjustedBudget,
    /// 预算调整: what each adjustment adds or cuts.
    Adjustment,
    /// 支付明细: payments of the treasury, refunds negative.
    Payment,
    /// 国库对账数: what the treasury says each unit paid in a month.
    ControlTotal,
}

impl LoadKind {
    /// Every kind, in the order in which a year brings them.
    pub const ALL: [Self; 5] = [
        Self::InitialBudget,
        Self::AdjustedBudget,
        Self::Adjustment,
        Self::Payment,
        Self::ControlTotal,
    ];

    /// The stable identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InitialBudget => "initial_budget",
            Self::AdjustedBudget => "adjusted_budget",
            Self::Adjustment => "budget_adjustment",
            Self::Payment => "payments",
            Self::ControlTotal => "control_totals",
        }
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InitialBudget => "年初预算",
            Self::AdjustedBudget => "全年预算数",
            Self::Adjustment => "预算调整",
            Self::Payment => "支付明细",
            Self::ControlTotal => "国库对账数",
        }
    }

    /// The code of the facts that it becomes.
    pub const fn fact_code(self) -> &'static str {
        match self {
            Self::InitialBudget => code::INITIAL_BUDGET_FEN,
            Self::AdjustedBudget => code::ADJUSTED_BUDGET_FEN,
            Self::Adjustment => code::ADJUSTMENT_FEN,
            Self::Payment => code::EXECUTED_FEN,
            Self::ControlTotal => code::STATED_PAID_FEN,
        }
    }

    /// Whether its rows belong to months; the others belong to the year.
    pub const fn is_monthly(self) -> bool {
        matches!(self, Self::Adjustment | Self::Payment | Self::ControlTotal)
    }

    /// Whether a row may be negative: a budget cannot be, a refund or a cut is.
    pub const fn may_be_negative(self) -> bool {
        self.is_monthly()
    }

    /// Whether its rows speak of units; the others speak of projects.
    pub const fn is_of_units(self) -> bool {
        matches!(self, Self::ControlTotal)
    }

    /// The kind with this identifier.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The kind that becomes facts of this code.
    pub fn of_fact(fact_code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.fact_code() == fact_code)
    }
}

/// 装入 (load): the rows of one import that belong to one month or year. A later load of the same kind, period and
/// source takes its place; what it replaced is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactLoad {
    /// The import that brought it.
    pub import: ImportId,
    /// Budget year.
    pub year: BudgetYear,
    /// What it brought.
    pub kind: LoadKind,
    /// `2020` or `2020-07`.
    pub period: String,
    /// 来源: the lasting name of whoever sends such files, e.g. 国库集中支付.
    pub source_name: String,
    /// The source as the facts themselves name it: the lasting name and the file.
    pub fact_source: String,
    /// Rows of the file for this period, and their sum.
    pub file_rows: u32,
    /// Sum of those rows.
    pub file_total: Money,
    /// Rows that became facts: those of a registered project or unit.
    pub loaded_rows: u32,
    /// Sum of the facts.
    pub loaded_total: Money,
    /// Who brought it.
    pub loaded_by: UserId,
    /// Name at that time.
    pub loaded_by_name: String,
    /// When.
    pub loaded_at: Timestamp,
    /// The import that took its place, and when.
    pub replaced: Option<(ImportId, Timestamp)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_found_by_its_code_and_by_its_facts() {
        for kind in LoadKind::ALL {
            assert_eq!(LoadKind::from_code(kind.code()), Some(kind));
            assert_eq!(LoadKind::of_fact(kind.fact_code()), Some(kind));
            // A month may be corrected downward; the budget of a year cannot be less than nothing.
            assert_eq!(kind.is_monthly(), kind.may_be_negative());
        }
        assert_eq!(LoadKind::from_code("wishes"), None);
        assert_eq!(LoadKind::of_fact("wishes"), None);
    }
}
