//! The preview of a project list: what would be written, and what stands in the way.

use std::collections::BTreeMap;

use hengji_authz::{Action, Resource};
use hengji_domain::id::ImportId;
use hengji_domain::money::MoneyUnit;
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Division, Money};
use hengji_store::imports::{self, ImportBatch, ImportKind, ImportState, Mapping};
use hengji_store::{attachments, projects, units};

use super::check::{Change, Checked, Register, check};
use super::columns::ProjectField;
use super::{Reading, UploadedList};
use crate::app::{App, Request};
use crate::error::AppError;
use crate::lists::{Columns, read_mapping};
use crate::ports::RawTable;
use crate::projects::view::{PreviewRow, ProjectImportPreview};

/// How many problems are shown: the first ones tell what is wrong with the rest.
const PROBLEMS_SHOWN: usize = 500;

/// A list as it is read now, against the register as it stands now.
pub(super) struct ReadList {
    pub(super) columns: Columns<ProjectField>,
    pub(super) checked: Checked,
}

impl App {
    /// Checks a list and keeps it for the commit. Nothing is written into the register.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] with the words of the reader for a file that cannot be used, `list-without-headings`;
    /// [`AppError::Forbidden`].
    pub fn preview_project_import(
        &self,
        actor: &Actor,
        key: &crate::common::RequestKey,
        year: BudgetYear,
        list: &UploadedList,
    ) -> Result<ProjectImportPreview, AppError> {
        self.may_look(actor, Action::ImportProjects)?;
        let table = self
            .ports()
            .workbook_reader
            .read_table(&list.file_name, &list.bytes)?;
        let reading = Reading {
            columns: list.columns.clone(),
            money_unit: list.money_unit.clone(),
        };
        let read = self.read_list(actor.division, year, &table, &reading)?;
        let sha256 = hengji_store::sha256_hex(&list.bytes);
        let body = (
            year.get(),
            &list.file_name,
            &sha256,
            &reading,
            &list.keep_mapping_as,
        );
        let id = self.act(
            actor,
            Action::ImportProjects,
            &Request::new(key, &body)?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                attachments::store_content(tx.db, tx.division, &list.bytes)?;
                let batch = ImportBatch {
                    id: tx.fresh()?,
                    year,
                    kind: ImportKind::Projects,
                    state: ImportState::Previewed,
                    file_name: list.file_name.clone(),
                    file_sha256: sha256.clone(),
                    report: serde_json::to_string(&reading).map_err(AppError::fault)?,
                    created_by: actor.user,
                    created_at: tx.now,
                    concluded_at: None,
                    version: 1,
                };
                imports::insert(tx.db, tx.division, &batch)?;
                tx.about("import", batch.id);
                tx.detail("file_sha256", &sha256);
                tx.detail("stage", "preview");
                if let Some(name) = list
                    .keep_mapping_as
                    .as_deref()
                    .map(str::trim)
                    .filter(|name| !name.is_empty())
                {
                    keep_mapping(tx, actor, name, &read.columns)?;
                }
                Ok(batch.id.to_string())
            },
        )?;
        Ok(view(id.parse()?, &list.file_name, &read))
    }

    /// The preview of a kept list, read again against the register as it stands now.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::Refused`].
    pub fn project_import(&self, actor: &Actor, id: ImportId) -> Result<ProjectImportPreview, AppError> {
        self.may_look(actor, Action::ImportProjects)?;
        let (batch, read) = self.kept_list(actor.division, id)?;
        Ok(view(id, &batch.file_name, &read))
    }

    /// A kept list with its batch.
    pub(super) fn kept_list(
        &self,
        division: Division,
        id: ImportId,
    ) -> Result<(ImportBatch, ReadList), AppError> {
        let (batch, bytes) = self.read(|db| {
            let batch = imports::find(db, division, id)?
                .filter(|batch| batch.kind == ImportKind::Projects)
                .ok_or(AppError::NotFound)?;
            let bytes = attachments::content(db, division, &batch.file_sha256)?.ok_or(AppError::NotFound)?;
            Ok((batch, bytes))
        })?;
        let table = self
            .ports()
            .workbook_reader
            .read_table(&batch.file_name, &bytes)?;
        let reading: Reading = serde_json::from_str(&batch.report).map_err(AppError::fault)?;
        let read = self.read_list(division, batch.year, &table, &reading)?;
        Ok((batch, read))
    }

    fn read_list(
        &self,
        division: Division,
        year: BudgetYear,
        table: &RawTable,
        reading: &Reading,
    ) -> Result<ReadList, AppError> {
        let (all_units, stored, mappings) = self.read(|db| {
            let all_units = units::list(db, division)?;
            let stored = projects::of_year(db, division, year)?;
            let mappings = imports::mappings_of(db, division, ImportKind::Projects)?;
            Ok((all_units, stored, mappings))
        })?;
        let kept: Vec<BTreeMap<String, ProjectField>> = mappings
            .iter()
            .map(|mapping| read_mapping(&mapping.column_map))
            .collect();
        let money_unit = reading.money_unit.as_deref().and_then(MoneyUnit::read);
        let columns = Columns::find(table, &kept, &reading.columns, money_unit).ok_or_else(no_headings)?;
        let register = Register {
            year,
            units: &all_units,
            projects: &stored,
        };
        let checked = check(table, &columns, &register);
        Ok(ReadList { columns, checked })
    }
}

fn keep_mapping(
    tx: &mut crate::app::Tx<'_>,
    actor: &Actor,
    name: &str,
    columns: &Columns<ProjectField>,
) -> crate::app::Step<()> {
    let known = imports::mappings_of(tx.db, tx.division, ImportKind::Projects)?
        .into_iter()
        .find(|mapping| mapping.name == name);
    let mapping = Mapping {
        id: match &known {
            Some(known) => known.id,
            None => tx.fresh()?,
        },
        kind: ImportKind::Projects,
        name: name.chars().take(50).collect(),
        column_map: serde_json::to_string(&columns.mapping()).map_err(AppError::fault)?,
        saved_by: actor.user,
        saved_at: tx.now,
        version: known.map_or(0, |known| known.version),
    };
    imports::save_mapping(tx.db, tx.division, &mapping)?;
    Ok(())
}

fn no_headings() -> AppError {
    AppError::refused(
        "list-without-headings",
        "没有找到表头:前 15 行中应有一行写明“项目代码”“项目名称”“实施单位”和金额等列名。请补上表头,或指定列对应后重新上传。",
    )
}

pub(super) fn count(read: &ReadList, change: Change) -> u32 {
    let number = read
        .checked
        .rows
        .iter()
        .filter(|row| row.change == change)
        .count();
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn view(import: ImportId, file_name: &str, read: &ReadList) -> ProjectImportPreview {
    let total = |row: &super::check::ReadRow| row.project.funding.total().unwrap_or_default();
    ProjectImportPreview {
        import,
        file_name: file_name.to_owned(),
        columns: read.columns.view(),
        heading_row: read.columns.heading_row,
        rows: read
            .checked
            .rows
            .iter()
            .map(|row| PreviewRow {
                row: row.row,
                code: row.project.code.clone(),
                name: row.project.name.clone(),
                unit_name: row.unit_name.clone(),
                total: total(row),
                change: row.change.name(),
            })
            .collect(),
        problems: read
            .checked
            .problems
            .iter()
            .take(PROBLEMS_SHOWN)
            .cloned()
            .collect(),
        problem_count: u32::try_from(read.checked.problems.len()).unwrap_or(u32::MAX),
        new_count: count(read, Change::New),
        changed_count: count(read, Change::Changed),
        unchanged_count: count(read, Change::Same),
        money_total: read
            .checked
            .rows
            .iter()
            .fold(Money::ZERO, |sum, row| sum.checked_add(total(row)).unwrap_or(sum)),
        money_unit: read.columns.money_unit.map_or("未写明", MoneyUnit::name),
    }
}
