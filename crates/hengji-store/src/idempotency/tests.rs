//! A request is remembered once for its user, and forgotten in time.

use super::*;
use crate::samples::{at, division, user_id};
use crate::testing::on_each_engine;

fn request(user: u64, key: &str, seconds: i64) -> KnownRequest {
    KnownRequest {
        user: user_id(user),
        request_key: key.into(),
        action: "submit_goal".into(),
        body_sha256: "e3b0".into(),
        answer: "{\"version\":2}".into(),
        created_at: at(seconds),
    }
}

#[test]
fn a_request_is_found_by_its_user_and_key_only() {
    on_each_engine(|database| {
        database
            .write(|db| insert(db, division(), &request(1, "k", 0)))
            .unwrap();
        let found = |user, key| {
            database
                .read(|db| find(db, division(), user_id(user), key))
                .unwrap()
        };
        assert_eq!(found(1, "k"), Some(request(1, "k", 0)));
        assert_eq!((found(2, "k"), found(1, "j")), (None, None));
        let again = database
            .write(|db| insert(db, division(), &request(1, "k", 9)))
            .unwrap_err();
        assert!(matches!(again, StoreError::Duplicate { .. }), "{again}");
        database
            .write(|db| insert(db, division(), &request(2, "k", 0)))
            .unwrap();
    });
}

#[test]
fn old_requests_are_forgotten() {
    on_each_engine(|database| {
        for (key, seconds) in [("old", 1), ("new", 2)] {
            database
                .write(|db| insert(db, division(), &request(1, key, seconds)))
                .unwrap();
        }
        assert_eq!(
            database.write(|db| forget_before(db, division(), at(2))).unwrap(),
            1
        );
        let found = |key| database.read(|db| find(db, division(), user_id(1), key)).unwrap();
        assert_eq!((found("old").is_some(), found("new").is_some()), (false, true));
    });
}
