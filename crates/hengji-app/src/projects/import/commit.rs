//! Storing a checked list: all of it or nothing, once.

use hengji_authz::{Action, Resource};
use hengji_domain::id::ImportId;
use hengji_domain::person::Actor;
use hengji_domain::project::Project;
use hengji_store::imports::{self, ImportBatch, ImportState};
use hengji_store::projects;

use super::ImportedProjects;
use super::check::Change;
use super::preview::{ReadList, count};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::budget_years;
use crate::common::RequestKey;
use crate::error::AppError;
use crate::projects::enter::sorted;

impl App {
    /// Writes the list into the register.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `list-has-problems` while a row is wrong, `import-concluded` the second time;
    /// [`AppError::Stale`] when a project was changed meanwhile; [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn commit_project_import(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: ImportId,
    ) -> Result<ImportedProjects, AppError> {
        self.may_look(actor, Action::ImportProjects)?;
        // The file is read before the transaction opens: a slow reader must not hold up other writers.
        let (batch, read) = self.kept_list(actor.division, id)?;
        self.act(
            actor,
            Action::ImportProjects,
            &Request::new(key, &id.to_string())?,
            |tx| {
                tx.about("import", id);
                tx.detail("file_sha256", &batch.file_sha256);
                Ok((Resource::Division(tx.division), ()))
            },
            |tx, ()| {
                require_ready(&batch, &read)?;
                budget_years::require_open(tx, batch.year)?;
                write(tx, &batch, &read)
            },
        )
    }
}

fn require_ready(batch: &ImportBatch, read: &ReadList) -> Result<(), AppError> {
    if batch.state != ImportState::Previewed {
        return Err(AppError::refused(
            "import-concluded",
            "该文件已经入库或放弃,请重新上传。",
        ));
    }
    let problems = read.checked.problems.len();
    if problems != 0 {
        return Err(AppError::refused(
            "list-has-problems",
            format!("清单还有 {problems} 处问题,全部改正后才能入库;本次没有写入任何项目。"),
        ));
    }
    Ok(())
}

fn write(tx: &mut Tx<'_>, batch: &ImportBatch, read: &ReadList) -> Step<ImportedProjects> {
    let rows = |change| read.checked.rows.iter().filter(move |row| row.change == change);
    let new = rows(Change::New)
        .map(|row| {
            Ok(sorted(Project {
                id: tx.fresh()?,
                ..row.project.clone()
            }))
        })
        .collect::<Step<Vec<_>>>()?;
    projects::insert_many(tx.db, tx.division, &new)?;
    for row in rows(Change::Changed) {
        projects::update(tx.db, tx.division, &sorted(row.project.clone()))?;
    }
    let committed = ImportBatch {
        state: ImportState::Committed,
        concluded_at: Some(tx.now),
        ..batch.clone()
    };
    if let Err(error) = imports::update(tx.db, tx.division, &committed) {
        return Err(Halt::from(error));
    }
    let done = ImportedProjects {
        new_count: count(read, Change::New),
        changed_count: count(read, Change::Changed),
        unchanged_count: count(read, Change::Same),
    };
    tx.detail("stage", "commit");
    tx.detail("new", done.new_count);
    tx.detail("changed", done.changed_count);
    Ok(done)
}
