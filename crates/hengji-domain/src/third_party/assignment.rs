//! 委托 (assignment): how an institution came to a case, how far it has come, and what keeps it away.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Months, NaiveDate};

use super::ThirdPartyRefusal;
use crate::rule::Citation;

/// What the rules of a year say of assignments.
#[derive(Debug, Clone)]
pub struct AssignmentRules {
    /// For how many years a relation that has ended still keeps an institution away.
    pub conflict_years: u32,
    /// How many years running an institution may evaluate the same unit.
    pub pair_years: u32,
    /// How many cases of one year an institution may have.
    pub cases_most: u32,
    /// Shortest reason, characters.
    pub reason_least: u32,
    /// Where the numbers come from.
    pub basis: Arc<Citation>,
}

impl AssignmentRules {
    /// A reason without the blanks around it that says something.
    ///
    /// # Errors
    ///
    /// [`ThirdPartyRefusal::ReasonShort`].
    pub fn reason(&self, text: &str) -> Result<String, ThirdPartyRefusal> {
        let text = text.trim();
        let found = text.chars().count();
        if usize::try_from(self.reason_least).is_ok_and(|least| found < least) {
            return Err(ThirdPartyRefusal::ReasonShort {
                least: self.reason_least,
                found,
            });
        }
        Ok(text.to_owned())
    }
}

/// How an institution came to its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignmentWay {
    /// 随机抽取.
    Drawn,
    /// 直接委托.
    Direct,
}

impl AssignmentWay {
    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Drawn => "drawn",
            Self::Direct => "direct",
        }
    }

    /// The way with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Drawn, Self::Direct]
            .into_iter()
            .find(|one| one.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Drawn => "随机抽取",
            Self::Direct => "直接委托",
        }
    }
}

/// Where an assignment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignmentState {
    /// 评价中.
    Open,
    /// 已提交: the institution changes nothing any more.
    HandedIn,
    /// 已撤回: the institution sees nothing any more.
    Withdrawn,
}

impl AssignmentState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Open, Self::HandedIn, Self::Withdrawn];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::HandedIn => "handed_in",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "评价中",
            Self::HandedIn => "已提交",
            Self::Withdrawn => "已撤回",
        }
    }

    /// Whether the institution sees the case.
    pub const fn is_live(self) -> bool {
        !matches!(self, Self::Withdrawn)
    }
}

/// Whether a relation keeps an institution away on a day: one that lasts does, one that ended does for so many years.
pub fn blocks(ended_on: Option<NaiveDate>, years: u32, on: NaiveDate) -> bool {
    let free_from = ended_on.map(|day| day.checked_add_months(Months::new(years.saturating_mul(12))));
    free_from.is_none_or(|free| free.is_none_or(|free| on < free))
}

/// How many years before `year` stand in `years` without a gap.
pub fn running_years(years: &BTreeSet<i32>, year: i32) -> u32 {
    let running = (1..).take_while(|back| years.contains(&year.saturating_sub(*back)));
    u32::try_from(running.count()).unwrap_or(u32::MAX)
}
