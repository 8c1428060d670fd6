//! What a case file asks before scores and conclusions; nothing where a kind keeps none.

use hengji_domain::case_file::{CaseRefusal, Declaration, PlanState};
use hengji_domain::person::Actor;
use hengji_store::case_files::{CaseFile, CaseMember};

use crate::evaluations::case::EvaluationCase;
use crate::third_party::access::own_assignment;

impl EvaluationCase {
    /// The case file with its team.
    pub(crate) fn kept_file(&self) -> Result<(&CaseFile, &[CaseMember]), CaseRefusal> {
        let (file, members) = self.file.as_ref().ok_or(CaseRefusal::NotKept)?;
        Ok((file, members))
    }

    /// Refuses who is not of the team, has not declared, or declared a conflict of interest. An institution that was
    /// given the evaluation has declared its conflicts in the register of institutions.
    pub(crate) fn require_scorer(&self, actor: &Actor) -> Result<(), CaseRefusal> {
        let Some((_, members)) = &self.file else {
            return Ok(());
        };
        if own_assignment(actor, &self.assignments).is_some() {
            return Ok(());
        }
        let own = members.iter().find(|member| member.user == actor.user);
        Declaration::may_score(own.map(|member| (member.declaration, member.reason.as_str())))
    }

    /// Refuses before the plan is approved.
    pub(crate) fn require_plan(&self, deed: &'static str) -> Result<(), CaseRefusal> {
        match &self.file {
            Some((file, _)) if file.plan != PlanState::Approved => Err(CaseRefusal::PlanNotApproved {
                state: file.plan.name(),
                deed,
            }),
            _ => Ok(()),
        }
    }

    /// Refuses a conclusion before the exchange of views is over.
    pub(crate) fn require_exchange(&self) -> Result<(), CaseRefusal> {
        match &self.file {
            Some((file, _)) => file.stage.may_conclude(),
            None => Ok(()),
        }
    }

    /// Members who may score: those who declared no conflict.
    pub(crate) fn scorers(&self) -> usize {
        let members = self.file.iter().flat_map(|(_, members)| members);
        members
            .filter(|member| member.declaration != Declaration::Conflict)
            .count()
    }
}
