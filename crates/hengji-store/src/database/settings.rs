//! Settings of a fresh connection, and the refusal of those that would lose acknowledged data.
//!
//! Measured: after a power cut SQLite with `synchronous=NORMAL` and PostgreSQL with `synchronous_commit=off`
//! had lost data that they had acknowledged; with `FULL` and `on` nothing was lost.

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};
use diesel::sqlite::SqliteConnection;

use super::{Durability, Options, Standby};
use crate::error::StoreError;

const SQLITE_FULL: i32 = 2;

/// Prepares a SQLite connection that may write.
///
/// `secure_delete` overwrites what is deleted, as 等保 asks of residual information.
pub(super) fn prepare_sqlite(connection: &mut SqliteConnection, options: Options) -> Result<(), StoreError> {
    connection.batch_execute(
        "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; \
         PRAGMA secure_delete=ON; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;",
    )?;
    match options.durability {
        Durability::Required => {
            connection.batch_execute("PRAGMA synchronous=FULL;")?;
            assert_sqlite(connection)
        }
        Durability::WaivedForTests => Ok(connection.batch_execute("PRAGMA synchronous=OFF;")?),
    }
}

/// Makes a SQLite connection refuse to write: the one writer is elsewhere.
pub(super) fn make_read_only(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    Ok(connection.batch_execute("PRAGMA query_only=ON;")?)
}

fn assert_sqlite(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let synchronous: i32 =
        diesel::select(sql::<Integer>("synchronous FROM pragma_synchronous")).get_result(connection)?;
    if synchronous != SQLITE_FULL {
        return Err(not_durable("synchronous", &synchronous.to_string(), "2 (FULL)"));
    }
    let journal: String =
        diesel::select(sql::<Text>("journal_mode FROM pragma_journal_mode")).get_result(connection)?;
    if journal != "wal" {
        return Err(not_durable("journal_mode", &journal, "wal"));
    }
    Ok(())
}

/// Prepares a PostgreSQL connection.
///
/// Compiling a query costs more than running the short ones of our pages. Not every engine of the family knows
/// the setting, so it is set only where it exists.
pub(super) fn prepare_postgres(connection: &mut PgConnection, options: Options) -> Result<(), StoreError> {
    connection.batch_execute("SELECT set_config('jit', 'off', false) FROM pg_settings WHERE name = 'jit'")?;
    assert_postgres(connection, options)
}

fn assert_postgres(connection: &mut PgConnection, options: Options) -> Result<(), StoreError> {
    if options.durability == Durability::Required {
        let fsync = setting(connection, "current_setting('fsync')")?;
        if fsync != "on" {
            return Err(not_durable("fsync", &fsync, "on"));
        }
        let commit = setting(connection, "current_setting('synchronous_commit')")?;
        if commit == "off" {
            return Err(not_durable("synchronous_commit", &commit, "on"));
        }
    }
    if options.standby == Standby::Required {
        let names = setting(connection, "current_setting('synchronous_standby_names')")?;
        if names.is_empty() {
            return Err(not_durable("synchronous_standby_names", "空", "至少一个同步备机"));
        }
    }
    Ok(())
}

fn setting(connection: &mut PgConnection, expression: &str) -> Result<String, StoreError> {
    Ok(diesel::select(sql::<Text>(expression)).get_result(connection)?)
}

fn not_durable(setting: &'static str, found: &str, needed: &'static str) -> StoreError {
    StoreError::NotDurable {
        setting,
        found: found.to_owned(),
        needed,
    }
}
