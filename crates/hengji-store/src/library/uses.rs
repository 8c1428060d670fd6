//! 指标运用 (uses): which lines of goals were taken from the library, and what units changed on them.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use hengji_authz::Scope;
use hengji_domain::id::{IndicatorId, ProjectId, SheetId};
use hengji_domain::library::Drift;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division};

use super::codes;
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Page};
use crate::schema::{library_indicators, lines, projects, sheets, units};
use crate::scope::within;
use crate::sheets::CONCLUDED;
use crate::text::{Row, contains_pattern, loaded, lower, year_column};

/// Which uses to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseFilter {
    /// Budget year of the goals.
    pub year: BudgetYear,
    /// What the reader may see.
    pub scope: Scope,
    /// Uses of one indicator only.
    pub indicator: Option<IndicatorId>,
    /// Only lines that drifted in one of these ways.
    pub drifts: Vec<Drift>,
    /// Words in the name of the project, the unit or the line.
    pub words: Option<String>,
}

/// A line of a goal that was taken from the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryUse {
    /// The goal.
    pub sheet: SheetId,
    /// The project.
    pub project: ProjectId,
    /// 项目代码.
    pub project_code: String,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位名称.
    pub unit_name: String,
    /// The indicator it was taken from.
    pub indicator: IndicatorId,
    /// Place on the sheet.
    pub position: u32,
    /// 三级指标, as the unit wrote it.
    pub level3: String,
    /// 年度指标值, as the unit wrote it.
    pub target: String,
}

/// The same as [`hengji_domain::library::drift`], so that the list can be narrowed and paged by the database; a test
/// holds the two together.
const fn condition(drift: Drift) -> &'static str {
    match drift {
        Drift::Name => "(lines.level3 IS NULL OR lines.level3 <> library_indicators.name)",
        Drift::Comparator => {
            "(lines.target_comparator IS NOT NULL AND library_indicators.comparator IS NOT NULL \
             AND lines.target_comparator <> library_indicators.comparator)"
        }
        Drift::Unit => {
            "(lines.target_unit IS NOT NULL AND library_indicators.unit IS NOT NULL \
             AND ('、' || library_indicators.unit || '、') NOT LIKE ('%、' || lines.target_unit || '、%'))"
        }
    }
}

/// Lines of goals joined to their indicators, sheets, projects and units, narrowed by the filter; a macro because
/// the type cannot be written. The library is the same in every division of a lineage, so it is joined by id.
macro_rules! narrowed {
    ($division:expr, $libraries:expr, $filter:expr, $columns:expr) => {{
        let (division, filter): (Division, &UseFilter) = ($division, $filter);
        let query = lines::table
            .inner_join(
                library_indicators::table.on(library_indicators::division.eq_any(codes($libraries)).and(
                    library_indicators::indicator_id
                        .nullable()
                        .eq(lines::library_indicator_id),
                )),
            )
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
            .select($columns)
            .into_boxed::<Engine>();
        let mut query = within!(query, division, &filter.scope, sheets::state.eq(CONCLUDED));
        query = query
            .filter(lines::division.eq(division.to_string()))
            .filter(sheets::division.eq(division.to_string()))
            .filter(projects::division.eq(division.to_string()))
            .filter(lines::budget_year.eq(year_column(filter.year)))
            .filter(sheets::kind.eq(SheetKind::Goal.code()));
        if let Some(indicator) = filter.indicator {
            query = query.filter(lines::library_indicator_id.eq(indicator.to_string()));
        }
        if !filter.drifts.is_empty() {
            let any: Vec<&str> = filter.drifts.iter().copied().map(condition).collect();
            query = query.filter(sql::<Bool>(&format!("({})", any.join(" OR "))));
        }
        if let Some(words) = &filter.words {
            let pattern = contains_pattern(words);
            query = query.filter(
                lower(projects::name)
                    .like(pattern.clone())
                    .escape('\\')
                    .or(lower(units::name).like(pattern.clone()).escape('\\'))
                    .or(lower(library_indicators::name).like(pattern).escape('\\')),
            );
        }
        query.order((projects::code, lines::sheet_id, lines::position))
    }};
}

/// One page of uses, by project and place on the sheet.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list_uses(
    db: &mut Db,
    division: Division,
    libraries: &[Division],
    filter: &UseFilter,
    page: Page,
) -> Result<Vec<LibraryUse>, StoreError> {
    type Columns = (
        (String, String, String, String, String),
        (Option<String>, i32, Option<String>, Option<String>),
    );
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let columns = (
        (
            lines::sheet_id,
            projects::project_id,
            projects::code,
            projects::name,
            units::name,
        ),
        (
            lines::library_indicator_id,
            lines::position,
            lines::level3,
            lines::target_text,
        ),
    );
    narrowed!(division, libraries, filter, columns)
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load::<Columns>(db)?
        .into_iter()
        .map(
            |((sheet, project, project_code, project_name, unit_name), line)| {
                let (indicator, position, level3, target) = line;
                let row = Row {
                    table: "lines",
                    key: &sheet,
                };
                Ok(LibraryUse {
                    project: row.parse("project_id", &project)?,
                    indicator: row.parse("library_indicator_id", &loaded(indicator))?,
                    position: row.number("position", position)?,
                    level3: loaded(level3),
                    target: loaded(target),
                    sheet: row.parse("sheet_id", &sheet)?,
                    project_code,
                    project_name,
                    unit_name,
                })
            },
        )
        .collect()
}

/// How many uses [`list_uses`] has.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count_uses(
    db: &mut Db,
    division: Division,
    libraries: &[Division],
    filter: &UseFilter,
) -> Result<Count, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Count::Exactly(0));
    }
    page::count(db, narrowed!(division, libraries, filter, lines::position))
}
