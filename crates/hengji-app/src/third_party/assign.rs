//! 委托 (assignment): given without a draw for a reason, taken away for a reason, handed in by the institution.

use hengji_authz::{Action, Resource};
use hengji_domain::id::{AssignmentId, EvaluationId, InstitutionDrawId, UnitId};
use hengji_domain::person::Actor;
use hengji_domain::third_party::{AssignmentState, AssignmentWay, ThirdPartyRefusal};
use hengji_store::evaluations::EvaluationListing;
use hengji_store::third_party::{self, Assignment};
use hengji_store::{evaluations, projects};
use serde::{Deserialize, Serialize};

use super::access::own_assignment;
use super::hand;
use super::judge::{CaseOf, Judging, Register};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::evaluations::finish_verification;

/// A direct assignment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssignInput {
    /// The evaluation.
    pub evaluation: String,
    /// The institution.
    pub institution: String,
    /// Why it is not drawn.
    pub reason: String,
}

/// Taking a case away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithdrawInput {
    /// The version that was read.
    pub version: i32,
    /// Why.
    pub reason: String,
}

/// Handing a case in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandInInput {
    /// The version of the assignment that was read.
    pub version: i32,
}

/// Longest reason, characters.
pub(super) const REASON_MAX: usize = 500;

impl App {
    /// Gives an evaluation to an institution without a draw.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `assignment-reason-short`, `institution-not-eligible`, `institution-conflict`,
    /// `institution-rotation`, `institution-cases-full`, `institution-assigned`, `assignment-evaluation-concluded`,
    /// `year-closed`; [`AppError::NotFound`]; [`AppError::RuleMissing`]; [`AppError::Forbidden`].
    pub fn assign_institution(
        &self,
        actor: &Actor,
        key: &RequestKey,
        input: &AssignInput,
    ) -> Result<Written, AppError> {
        let id: EvaluationId = input.evaluation.parse()?;
        let unit: UnitId = input.institution.parse()?;
        self.act(
            actor,
            Action::AssignInstitution,
            &Request::new(key, input)?,
            |tx| {
                tx.about("evaluation", id);
                let known = evaluations::find_listing(tx.db, tx.division, id)?;
                Ok((Resource::Division(tx.division), known.ok_or(AppError::NotFound)?))
            },
            |tx, listing| {
                let case = self.case_of(tx, &listing)?;
                require_open(tx, case.year)?;
                let rules = self.rules(tx.division, case.year).institution_assignment()?;
                let reason = rules.reason(&input.reason)?;
                self.require_may_take(tx, unit, &case)?;
                let made = new(tx, actor, (id, unit), (AssignmentWay::Direct, None, &reason))?;
                third_party::insert_assignments(tx.db, tx.division, std::slice::from_ref(&made))?;
                tx.detail("title", &case.title);
                tx.detail("institution", self.directory(tx.division)?.name(unit));
                tx.detail("reason", &reason);
                Ok(Written {
                    id: made.id.to_string(),
                    version: 1,
                })
            },
        )
    }

    /// Takes an evaluation away from an institution; from then on it sees nothing of it.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `assignment-reason-short`, `assignment-not-now`; [`AppError::Stale`];
    /// [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn withdraw_assignment(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: AssignmentId,
        input: &WithdrawInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::WithdrawAssignment,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| {
                let known =
                    third_party::find_assignment(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
                tx.about("evaluation", known.assignment.evaluation);
                Ok((Resource::Division(tx.division), known))
            },
            |tx, known| {
                let one = known.assignment;
                if one.version != input.version {
                    return Err(Halt::stale("institution_assignments", id));
                }
                if !one.state.is_live() {
                    let refusal = ThirdPartyRefusal::NotNow {
                        state: one.state,
                        deed: "撤回",
                    };
                    return Err(refusal.into());
                }
                let rules = self.rules(tx.division, known.year).institution_assignment()?;
                let reason = rules.reason(&input.reason)?;
                tx.detail("title", &known.title);
                tx.detail("institution", self.directory(tx.division)?.name(one.institution));
                tx.detail("reason", &reason);
                let next = Assignment {
                    withdrawn: Some((hand(actor, tx), reason)),
                    state: AssignmentState::Withdrawn,
                    ..one
                };
                Ok(Written {
                    id: id.to_string(),
                    version: third_party::update_assignment(tx.db, tx.division, &next)?,
                })
            },
        )
    }

    /// The institution hands its evaluation in: every item is scored, and it changes nothing any more.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `evaluation-incomplete`, `evaluation-not-at-step`, `assignment-handed-in`;
    /// [`AppError::Stale`]; [`AppError::NotFound`] for whoever it was not given to.
    pub fn hand_in_assignment(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &HandInInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::HandInAssignment,
            &Request::new(key, &(id.to_string(), "assignment", input))?,
            |tx| self.find_scored(tx, id),
            |tx, case| {
                let own = own_assignment(actor, &case.assignments)
                    .ok_or(AppError::NotFound)?
                    .clone();
                if own.state == AssignmentState::HandedIn {
                    return Err(ThirdPartyRefusal::HandedIn.into());
                }
                if own.version != input.version {
                    return Err(Halt::stale("institution_assignments", own.id));
                }
                finish_verification(tx, actor, &case)?;
                tx.detail("institution", self.directory(tx.division)?.name(own.institution));
                let next = Assignment {
                    handed_in: Some(hand(actor, tx)),
                    state: AssignmentState::HandedIn,
                    ..own
                };
                Ok(Written {
                    id: id.to_string(),
                    version: third_party::update_assignment(tx.db, tx.division, &next)?,
                })
            },
        )
    }

    /// An evaluation as far as choosing an institution asks.
    pub(super) fn case_of(&self, tx: &mut Tx<'_>, listing: &EvaluationListing) -> Step<CaseOf> {
        let one = &listing.evaluation;
        let amount = match one.project {
            Some(project) => {
                projects::find(tx.db, tx.division, project)?.and_then(|known| known.funding.total())
            }
            None => None,
        };
        Ok(CaseOf {
            id: one.id,
            title: one.title.clone(),
            year: one.year,
            unit: one.unit,
            unit_name: listing.unit_name.clone(),
            department: one.department,
            project: one.project,
            amount: amount.unwrap_or(hengji_domain::Money::ZERO),
            state: one.state,
        })
    }

    /// Refuses an institution that may not take a case.
    fn require_may_take(&self, tx: &mut Tx<'_>, unit: UnitId, case: &CaseOf) -> Step<()> {
        let register = Register::load(tx.db, tx.division)?;
        let institution = register.find(unit).ok_or(AppError::NotFound)?;
        let admission = self
            .rules(tx.division, self.current_year()?)
            .institution_admission()?;
        let assignment = self.rules(tx.division, case.year).institution_assignment()?;
        let directory = self.directory(tx.division)?;
        let by = Judging {
            admission: &admission,
            assignment: &assignment,
            on: tx.now.shanghai_date(),
            directory: &directory,
        };
        register.may_take(institution, case, &by)?;
        Ok(())
    }
}

/// A fresh assignment.
pub(super) fn new(
    tx: &Tx<'_>,
    actor: &Actor,
    (evaluation, institution): (EvaluationId, UnitId),
    (way, draw, reason): (AssignmentWay, Option<InstitutionDrawId>, &str),
) -> Step<Assignment> {
    Ok(Assignment {
        id: tx.fresh()?,
        evaluation,
        institution,
        way,
        draw,
        reason: reason.chars().take(REASON_MAX).collect(),
        assigned_by: actor.user,
        assigned: hand(actor, tx),
        handed_in: None,
        withdrawn: None,
        state: AssignmentState::Open,
        version: 1,
    })
}
