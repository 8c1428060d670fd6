//! 撤回 (withdraw): the unit takes the sheet back before the first reviewer has acted.

use hengji_authz::Action;
use hengji_domain::id::SheetId;
use hengji_domain::person::Actor;
use hengji_store::sheets;

use super::submit::{Move, roles};
use crate::app::{App, Request};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

impl App {
    /// Withdraws the sheet.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `too-late-to-withdraw` and the other refusals of the workflow; [`AppError::Stale`].
    pub fn withdraw_sheet(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &Move,
    ) -> Result<Written, AppError> {
        let action = Action::withdraw(self.kind_of(actor, id)?);
        self.act(
            actor,
            action,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_case(tx, id),
            |tx, case| {
                case.require_version(input.version)?;
                let state = case.chain.withdraw(&case.sheet.state, &roles(actor))?;
                let sheet = &case.sheet;
                let version =
                    sheets::set_state(tx.db, tx.division, sheet.id, sheet.version, &state, sheet.edition)?;
                Ok(Written {
                    id: sheet.id.to_string(),
                    version,
                })
            },
        )
    }
}
