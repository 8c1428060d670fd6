//! 项目 (project): what the money is for, in one budget year.

use crate::id::{ProjectId, UnitId};
use crate::{BudgetYear, Money};

/// 项目类型: the letter of the 21-character project code (R, Y, T), as integrated budget management uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProjectType {
    /// 人员类: staff.
    Staff,
    /// 运转类: running cost.
    Running,
    /// 特定目标类: a specific aim.
    Specific,
}

impl ProjectType {
    /// Every type.
    pub const ALL: [Self; 3] = [Self::Staff, Self::Running, Self::Specific];

    /// The stable identifier in storage and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Running => "running",
            Self::Specific => "specific",
        }
    }

    /// The type with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Staff => "人员类",
            Self::Running => "运转类",
            Self::Specific => "特定目标类",
        }
    }

    /// Reads 人员类, 运转类 or 特定目标类, with or without 项目 behind it.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches("项目");
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text || kind.name().trim_end_matches('类') == text)
    }
}

/// 项目属性: new this year, or continued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProjectNature {
    /// 新增.
    New,
    /// 延续.
    Continued,
}

impl ProjectNature {
    /// Both.
    pub const ALL: [Self; 2] = [Self::New, Self::Continued];

    /// The stable identifier in storage and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Continued => "continued",
        }
    }

    /// The nature with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|nature| nature.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "新增",
            Self::Continued => "延续",
        }
    }
}

/// Money of a project by source (资金来源).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FundingBySource {
    /// 当年财政拨款.
    pub fiscal: Money,
    /// 上年结转资金.
    pub carried_over: Money,
    /// 其他资金.
    pub other: Money,
}

impl FundingBySource {
    /// 年度资金总额; `None` on overflow.
    pub fn total(&self) -> Option<Money> {
        self.fiscal
            .checked_add(self.carried_over)?
            .checked_add(self.other)
    }
}

/// 项目 (project) of one budget year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Identity.
    pub id: ProjectId,
    /// Budget year.
    pub year: BudgetYear,
    /// 项目代码, opaque; unique within division and year.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 实施单位.
    pub unit: UnitId,
    /// 主管部门.
    pub department: UnitId,
    /// 项目类型.
    pub project_type: ProjectType,
    /// 项目属性.
    pub nature: ProjectNature,
    /// 年初预算数 by source.
    pub funding: FundingBySource,
    /// Optimistic lock.
    pub version: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn project_types_are_read_as_written_in_lists() {
        for (text, expected) in [
            ("特定目标类", Some(ProjectType::Specific)),
            ("特定目标类项目", Some(ProjectType::Specific)),
            ("运转", Some(ProjectType::Running)),
            (" 人员类 ", Some(ProjectType::Staff)),
            ("其他", None),
        ] {
            assert_eq!(ProjectType::read(text), expected, "{text}");
        }
    }

    #[test]
    fn funding_adds_up_or_overflows_openly() {
        let funding = FundingBySource {
            fiscal: Money::from_fen(1),
            carried_over: Money::from_fen(2),
            other: Money::from_fen(3),
        };
        assert_eq!(funding.total(), Some(Money::from_fen(6)));
        let too_much = FundingBySource {
            fiscal: Money::from_fen(i64::MAX),
            ..funding
        };
        assert_eq!(too_much.total(), None);
    }
}
