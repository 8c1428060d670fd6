//! Writing a plan in multi-row statements.

use hengji_domain::Finding;
use hengji_domain::id::{SheetId, UserId};
use hengji_store::attachments::{self, Attachment};
use hengji_store::{findings, projects, sheets, units};

use super::plan::Plan;
use super::view::Imported;
use crate::app::{Step, Tx};
use crate::error::AppError;
use crate::projects::enter::sorted as sorted_project;
use crate::units::sorted as sorted_unit;

/// The file that forms came from, kept beside the sheets.
pub(super) struct SourceFile<'a> {
    pub(super) name: &'a str,
    pub(super) sha256: &'a str,
    pub(super) bytes: u64,
    pub(super) by: UserId,
}

/// Writes everything that was planned.
pub(super) fn write(tx: &mut Tx<'_>, plan: &Plan) -> Step<Imported> {
    let new_units: Vec<_> = plan.units.iter().cloned().map(sorted_unit).collect();
    units::insert_many(tx.db, tx.division, &new_units)?;
    let new_projects: Vec<_> = plan.projects.iter().cloned().map(sorted_project).collect();
    projects::insert_many(tx.db, tx.division, &new_projects)?;
    sheets::insert_many(tx.db, tx.division, &plan.new_sheets)?;
    for sheet in &plan.filled_sheets {
        sheets::update_head(tx.db, tx.division, sheet)?;
        sheets::replace_lines(tx.db, tx.division, sheet)?;
    }
    let is_filled = |id: &SheetId| plan.filled_sheets.iter().any(|sheet| sheet.id == *id);
    let mut fresh: Vec<(SheetId, &[Finding])> = Vec::with_capacity(plan.findings.len());
    for (id, found) in &plan.findings {
        if is_filled(id) {
            findings::replace_for_sheet(tx.db, tx.division, *id, found)?;
        } else {
            fresh.push((*id, found));
        }
    }
    findings::insert_for_sheets(tx.db, tx.division, &fresh)?;
    done(plan)
}

fn done(plan: &Plan) -> Step<Imported> {
    let number = |count: usize| u32::try_from(count).map_err(AppError::fault);
    Ok(Imported {
        import: String::new(),
        units: number(plan.units.len())?,
        projects: number(plan.projects.len())?,
        sheets: plan.sheets().map(|sheet| sheet.id.to_string()).collect(),
        lines: number(plan.sheets().map(|sheet| sheet.lines.len()).sum())?,
        findings: number(plan.findings.iter().map(|(_, found)| found.len()).sum())?,
    })
}

/// Attaches the file to every sheet that was made of it: the paper as it came, whatever the readers made of it.
pub(super) fn attach(tx: &mut Tx<'_>, plan: &Plan, file: &SourceFile<'_>) -> Step<()> {
    for sheet in plan.sheets() {
        let attachment = Attachment {
            id: tx.fresh()?,
            sheet: sheet.id,
            line: None,
            file_name: file.name.to_owned(),
            media_type: "application/octet-stream".to_owned(),
            byte_count: file.bytes,
            sha256: file.sha256.to_owned(),
            uploaded_by: file.by,
            uploaded_at: tx.now,
            withdrawn_at: None,
        };
        attachments::insert(tx.db, tx.division, &attachment)?;
    }
    Ok(())
}
