//! Indicators across sheets: the list of all lines of a year, and the life of one line.

use diesel::prelude::*;
use hengji_authz::Scope;
use hengji_domain::id::{LineKey, ProjectId, SheetId, UnitId};
use hengji_domain::sheet::{Line, SheetKind};
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Division};

use super::line_row::LineRow;
use super::{BRIEF, BriefColumns, CONCLUDED, SheetBrief, read_brief};
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Page};
use crate::projects::Progress;
use crate::schema::{lines, projects, sheets, units};
use crate::scope::within;
use crate::text::{Row, contains_pattern, lower, year_column};

/// How a line's score stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// 自评得分与规则得分不一致.
    DiffersFromStated,
    /// 规则得分低于分值.
    BelowWeight,
    /// 规则无法算出得分.
    NotComputable,
}

/// Which indicators to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorFilter {
    /// Budget year.
    pub year: BudgetYear,
    /// What the reader may see.
    pub scope: Scope,
    /// Kind of sheet.
    pub kind: SheetKind,
    /// Words in the third-level indicator or the project's name.
    pub words: Option<String>,
    /// 一级指标, as written.
    pub level1: Option<String>,
    /// 实施单位.
    pub unit: Option<UnitId>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// How far the sheet has come.
    pub progress: Option<Progress>,
    /// Kind of the target value, e.g. `unreadable`.
    pub target_kind: Option<&'static str>,
    /// How the score stands.
    pub standing: Option<Standing>,
}

impl IndicatorFilter {
    /// Every indicator on sheets of the kind that the scope allows.
    pub const fn of_year(year: BudgetYear, scope: Scope, kind: SheetKind) -> Self {
        Self {
            year,
            scope,
            kind,
            words: None,
            level1: None,
            unit: None,
            department: None,
            progress: None,
            target_kind: None,
            standing: None,
        }
    }
}

/// By what indicators are sorted; equal rows follow by project and position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IndicatorSort {
    /// 项目代码, then place on the sheet.
    #[default]
    Project,
    /// 分值, the greatest first.
    Weight,
    /// 规则得分, the lowest first; those without a score last.
    Score,
}

/// A row of the indicator list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorListing {
    /// The line.
    pub line: Line,
    /// The sheet it stands on.
    pub sheet: SheetBrief,
    /// The project.
    pub project: ProjectId,
    /// 项目代码.
    pub project_code: String,
    /// 项目名称.
    pub project_name: String,
    /// Name of the unit.
    pub unit_name: String,
}

/// Lines joined to sheet, project and unit, narrowed by the filter; a macro because the type cannot be written.
macro_rules! narrowed {
    ($division:expr, $filter:expr, $columns:expr) => {{
        let (division, filter): (Division, &IndicatorFilter) = ($division, $filter);
        let query = lines::table
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
            .filter(projects::budget_year.eq(year_column(filter.year)))
            .filter(sheets::kind.eq(filter.kind.code()));
        if let Some(words) = &filter.words {
            let pattern = contains_pattern(words);
            query = query.filter(
                lower(lines::level3.assume_not_null())
                    .like(pattern.clone())
                    .escape('\\')
                    .or(lower(projects::name).like(pattern).escape('\\')),
            );
        }
        if let Some(level1) = &filter.level1 {
            query = query.filter(lines::level1.eq(level1.clone()));
        }
        if let Some(unit) = filter.unit {
            query = query.filter(projects::unit_id.eq(unit.to_string()));
        }
        if let Some(department) = filter.department {
            query = query.filter(projects::department_id.eq(department.to_string()));
        }
        if let Some(progress) = filter.progress {
            query = query.filter(sheets::state.eq_any(progress.states()));
        }
        if let Some(kind) = filter.target_kind {
            query = query.filter(lines::target_kind.eq(kind));
        }
        match filter.standing {
            None => query,
            Some(Standing::DiffersFromStated) => query.filter(lines::computed_centi.ne(lines::stated_centi)),
            Some(Standing::BelowWeight) => query.filter(lines::computed_centi.lt(lines::weight_centi)),
            Some(Standing::NotComputable) => query
                .filter(lines::computed_centi.is_null())
                .filter(lines::weight_centi.is_not_null()),
        }
    }};
}

/// One page of the indicators of a year, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn indicator_list(
    db: &mut Db,
    division: Division,
    filter: &IndicatorFilter,
    sort: IndicatorSort,
    page: Page,
) -> Result<Vec<IndicatorListing>, StoreError> {
    type Columns = (LineRow, BriefColumns, (String, String, String), String);
    // A sheet that does not exist has no lines.
    if filter.scope == Scope::Nothing || filter.progress == Some(Progress::NotOpened) {
        return Ok(Vec::new());
    }
    let columns = (
        LineRow::as_select(),
        BRIEF,
        (projects::project_id, projects::code, projects::name),
        units::name,
    );
    let query = narrowed!(division, filter, columns);
    let place = (projects::code, lines::sheet_id, lines::position);
    let query = match sort {
        IndicatorSort::Project => query.order(place),
        IndicatorSort::Weight => {
            query.order((lines::weight_centi.is_null(), lines::weight_centi.desc(), place))
        }
        IndicatorSort::Score => query.order((lines::computed_centi.is_null(), lines::computed_centi, place)),
    };
    query
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load::<Columns>(db)?
        .into_iter()
        .map(
            |(line, brief, (project, project_code, project_name), unit_name)| {
                let row = Row {
                    table: "projects",
                    key: &project,
                };
                Ok(IndicatorListing {
                    line: line.read()?,
                    sheet: read_brief(brief)?,
                    project: row.parse("project_id", &project)?,
                    project_code,
                    project_name,
                    unit_name,
                })
            },
        )
        .collect()
}

/// How many indicators the filter finds.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count_indicators(
    db: &mut Db,
    division: Division,
    filter: &IndicatorFilter,
) -> Result<Count, StoreError> {
    if filter.scope == Scope::Nothing || filter.progress == Some(Progress::NotOpened) {
        return Ok(Count::Exactly(0));
    }
    let query = narrowed!(division, filter, lines::line_key);
    page::count(
        db,
        query.order((projects::code, lines::sheet_id, lines::position)),
    )
}

/// One appearance of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeEntry {
    /// Budget year.
    pub year: BudgetYear,
    /// The sheet.
    pub sheet: SheetId,
    /// Its kind.
    pub kind: SheetKind,
    /// Where it stands.
    pub state: SheetState,
    /// The project.
    pub project: ProjectId,
    /// The line as it stands on that sheet.
    pub line: Line,
}

/// The life of an indicator: every sheet it stands on, oldest year first, the goal before its evaluation.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn life_of_line(db: &mut Db, division: Division, key: LineKey) -> Result<Vec<LifeEntry>, StoreError> {
    lines::table
        .inner_join(
            sheets::table.on(sheets::division
                .eq(lines::division)
                .and(sheets::sheet_id.eq(lines::sheet_id))),
        )
        .filter(lines::division.eq(division.as_str()))
        .filter(lines::line_key.eq(key.to_string()))
        .order((lines::budget_year, sheets::kind, lines::sheet_id))
        .select((
            LineRow::as_select(),
            BRIEF,
            sheets::budget_year,
            sheets::project_id,
        ))
        .load::<(LineRow, BriefColumns, i32, String)>(db)?
        .into_iter()
        .map(|(line, brief, year, project)| {
            let brief = read_brief(brief)?;
            let sheet = brief.id.to_string();
            let row = Row {
                table: "sheets",
                key: &sheet,
            };
            Ok(LifeEntry {
                year: row.year(year)?,
                project: row.parse("project_id", &project)?,
                sheet: brief.id,
                kind: brief.kind,
                state: brief.state,
                line: line.read()?,
            })
        })
        .collect()
}
