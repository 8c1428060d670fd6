//! 全过程进度 (progress of the year): sheets and projects of a year added up by department, in one statement each.

use diesel::dsl::{case_when, count, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Text};
use hengji_authz::Scope;
use hengji_domain::id::UnitId;
use hengji_domain::monitoring::{Light, MonitoringPeriod};
use hengji_domain::project_class::ProjectClass;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division, Money, Timestamp};

use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::library::Coverage;
use crate::library::coverage::covered_projects;
use crate::projects::Progress;
use crate::schema::{key_monitorings, monitoring_periods, monitoring_results, projects, sheets};
use crate::scope::{has_sheet, within};
use crate::sheets::CONCLUDED;
use crate::text::{Row, year_column};

/// The days of an opened period, as they were told when it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodDays {
    /// Code, name and days.
    pub period: MonitoringPeriod,
    /// When it was closed; none while it is open.
    pub closed_at: Option<Timestamp>,
}

/// Sheets of a department that stand at the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetTally {
    /// 主管部门.
    pub department: UnitId,
    /// Which kind.
    pub kind: SheetKind,
    /// The days of their period; none for kinds that cover the whole year.
    pub period: Option<PeriodDays>,
    /// How far they have come.
    pub progress: Progress,
    /// Index of the step they wait at; none unless they are in review.
    pub step: Option<usize>,
    /// Light of their projects in the period.
    pub light: Option<Light>,
    /// How many there are.
    pub sheets: u64,
    /// How many of them have been handed in at least once.
    pub handed_in: u64,
    /// How many of them the review room has concluded on.
    pub heard: u64,
    /// How many of those it has passed last.
    pub passed: u64,
    /// Money of their projects.
    pub total: Money,
    /// 预算数 that monitoring rests on; zero for other kinds.
    pub budget: Money,
    /// 累计执行数 that monitoring rests on; zero for other kinds.
    pub executed: Money,
}

/// Projects of a department that are in the same class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectTally {
    /// 主管部门.
    pub department: UnitId,
    /// The class of the frozen catalogue; none before it is frozen.
    pub class: Option<ProjectClass>,
    /// How many there are.
    pub projects: u64,
    /// Their money.
    pub total: Money,
    /// How many of them are on the list of key monitoring.
    pub key: u64,
    /// Money of those.
    pub key_total: Money,
    /// How many of those were visited.
    pub visited: u64,
    /// How many of those had their feedback letter served.
    pub fed_back: u64,
    /// How many projects take enough lines of their goal from the core indicators of the library.
    pub covered: u64,
}

/// Columns of the days of a period; the greatest of equal values is that value.
type PeriodColumns = (
    Option<String>,
    Option<i32>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<i64>,
);

type SheetColumns = (
    (String, String, String, String, Option<i32>, Option<String>),
    (i64, i64, i64, i64),
    (i64, i64, i64),
    PeriodColumns,
);

/// How many of the sheets have an outcome of the review room.
const HEARD: &str = "CAST(SUM(CASE WHEN sheets.kind = 'goal' AND EXISTS (\
    SELECT 1 FROM review_outcomes \
    WHERE review_outcomes.division = sheets.division AND review_outcomes.sheet_id = sheets.sheet_id\
    ) THEN 1 ELSE 0 END) AS BIGINT)";

/// How many of the sheets have the outcome `passed` as the last word of the review room.
const PASSED: &str = "CAST(SUM(CASE WHEN sheets.kind = 'goal' AND (\
    SELECT review_outcomes.outcome FROM review_outcomes \
    WHERE review_outcomes.division = sheets.division AND review_outcomes.sheet_id = sheets.sheet_id \
    ORDER BY review_outcomes.edition DESC LIMIT 1) = 'passed' THEN 1 ELSE 0 END) AS BIGINT)";

/// How many of the projects on the list of key monitoring have a field record.
const VISITED: &str = "CAST(SUM(CASE WHEN key_monitorings.project_id IS NOT NULL AND EXISTS (\
    SELECT 1 FROM key_monitoring_records \
    WHERE key_monitoring_records.division = projects.division \
    AND key_monitoring_records.project_id = projects.project_id) THEN 1 ELSE 0 END) AS BIGINT)";

/// How many of the projects on the list of key monitoring have had their feedback letter served.
const FED_BACK: &str = "CAST(SUM(CASE WHEN key_monitorings.project_id IS NOT NULL AND EXISTS (\
    SELECT 1 FROM papers \
    WHERE papers.division = projects.division AND papers.source_kind = 'key_monitoring' \
    AND papers.source_id = projects.project_id AND papers.state NOT IN ('issued', 'withdrawn')\
    ) THEN 1 ELSE 0 END) AS BIGINT)";

/// Where the sheets of a year stand, with their lights and their money, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine; a sum beyond 64 bits is refused by both engines, never wrapped.
pub fn sheets(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    scope: &Scope,
) -> Result<Vec<SheetTally>, StoreError> {
    if *scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let key = (
        projects::department_id,
        sheets::kind,
        sheets::period,
        sheets::state,
        sheets::step,
        monitoring_results::light,
    );
    let query = sheets::table
        .inner_join(
            projects::table.on(projects::division
                .eq(sheets::division)
                .and(projects::project_id.eq(sheets::project_id))),
        )
        .left_join(
            // What is no monitoring has neither a result nor a period, and is not looked up.
            monitoring_results::table.on(monitoring_results::division
                .eq(sheets::division)
                .and(monitoring_results::sheet_id.eq(sheets::sheet_id))
                .and(sheets::kind.eq(SheetKind::Monitoring.code()))),
        )
        .left_join(
            monitoring_periods::table.on(monitoring_periods::division
                .eq(sheets::division)
                .and(monitoring_periods::budget_year.eq(sheets::budget_year))
                .and(monitoring_periods::period.eq(sheets::period))
                .and(sheets::kind.eq(SheetKind::Monitoring.code()))),
        )
        .group_by(key)
        .select((
            (
                projects::department_id,
                sheets::kind,
                sheets::period,
                sheets::state,
                sheets::step,
                monitoring_results::light.nullable(),
            ),
            (
                sql::<BigInt>("COUNT(*)"),
                sql::<BigInt>("COUNT(CASE WHEN sheets.edition > 0 THEN 1 END)"),
                sql::<BigInt>(HEARD),
                sql::<BigInt>(PASSED),
            ),
            (
                sql::<BigInt>("CAST(SUM(projects.total_fen) AS BIGINT)"),
                sql::<BigInt>("CAST(COALESCE(SUM(monitoring_results.budget_fen), 0) AS BIGINT)"),
                sql::<BigInt>("CAST(COALESCE(SUM(monitoring_results.executed_fen), 0) AS BIGINT)"),
            ),
            (
                sql::<Nullable<Text>>("MAX(monitoring_periods.name)"),
                sql::<Nullable<Integer>>("MAX(monitoring_periods.month)"),
                sql::<Nullable<Text>>("MAX(monitoring_periods.cut_off)"),
                sql::<Nullable<Text>>("MAX(monitoring_periods.unit_due_on)"),
                sql::<Nullable<Text>>("MAX(monitoring_periods.department_due_on)"),
                sql::<Nullable<Text>>("MAX(monitoring_periods.finance_due_on)"),
                sql::<Nullable<BigInt>>("MAX(monitoring_periods.closed_at)"),
            ),
        ))
        .into_boxed::<Engine>();
    let query = within!(query, division, scope, sheets::state.eq(CONCLUDED));
    query
        .filter(sheets::division.eq(division.to_string()))
        .filter(projects::division.eq(division.to_string()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .order(key)
        .load::<SheetColumns>(db)?
        .into_iter()
        .map(read_sheets)
        .collect()
}

fn read_sheets((key, counts, money, days): SheetColumns) -> Result<SheetTally, StoreError> {
    let (department, kind, period, state, step, light) = key;
    let (sheets, handed_in, heard, passed) = counts;
    let (total, budget, executed) = money;
    let row = Row {
        table: "sheets",
        key: &department,
    };
    let progress = row.code("state", &state, Progress::from_state_code)?;
    // A returned sheet remembers the step that sent it back, but it waits with the unit.
    let step = step.filter(|_| progress == Progress::InReview);
    Ok(SheetTally {
        department: row.parse("department_id", &department)?,
        kind: row.code("kind", &kind, SheetKind::from_code)?,
        period: read_period(row, &period, days)?,
        progress,
        step: step.map(|step| row.number("step", step)).transpose()?,
        light: light
            .map(|light| row.code("light", &light, Light::from_code))
            .transpose()?,
        sheets: row.number("COUNT", sheets)?,
        handed_in: row.number("COUNT", handed_in)?,
        heard: row.number("SUM", heard)?,
        passed: row.number("SUM", passed)?,
        total: Money::from_fen(total),
        budget: Money::from_fen(budget),
        executed: Money::from_fen(executed),
    })
}

fn read_period(row: Row<'_>, code: &str, days: PeriodColumns) -> Result<Option<PeriodDays>, StoreError> {
    let (Some(name), Some(month), Some(cut_off), Some(unit), Some(department), Some(finance), closed) = days
    else {
        return Ok(None);
    };
    Ok(Some(PeriodDays {
        period: MonitoringPeriod {
            code: code.to_owned(),
            name,
            month: row.number("month", month)?,
            cut_off: row.parse("cut_off", &cut_off)?,
            unit_due_on: row.parse("unit_due_on", &unit)?,
            department_due_on: row.parse("department_due_on", &department)?,
            finance_due_on: row.parse("finance_due_on", &finance)?,
        },
        closed_at: closed.map(Timestamp::from_micros),
    }))
}

/// The projects of a year by department and class, with those under key monitoring and those that the core
/// indicators of these libraries cover, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine; a sum beyond 64 bits is refused by both engines, never wrapped.
pub fn projects(
    db: &mut Db,
    division: Division,
    libraries: &[Division],
    coverage: &Coverage,
) -> Result<Vec<ProjectTally>, StoreError> {
    type Columns = ((String, Option<String>), (i64, i64, i64), (i64, i64, i64, i64));
    let (year, scope) = (coverage.year, &coverage.scope);
    if *scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let key = (projects::department_id, projects::project_class);
    let covered = covered_projects!(division, libraries, coverage);
    let query = projects::table
        .left_join(
            key_monitorings::table.on(key_monitorings::division
                .eq(projects::division)
                .and(key_monitorings::project_id.eq(projects::project_id))
                .and(key_monitorings::is_listed.eq(1))),
        )
        .group_by(key)
        .select((
            key,
            (
                sql::<BigInt>("COUNT(*)"),
                sql::<BigInt>("CAST(SUM(projects.total_fen) AS BIGINT)"),
                count(case_when(
                    projects::project_id.eq_any(covered),
                    projects::project_id,
                )),
            ),
            (
                sql::<BigInt>("COUNT(key_monitorings.project_id)"),
                sql::<BigInt>(
                    "CAST(SUM(CASE WHEN key_monitorings.project_id IS NOT NULL \
                     THEN projects.total_fen ELSE 0 END) AS BIGINT)",
                ),
                sql::<BigInt>(VISITED),
                sql::<BigInt>(FED_BACK),
            ),
        ))
        .into_boxed::<Engine>();
    let issued = has_sheet!(division, SheetKind::YEARLY, [CONCLUDED]).eq(true);
    let query = within!(query, division, scope, issued);
    query
        .filter(projects::division.eq(division.to_string()))
        .filter(projects::budget_year.eq(year_column(year)))
        .order(key)
        .load::<Columns>(db)?
        .into_iter()
        .map(
            |((department, class), (projects, total, covered), (key, key_total, visited, fed_back))| {
                let row = Row {
                    table: "projects",
                    key: &department,
                };
                Ok(ProjectTally {
                    department: row.parse("department_id", &department)?,
                    class: class
                        .map(|class| row.code("project_class", &class, ProjectClass::from_code))
                        .transpose()?,
                    projects: row.number("COUNT", projects)?,
                    total: Money::from_fen(total),
                    key: row.number("COUNT", key)?,
                    key_total: Money::from_fen(key_total),
                    visited: row.number("SUM", visited)?,
                    fed_back: row.number("SUM", fed_back)?,
                    covered: row.number("COUNT", covered)?,
                })
            },
        )
        .collect()
}

#[cfg(test)]
mod tests;
