//! Editions come back as handed in; a changed snapshot is refused.

use super::*;
use crate::samples::{at, district_with_goals, division, sheet_id, user_id};
use crate::testing::on_each_engine;

fn edition(number: i32, snapshot: &str) -> Edition {
    Edition::of(
        sheet_id(2),
        number,
        snapshot.into(),
        "rules-1".into(),
        user_id(1),
        at(5),
    )
}

#[test]
fn editions_come_oldest_first_and_once_each() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let (first, second) = (
            edition(1, "{\"目标\":\"≥266\"}"),
            edition(2, "{\"目标\":\"≥300\"}"),
        );
        for one in [&second, &first] {
            database.write(|db| insert(db, division(), one)).unwrap();
        }
        let all = database.read(|db| of_sheet(db, division(), sheet_id(2))).unwrap();
        assert_eq!(all, [first.clone(), second]);
        assert_eq!(
            database.read(|db| find(db, division(), sheet_id(2), 1)).unwrap(),
            Some(first.clone())
        );
        assert_eq!(
            database.read(|db| find(db, division(), sheet_id(2), 3)).unwrap(),
            None
        );
        let again = database.write(|db| insert(db, division(), &first)).unwrap_err();
        assert!(matches!(again, StoreError::Duplicate { .. }), "{again}");
    });
}

#[test]
fn a_snapshot_changed_behind_the_back_is_refused() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        database
            .write(|db| insert(db, division(), &edition(1, "{}")))
            .unwrap();
        database
            .write(|db| {
                diesel::update(editions::table)
                    .set(editions::snapshot.eq("{ }"))
                    .execute(db)
                    .map_err(StoreError::from)
            })
            .unwrap();
        let refusal = database
            .read(|db| of_sheet(db, division(), sheet_id(2)))
            .unwrap_err();
        assert!(
            matches!(
                refusal,
                StoreError::Corrupt {
                    table: "editions",
                    ..
                }
            ),
            "{refusal}"
        );
    });
}
