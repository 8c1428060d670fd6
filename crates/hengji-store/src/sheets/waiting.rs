//! 待办 (what waits for somebody): derived from the sheets themselves, so it can never disagree with them.

use diesel::dsl::{And, Eq, InnerJoinQuerySource};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use hengji_authz::{Parts, Scope};
use hengji_domain::id::{ProjectId, UnitId};
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division};

use super::{BRIEF, BriefColumns, CONCLUDED, SheetBrief, read_brief};
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count};
use crate::schema::{projects, sheets, units};
use crate::scope::{owned_units, texts};
use crate::text::{Row, year_column};

/// A place in a chain where somebody acts: they see what waits there within their scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Kind of sheet.
    pub kind: SheetKind,
    /// Index of the step in its chain; 0 is the preparing step, where drafts and returned sheets wait.
    pub step: usize,
    /// Whose sheets.
    pub scope: Scope,
}

/// A sheet that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingSheet {
    /// The sheet.
    pub sheet: SheetBrief,
    /// Its project.
    pub project: ProjectId,
    /// 项目代码.
    pub project_code: String,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
}

/// One condition of a post, made of one part of its scope.
enum Whose<'a> {
    Anybody,
    Units(&'a [UnitId]),
    Departments(&'a [UnitId]),
    Owned(&'a [UnitId]),
}

/// The parts of a scope in which a sheet can wait. A concluded sheet waits for nobody, so that part has none.
fn parts_of(scope: &Scope) -> Vec<Whose<'_>> {
    match scope {
        Scope::Nothing => Vec::new(),
        Scope::AllOfDivision => vec![Whose::Anybody],
        Scope::Parts(Parts {
            units,
            departments,
            budget_divisions,
            concluded: _,
        }) => [
            Whose::Units(units),
            Whose::Departments(departments),
            Whose::Owned(budget_divisions),
        ]
        .into_iter()
        .filter(|whose| !whose.is_empty())
        .collect(),
    }
}

impl Whose<'_> {
    fn is_empty(&self) -> bool {
        match self {
            Self::Anybody => false,
            Self::Units(ids) | Self::Departments(ids) | Self::Owned(ids) => ids.is_empty(),
        }
    }
}

type Condition = Box<dyn BoxableExpression<Joined, Engine, SqlType = Bool>>;

/// Sheets joined to their projects and units.
type Joined = InnerJoinQuerySource<
    InnerJoinQuerySource<sheets::table, projects::table, OnProject>,
    units::table,
    OnUnit,
>;
type OnProject = And<Eq<projects::division, sheets::division>, Eq<projects::project_id, sheets::project_id>>;
type OnUnit = And<Eq<units::division, projects::division>, Eq<units::unit_id, projects::unit_id>>;

fn at_step(post: &Post) -> Result<Condition, StoreError> {
    let kind = sheets::kind.eq(post.kind.code());
    if post.step == 0 {
        return Ok(Box::new(kind.and(sheets::state.eq_any(["draft", "returned"]))));
    }
    let step = i32::try_from(post.step)
        .map_err(|_| StoreError::corrupt("sheets", "-", format!("step 为 {}", post.step)))?;
    let at_step = sheets::step.assume_not_null().eq(step);
    Ok(Box::new(kind.and(sheets::state.eq("in_review")).and(at_step)))
}

/// Narrows a step to a part of a scope.
fn whose(division: Division, step: Condition, part: &Whose<'_>) -> Condition {
    match part {
        Whose::Anybody => step,
        Whose::Units(ids) => Box::new(step.and(projects::unit_id.eq_any(texts(ids)))),
        Whose::Departments(ids) => Box::new(step.and(projects::department_id.eq_any(texts(ids)))),
        Whose::Owned(ids) => {
            let owned = owned_units!(division, ids);
            Box::new(step.and(projects::unit_id.eq_any(owned)))
        }
    }
}

/// What waits at the posts as one condition; none when nothing can wait there.
fn waiting(division: Division, posts: &[Post]) -> Result<Option<Condition>, StoreError> {
    let mut any: Option<Condition> = None;
    for post in posts {
        for part in parts_of(&post.scope) {
            let one = whose(division, at_step(post)?, &part);
            any = Some(match any {
                Some(before) => Box::new(before.or(one)),
                None => one,
            });
        }
    }
    Ok(any)
}

/// The open sheets of the year joined to project and unit, narrowed to a condition.
macro_rules! open_sheets {
    ($division:expr, $year:expr, $columns:expr, $condition:expr) => {
        sheets::table
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
            .into_boxed::<Engine>()
            .filter($condition)
            .filter(sheets::division.eq($division.to_string()))
            .filter(projects::division.eq($division.to_string()))
            .filter(sheets::budget_year.eq(year_column($year)))
            .filter(sheets::state.ne(CONCLUDED))
            .order((sheets::state_at.is_null(), sheets::state_at, sheets::sheet_id))
    };
}

/// What waits at the posts, the longest waiting first and drafts, which nobody waits for, last; in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn waiting_at(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    posts: &[Post],
    at_most: u32,
) -> Result<Vec<WaitingSheet>, StoreError> {
    type Columns = (BriefColumns, (String, String, String), (String, String));
    let Some(condition) = waiting(division, posts)? else {
        return Ok(Vec::new());
    };
    let columns = (
        BRIEF,
        (projects::project_id, projects::code, projects::name),
        (units::unit_id, units::name),
    );
    open_sheets!(division, year, columns, condition)
        .limit(i64::from(at_most))
        .load::<Columns>(db)?
        .into_iter()
        .map(
            |(brief, (project, project_code, project_name), (unit, unit_name))| {
                let row = Row {
                    table: "projects",
                    key: &project,
                };
                Ok(WaitingSheet {
                    sheet: read_brief(brief)?,
                    project: row.parse("project_id", &project)?,
                    unit: row.parse("unit_id", &unit)?,
                    project_code,
                    project_name,
                    unit_name,
                })
            },
        )
        .collect()
}

/// How many sheets wait at the posts.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count_waiting(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    posts: &[Post],
) -> Result<Count, StoreError> {
    match waiting(division, posts)? {
        Some(condition) => page::count(db, open_sheets!(division, year, sheets::sheet_id, condition)),
        None => Ok(Count::Exactly(0)),
    }
}

/// How many sheets of one period wait at the posts.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count_waiting_in(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    period: &str,
    posts: &[Post],
) -> Result<Count, StoreError> {
    match waiting(division, posts)? {
        Some(condition) => {
            let of_period = sheets::period.eq(period.to_owned());
            let query = open_sheets!(division, year, sheets::sheet_id, condition).filter(of_period);
            page::count(db, query)
        }
        None => Ok(Count::Exactly(0)),
    }
}
