//! 分类要素 (traits): what a project is classed by, and all projects of a year with theirs.

use std::collections::BTreeMap;

use diesel::prelude::*;
use hengji_domain::id::{ProjectId, UnitId};
use hengji_domain::project_class::ClassTraits;
use hengji_domain::{BudgetYear, Division, Money};

use crate::Db;
use crate::db::{ROWS_PER_STATEMENT, each};
use crate::error::StoreError;
use crate::schema::projects;
use crate::text::{Row, year_column};

/// A project to be classed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Identity.
    pub project: ProjectId,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 实施单位.
    pub unit: UnitId,
    /// 年度资金总额.
    pub amount: Money,
    /// What was entered about it.
    pub traits: ClassTraits,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = projects)]
struct TraitsRow {
    key_work: Option<String>,
    key_work_level: Option<String>,
    function_level: Option<String>,
    stage_level: Option<String>,
    rigid: Option<String>,
}

impl From<TraitsRow> for ClassTraits {
    fn from(row: TraitsRow) -> Self {
        Self {
            key_work: row.key_work,
            key_work_level: row.key_work_level,
            function_level: row.function_level,
            stage_level: row.stage_level,
            rigid: row.rigid,
        }
    }
}

/// Every project of the year with what it is classed by, by code, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn candidates(db: &mut Db, division: Division, year: BudgetYear) -> Result<Vec<Candidate>, StoreError> {
    type Columns = (String, String, String, String, i64, TraitsRow);
    let rows: Vec<Columns> = projects::table
        .filter(projects::division.eq(division.as_str()))
        .filter(projects::budget_year.eq(year_column(year)))
        .order((projects::code, projects::project_id))
        .select((
            projects::project_id,
            projects::code,
            projects::name,
            projects::unit_id,
            projects::total_fen,
            TraitsRow::as_select(),
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(id, code, name, unit, total, traits)| {
            let row = Row {
                table: "projects",
                key: &id,
            };
            Ok(Candidate {
                project: row.parse("project_id", &id)?,
                unit: row.parse("unit_id", &unit)?,
                amount: Money::from_fen(total),
                traits: traits.into(),
                code,
                name,
            })
        })
        .collect()
}

/// What a project is classed by; none for a project that does not exist.
///
/// # Errors
///
/// Of the engine.
pub fn traits_of(
    db: &mut Db,
    division: Division,
    project: ProjectId,
) -> Result<Option<ClassTraits>, StoreError> {
    let row: Option<TraitsRow> = projects::table
        .find((division.as_str(), project.to_string()))
        .select(TraitsRow::as_select())
        .first(db)
        .optional()?;
    Ok(row.map(ClassTraits::from))
}

/// Stores what projects are classed by: one statement for every set of traits and thousand projects, because a list
/// of a province has few sets and many projects. How many projects were written.
///
/// # Errors
///
/// Of the engine.
pub fn save_traits(
    db: &mut Db,
    division: Division,
    all: &[(ProjectId, ClassTraits)],
) -> Result<usize, StoreError> {
    let mut by_traits: BTreeMap<&ClassTraits, Vec<String>> = BTreeMap::new();
    for (project, traits) in all {
        by_traits.entry(traits).or_default().push(project.to_string());
    }
    let mut written = 0;
    for (traits, members) in by_traits {
        for ids in members.chunks(ROWS_PER_STATEMENT) {
            written += each!(&mut *db, connection => diesel::update(
                    projects::table
                        .filter(projects::division.eq(division.to_string()))
                        .filter(projects::project_id.eq_any(ids)),
                )
                .set((
                    projects::key_work.eq(traits.key_work.as_deref()),
                    projects::key_work_level.eq(traits.key_work_level.as_deref()),
                    projects::function_level.eq(traits.function_level.as_deref()),
                    projects::stage_level.eq(traits.stage_level.as_deref()),
                    projects::rigid.eq(traits.rigid.as_deref()),
                ))
                .execute(connection))?;
        }
    }
    Ok(written)
}
