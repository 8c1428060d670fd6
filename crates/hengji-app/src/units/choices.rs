//! Units to choose from: where somebody may enter a project, or for which a role may be granted.

use hengji_authz::{Action, Resource, decide};
use hengji_domain::person::Actor;
use hengji_domain::unit::{Unit, UnitKind};

use crate::app::App;
use crate::common::Choice;
use crate::error::AppError;
use crate::projects::enter::unit_resource;

impl App {
    /// The units that the actor may enter projects for; for whoever grants roles, all of them. By name.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read.
    pub fn unit_choices(&self, actor: &Actor) -> Result<Vec<Choice>, AppError> {
        let division = actor.division;
        let grants_roles = decide(
            actor,
            Action::GrantRole,
            &Resource::Accounts { division, user: None },
        )
        .allow;
        let may_enter = |unit: &Unit| {
            has_budget(unit.kind) && decide(actor, Action::EnterProject, &unit_resource(division, unit)).allow
        };
        Ok(self
            .directory(division)?
            .units()
            .iter()
            .filter(|unit| grants_roles || may_enter(unit))
            .map(|unit| Choice {
                code: unit.id.to_string(),
                name: unit.name.clone(),
            })
            .collect())
    }
}

/// Whether a body of this kind has projects of its own.
const fn has_budget(kind: UnitKind) -> bool {
    matches!(
        kind,
        UnitKind::Department | UnitKind::BudgetUnit | UnitKind::Subdistrict
    )
}

#[cfg(test)]
mod tests;
