//! 流程 (workflow): how a sheet moves along its approval chain. The chain itself is a dated rule.

use crate::Timestamp;
use crate::id::LineKey;
use crate::person::Role;
use crate::rule::{Chain, ChainStep, ReviewReason};

/// Where a sheet stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetState {
    /// 编报中: the unit is still writing.
    Draft,
    /// 审核中: waiting at the step with this index in its chain.
    InReview {
        /// Index of the step that must act now.
        step: usize,
        /// Since when it waits there.
        since: Timestamp,
    },
    /// 退回修改: back with the unit.
    Returned {
        /// Index of the step that returned it.
        from_step: usize,
        /// When.
        at: Timestamp,
    },
    /// 已批复 / 已审定: the chain is complete.
    Concluded {
        /// When.
        at: Timestamp,
    },
}

impl SheetState {
    /// The stable identifier in storage and API: draft, in_review, returned, concluded.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview { .. } => "in_review",
            Self::Returned { .. } => "returned",
            Self::Concluded { .. } => "concluded",
        }
    }

    /// Whether the unit may edit the sheet.
    pub const fn is_editable(&self) -> bool {
        matches!(self, Self::Draft | Self::Returned { .. })
    }
}

/// One opinion of a return: which line, which reason of the closed list, which words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnOpinion {
    /// The line; none for the whole sheet.
    pub line: Option<LineKey>,
    /// Code of the closed list.
    pub reason: String,
    /// Free text; mandatory for 其他.
    pub text: String,
}

/// Why a return carries at least one opinion: without a reason the unit cannot mend anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnNotice(Vec<ReturnOpinion>);

/// Why a move is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkflowRefusal {
    /// The sheet is not with the unit.
    #[error(
        "该表已提交,正在“{step}”环节,不能再编辑或提交;如需修改,请在对方办理前撤回,或请其退回。 [sheet-not-editable]"
    )]
    NotEditable {
        /// The step that holds it.
        step: String,
    },
    /// The sheet is with the unit and cannot be reviewed.
    #[error("该表尚未提交(或已退回单位),现在不能审核。 [sheet-not-in-review]")]
    NotInReview,
    /// The chain is complete.
    #[error("该表流程已办结,不能再变动;确需变动请走调整程序。 [sheet-concluded]")]
    Concluded,
    /// Somebody else's step.
    #[error("现在是“{step}”环节,由{role}办理,您的角色不能办理。 [step-of-another-role]")]
    AnotherRole {
        /// The step's name.
        step: String,
        /// Who acts there.
        role: &'static str,
    },
    /// This step passes or waits, but does not return.
    #[error("“{step}”环节不能退回。 [step-may-not-return]")]
    MayNotReturn {
        /// The step's name.
        step: String,
    },
    /// Too late to withdraw.
    #[error("下一环节已经办理,不能撤回;请联系“{step}”环节退回。 [too-late-to-withdraw]")]
    TooLateToWithdraw {
        /// The step that holds it.
        step: String,
    },
    /// No opinion given.
    #[error("退回必须至少选择一条理由。 [return-without-reason]")]
    NoReason,
    /// A reason outside the closed list.
    #[error("退回理由“{reason}”不在审核理由清单内。 [return-reason-unknown]")]
    UnknownReason {
        /// The code given.
        reason: String,
    },
    /// 其他 without words.
    #[error("选择“其他”时必须填写具体意见。 [return-reason-needs-text]")]
    ReasonNeedsText,
    /// The stored step does not exist in the chain in force: a fault of the rules, said openly.
    #[error("流程规则缺少第 {step} 个环节,请联系系统管理员核对流程规则。 [chain-step-missing]")]
    StepMissing {
        /// Index from 0.
        step: usize,
    },
}

impl ReturnNotice {
    /// Checks opinions against the closed list.
    ///
    /// # Errors
    ///
    /// [`WorkflowRefusal::NoReason`], [`WorkflowRefusal::UnknownReason`], [`WorkflowRefusal::ReasonNeedsText`].
    pub fn new(opinions: Vec<ReturnOpinion>, closed_list: &[ReviewReason]) -> Result<Self, WorkflowRefusal> {
        if opinions.is_empty() {
            return Err(WorkflowRefusal::NoReason);
        }
        for opinion in &opinions {
            let known = closed_list.iter().find(|reason| reason.code == opinion.reason);
            match known {
                None => {
                    return Err(WorkflowRefusal::UnknownReason {
                        reason: opinion.reason.clone(),
                    });
                }
                Some(reason) if reason.needs_text && opinion.text.trim().is_empty() => {
                    return Err(WorkflowRefusal::ReasonNeedsText);
                }
                Some(_) => {}
            }
        }
        Ok(Self(opinions))
    }

    /// The opinions, at least one.
    pub fn opinions(&self) -> &[ReturnOpinion] {
        &self.0
    }
}

impl Chain {
    fn step(&self, index: usize) -> Result<&ChainStep, WorkflowRefusal> {
        self.steps
            .get(index)
            .ok_or(WorkflowRefusal::StepMissing { step: index })
    }

    /// The step that must act now; the preparing step while the sheet is with the unit, none when concluded.
    ///
    /// # Errors
    ///
    /// [`WorkflowRefusal::StepMissing`] when the stored index lies outside the chain.
    pub fn current(&self, state: &SheetState) -> Result<Option<&ChainStep>, WorkflowRefusal> {
        match state {
            SheetState::Draft | SheetState::Returned { .. } => self.step(0).map(Some),
            SheetState::InReview { step, .. } => self.step(*step).map(Some),
            SheetState::Concluded { .. } => Ok(None),
        }
    }

    /// 提交: hands the sheet from the preparing role to the first review step.
    ///
    /// # Errors
    ///
    /// [`WorkflowRefusal::NotEditable`], [`WorkflowRefusal::Concluded`], [`WorkflowRefusal::AnotherRole`].
    pub fn submit(
        &self,
        state: &SheetState,
        roles: &[Role],
        at: Timestamp,
    ) -> Result<SheetState, WorkflowRefusal> {
        match state {
            SheetState::Concluded { .. } => Err(WorkflowRefusal::Concluded),
            SheetState::InReview { step, .. } => Err(WorkflowRefusal::NotEditable {
                step: self.step(*step)?.name.clone(),
            }),
            SheetState::Draft | SheetState::Returned { .. } => {
                require(self.step(0)?, roles)?;
                self.step(1)?;
                Ok(SheetState::InReview { step: 1, since: at })
            }
        }
    }

    /// 通过: passes the current step; after the last one the sheet is concluded.
    ///
    /// # Errors
    ///
    /// [`WorkflowRefusal::NotInReview`], [`WorkflowRefusal::Concluded`], [`WorkflowRefusal::AnotherRole`].
    pub fn approve(
        &self,
        state: &SheetState,
        roles: &[Role],
        at: Timestamp,
    ) -> Result<SheetState, WorkflowRefusal> {
        let index = self.review_index(state)?;
        require(self.step(index)?, roles)?;
        let next = index + 1;
        if next < self.steps.len() {
            Ok(SheetState::InReview {
                step: next,
                since: at,
            })
        } else {
            Ok(SheetState::Concluded { at })
        }
    }

    /// 退回修改: sends the sheet back to the unit; the reasons are already checked in `_notice`.
    ///
    /// # Errors
    ///
    /// [`WorkflowRefusal::NotInReview`], [`WorkflowRefusal::Concluded`], [`WorkflowRefusal::AnotherRole`],
    /// [`WorkflowRefusal::MayNotReturn`].
    pub fn return_for_revision(
        &self,
        state: &SheetState,
        roles: &[Role],
        _notice: &ReturnNotice,
        at: Timestamp,
    ) -> Result<SheetState, WorkflowRefusal> {
        let index = self.review_index(state)?;
        let step = self.step(index)?;
        require(step, roles)?;
        if step.may_return {
            Ok(SheetState::Returned { from_step: index, at })
        } else {
            Err(WorkflowRefusal::MayNotReturn {
                step: step.name.clone(),
            })
        }
    }

    /// 撤回: the unit takes the sheet back before the first review step has acted.
    ///
    /// # Errors
    ///
    /// [`WorkflowRefusal::NotInReview`], [`WorkflowRefusal::Concluded`], [`WorkflowRefusal::AnotherRole`],
    /// [`WorkflowRefusal::TooLateToWithdraw`].
    pub fn withdraw(&self, state: &SheetState, roles: &[Role]) -> Result<SheetState, WorkflowRefusal> {
        let index = self.review_index(state)?;
        require(self.step(0)?, roles)?;
        if index == 1 {
            Ok(SheetState::Draft)
        } else {
            Err(WorkflowRefusal::TooLateToWithdraw {
                step: self.step(index)?.name.clone(),
            })
        }
    }

    fn review_index(&self, state: &SheetState) -> Result<usize, WorkflowRefusal> {
        match state {
            SheetState::InReview { step, .. } => Ok(*step),
            SheetState::Concluded { .. } => Err(WorkflowRefusal::Concluded),
            SheetState::Draft | SheetState::Returned { .. } => Err(WorkflowRefusal::NotInReview),
        }
    }
}

fn require(step: &ChainStep, roles: &[Role]) -> Result<(), WorkflowRefusal> {
    if roles.contains(&step.role) {
        Ok(())
    } else {
        Err(WorkflowRefusal::AnotherRole {
            step: step.name.clone(),
            role: step.role.name(),
        })
    }
}

#[cfg(test)]
mod tests;
