//! 查阅留痕和水印 (access): an institution's own cases, every look of it written down, every page and file marked.

use hengji_authz::{Action, Resource, decide};
use hengji_domain::id::UnitId;
use hengji_domain::person::{Actor, Role};
use hengji_store::third_party::Assignment;

use crate::app::{App, NoRequest};
use crate::error::AppError;

/// The institutions that somebody acts for; empty for everybody else.
pub(crate) fn institutions_of(actor: &Actor) -> Vec<UnitId> {
    let held = actor.grants.iter().filter(|grant| grant.role == Role::ThirdParty);
    let mut units: Vec<UnitId> = held.map(|grant| grant.unit).collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// Whether somebody sees evaluations only because they were given to their institution.
pub(crate) fn is_outsider(actor: &Actor) -> bool {
    let inside = |role: Role| role != Role::ThirdParty && Action::ViewEvaluation.roles().contains(&role);
    actor.has(Role::ThirdParty) && !actor.grants.iter().any(|grant| inside(grant.role))
}

/// The assignment by which an actor's institution has an evaluation now.
pub(crate) fn own_assignment<'a>(actor: &Actor, all: &'a [Assignment]) -> Option<&'a Assignment> {
    let institutions = institutions_of(actor);
    all.iter()
        .find(|one| one.state.is_live() && institutions.contains(&one.institution))
}

impl App {
    /// Whether a role of the actor may do this to the division; a look that is not tried is not audited.
    pub(crate) fn holds(&self, actor: &Actor, action: Action) -> bool {
        decide(actor, action, &Resource::Division(actor.division)).allow
    }

    /// The mark on every page and file of somebody of an institution: institution, account, time. None for others.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read.
    pub fn watermark(&self, actor: &Actor) -> Result<Option<String>, AppError> {
        let units = institutions_of(actor);
        if units.is_empty() {
            return Ok(None);
        }
        let directory = self.directory(actor.division)?;
        let names: Vec<String> = units.into_iter().map(|unit| directory.name(unit)).collect();
        Ok(Some(format!(
            "{} · {} · {}",
            names.join("、"),
            actor.name,
            self.now()
        )))
    }

    /// Writes down that somebody of an institution read something: one event however many cases it showed.
    pub(crate) fn note_read(
        &self,
        actor: &Actor,
        way: &'static str,
        (object, titles): (Option<hengji_domain::id::EvaluationId>, &[&str]),
    ) -> Result<(), AppError> {
        if !is_outsider(actor) {
            return Ok(());
        }
        self.act(
            actor,
            Action::ReadAssignedCase,
            &NoRequest,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                if let Some(id) = object {
                    tx.about("evaluation", id);
                }
                tx.detail("change", way);
                tx.detail("evaluations", titles.len());
                tx.detail("title", titles.join("、"));
                Ok(())
            },
        )
    }
}
