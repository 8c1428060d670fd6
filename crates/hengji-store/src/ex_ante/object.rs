//! 评估对象 (objects): the list of a year and its changes by hand.

use diesel::prelude::*;
use hengji_domain::ex_ante::SubjectKind;
use hengji_domain::id::{ListChangeId, ProjectId, UnitId, UserId};
use hengji_domain::{BudgetYear, Division, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{ex_ante_list_changes, ex_ante_objects};
use crate::text::{Row, loaded, stored, year_column};

/// A project that is on the list of its year, or was taken off by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExAnteObject {
    /// The project.
    pub project: ProjectId,
    /// Its budget year.
    pub year: BudgetYear,
    /// Project or policy: decides the materials.
    pub kind: SubjectKind,
    /// Code of the category.
    pub category: String,
    /// The unit that leads the evaluation.
    pub lead: UnitId,
    /// Whether it must be evaluated.
    pub is_listed: bool,
    /// Whether a person decided that, and not the rules.
    pub is_by_hand: bool,
    /// Why, a line each.
    pub reasons: Vec<String>,
    /// When it came to be so.
    pub listed_at: Timestamp,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = ex_ante_objects, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, project_id))]
pub(super) struct ObjectRow {
    division: String,
    project_id: String,
    budget_year: i32,
    kind: String,
    category: String,
    lead_unit_id: String,
    is_listed: bool,
    is_by_hand: bool,
    reasons: Option<String>,
    listed_at: i64,
    version: i32,
}

impl ObjectRow {
    fn new(division: Division, object: &ExAnteObject, version: i32) -> Self {
        Self {
            division: division.to_string(),
            project_id: object.project.to_string(),
            budget_year: year_column(object.year),
            kind: object.kind.code().to_owned(),
            category: object.category.clone(),
            lead_unit_id: object.lead.to_string(),
            is_listed: object.is_listed,
            is_by_hand: object.is_by_hand,
            reasons: stored(&object.reasons.join("\n")),
            listed_at: object.listed_at.micros(),
            version,
        }
    }
}

impl TryFrom<ObjectRow> for ExAnteObject {
    type Error = StoreError;

    fn try_from(read: ObjectRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "ex_ante_objects",
            key: &read.project_id,
        };
        Ok(Self {
            project: row.parse("project_id", &read.project_id)?,
            year: row.year(read.budget_year)?,
            kind: row.code("kind", &read.kind, SubjectKind::from_code)?,
            lead: row.parse("lead_unit_id", &read.lead_unit_id)?,
            category: read.category,
            is_listed: read.is_listed,
            is_by_hand: read.is_by_hand,
            reasons: loaded(read.reasons).lines().map(str::to_owned).collect(),
            listed_at: Timestamp::from_micros(read.listed_at),
            version: read.version,
        })
    }
}

/// Puts projects on the list; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when one of them has a row already.
pub fn insert_objects(db: &mut Db, division: Division, all: &[ExAnteObject]) -> Result<usize, StoreError> {
    let rows: Vec<ObjectRow> = all
        .iter()
        .map(|object| ObjectRow::new(division, object, object.version))
        .collect();
    insert_chunked!(db, ex_ante_objects::table, rows)
}

/// Stores a changed object, one version further; the new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read.
pub fn update_object(db: &mut Db, division: Division, object: &ExAnteObject) -> Result<i32, StoreError> {
    let next = object.version.saturating_add(1);
    let updated = diesel::update(
        ex_ante_objects::table
            .find((division.as_str(), object.project.to_string()))
            .filter(ex_ante_objects::version.eq(object.version)),
    )
    .set(ObjectRow::new(division, object, next))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "ex_ante_objects",
            key: object.project.to_string(),
        });
    }
    Ok(next)
}

/// What is known of the project.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_object(
    db: &mut Db,
    division: Division,
    project: ProjectId,
) -> Result<Option<ExAnteObject>, StoreError> {
    ex_ante_objects::table
        .find((division.as_str(), project.to_string()))
        .select(ObjectRow::as_select())
        .first(db)
        .optional()?
        .map(ExAnteObject::try_from)
        .transpose()
}

/// Every object of the year, on the list or taken off.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn objects_of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<Vec<ExAnteObject>, StoreError> {
    ex_ante_objects::table
        .filter(ex_ante_objects::division.eq(division.as_str()))
        .filter(ex_ante_objects::budget_year.eq(year_column(year)))
        .order(ex_ante_objects::project_id)
        .select(ObjectRow::as_select())
        .load(db)?
        .into_iter()
        .map(ExAnteObject::try_from)
        .collect()
}

/// A change of the list by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListChange {
    /// Identity.
    pub id: ListChangeId,
    /// The project.
    pub project: ProjectId,
    /// Its budget year.
    pub year: BudgetYear,
    /// What was done, in words: 纳入, 移出, 改类别.
    pub deed: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub author: UserId,
    /// The author's name at the time.
    pub author_name: String,
    /// When.
    pub made_at: Timestamp,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = ex_ante_list_changes)]
struct ChangeRow {
    division: String,
    change_id: String,
    project_id: String,
    budget_year: i32,
    deed: String,
    reason: String,
    author_id: String,
    author_name: String,
    made_at: i64,
}

/// Writes a change down.
///
/// # Errors
///
/// [`StoreError::Reference`] when the project does not exist.
pub fn insert_change(db: &mut Db, division: Division, change: &ListChange) -> Result<(), StoreError> {
    diesel::insert_into(ex_ante_list_changes::table)
        .values(ChangeRow {
            division: division.to_string(),
            change_id: change.id.to_string(),
            project_id: change.project.to_string(),
            budget_year: year_column(change.year),
            deed: change.deed.clone(),
            reason: change.reason.clone(),
            author_id: change.author.to_string(),
            author_name: change.author_name.clone(),
            made_at: change.made_at.micros(),
        })
        .execute(db)?;
    Ok(())
}

/// The changes of the year, the latest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn changes_of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<Vec<ListChange>, StoreError> {
    let rows: Vec<ChangeRow> = ex_ante_list_changes::table
        .filter(ex_ante_list_changes::division.eq(division.as_str()))
        .filter(ex_ante_list_changes::budget_year.eq(year_column(year)))
        .order((
            ex_ante_list_changes::made_at.desc(),
            ex_ante_list_changes::change_id.desc(),
        ))
        .select(ChangeRow::as_select())
        .load(db)?;
    rows.into_iter()
        .map(|read| {
            let row = Row {
                table: "ex_ante_list_changes",
                key: &read.change_id,
            };
            Ok(ListChange {
                id: row.parse("change_id", &read.change_id)?,
                project: row.parse("project_id", &read.project_id)?,
                year: row.year(read.budget_year)?,
                author: row.parse("author_id", &read.author_id)?,
                deed: read.deed,
                reason: read.reason,
                author_name: read.author_name,
                made_at: Timestamp::from_micros(read.made_at),
            })
        })
        .collect()
}
