//! What case files ask of the rules.

use crate::rule::ReviewReason;
use crate::time::working_days::DayCount;

/// 评价档案的规则 (rules of case files).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFileRules {
    /// 职责: what a member of the team is there for.
    pub duties: Vec<ReviewReason>,
    /// How long the unit has for its opinions.
    pub exchange: DayCount,
    /// Shortest reason of an opinion, and of not adopting one, characters.
    pub reason_length_min: u32,
    /// When the agreement of scorers says anything.
    pub agreement: AgreementRule,
}

/// 评分一致性的口径 (how agreement of scorers is judged).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgreementRule {
    /// Fewer items than this scored by two people give no judgement.
    pub items_least: u32,
    /// Scores that differ by no more than this share of the full points are near, basis points.
    pub near_bp: u32,
}
