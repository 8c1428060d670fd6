//! The page of a measure: what was promised, what is claimed with which proof, what was verified, and what comes next.

use hengji_authz::{Action, decide};
use hengji_domain::id::CommitmentId;
use hengji_domain::person::Actor;
use hengji_domain::rectification::FindingState;
use hengji_store::rectification::{CommitmentListing, commitment_steps, find_commitment_listing, proofs_of};

use super::case::{Names, measure_place, resource, trail};
use super::claim::{is_of_round, sees};
use super::verify::{is_of_claimer_side, next_words};
use super::view::{CommitmentPage, ProofView};
use crate::app::App;
use crate::common::Hand;
use crate::error::AppError;

impl App {
    /// One measure, in three statements.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for one that does not exist or is out of sight; [`AppError::Forbidden`].
    pub fn commitment_page(&self, actor: &Actor, id: CommitmentId) -> Result<CommitmentPage, AppError> {
        self.may_look(actor, Action::ViewEvaluationFindings)?;
        let division = actor.division;
        let (listing, proofs, steps) = self.read(|db| {
            let listing = find_commitment_listing(db, division, id)?.ok_or(AppError::NotFound)?;
            let proofs = proofs_of(db, division, id)?;
            let steps = commitment_steps(db, division, id)?;
            Ok((listing, proofs, steps))
        })?;
        if !sees(actor, &listing) {
            return Err(AppError::NotFound);
        }
        let names = Names::of(&self.rules(division, listing.finding.year))?;
        let one = &listing.commitment;
        let proofs = proofs.into_iter().map(|proof| ProofView {
            id: proof.id,
            bytes: proof.byte_count,
            is_of_this_round: is_of_round(one.state, proof.round, one.version),
            name: proof.file_name,
            sha256: proof.sha256,
            hand: Hand {
                name: proof.hand.name,
                at: proof.hand.at,
            },
        });
        let (may, why_not) = rights(actor, &listing);
        Ok(CommitmentPage {
            row: names.commitment(&listing, self.now().shanghai_date()),
            proofs: proofs.collect(),
            trail: trail(steps),
            next: next_words(&listing),
            may,
            why_not,
        })
    }
}

fn rights(actor: &Actor, listing: &CommitmentListing) -> (Vec<Action>, String) {
    let one = &listing.commitment;
    let about = resource(actor.division, measure_place(listing), listing.finding.state);
    let is_running = listing.finding.state == FindingState::Rectifying;
    let possible = [
        (Action::ClaimRectification, is_running && one.state.is_open()),
        (
            Action::VerifyRectification,
            is_running && one.state.verify().is_ok(),
        ),
        (
            Action::RejectRectification,
            is_running && one.state.verify().is_ok(),
        ),
        (
            Action::PlanRectification,
            listing.finding.state == FindingState::Served,
        ),
    ];
    let mut may: Vec<Action> = possible
        .into_iter()
        .filter(|(action, is_possible)| *is_possible && decide(actor, *action, &about).allow)
        .map(|(action, _)| action)
        .collect();
    let verifies = may.contains(&Action::VerifyRectification);
    if verifies && is_of_claimer_side(actor, listing) {
        may.retain(|action| !matches!(action, Action::VerifyRectification | Action::RejectRectification));
        return (
            may,
            "您属于报送完成的一方,不能核实本方的整改,请由财政部门的另一人办理。".to_owned(),
        );
    }
    (may, String::new())
}
