//! 事前绩效评估 (ex-ante evaluation): whether a new project or policy is worth its money, before it gets any.
//!
//! The evaluation is a sheet like any other: its lines are the items of a framework that the rules state, its steps
//! a chain of the rules. What no other sheet has lives here: who must be evaluated, which materials are needed,
//! scores that stay sealed until all are in, a conclusion with its money and its preconditions, and the gate.

pub mod conclusion;
pub mod condition;
pub mod framework;
pub mod gate;
pub mod material;
pub mod object;
pub mod score;

use crate::rule::Dated;
use crate::{Score, workflow::SheetState};

pub use conclusion::{ConclusionRule, Reduction};
pub use condition::{Condition, ConditionTiming, Settlement};
pub use framework::{Content, Framework, Item, Section};
pub use gate::{Gate, GateRefusal, Standing};
pub use material::{Material, MaterialItem, MaterialList, MaterialState};
pub use object::{Category, ObjectCriterion, SubjectKind};
pub use score::{ScoreSummary, Seal};

/// 评估专家 (experts): how many are needed, and from which spread on their scores are shown as far apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpertRule {
    /// Fewest experts of one evaluation.
    pub least: u32,
    /// Highest less lowest total from which on the page says so.
    pub spread: Score,
}

/// Everything that an evaluation needs from the rules of a division and year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExAnteRules {
    /// 评估类别.
    pub categories: Dated<Vec<Category>>,
    /// 纳入条件.
    pub criteria: Dated<Vec<ObjectCriterion>>,
    /// 材料清单.
    pub materials: Dated<MaterialList>,
    /// 评估框架.
    pub framework: Dated<Framework>,
    /// 评估结论.
    pub conclusions: Dated<Vec<ConclusionRule>>,
    /// 评估专家.
    pub experts: Dated<ExpertRule>,
}

/// 报告状态 (state of the report): derived from where the sheet stands, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReportState {
    /// 未成稿: nothing was handed in yet.
    None,
    /// 送审稿: handed in, before the experts have met.
    Submitted,
    /// 专家会后修订稿: the lead has drawn its conclusion, the bureau has still to agree.
    Revised,
    /// 正式稿: final.
    Formal,
}

impl ReportState {
    /// The state of the report of a sheet whose conclusion is drawn at the step with index `conclusion_step`.
    pub const fn of(state: &SheetState, conclusion_step: usize) -> Self {
        match state {
            SheetState::Draft => Self::None,
            SheetState::InReview { step, .. } if conclusion_step < *step => Self::Revised,
            SheetState::InReview { .. } | SheetState::Returned { .. } => Self::Submitted,
            SheetState::Concluded { .. } => Self::Formal,
        }
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "未成稿",
            Self::Submitted => "送审稿",
            Self::Revised => "专家会后修订稿",
            Self::Formal => "正式稿",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn the_report_ripens_with_its_sheet() {
        let at = Timestamp::from_micros(0);
        for (state, report) in [
            (SheetState::Draft, ReportState::None),
            (
                SheetState::InReview { step: 1, since: at },
                ReportState::Submitted,
            ),
            (
                SheetState::InReview { step: 3, since: at },
                ReportState::Submitted,
            ),
            (SheetState::Returned { from_step: 1, at }, ReportState::Submitted),
            (SheetState::InReview { step: 4, since: at }, ReportState::Revised),
            (SheetState::Concluded { at }, ReportState::Formal),
        ] {
            assert_eq!(ReportState::of(&state, 3), report, "{state:?}");
        }
    }
}
