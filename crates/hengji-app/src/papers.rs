//! 公文 (papers): issued from what was done, kept with their text and digest, served, signed for, answered.

pub(crate) mod content;
pub(crate) mod due;
mod export;
pub(crate) mod issue;
mod list;
pub(crate) mod page;
mod part;
mod print;
pub(crate) mod step;
pub mod view;

pub(crate) use part::parted;

pub use list::{PaperQuery, PaperSort};
pub use print::{Copy, PrintedPaper};
pub use step::PaperStep;

use hengji_authz::{Action, Place, Resource, scope};
use hengji_domain::Division;
use hengji_domain::person::Actor;
use hengji_domain::unit::{Unit, UnitKind};
use hengji_store::papers::PaperRecord;

/// Where the addressee stands in the tree of the district.
pub(crate) fn place_of(unit: &Unit) -> Place {
    let own = (unit.kind == UnitKind::BureauDivision).then_some(unit.id);
    Place {
        unit: unit.id,
        department: unit.department,
        budget_division: unit.budget_division.or(own),
    }
}

/// The addressee as what a decision is about.
pub(crate) fn addressed_to(division: Division, unit: &Unit) -> Resource {
    Resource::Unit {
        division,
        place: place_of(unit),
    }
}

/// Whether somebody sees papers that were never served: until then they are the bureau's own.
fn sees_unserved(actor: &Actor) -> bool {
    Action::IssueGoal.roles().iter().any(|role| actor.has(*role))
}

/// Whether the paper has reached the actor.
fn reaches(actor: &Actor, record: &PaperRecord, addressee: &Unit) -> bool {
    scope(actor).contains(&place_of(addressee), false) && (record.served_on.is_some() || sees_unserved(actor))
}
