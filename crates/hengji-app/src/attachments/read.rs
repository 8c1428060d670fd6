//! 下载附件 (read): whoever may see the sheet may see what stands beside it.

use std::collections::HashMap;

use hengji_domain::Division;
use hengji_domain::id::{AttachmentId, UserId};
use hengji_domain::person::Actor;
use hengji_store::attachments::{self, Attachment};

use crate::app::App;
use crate::common::Hand;
use crate::error::AppError;
use crate::sheets::view::AttachmentView;

impl App {
    /// An attachment with its content, which is proven to be what was sent.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for one that does not exist, was withdrawn or stands beside a sheet out of sight;
    /// [`AppError::Fault`] when the stored bytes are not those that were sent.
    pub fn attachment(&self, actor: &Actor, id: AttachmentId) -> Result<(AttachmentView, Vec<u8>), AppError> {
        let attachment = self.standing_attachment(actor.division, id)?;
        if self.kind_of(actor, attachment.sheet)?.is_form() {
            self.viewed_case(actor, attachment.sheet)?;
        } else {
            self.viewed_evaluation(actor, attachment.sheet)?;
        }
        let bytes = self.read(|db| {
            let content = attachments::content(db, actor.division, &attachment.sha256)?;
            Ok(content.ok_or_else(|| AppError::fault(format!("附件 {id} 没有内容")))?)
        })?;
        let names = self.names_of(actor.division)?;
        Ok((view(attachment, &names), bytes))
    }

    /// The attachment, unless it was withdrawn.
    pub(super) fn standing_attachment(
        &self,
        division: Division,
        id: AttachmentId,
    ) -> Result<Attachment, AppError> {
        let found = self.read(|db| Ok(attachments::find(db, division, id)?))?;
        found
            .filter(|attachment| attachment.withdrawn_at.is_none())
            .ok_or(AppError::NotFound)
    }
}

/// An attachment for a page.
pub(crate) fn view(attachment: Attachment, names: &HashMap<UserId, String>) -> AttachmentView {
    AttachmentView {
        id: attachment.id,
        name: attachment.file_name,
        bytes: attachment.byte_count,
        media_type: attachment.media_type,
        sha256: attachment.sha256,
        hand: Hand {
            name: names.get(&attachment.uploaded_by).cloned().unwrap_or_default(),
            at: attachment.uploaded_at,
        },
    }
}
