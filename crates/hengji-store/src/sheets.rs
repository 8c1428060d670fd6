//! 表 (sheets) with their lines.

mod alike;
mod around;
mod brief;
mod head_row;
mod indicators;
mod line_row;
mod state;
mod value;
mod waiting;

use std::collections::HashMap;

use diesel::prelude::*;
use hengji_domain::id::{ProjectId, SheetId};
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Division};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{lines, sheets};
use crate::text::year_column;

use head_row::SheetRow;
use line_row::LineRow;

pub use alike::{Alike, AlikeSheet, alike, kin, lines_of_sheets};
pub use around::{NumericTarget, StatedMoney, numeric_targets, projects_with_goal_text, stated_money};
pub use brief::SheetBrief;
pub(crate) use brief::{BRIEF, BriefColumns, read_brief};
pub use indicators::{
    IndicatorFilter, IndicatorListing, IndicatorSort, LifeEntry, Standing, count_indicators, indicator_list,
    life_of_line,
};
pub(crate) use state::{CONCLUDED, STATES};
pub use waiting::{Post, WaitingSheet, count_waiting, count_waiting_in, waiting_at};

/// Adds sheets with their lines; how many lines.
///
/// # Errors
///
/// [`StoreError::Duplicate`] with `sheets_kind_unique` when the project already has a sheet of the kind.
pub fn insert_many(db: &mut Db, division: Division, all: &[Sheet]) -> Result<usize, StoreError> {
    let heads: Vec<SheetRow> = all
        .iter()
        .map(|sheet| SheetRow::new(division, sheet, sheet.version))
        .collect::<Result<_, _>>()?;
    insert_chunked!(db, sheets::table, heads)?;
    insert_lines(db, division, all)
}

/// Adds one sheet with its lines.
///
/// # Errors
///
/// As [`insert_many`].
pub fn insert(db: &mut Db, division: Division, sheet: &Sheet) -> Result<(), StoreError> {
    insert_many(db, division, std::slice::from_ref(sheet)).map(|_| ())
}

fn insert_lines(db: &mut Db, division: Division, all: &[Sheet]) -> Result<usize, StoreError> {
    let rows: Vec<LineRow> = all
        .iter()
        .flat_map(|sheet| {
            sheet
                .lines
                .iter()
                .map(move |line| LineRow::new(division, sheet, line))
        })
        .collect::<Result<_, _>>()?;
    insert_chunked!(db, lines::table, rows)
}

/// The sheet with its lines, in two statements.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: SheetId) -> Result<Option<Sheet>, StoreError> {
    let head = sheets::table
        .find((division.as_str(), id.to_string()))
        .select(SheetRow::as_select())
        .first(db)
        .optional()?;
    let Some(head) = head else {
        return Ok(None);
    };
    let rows = lines::table
        .filter(lines::division.eq(division.as_str()))
        .filter(lines::sheet_id.eq(id.to_string()))
        .order(lines::position)
        .select(LineRow::as_select())
        .load(db)?;
    Ok(assemble(vec![head], rows)?.into_iter().next())
}

/// Every sheet of a project with its lines, the goal first, in two statements.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_for_project(
    db: &mut Db,
    division: Division,
    project: ProjectId,
) -> Result<Vec<Sheet>, StoreError> {
    let heads: Vec<SheetRow> = sheets::table
        .filter(sheets::division.eq(division.as_str()))
        .filter(sheets::project_id.eq(project.to_string()))
        .order((sheets::kind, sheets::sheet_id))
        .select(SheetRow::as_select())
        .load(db)?;
    let ids: Vec<&str> = heads.iter().map(SheetRow::id).collect();
    let rows = lines::table
        .filter(lines::division.eq(division.as_str()))
        .filter(lines::sheet_id.eq_any(ids))
        .order((lines::sheet_id, lines::position))
        .select(LineRow::as_select())
        .load(db)?;
    assemble(heads, rows)
}

/// Every sheet of a kind and year with its lines, in two statements: for re-scoring a district.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    kind: SheetKind,
) -> Result<Vec<Sheet>, StoreError> {
    let heads = sheets::table
        .filter(sheets::division.eq(division.as_str()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(kind.code()))
        .order(sheets::sheet_id)
        .select(SheetRow::as_select())
        .load(db)?;
    let rows = lines::table
        .inner_join(
            sheets::table.on(sheets::division
                .eq(lines::division)
                .and(sheets::sheet_id.eq(lines::sheet_id))),
        )
        .filter(lines::division.eq(division.as_str()))
        .filter(sheets::division.eq(division.as_str()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(kind.code()))
        .order((lines::sheet_id, lines::position))
        .select(LineRow::as_select())
        .load(db)?;
    assemble(heads, rows)
}

/// Every sheet of a kind in one period of a year with its lines, in two statements.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_period(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    kind: SheetKind,
    period: &str,
) -> Result<Vec<Sheet>, StoreError> {
    let heads = sheets::table
        .filter(sheets::division.eq(division.as_str()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(kind.code()))
        .filter(sheets::period.eq(period))
        .order(sheets::sheet_id)
        .select(SheetRow::as_select())
        .load(db)?;
    let rows = lines::table
        .inner_join(
            sheets::table.on(sheets::division
                .eq(lines::division)
                .and(sheets::sheet_id.eq(lines::sheet_id))),
        )
        .filter(lines::division.eq(division.as_str()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(kind.code()))
        .filter(sheets::period.eq(period))
        .order((lines::sheet_id, lines::position))
        .select(LineRow::as_select())
        .load(db)?;
    assemble(heads, rows)
}

/// Puts lines, which come in the order of their positions, under their heads.
fn assemble(heads: Vec<SheetRow>, rows: Vec<LineRow>) -> Result<Vec<Sheet>, StoreError> {
    let mut by_sheet: HashMap<String, Vec<LineRow>> = HashMap::with_capacity(heads.len());
    for row in rows {
        by_sheet.entry(row.sheet_id.clone()).or_default().push(row);
    }
    heads
        .into_iter()
        .map(|head| {
            let rows = by_sheet.remove(head.id()).unwrap_or_default();
            let lines = rows.into_iter().map(LineRow::read).collect::<Result<_, _>>()?;
            head.read(lines)
        })
        .collect()
}

/// Stores everything of the sheet but its lines, one version further; the new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since `sheet` was read.
pub fn update_head(db: &mut Db, division: Division, sheet: &Sheet) -> Result<i32, StoreError> {
    let next = sheet.version.saturating_add(1);
    let updated = diesel::update(
        sheets::table
            .find((division.as_str(), sheet.id.to_string()))
            .filter(sheets::version.eq(sheet.version)),
    )
    .set(SheetRow::new(division, sheet, next)?)
    .execute(db)?;
    next_version(updated, sheet.id, next)
}

/// Moves the sheet to a state and edition, one version further; the new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since `version` was read.
pub fn set_state(
    db: &mut Db,
    division: Division,
    id: SheetId,
    version: i32,
    state: &SheetState,
    edition: i32,
) -> Result<i32, StoreError> {
    let columns = state::columns(state)?;
    let next = version.saturating_add(1);
    let updated = diesel::update(
        sheets::table
            .find((division.as_str(), id.to_string()))
            .filter(sheets::version.eq(version)),
    )
    .set((
        sheets::state.eq(columns.state),
        sheets::step.eq(columns.step),
        sheets::state_at.eq(columns.at),
        sheets::edition.eq(edition),
        sheets::version.eq(next),
    ))
    .execute(db)?;
    next_version(updated, id, next)
}

fn next_version(updated: usize, id: SheetId, next: i32) -> Result<i32, StoreError> {
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "sheets",
            key: id.to_string(),
        });
    }
    Ok(next)
}

/// Puts the sheet's lines in the place of those stored. The head must be updated in the same transaction: it
/// carries the version that guards both.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when two lines have one key or one position.
pub fn replace_lines(db: &mut Db, division: Division, sheet: &Sheet) -> Result<(), StoreError> {
    diesel::delete(
        lines::table
            .filter(lines::division.eq(division.as_str()))
            .filter(lines::sheet_id.eq(sheet.id.to_string())),
    )
    .execute(db)?;
    insert_lines(db, division, std::slice::from_ref(sheet)).map(|_| ())
}

#[cfg(test)]
mod tests;
