//! 历次内容 (versions): an indicator as it stood after each change.

use diesel::prelude::*;
use hengji_domain::id::IndicatorId;
use hengji_domain::{Division, Timestamp};

use super::codes;
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::library_versions;
use crate::text::{Row, loaded, stored};

/// An indicator as it stood after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Its version after the change.
    pub version: i32,
    /// The indicator as the application writes it, JSON.
    pub content: String,
    /// What was done, in a code of the application.
    pub change: String,
    /// Why.
    pub reason: String,
    /// Who proposed it; blank for what the operator wrote.
    pub proposer_name: String,
    /// Who approved it; blank for what the operator wrote.
    pub decider_name: String,
    /// When.
    pub made_at: Timestamp,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = library_versions, treat_none_as_default_value = false)]
struct VersionRow {
    division: String,
    indicator_id: String,
    version: i32,
    content: String,
    change: String,
    reason: Option<String>,
    proposer_name: Option<String>,
    decider_name: Option<String>,
    made_at: i64,
}

/// Keeps versions.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a version is there already.
pub fn insert_many(db: &mut Db, division: Division, all: &[Version]) -> Result<usize, StoreError> {
    let rows: Vec<VersionRow> = all
        .iter()
        .map(|one| VersionRow {
            division: division.to_string(),
            indicator_id: one.indicator.to_string(),
            version: one.version,
            content: one.content.clone(),
            change: one.change.clone(),
            reason: stored(&one.reason),
            proposer_name: stored(&one.proposer_name),
            decider_name: stored(&one.decider_name),
            made_at: one.made_at.micros(),
        })
        .collect();
    insert_chunked!(db, library_versions::table, rows)
}

/// The versions of an indicator, newest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_indicator(
    db: &mut Db,
    divisions: &[Division],
    indicator: IndicatorId,
) -> Result<Vec<Version>, StoreError> {
    let rows: Vec<VersionRow> = library_versions::table
        .filter(library_versions::division.eq_any(codes(divisions)))
        .filter(library_versions::indicator_id.eq(indicator.to_string()))
        .order((library_versions::version.desc(), library_versions::indicator_id))
        .select(VersionRow::as_select())
        .load(db)?;
    rows.into_iter()
        .map(|read| {
            let row = Row {
                table: "library_versions",
                key: &read.indicator_id,
            };
            Ok(Version {
                indicator: row.parse("indicator_id", &read.indicator_id)?,
                version: read.version,
                content: read.content,
                change: read.change,
                reason: loaded(read.reason),
                proposer_name: loaded(read.proposer_name),
                decider_name: loaded(read.decider_name),
                made_at: Timestamp::from_micros(read.made_at),
            })
        })
        .collect()
}
