//! Which action each step of a sheet is, by the kind of sheet.

use hengji_domain::sheet::SheetKind;

use super::Action;

impl Action {
    /// Opening a sheet of this kind.
    pub const fn open(kind: SheetKind) -> Self {
        match kind {
            SheetKind::Goal => Self::OpenGoal,
            SheetKind::GoalAdjustment => Self::OpenGoalAdjustment,
            SheetKind::Monitoring => Self::OpenMonitoring,
            SheetKind::ExAnteEvaluation => Self::OpenExAnteEvaluation,
            SheetKind::SelfEvaluation => Self::OpenSelfEvaluation,
        }
    }

    /// Saving a draft of this kind.
    pub const fn save(kind: SheetKind) -> Self {
        match kind {
            SheetKind::Goal => Self::SaveGoal,
            SheetKind::GoalAdjustment => Self::SaveGoalAdjustment,
            SheetKind::Monitoring => Self::SaveMonitoring,
            SheetKind::ExAnteEvaluation => Self::SaveExAnteEvaluation,
            SheetKind::SelfEvaluation => Self::SaveSelfEvaluation,
        }
    }

    /// Submitting a sheet of this kind.
    pub const fn submit(kind: SheetKind) -> Self {
        match kind {
            SheetKind::Goal => Self::SubmitGoal,
            SheetKind::GoalAdjustment => Self::SubmitGoalAdjustment,
            SheetKind::Monitoring => Self::SubmitMonitoring,
            SheetKind::ExAnteEvaluation => Self::SubmitExAnteEvaluation,
            SheetKind::SelfEvaluation => Self::SubmitSelfEvaluation,
        }
    }

    /// Withdrawing a sheet of this kind.
    pub const fn withdraw(kind: SheetKind) -> Self {
        match kind {
            SheetKind::Goal => Self::WithdrawGoal,
            SheetKind::GoalAdjustment => Self::WithdrawGoalAdjustment,
            SheetKind::Monitoring => Self::WithdrawMonitoring,
            SheetKind::ExAnteEvaluation => Self::WithdrawExAnteEvaluation,
            SheetKind::SelfEvaluation => Self::WithdrawSelfEvaluation,
        }
    }

    /// Passing a sheet of this kind at a step that is not the last.
    pub const fn approve(kind: SheetKind) -> Self {
        match kind {
            SheetKind::Goal => Self::ApproveGoal,
            SheetKind::GoalAdjustment => Self::ApproveGoalAdjustment,
            SheetKind::Monitoring => Self::ApproveMonitoring,
            SheetKind::ExAnteEvaluation => Self::ApproveExAnteEvaluation,
            SheetKind::SelfEvaluation => Self::ApproveSelfEvaluation,
        }
    }

    /// Returning a sheet of this kind.
    pub const fn return_for_revision(kind: SheetKind) -> Self {
        match kind {
            SheetKind::Goal => Self::ReturnGoal,
            SheetKind::GoalAdjustment => Self::ReturnGoalAdjustment,
            SheetKind::Monitoring => Self::ReturnMonitoring,
            SheetKind::ExAnteEvaluation => Self::ReturnExAnteEvaluation,
            SheetKind::SelfEvaluation => Self::ReturnSelfEvaluation,
        }
    }

    /// Passing a sheet of this kind at the last step of its chain.
    pub const fn conclude(kind: SheetKind) -> Self {
        match kind {
            SheetKind::Goal => Self::IssueGoal,
            SheetKind::GoalAdjustment => Self::ConcludeGoalAdjustment,
            SheetKind::Monitoring => Self::ConcludeMonitoring,
            SheetKind::ExAnteEvaluation => Self::ConcludeExAnteEvaluation,
            SheetKind::SelfEvaluation => Self::ConcludeSelfEvaluation,
        }
    }

    /// Whether it is done by whoever holds the current step of a sheet, and by nobody who acted on it before.
    pub const fn is_review(self) -> bool {
        matches!(
            self,
            Self::ApproveGoal
                | Self::ReturnGoal
                | Self::IssueGoal
                | Self::ApproveGoalAdjustment
                | Self::ReturnGoalAdjustment
                | Self::ConcludeGoalAdjustment
                | Self::ApproveMonitoring
                | Self::ReturnMonitoring
                | Self::ConcludeMonitoring
                | Self::ApproveSelfEvaluation
                | Self::ReturnSelfEvaluation
                | Self::ConcludeSelfEvaluation
        )
    }
}
