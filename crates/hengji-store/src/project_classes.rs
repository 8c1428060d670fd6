//! 分类分级 (project classes): the classes in force, the yearly catalogues behind them and what projects are classed by.

mod adjustments;
mod catalogue;
mod compare;
mod entries;
mod list;
mod traits;

use std::collections::BTreeMap;

use diesel::prelude::*;
use hengji_domain::id::ProjectId;
use hengji_domain::project_class::ProjectClass;
use hengji_domain::{BudgetYear, Division};

use crate::Db;
use crate::error::StoreError;
use crate::schema::projects;
use crate::text::{Row, year_column};

pub use adjustments::{
    Adjustment, AdjustmentListing, adjustments_of, adjustments_of_project, insert_adjustment,
};
pub use catalogue::{
    Catalogue, Hand, by_edition, editions, frozen, insert_catalogue, latest, touch, update_catalogue,
};
pub use compare::{Change, Gone, class_changes, gone, gone_count, previous_classes};
pub use entries::{
    ClassEntry, DigestRow, Shares, digest_rows, entry, insert_entries, put_in_force, remove_entries,
    set_class,
};
pub use list::{ClassFilter, ClassSort, ClassTally, EntryListing, count, list, listing, tally};
pub use traits::{Candidate, candidates, save_traits, traits_of};

/// The class in force of every project of the year that has one, in one statement. A project that no frozen
/// catalogue holds is not among them.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn classes_of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<BTreeMap<ProjectId, ProjectClass>, StoreError> {
    let rows: Vec<(String, Option<String>)> = projects::table
        .filter(projects::division.eq(division.as_str()))
        .filter(projects::budget_year.eq(year_column(year)))
        .filter(projects::project_class.is_not_null())
        .select((projects::project_id, projects::project_class))
        .load(db)?;
    rows.into_iter()
        .map(|(id, class)| {
            let row = Row {
                table: "projects",
                key: &id,
            };
            let class = read_class(row, class.as_deref().unwrap_or_default())?;
            Ok((row.parse("project_id", &id)?, class))
        })
        .collect()
}

/// The class in force of one project; none where no frozen catalogue holds it.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn class_of(
    db: &mut Db,
    division: Division,
    project: ProjectId,
) -> Result<Option<ProjectClass>, StoreError> {
    let key = project.to_string();
    let class: Option<Option<String>> = projects::table
        .find((division.as_str(), &key))
        .select(projects::project_class)
        .first(db)
        .optional()?;
    let row = Row {
        table: "projects",
        key: &key,
    };
    class.flatten().map(|class| read_class(row, &class)).transpose()
}

pub(crate) fn read_class(row: Row<'_>, code: &str) -> Result<ProjectClass, StoreError> {
    row.code("class", code, ProjectClass::from_code)
}

#[cfg(test)]
mod tests;
