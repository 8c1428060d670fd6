//! 项目 (projects) of a division.

mod list;

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use hengji_domain::id::ProjectId;
use hengji_domain::project::{FundingBySource, Project, ProjectNature, ProjectType};
use hengji_domain::{BudgetYear, Division, Money};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::projects;
use crate::sorted::Sorted;
use crate::text::{Row, year_column};

pub use list::{Progress, ProjectFilter, ProjectListing, ProjectSort, count, find_listing, list};

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = projects, treat_none_as_default_value = false)]
#[diesel(primary_key(division, project_id))]
pub(crate) struct ProjectRow {
    division: String,
    project_id: String,
    budget_year: i32,
    code: String,
    name: String,
    unit_id: String,
    department_id: String,
    project_type: String,
    nature: String,
    fiscal_fen: i64,
    carried_over_fen: i64,
    other_fen: i64,
    total_fen: i64,
    pinyin_sort: String,
    version: i32,
}

impl ProjectRow {
    fn new(division: Division, project: &Sorted<Project>, version: i32) -> Self {
        let Sorted { record, pinyin_sort } = project;
        let funding = record.funding;
        Self {
            division: division.to_string(),
            project_id: record.id.to_string(),
            budget_year: year_column(record.year),
            code: record.code.clone(),
            name: record.name.clone(),
            unit_id: record.unit.to_string(),
            department_id: record.department.to_string(),
            project_type: record.project_type.code().to_owned(),
            nature: record.nature.code().to_owned(),
            fiscal_fen: funding.fiscal.fen(),
            carried_over_fen: funding.carried_over.fen(),
            other_fen: funding.other.fen(),
            // Only filters and sorting read the total, so a sum beyond all money may stay at the limit.
            total_fen: funding.total().map_or(i64::MAX, Money::fen),
            pinyin_sort: pinyin_sort.clone(),
            version,
        }
    }
}

impl TryFrom<ProjectRow> for Project {
    type Error = StoreError;

    fn try_from(stored: ProjectRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "projects",
            key: &stored.project_id,
        };
        Ok(Self {
            id: row.parse("project_id", &stored.project_id)?,
            year: row.year(stored.budget_year)?,
            unit: row.parse("unit_id", &stored.unit_id)?,
            department: row.parse("department_id", &stored.department_id)?,
            project_type: row.code("project_type", &stored.project_type, ProjectType::from_code)?,
            nature: row.code("nature", &stored.nature, ProjectNature::from_code)?,
            funding: FundingBySource {
                fiscal: Money::from_fen(stored.fiscal_fen),
                carried_over: Money::from_fen(stored.carried_over_fen),
                other: Money::from_fen(stored.other_fen),
            },
            code: stored.code,
            name: stored.name,
            version: stored.version,
        })
    }
}

/// Adds projects; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] with `projects_code_unique` when a code is taken in its year.
pub fn insert_many(db: &mut Db, division: Division, all: &[Sorted<Project>]) -> Result<usize, StoreError> {
    let rows: Vec<ProjectRow> = all
        .iter()
        .map(|project| ProjectRow::new(division, project, project.record.version))
        .collect();
    insert_chunked!(db, projects::table, rows)
}

/// The project with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: ProjectId) -> Result<Option<Project>, StoreError> {
    projects::table
        .find((division.as_str(), id.to_string()))
        .select(ProjectRow::as_select())
        .first(db)
        .optional()?
        .map(Project::try_from)
        .transpose()
}

/// The project with this code in the year.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn by_code(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    code: &str,
) -> Result<Option<Project>, StoreError> {
    projects::table
        .filter(projects::division.eq(division.as_str()))
        .filter(projects::budget_year.eq(year_column(year)))
        .filter(projects::code.eq(code))
        .select(ProjectRow::as_select())
        .get_result(db)
        .optional()?
        .map(Project::try_from)
        .transpose()
}

/// The names of these projects.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn names(
    db: &mut Db,
    division: Division,
    ids: &[ProjectId],
) -> Result<BTreeMap<ProjectId, String>, StoreError> {
    let rows: Vec<(String, String)> = projects::table
        .filter(projects::division.eq(division.to_string()))
        .filter(projects::project_id.eq_any(ids.iter().map(ToString::to_string)))
        .order(projects::project_id)
        .select((projects::project_id, projects::name))
        .load(db)?;
    rows.into_iter()
        .map(|(id, name)| {
            let row = Row {
                table: "projects",
                key: &id,
            };
            Ok((row.parse("project_id", &id)?, name))
        })
        .collect()
}

/// Every project of the year, by code: for imports, which compare whole lists.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_year(db: &mut Db, division: Division, year: BudgetYear) -> Result<Vec<Project>, StoreError> {
    projects::table
        .filter(projects::division.eq(division.as_str()))
        .filter(projects::budget_year.eq(year_column(year)))
        .order((projects::code, projects::project_id))
        .select(ProjectRow::as_select())
        .load(db)?
        .into_iter()
        .map(Project::try_from)
        .collect()
}

/// The type of every project of the year: for judging a whole year at once.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn types_of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<HashMap<ProjectId, ProjectType>, StoreError> {
    let rows: Vec<(String, String)> = projects::table
        .filter(projects::division.eq(division.as_str()))
        .filter(projects::budget_year.eq(year_column(year)))
        .select((projects::project_id, projects::project_type))
        .load(db)?;
    rows.into_iter()
        .map(|(id, project_type)| {
            let row = Row {
                table: "projects",
                key: &id,
            };
            let project_type = row.code("project_type", &project_type, ProjectType::from_code)?;
            Ok((row.parse("project_id", &id)?, project_type))
        })
        .collect()
}

/// The budget years in which the division has projects, earliest first.
///
/// # Errors
///
/// Of the engine.
pub fn years(db: &mut Db, division: Division) -> Result<Vec<BudgetYear>, StoreError> {
    let years: Vec<i32> = projects::table
        .filter(projects::division.eq(division.as_str()))
        .select(projects::budget_year)
        .distinct()
        .order(projects::budget_year)
        .load(db)?;
    years
        .into_iter()
        .map(|year| {
            let known = u16::try_from(year)
                .ok()
                .and_then(|year| BudgetYear::new(year).ok());
            known.ok_or_else(|| StoreError::corrupt("projects", year, "budget_year"))
        })
        .collect()
}

/// Stores the project as given, one version further; the new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read; [`StoreError::Duplicate`] on its code.
pub fn update(db: &mut Db, division: Division, project: &Sorted<Project>) -> Result<i32, StoreError> {
    let record = &project.record;
    let next = record.version.saturating_add(1);
    let updated = diesel::update(
        projects::table
            .find((division.as_str(), record.id.to_string()))
            .filter(projects::version.eq(record.version)),
    )
    .set(ProjectRow::new(division, project, next))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "projects",
            key: record.id.to_string(),
        });
    }
    Ok(next)
}

#[cfg(test)]
mod tests;
