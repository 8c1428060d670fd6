//! 名单 (list) of a year: objects with project, unit, evaluation and money, filtered by scope in one statement.

use diesel::prelude::*;
use hengji_authz::Scope;
use hengji_domain::id::{SheetId, UnitId};
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division, Money, Score};

use super::object::{ExAnteObject, ObjectRow};
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::schema::{DEPARTMENTS, ex_ante_objects, ex_ante_results, projects, sheets, units};
use crate::scope::{texts, within};
use crate::sheets::{BRIEF, BriefColumns, CONCLUDED, SheetBrief, read_brief};
use crate::text::{Row, year_column};

/// Whose objects to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExAnteFilter {
    /// Budget year.
    pub year: BudgetYear,
    /// What the reader may see of projects.
    pub scope: Scope,
    /// Units for which the reader leads evaluations.
    pub leads: Vec<UnitId>,
    /// Evaluations to which the reader is invited.
    pub assigned: Vec<SheetId>,
}

/// The figures of an evaluation in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultBrief {
    /// 申请金额.
    pub asked: Money,
    /// Score when the conclusion was drawn.
    pub score: Option<Score>,
    /// Code of the conclusion.
    pub conclusion: Option<String>,
    /// 核定金额.
    pub granted: Option<Money>,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExAnteListing {
    /// The object.
    pub object: ExAnteObject,
    /// 项目代码.
    pub project_code: String,
    /// 项目名称.
    pub project_name: String,
    /// The money of the project.
    pub total: Money,
    /// 实施单位.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Its 归口科室.
    pub budget_division: Option<UnitId>,
    /// 主管部门.
    pub department: UnitId,
    /// Its name.
    pub department_name: String,
    /// The evaluation, where one was begun.
    pub sheet: Option<SheetBrief>,
    /// Its figures.
    pub result: Option<ResultBrief>,
}

type ResultColumns = (i64, Option<i32>, Option<String>, Option<i64>);
type Columns = (
    ObjectRow,
    (String, String, i64),
    (String, String, Option<String>),
    (String, String),
    Option<BriefColumns>,
    Option<ResultColumns>,
);

/// The objects of the year that the reader may see, by project code.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn listings(
    db: &mut Db,
    division: Division,
    filter: &ExAnteFilter,
) -> Result<Vec<ExAnteListing>, StoreError> {
    if filter.scope == Scope::Nothing && filter.assigned.is_empty() {
        return Ok(Vec::new());
    }
    let query = ex_ante_objects::table
        .inner_join(
            projects::table.on(projects::division
                .eq(ex_ante_objects::division)
                .and(projects::project_id.eq(ex_ante_objects::project_id))),
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
            sheets::table.on(sheets::division
                .eq(projects::division)
                .and(sheets::project_id.eq(projects::project_id))
                .and(sheets::kind.eq(SheetKind::ExAnteEvaluation.code()))),
        )
        .left_join(
            ex_ante_results::table.on(ex_ante_results::division
                .eq(projects::division)
                .and(ex_ante_results::project_id.eq(projects::project_id))),
        )
        .select((
            ObjectRow::as_select(),
            (projects::code, projects::name, projects::total_fen),
            (units::unit_id, units::name, units::budget_division_id),
            (DEPARTMENTS.field(units::unit_id), DEPARTMENTS.field(units::name)),
            BRIEF.nullable(),
            (
                ex_ante_results::asked_fen,
                ex_ante_results::score_centi,
                ex_ante_results::conclusion,
                ex_ante_results::granted_fen,
            )
                .nullable(),
        ))
        .into_boxed::<Engine>();
    let mut query = within!(query, division, &filter.scope, sheets::state.eq(CONCLUDED));
    // Who sees everything must not be narrowed to what they lead.
    if filter.scope != Scope::AllOfDivision {
        if !filter.leads.is_empty() {
            query = query.or_filter(ex_ante_objects::lead_unit_id.eq_any(texts(&filter.leads)));
        }
        if !filter.assigned.is_empty() {
            let assigned: Vec<String> = filter.assigned.iter().map(ToString::to_string).collect();
            query = query.or_filter(sheets::sheet_id.eq_any(assigned));
        }
    }
    query
        .filter(ex_ante_objects::division.eq(division.to_string()))
        .filter(projects::division.eq(division.to_string()))
        .filter(ex_ante_objects::budget_year.eq(year_column(filter.year)))
        .order((projects::code, projects::project_id))
        .load::<Columns>(db)?
        .into_iter()
        .map(read)
        .collect()
}

fn read((object, project, unit, department, brief, result): Columns) -> Result<ExAnteListing, StoreError> {
    let (project_code, project_name, total) = project;
    let (unit, unit_name, budget_division) = unit;
    let (department, department_name) = department;
    let row = Row {
        table: "units",
        key: &unit,
    };
    Ok(ExAnteListing {
        object: object.try_into()?,
        project_code,
        project_name,
        total: Money::from_fen(total),
        budget_division: row.parse_opt("budget_division_id", budget_division.as_deref())?,
        department: row.parse("unit_id", &department)?,
        unit: row.parse("unit_id", &unit)?,
        unit_name,
        department_name,
        sheet: brief.map(read_brief).transpose()?,
        result: result.map(|(asked, score, conclusion, granted)| ResultBrief {
            asked: Money::from_fen(asked),
            score: score.map(Score::from_centi),
            conclusion,
            granted: granted.map(Money::from_fen),
        }),
    })
}
