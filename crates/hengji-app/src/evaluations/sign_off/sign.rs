//! 签字 (signing): each side once, by two people; the second signature locks the sheet and makes it a numbered paper.

use hengji_authz::Action;
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::sign_off::{Closing, SignOffSheet, SignOffState};
use hengji_store::sign_offs;

use super::{hand, side_of};
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::evaluations::case::EvaluationCase;
use crate::papers::issue::IssuingHand;

impl App {
    /// Signs the sheet for the actor's side of the desk.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `sign-off-not-now`, `sign-off-locked`, `sign-off-signed`, `sign-off-both-sides`;
    /// [`AppError::Stale`]; [`AppError::NotFound`]; [`AppError::RuleMissing`] without the rules of the paper that the
    /// second signature makes.
    pub fn sign_sign_off_sheet(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        version: i32,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::SignSignOffSheet,
            &Request::new(key, &(id.to_string(), "sign", version))?,
            |tx| self.find_scored(tx, id),
            |tx, case| {
                let side = side_of(actor);
                let sheet = case.sheet_at(version)?;
                let mut signed = sheet.signed(side, hand(actor, tx))?;
                tx.detail("edition", signed.edition);
                tx.detail("side", side.name());
                if signed.state == SignOffState::Locked {
                    let draft = self.sign_off_paper(tx.division, &case, &signed)?;
                    let hand = IssuingHand::serving(actor, tx);
                    let issued = self.issue_papers(tx, &hand, &[draft])?.pop();
                    let issued = issued.ok_or_else(|| AppError::fault("签证单没有成文"))?;
                    tx.detail("paper", &issued.record.number);
                    signed.paper = Some(issued.record.id);
                }
                let version = sign_offs::update_sheet(tx.db, tx.division, &signed)?;
                Ok(Written {
                    id: signed.id.to_string(),
                    version,
                })
            },
        )
    }
}

/// A sheet whose conclusion is opened again no longer counts, and its paper is taken back.
pub(in crate::evaluations) fn supersede(
    tx: &mut Tx<'_>,
    actor: &Actor,
    case: &EvaluationCase,
    reason: &str,
) -> Step<()> {
    let Some(sheet) = case.sheet_in_force() else {
        return Ok(());
    };
    if let Some(paper) = sheet.paper {
        super::paper::take_back(tx, actor, paper)?;
    }
    let closing = Closing {
        hand: hand(actor, tx),
        reason: reason.to_owned(),
    };
    let closed: SignOffSheet = sheet.clone().superseded(closing);
    sign_offs::update_sheet(tx.db, tx.division, &closed)?;
    Ok(())
}
