//! Whether what is stored holds together: references, and the file itself.
//!
//! An engine without foreign keys relies on this check; on the others it proves that they work.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::Db;
use crate::error::StoreError;
use crate::foreign_keys::{self, ForeignKey};

/// Rows that point at nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphans {
    /// The reference, by the name of its foreign key.
    pub reference: &'static str,
    /// How many rows.
    pub rows: i64,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    counted: i64,
}

#[derive(QueryableByName)]
struct Said {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// Every reference that some row breaks.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn orphans(db: &mut Db) -> Result<Vec<Orphans>, StoreError> {
    let mut broken = Vec::new();
    for key in foreign_keys::all() {
        let found: Counted = diesel::sql_query(orphan_query(&key)).get_result(db)?;
        if found.counted != 0 {
            broken.push(Orphans {
                reference: key.name,
                rows: found.counted,
            });
        }
    }
    Ok(broken)
}

/// Built from the names in our own migration, never from anything a user gives.
fn orphan_query(key: &ForeignKey) -> String {
    let pairs = || key.columns.iter().zip(&key.parent_columns);
    let same: Vec<String> = pairs()
        .map(|(column, parent)| ["parent.", parent, " = child.", column].concat())
        .collect();
    let present: Vec<String> = pairs()
        .map(|(column, _)| ["child.", column, " IS NOT NULL"].concat())
        .collect();
    [
        "SELECT COUNT(*) AS counted FROM ",
        key.table,
        " child WHERE ",
        &present.join(" AND "),
        " AND NOT EXISTS (SELECT 1 FROM ",
        key.parent,
        " parent WHERE ",
        &same.join(" AND "),
        ")",
    ]
    .concat()
}

/// What the engine finds wrong with its own file; nothing on PostgreSQL, whose checksums do this on every read.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn file_faults(db: &mut Db) -> Result<Vec<String>, StoreError> {
    let Db::Sqlite(connection) = db else {
        return Ok(Vec::new());
    };
    let said: Vec<Said> = diesel::sql_query("PRAGMA integrity_check").load(connection)?;
    Ok(said
        .into_iter()
        .map(|line| line.integrity_check)
        .filter(|line| line != "ok")
        .collect())
}
