//! The project list: filtered, sorted and paged by the database, names and states in the same statement.

use diesel::prelude::*;
use hengji_authz::Scope;
use hengji_domain::id::{ProjectId, UnitId};
use hengji_domain::project::{Project, ProjectNature, ProjectType};
use hengji_domain::project_class::ProjectClass;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division, Money};

use super::ProjectRow;
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Direction, Page};
use crate::schema::{DEPARTMENTS, GOALS, SELF_EVALUATIONS, projects, sheets, units};
use crate::scope::{has_sheet, within};
use crate::sheets::{BRIEF, BriefColumns, CONCLUDED, STATES, SheetBrief, read_brief};
use crate::text::{Row, contains_pattern, lower, year_column};

/// How far a sheet of a project has come, as lists filter by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// 未编报: there is no such sheet yet.
    NotOpened,
    /// 编报中.
    Draft,
    /// 审核中.
    InReview,
    /// 退回修改.
    Returned,
    /// 已批复 / 已审定.
    Concluded,
    /// 未报送: still to be handed in, whether it was begun, came back, or is not there at all.
    Outstanding,
}

/// States in which a sheet has left the unit.
const HANDED_IN: [&str; 2] = ["in_review", CONCLUDED];

impl Progress {
    /// The codes of the states a sheet can be in that has come so far.
    pub(crate) const fn states(self) -> &'static [&'static str] {
        match self {
            Self::NotOpened => &[],
            Self::Draft => &["draft"],
            Self::InReview => &["in_review"],
            Self::Returned => &["returned"],
            Self::Concluded => &[CONCLUDED],
            Self::Outstanding => &["draft", "returned"],
        }
    }

    /// The progress of a sheet in the state with this code.
    pub(crate) fn from_state_code(code: &str) -> Option<Self> {
        [Self::Draft, Self::InReview, Self::Returned, Self::Concluded]
            .into_iter()
            .find(|progress| progress.states() == [code])
    }
}

/// Which projects to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectFilter {
    /// Budget year.
    pub year: BudgetYear,
    /// What the reader may see.
    pub scope: Scope,
    /// Words in the name or the code.
    pub words: Option<String>,
    /// 实施单位.
    pub unit: Option<UnitId>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// 项目类型.
    pub project_type: Option<ProjectType>,
    /// 项目属性.
    pub nature: Option<ProjectNature>,
    /// 资金总额 at least.
    pub total_from: Option<Money>,
    /// 资金总额 at most.
    pub total_to: Option<Money>,
    /// 项目类别 in force.
    pub class: Option<ProjectClass>,
    /// 项目类别 in force that is left out.
    pub except_class: Option<ProjectClass>,
    /// How far the goal has come.
    pub goal: Option<Progress>,
    /// How far the self-evaluation has come.
    pub self_evaluation: Option<Progress>,
}

impl ProjectFilter {
    /// Every project of the year that the scope allows.
    pub const fn of_year(year: BudgetYear, scope: Scope) -> Self {
        Self {
            year,
            scope,
            words: None,
            unit: None,
            department: None,
            project_type: None,
            nature: None,
            total_from: None,
            total_to: None,
            class: None,
            except_class: None,
            goal: None,
            self_evaluation: None,
        }
    }
}

/// By what a project list is sorted; equal rows follow by code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProjectSort {
    /// 项目代码.
    #[default]
    Code,
    /// 项目名称, by pinyin.
    Name,
    /// 资金总额.
    Total,
}

/// A row of the project list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectListing {
    /// The project.
    pub project: Project,
    /// Name of the unit.
    pub unit_name: String,
    /// Name of the department.
    pub department_name: String,
    /// The bureau division that owns the unit's budget.
    pub budget_division: Option<UnitId>,
    /// 项目类别 in force; none where no frozen catalogue holds the project.
    pub class: Option<ProjectClass>,
    /// The goal, where one was opened.
    pub goal: Option<SheetBrief>,
    /// The self-evaluation, where one was opened.
    pub self_evaluation: Option<SheetBrief>,
}

/// Narrows a boxed query over `projects`.
macro_rules! narrowed {
    ($query:expr, $division:expr, $filter:expr) => {{
        let (division, filter): (Division, &ProjectFilter) = ($division, $filter);
        let concluded = has_sheet!(division, SheetKind::YEARLY, [CONCLUDED]).eq(true);
        let mut query = within!($query, division, &filter.scope, concluded);
        query = query
            .filter(projects::division.eq(division.to_string()))
            .filter(projects::budget_year.eq(year_column(filter.year)));
        if let Some(words) = &filter.words {
            let pattern = contains_pattern(words);
            query = query.filter(
                lower(projects::name)
                    .like(pattern.clone())
                    .escape('\\')
                    .or(lower(projects::code).like(pattern).escape('\\')),
            );
        }
        if let Some(unit) = filter.unit {
            query = query.filter(projects::unit_id.eq(unit.to_string()));
        }
        if let Some(department) = filter.department {
            query = query.filter(projects::department_id.eq(department.to_string()));
        }
        if let Some(project_type) = filter.project_type {
            query = query.filter(projects::project_type.eq(project_type.code()));
        }
        if let Some(nature) = filter.nature {
            query = query.filter(projects::nature.eq(nature.code()));
        }
        if let Some(least) = filter.total_from {
            query = query.filter(projects::total_fen.ge(least.fen()));
        }
        if let Some(most) = filter.total_to {
            query = query.filter(projects::total_fen.le(most.fen()));
        }
        if let Some(class) = filter.class {
            query = query.filter(projects::project_class.eq(class.code()));
        }
        if let Some(class) = filter.except_class {
            // A project without a class is none of that class either.
            query = query.filter(
                projects::project_class
                    .is_null()
                    .or(projects::project_class.ne(class.code()).assume_not_null()),
            );
        }
        for (kind, progress) in [
            (SheetKind::Goal, filter.goal),
            (SheetKind::SelfEvaluation, filter.self_evaluation),
        ] {
            let Some(progress) = progress else { continue };
            query = match progress {
                Progress::NotOpened => query.filter(diesel::dsl::not(has_sheet!(division, [kind], STATES))),
                Progress::Outstanding => {
                    query.filter(diesel::dsl::not(has_sheet!(division, [kind], HANDED_IN)))
                }
                _ => query.filter(has_sheet!(division, [kind], progress.states()).eq(true)),
            };
        }
        query
    }};
}

type ListingColumns = (
    ProjectRow,
    (String, Option<String>, Option<String>),
    String,
    Option<BriefColumns>,
    Option<BriefColumns>,
);

/// The joins of a listing; a macro because the type of the query cannot be written down.
macro_rules! listings {
    () => {
        projects::table
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
                GOALS.on(GOALS
                    .field(sheets::division)
                    .eq(projects::division)
                    .and(GOALS.field(sheets::project_id).eq(projects::project_id))
                    .and(GOALS.field(sheets::kind).eq(SheetKind::Goal.code()))),
            )
            .left_join(
                SELF_EVALUATIONS.on(SELF_EVALUATIONS
                    .field(sheets::division)
                    .eq(projects::division)
                    .and(
                        SELF_EVALUATIONS
                            .field(sheets::project_id)
                            .eq(projects::project_id),
                    )
                    .and(
                        SELF_EVALUATIONS
                            .field(sheets::kind)
                            .eq(SheetKind::SelfEvaluation.code()),
                    )),
            )
            .select((
                ProjectRow::as_select(),
                (units::name, units::budget_division_id, projects::project_class),
                DEPARTMENTS.field(units::name),
                GOALS.fields(BRIEF).nullable(),
                SELF_EVALUATIONS.fields(BRIEF).nullable(),
            ))
    };
}

/// One page of the project list, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(
    db: &mut Db,
    division: Division,
    filter: &ProjectFilter,
    sort: ProjectSort,
    direction: Direction,
    page: Page,
) -> Result<Vec<ProjectListing>, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let query = narrowed!(listings!().into_boxed::<Engine>(), division, filter);
    let (code, id) = (projects::code, projects::project_id);
    let query = match (sort, direction) {
        (ProjectSort::Code, Direction::Ascending) => query.order((code.asc(), id.asc())),
        (ProjectSort::Code, Direction::Descending) => query.order((code.desc(), id.desc())),
        (ProjectSort::Name, Direction::Ascending) => query.order((projects::pinyin_sort.asc(), id.asc())),
        (ProjectSort::Name, Direction::Descending) => query.order((projects::pinyin_sort.desc(), id.desc())),
        (ProjectSort::Total, Direction::Ascending) => query.order((projects::total_fen.asc(), id.asc())),
        (ProjectSort::Total, Direction::Descending) => query.order((projects::total_fen.desc(), id.desc())),
    };
    query
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load::<ListingColumns>(db)?
        .into_iter()
        .map(read_listing)
        .collect()
}

/// How many projects the filter finds.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count(db: &mut Db, division: Division, filter: &ProjectFilter) -> Result<Count, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Count::Exactly(0));
    }
    let query = projects::table
        .select(projects::project_id)
        .into_boxed::<Engine>();
    let query = narrowed!(query, division, filter).order((projects::code, projects::project_id));
    page::count(db, query)
}

/// One project with the names and sheets around it, in one statement; seen or not is for the caller to decide.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_listing(
    db: &mut Db,
    division: Division,
    id: ProjectId,
) -> Result<Option<ProjectListing>, StoreError> {
    listings!()
        .filter(projects::division.eq(division.to_string()))
        .filter(projects::project_id.eq(id.to_string()))
        .get_result::<ListingColumns>(db)
        .optional()?
        .map(read_listing)
        .transpose()
}

fn read_listing(columns: ListingColumns) -> Result<ProjectListing, StoreError> {
    let (project, (unit_name, budget_division, class), department_name, goal, self_evaluation) = columns;
    let project = Project::try_from(project)?;
    let key = project.id.to_string();
    let row = Row {
        table: "units",
        key: &key,
    };
    Ok(ProjectListing {
        class: class
            .map(|code| row.code("project_class", &code, ProjectClass::from_code))
            .transpose()?,
        budget_division: row.parse_opt("budget_division_id", budget_division.as_deref())?,
        goal: goal.map(read_brief).transpose()?,
        self_evaluation: self_evaluation.map(read_brief).transpose()?,
        project,
        unit_name,
        department_name,
    })
}
