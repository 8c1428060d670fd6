//! Brings a database to the schema of this binary, or refuses to touch it.
//!
//! A database that a newer binary has migrated is refused, because this one would write rows that the newer
//! schema forbids; so is one whose migrations read differently from ours.

use std::collections::BTreeMap;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::db::each;
use crate::error::StoreError;
use crate::foreign_keys::{self, ForeignKeys};
use crate::hash::sha256_hex;
use crate::migrations::{ALL, Migration};
use crate::{Db, backup};

diesel::table! {
    schema_migrations (version) {
        version -> Text,
        sha256 -> Text,
    }
}

const CREATE_LEDGER: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    version TEXT NOT NULL, sha256 TEXT NOT NULL, CONSTRAINT schema_migrations_pkey PRIMARY KEY (version))";

/// A number that only Hengji uses, so that two nodes that start together migrate one after the other.
const LOCK: &str = "7309453312867231571";

/// Applies what is missing. `file` is the SQLite file, of which a copy is kept before an existing schema is changed.
pub(crate) fn run(db: &mut Db, keys: ForeignKeys, file: Option<&Path>) -> Result<(), StoreError> {
    if let Db::Pg(connection) = db {
        connection.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})"))?;
    }
    let outcome = apply_missing(db, keys, file);
    if let Db::Pg(connection) = db {
        connection.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})"))?;
    }
    outcome
}

fn apply_missing(db: &mut Db, keys: ForeignKeys, file: Option<&Path>) -> Result<(), StoreError> {
    let applied = applied(db)?;
    let missing: Vec<&Migration> = ALL
        .iter()
        .filter(|one| !applied.contains_key(one.version))
        .collect();
    if applied.is_empty() {
        // Nobody uses an empty database yet, so one transaction spares dozens of flushes to the disk.
        return apply(db, keys, &missing);
    }
    if let (Some(file), Some(first)) = (file, missing.first()) {
        backup::before_migration(db, file, first.version)?;
    }
    // One transaction each keeps locks short while other nodes are at work.
    missing
        .iter()
        .try_for_each(|migration| apply(db, keys, &[migration]))
}

/// The migrations applied so far, checked against ours.
fn applied(db: &mut Db) -> Result<BTreeMap<String, String>, StoreError> {
    each!(db, connection => connection.batch_execute(CREATE_LEDGER))?;
    let rows: Vec<(String, String)> = schema_migrations::table
        .select((schema_migrations::version, schema_migrations::sha256))
        .order(schema_migrations::version)
        .load(db)?;
    for (version, sha256) in &rows {
        match ALL.iter().find(|migration| migration.version == version) {
            None => {
                return Err(StoreError::SchemaNewer {
                    version: version.clone(),
                });
            }
            Some(migration) if sha256_hex(migration.sql.as_bytes()) != *sha256 => {
                return Err(StoreError::MigrationChanged {
                    version: version.clone(),
                });
            }
            Some(_) => {}
        }
    }
    Ok(rows.into_iter().collect())
}

fn apply(db: &mut Db, keys: ForeignKeys, migrations: &[&Migration]) -> Result<(), StoreError> {
    db.begin_write()?;
    let done = migrations.iter().try_for_each(|migration| {
        let sql = foreign_keys::adapt(migration, db, keys);
        each!(&mut *db, connection => connection.batch_execute(&sql))?;
        diesel::insert_into(schema_migrations::table)
            .values((
                schema_migrations::version.eq(migration.version),
                schema_migrations::sha256.eq(sha256_hex(migration.sql.as_bytes())),
            ))
            .execute(db)
            .map(|_| ())
    });
    match done {
        Ok(()) => Ok(db.commit()?),
        Err(error) => {
            // The error that matters is the first one; a connection that cannot roll back is dropped anyway.
            let _ = db.roll_back();
            Err(error.into())
        }
    }
}

#[cfg(test)]
mod tests;
