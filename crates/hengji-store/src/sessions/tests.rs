//! A session carries its user and grants; ended sessions stay ended.

use hengji_domain::person::Role;

use super::*;
use crate::divisions::{self, ServedDivision};
use crate::samples::{at, district, division, insert_user, unit_id, year};
use crate::testing::on_each_engine;
use crate::users::{GrantRecord, grant, update};
use crate::{Database, Sorted, statements, units};

fn session(token: &str, user: UserId) -> Session {
    Session {
        token_hash: token.into(),
        home: division(),
        user,
        acting_division: division(),
        acting_year: year(),
        address: Some("10.0.0.1".into()),
        user_agent: None,
        created_at: at(0),
        last_seen_at: at(0),
        confirmed_at: None,
        revoked_at: None,
    }
}

fn give(db: &mut Db, division: Division, user: UserId, role: Role, unit: u64) -> Result<(), StoreError> {
    let record = GrantRecord {
        user,
        grant: Grant {
            role,
            unit: unit_id(unit),
        },
        granted_by: None,
        granted_at: at(0),
    };
    grant(db, division, &record)
}

/// A clerk of two units with a session.
fn prepared(database: &Database) -> User {
    database
        .write(|db| {
            district(db)?;
            let user = insert_user(db, 1)?;
            give(db, division(), user.id, Role::UnitClerk, 11)?;
            give(db, division(), user.id, Role::UnitClerk, 12)?;
            insert(db, &session("token", user.id))?;
            Ok::<_, StoreError>(user)
        })
        .unwrap()
}

fn found(database: &Database, token: &str) -> Option<SignedIn> {
    database.read(|db| find(db, division(), token)).unwrap()
}

#[test]
fn a_session_is_found_with_user_and_grants_in_one_statement() {
    on_each_engine(|database| {
        let user = prepared(database);
        let before = statements::sent();
        let signed_in = found(database, "token").unwrap();
        assert_eq!(statements::sent() - before, 1);
        assert_eq!(
            (&signed_in.session, &signed_in.user),
            (&session("token", user.id), &user)
        );
        assert_eq!(signed_in.grants.len(), 2);
        assert_eq!(found(database, "guess"), None);
    });
}

#[test]
fn a_user_without_grants_is_signed_in_all_the_same() {
    on_each_engine(|database| {
        prepared(database);
        let other = database
            .write(|db| {
                let other = insert_user(db, 2)?;
                insert(db, &session("other", other.id))?;
                Ok::<_, StoreError>(other)
            })
            .unwrap();
        let signed_in = found(database, "other").unwrap();
        assert_eq!((signed_in.user.id, signed_in.grants.len()), (other.id, 0));
    });
}

#[test]
fn whoever_acts_elsewhere_has_the_grants_of_there() {
    on_each_engine(|database| {
        let user = prepared(database);
        let elsewhere: Division = "990000".parse().unwrap();
        let acting = Session {
            acting_division: elsewhere,
            ..session("token", user.id)
        };
        database
            .write(|db| {
                divisions::save(
                    db,
                    &ServedDivision {
                        division: elsewhere,
                        name: "公开案例".into(),
                        is_demonstration: true,
                    },
                )?;
                let mut unit = units::list(db, division())?.remove(0);
                unit.department = unit.id;
                unit.budget_division = None;
                let sorted = Sorted {
                    record: unit,
                    pinyin_sort: "a".into(),
                };
                units::insert_many(db, elsewhere, &[sorted])?;
                give(db, elsewhere, user.id, Role::OversightReader, 10)?;
                touch(db, &acting)
            })
            .unwrap();
        let signed_in = found(database, "token").unwrap();
        assert_eq!(signed_in.session.acting_division, elsewhere);
        assert_eq!(
            signed_in.grants.iter().map(|one| one.role).collect::<Vec<_>>(),
            [Role::OversightReader]
        );
    });
}

#[test]
fn a_disabled_user_is_seen_as_such_at_the_next_request() {
    on_each_engine(|database| {
        let user = prepared(database);
        let disabled = User {
            is_disabled: true,
            ..user
        };
        database.write(|db| update(db, &disabled)).unwrap();
        assert!(found(database, "token").unwrap().user.is_disabled);
    });
}

#[test]
fn an_ended_session_stays_ended() {
    on_each_engine(|database| {
        let user = prepared(database);
        assert!(
            database
                .write(|db| revoke(db, division(), "token", at(5)))
                .unwrap()
        );
        assert!(
            !database
                .write(|db| revoke(db, division(), "token", at(9)))
                .unwrap()
        );
        assert_eq!(found(database, "token").unwrap().session.revoked_at, Some(at(5)));
        database
            .write(|db| insert(db, &session("second", user.id)))
            .unwrap();
        database
            .write(|db| insert(db, &session("third", user.id)))
            .unwrap();
        assert_eq!(
            database.read(|db| open_sessions(db, division())).unwrap().len(),
            2
        );
        let ended = database
            .write(|db| revoke_all_of(db, division(), user.id, at(7)))
            .unwrap();
        assert_eq!(ended, 2);
        assert_eq!(database.read(|db| open_sessions(db, division())).unwrap(), []);
    });
}

#[test]
fn old_sessions_are_forgotten_with_their_addresses() {
    on_each_engine(|database| {
        let user = prepared(database);
        let seen = Session {
            last_seen_at: at(100),
            ..session("seen", user.id)
        };
        database.write(|db| insert(db, &seen)).unwrap();
        let forgotten = database
            .write(|db| forget_before(db, division(), at(100)))
            .unwrap();
        assert_eq!(forgotten, 1);
        assert_eq!(
            (found(database, "token"), found(database, "seen").is_some()),
            (None, true)
        );
    });
}
