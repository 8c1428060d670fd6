//! Cases of institutions of a demonstration: those of an earlier year, and a draw that was announced before the
//! demonstration opens, and drawn by the same code as any other.

use hengji_authz::Action;
use hengji_domain::id::{EvaluationId, InstitutionDrawId, UnitId};
use hengji_domain::person::Actor;
use hengji_domain::third_party::{AssignmentState, AssignmentWay, InstitutionDrawState};
use hengji_domain::{BudgetYear, Division, Timestamp};
use hengji_store::third_party::{self, Assignment, InstitutionDraw, InstitutionHand, InstitutionSigner};

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

/// A case of an institution in an earlier year, finished before the register was kept here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedPastCase {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// The institution.
    pub institution: UnitId,
    /// Who of the institution handed it in.
    pub hand: String,
    /// Why it was not drawn.
    pub reason: String,
    /// When it was given and handed in.
    pub at: [Timestamp; 2],
}

impl App {
    /// Writes who had the concluded evaluations of an earlier year.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] for an evaluation or an institution that there is not.
    pub fn seed_past_cases(
        &self,
        division: Division,
        cases: &[SeedPastCase],
        leader: &Actor,
    ) -> Result<usize, AppError> {
        self.operate(division, Action::SeedDemonstration, |tx| {
            let mut all = Vec::with_capacity(cases.len());
            for one in cases {
                let [assigned_at, handed_in_at] = one.at;
                let hand = |name: &str, at: Timestamp| InstitutionHand {
                    name: name.to_owned(),
                    at,
                };
                all.push(Assignment {
                    id: tx.fresh()?,
                    evaluation: one.evaluation,
                    institution: one.institution,
                    way: AssignmentWay::Direct,
                    draw: None,
                    reason: one.reason.clone(),
                    assigned_by: leader.user,
                    assigned: hand(&leader.name, assigned_at),
                    handed_in: Some(hand(&one.hand, handed_in_at)),
                    withdrawn: None,
                    state: AssignmentState::HandedIn,
                    version: 1,
                });
            }
            tx.detail("evaluations", all.len());
            Ok(third_party::insert_assignments(tx.db, tx.division, &all)?)
        })
    }

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
