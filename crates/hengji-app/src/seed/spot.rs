//! The round of spot evaluation of a demonstration: frozen, announced and drawn by the same code as any other.

use hengji_authz::Action;
use hengji_domain::id::SpotRoundId;
use hengji_domain::person::Role;
use hengji_domain::spot::SpotState;
use hengji_domain::{BudgetYear, Division, Timestamp};
use hengji_store::spot::{self, SpotAnnouncement, SpotHand, SpotNumbers, SpotRound, SpotValue};

use super::Signers;
use crate::app::App;
use crate::error::AppError;
use crate::spot::{Freezing, announced, draw_now, freeze};

/// A round of a demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedSpotRound {
    /// Budget year.
    pub year: BudgetYear,
    /// What is drawn and for what.
    pub title: String,
    /// How many are drawn altogether; none leaves it to the rules.
    pub total: Option<u32>,
    /// The public event.
    pub source: String,
    /// What it gave.
    pub value: String,
    /// When the list was frozen.
    pub frozen_at: Timestamp,
    /// When it was announced.
    pub announced_at: Timestamp,
    /// When the event had its outcome.
    pub known_at: Timestamp,
    /// When the value was entered.
    pub entered_at: Timestamp,
    /// When somebody else confirmed it, which drew.
    pub drawn_at: Timestamp,
}

impl App {
    /// Writes a drawn round of the projects whose self-evaluation is finalised.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Refused`] for what a draw refuses; [`AppError::Fault`] for a role that
    /// nobody of the demonstration has.
    pub fn seed_spot_round(
        &self,
        division: Division,
        seed: &SeedSpotRound,
        signers: &Signers,
    ) -> Result<SpotRoundId, AppError> {
        let hand = |role: Role, at| -> Result<SpotHand, AppError> {
            let user = signers.get(&role).copied();
            Ok(SpotHand {
                user: user.ok_or_else(|| AppError::fault(format!("演示账户中没有{}", role.name())))?,
                name: role.name().to_owned(),
                at,
            })
        };
        self.operate(division, Action::SeedDemonstration, |tx| {
            let frozen = freeze(
                self,
                tx,
                Freezing {
                    year: seed.year,
                    title: &seed.title,
                    hand: hand(Role::PerformanceReviewer, seed.frozen_at)?,
                },
            )?;
            let numbers = SpotNumbers {
                total: seed.total,
                ..frozen.numbers
            };
            let announcement = SpotAnnouncement {
                source: seed.source.clone(),
                known_at: seed.known_at,
                hand: hand(Role::PerformanceReviewer, seed.announced_at)?,
            };
            let entered = SpotRound {
                value: Some(SpotValue {
                    text: seed.value.clone(),
                    hand: hand(Role::PerformanceReviewer, seed.entered_at)?,
                }),
                state: SpotState::Entered,
                ..announced(frozen, numbers, announcement)
            };
            let (id, all) = (entered.id, spot::eligible(tx.db, division, entered.id)?);
            draw_now(tx, entered, &all, hand(Role::BureauLeader, seed.drawn_at)?)?;
            Ok(id)
        })
    }
}
