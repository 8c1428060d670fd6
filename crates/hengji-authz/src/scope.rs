//! 可见范围 (scope): the same answer as [`decide`](crate::decide) for a whole list, so that a query can filter.

use hengji_domain::id::UnitId;
use hengji_domain::person::Actor;

use crate::reach::{Reach, reach_of};
use crate::resource::Place;

/// Which projects and sheets of the actor's division somebody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// No business data: administrators, third parties without an assignment, strangers.
    Nothing,
    /// Everything of the division.
    AllOfDivision,
    /// The union of these parts.
    Parts(Parts),
}

/// A union: a row is inside when any part holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts {
    /// Rows of these units.
    pub units: Vec<UnitId>,
    /// Rows whose department is one of these.
    pub departments: Vec<UnitId>,
    /// Rows whose unit's budget is owned by one of these bureau divisions.
    pub budget_divisions: Vec<UnitId>,
    /// Rows that are issued or finalised; for a project: that have such a sheet.
    pub concluded: bool,
}

/// What the actor sees in the division acted in.
pub fn scope(actor: &Actor) -> Scope {
    let mut parts = Parts::default();
    for grant in &actor.grants {
        match reach_of(grant.role) {
            Reach::Division => return Scope::AllOfDivision,
            Reach::OwnUnit => parts.units.push(grant.unit),
            Reach::Department => parts.departments.push(grant.unit),
            Reach::BudgetDivision => parts.budget_divisions.push(grant.unit),
            Reach::Concluded => parts.concluded = true,
            Reach::Nothing => {}
        }
    }
    for list in [
        &mut parts.units,
        &mut parts.departments,
        &mut parts.budget_divisions,
    ] {
        list.sort_unstable();
        list.dedup();
    }
    if parts == Parts::default() {
        Scope::Nothing
    } else {
        Scope::Parts(parts)
    }
}

impl Scope {
    /// Whether a row at this place is inside. `is_concluded`: of a sheet its own state, of a project whether one
    /// of its sheets is concluded.
    pub fn contains(&self, place: &Place, is_concluded: bool) -> bool {
        match self {
            Self::Nothing => false,
            Self::AllOfDivision => true,
            Self::Parts(parts) => {
                parts.units.contains(&place.unit)
                    || parts.departments.contains(&place.department)
                    || place
                        .budget_division
                        .is_some_and(|owner| parts.budget_divisions.contains(&owner))
                    || (parts.concluded && is_concluded)
            }
        }
    }
}
