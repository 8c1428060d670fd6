//! Snapshots on both engines: content is written once, only the second hand is added.

use hengji_domain::result_snapshot::SnapshotState;

use super::*;
use crate::samples::{at, bytes, division, user_id, year};
use crate::testing::on_each_engine;

fn hand(number: u64) -> SnapshotHand {
    SnapshotHand {
        user: user_id(number),
        name: format!("经办{number}"),
        at: at(i64::try_from(number).unwrap()),
    }
}

fn snapshot(number: u64) -> ResultSnapshot {
    ResultSnapshot {
        id: ResultSnapshotId::new(at(0), bytes(number)),
        year: year(),
        number: i32::try_from(number).unwrap(),
        title: "2020 年度绩效评价结果".into(),
        content: "{\"format\":1}".into(),
        content_sha256: "0".repeat(64),
        state: SnapshotState::Proposed,
        maker: hand(1),
        checker: None,
        reason: String::new(),
        previous_seal: String::new(),
        seal: String::new(),
        version: 1,
    }
}

fn published(one: ResultSnapshot) -> ResultSnapshot {
    ResultSnapshot {
        state: SnapshotState::Published,
        checker: Some(hand(2)),
        previous_seal: "1".repeat(64),
        seal: "2".repeat(64),
        ..one
    }
}

#[test]
fn a_snapshot_is_read_as_it_was_written_and_listed_by_number() {
    on_each_engine(|database| {
        let (first, second) = (snapshot(1), snapshot(2));
        let listed = database.write(|db| {
            insert(db, division(), &second)?;
            insert(db, division(), &first)?;
            assert_eq!(find(db, division(), first.id)?, Some(first.clone()));
            of_year(db, division(), year())
        });
        assert_eq!(listed.unwrap(), [first, second]);
    });
}

#[test]
fn the_second_hand_is_written_once() {
    on_each_engine(|database| {
        let one = snapshot(1);
        let next = published(one.clone());
        let read = database.write(|db| {
            insert(db, division(), &one)?;
            assert_eq!(check(db, division(), &next)?, 2);
            find(db, division(), one.id)
        });
        let expected = ResultSnapshot {
            version: 2,
            ..next.clone()
        };
        assert_eq!(read.unwrap(), Some(expected));
        let late = database.write(|db| check(db, division(), &next));
        assert!(matches!(late, Err(StoreError::Stale { .. })), "{late:?}");
    });
}

#[test]
fn a_number_is_given_once_in_a_year() {
    on_each_engine(|database| {
        let twice = database.write(|db| {
            insert(db, division(), &snapshot(1))?;
            let again = ResultSnapshot {
                number: 1,
                ..snapshot(2)
            };
            insert(db, division(), &again)
        });
        let Err(StoreError::Duplicate { constraint }) = twice else {
            panic!("{twice:?}");
        };
        assert_eq!(constraint, "result_snapshots_number_unique");
    });
}
