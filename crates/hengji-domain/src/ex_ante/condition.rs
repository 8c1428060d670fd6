//! 前置条件 (preconditions): what must come true before the project gets its budget or its money.

use crate::NaiveDate;
use crate::id::UnitId;

/// Before what a precondition must be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConditionTiming {
    /// 批复前: without it the budget is not approved.
    BeforeIssue,
    /// 拨付前: the budget may be approved, the money waits.
    BeforePayment,
}

impl ConditionTiming {
    /// Both.
    pub const ALL: [Self; 2] = [Self::BeforeIssue, Self::BeforePayment];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BeforeIssue => "before_issue",
            Self::BeforePayment => "before_payment",
        }
    }

    /// The timing with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|timing| timing.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BeforeIssue => "批复前",
            Self::BeforePayment => "拨付前",
        }
    }
}

/// How a precondition was settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// What shows it: the document, its number, its date.
    pub evidence: String,
    /// Who wrote it down, by the name of that time.
    pub by: String,
    /// When.
    pub at: crate::Timestamp,
}

/// 前置条件.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Number on the report, from 1.
    pub number: u32,
    /// What must be done.
    pub words: String,
    /// 责任单位.
    pub unit: UnitId,
    /// Until when.
    pub due_on: NaiveDate,
    /// Before what.
    pub timing: ConditionTiming,
    /// How it was settled; none while it is unmet.
    pub settled: Option<Settlement>,
}

impl Condition {
    /// 已落实.
    pub const fn is_met(&self) -> bool {
        self.settled.is_some()
    }

    /// 未落实 and past its day.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        !self.is_met() && self.due_on < today
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn a_precondition_is_late_the_day_after_its_day_unless_it_is_met() {
        let day = |day| NaiveDate::from_ymd_opt(2020, 10, day).unwrap();
        let open = Condition {
            number: 1,
            words: "取得用地批复".into(),
            unit: UnitId::new(Timestamp::from_micros(0), [1; 10]),
            due_on: day(15),
            timing: ConditionTiming::BeforeIssue,
            settled: None,
        };
        assert!(!open.is_late(day(15)));
        assert!(open.is_late(day(16)));
        let met = Condition {
            settled: Some(Settlement {
                evidence: "用地批复 3 号".into(),
                by: "牵头部门".into(),
                at: Timestamp::from_micros(0),
            }),
            ..open
        };
        assert!(met.is_met() && !met.is_late(day(16)));
    }

    #[test]
    fn codes_of_timings_are_found_again() {
        for timing in ConditionTiming::ALL {
            assert_eq!(ConditionTiming::from_code(timing.code()), Some(timing));
        }
    }
}
