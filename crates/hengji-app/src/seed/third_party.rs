//! A draw of institutions of a demonstration: announced before the demonstration opens, and drawn by the same code as
//! any other.

use hengji_authz::Action;
use hengji_domain::id::{EvaluationId, InstitutionDrawId};
use hengji_domain::person::Actor;
use hengji_domain::third_party::InstitutionDrawState;
use hengji_domain::{BudgetYear, Division, Timestamp};
use hengji_store::third_party::{InstitutionDraw, InstitutionSigner};

use crate::app::App;
use crate::error::AppError;

/// A draw of institutions of a demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedInstitutionDraw {
    /// Budget year of the evaluations.
    pub year: BudgetYear,
    /// The evaluations, one institution each.
    pub evaluations: Vec<EvaluationId>,
    /// The public event.
    pub source: String,
    /// What it gave.
    pub value: String,
    /// When it was announced.
    pub announced_at: Timestamp,
    /// When the event had its outcome.
    pub known_at: Timestamp,
    /// When the value was entered.
    pub entered_at: Timestamp,
}

impl App {
    /// Writes a draw that one person announced and entered and another confirmed.
    ///
    /// # Errors
    ///
    /// As [`App::announce_institution_draw`] and [`App::draw_institutions`].
    pub fn seed_institution_draw(
        &self,
        division: Division,
        seed: &SeedInstitutionDraw,
        (announcer, drawer): (&Actor, &Actor),
    ) -> Result<InstitutionDrawId, AppError> {
        let signer = |actor: &Actor, at: Timestamp| InstitutionSigner {
            user: actor.user,
            name: actor.name.clone(),
            at,
        };
        self.operate(division, Action::SeedDemonstration, |tx| {
            let announced = signer(announcer, seed.announced_at);
            let (source, known_at) = (seed.source.as_str(), seed.known_at);
            let draw =
                self.announced_draw(tx, (seed.year, &seed.evaluations), (source, known_at), announced)?;
            let entered = InstitutionDraw {
                value: Some((seed.value.clone(), signer(announcer, seed.entered_at))),
                state: InstitutionDrawState::Entered,
                ..draw
            };
            let id = entered.id;
            self.institutions_drawn(tx, drawer, entered, &seed.value)?;
            Ok(id)
        })
    }
}
