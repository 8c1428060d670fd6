//! 覆盖面 (coverage): projects whose goals take enough lines from the core indicators of the common library.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_authz::Scope;
use hengji_domain::id::ProjectId;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division};

use super::codes;
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Page};
use crate::schema::{library_indicators, lines, projects, sheets, units};
use crate::scope::{has_sheet, within};
use crate::sheets::CONCLUDED;
use crate::text::{Row, contains_pattern, lower, year_column};

/// Which projects to ask of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Budget year.
    pub year: BudgetYear,
    /// What the reader may see.
    pub scope: Scope,
    /// Codes of the categories whose core indicators count.
    pub categories: Vec<String>,
    /// Lines that a goal must take from them.
    pub lines_min: u32,
    /// Covered ones only, or the others only; none for both.
    pub is_covered: Option<bool>,
    /// Words in the name of the project or of the unit, or in the project's code.
    pub words: Option<String>,
}

/// A project with how many lines of its goal come from core indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageRow {
    /// The project.
    pub project: ProjectId,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 实施单位名称.
    pub unit_name: String,
    /// Lines of its goal that come from core indicators.
    pub core_lines: u64,
}

/// Lines of goals of the year that were taken from core indicators; a macro because the type cannot be written.
macro_rules! core_lines {
    ($division:expr, $libraries:expr, $coverage:expr) => {{
        let core = library_indicators::table
            .filter(library_indicators::division.eq_any(codes($libraries)))
            .filter(library_indicators::is_core.eq(true))
            .filter(library_indicators::category.eq_any($coverage.categories.clone()))
            .select(library_indicators::indicator_id.nullable());
        let goals = sheets::table
            .filter(sheets::division.eq($division.to_string()))
            .filter(sheets::budget_year.eq(year_column($coverage.year)))
            .filter(sheets::kind.eq(SheetKind::Goal.code()))
            .select(sheets::sheet_id);
        lines::table
            .filter(lines::division.eq($division.to_string()))
            .filter(lines::budget_year.eq(year_column($coverage.year)))
            .filter(lines::sheet_id.eq_any(goals))
            .filter(lines::library_indicator_id.eq_any(core))
    }};
}

/// The projects whose goals take enough of them.
macro_rules! covered_projects {
    ($division:expr, $libraries:expr, $coverage:expr) => {{
        use diesel::dsl::sql;
        use diesel::prelude::*;
        use diesel::sql_types::BigInt;
        use hengji_domain::sheet::SheetKind;
        use $crate::library::codes;
        use $crate::schema::{library_indicators, lines, sheets};
        use $crate::text::year_column;
        $crate::library::coverage::core_lines!($division, $libraries, $coverage)
            .group_by(lines::project_id)
            .having(sql::<BigInt>("COUNT(*)").ge(i64::from($coverage.lines_min)))
            .select(lines::project_id)
    }};
}
pub(crate) use {core_lines, covered_projects};

macro_rules! narrowed {
    ($division:expr, $libraries:expr, $coverage:expr, $columns:expr) => {{
        let (division, coverage): (Division, &Coverage) = ($division, $coverage);
        let query = projects::table
            .inner_join(
                units::table.on(units::division
                    .eq(projects::division)
                    .and(units::unit_id.eq(projects::unit_id))),
            )
            .select($columns)
            .into_boxed::<Engine>();
        let issued = has_sheet!(division, SheetKind::YEARLY, [CONCLUDED]).eq(true);
        let mut query = within!(query, division, &coverage.scope, issued);
        query = query
            .filter(projects::division.eq(division.to_string()))
            .filter(projects::budget_year.eq(year_column(coverage.year)));
        if let Some(is_covered) = coverage.is_covered {
            let covered = covered_projects!(division, $libraries, coverage);
            query = if is_covered {
                query.filter(projects::project_id.eq_any(covered))
            } else {
                query.filter(projects::project_id.ne_all(covered))
            };
        }
        if let Some(words) = &coverage.words {
            let pattern = contains_pattern(words);
            query = query.filter(
                lower(projects::name)
                    .like(pattern.clone())
                    .escape('\\')
                    .or(lower(projects::code).like(pattern.clone()).escape('\\'))
                    .or(lower(units::name).like(pattern).escape('\\')),
            );
        }
        query.order((projects::code, projects::project_id))
    }};
}

/// How many projects there are.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn coverage(
    db: &mut Db,
    division: Division,
    libraries: &[Division],
    coverage: &Coverage,
) -> Result<Count, StoreError> {
    if coverage.scope == Scope::Nothing {
        return Ok(Count::Exactly(0));
    }
    page::count(db, narrowed!(division, libraries, coverage, projects::project_id))
}

/// One page of the projects by code, in two statements.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list_coverage(
    db: &mut Db,
    division: Division,
    libraries: &[Division],
    coverage: &Coverage,
    page: Page,
) -> Result<Vec<CoverageRow>, StoreError> {
    type Columns = (String, String, String, String);
    if coverage.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let columns = (projects::project_id, projects::code, projects::name, units::name);
    let found: Vec<Columns> = narrowed!(division, libraries, coverage, columns)
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load(db)?;
    let ids: Vec<&str> = found.iter().map(|(project, ..)| project.as_str()).collect();
    let counts: Vec<(String, i64)> = core_lines!(division, libraries, coverage)
        .filter(lines::project_id.eq_any(ids))
        .group_by(lines::project_id)
        .order(lines::project_id)
        .select((lines::project_id, sql::<BigInt>("COUNT(*)")))
        .load(db)?;
    found
        .into_iter()
        .map(|(project, code, name, unit_name)| {
            let row = Row {
                table: "projects",
                key: &project,
            };
            let count = counts.iter().find(|(id, _)| *id == project);
            Ok(CoverageRow {
                project: row.parse("project_id", &project)?,
                core_lines: row.number("COUNT", count.map_or(0, |(_, count)| *count))?,
                code,
                name,
                unit_name,
            })
        })
        .collect()
}
