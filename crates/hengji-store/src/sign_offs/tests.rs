//! A sheet is written once, moves by versions, and keeps every answer and second look that was given.

use hengji_authz::{Parts, Scope};
use hengji_domain::evaluation::{EvaluationState, ItemKey};
use hengji_domain::id::{SignOffId, UserId};
use hengji_domain::sign_off::{Answered, PointAnswer, SecondLook, SecondOutcome, SignOffSide, Verdict};
use hengji_domain::{NaiveDate, Score, Weight};

use super::*;
use crate::evaluations::{self, Evaluation};
use crate::samples::{at, bytes, district, division, unit_id, user_id, year};
use crate::statements;
use crate::testing::on_each_engine;

fn evaluation_id(number: u64) -> EvaluationId {
    EvaluationId::new(at(0), bytes(number))
}

fn id(number: u64) -> SignOffId {
    SignOffId::new(at(0), bytes(number))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn hand(user: UserId) -> SignOffHand {
    SignOffHand {
        user,
        name: "某岗".into(),
        at: at(7),
    }
}

fn evaluation(number: u64, unit: u64) -> Evaluation {
    Evaluation {
        id: evaluation_id(number),
        year: year(),
        kind: "spot".into(),
        subject_key: format!("unit:{unit}"),
        title: format!("项目{number}"),
        project: None,
        unit: unit_id(unit),
        department: unit_id(unit / 10 * 10),
        state: EvaluationState::Verification,
        edition: 0,
        frame: "{}".into(),
        rules_fingerprint: "abc".into(),
        self_due_on: None,
        opened_by: user_id(1),
        opened_by_name: "绩效科经办".into(),
        opened_at: at(0),
        version: 1,
    }
}

fn point(number: u32, is_line: bool) -> SignOffPoint {
    SignOffPoint {
        number,
        item: is_line.then(|| ItemKey::new("line")),
        name: if is_line {
            "养护里程".into()
        } else {
            String::new()
        },
        weight: is_line.then(|| Weight::from_centi(1_000)),
        own: is_line.then(|| Score::from_centi(1_000)),
        verified: is_line.then(|| Score::from_centi(800)),
        words: "少 2 公里".into(),
        answer: None,
        second: None,
    }
}

fn sheet(number: u64, evaluation: u64, edition: i32) -> SignOffSheet {
    SignOffSheet {
        id: id(number),
        evaluation: evaluation_id(evaluation),
        edition,
        state: SignOffState::Sent,
        answer_due_on: day("2021-02-10"),
        issued: hand(user_id(1)),
        answered: None,
        bureau: None,
        department: None,
        closing: None,
        paper: None,
        version: 1,
        points: vec![point(1, true), point(2, false)],
    }
}

fn answers() -> Vec<Answered> {
    let answer = |number, verdict, words: &str| Answered {
        number,
        answer: PointAnswer {
            verdict,
            words: words.into(),
            evidence: String::new(),
        },
    };
    vec![
        answer(1, Verdict::Disputed, "验收单附在第三页"),
        answer(2, Verdict::Agreed, ""),
    ]
}

fn look() -> SecondLook {
    SecondLook {
        outcome: SecondOutcome::Amended,
        words: "验收单可以采信".into(),
        score: Some(Score::from_centi(900)),
        hand: hand(user_id(2)),
    }
}

/// Two evaluations of different departments.
fn stage(db: &mut Db) {
    district(db).unwrap();
    let all = [evaluation(1, 11), evaluation(2, 21)];
    evaluations::insert_many(db, division(), &all).unwrap();
}

#[test]
fn a_sheet_is_read_back_with_everything_that_was_said_of_it() {
    on_each_engine(|database| {
        database
            .write(|db| {
                stage(db);
                let sent = sheet(1, 1, 1);
                insert_sheets(db, division(), std::slice::from_ref(&sent))?;
                assert_eq!(
                    sheets_of(db, division(), evaluation_id(1))?,
                    std::slice::from_ref(&sent)
                );
                assert_eq!(sheets_of(db, division(), evaluation_id(2))?, []);
                insert_answers(db, division(), &[(sent.id, answers())])?;
                let answered = sent.answered(&answers(), 6, hand(user_id(3))).unwrap();
                let version = update_sheet(db, division(), &answered)?;
                insert_looks(db, division(), &[(answered.id, 1, look())])?;
                let looked = SignOffSheet { version, ..answered }
                    .looked_at(1, look(), &[user_id(1)], 6)
                    .unwrap();
                let version = update_sheet(db, division(), &looked)?;
                let looked = SignOffSheet { version, ..looked };
                assert_eq!(
                    sheets_of(db, division(), evaluation_id(1))?,
                    std::slice::from_ref(&looked)
                );
                let signed = looked.signed(SignOffSide::Department, hand(user_id(3))).unwrap();
                let version = update_sheet(db, division(), &signed)?;
                let signed = SignOffSheet { version, ..signed };
                assert_eq!(
                    sheets_of(db, division(), evaluation_id(1))?,
                    std::slice::from_ref(&signed)
                );
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn an_answer_a_second_look_and_an_edition_are_given_once() {
    on_each_engine(|database| {
        database
            .write(|db| {
                stage(db);
                insert_sheets(db, division(), &[sheet(1, 1, 1)])?;
                insert_answers(db, division(), &[(id(1), answers())])?;
                insert_looks(db, division(), &[(id(1), 1, look())])
            })
            .unwrap();
        let again = database.write(|db| insert_answers(db, division(), &[(id(1), answers())]));
        assert!(matches!(again, Err(StoreError::Duplicate { .. })));
        let again = database.write(|db| insert_looks(db, division(), &[(id(1), 1, look())]));
        assert!(matches!(again, Err(StoreError::Duplicate { .. })));
        let again = database.write(|db| insert_sheets(db, division(), &[sheet(2, 1, 1)]));
        assert!(matches!(again, Err(StoreError::Duplicate { .. })));
        let unknown = database.write(|db| insert_looks(db, division(), &[(id(1), 7, look())]));
        assert!(
            matches!(unknown, Err(StoreError::Reference { .. })),
            "{unknown:?}"
        );
        let stale = database.write(|db| {
            update_sheet(
                db,
                division(),
                &SignOffSheet {
                    version: 7,
                    ..sheet(1, 1, 1)
                },
            )
        });
        assert!(matches!(stale, Err(StoreError::Stale { .. })));
    });
}

#[test]
fn the_latest_edition_stands_and_open_sheets_are_counted_within_a_scope() {
    on_each_engine(|database| {
        database
            .write(|db| {
                stage(db);
                let back = SignOffSheet {
                    state: SignOffState::Withdrawn,
                    ..sheet(1, 1, 1)
                };
                let half = SignOffSheet {
                    state: SignOffState::Settled,
                    department: Some(hand(user_id(3))),
                    ..sheet(3, 2, 1)
                };
                insert_sheets(db, division(), &[back, sheet(2, 1, 2), half])?;
                let stand: Vec<_> = standings(db, division(), year(), "spot")?
                    .into_iter()
                    .map(|one| (one.evaluation, one.edition, one.state))
                    .collect();
                assert_eq!(
                    stand,
                    [
                        (evaluation_id(1), 2, SignOffState::Sent),
                        (evaluation_id(2), 1, SignOffState::Settled)
                    ]
                );
                assert_eq!(standings(db, division(), year(), "key")?, []);
                let count = |db: &mut Db, scope: Scope| {
                    let mut all: Vec<_> = counts(db, division(), year(), &scope)
                        .unwrap()
                        .into_iter()
                        .map(|one| (one.state, one.has_bureau, one.has_department, one.count))
                        .collect();
                    all.sort_unstable();
                    all
                };
                let sent = (SignOffState::Sent, false, false, 1);
                let settled = (SignOffState::Settled, false, true, 1);
                assert_eq!(count(db, Scope::AllOfDivision), [sent, settled]);
                let own = Scope::Parts(Parts {
                    departments: vec![unit_id(10)],
                    ..Parts::default()
                });
                assert_eq!(count(db, own), [sent]);
                let reader = Scope::Parts(Parts {
                    concluded: true,
                    ..Parts::default()
                });
                assert_eq!(count(db, reader), []);
                assert_eq!(count(db, Scope::Nothing), []);
                let one = evaluations::find(db, division(), evaluation_id(2))?.unwrap();
                evaluations::set_state(db, division(), &one, EvaluationState::Concluded, 1)?;
                assert_eq!(count(db, Scope::AllOfDivision), [sent]);
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn the_sheets_of_an_evaluation_take_two_statements() {
    on_each_engine(|database| {
        database
            .write(|db| {
                stage(db);
                let back = SignOffSheet {
                    state: SignOffState::Withdrawn,
                    ..sheet(1, 1, 1)
                };
                insert_sheets(db, division(), &[back, sheet(2, 1, 2)])
            })
            .unwrap();
        let before = statements::sent();
        let found = database
            .read(|db| sheets_of(db, division(), evaluation_id(1)))
            .unwrap();
        assert_eq!(found.len(), 2);
        let count = statements::sent() - before;
        assert!(count <= 4, "two, and the transaction: {count}");
    });
}
