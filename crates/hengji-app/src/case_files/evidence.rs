//! 佐证 (evidence): files beside the items, taken in by what they hold and never by what they claim to be.

use hengji_authz::Action;
use hengji_domain::evaluation::ItemKey;
use hengji_domain::id::{CaseEvidenceId, EvaluationId};
use hengji_domain::person::Actor;
use hengji_store::case_files::{self, CaseEvidence};
use hengji_store::{attachments, sha256_hex};

use super::case::{SHORT_MAX, bounded, hand, known_item, require_collecting, told};
use super::team::written;
use crate::app::{App, Request};
use crate::attachments::NewAttachment;
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// Evidence as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceInput {
    /// Key of the item; blank for the whole.
    pub item: String,
    /// Where in the file.
    pub page: String,
    /// What it shows.
    pub note: String,
    /// The file.
    pub file: Option<NewAttachment>,
}

impl App {
    /// Puts a file beside an item.
    ///
    /// # Errors
    ///
    /// Those of [`App::add_attachment`] for the file; [`AppError::Invalid`] `file-missing`, `case-item-unknown`;
    /// [`AppError::Refused`] `case-not-at-stage`.
    pub fn keep_case_evidence(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &EvidenceInput,
    ) -> Result<Written, AppError> {
        let file = input
            .file
            .as_ref()
            .ok_or_else(|| AppError::field("file", "file-missing", "请选择要上传的佐证材料。"))?;
        let (name, media_type) = self.accepted_file(actor, file)?;
        let request = (
            id.to_string(),
            &input.item,
            &input.page,
            &input.note,
            sha256_hex(&file.bytes),
        );
        self.act(
            actor,
            Action::KeepCaseEvidence,
            &Request::new(key, &request)?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                require_collecting(&case, "上传佐证")?;
                if !input.item.is_empty() {
                    known_item(&case, &input.item)?;
                }
                let sha256 = attachments::store_content(tx.db, tx.division, &file.bytes)?;
                tx.detail("file_name", &name);
                tx.detail("content_sha256", &sha256);
                let evidence = CaseEvidence {
                    id: tx.fresh()?,
                    evaluation: id,
                    item: (!input.item.is_empty()).then(|| ItemKey::new(&input.item)),
                    page: bounded("page", "页码", &input.page, SHORT_MAX)?,
                    note: bounded("note", "说明", &input.note, SHORT_MAX)?,
                    file_name: name.clone(),
                    media_type: media_type.to_owned(),
                    byte_count: u64::try_from(file.bytes.len()).map_err(AppError::fault)?,
                    sha256,
                    kept: hand(actor, tx),
                    withdrawn: None,
                };
                case_files::insert_evidence(tx.db, tx.division, std::slice::from_ref(&evidence))?;
                told(tx, id, &hand(actor, tx), "上传佐证", &name)?;
                Ok(written(id))
            },
        )
    }

    /// Takes evidence away; its row stays, because the audit chain names it.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for what is not there; [`AppError::Refused`] `case-not-at-stage`.
    pub fn withdraw_case_evidence(
        &self,
        actor: &Actor,
        key: &RequestKey,
        (id, evidence): (EvaluationId, CaseEvidenceId),
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::KeepCaseEvidence,
            &Request::new(key, &(id.to_string(), evidence.to_string()))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                require_collecting(&case, "撤下佐证")?;
                let by = hand(actor, tx);
                if !case_files::withdraw_evidence(tx.db, tx.division, (id, evidence), &by)? {
                    return Err(AppError::NotFound.into());
                }
                told(tx, id, &by, "撤下佐证", "")?;
                Ok(written(id))
            },
        )
    }

    /// The name and the bytes of evidence, which are proven to be those that were sent.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for strangers and for what was withdrawn; [`AppError::Fault`] when the stored bytes are
    /// not those that were sent.
    pub fn case_evidence_file(
        &self,
        actor: &Actor,
        id: CaseEvidenceId,
    ) -> Result<(String, Vec<u8>), AppError> {
        let division = actor.division;
        let found = self.read(|db| Ok(case_files::find_evidence(db, division, id)?))?;
        let found = found.ok_or(AppError::NotFound)?;
        let case = self.read(|db| self.load_scored(db, division, found.evaluation))?;
        self.may_view(actor, Action::ViewCaseFile, &case.resource())?;
        self.read(|db| {
            let bytes = attachments::content(db, division, &found.sha256)?;
            let bytes = bytes.ok_or_else(|| AppError::fault(format!("佐证 {id} 没有内容")))?;
            Ok((found.file_name.clone(), bytes))
        })
    }
}
