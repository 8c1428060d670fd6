//! Accounts and grants survive storage; names are unique everywhere; stale changes are refused.

use hengji_domain::person::{Grant, Role};

use super::*;
use crate::Database;
use crate::divisions::{self, ServedDivision};
use crate::samples::{at, district, division, insert_user, unit_id, user, user_id};
use crate::testing::on_each_engine;

fn prepared(database: &Database) -> User {
    database
        .write(|db| {
            district(db)?;
            insert_user(db, 1)
        })
        .unwrap()
}

#[test]
fn an_account_comes_back_as_it_was_stored() {
    on_each_engine(|database| {
        let stored = prepared(database);
        assert_eq!(
            database
                .read(|db| find(db, division(), stored.id))
                .unwrap()
                .as_ref(),
            Some(&stored)
        );
        assert_eq!(
            database.read(|db| by_login(db, "clerk1")).unwrap().as_ref(),
            Some(&stored)
        );
        assert_eq!(database.read(|db| list(db, division())).unwrap(), [stored]);
        assert_eq!(database.read(|db| by_login(db, "CLERK1")).unwrap(), None);
    });
}

#[test]
fn a_login_name_is_taken_in_every_division() {
    on_each_engine(|database| {
        prepared(database);
        let elsewhere = "990000".parse().unwrap();
        let served = ServedDivision {
            division: elsewhere,
            name: "公开案例".into(),
            is_demonstration: true,
        };
        database.write(|db| divisions::save(db, &served)).unwrap();
        let other = User {
            home: elsewhere,
            id: user_id(2),
            unit: None,
            ..user(1)
        };
        let refusal = database.write(|db| insert(db, &other)).unwrap_err();
        assert!(
            matches!(&refusal, StoreError::Duplicate { constraint } if constraint == "login_names_pkey"),
            "{refusal}"
        );
        assert_eq!(database.read(|db| find(db, elsewhere, user_id(2))).unwrap(), None);
    });
}

#[test]
fn an_update_clears_what_it_no_longer_names() {
    on_each_engine(|database| {
        let stored = prepared(database);
        let locked = User {
            locked_until: Some(at(600)),
            failed_attempts: 5,
            second_factor: Some("secret".into()),
            ..stored
        };
        let locked = database.write(|db| update(db, &locked)).unwrap();
        let opened = User {
            locked_until: None,
            failed_attempts: 0,
            second_factor: None,
            ..locked
        };
        let opened = database.write(|db| update(db, &opened)).unwrap();
        assert_eq!(opened.version, 3);
        assert_eq!(database.read(|db| by_login(db, "clerk1")).unwrap(), Some(opened));
    });
}

#[test]
fn of_two_failed_sign_ins_at_once_one_must_look_again() {
    on_each_engine(|database| {
        let stored = prepared(database);
        database.write(|db| update(db, &stored)).unwrap();
        let refusal = database.write(|db| update(db, &stored)).unwrap_err();
        assert!(
            matches!(refusal, StoreError::Stale { table: "users", .. }),
            "{refusal}"
        );
    });
}

#[test]
fn grants_belong_to_the_division_they_are_given_for() {
    on_each_engine(|database| {
        let holder = prepared(database).id;
        let clerk = Grant {
            role: Role::UnitClerk,
            unit: unit_id(11),
        };
        let head = Grant {
            role: Role::UnitHead,
            unit: unit_id(12),
        };
        let record = |grant| GrantRecord {
            user: holder,
            grant,
            granted_by: Some(user_id(7)),
            granted_at: at(1),
        };
        for one in [clerk, head] {
            database.write(|db| grant(db, division(), &record(one))).unwrap();
        }
        let twice = database
            .write(|db| grant(db, division(), &record(clerk)))
            .unwrap_err();
        assert!(matches!(twice, StoreError::Duplicate { .. }), "{twice}");
        let held = |database: &Database| database.read(|db| grants_of(db, division(), holder)).unwrap();
        assert_eq!(held(database), [clerk, head]);
        let elsewhere = "990000".parse().unwrap();
        assert_eq!(database.read(|db| grants_of(db, elsewhere, holder)).unwrap(), []);
        assert!(
            database
                .write(|db| revoke(db, division(), holder, clerk))
                .unwrap()
        );
        assert!(
            !database
                .write(|db| revoke(db, division(), holder, clerk))
                .unwrap()
        );
        assert_eq!(held(database), [head]);
        assert_eq!(
            database.read(|db| grants_in_division(db, division())).unwrap(),
            [record(head)]
        );
    });
}

#[test]
fn earlier_passwords_come_newest_first_and_only_as_many_as_asked() {
    on_each_engine(|database| {
        let id = prepared(database).id;
        for (hash, seconds) in [("first", 1), ("third", 3), ("second", 2)] {
            database
                .write(|db| remember_password(db, division(), id, hash, at(seconds)))
                .unwrap();
        }
        let last = database
            .read(|db| earlier_passwords(db, division(), id, 2))
            .unwrap();
        assert_eq!(last, ["third", "second"]);
    });
}
