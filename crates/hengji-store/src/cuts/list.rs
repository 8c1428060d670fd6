//! The register as lists and sums: filtered, sorted, paged and added up by the database.

use diesel::prelude::*;
use hengji_authz::Scope;
use hengji_domain::cut::CutState;
use hengji_domain::id::{CutId, UnitId};
use hengji_domain::{BudgetYear, Division};

use super::{BudgetCut, CutRow};
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Direction, Page};
use crate::schema::{DEPARTMENTS, budget_cuts, projects, units};
use crate::scope::within;
use crate::text::{Row, contains_pattern, lower, year_column};

/// Which cuts to list or add up. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutFilter {
    /// Budget year.
    pub year: BudgetYear,
    /// What the reader may see.
    pub scope: Scope,
    /// Code of the book.
    pub book: Option<String>,
    /// Code of the ground.
    pub ground: Option<String>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// Month of the decision: `2020-09`.
    pub month: Option<String>,
    /// Where they stand.
    pub state: Option<CutState>,
    /// Words in the name or the code of the project.
    pub words: Option<String>,
}

impl CutFilter {
    /// Every cut of the year that the scope allows.
    pub const fn of_year(year: BudgetYear, scope: Scope) -> Self {
        Self {
            year,
            scope,
            book: None,
            ground: None,
            department: None,
            month: None,
            state: None,
            words: None,
        }
    }
}

/// By what the register is sorted; equal rows follow by book and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CutSort {
    /// Book and number.
    #[default]
    Serial,
    /// What was proposed.
    Proposed,
    /// What was decided.
    Decided,
}

/// A cut with the names around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutListing {
    /// The cut.
    pub cut: BudgetCut,
    /// 项目代码.
    pub project_code: String,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// The bureau division that owns the unit's budget.
    pub budget_division: Option<UnitId>,
    /// 主管部门.
    pub department: UnitId,
    /// Its name.
    pub department_name: String,
}

/// Narrows a boxed query over cuts and their projects.
macro_rules! narrowed {
    ($query:expr, $division:expr, $filter:expr) => {{
        let (division, filter): (Division, &CutFilter) = ($division, $filter);
        let approved = budget_cuts::state.eq(CutState::Approved.code());
        let mut query = within!($query, division, &filter.scope, approved);
        query = query
            .filter(budget_cuts::division.eq(division.to_string()))
            .filter(projects::division.eq(division.to_string()))
            .filter(budget_cuts::budget_year.eq(year_column(filter.year)));
        if let Some(book) = &filter.book {
            query = query.filter(budget_cuts::book.eq(book.clone()));
        }
        if let Some(ground) = &filter.ground {
            query = query.filter(budget_cuts::ground.eq(ground.clone()));
        }
        if let Some(department) = filter.department {
            query = query.filter(projects::department_id.eq(department.to_string()));
        }
        if let Some(month) = &filter.month {
            query = query.filter(budget_cuts::decided_month.eq(month.clone()));
        }
        if let Some(state) = filter.state {
            query = query.filter(budget_cuts::state.eq(state.code()));
        }
        if let Some(words) = &filter.words {
            let pattern = contains_pattern(words);
            query = query.filter(
                lower(projects::name)
                    .like(pattern.clone())
                    .escape('\\')
                    .or(lower(projects::code).like(pattern).escape('\\')),
            );
        }
        query
    }};
}
pub(super) use narrowed;

/// Cuts joined to their projects.
macro_rules! cuts_of_projects {
    () => {
        budget_cuts::table.inner_join(
            projects::table.on(projects::division
                .eq(budget_cuts::division)
                .and(projects::project_id.eq(budget_cuts::project_id))),
        )
    };
}
pub(super) use cuts_of_projects;

type ListingColumns = (
    CutRow,
    (String, String, String, String),
    (String, Option<String>),
    String,
);

/// The joins of a listing; a macro because the type of the query cannot be written down.
macro_rules! listings {
    () => {
        cuts_of_projects!()
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
            .select((
                CutRow::as_select(),
                (
                    projects::code,
                    projects::name,
                    projects::unit_id,
                    projects::department_id,
                ),
                (units::name, units::budget_division_id),
                DEPARTMENTS.field(units::name),
            ))
    };
}

/// One page of the register, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(
    db: &mut Db,
    division: Division,
    filter: &CutFilter,
    sort: CutSort,
    direction: Direction,
    page: Page,
) -> Result<Vec<CutListing>, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let query = narrowed!(listings!().into_boxed::<Engine>(), division, filter);
    let (book, serial) = (budget_cuts::book, budget_cuts::serial);
    let (proposed, decided) = (budget_cuts::proposed_fen, budget_cuts::decided_fen);
    let query = match (sort, direction) {
        (CutSort::Serial, Direction::Ascending) => query.order((book.asc(), serial.asc())),
        (CutSort::Serial, Direction::Descending) => query.order((book.desc(), serial.desc())),
        (CutSort::Proposed, Direction::Ascending) => query.order((proposed.asc(), book.asc(), serial.asc())),
        (CutSort::Proposed, Direction::Descending) => {
            query.order((proposed.desc(), book.asc(), serial.asc()))
        }
        // Engines disagree on where nothing sorts, so what was not decided stands last in both directions.
        (CutSort::Decided, Direction::Ascending) => {
            query.order((decided.is_null(), decided.asc(), book.asc(), serial.asc()))
        }
        (CutSort::Decided, Direction::Descending) => {
            query.order((decided.is_null(), decided.desc(), book.asc(), serial.asc()))
        }
    };
    query
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load::<ListingColumns>(db)?
        .into_iter()
        .map(read_listing)
        .collect()
}

/// How many cuts the filter finds.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count(db: &mut Db, division: Division, filter: &CutFilter) -> Result<Count, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Count::Exactly(0));
    }
    let query = cuts_of_projects!()
        .select(budget_cuts::cut_id)
        .into_boxed::<Engine>();
    let query = narrowed!(query, division, filter).order((budget_cuts::book, budget_cuts::serial));
    page::count(db, query)
}

/// One cut with the names around it; seen or not is for the caller to decide.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_listing(db: &mut Db, division: Division, id: CutId) -> Result<Option<CutListing>, StoreError> {
    listings!()
        .filter(budget_cuts::division.eq(division.to_string()))
        .filter(budget_cuts::cut_id.eq(id.to_string()))
        .get_result::<ListingColumns>(db)
        .optional()?
        .map(read_listing)
        .transpose()
}

fn read_listing(columns: ListingColumns) -> Result<CutListing, StoreError> {
    let (cut, (project_code, project_name, unit, department), (unit_name, owner), department_name) = columns;
    let cut = BudgetCut::try_from(cut)?;
    let key = cut.id.to_string();
    let row = Row {
        table: "projects",
        key: &key,
    };
    Ok(CutListing {
        unit: row.parse("unit_id", &unit)?,
        budget_division: row.parse_opt("budget_division_id", owner.as_deref())?,
        department: row.parse("department_id", &department)?,
        cut,
        project_code,
        project_name,
        unit_name,
        department_name,
    })
}
