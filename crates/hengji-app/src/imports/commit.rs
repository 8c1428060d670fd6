//! 入库 (commit): a checked workbook is stored whole or not at all, once.

use hengji_authz::Action;
use hengji_domain::id::ImportId;
use hengji_domain::person::Actor;
use hengji_store::imports::{self, ImportBatch, ImportState};

use super::view::Imported;
use super::write::{SourceFile, attach, write};
use crate::app::{App, Request};
use crate::budget_years;
use crate::common::RequestKey;
use crate::error::AppError;

impl App {
    /// Stores the forms of a kept workbook as drafts. `progress` hears how many forms of how many are judged.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `import-not-ready` when a form has no place, `import-concluded` the second time;
    /// [`AppError::Stale`]; [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn commit_forms(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: ImportId,
        progress: &dyn Fn(u64, u64),
    ) -> Result<Imported, AppError> {
        let batch = self.kept_batch(actor, id)?;
        progress(0, 1);
        // The file is read before the transaction opens: a slow reader must not hold up other writers.
        let judged = self.judge_kept(actor.division, &batch)?;
        let total = u64::try_from(judged.len()).unwrap_or(u64::MAX);
        progress(0, total);
        let bytes = self.kept_size(actor, &batch)?;
        let own = self.importers_place(actor)?;
        let imported = self.act(
            actor,
            Action::ImportForms,
            &Request::new(key, &id.to_string())?,
            |tx| {
                tx.about("import", id);
                Ok((own.clone(), ()))
            },
            |tx, ()| {
                require_open(&batch)?;
                budget_years::require_open(tx, batch.year)?;
                let plan = self.plan_for(tx.db, actor, batch.year, &judged, tx.ids)?;
                plan.require_whole()?;
                let done = write(tx, &plan)?;
                let file = SourceFile {
                    name: &batch.file_name,
                    sha256: &batch.file_sha256,
                    bytes,
                    by: actor.user,
                };
                attach(tx, &plan, &file)?;
                conclude(tx, &batch)?;
                tx.detail("stage", "commit");
                tx.detail("file_sha256", &batch.file_sha256);
                tx.detail("sheets", done.sheets.len());
                tx.detail("lines", done.lines);
                Ok(Imported {
                    import: id.to_string(),
                    ..done
                })
            },
        )?;
        progress(total, total);
        Ok(imported)
    }

    fn kept_size(&self, actor: &Actor, batch: &ImportBatch) -> Result<u64, AppError> {
        let bytes = self.read(|db| {
            Ok(hengji_store::attachments::content(
                db,
                actor.division,
                &batch.file_sha256,
            )?)
        })?;
        u64::try_from(bytes.map_or(0, |bytes| bytes.len())).map_err(AppError::fault)
    }
}

fn require_open(batch: &ImportBatch) -> Result<(), AppError> {
    if batch.state == ImportState::Previewed {
        Ok(())
    } else {
        Err(AppError::refused(
            "import-concluded",
            "该文件已经入库或放弃,请重新上传。",
        ))
    }
}

fn conclude(tx: &mut crate::app::Tx<'_>, batch: &ImportBatch) -> crate::app::Step<()> {
    let committed = ImportBatch {
        state: ImportState::Committed,
        concluded_at: Some(tx.now),
        ..batch.clone()
    };
    imports::update(tx.db, tx.division, &committed)?;
    Ok(())
}
