//! 导出审计链 (export): one event a line, for whoever keeps or checks it outside.

use std::io::Write;

use hengji_authz::{Action, Resource};
use hengji_domain::Division;
use hengji_domain::person::Actor;
use hengji_store::audit::{self, Checkpoint};

use crate::app::{App, NoRequest, Tx};
use crate::error::AppError;

impl App {
    /// Writes the chain of the acting division as JSON lines; where it ends, to be noted down beside the file.
    ///
    /// The export is an event itself and stands at the end of the file: whoever reads it sees who took it out.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for all but the audit administrator; [`AppError::Refused`] `audit-export-unwritable`.
    pub fn audit_export(&self, actor: &Actor, target: &mut dyn Write) -> Result<Checkpoint, AppError> {
        self.act(
            actor,
            Action::ExportAudit,
            &NoRequest,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                note(tx);
                Ok(())
            },
        )?;
        self.write_chain(actor.division, target)
    }

    /// The same for whoever runs the server.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `audit-export-unwritable`; [`AppError::Fault`].
    pub fn export_audit_as_operator(
        &self,
        division: Division,
        target: &mut dyn Write,
    ) -> Result<Checkpoint, AppError> {
        self.operate(division, Action::ExportAudit, |tx| {
            note(tx);
            Ok(())
        })?;
        self.write_chain(division, target)
    }

    /// A chain that was tampered with is written like any other: it is the evidence.
    fn write_chain(&self, division: Division, target: &mut dyn Write) -> Result<Checkpoint, AppError> {
        let last = self.read(|db| {
            let mut last = None;
            audit::stream(db, division, |event| {
                let line = audit::write_line(&event).map_err(AppError::fault)?;
                target.write_all(line.as_bytes()).map_err(unwritable)?;
                last = Some(event.checkpoint());
                Ok::<_, crate::app::Halt>(())
            })?;
            target.flush().map_err(unwritable)?;
            Ok(last)
        })?;
        last.ok_or_else(|| AppError::fault("the chain is empty although its export was noted"))
    }
}

fn note(tx: &mut Tx<'_>) {
    tx.about("division", tx.division);
}

fn unwritable(error: std::io::Error) -> AppError {
    AppError::refused(
        "audit-export-unwritable",
        format!("审计链写到一半无法继续({error}),文件不完整;请检查磁盘空间和写入权限后重新导出。"),
    )
}
