//! 撤下附件 (withdraw): its row stays, because the audit chain names it; nobody sees it any more.

use hengji_authz::Action;
use hengji_domain::id::AttachmentId;
use hengji_domain::person::Actor;
use hengji_store::attachments;

use super::add::require_with_unit;
use crate::app::{App, Request};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

impl App {
    /// Takes a file away from a sheet that is with its unit.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for one that is out of sight or was withdrawn before; [`AppError::Refused`]
    /// `attachment-sheet-closed`; [`AppError::Forbidden`].
    pub fn withdraw_attachment(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: AttachmentId,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::WithdrawAttachment,
            &Request::new(key, &id.to_string())?,
            |tx| {
                let found = attachments::find(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
                tx.about("sheet", found.sheet);
                tx.detail("attachment", id);
                tx.detail("file_name", &found.file_name);
                let case = self.load_case(tx.db, tx.division, found.sheet)?;
                Ok((case.resource(), case))
            },
            |tx, case| {
                require_with_unit(&case)?;
                if !attachments::withdraw(tx.db, tx.division, id, tx.now)? {
                    return Err(AppError::NotFound.into());
                }
                Ok(Written {
                    id: id.to_string(),
                    version: 2,
                })
            },
        )
    }
}
