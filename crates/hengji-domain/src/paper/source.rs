//! What a paper grew from, so that the work and the paper lead to each other.

use crate::BudgetYear;
use crate::id::{EvaluationFindingId, EvaluationId, ProjectId, ReviewSlotId, SheetId, SpotRoundId, UnitId};

/// 来源 (source) of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperSource {
    /// 财政重点监控 of this project.
    KeyMonitoring(ProjectId),
    /// The approved goals of this unit for the year of the paper.
    UnitGoals(UnitId),
    /// A department's slot in the centralised review.
    ReviewSlot(ReviewSlotId),
    /// An ex-ante evaluation.
    ExAnteEvaluation(SheetId),
    /// Findings of one origin and unit; this is the first of them.
    Findings(EvaluationFindingId),
    /// An evaluation with a case file.
    Evaluation(EvaluationId),
    /// The evaluations of a budget year together.
    EvaluationYear(BudgetYear),
    /// The sign-off sheet of this evaluation.
    SignOff(EvaluationId),
    /// A round of spot evaluation.
    SpotRound(SpotRoundId),
}

impl PaperSource {
    /// The stable identifier of its sort in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::KeyMonitoring(_) => "key_monitoring",
            Self::UnitGoals(_) => "unit_goals",
            Self::ReviewSlot(_) => "review_slot",
            Self::ExAnteEvaluation(_) => "ex_ante_evaluation",
            Self::Findings(_) => "evaluation_findings",
            Self::Evaluation(_) => "evaluation",
            Self::EvaluationYear(_) => "evaluation_year",
            Self::SignOff(_) => "sign_off",
            Self::SpotRound(_) => "spot_round",
        }
    }

    /// The identifier of the thing itself, as text.
    pub fn id(self) -> String {
        match self {
            Self::KeyMonitoring(id) => id.to_string(),
            Self::UnitGoals(id) => id.to_string(),
            Self::ReviewSlot(id) => id.to_string(),
            Self::ExAnteEvaluation(id) => id.to_string(),
            Self::Findings(id) => id.to_string(),
            Self::Evaluation(id) => id.to_string(),
            Self::EvaluationYear(year) => year.to_string(),
            Self::SignOff(id) => id.to_string(),
            Self::SpotRound(id) => id.to_string(),
        }
    }

    /// The source with this code and identifier; none for what cannot be one.
    pub fn read(code: &str, id: &str) -> Option<Self> {
        match code {
            "key_monitoring" => id.parse().ok().map(Self::KeyMonitoring),
            "unit_goals" => id.parse().ok().map(Self::UnitGoals),
            "review_slot" => id.parse().ok().map(Self::ReviewSlot),
            "ex_ante_evaluation" => id.parse().ok().map(Self::ExAnteEvaluation),
            "evaluation_findings" => id.parse().ok().map(Self::Findings),
            "evaluation" => id.parse().ok().map(Self::Evaluation),
            "evaluation_year" => id.parse().ok().map(Self::EvaluationYear),
            "sign_off" => id.parse().ok().map(Self::SignOff),
            "spot_round" => id.parse().ok().map(Self::SpotRound),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn a_source_is_read_back_from_its_code_and_identifier() {
        let at = Timestamp::from_micros(1_600_000_000_000_000);
        for source in [
            PaperSource::KeyMonitoring(ProjectId::new(at, [1; 10])),
            PaperSource::UnitGoals(UnitId::new(at, [2; 10])),
            PaperSource::ReviewSlot(ReviewSlotId::new(at, [3; 10])),
            PaperSource::ExAnteEvaluation(SheetId::new(at, [4; 10])),
            PaperSource::Findings(EvaluationFindingId::new(at, [5; 10])),
            PaperSource::Evaluation(EvaluationId::new(at, [6; 10])),
            PaperSource::EvaluationYear(BudgetYear::new(2020).unwrap()),
            PaperSource::SignOff(EvaluationId::new(at, [6; 10])),
            PaperSource::SpotRound(SpotRoundId::new(at, [7; 10])),
        ] {
            assert_eq!(PaperSource::read(source.code(), &source.id()), Some(source));
        }
        assert_eq!(PaperSource::read("rumour", "0190"), None);
        assert_eq!(PaperSource::read("key_monitoring", "no id"), None);
    }
}
