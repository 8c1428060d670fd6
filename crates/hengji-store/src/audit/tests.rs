//! The chain has no gap, and every way of tampering with it is found at the first bad number.

use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::samples::{at, division, user_id};
use crate::testing::on_each_engine;
use crate::{Count, Database, Page};

fn event(number: i64) -> NewEvent {
    NewEvent {
        // A clock that runs backwards must not change the order.
        at: at(-number),
        actor: Some(user_id(1)),
        actor_name: Some("城管局业务经办".into()),
        address: None,
        action: "submit_goal".into(),
        outcome: Outcome::Done,
        object: Some(Object {
            kind: "sheet".into(),
            id: format!("sheet-{}", number % 2),
        }),
        details: Some(format!("{{\"number\":{number}}}")),
    }
}

fn with_events(database: &Database, count: i64) -> Vec<Checkpoint> {
    (1..=count)
        .map(|number| {
            database
                .write(|db| append(db, division(), &event(number)))
                .unwrap()
        })
        .collect()
}

fn verified(database: &Database, kept: &[Checkpoint]) -> Result<Verified, Fault> {
    database.read(|db| verify_chain(db, division(), kept)).unwrap()
}

#[test]
fn numbers_have_no_gap_and_a_failed_transaction_leaves_none() {
    on_each_engine(|database| {
        with_events(database, 2);
        let failed = database.write(|db| {
            append(db, division(), &event(3))?;
            Err::<(), _>(StoreError::Full)
        });
        assert!(matches!(failed, Err(StoreError::Full)));
        let last = with_events(database, 1).remove(0);
        assert_eq!(last.seq, 3);
        assert_eq!(
            database.read(|db| head(db, division())).unwrap(),
            Some(last.clone())
        );
        let sound = Verified {
            events: 3,
            head: Some(last),
        };
        assert_eq!(verified(database, &[]), Ok(sound));
    });
}

#[test]
fn each_division_has_its_own_chain() {
    on_each_engine(|database| {
        with_events(database, 2);
        let elsewhere = "990000".parse().unwrap();
        let first = database.write(|db| append(db, elsewhere, &event(1))).unwrap();
        assert_eq!(first.seq, 1);
        assert_eq!(
            database.read(|db| head(db, "330108".parse().unwrap())).unwrap(),
            None
        );
    });
}

#[test]
fn writers_at_once_queue_up_at_the_head() {
    on_each_engine(|database| {
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| with_events(database, 10));
            }
        });
        assert_eq!(verified(database, &[]).unwrap().events, 40);
    });
}

#[test]
fn a_chain_longer_than_a_batch_is_read_whole() {
    let database = crate::testing::sqlite();
    let database = &database.database;
    database
        .write(|db| (1..=2_001).try_for_each(|number| append(db, division(), &event(number)).map(|_| ())))
        .unwrap();
    assert_eq!(verified(database, &[]).unwrap().events, 2_001);
}

/// Runs statements as somebody would who edits the tables behind the product's back.
fn tamper(database: &Database, statements: &str) {
    use diesel::connection::SimpleConnection;
    database
        .write(|db| db.batch_execute(statements).map_err(StoreError::from))
        .unwrap();
}

#[test]
fn every_change_behind_the_back_is_found_at_its_number() {
    let swap = "UPDATE audit_events SET seq = 99 WHERE seq = 2; UPDATE audit_events SET seq = 2 WHERE seq = 3; \
                UPDATE audit_events SET seq = 3 WHERE seq = 99";
    let cases = [
        ("UPDATE audit_events SET action = 'submit_goam' WHERE seq = 2", 2),
        (
            "UPDATE audit_events SET happened_at = happened_at + 1 WHERE seq = 4",
            4,
        ),
        ("UPDATE audit_events SET details = NULL WHERE seq = 1", 1),
        ("UPDATE audit_events SET outcome = 'refused' WHERE seq = 5", 5),
        ("UPDATE audit_events SET outcome = 'lost' WHERE seq = 5", 5),
        ("UPDATE audit_events SET address = 'x' WHERE seq = 3", 3),
        (
            "UPDATE audit_events SET actor_id = UPPER(actor_id) WHERE seq = 2",
            2,
        ),
        ("UPDATE audit_events SET object_id = NULL WHERE seq = 3", 3),
        ("DELETE FROM audit_events WHERE seq = 1", 1),
        ("DELETE FROM audit_events WHERE seq = 3", 3),
        ("DELETE FROM audit_events WHERE seq = 5", 5),
        ("DELETE FROM audit_events", 1),
        (swap, 2),
        ("UPDATE audit_events SET hash = previous_hash WHERE seq = 4", 4),
        ("UPDATE audit_heads SET hash = 'x'", 5),
    ];
    on_each_engine(|database| {
        for (statements, seq) in cases {
            tamper(database, "DELETE FROM audit_events; DELETE FROM audit_heads");
            with_events(database, 5);
            tamper(database, statements);
            let fault = verified(database, &[]).unwrap_err();
            assert_eq!(fault.seq, seq, "{statements}: {fault}");
        }
    });
}

/// Cuts the tail and sets the head back to match, as an old copy of the database would be.
const CUT_TAIL: &str = "DELETE FROM audit_events WHERE 3 < seq; UPDATE audit_heads SET seq = 3, \
                        hash = (SELECT hash FROM audit_events WHERE seq = 3)";

#[test]
fn a_cut_tail_is_found_only_by_whoever_kept_a_checkpoint() {
    on_each_engine(|database| {
        let kept = with_events(database, 5);
        tamper(database, CUT_TAIL);
        assert_eq!(verified(database, &[]).unwrap().events, 3);
        assert_eq!(verified(database, &kept[..3]).unwrap().events, 3);
        let fault = verified(database, &kept[4..]).unwrap_err();
        assert_eq!(fault.seq, 4, "{fault}");
        assert!(fault.to_string().ends_with("[audit-chain-broken]"), "{fault}");
    });
}

#[test]
fn a_chain_written_anew_is_found_by_a_checkpoint() {
    on_each_engine(|database| {
        let kept = with_events(database, 5);
        tamper(database, CUT_TAIL);
        database.write(|db| append(db, division(), &event(77))).unwrap();
        database.write(|db| append(db, division(), &event(78))).unwrap();
        assert_eq!(verified(database, &[]).unwrap().events, 5);
        assert_eq!(verified(database, &kept).unwrap_err().seq, 4);
    });
}

fn exported(database: &Database) -> String {
    let mut lines = String::new();
    database
        .read(|db| {
            stream(db, division(), |event| {
                lines.push_str(&write_line(&event).unwrap());
                Ok::<_, StoreError>(())
            })
        })
        .unwrap();
    lines
}

fn verify_text(text: &str, kept: &[Checkpoint]) -> Result<Verified, Fault> {
    verify_export(Cursor::new(text.as_bytes()), kept)
}

#[test]
fn an_export_is_verified_without_a_database() {
    on_each_engine(|database| {
        let kept = with_events(database, 4);
        let text = exported(database);
        assert_eq!(verify_text(&text, &kept).unwrap().head.as_ref(), kept.last());
        let without_last: String = text.lines().take(3).map(|line| format!("{line}\n")).collect();
        assert_eq!(verify_text(&without_last, &[]).unwrap().events, 3);
        assert_eq!(verify_text(&without_last, &kept).unwrap_err().seq, 4);
        let torn = text.trim_end();
        assert_eq!(verify_text(torn, &[]).unwrap_err().seq, 4);
    });
}

#[test]
fn what_is_no_export_is_refused_in_bounded_memory() {
    for (text, seq) in [
        ("{}\n".to_owned(), 1),
        ("not json\n".to_owned(), 1),
        ("x".repeat(3 << 20), 1),
    ] {
        assert_eq!(verify_text(&text, &[]).unwrap_err().seq, seq);
    }
    assert_eq!(verify_text("", &[]).unwrap().head, None);
}

#[test]
fn an_export_of_two_divisions_is_refused() {
    on_each_engine(|database| {
        with_events(database, 1);
        let text = exported(database);
        let other = text.replace("330199", "330198").replace("\"seq\":1", "\"seq\":2");
        let fault = verify_text(&format!("{text}{other}"), &[]).unwrap_err();
        assert_eq!(fault.seq, 2);
        assert!(fault.what.contains("区划"), "{fault}");
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_flipped_byte_anywhere_in_an_export_is_found(place in 0usize..2_000, bit in 0u8..7) {
        let mut previous = GENESIS_HASH.to_owned();
        let mut text = String::new();
        for number in 1..=4 {
            let event = Event::chained(division(), number, event(number), previous);
            previous = event.hash.clone();
            text.push_str(&write_line(&event).unwrap());
        }
        let mut bytes = text.clone().into_bytes();
        let place = place % bytes.len();
        bytes[place] ^= 1 << bit;
        // JSON has several spellings for some texts; only a spelling that means the same may pass.
        let same = |text: &[u8]| -> Option<Vec<serde_json::Value>> {
            let text = std::str::from_utf8(text).ok()?;
            text.split('\n').filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).ok()).collect()
        };
        let is_same = same(&bytes).is_some_and(|values| Some(values) == same(text.as_bytes()));
        let outcome = verify_export(Cursor::new(&bytes), &[]);
        prop_assert_eq!(outcome.is_ok(), is_same);
    }
}

#[test]
fn text_cannot_be_moved_from_one_field_to_another() {
    let chained = |actor_name: &str, address: &str| {
        let what = NewEvent {
            actor_name: Some(actor_name.into()),
            address: Some(address.into()),
            ..event(1)
        };
        Event::chained(division(), 1, what, GENESIS_HASH.into())
    };
    assert_ne!(
        chained("甲\naddress=1:乙", "丙").hash,
        chained("甲", "乙\naddress=1:丙").hash
    );
    assert_eq!(chained("", "").what.actor_name, None);
    assert_ne!(chained("-", "").hash, chained("", "-").hash);
}

#[test]
fn events_are_listed_newest_first_and_by_every_filter() {
    on_each_engine(|database| {
        with_events(database, 4);
        let refused = NewEvent {
            outcome: Outcome::Refused,
            actor: None,
            object: None,
            action: "log_in".into(),
            ..event(5)
        };
        database.write(|db| append(db, division(), &refused)).unwrap();
        let numbers = |filter: &AuditFilter| {
            let page = Page { offset: 0, limit: 9 };
            let found = database.read(|db| list(db, division(), filter, page)).unwrap();
            let counted = database.read(|db| count(db, division(), filter)).unwrap();
            assert_eq!(counted, Count::Exactly(u64::try_from(found.len()).unwrap()));
            found.iter().map(|event| event.seq).collect::<Vec<_>>()
        };
        let none = AuditFilter::default;
        for (filter, expected) in [
            (none(), vec![5, 4, 3, 2, 1]),
            (
                AuditFilter {
                    object: Some("sheet-1".into()),
                    ..none()
                },
                vec![3, 1],
            ),
            (
                AuditFilter {
                    actor: Some(user_id(1)),
                    ..none()
                },
                vec![4, 3, 2, 1],
            ),
            (
                AuditFilter {
                    outcome: Some(Outcome::Refused),
                    ..none()
                },
                vec![5],
            ),
            (
                AuditFilter {
                    action: Some("log_in".into()),
                    ..none()
                },
                vec![5],
            ),
            (
                AuditFilter {
                    from: Some(at(-3)),
                    until: Some(at(-1)),
                    ..none()
                },
                vec![3, 2],
            ),
        ] {
            assert_eq!(numbers(&filter), expected, "{filter:?}");
        }
    });
}
