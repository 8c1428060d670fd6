//! A database is migrated once, kept when changed, and refused when it is not ours.

use diesel::connection::SimpleConnection;

use super::*;
use crate::testing::{TestDatabase, options, postgres, sqlite};
use crate::{Database, Durability, Options, Standby};

fn tamper(one: &TestDatabase, statements: &str) {
    one.database
        .write(|db| db.batch_execute(statements).map_err(StoreError::from))
        .unwrap();
}

fn reopened(one: &TestDatabase) -> Result<Database, StoreError> {
    Database::open(&one.place, options())
}

fn tables(one: &TestDatabase) -> Vec<(String, String)> {
    let ledger = |db: &mut Db| {
        schema_migrations::table
            .select((schema_migrations::version, schema_migrations::sha256))
            .order(schema_migrations::version)
            .load(db)
            .map_err(StoreError::from)
    };
    one.database.read(ledger).unwrap()
}

#[test]
fn opening_again_changes_nothing() {
    for one in [sqlite(), postgres()] {
        let before = tables(&one);
        assert_eq!(before.len(), ALL.len());
        reopened(&one).unwrap();
        assert_eq!(tables(&one), before);
    }
}

#[test]
fn a_database_of_a_newer_program_is_refused() {
    for one in [sqlite(), postgres()] {
        tamper(
            &one,
            "INSERT INTO schema_migrations (version, sha256) VALUES ('29990101000000_future', 'x')",
        );
        let refusal = reopened(&one).err().unwrap();
        assert!(
            matches!(&refusal, StoreError::SchemaNewer { version } if version == "29990101000000_future"),
            "{refusal}"
        );
    }
}

#[test]
fn a_migration_that_reads_differently_now_is_refused() {
    for one in [sqlite(), postgres()] {
        tamper(
            &one,
            "UPDATE schema_migrations SET sha256 = 'x' WHERE version LIKE '%create_units'",
        );
        let refusal = reopened(&one).err().unwrap();
        assert!(
            matches!(refusal, StoreError::MigrationChanged { .. }),
            "{refusal}"
        );
    }
}

/// Sets the database back to before the counters came.
const WITHOUT_COUNTERS: &str =
    "DROP TABLE counters; DELETE FROM schema_migrations WHERE version LIKE '%create_counters'";

#[test]
fn what_is_missing_is_added() {
    for one in [sqlite(), postgres()] {
        tamper(&one, WITHOUT_COUNTERS);
        let database = reopened(&one).unwrap();
        let division = "330199".parse().unwrap();
        assert_eq!(
            database
                .write(|db| crate::counters::next(db, division, "letter"))
                .unwrap(),
            1
        );
    }
}

#[test]
fn a_copy_is_kept_before_an_existing_file_is_migrated() {
    let one = sqlite();
    let crate::Place::Sqlite(file) = &one.place else {
        panic!("a file was asked for");
    };
    let kept = file.with_file_name("hengji.db.before-20261123002600_create_counters");
    assert!(!kept.exists());
    tamper(&one, WITHOUT_COUNTERS);
    // What an interrupted attempt has left must not stand in the way.
    std::fs::write(&kept, "half a copy").unwrap();
    reopened(&one).unwrap();
    let old = Database::open(&crate::Place::Sqlite(kept), options()).unwrap();
    let unchanged = old.read(crate::integrity::file_faults).unwrap();
    assert_eq!(unchanged, Vec::<String>::new());
}

#[test]
fn a_failed_migration_leaves_the_schema_as_it_was() {
    for one in [sqlite(), postgres()] {
        let broken = Migration {
            version: "29990101000000_broken",
            sql: "CREATE TABLE half_done (division TEXT NOT NULL); CREATE TABLE units (division TEXT NOT NULL);",
        };
        let apply_it = |db: &mut Db| apply(db, ForeignKeys::Declared, &[&broken]);
        let mut db = crate::testing::connection(&one.place);
        assert!(apply_it(&mut db).is_err());
        let left = db.batch_execute("SELECT division FROM half_done");
        assert!(left.is_err(), "{left:?}");
        assert_eq!(tables(&one).len(), ALL.len());
    }
}

#[test]
fn without_foreign_keys_the_check_finds_what_points_at_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let place = crate::Place::Sqlite(directory.path().join("sharded.db"));
    let without = Options {
        foreign_keys: ForeignKeys::LeftOut,
        ..options()
    };
    let database = Database::open(&place, without).unwrap();
    let stray = [crate::samples::project(1, 77)];
    database
        .write(|db| crate::projects::insert_many(db, crate::samples::division(), &stray))
        .unwrap();
    let broken = database.read(crate::integrity::orphans).unwrap();
    let names: Vec<&str> = broken.iter().map(|one| one.reference).collect();
    assert_eq!(names, ["projects_unit_fk", "projects_department_fk"]);
}

#[test]
fn with_foreign_keys_nothing_points_at_nothing() {
    for one in [sqlite(), postgres()] {
        one.database.write(crate::samples::district_with_goals).unwrap();
        assert_eq!(one.database.read(crate::integrity::orphans).unwrap(), vec![]);
        assert_eq!(
            one.database.read(crate::integrity::file_faults).unwrap(),
            Vec::<String>::new()
        );
    }
}

#[test]
fn a_server_that_does_not_flush_is_refused() {
    let one = postgres();
    let required = Options {
        durability: Durability::Required,
        ..options()
    };
    let refusal = Database::open(&one.place, required).err().unwrap();
    assert!(
        matches!(refusal, StoreError::NotDurable { setting: "fsync", .. }),
        "{refusal}"
    );
}

#[test]
fn a_server_without_the_standby_it_needs_is_refused() {
    let one = postgres();
    let required = Options {
        standby: Standby::Required,
        ..options()
    };
    let refusal = Database::open(&one.place, required).err().unwrap();
    assert!(
        matches!(
            refusal,
            StoreError::NotDurable {
                setting: "synchronous_standby_names",
                ..
            }
        ),
        "{refusal}"
    );
}
