//! 保存 (save): writes a draft, scores it, and keeps what is wrong with it beside it.

use hengji_authz::Action;
use hengji_domain::id::{LineKey, SheetId};
use hengji_domain::person::Actor;
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::workflow::WorkflowRefusal;
use hengji_store::{findings, sheets};

use super::SheetDraft;
use super::case::Case;
use super::draft::{self, Sourced};
use super::judge::judge;
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::goal::adjust::explain;
use crate::library::require_offered;
use crate::monitoring::fill;

impl App {
    /// Saves a draft. An incomplete draft is saved too: what is wrong with it stands beside it.
    ///
    /// # Errors
    ///
    /// [`AppError::Stale`] when somebody saved since it was opened; [`AppError::Invalid`] for texts that are no
    /// numbers; [`AppError::Refused`] when the sheet is not with the unit.
    pub fn save_sheet(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &SheetDraft,
    ) -> Result<Written, AppError> {
        let action = Action::save(self.kind_of(actor, id)?);
        self.act(
            actor,
            action,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_case(tx, id),
            |tx, case| {
                require_editable(&case)?;
                case.require_version(input.version)?;
                write_draft(self, tx, &case, input)
            },
        )
    }

    /// Loads the sheet that a write is about and says so in the audit event.
    pub(crate) fn find_case(&self, tx: &mut Tx<'_>, id: SheetId) -> Step<(hengji_authz::Resource, Case)> {
        tx.about("sheet", id);
        let case = self.load_case(tx.db, tx.division, id)?;
        tx.detail("project", &case.listing.project.name);
        tx.detail("kind", case.sheet.kind.code());
        Ok((case.resource(), case))
    }

    /// The kind of a sheet, which names the action before the transaction opens.
    pub(crate) fn kind_of(
        &self,
        actor: &Actor,
        id: SheetId,
    ) -> Result<hengji_domain::sheet::SheetKind, AppError> {
        self.read(|db| {
            let sheet = sheets::find(db, actor.division, id)?;
            Ok(sheet.ok_or(AppError::NotFound)?.kind)
        })
    }
}

fn write_draft(app: &App, tx: &mut Tx<'_>, case: &Case, input: &SheetDraft) -> Step<Written> {
    if case.sheet.kind == SheetKind::Monitoring {
        return app.save_monitoring(tx, case, input);
    }
    let sourced = case.sourced(tx.db)?;
    let mut next = apply(tx, &case.sheet, input, sourced)?;
    require_offered(tx, &case.sheet, &next)?;
    let mut problems = judge(&mut next, case.names(), &case.rules);
    problems.extend(app.look_around(tx.db, case, &next)?);
    let version = sheets::update_head(tx.db, tx.division, &next)?;
    sheets::replace_lines(tx.db, tx.division, &next)?;
    findings::replace_for_sheet(tx.db, tx.division, next.id, &problems)?;
    if let Some(adjustment) = &input.adjustment
        && next.kind == SheetKind::GoalAdjustment
    {
        explain(tx, next.id, adjustment)?;
    }
    tx.detail("lines", next.lines.len());
    Ok(Written {
        id: next.id.to_string(),
        version,
    })
}

/// The draft written into the sheet, with fresh keys for new lines.
pub(crate) fn apply(tx: &Tx<'_>, sheet: &Sheet, input: &SheetDraft, sourced: Sourced) -> Step<Sheet> {
    let mut failed = None;
    let applied = draft::apply(sheet, input, sourced, &mut || match tx.fresh::<LineKey>() {
        Ok(key) => key,
        Err(halt) => {
            failed = Some(halt);
            LineKey::from_uuid(uuid::Uuid::nil())
        }
    });
    match failed {
        Some(halt) => Err(halt),
        None => applied.map_err(|errors| AppError::Invalid(errors).into()),
    }
}

pub(super) fn require_editable(case: &Case) -> Result<(), WorkflowRefusal> {
    if case.sheet.state.is_editable() {
        return Ok(());
    }
    match case.step() {
        None => Err(WorkflowRefusal::Concluded),
        Some(step) => Err(WorkflowRefusal::NotEditable {
            step: step.name.clone(),
        }),
    }
}

impl Case {
    /// Refuses when the sheet was changed since the version that the request knows, or its period is closed.
    pub(crate) fn require_version(&self, version: i32) -> Step<()> {
        if self.sheet.kind == SheetKind::Monitoring {
            fill::open_period(self)?;
        }
        if self.sheet.version == version {
            Ok(())
        } else {
            Err(Halt::stale("sheets", self.sheet.id))
        }
    }
}
