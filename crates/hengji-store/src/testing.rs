//! Throw-away databases for tests of any crate: the same test runs on SQLite and on a real PostgreSQL.
//!
//! The environment variable `HENGJI_TEST_PG` names the socket directory of a cluster that the test command has
//! started for the whole run. Without it a cluster is started here and stopped with the last database made
//! in it.

mod cluster;

use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use tempfile::TempDir;

use crate::{Database, Durability, Options, Place, sha256_hex};

use cluster::Server;
pub use cluster::{Cluster, Flushing};

/// A database that disappears with this value.
pub struct TestDatabase {
    /// The database, migrated and empty.
    pub database: Database,
    /// Where it is, for tests that open it a second time.
    pub place: Place,
    keeper: Keeper,
}

/// What must outlive the database.
enum Keeper {
    Directory { _directory: TempDir },
    Clone { server: Server, name: String },
}

/// Options for tests: nothing is flushed, because the machine's crash is no concern of theirs.
pub fn options() -> Options {
    Options {
        durability: Durability::WaivedForTests,
        connections: 4,
        ..Options::default()
    }
}

/// A fresh database on each engine, with the engine's name.
///
/// # Panics
///
/// When an engine cannot be had, saying what to install.
pub fn databases() -> Vec<(&'static str, TestDatabase)> {
    vec![("sqlite", sqlite()), ("postgres", postgres())]
}

/// Runs a test on each engine; the engine's name is printed before, so that a failure tells where it happened.
pub fn on_each_engine(test: impl Fn(&Database)) {
    for (name, one) in databases() {
        eprintln!("on {name}");
        test(&one.database);
    }
}

/// A fresh SQLite database in a directory of its own.
///
/// # Panics
///
/// When no temporary directory can be made.
pub fn sqlite() -> TestDatabase {
    let directory = sure("a temporary directory", tempfile::tempdir());
    let place = Place::Sqlite(directory.path().join("hengji.db"));
    TestDatabase {
        database: sure("a SQLite database", Database::open(&place, options())),
        place,
        keeper: Keeper::Directory {
            _directory: directory,
        },
    }
}

/// A fresh PostgreSQL database: a clone of one that was migrated once.
///
/// # Panics
///
/// When PostgreSQL cannot be had, saying what to install.
pub fn postgres() -> TestDatabase {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let server = Server::find();
    let template = migrated_template(&server);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("test_{}_{number}", std::process::id());
    let mut maintenance = server.connect("postgres");
    let clone = format!("CREATE DATABASE {name} TEMPLATE {template}");
    sure("a clone of the template", maintenance.batch_execute(&clone));
    let place = server.place(&name);
    TestDatabase {
        database: sure("a PostgreSQL database", Database::open(&place, options())),
        place,
        keeper: Keeper::Clone { server, name },
    }
}

/// A connection of its own to a database, outside the pools.
#[cfg(test)]
pub(crate) fn connection(place: &Place) -> crate::Db {
    match place {
        Place::Sqlite(path) => {
            let text = path.display().to_string();
            crate::Db::Sqlite(sure(
                "a connection",
                diesel::sqlite::SqliteConnection::establish(&text),
            ))
        }
        Place::Postgres(address) => crate::Db::Pg(sure("a connection", PgConnection::establish(address))),
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Keeper::Clone { server, name } = &self.keeper {
            // Connections of the pool may still be open; a leftover database only costs space until the end.
            let _ = server
                .connect("postgres")
                .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// The database from which others are cloned. Test processes that share a cluster make it one after the other.
fn migrated_template(server: &Server) -> String {
    let fingerprint: String = crate::migrations::ALL
        .iter()
        .map(|migration| migration.sql)
        .collect();
    let name = format!(
        "hengji_{}",
        sha256_hex(fingerprint.as_bytes()).get(..12).unwrap_or_default()
    );
    let mut maintenance = server.connect("postgres");
    sure(
        "the lock",
        maintenance.batch_execute("SELECT pg_advisory_lock(1)"),
    );
    let exists = diesel::select(
        sql::<Bool>("EXISTS (SELECT 1 FROM pg_database WHERE datname = '")
            .sql(&name)
            .sql("')"),
    )
    .get_result::<bool>(&mut maintenance);
    if !sure("the list of databases", exists) {
        sure(
            "a database",
            maintenance.batch_execute("CREATE DATABASE hengji_unfinished"),
        );
        drop(sure(
            "migrations",
            Database::open(&server.place("hengji_unfinished"), options()),
        ));
        wait_until_unused(&mut maintenance, "hengji_unfinished");
        let rename = format!("ALTER DATABASE hengji_unfinished RENAME TO {name}");
        sure("the template", maintenance.batch_execute(&rename));
    }
    sure(
        "the lock",
        maintenance.batch_execute("SELECT pg_advisory_unlock(1)"),
    );
    name
}

/// A pool closes its connections in its own time, and a database in use cannot be renamed.
fn wait_until_unused(maintenance: &mut PgConnection, name: &str) {
    for _ in 0..1_000 {
        let users = diesel::select(
            sql::<BigInt>("(SELECT COUNT(*) FROM pg_stat_activity WHERE datname = '")
                .sql(name)
                .sql("')"),
        )
        .get_result::<i64>(maintenance);
        if sure("the list of connections", users) == 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

/// The value, or the end of the test with what could not be had.
#[expect(clippy::panic, reason = "a test that cannot have its database has failed")]
fn sure<T, E: std::fmt::Display>(what: &str, result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("the test cannot have {what}: {error}"),
    }
}
