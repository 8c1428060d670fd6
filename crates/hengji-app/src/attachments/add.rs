//! 上传附件 (add): a file beside a sheet that is with its unit.

use hengji_authz::Action;
use hengji_domain::id::{AttachmentId, LineKey, SheetId};
use hengji_domain::person::Actor;
use hengji_store::attachments::{self, Attachment};
use hengji_store::sha256_hex;

use super::file_name::FileName;
use super::{content, file_name};
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::sheets::case::Case;

/// A file as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAttachment {
    /// Its name.
    pub file_name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl App {
    /// Puts a file beside a sheet.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `attachment-name-unfit`, `attachment-type-unknown`, `attachment-empty`,
    /// `attachment-too-large`, `attachment-active-content`, `attachment-mismatch`, and `attachment-sheet-closed`
    /// once the sheet has left the unit; [`AppError::NotFound`], [`AppError::Forbidden`].
    pub fn add_attachment(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &NewAttachment,
    ) -> Result<Written, AppError> {
        let name = self.accepted(actor, input)?;
        let request = (id.to_string(), &name.name, sha256_hex(&input.bytes));
        self.act(
            actor,
            Action::AddAttachment,
            &Request::new(key, &request)?,
            |tx| {
                tx.about("sheet", id);
                let case = self.load_case(tx.db, tx.division, id)?;
                Ok((case.resource(), case))
            },
            |tx, case| {
                require_with_unit(&case)?;
                store(tx, actor, id, None, &name, &input.bytes)
            },
        )
    }

    /// The name and media type of a file that may be kept beside something else than a sheet.
    pub(crate) fn accepted_file(
        &self,
        actor: &Actor,
        input: &NewAttachment,
    ) -> Result<(String, &'static str), AppError> {
        let accepted = self.accepted(actor, input)?;
        Ok((accepted.name, accepted.kind.media_type()))
    }

    /// The name of a file that may be attached; its content has passed too.
    pub(crate) fn accepted(&self, actor: &Actor, input: &NewAttachment) -> Result<FileName, AppError> {
        let name = file_name::check(&input.file_name)?;
        let most = self
            .rules(actor.division, self.current_year()?)
            .security()?
            .attachment_bytes_max;
        let sent = u64::try_from(input.bytes.len()).unwrap_or(u64::MAX);
        if most < sent {
            return Err(AppError::refused(
                "attachment-too-large",
                format!(
                    "附件最大 {} MB,现为 {} MB;请压缩图片或拆分后重新上传。",
                    most / MEGABYTE,
                    sent.div_ceil(MEGABYTE)
                ),
            ));
        }
        content::check(name.kind, &input.bytes)?;
        Ok(name)
    }
}

const MEGABYTE: u64 = 1024 * 1024;

/// Stores a file that was accepted; `line` says which line or material it belongs to.
pub(crate) fn store(
    tx: &mut Tx<'_>,
    actor: &Actor,
    sheet: SheetId,
    line: Option<LineKey>,
    name: &FileName,
    bytes: &[u8],
) -> Step<Written> {
    let id: AttachmentId = tx.fresh()?;
    let sha256 = attachments::store_content(tx.db, tx.division, bytes)?;
    tx.detail("attachment", id);
    tx.detail("file_name", &name.name);
    tx.detail("content_sha256", &sha256);
    let attachment = Attachment {
        id,
        sheet,
        line,
        file_name: name.name.clone(),
        media_type: name.kind.media_type().to_owned(),
        byte_count: u64::try_from(bytes.len()).map_err(AppError::fault)?,
        sha256,
        uploaded_by: actor.user,
        uploaded_at: tx.now,
        withdrawn_at: None,
    };
    attachments::insert(tx.db, tx.division, &attachment)?;
    Ok(Written {
        id: id.to_string(),
        version: 1,
    })
}

/// Evidence does not change under the eyes of reviewers, nor beside a paper that is issued.
pub(super) fn require_with_unit(case: &Case) -> Result<(), AppError> {
    if case.sheet.state.is_editable() {
        return Ok(());
    }
    let whereabouts = case.step().map_or_else(
        || "该表已办结".to_owned(),
        |step| format!("该表正在“{}”环节", step.name),
    );
    Err(AppError::refused(
        "attachment-sheet-closed",
        format!("{whereabouts},不能增减附件;如需补充,请先撤回或请对方退回。"),
    ))
}
