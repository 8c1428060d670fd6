//! 集中审核 (centralised review): bureau and department look at goals together, line by line, in a room.
//!
//! What is said of a line comes from the closed list of reasons; what the points add up to comes from the rules.

mod agenda;
mod points;

use crate::rule::ReviewReason;
use crate::workflow::WorkflowRefusal;

pub use agenda::{AgendaEntry, AgendaRefusal, Reviewer, SessionDays, admit};
pub use points::{Aspect, PointItem, PointsRefusal, PointsTable};

/// What a reviewer says of a line, or of the whole sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineVerdict {
    /// 认可.
    Accepted,
    /// 需修改, for a reason of the closed list.
    ToMend {
        /// Code of the closed list.
        reason: String,
        /// Words; mandatory for 其他.
        words: String,
    },
}

impl LineVerdict {
    /// A verdict from what was posted: an empty reason accepts.
    ///
    /// # Errors
    ///
    /// [`WorkflowRefusal::UnknownReason`], [`WorkflowRefusal::ReasonNeedsText`]: the same list as for a return,
    /// because what is said in the room is what the sheet goes back with.
    pub fn read(reason: &str, words: &str, closed_list: &[ReviewReason]) -> Result<Self, WorkflowRefusal> {
        let (reason, words) = (reason.trim(), words.trim());
        if reason.is_empty() {
            return Ok(Self::Accepted);
        }
        match closed_list.iter().find(|known| known.code == reason) {
            None => Err(WorkflowRefusal::UnknownReason {
                reason: reason.to_owned(),
            }),
            Some(known) if known.needs_text && words.is_empty() => Err(WorkflowRefusal::ReasonNeedsText),
            Some(_) => Ok(Self::ToMend {
                reason: reason.to_owned(),
                words: words.to_owned(),
            }),
        }
    }

    /// Whether the line must be mended.
    pub const fn is_to_mend(&self) -> bool {
        matches!(self, Self::ToMend { .. })
    }
}

/// How the review of one goal in the room ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewOutcome {
    /// 审核通过.
    Passed,
    /// 退回修改.
    Returned,
}

impl ReviewOutcome {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Passed, Self::Returned];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Returned => "returned",
        }
    }

    /// The outcome with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "审核通过",
            Self::Returned => "退回修改",
        }
    }
}

/// Where an edit made in the room stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoomEditState {
    /// 待确认: the department has not answered.
    Proposed,
    /// 已确认: it has become an edition of the goal.
    Confirmed,
    /// 未采纳: the department declined it.
    Declined,
}

impl RoomEditState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Proposed, Self::Confirmed, Self::Declined];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Confirmed => "confirmed",
            Self::Declined => "declined",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "待部门确认",
            Self::Confirmed => "部门已确认",
            Self::Declined => "部门未采纳",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(case: &str) {
        let (input, expected) = case.split_once(" -> ").unwrap();
        let (reason, words) = input.split_once('|').unwrap();
        let list = [("not-quantified", false), ("other", true)].map(|(code, needs_text)| ReviewReason {
            code: code.into(),
            name: code.into(),
            needs_text,
        });
        let found = match LineVerdict::read(reason, words, &list) {
            Ok(LineVerdict::Accepted) => "accepted".to_owned(),
            Ok(LineVerdict::ToMend { reason, words }) => format!("{reason}:{words}"),
            Err(refusal) => refusal.to_string().rsplit_once('[').unwrap().1.replace(']', ""),
        };
        assert_eq!(found, expected, "{case}");
    }

    #[test]
    fn a_verdict_comes_from_the_closed_list() {
        check("| -> accepted");
        check("|words without a reason accept nothing else -> accepted");
        check("not-quantified| -> not-quantified:");
        check(" not-quantified | 请量化 -> not-quantified:请量化");
        check("other| -> return-reason-needs-text");
        check("other|依据不足 -> other:依据不足");
        check("no-such-reason|x -> return-reason-unknown");
    }

    #[test]
    fn codes_and_names_are_one_to_one() {
        for outcome in ReviewOutcome::ALL {
            assert_eq!(ReviewOutcome::from_code(outcome.code()), Some(outcome));
        }
        for state in RoomEditState::ALL {
            assert_eq!(RoomEditState::from_code(state.code()), Some(state));
        }
        assert_eq!(ReviewOutcome::from_code("concluded"), None);
        assert!(!LineVerdict::Accepted.is_to_mend());
    }
}
