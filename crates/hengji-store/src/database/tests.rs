//! Transactions are whole or nothing, one faster writer is forgiven once, and unsafe settings are refused.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};

use super::*;
use crate::samples::{at, district, district_with_goals, division, insert_user, user_id};
use crate::testing::{on_each_engine, options, sqlite};
use crate::{counters, idempotency, integrity, statements, units, users};

fn execute(database: &Database, statements: &str) -> Result<(), StoreError> {
    database.write(|db| db.batch_execute(statements).map_err(StoreError::from))
}

fn unit_count(database: &Database) -> usize {
    database.read(|db| units::list(db, division())).unwrap().len()
}

#[test]
fn a_failed_transaction_leaves_nothing() {
    on_each_engine(|database| {
        let failed = database.write(|db| {
            district(db)?;
            Err::<(), _>(StoreError::Full)
        });
        assert!(matches!(failed, Err(StoreError::Full)));
        assert_eq!(unit_count(database), 0);
        database.write(district).unwrap();
        assert_eq!(unit_count(database), 6);
    });
}

#[test]
fn a_crash_at_any_statement_leaves_nothing() {
    on_each_engine(|database| {
        let whole_use_case = |db: &mut Db| {
            district_with_goals(db)?;
            counters::next(db, division(), "letter").map(|_| ())
        };
        let before = statements::sent();
        let undone = database.write(|db| {
            whole_use_case(db)?;
            Err::<(), _>(StoreError::Full)
        });
        assert!(undone.is_err());
        let needed = statements::sent() - before;
        for number in 1..=needed {
            statements::crash_at(number);
            let crashed = catch_unwind(AssertUnwindSafe(|| database.write(whole_use_case)));
            assert!(crashed.is_err(), "no crash at statement {number} of {needed}");
            assert_eq!(unit_count(database), 0, "statement {number} of {needed}");
        }
        database.write(whole_use_case).unwrap();
        assert_eq!(unit_count(database), 6);
    });
}

#[test]
fn a_faster_writer_is_forgiven_once() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        let runs = Cell::new(0);
        let outcome = database.write(|db| {
            runs.set(runs.get() + 1);
            match runs.get() {
                1 => {
                    insert_user(db, 1)?;
                    insert_user(db, 1).map(|_| ())
                }
                _ => insert_user(db, 2).map(|_| ()),
            }
        });
        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!(runs.get(), 2);
        // The first run was undone before the second began.
        assert_eq!(database.read(|db| users::list(db, division())).unwrap().len(), 1);
    });
}

#[test]
fn what_collides_twice_is_refused() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        let runs = Cell::new(0);
        let outcome = database.write(|db| {
            runs.set(runs.get() + 1);
            insert_user(db, 1)?;
            insert_user(db, 1)
        });
        assert!(matches!(outcome, Err(StoreError::Duplicate { .. })));
        assert_eq!(runs.get(), 2);
    });
}

#[test]
fn a_storm_of_one_request_is_carried_out_once() {
    on_each_engine(|database| {
        let request = idempotency::KnownRequest {
            user: user_id(1),
            request_key: "key".into(),
            action: "submit_goal".into(),
            body_sha256: "body".into(),
            answer: String::new(),
            created_at: at(0),
        };
        let carry_out = || {
            database.write(|db| {
                if let Some(known) = idempotency::find(db, division(), user_id(1), "key")? {
                    return Ok::<_, StoreError>(known.answer);
                }
                let answer = counters::next(db, division(), "letter")?.to_string();
                let known = idempotency::KnownRequest {
                    answer: answer.clone(),
                    ..request.clone()
                };
                idempotency::insert(db, division(), &known)?;
                Ok(answer)
            })
        };
        let answers: Vec<_> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..50).map(|_| scope.spawn(carry_out)).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        for answer in answers {
            assert_eq!(answer.unwrap(), "1");
        }
        assert_eq!(
            database
                .write(|db| counters::next(db, division(), "letter"))
                .unwrap(),
            2
        );
    });
}

#[test]
fn a_reader_cannot_write() {
    on_each_engine(|database| {
        let refused = database.read(|db| counters::next(db, division(), "letter"));
        assert!(refused.is_err());
        assert_eq!(
            database
                .write(|db| counters::next(db, division(), "letter"))
                .unwrap(),
            1
        );
    });
}

#[test]
fn a_page_is_not_torn_by_a_writer() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        database
            .read(|db| {
                let before = users::list(db, division())?.len();
                std::thread::scope(|scope| {
                    scope.spawn(|| database.write(|db| insert_user(db, 1)).unwrap());
                });
                assert_eq!(users::list(db, division())?.len(), before);
                Ok::<_, StoreError>(())
            })
            .unwrap();
        assert_eq!(database.read(|db| users::list(db, division())).unwrap().len(), 1);
    });
}

#[test]
fn transaction_commands_are_not_counted() {
    on_each_engine(|database| {
        let before = statements::sent();
        database.read(|_| Ok::<_, StoreError>(())).unwrap();
        database.write(|_| Ok::<_, StoreError>(())).unwrap();
        let undone = database.write(|_| Err::<(), _>(StoreError::Full));
        assert!(undone.is_err());
        assert_eq!(statements::sent() - before, 0);
        database.read(|db| units::list(db, division())).unwrap();
        assert_eq!(statements::sent() - before, 1);
    });
}

#[test]
fn a_full_disk_refuses_and_writing_resumes_when_there_is_space() {
    let one = sqlite();
    one.database.write(district).unwrap();
    execute(&one.database, "PRAGMA max_page_count=1").unwrap();
    let refusal = execute(
        &one.database,
        "CREATE TABLE big (x BYTEA); INSERT INTO big VALUES (randomblob(10000000))",
    )
    .unwrap_err();
    assert!(matches!(refusal, StoreError::Full), "{refusal}");
    assert!(!one.database.is_halted());
    execute(&one.database, "PRAGMA max_page_count=1073741823").unwrap();
    one.database.write(|db| insert_user(db, 1)).unwrap();
    assert_eq!(
        one.database.read(integrity::file_faults).unwrap(),
        Vec::<String>::new()
    );
}

#[test]
fn after_a_failed_flush_nothing_more_is_written() {
    let one = sqlite();
    one.database.write(district).unwrap();
    let failed = one.database.write(|_| {
        Err::<(), _>(StoreError::Halted {
            detail: "disk I/O error".into(),
        })
    });
    assert!(failed.is_err());
    assert!(one.database.is_halted());
    let refusal = one.database.write(|db| insert_user(db, 1)).unwrap_err();
    assert!(matches!(refusal, StoreError::Halted { .. }), "{refusal}");
    assert_eq!(unit_count(&one.database), 6);
}

#[test]
fn the_writer_of_an_embedded_database_flushes_and_wipes() {
    let directory = tempfile::tempdir().unwrap();
    let place = Place::Sqlite(directory.path().join("durable.db"));
    let database = Database::open(&place, Options::default()).unwrap();
    let setting = |expression: &str| {
        let read = |db: &mut Db| {
            let query = diesel::select(sql::<Integer>(expression));
            query.get_result::<i32>(db).map_err(StoreError::from)
        };
        database.write(read).unwrap()
    };
    assert_eq!(setting("synchronous FROM pragma_synchronous"), 2);
    assert_eq!(setting("foreign_keys FROM pragma_foreign_keys"), 1);
    assert_eq!(setting("secure_delete FROM pragma_secure_delete"), 1);
    let journal = database.read(|db| {
        let query = diesel::select(sql::<Text>("journal_mode FROM pragma_journal_mode"));
        query.get_result::<String>(db).map_err(StoreError::from)
    });
    assert_eq!(journal.unwrap(), "wal");
}

#[test]
fn statistics_are_gathered_on_every_engine() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        database.gather_statistics().unwrap();
        assert_eq!(unit_count(database), 6);
    });
    let one = sqlite();
    one.database.write(district).unwrap();
    one.database.gather_statistics().unwrap();
    let rows: String = one
        .database
        .read(|db| {
            let query = diesel::select(sql::<Text>(
                "stat FROM sqlite_stat1 WHERE idx = 'units_by_department'",
            ));
            query.get_result(db).map_err(StoreError::from)
        })
        .unwrap();
    assert!(rows.starts_with("6 "), "{rows}");
}

#[test]
fn short_queries_are_not_compiled() {
    let one = crate::testing::postgres();
    let setting = one.database.read(|db| {
        let query = diesel::select(sql::<Text>("current_setting('jit')"));
        query.get_result::<String>(db).map_err(StoreError::from)
    });
    assert_eq!(setting.unwrap(), "off");
}

#[test]
fn the_file_of_an_embedded_database_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let one = sqlite();
    let Place::Sqlite(path) = &one.place else {
        panic!("a file was asked for");
    };
    let mode = std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

#[test]
fn a_place_that_cannot_be_opened_is_named() {
    for place in ["/nowhere/at/all/hengji.db", "postgres:///hengji?host=/nowhere"] {
        let refusal = Database::open(&Place::read(place), options()).err().unwrap();
        assert!(matches!(&refusal, StoreError::Unavailable { .. }), "{refusal}");
        let shown = Place::read(place).to_string();
        assert!(refusal.to_string().contains(&shown), "{refusal}");
    }
}

#[test]
fn a_backup_is_a_whole_database_and_overwrites_nothing() {
    let one = sqlite();
    one.database.write(district).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let target = directory.path().join("copy.db");
    one.database.back_up_to(&target).unwrap();
    let copy = Database::open(&Place::Sqlite(target.clone()), options()).unwrap();
    assert_eq!(unit_count(&copy), 6);
    let refusal = one.database.back_up_to(&target).unwrap_err();
    assert!(matches!(refusal, StoreError::Backup { .. }), "{refusal}");
}
