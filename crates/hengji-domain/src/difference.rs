//! 对账差异 (difference): two figures that should be equal and are not, with the unit that must say why.

mod reconcile;

use crate::id::{DifferenceId, UnitId};
use crate::{BudgetYear, Money, Timestamp};

pub use reconcile::{Ground, Merged, merge, reconcile};

/// Which two figures differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// 项目代码未登记: the file pays a project that the register does not have; its rows are no facts.
    UnknownProject,
    /// 支付超预算: a project was paid more than its budget.
    PaidAboveBudget,
    /// 退款大于支付: what came back is more than what was paid.
    RefundsAbovePayments,
    /// 预算数与项目库不符: the initial budget of the file and of the register.
    BudgetUnlikeRegister,
    /// 国库对账数不符: what the treasury states for a unit and the payments of its projects.
    TreasuryUnlikePayments,
}

impl DifferenceKind {
    /// Every kind, the gravest first.
    pub const ALL: [Self; 5] = [
        Self::UnknownProject,
        Self::PaidAboveBudget,
        Self::RefundsAbovePayments,
        Self::BudgetUnlikeRegister,
        Self::TreasuryUnlikePayments,
    ];

    /// The stable identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownProject => "unknown-project",
            Self::PaidAboveBudget => "paid-above-budget",
            Self::RefundsAbovePayments => "refunds-above-payments",
            Self::BudgetUnlikeRegister => "budget-unlike-register",
            Self::TreasuryUnlikePayments => "treasury-unlike-payments",
        }
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnknownProject => "项目代码未登记",
            Self::PaidAboveBudget => "支付超预算",
            Self::RefundsAbovePayments => "退款大于支付",
            Self::BudgetUnlikeRegister => "预算数与项目库不符",
            Self::TreasuryUnlikePayments => "国库对账数不符",
        }
    }

    /// What the first figure is called.
    pub const fn expected_name(self) -> &'static str {
        match self {
            Self::UnknownProject => "已入库金额",
            Self::PaidAboveBudget => "全年预算数",
            Self::RefundsAbovePayments => "最低应为",
            Self::BudgetUnlikeRegister => "项目库预算数",
            Self::TreasuryUnlikePayments => "国库对账数",
        }
    }

    /// What the second figure is called.
    pub const fn found_name(self) -> &'static str {
        match self {
            Self::UnknownProject => "文件金额",
            Self::PaidAboveBudget | Self::RefundsAbovePayments => "累计支付数",
            Self::BudgetUnlikeRegister => "预算文件数",
            Self::TreasuryUnlikePayments => "支付明细合计",
        }
    }

    /// How it is mended.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::UnknownProject => "请核对项目代码;确属新项目的先登记项目,再重新导入该月文件。",
            Self::PaidAboveBudget => "请核对是否漏导预算调整,或支付记错了项目。",
            Self::RefundsAbovePayments => "请核对退款所属的年度和项目。",
            Self::BudgetUnlikeRegister => "请核对预算批复,改正项目库或重新导入预算文件。",
            Self::TreasuryUnlikePayments => "请与国库逐笔核对,补导漏掉的支付或更正对账数。",
        }
    }

    /// The kind with this identifier.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Where a difference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceState {
    /// 待说明: its owner must say why.
    Open,
    /// 已说明: the bureau must accept the explanation.
    Explained,
    /// 已办结: closed by the bureau with a reason.
    Closed,
    /// 已一致: the figures became equal by themselves.
    Settled,
}

impl DifferenceState {
    /// Every state, in the order of its life.
    pub const ALL: [Self; 4] = [Self::Open, Self::Explained, Self::Closed, Self::Settled];

    /// The stable identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Explained => "explained",
            Self::Closed => "closed",
            Self::Settled => "settled",
        }
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "待说明",
            Self::Explained => "已说明",
            Self::Closed => "已办结",
            Self::Settled => "已一致",
        }
    }

    /// Whether somebody still has to do something.
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Open | Self::Explained)
    }

    /// The state with this identifier.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A difference as reconciling finds it, before it has a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which two figures.
    pub kind: DifferenceKind,
    /// Id of the project or unit as text; of an unknown project its code.
    pub subject: String,
    /// Its name, for people.
    pub subject_name: String,
    /// `2020` or `2020-07`.
    pub period: String,
    /// The unit that must say why.
    pub owner: UnitId,
    /// What it should be.
    pub expected: Money,
    /// What it is.
    pub found: Money,
}

/// What somebody said of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The words.
    pub text: String,
    /// Who, by the name of that time.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
}

/// A difference with its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Identity.
    pub id: DifferenceId,
    /// Budget year.
    pub year: BudgetYear,
    /// What was found, as it stands now.
    pub found: Found,
    /// Where it stands.
    pub state: DifferenceState,
    /// 说明 of its owner.
    pub explanation: Option<Statement>,
    /// 办结理由 of the bureau, or how it settled.
    pub conclusion: Option<Statement>,
    /// When it was first found.
    pub found_at: Timestamp,
    /// Optimistic lock.
    pub version: i32,
}

/// Why a difference cannot be moved so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DifferenceRefusal {
    /// It needs nothing any more.
    #[error("该差异“{state}”,不需要再办理。 [difference-concluded]")]
    Concluded {
        /// Its state.
        state: &'static str,
    },
    /// Nothing was said.
    #[error("没有填写{what},请写明原因后再提交。 [difference-words-missing]")]
    NoWords {
        /// What is missing.
        what: &'static str,
    },
    /// More than fits.
    #[error("{what}共 {found} 字,最多 {limit} 字,请精简。 [difference-words-too-long]")]
    TooLong {
        /// What is too long.
        what: &'static str,
        /// Its characters.
        found: usize,
        /// How many may be.
        limit: usize,
    },
}

/// Longest explanation or reason, characters.
const WORDS_MAX: usize = 500;

impl Difference {
    /// 交办: gives it to another unit. An explanation that the former owner gave stays to be read.
    ///
    /// # Errors
    ///
    /// [`DifferenceRefusal::Concluded`].
    pub fn assigned(&self, owner: UnitId) -> Result<Self, DifferenceRefusal> {
        self.require_pending()?;
        Ok(Self {
            found: Found {
                owner,
                ..self.found.clone()
            },
            state: DifferenceState::Open,
            ..self.clone()
        })
    }

    /// 说明: its owner says why.
    ///
    /// # Errors
    ///
    /// [`DifferenceRefusal`] when it is concluded or nothing is said.
    pub fn explained(&self, said: Statement) -> Result<Self, DifferenceRefusal> {
        self.require_pending()?;
        Ok(Self {
            state: DifferenceState::Explained,
            explanation: Some(worded(said, "说明")?),
            ..self.clone()
        })
    }

    /// 办结: the bureau closes it with a reason, explained or not.
    ///
    /// # Errors
    ///
    /// [`DifferenceRefusal`] when it is concluded or no reason is given.
    pub fn closed(&self, said: Statement) -> Result<Self, DifferenceRefusal> {
        self.require_pending()?;
        Ok(Self {
            state: DifferenceState::Closed,
            conclusion: Some(worded(said, "办结理由")?),
            ..self.clone()
        })
    }

    fn require_pending(&self) -> Result<(), DifferenceRefusal> {
        if self.state.is_pending() {
            Ok(())
        } else {
            Err(DifferenceRefusal::Concluded {
                state: self.state.name(),
            })
        }
    }
}

fn worded(said: Statement, what: &'static str) -> Result<Statement, DifferenceRefusal> {
    let text = said.text.trim().to_owned();
    let found = text.chars().count();
    if found == 0 {
        Err(DifferenceRefusal::NoWords { what })
    } else if WORDS_MAX < found {
        Err(DifferenceRefusal::TooLong {
            what,
            found,
            limit: WORDS_MAX,
        })
    } else {
        Ok(Statement { text, ..said })
    }
}

#[cfg(test)]
mod tests;
