//! 版次 (editions): what was handed in, verbatim, so that two submissions can be compared.

use diesel::prelude::*;
use hengji_domain::id::{SheetId, UserId};
use hengji_domain::{Division, Timestamp};

use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::editions;
use crate::text::Row;
use crate::{Db, sha256_hex};

/// A submission as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The sheet.
    pub sheet: SheetId,
    /// Number of the submission, from 1.
    pub edition: i32,
    /// The content as canonical JSON.
    pub snapshot: String,
    /// SHA-256 of the snapshot, hexadecimal.
    pub sha256: String,
    /// Fingerprint of the rules under which its scores were computed.
    pub rules_version: String,
    /// Who submitted it.
    pub made_by: UserId,
    /// When.
    pub made_at: Timestamp,
}

impl Edition {
    /// An edition of a snapshot, with its hash.
    pub fn of(
        sheet: SheetId,
        edition: i32,
        snapshot: String,
        rules_version: String,
        made_by: UserId,
        made_at: Timestamp,
    ) -> Self {
        Self {
            sheet,
            edition,
            sha256: sha256_hex(snapshot.as_bytes()),
            snapshot,
            rules_version,
            made_by,
            made_at,
        }
    }
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = editions, treat_none_as_default_value = false)]
struct EditionRow {
    division: String,
    sheet_id: String,
    edition: i32,
    snapshot: String,
    sha256: String,
    rules_version: String,
    made_by: String,
    made_at: i64,
}

impl TryFrom<EditionRow> for Edition {
    type Error = StoreError;

    /// A snapshot that does not have its own hash was changed behind the product's back.
    fn try_from(stored: EditionRow) -> Result<Self, StoreError> {
        let key = format!("{}#{}", stored.sheet_id, stored.edition);
        let row = Row {
            table: "editions",
            key: &key,
        };
        if sha256_hex(stored.snapshot.as_bytes()) != stored.sha256 {
            return Err(row.corrupt("内容与其 SHA-256 不符"));
        }
        Ok(Self {
            sheet: row.parse("sheet_id", &stored.sheet_id)?,
            made_by: row.parse("made_by", &stored.made_by)?,
            edition: stored.edition,
            snapshot: stored.snapshot,
            sha256: stored.sha256,
            rules_version: stored.rules_version,
            made_at: Timestamp::from_micros(stored.made_at),
        })
    }
}

impl EditionRow {
    fn new(division: Division, edition: &Edition) -> Self {
        Self {
            division: division.to_string(),
            sheet_id: edition.sheet.to_string(),
            edition: edition.edition,
            snapshot: edition.snapshot.clone(),
            sha256: edition.sha256.clone(),
            rules_version: edition.rules_version.clone(),
            made_by: edition.made_by.to_string(),
            made_at: edition.made_at.micros(),
        }
    }
}

/// Keeps a submission.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when the sheet already has the edition.
pub fn insert(db: &mut Db, division: Division, edition: &Edition) -> Result<(), StoreError> {
    insert_many(db, division, std::slice::from_ref(edition)).map(|_| ())
}

/// Keeps many submissions; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a sheet already has the edition.
pub fn insert_many(db: &mut Db, division: Division, all: &[Edition]) -> Result<usize, StoreError> {
    let rows: Vec<EditionRow> = all
        .iter()
        .map(|edition| EditionRow::new(division, edition))
        .collect();
    insert_chunked!(db, editions::table, rows)
}

/// Every edition of a sheet, oldest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`] when a snapshot was changed, or of the engine.
pub fn of_sheet(db: &mut Db, division: Division, sheet: SheetId) -> Result<Vec<Edition>, StoreError> {
    editions::table
        .filter(editions::division.eq(division.as_str()))
        .filter(editions::sheet_id.eq(sheet.to_string()))
        .order(editions::edition)
        .select(EditionRow::as_select())
        .load(db)?
        .into_iter()
        .map(Edition::try_from)
        .collect()
}

/// Every edition of these sheets, by sheet and number, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`] when a snapshot was changed, or of the engine.
pub fn of_sheets(db: &mut Db, division: Division, sheets: &[SheetId]) -> Result<Vec<Edition>, StoreError> {
    let ids: Vec<String> = sheets.iter().map(ToString::to_string).collect();
    editions::table
        .filter(editions::division.eq(division.as_str()))
        .filter(editions::sheet_id.eq_any(ids))
        .order((editions::sheet_id, editions::edition))
        .select(EditionRow::as_select())
        .load(db)?
        .into_iter()
        .map(Edition::try_from)
        .collect()
}

/// One edition of a sheet.
///
/// # Errors
///
/// [`StoreError::Corrupt`] when the snapshot was changed, or of the engine.
pub fn find(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
    edition: i32,
) -> Result<Option<Edition>, StoreError> {
    editions::table
        .find((division.as_str(), sheet.to_string(), edition))
        .select(EditionRow::as_select())
        .first(db)
        .optional()?
        .map(Edition::try_from)
        .transpose()
}

#[cfg(test)]
mod tests;
