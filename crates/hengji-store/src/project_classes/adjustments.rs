//! 类别调整 (adjustments) of a catalogue: rows are added and never changed.

use diesel::prelude::*;
use hengji_domain::id::{AdjustmentId, CatalogueId, ProjectId};
use hengji_domain::project_class::ProjectClass;
use hengji_domain::{Division, Timestamp};

use super::catalogue::Hand;
use super::read_class;
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{class_adjustments, class_entries};
use crate::text::Row;

/// An adjustment: somebody moved a project to another class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// Identity.
    pub id: AdjustmentId,
    /// The catalogue.
    pub catalogue: CatalogueId,
    /// The project.
    pub project: ProjectId,
    /// The class before.
    pub from: ProjectClass,
    /// The class after.
    pub to: ProjectClass,
    /// Why.
    pub reason: String,
    /// Who, and when.
    pub made: Hand,
}

/// An adjustment with the project it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdjustmentListing {
    /// The adjustment.
    pub adjustment: Adjustment,
    /// 项目代码.
    pub project_code: String,
    /// 项目名称.
    pub project_name: String,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = class_adjustments)]
struct AdjustmentRow {
    division: String,
    adjustment_id: String,
    catalogue_id: String,
    project_id: String,
    from_class: String,
    to_class: String,
    reason: String,
    made_by: String,
    made_by_name: String,
    made_at: i64,
}

impl AdjustmentRow {
    fn new(division: Division, adjustment: &Adjustment) -> Self {
        Self {
            division: division.to_string(),
            adjustment_id: adjustment.id.to_string(),
            catalogue_id: adjustment.catalogue.to_string(),
            project_id: adjustment.project.to_string(),
            from_class: adjustment.from.code().to_owned(),
            to_class: adjustment.to.code().to_owned(),
            reason: adjustment.reason.clone(),
            made_by: adjustment.made.user.to_string(),
            made_by_name: adjustment.made.name.clone(),
            made_at: adjustment.made.at.micros(),
        }
    }
}

impl TryFrom<AdjustmentRow> for Adjustment {
    type Error = StoreError;

    fn try_from(stored: AdjustmentRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "class_adjustments",
            key: &stored.adjustment_id,
        };
        Ok(Self {
            id: row.parse("adjustment_id", &stored.adjustment_id)?,
            catalogue: row.parse("catalogue_id", &stored.catalogue_id)?,
            project: row.parse("project_id", &stored.project_id)?,
            from: read_class(row, &stored.from_class)?,
            to: read_class(row, &stored.to_class)?,
            made: Hand {
                user: row.parse("made_by", &stored.made_by)?,
                name: stored.made_by_name,
                at: Timestamp::from_micros(stored.made_at),
            },
            reason: stored.reason,
        })
    }
}

/// Adds adjustments; how many.
///
/// # Errors
///
/// Of the engine.
pub fn insert_adjustment(db: &mut Db, division: Division, all: &[Adjustment]) -> Result<usize, StoreError> {
    let rows: Vec<AdjustmentRow> = all
        .iter()
        .map(|adjustment| AdjustmentRow::new(division, adjustment))
        .collect();
    insert_chunked!(db, class_adjustments::table, rows)
}

/// Every adjustment of a catalogue with its project, oldest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn adjustments_of(
    db: &mut Db,
    division: Division,
    catalogue: CatalogueId,
) -> Result<Vec<AdjustmentListing>, StoreError> {
    let rows: Vec<(AdjustmentRow, String, String)> = class_adjustments::table
        .inner_join(
            class_entries::table.on(class_entries::division
                .eq(class_adjustments::division)
                .and(class_entries::catalogue_id.eq(class_adjustments::catalogue_id))
                .and(class_entries::project_id.eq(class_adjustments::project_id))),
        )
        .filter(class_adjustments::division.eq(division.as_str()))
        .filter(class_adjustments::catalogue_id.eq(catalogue.to_string()))
        .order((class_adjustments::made_at, class_adjustments::adjustment_id))
        .select((
            AdjustmentRow::as_select(),
            class_entries::project_code,
            class_entries::project_name,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(row, project_code, project_name)| {
            Ok(AdjustmentListing {
                adjustment: Adjustment::try_from(row)?,
                project_code,
                project_name,
            })
        })
        .collect()
}

/// The adjustments of a project in a catalogue, oldest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn adjustments_of_project(
    db: &mut Db,
    division: Division,
    catalogue: CatalogueId,
    project: ProjectId,
) -> Result<Vec<Adjustment>, StoreError> {
    class_adjustments::table
        .filter(class_adjustments::division.eq(division.as_str()))
        .filter(class_adjustments::catalogue_id.eq(catalogue.to_string()))
        .filter(class_adjustments::project_id.eq(project.to_string()))
        .order((class_adjustments::made_at, class_adjustments::adjustment_id))
        .select(AdjustmentRow::as_select())
        .load(db)?
        .into_iter()
        .map(Adjustment::try_from)
        .collect()
}
