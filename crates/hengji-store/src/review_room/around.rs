//! What a reviewer compares a goal with: last year's project, goals elsewhere, the library; and what the progress of
//! the whole review counts.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::id::{IndicatorId, ProjectId, SheetId, UnitId};
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division, Money, Weight};

use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::schema::{library_indicators, lines, projects, sheets, units};
use crate::sheets::{BRIEF, BriefColumns, SheetBrief, read_brief};
use crate::text::{Row, loaded, year_column};

/// The project of a year that carries this code, else this name; none where the year has neither.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn same_project(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    code: &str,
    name: &str,
) -> Result<Option<ProjectId>, StoreError> {
    let rows: Vec<(String, String)> = projects::table
        .filter(projects::division.eq(division.as_str()))
        .filter(projects::budget_year.eq(year_column(year)))
        .filter(projects::code.eq(code).or(projects::name.eq(name)))
        .order((projects::code, projects::project_id))
        .select((projects::project_id, projects::code))
        .load(db)?;
    let by_code = rows.iter().find(|(_, found)| found == code);
    by_code
        .or_else(|| rows.first())
        .map(|(id, _)| {
            let row = Row {
                table: "projects",
                key: id,
            };
            row.parse("project_id", id)
        })
        .transpose()
}

/// A line of the same name on another goal of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineElsewhere {
    /// 三级指标.
    pub level3: String,
    /// Target as written.
    pub target: String,
    /// 分值.
    pub weight: Option<Weight>,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit_name: String,
    /// 资金总额.
    pub total: Money,
}

/// Lines of these names on other goals of the year, those with the nearest amounts of money being chosen by the
/// caller; at most so many, by name and project.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn lines_elsewhere(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    names: &[String],
    except: ProjectId,
    at_most: u32,
) -> Result<Vec<LineElsewhere>, StoreError> {
    type Columns = (Option<String>, Option<String>, Option<i32>, String, String, i64);
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
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(SheetKind::Goal.code()))
        .filter(lines::level3.eq_any(names.to_vec()))
        .filter(sheets::project_id.ne(except.to_string()))
        .order((lines::level3, lines::sheet_id, lines::position))
        .limit(i64::from(at_most))
        .select((
            lines::level3,
            lines::target_text,
            lines::weight_centi,
            projects::name,
            units::name,
            projects::total_fen,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(
            |(level3, target, weight, project_name, unit_name, total)| LineElsewhere {
                level3: loaded(level3),
                target: loaded(target),
                weight: weight.map(Weight::from_centi),
                project_name,
                unit_name,
                total: Money::from_fen(total),
            },
        )
        .collect())
}

/// The text of a goal with its project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalText {
    /// The project.
    pub project: ProjectId,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit_name: String,
    /// 年度总体目标.
    pub text: String,
    /// 资金总额.
    pub total: Money,
}

/// The goals of a year that say something, by sheet; at most so many.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn goal_texts(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    at_most: u32,
) -> Result<Vec<GoalText>, StoreError> {
    let rows: Vec<(String, String, String, Option<String>, i64)> = sheets::table
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
        .filter(sheets::division.eq(division.as_str()))
        .filter(projects::division.eq(division.as_str()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(SheetKind::Goal.code()))
        .filter(sheets::annual_goal.is_not_null())
        .order(sheets::sheet_id)
        .limit(i64::from(at_most))
        .select((
            projects::project_id,
            projects::name,
            units::name,
            sheets::annual_goal,
            projects::total_fen,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(project, project_name, unit_name, text, total)| {
            let row = Row {
                table: "projects",
                key: &project,
            };
            Ok(GoalText {
                project: row.parse("project_id", &project)?,
                project_name,
                unit_name,
                text: loaded(text),
                total: Money::from_fen(total),
            })
        })
        .collect()
}

/// An indicator of the library that a line was taken from, or that bears its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryEntry {
    /// Identity.
    pub id: IndicatorId,
    /// 一级指标.
    pub level1: String,
    /// 二级指标.
    pub level2: String,
    /// 三级指标.
    pub name: String,
    /// A target as an example.
    pub example: Option<String>,
    /// 计量单位.
    pub unit: Option<String>,
}

/// Indicators of the libraries of these divisions that bear one of these names or ids, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn library_entries(
    db: &mut Db,
    divisions: &[Division],
    names: &[String],
    ids: &[IndicatorId],
) -> Result<Vec<LibraryEntry>, StoreError> {
    type Columns = (String, String, String, String, Option<String>, Option<String>);
    let codes: Vec<String> = divisions.iter().map(ToString::to_string).collect();
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<Columns> = library_indicators::table
        .filter(library_indicators::division.eq_any(codes))
        .filter(
            library_indicators::name
                .eq_any(names.to_vec())
                .or(library_indicators::indicator_id.eq_any(ids)),
        )
        .order((library_indicators::division, library_indicators::indicator_id))
        .select((
            library_indicators::indicator_id,
            library_indicators::level1,
            library_indicators::level2,
            library_indicators::name,
            library_indicators::example,
            library_indicators::unit,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(id, level1, level2, name, example, unit)| {
            let row = Row {
                table: "library_indicators",
                key: &id,
            };
            Ok(LibraryEntry {
                id: row.parse("indicator_id", &id)?,
                level1,
                level2,
                name,
                example,
                unit,
            })
        })
        .collect()
}

/// A goal as the agenda of a department lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomGoal {
    /// Where the sheet stands.
    pub sheet: SheetBrief,
    /// The project.
    pub project: ProjectId,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// 主管部门.
    pub department: UnitId,
    /// 归口科室 of the unit.
    pub budget_division: Option<UnitId>,
    /// 资金总额.
    pub total: Money,
}

/// The goals of a year that were begun, of one department or of all, by project code, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn goals(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    department: Option<UnitId>,
) -> Result<Vec<RoomGoal>, StoreError> {
    type Columns = (
        BriefColumns,
        (String, String, String, String, String, i64),
        (String, Option<String>),
    );
    let mut query = sheets::table
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
        .select((
            BRIEF,
            (
                projects::project_id,
                projects::code,
                projects::name,
                projects::unit_id,
                projects::department_id,
                projects::total_fen,
            ),
            (units::name, units::budget_division_id),
        ))
        .into_boxed::<Engine>()
        .filter(sheets::division.eq(division.to_string()))
        .filter(projects::division.eq(division.to_string()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(SheetKind::Goal.code()));
    if let Some(department) = department {
        query = query.filter(projects::department_id.eq(department.to_string()));
    }
    let rows: Vec<Columns> = query.order((projects::code, sheets::sheet_id)).load(db)?;
    rows.into_iter()
        .map(
            |(brief, (project, code, project_name, unit, department, total), (unit_name, owner))| {
                let row = Row {
                    table: "projects",
                    key: &project,
                };
                Ok(RoomGoal {
                    sheet: read_brief(brief)?,
                    project: row.parse("project_id", &project)?,
                    unit: row.parse("unit_id", &unit)?,
                    department: row.parse("department_id", &department)?,
                    budget_division: row.parse_opt("budget_division_id", owner.as_deref())?,
                    code,
                    project_name,
                    unit_name,
                    total: Money::from_fen(total),
                })
            },
        )
        .collect()
}

/// How many lines of a goal are of one kind of target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetCount {
    /// The goal.
    pub sheet: SheetId,
    /// The kind of reading: number, percent, qualitative ….
    pub kind: String,
    /// How many whole lines (parts are not counted).
    pub lines: u32,
}

/// Whole lines of the goals of a year by kind of target, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn target_counts(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<Vec<TargetCount>, StoreError> {
    let rows: Vec<(String, String, i64)> = lines::table
        .inner_join(
            sheets::table.on(sheets::division
                .eq(lines::division)
                .and(sheets::sheet_id.eq(lines::sheet_id))),
        )
        .filter(lines::division.eq(division.as_str()))
        .filter(sheets::division.eq(division.as_str()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(SheetKind::Goal.code()))
        .filter(lines::parent_key.is_null())
        .group_by((lines::sheet_id, lines::target_kind))
        .order((lines::sheet_id, lines::target_kind))
        .select((lines::sheet_id, lines::target_kind, sql::<BigInt>("COUNT(*)")))
        .load(db)?;
    rows.into_iter()
        .map(|(sheet, kind, count)| {
            let row = Row {
                table: "lines",
                key: &sheet,
            };
            Ok(TargetCount {
                sheet: row.parse("sheet_id", &sheet)?,
                lines: row.number("COUNT", count)?,
                kind,
            })
        })
        .collect()
}
