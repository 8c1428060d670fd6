//! The file of a document: read by whoever may read the document.

use hengji_authz::Action;
use hengji_domain::id::RegulationId;
use hengji_domain::person::Actor;
use hengji_store::{attachments, regulations};

use crate::app::App;
use crate::error::AppError;

impl App {
    /// The name and the bytes of a document's file, which are proven to be those that were sent.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a document that does not exist or has no file; [`AppError::Fault`] when the stored
    /// bytes are not those that were sent.
    pub fn regulation_file(&self, actor: &Actor, id: RegulationId) -> Result<(String, Vec<u8>), AppError> {
        self.may_look(actor, Action::ViewRegulations)?;
        self.read(|db| {
            let kept = regulations::find(db, actor.division, id)?;
            let file = kept.and_then(|kept| kept.file).ok_or(AppError::NotFound)?;
            let bytes = attachments::content(db, actor.division, &file.sha256)?;
            let bytes = bytes.ok_or_else(|| AppError::fault(format!("制度文件 {id} 没有内容")))?;
            Ok((file.name, bytes))
        })
    }
}
