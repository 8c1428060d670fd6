//! 绩效评价 (evaluation): frameworks and kinds as data, one evaluation of one subject, and how it may be scored.
//!
//! What differs between a spot evaluation and the evaluation of a subdistrict is a framework and a few words about
//! who scores: both are rules. The types here know the shapes that a rule can take and nothing of any one kind.

pub mod answer;
pub mod formula;
pub mod framework;
pub mod kind;
pub mod ratio;
pub mod refusal;
pub mod sentence;

use std::fmt;

pub use answer::Answer;
pub use framework::{
    Deduction, FactDefinition, FactOrigin, Framework, Item, JudgementBand, Method, Part, PartContent,
    SystemFact, Veto,
};
pub use kind::{EvaluationKind, Side, SubjectKind};
pub use refusal::EvaluationRefusal;
pub use sentence::KindReport;

/// The key of an item within its evaluation: the code of the framework's item, or the key of the indicator line
/// that is scored again, so that the life of an indicator finds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemKey(String);

impl ItemKey {
    /// The key with this text.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How far an evaluation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvaluationState {
    /// 自评中: the evaluated unit scores itself.
    SelfScoring,
    /// 复核中: the bureau verifies or scores.
    Verification,
    /// 已形成结论.
    Concluded,
}

impl EvaluationState {
    /// Every state, in order.
    pub const ALL: [Self; 3] = [Self::SelfScoring, Self::Verification, Self::Concluded];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SelfScoring => "self_scoring",
            Self::Verification => "verification",
            Self::Concluded => "concluded",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SelfScoring => "单位自评中",
            Self::Verification => "评分复核中",
            Self::Concluded => "已形成结论",
        }
    }
}

/// Before the scorers have talked or after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScoreStage {
    /// 独立评分.
    Independent,
    /// 讨论后改分, with a reason.
    Revised,
}

impl ScoreStage {
    /// Both stages.
    pub const ALL: [Self; 2] = [Self::Independent, Self::Revised];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Independent => "independent",
            Self::Revised => "revised",
        }
    }

    /// The stage with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Independent => "独立评分",
            Self::Revised => "讨论后改分",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_states_are_one_to_one() {
        for state in EvaluationState::ALL {
            assert_eq!(EvaluationState::from_code(state.code()), Some(state));
        }
        for stage in ScoreStage::ALL {
            assert_eq!(ScoreStage::from_code(stage.code()), Some(stage));
        }
        assert_eq!(EvaluationState::from_code("draft"), None);
    }
}
