//! Differences are kept once, listed within a scope, and changed under a version.

use std::collections::BTreeMap;

use hengji_authz::{Parts, Scope};

use super::*;
use crate::page::{Count, Page};
use crate::samples::{at, bytes, district, division, unit_id, year};
use crate::testing::on_each_engine;

fn difference(number: u64, owner: u64, found: i64) -> Difference {
    Difference {
        id: DifferenceId::new(at(0), bytes(number)),
        year: year(),
        found: Found {
            kind: DifferenceKind::PaidAboveBudget,
            subject: format!("p{number}"),
            subject_name: "道路养护".into(),
            period: "2020".into(),
            owner: unit_id(owner),
            expected: Money::from_fen(100),
            found: Money::from_fen(found),
        },
        state: DifferenceState::Open,
        explanation: None,
        conclusion: None,
        found_at: at(0),
        version: 1,
    }
}

fn said(text: &str) -> Statement {
    Statement {
        text: text.into(),
        by_name: "单位财务".into(),
        at: at(9),
    }
}

const ALL: Page = Page { offset: 0, limit: 50 };

#[test]
fn what_is_stored_is_read_back_and_one_difference_has_one_record() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        let one = difference(1, 11, 120).explained(said("漏导调整")).unwrap();
        database
            .write(|db| insert_many(db, division(), &[one.clone(), difference(2, 21, 90)]))
            .unwrap();
        let read = database.read(|db| find(db, division(), one.id)).unwrap();
        assert_eq!(read, Some(one.clone()));
        let again = Difference {
            id: DifferenceId::new(at(1), bytes(7)),
            ..one
        };
        let refusal = database
            .write(|db| insert_many(db, division(), std::slice::from_ref(&again)))
            .unwrap_err();
        assert!(
            matches!(&refusal, StoreError::Duplicate { constraint } if constraint == "differences_subject_unique"),
            "{refusal}"
        );
    });
}

#[test]
fn a_stale_change_is_refused_and_many_are_changed_at_once() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        let all = [difference(1, 11, 120), difference(2, 11, 130)];
        database.write(|db| insert_many(db, division(), &all)).unwrap();
        let closed = all[0].closed(said("核对无误")).unwrap();
        assert_eq!(database.write(|db| update(db, division(), &closed)).unwrap(), 2);
        let refusal = database.write(|db| update(db, division(), &closed)).unwrap_err();
        assert!(matches!(refusal, StoreError::Stale { .. }), "{refusal}");
        let changed: Vec<Difference> = database
            .read(|db| of_year(db, division(), year()))
            .unwrap()
            .into_iter()
            .map(|one| Difference {
                state: DifferenceState::Settled,
                ..one
            })
            .collect();
        database
            .write(|db| replace_many(db, division(), &changed))
            .unwrap();
        let versions: Vec<i32> = database
            .read(|db| of_year(db, division(), year()))
            .unwrap()
            .iter()
            .map(|one| one.version)
            .collect();
        assert_eq!(versions, [3, 2]);
    });
}

#[test]
fn a_list_shows_what_its_reader_owns_open_and_greatest_first() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        let closed = difference(3, 12, 900).closed(said("核对无误")).unwrap();
        let all = [
            difference(1, 11, 120),
            difference(2, 21, 70),
            closed,
            difference(4, 90, 105),
        ];
        database.write(|db| insert_many(db, division(), &all)).unwrap();
        let shown = |scope: Scope| {
            let filter = DifferenceFilter::of_year(year(), scope);
            let rows = database.read(|db| list(db, division(), &filter, ALL)).unwrap();
            let total = database.read(|db| count(db, division(), &filter)).unwrap();
            assert_eq!(total, Count::Exactly(u64::try_from(rows.len()).unwrap()));
            rows.iter()
                .map(|row| row.difference.found.subject.clone())
                .collect::<Vec<_>>()
        };
        let parts = |parts: Parts| Scope::Parts(parts);
        assert_eq!(shown(Scope::AllOfDivision), ["p2", "p1", "p4", "p3"]);
        assert_eq!(shown(Scope::Nothing), [""; 0]);
        let of_unit = parts(Parts {
            units: vec![unit_id(11)],
            ..Parts::default()
        });
        assert_eq!(shown(of_unit.clone()), ["p1"]);
        let of_department = parts(Parts {
            departments: vec![unit_id(10)],
            ..Parts::default()
        });
        assert_eq!(shown(of_department), ["p1", "p3"]);
        // A bureau division sees what it owns itself and what the units own whose budget it keeps.
        let of_bureau = parts(Parts {
            budget_divisions: vec![unit_id(90)],
            ..Parts::default()
        });
        assert!(shown(of_bureau).contains(&"p4".to_owned()));
        let concluded = parts(Parts {
            concluded: true,
            ..Parts::default()
        });
        assert_eq!(shown(concluded), [""; 0]);
        let counts = database
            .read(|db| count_by_state(db, division(), year(), &Scope::AllOfDivision))
            .unwrap();
        let expected = BTreeMap::from([(DifferenceState::Open, 3), (DifferenceState::Closed, 1)]);
        assert_eq!(counts, expected);
        let mine = database
            .read(|db| count_by_state(db, division(), year(), &of_unit))
            .unwrap();
        assert_eq!(mine, BTreeMap::from([(DifferenceState::Open, 1)]));
    });
}

#[test]
fn a_list_is_narrowed_by_kind_state_and_words() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        let other = Difference {
            found: Found {
                kind: DifferenceKind::UnknownProject,
                subject: "330199XX".into(),
                subject_name: String::new(),
                ..difference(2, 21, 9).found
            },
            ..difference(2, 21, 9)
        };
        let explained = difference(3, 11, 8).explained(said("x")).unwrap();
        let all = [difference(1, 11, 120), other, explained];
        database.write(|db| insert_many(db, division(), &all)).unwrap();
        let base = DifferenceFilter::of_year(year(), Scope::AllOfDivision);
        let count_of = |filter: DifferenceFilter| match database.read(|db| count(db, division(), &filter)) {
            Ok(Count::Exactly(count)) => count,
            other => panic!("{other:?}"),
        };
        for (filter, expected) in [
            (
                DifferenceFilter {
                    kind: Some(DifferenceKind::UnknownProject),
                    ..base.clone()
                },
                1,
            ),
            (
                DifferenceFilter {
                    state: Some(DifferenceState::Explained),
                    ..base.clone()
                },
                1,
            ),
            (
                DifferenceFilter {
                    is_pending: true,
                    ..base.clone()
                },
                3,
            ),
            (
                DifferenceFilter {
                    words: Some("330199xx".into()),
                    ..base.clone()
                },
                1,
            ),
            (
                DifferenceFilter {
                    words: Some("养护".into()),
                    ..base.clone()
                },
                2,
            ),
            (
                DifferenceFilter {
                    words: Some("50%".into()),
                    ..base
                },
                0,
            ),
        ] {
            assert_eq!(count_of(filter.clone()), expected, "{filter:?}");
        }
    });
}
