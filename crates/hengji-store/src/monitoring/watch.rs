//! A period as one list: every sheet in reach with its project, its unit and its result, in one statement.

use diesel::prelude::*;
use hengji_authz::Scope;
use hengji_domain::id::{ProjectId, UnitId};
use hengji_domain::project::ProjectType;
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::{BudgetYear, Division, Money};

use super::results::{ResultColumns, ResultRow};
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::schema::{DEPARTMENTS, monitoring_results, projects, sheets, units};
use crate::scope::within;
use crate::sheets::{BRIEF, BriefColumns, CONCLUDED, SheetBrief, read_brief};
use crate::text::{Row, year_column};

/// A sheet of a period with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchRow {
    /// The sheet.
    pub sheet: SheetBrief,
    /// Its project.
    pub project: ProjectId,
    /// 项目代码.
    pub project_code: String,
    /// 项目名称.
    pub project_name: String,
    /// 项目类型.
    pub project_type: ProjectType,
    /// 年初预算数.
    pub total: Money,
    /// 实施单位.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// 主管部门.
    pub department: UnitId,
    /// Its name.
    pub department_name: String,
    /// The bureau division that owns the unit's budget.
    pub budget_division: Option<UnitId>,
    /// The result as last judged.
    pub result: Option<ResultRow>,
}

type Columns = (
    BriefColumns,
    (String, String, String, String, i64),
    (String, String, String, String, Option<String>),
    Option<ResultColumns>,
);

/// Every sheet of the period within reach, by department, unit and project.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn watch_rows(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    period: &str,
    scope: &Scope,
) -> Result<Vec<WatchRow>, StoreError> {
    if *scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let query = sheets::table
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
        .inner_join(
            DEPARTMENTS.on(DEPARTMENTS
                .field(units::division)
                .eq(projects::division)
                .and(DEPARTMENTS.field(units::unit_id).eq(projects::department_id))),
        )
        .left_join(
            monitoring_results::table.on(monitoring_results::division
                .eq(sheets::division)
                .and(monitoring_results::sheet_id.eq(sheets::sheet_id))),
        )
        .select((
            BRIEF,
            (
                projects::project_id,
                projects::code,
                projects::name,
                projects::project_type,
                projects::total_fen,
            ),
            (
                units::unit_id,
                units::name,
                projects::department_id,
                DEPARTMENTS.field(units::name),
                units::budget_division_id,
            ),
            Option::<ResultColumns>::as_select(),
        ))
        .into_boxed::<Engine>();
    let query = within!(query, division, scope, sheets::state.eq(CONCLUDED));
    query
        .filter(sheets::division.eq(division.to_string()))
        .filter(projects::division.eq(division.to_string()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(SheetKind::Monitoring.code()))
        .filter(sheets::period.eq(period.to_owned()))
        .order((
            DEPARTMENTS.field(units::pinyin_sort),
            units::pinyin_sort,
            projects::code,
            sheets::sheet_id,
        ))
        .load::<Columns>(db)?
        .into_iter()
        .map(read)
        .collect()
}

fn read((brief, project, unit, result): Columns) -> Result<WatchRow, StoreError> {
    let (project_id, project_code, project_name, project_type, total) = project;
    let (unit_id, unit_name, department_id, department_name, budget_division) = unit;
    let row = Row {
        table: "projects",
        key: &project_id,
    };
    Ok(WatchRow {
        sheet: read_brief(brief)?,
        project: row.parse("project_id", &project_id)?,
        project_type: row.code("project_type", &project_type, ProjectType::from_code)?,
        total: Money::from_fen(total),
        unit: row.parse("unit_id", &unit_id)?,
        department: row.parse("department_id", &department_id)?,
        budget_division: row.parse_opt("budget_division_id", budget_division.as_deref())?,
        result: result.map(ResultColumns::read).transpose()?,
        project_code,
        project_name,
        unit_name,
        department_name,
    })
}

/// Every sheet of the period with its lines, in two statements.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn sheets_of_period(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    period: &str,
) -> Result<Vec<Sheet>, StoreError> {
    crate::sheets::of_period(db, division, year, SheetKind::Monitoring, period)
}
