//! What the rules say about findings, rectification and look-back.

use super::Escalation;
use crate::rule::ReviewReason;
use crate::time::working_days::DayCount;

/// 回头看抽取 (the draw of a look-back).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookBackRule {
    /// Share of the verified findings of each department, in basis points.
    pub share_bp: u32,
    /// At least so many of each department, or all where there are fewer.
    pub department_least: u32,
    /// How many earlier years are looked back at.
    pub years: u16,
}

/// The rules of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RectificationRules {
    /// 问题来源: the closed list.
    pub origins: Vec<ReviewReason>,
    /// 问题根源: the closed list of root causes.
    pub causes: Vec<ReviewReason>,
    /// 严重程度.
    pub severities: Vec<ReviewReason>,
    /// 整改措施种类.
    pub commitment_kinds: Vec<ReviewReason>,
    /// From the result to its feedback.
    pub feedback: DayCount,
    /// From the receipt to the plan.
    pub plan: DayCount,
    /// From the receipt to an objection.
    pub objection: DayCount,
    /// From the objection to its answer.
    pub objection_decision: DayCount,
    /// Least characters of a reason.
    pub reason_length_min: u32,
    /// Who is told when.
    pub escalation: Escalation,
    /// How a look-back is drawn.
    pub look_back: LookBackRule,
}
