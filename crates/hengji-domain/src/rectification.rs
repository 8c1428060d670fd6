//! 问题、整改、回头看 (findings, rectification, look-back): where each stands, what may follow, and who is told when.

mod commitment;
mod escalation;
mod finding;
mod rules;

pub use commitment::CommitmentState;
pub use escalation::{Escalation, Level};
pub use finding::{FindingState, LookBackResult, ObjectionOutcome};
pub use rules::{LookBackRule, RectificationRules};

/// Why a step is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RectificationRefusal {
    /// The unit has the text.
    #[error(
        "该问题已随反馈书送达,原文不能再改;确有错误的,请撤销并写明理由,或在答复异议时更正。 [finding-served]"
    )]
    Served,
    /// Taken back.
    #[error("该问题已撤销,不再办理。 [finding-withdrawn]")]
    Withdrawn,
    /// Rectified and verified.
    #[error("该问题的整改已经核实,不能撤销;如有错误,请在回头看中更正。 [finding-rectified]")]
    Rectified,
    /// The unit does not know of it yet.
    #[error("该问题还没有随反馈书送达,现在不能办理整改或异议。 [finding-not-served]")]
    NotServed,
    /// Every measure was verified.
    #[error("该项整改已经核实,无需再次办理。 [commitment-verified]")]
    AlreadyVerified,
    /// Claimed, and waiting for the bureau.
    #[error("该项整改已报送完成,正等财政部门核实;如需补充,请等核实意见。 [commitment-claimed]")]
    AlreadyClaimed,
    /// Nothing to verify.
    #[error("单位还没有报送该项整改完成,不能核实。 [commitment-not-claimed]")]
    NotClaimed,
    /// The plan is with the unit still.
    #[error("整改方案还没有报送,请先在方案页逐条填写措施并报送。 [plan-not-handed-in]")]
    NoPlan,
}
