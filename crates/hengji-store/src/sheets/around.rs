//! What other sheets of the year tell about one: the same goal text elsewhere, targets that others set.

use diesel::prelude::*;
use hengji_domain::id::{ProjectId, SheetId};
use hengji_domain::sheet::{SheetKind, SheetMoney};
use hengji_domain::{BudgetYear, Decimal, Division, Money};

use crate::Db;
use crate::error::StoreError;
use crate::schema::{lines, projects, sheets};
use crate::text::{Row, year_column};

/// Names of projects whose goal carries this very text, by code, at most so many.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn projects_with_goal_text(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    text: &str,
    except: ProjectId,
    at_most: u32,
) -> Result<Vec<String>, StoreError> {
    Ok(sheets::table
        .inner_join(
            projects::table.on(projects::division
                .eq(sheets::division)
                .and(projects::project_id.eq(sheets::project_id))),
        )
        .filter(sheets::division.eq(division.as_str()))
        .filter(projects::division.eq(division.as_str()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(SheetKind::Goal.code()))
        .filter(sheets::annual_goal.eq(text))
        .filter(sheets::project_id.ne(except.to_string()))
        .order((projects::code, projects::project_id))
        .limit(i64::from(at_most))
        .select(projects::name)
        .load(db)?)
}

/// The money that a sheet states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedMoney {
    /// The sheet.
    pub sheet: SheetId,
    /// Its project.
    pub project: ProjectId,
    /// Kind of form.
    pub kind: SheetKind,
    /// What it states.
    pub money: SheetMoney,
}

/// The money that every sheet of a year states, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn stated_money(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<Vec<StatedMoney>, StoreError> {
    type Columns = (String, String, String, Option<i64>, Option<i64>, Option<i64>);
    let rows: Vec<Columns> = sheets::table
        .filter(sheets::division.eq(division.as_str()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .order(sheets::sheet_id)
        .select((
            sheets::sheet_id,
            sheets::project_id,
            sheets::kind,
            sheets::initial_fen,
            sheets::adjusted_fen,
            sheets::executed_fen,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(sheet, project, kind, initial, adjusted, executed)| {
            let row = Row {
                table: "sheets",
                key: &sheet,
            };
            Ok(StatedMoney {
                sheet: row.parse("sheet_id", &sheet)?,
                project: row.parse("project_id", &project)?,
                kind: row.code("kind", &kind, SheetKind::from_code)?,
                money: SheetMoney {
                    initial: initial.map(Money::from_fen),
                    adjusted: adjusted.map(Money::from_fen),
                    executed: executed.map(Money::from_fen),
                },
            })
        })
        .collect()
}

/// A numeric target on a goal, beside the money of its project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumericTarget {
    /// The project.
    pub project: ProjectId,
    /// Its money of all sources.
    pub total: Money,
    /// 三级指标, as written.
    pub level3: String,
    /// 计量单位, as written.
    pub unit: String,
    /// The number.
    pub value: Decimal,
}

/// Numeric targets with a unit on the goals of a year, by project, at most so many: a sample where a year has more.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn numeric_targets(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    at_most: u32,
) -> Result<Vec<NumericTarget>, StoreError> {
    type Columns = (String, i64, Option<String>, Option<String>, Option<String>);
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
        .filter(lines::division.eq(division.as_str()))
        .filter(sheets::division.eq(division.as_str()))
        .filter(projects::division.eq(division.as_str()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(SheetKind::Goal.code()))
        .filter(lines::target_kind.eq("number"))
        .filter(lines::target_high.is_null())
        .filter(lines::target_unit.is_not_null())
        .order((lines::sheet_id, lines::position))
        .limit(i64::from(at_most))
        .select((
            projects::project_id,
            projects::total_fen,
            lines::level3,
            lines::target_unit,
            lines::target_value,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(project, total, level3, unit, value)| {
            let row = Row {
                table: "lines",
                key: &project,
            };
            Ok(NumericTarget {
                project: row.parse("project_id", &project)?,
                total: Money::from_fen(total),
                level3: level3.unwrap_or_default(),
                unit: unit.unwrap_or_default(),
                value: row.parse("target_value", value.as_deref().unwrap_or_default())?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
