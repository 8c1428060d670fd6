//! 公开通报 (circular) of a round: drafted from the records, issued by a second hand with its figures fixed, served to
//! every department with drawn projects.

pub mod content;
mod decide;
mod draft;
mod export;
mod gather;
mod page;
mod paper;
mod receipt;
mod rules;
pub mod view;

pub use decide::CircularRuling;
pub use draft::CircularInput;
pub use export::CircularTable;
pub(in crate::spot) use page::own_departments;
pub use page::{CircularQuery, CircularShow, CircularSort};

pub use hengji_domain::circular::{CircularState, Mention};

use hengji_authz::{Action, Resource};
use hengji_domain::id::CircularId;
use hengji_domain::person::Actor;
use hengji_store::circulars::{self, Circular, CircularHand};

use crate::app::{Step, Tx};
use crate::error::AppError;

/// Finds the circular that a step is about.
fn find(tx: &mut Tx<'_>, id: CircularId) -> Step<(Resource, Circular)> {
    tx.about("circular", id);
    let one = circulars::find(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
    tx.detail("year", one.year);
    tx.detail("edition", one.edition);
    Ok((Resource::Division(tx.division), one))
}

fn hand(actor: &Actor, tx: &Tx<'_>) -> CircularHand {
    CircularHand {
        user: actor.user,
        name: actor.name.clone(),
        at: tx.now,
    }
}

/// Whether the actor prepares circulars, and so sees drafts.
fn prepares(actor: &Actor) -> bool {
    [Action::DraftCircular, Action::DecideCircular]
        .iter()
        .any(|action| action.roles().iter().any(|role| actor.has(*role)))
}

/// Whether the actor may know of it.
fn is_seen(actor: &Actor, one: &Circular) -> bool {
    one.state.is_public() || prepares(actor)
}
