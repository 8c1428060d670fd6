//! 评估材料 (materials): files come and go while the unit holds the sheet; the lead accepts or rejects each.

use hengji_authz::Action;
use hengji_domain::ex_ante::Material;
use hengji_domain::id::{AttachmentId, LineKey, SheetId};
use hengji_domain::person::Actor;
use hengji_store::{attachments, ex_ante, sha256_hex};
use serde::{Deserialize, Serialize};

use super::case::{EvaluationCase, MATERIALS, bounded, refused};
use crate::app::{App, Request};
use crate::attachments::NewAttachment;
use crate::attachments::add::store;
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// What the lead says of a material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaterialDecision {
    /// The version of the evaluation that was opened.
    pub version: i32,
    /// Accepted or rejected.
    pub is_accepted: bool,
    /// Why it is rejected.
    #[serde(default)]
    pub reason: String,
}

/// Longest reason, characters.
const REASON_MAX: usize = 500;

impl App {
    /// Puts a file under a material.
    ///
    /// # Errors
    ///
    /// The refusals of [`App::add_attachment`]; [`AppError::Refused`] `material-accepted`, `sheet-not-editable`.
    pub fn add_ex_ante_material(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        material: LineKey,
        input: &NewAttachment,
    ) -> Result<Written, AppError> {
        let name = self.accepted(actor, input)?;
        let request = (
            id.to_string(),
            material.to_string(),
            &name.name,
            sha256_hex(&input.bytes),
        );
        self.act(
            actor,
            Action::SendExAnteMaterial,
            &Request::new(key, &request)?,
            |tx| self.find_evaluation(tx, id),
            |tx, case| {
                case.require_with_unit()?;
                let next = case.material(material)?.receive().map_err(refused)?;
                tx.detail("material", &next.item.name);
                store(tx, actor, id, Some(material), &name, &input.bytes)?;
                ex_ante::update_material(tx.db, tx.division, id, &next)?;
                case.touched(tx)
            },
        )
    }

    /// Takes a file of a material away.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`]; [`AppError::Refused`] `material-accepted`, `sheet-not-editable`.
    pub fn withdraw_ex_ante_material(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        file: AttachmentId,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::SendExAnteMaterial,
            &Request::new(key, &(id.to_string(), file.to_string()))?,
            |tx| self.find_evaluation(tx, id),
            |tx, case| {
                case.require_with_unit()?;
                let all = attachments::of_sheet(tx.db, tx.division, id)?;
                let taken = all.iter().find(|one| one.id == file).ok_or(AppError::NotFound)?;
                let line = taken.line.ok_or(AppError::NotFound)?;
                let left = all.iter().filter(|one| one.line == taken.line).count();
                let material = case.material(line)?;
                let next = material.take_back(left.saturating_sub(1)).map_err(refused)?;
                tx.detail("material", &next.item.name);
                tx.detail("file_name", &taken.file_name);
                attachments::withdraw(tx.db, tx.division, file, tx.now)?;
                ex_ante::update_material(tx.db, tx.division, id, &next)?;
                case.touched(tx)
            },
        )
    }

    /// Accepts or rejects a material.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `material-missing`, `material-reason-missing`, `ex-ante-not-at-step`;
    /// [`AppError::Forbidden`] for whoever does not lead; [`AppError::Stale`].
    pub fn review_ex_ante_material(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        material: LineKey,
        input: &MaterialDecision,
    ) -> Result<Written, AppError> {
        let reason = bounded("reason", &input.reason, REASON_MAX)?;
        self.act(
            actor,
            Action::ReviewExAnteMaterial,
            &Request::new(key, &(id.to_string(), material.to_string(), input))?,
            |tx| self.find_evaluation(tx, id),
            |tx, case| {
                case.require_at(&[MATERIALS], "审核材料")?;
                case.require_version(input.version)?;
                let found = case.material(material)?;
                let next = if input.is_accepted {
                    found.accept(&actor.name, tx.now)
                } else {
                    found.reject(&reason, &actor.name, tx.now)
                };
                let next = next.map_err(refused)?;
                tx.detail("material", &next.item.name);
                tx.detail("deed", next.state.name());
                if !next.reason.is_empty() {
                    tx.detail("reason", &next.reason);
                }
                ex_ante::update_material(tx.db, tx.division, id, &next)?;
                case.touched(tx)
            },
        )
    }
}

impl EvaluationCase {
    fn material(&self, key: LineKey) -> Result<&Material, AppError> {
        let found = self.materials.iter().find(|material| material.key == key);
        found.ok_or(AppError::NotFound)
    }
}
