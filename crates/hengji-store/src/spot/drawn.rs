//! 抽中项目 (what was drawn) and the record of the draw.

use std::collections::BTreeMap;

use diesel::prelude::*;
use hengji_domain::Division;
use hengji_domain::id::{ProjectId, SpotRoundId};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{spot_drawn, spot_records};
use crate::text::Row;

/// A project of the sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotDrawn {
    /// The project.
    pub project: ProjectId,
    /// Its place in the order of the draw, from 1.
    pub position: i32,
    /// Its ticket, sixty-four hexadecimal digits.
    pub ticket: String,
}

#[derive(Insertable)]
#[diesel(table_name = spot_drawn)]
struct DrawnRow {
    division: String,
    round_id: String,
    project_id: String,
    position: i32,
    ticket: String,
}

/// Writes the sample; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a project is drawn twice; [`StoreError::Reference`] for one that is not on the list.
pub fn insert_drawn(
    db: &mut Db,
    division: Division,
    round: SpotRoundId,
    all: &[SpotDrawn],
) -> Result<usize, StoreError> {
    let rows: Vec<DrawnRow> = all
        .iter()
        .map(|one| DrawnRow {
            division: division.to_string(),
            round_id: round.to_string(),
            project_id: one.project.to_string(),
            position: one.position,
            ticket: one.ticket.clone(),
        })
        .collect();
    insert_chunked!(db, spot_drawn::table, rows)
}

/// The sample of a round, each project with its place in the order of the draw.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn drawn_of(
    db: &mut Db,
    division: Division,
    round: SpotRoundId,
) -> Result<BTreeMap<ProjectId, i32>, StoreError> {
    let rows: Vec<(String, i32)> = spot_drawn::table
        .filter(spot_drawn::division.eq(division.to_string()))
        .filter(spot_drawn::round_id.eq(round.to_string()))
        .order(spot_drawn::position)
        .select((spot_drawn::project_id, spot_drawn::position))
        .load(db)?;
    rows.into_iter()
        .map(|(project, position)| {
            let row = Row {
                table: "spot_drawn",
                key: &project,
            };
            Ok((row.parse("project_id", &project)?, position))
        })
        .collect()
}

/// Keeps the record of a draw.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when the round has one: a record is never replaced.
pub fn insert_record(
    db: &mut Db,
    division: Division,
    round: SpotRoundId,
    record: &str,
) -> Result<(), StoreError> {
    diesel::insert_into(spot_records::table)
        .values((
            spot_records::division.eq(division.to_string()),
            spot_records::round_id.eq(round.to_string()),
            spot_records::record.eq(record),
        ))
        .execute(db)?;
    Ok(())
}

/// The record of a round as it was made; none before the draw.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn record(db: &mut Db, division: Division, round: SpotRoundId) -> Result<Option<String>, StoreError> {
    Ok(spot_records::table
        .find((division.to_string(), round.to_string()))
        .select(spot_records::record)
        .first(db)
        .optional()?)
}
