//! 同类指标 (like lines): finalised self-evaluations of some years that measure the same thing in the same unit.

use diesel::prelude::*;
use hengji_domain::id::{IndicatorId, ProjectId, SheetId};
use hengji_domain::sheet::{Line, SheetKind};
use hengji_domain::{BudgetYear, Division, Money};

use super::CONCLUDED;
use super::line_row::LineRow;
use crate::Db;
use crate::db::ROWS_PER_STATEMENT;
use crate::error::StoreError;
use crate::schema::{library_indicators, lines, projects, sheets, units};
use crate::text::{Row, year_column};

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// First and last budget year.
    pub years: (BudgetYear, BudgetYear),
    /// 三级指标, as written.
    pub name: String,
    /// Indicators of the library of the same kind of project: lines that were taken from them count too.
    pub indicators: Vec<IndicatorId>,
    /// 计量单位 of the target.
    pub unit: String,
    /// The project that is looked at, which is not compared with itself.
    pub except: ProjectId,
    /// At most so many, the latest years first.
    pub at_most: u32,
}

/// A finalised self-evaluation that has such a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlikeSheet {
    /// The sheet.
    pub sheet: SheetId,
    /// Its project.
    pub project: ProjectId,
    /// Budget year.
    pub year: BudgetYear,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 实施单位.
    pub unit_name: String,
    /// 全年执行数 as the form states it.
    pub stated: Option<Money>,
}

/// The indicators of the libraries that are of the same kind of project and the same class as the one with this id,
/// else as the one with this name; none where the libraries have neither. In two statements.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn kin(
    db: &mut Db,
    libraries: &[Division],
    id: Option<IndicatorId>,
    name: &str,
) -> Result<Vec<IndicatorId>, StoreError> {
    let libraries: Vec<String> = libraries.iter().map(ToString::to_string).collect();
    let id = id.map(|id| id.to_string()).unwrap_or_default();
    let known: Vec<(String, Option<String>, Option<String>)> = library_indicators::table
        .filter(library_indicators::division.eq_any(libraries.clone()))
        .filter(
            library_indicators::indicator_id
                .eq(&id)
                .or(library_indicators::name.eq(name)),
        )
        .order((library_indicators::division, library_indicators::indicator_id))
        .select((
            library_indicators::indicator_id,
            library_indicators::category,
            library_indicators::class_key,
        ))
        .load(db)?;
    let taken = known.iter().find(|(own, ..)| *own == id);
    let Some((_, Some(category), Some(class_key))) = taken.or_else(|| known.first()) else {
        return Ok(Vec::new());
    };
    let ids: Vec<String> = library_indicators::table
        .filter(library_indicators::division.eq_any(libraries))
        .filter(library_indicators::category.eq(category))
        .filter(library_indicators::class_key.eq(class_key))
        .order(library_indicators::indicator_id)
        .select(library_indicators::indicator_id)
        .load(db)?;
    ids.iter()
        .map(|id| {
            let row = Row {
                table: "library_indicators",
                key: id,
            };
            row.parse("indicator_id", id)
        })
        .collect()
}

/// The finalised self-evaluations with a line of the name, or taken from one of the indicators, whose target is in the
/// unit; each once, the latest first, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn alike(db: &mut Db, division: Division, wanted: &Alike) -> Result<Vec<AlikeSheet>, StoreError> {
    type Columns = (String, String, i32, String, String, String, Option<i64>);
    let (first, last) = wanted.years;
    let indicators: Vec<String> = wanted.indicators.iter().map(ToString::to_string).collect();
    let rows: Vec<Columns> = lines::table
        .inner_join(
            sheets::table.on(sheets::division
                .eq(lines::division)
                .and(sheets::sheet_id.eq(lines::sheet_id))),
        )
        .inner_join(
            projects::table.on(projects::division
                .eq(sheets::division)
                .and(projects::project_id.eq(sheets::project_id))),
        )
        .inner_join(
            units::table.on(units::division
                .eq(projects::division)
                .and(units::unit_id.eq(projects::unit_id))),
        )
        .filter(lines::division.eq(division.as_str()))
        .filter(sheets::division.eq(division.as_str()))
        .filter(projects::division.eq(division.as_str()))
        .filter(
            lines::level3
                .eq(&wanted.name)
                .or(lines::library_indicator_id.eq_any(indicators)),
        )
        .filter(lines::target_unit.eq(&wanted.unit))
        .filter(lines::budget_year.between(year_column(first), year_column(last)))
        .filter(sheets::kind.eq(SheetKind::SelfEvaluation.code()))
        .filter(sheets::state.eq(CONCLUDED))
        .filter(sheets::project_id.ne(wanted.except.to_string()))
        .order((sheets::budget_year.desc(), projects::code, sheets::sheet_id))
        .select((
            sheets::sheet_id,
            sheets::project_id,
            sheets::budget_year,
            projects::code,
            projects::name,
            units::name,
            sheets::executed_fen,
        ))
        .distinct()
        .limit(i64::from(wanted.at_most))
        .load(db)?;
    rows.into_iter()
        .map(|(sheet, project, year, code, name, unit_name, stated)| {
            let row = Row {
                table: "sheets",
                key: &sheet,
            };
            Ok(AlikeSheet {
                sheet: row.parse("sheet_id", &sheet)?,
                project: row.parse("project_id", &project)?,
                year: row.year(year)?,
                stated: stated.map(Money::from_fen),
                code,
                name,
                unit_name,
            })
        })
        .collect()
}

/// The lines of these sheets with the sheet of each, in one statement for a thousand sheets.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn lines_of_sheets(
    db: &mut Db,
    division: Division,
    ids: &[SheetId],
) -> Result<Vec<(SheetId, Line)>, StoreError> {
    let mut found = Vec::new();
    for part in ids.chunks(ROWS_PER_STATEMENT) {
        let part: Vec<String> = part.iter().map(ToString::to_string).collect();
        let rows: Vec<LineRow> = lines::table
            .filter(lines::division.eq(division.as_str()))
            .filter(lines::sheet_id.eq_any(part))
            .order((lines::sheet_id, lines::position))
            .select(LineRow::as_select())
            .load(db)?;
        for read in rows {
            let row = Row {
                table: "lines",
                key: &read.sheet_id,
            };
            let sheet = row.parse("sheet_id", &read.sheet_id)?;
            found.push((sheet, read.read()?));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
