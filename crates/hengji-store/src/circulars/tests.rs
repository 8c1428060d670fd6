//! Circulars on both engines: figures are written once, an edition is given once, a department signs once.

use hengji_domain::circular::CircularState;
use hengji_domain::spot::SpotState;

use super::*;
use crate::samples::{at, bytes, district, division, unit_id, user_id, year};
use crate::spot::{SpotHand, SpotNumbers, SpotRound, insert_round};
use crate::testing::on_each_engine;

fn hand(number: u64) -> CircularHand {
    CircularHand {
        user: user_id(number),
        name: format!("经办{number}"),
        at: at(i64::try_from(number).unwrap()),
    }
}

fn round_id() -> SpotRoundId {
    SpotRoundId::new(at(0), bytes(1))
}

fn round() -> SpotRound {
    SpotRound {
        id: round_id(),
        year: year(),
        number: 1,
        title: "2020 年度项目绩效抽评".into(),
        reason: String::new(),
        frame_sha256: "0".repeat(64),
        frozen: SpotHand {
            user: user_id(1),
            name: "绩效科审核".into(),
            at: at(0),
        },
        numbers: SpotNumbers {
            share_bp: 1_000,
            department_least: 1,
            total: None,
        },
        announced: None,
        value: None,
        confirmed: None,
        seal: String::new(),
        state: SpotState::Drawn,
        version: 1,
    }
}

fn draft(number: u64) -> Circular {
    Circular {
        id: CircularId::new(at(0), bytes(number)),
        year: year(),
        round: round_id(),
        edition: i32::try_from(number).unwrap(),
        state: CircularState::Drafted,
        remarks: "请于月底前报送".into(),
        reason: String::new(),
        drafted: hand(1),
        decided: None,
        decision: String::new(),
        content_sha256: String::new(),
        receipt_due_on: None,
        paper: None,
        version: 1,
    }
}

fn issued(one: Circular) -> Circular {
    Circular {
        state: CircularState::Issued,
        decided: Some(hand(2)),
        content_sha256: "1".repeat(64),
        receipt_due_on: "2021-03-04".parse().ok(),
        ..one
    }
}

fn served(department: u64) -> CircularReceipt {
    CircularReceipt {
        department: unit_id(department),
        department_name: format!("部门{department}"),
        projects: 3,
        receipted: None,
    }
}

fn begun(db: &mut Db) -> Result<(), StoreError> {
    district(db)?;
    insert_round(db, division(), &round())
}

#[test]
fn a_circular_is_read_as_it_was_written_and_its_figures_are_written_once() {
    on_each_engine(|database| {
        let (one, next) = (draft(1), issued(draft(1)));
        let read = database.write(|db| {
            begun(db)?;
            insert(db, division(), &one)?;
            assert_eq!(find(db, division(), one.id)?, Some(one.clone()));
            assert_eq!(content(db, division(), one.id)?, None);
            issue(db, division(), one.id, "{\"format\":1}")?;
            assert_eq!(update(db, division(), &next)?, 2);
            of_round(db, division(), round_id())
        });
        let expected = Circular {
            version: 2,
            ..next.clone()
        };
        assert_eq!(read.unwrap(), [expected]);
        let again = database.write(|db| issue(db, division(), one.id, "{}"));
        assert!(matches!(again, Err(StoreError::Stale { .. })), "{again:?}");
        let kept = database.read(|db| content(db, division(), one.id));
        assert_eq!(kept.unwrap().as_deref(), Some("{\"format\":1}"));
        let late = database.write(|db| update(db, division(), &next));
        assert!(matches!(late, Err(StoreError::Stale { .. })), "{late:?}");
    });
}

#[test]
fn an_edition_is_given_once_in_a_round() {
    on_each_engine(|database| {
        let twice = database.write(|db| {
            begun(db)?;
            insert(db, division(), &draft(1))?;
            insert(
                db,
                division(),
                &Circular {
                    edition: 1,
                    ..draft(2)
                },
            )
        });
        let Err(StoreError::Duplicate { constraint }) = twice else {
            panic!("{twice:?}");
        };
        assert_eq!(constraint, "circulars_edition_unique");
    });
}

#[test]
fn departments_sign_once_and_what_waits_is_theirs_and_in_force() {
    on_each_engine(|database| {
        let (old, one) = (draft(1), draft(2));
        let waiting = |db: &mut Db, departments: &[u64]| {
            let departments: Vec<_> = departments.iter().copied().map(unit_id).collect();
            let found = waiting_receipts(db, division(), year(), &departments)?;
            Ok::<_, StoreError>(found.into_iter().map(|one| one.circular).collect::<Vec<_>>())
        };
        let told = database.write(|db| {
            begun(db)?;
            insert(db, division(), &old)?;
            insert(db, division(), &one)?;
            update(
                db,
                division(),
                &Circular {
                    state: CircularState::Replaced,
                    ..issued(old.clone())
                },
            )?;
            insert_receipts(db, division(), old.id, &[served(10)])?;
            insert_receipts(db, division(), one.id, &[served(20), served(10)])?;
            assert_eq!(waiting(db, &[10])?, [], "a draft waits for nobody");
            update(db, division(), &issued(one.clone()))?;
            assert_eq!(waiting(db, &[10])?, [one.id]);
            assert_eq!(waiting(db, &[90])?, []);
            receipt(db, division(), one.id, unit_id(10), &hand(3))?;
            assert_eq!(waiting(db, &[10])?, []);
            receipts_of(db, division(), one.id)
        });
        let signed = CircularReceipt {
            receipted: Some(hand(3)),
            ..served(10)
        };
        assert_eq!(told.unwrap(), [signed, served(20)]);
        for department in [10, 90] {
            let again = database.write(|db| receipt(db, division(), one.id, unit_id(department), &hand(4)));
            assert!(
                matches!(again, Err(StoreError::Stale { .. })),
                "{department} {again:?}"
            );
        }
    });
}

#[test]
fn a_circular_belongs_to_a_round_and_is_served_to_departments_that_are_there() {
    on_each_engine(|database| {
        let homeless = database.write(|db| insert(db, division(), &draft(1)));
        assert!(
            matches!(homeless, Err(StoreError::Reference { .. })),
            "{homeless:?}"
        );
        let nobody = database.write(|db| {
            begun(db)?;
            insert(db, division(), &draft(1))?;
            insert_receipts(db, division(), draft(1).id, &[served(77)])
        });
        assert!(matches!(nobody, Err(StoreError::Reference { .. })), "{nobody:?}");
    });
}
