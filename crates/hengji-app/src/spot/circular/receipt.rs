//! 签收 (receipt): each department signs for the circular in force, once; when the last has signed, so has its paper.

use hengji_authz::Action;
use hengji_domain::circular::CircularRefusal;
use hengji_domain::id::{CircularId, PaperId, UnitId};
use hengji_domain::person::Actor;
use hengji_store::papers::{self, PaperEvent};
use hengji_store::{circulars, units};

use super::{find, hand};
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::papers::addressed_to;
use crate::papers::step::receipted;

impl App {
    /// Signs for the circular on behalf of a department.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `circular-already-receipted`, `circular-not-in-force`; [`AppError::NotFound`] for a
    /// stranger, for a department that was not served, and for a draft.
    pub fn receipt_circular(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: CircularId,
        department: UnitId,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::ReceiptCircular,
            &Request::new(key, &(id.to_string(), department.to_string(), "receipt"))?,
            |tx| {
                let (_, one) = find(tx, id)?;
                let unit = units::find(tx.db, tx.division, department)?.ok_or(AppError::NotFound)?;
                let all = circulars::receipts_of(tx.db, tx.division, id)?;
                let is_served = all.iter().any(|one| one.department == department);
                if !one.state.is_public() || !is_served {
                    return Err(AppError::NotFound.into());
                }
                Ok((addressed_to(tx.division, &unit), (one, all)))
            },
            |tx, (one, all)| {
                one.state.may_receipt()?;
                let own = all.iter().find(|one| one.department == department);
                if let Some(at) = own.and_then(|own| own.receipted.as_ref()).map(|hand| hand.at) {
                    return Err(CircularRefusal::AlreadyReceipted { at }.into());
                }
                if let Some(own) = own {
                    tx.detail("unit", &own.department_name);
                }
                circulars::receipt(tx.db, tx.division, id, department, &hand(actor, tx))?;
                let is_last = all
                    .iter()
                    .all(|other| other.department == department || other.receipted.is_some());
                if let Some(paper) = one.paper.filter(|_| is_last) {
                    whole(tx, actor, paper)?;
                }
                Ok(Written {
                    id: id.to_string(),
                    version: one.version,
                })
            },
        )
    }
}

/// The paper is signed for by everybody.
fn whole(tx: &mut Tx<'_>, actor: &Actor, paper: PaperId) -> Step<()> {
    let known = papers::find(tx.db, tx.division, paper)?.ok_or(AppError::NotFound)?;
    let state = known.standing.receipt()?;
    let next = receipted(known, state, tx.now.shanghai_date());
    let version = papers::update(tx.db, tx.division, &next)?;
    let event = PaperEvent {
        paper,
        version,
        state,
        words: "各部门均已签收".to_owned(),
        user: Some(actor.user),
        user_name: actor.name.clone(),
        at: tx.now,
    };
    papers::insert_events(tx.db, tx.division, &[event])?;
    Ok(())
}
