//! Lists are frozen as they were, samples are written once, and what a reader may not see is not counted.

use std::collections::BTreeMap;

use hengji_authz::{Parts, Scope};
use hengji_domain::id::SpotRoundId;
use hengji_domain::sheet::SheetKind;
use hengji_domain::spot::SpotState;
use hengji_domain::workflow::SheetState;
use hengji_domain::{Money, Score};

use super::*;
use crate::page::{Count, Direction, Page};
use crate::samples::{
    at, bytes, district, division, project, project_id, sheet, sheet_id, unit_id, user_id, year,
};
use crate::testing::on_each_engine;
use crate::{Db, StoreError, projects, sheets};

const ALL: Page = Page { offset: 0, limit: 50 };

fn round_id(number: u64) -> SpotRoundId {
    SpotRoundId::new(at(0), bytes(number))
}

fn hand(seconds: i64) -> SpotHand {
    SpotHand {
        user: user_id(1),
        name: "绩效科审核".into(),
        at: at(seconds),
    }
}

fn round(number: u64) -> SpotRound {
    SpotRound {
        id: round_id(number),
        year: year(),
        number: i32::try_from(number).unwrap(),
        title: "2020 年度项目绩效抽评".into(),
        reason: String::new(),
        frame_sha256: "0".repeat(64),
        frozen: hand(0),
        numbers: SpotNumbers {
            share_bp: 1_000,
            department_least: 1,
            total: None,
        },
        announced: None,
        value: None,
        confirmed: None,
        seal: String::new(),
        state: SpotState::Frozen,
        version: 1,
    }
}

/// Units 11 and 12 of department 10 (owned by 90) have projects 1, 2 and 3, unit 21 of department 20 has 4 and 5.
/// The self-evaluations of all but 3 are finalised; that of 5 says no score.
fn year_of_five(db: &mut Db) -> Result<(), StoreError> {
    district(db)?;
    let all = [
        project(1, 11),
        project(2, 12),
        project(3, 12),
        project(4, 21),
        project(5, 21),
    ];
    projects::insert_many(db, division(), &all)?;
    let evaluation = |number: u64| {
        let mut one = sheet(number, SheetKind::SelfEvaluation);
        one.state = if number == 3 {
            SheetState::Draft
        } else {
            SheetState::Concluded { at: at(1) }
        };
        one.stated_total = (number < 5).then(|| Score::from_centi(9_000 + i32::try_from(number).unwrap()));
        one.computed_total = None;
        one
    };
    let all: Vec<_> = (1..=5).map(evaluation).collect();
    sheets::insert_many(db, division(), &all)?;
    insert_round(db, division(), &round(1))?;
    let all = candidates(db, division(), year())?;
    insert_eligible(db, division(), round_id(1), &all)?;
    Ok(())
}

fn drawn(number: u64, position: i32) -> SpotDrawn {
    SpotDrawn {
        project: project_id(number),
        position,
        ticket: format!("{number:064x}"),
    }
}

fn filter(scope: Scope) -> SpotFilter {
    SpotFilter {
        round: round_id(1),
        scope,
        department: None,
        is_drawn: None,
        is_off: false,
        words: None,
    }
}

fn codes(
    db: &mut Db,
    filter: &SpotFilter,
    sort: SpotSort,
    direction: Direction,
) -> Result<String, StoreError> {
    let found = list(db, division(), filter, sort, direction, ALL)?;
    let count = count(db, division(), filter)?;
    assert_eq!(count, Count::Exactly(found.len().try_into().unwrap()));
    let codes: Vec<String> = found.into_iter().map(|one| one.eligible.code).collect();
    Ok(codes.join(" "))
}

#[test]
fn only_finalised_self_evaluations_are_candidates() {
    on_each_engine(|database| {
        database.write(year_of_five).unwrap();
        let all = database.read(|db| candidates(db, division(), year())).unwrap();
        let told: Vec<_> = all
            .iter()
            .map(|one| (one.code.as_str(), one.department_name.as_str(), one.self_score))
            .collect();
        let score = |centi| Some(Score::from_centi(centi));
        assert_eq!(
            told,
            [
                ("P0001", "单位10", score(9_001)),
                ("P0002", "单位10", score(9_002)),
                ("P0004", "单位20", score(9_004)),
                ("P0005", "单位20", None),
            ]
        );
        assert_eq!(all[0].amount, Money::from_fen(100));
        let kept = database.read(|db| eligible(db, division(), round_id(1))).unwrap();
        assert_eq!(kept, all, "the list is kept as it was frozen");
    });
}

#[test]
fn a_round_keeps_every_hand_and_refuses_a_stale_change() {
    on_each_engine(|database| {
        database.write(year_of_five).unwrap();
        let full = SpotRound {
            title: "改题".into(),
            frame_sha256: "f".repeat(64),
            announced: Some(SpotAnnouncement {
                source: "开奖公告".into(),
                known_at: at(50),
                hand: hand(10),
            }),
            value: Some(SpotValue {
                text: "20210131-07".into(),
                hand: hand(60),
            }),
            confirmed: Some(hand(70)),
            seal: "a".repeat(64),
            state: SpotState::Drawn,
            numbers: SpotNumbers {
                share_bp: 1_200,
                department_least: 2,
                total: Some(3),
            },
            ..round(1)
        };
        let version = database.write(|db| update_round(db, division(), &full)).unwrap();
        assert_eq!(version, 2);
        let read = database
            .read(|db| find_round(db, division(), round_id(1)))
            .unwrap();
        assert_eq!(
            read,
            Some(SpotRound {
                version: 2,
                ..full.clone()
            })
        );
        let stale = database
            .write(|db| update_round(db, division(), &full))
            .unwrap_err();
        assert!(stale.to_string().contains("spot_rounds"), "{stale}");
        let again = database.write(|db| {
            let again = SpotRound {
                id: round_id(9),
                ..round(1)
            };
            insert_round(db, division(), &again)
        });
        assert!(again.is_err(), "a year has each number once");
        database
            .write(|db| {
                let second = SpotRound {
                    reason: "名单有误".into(),
                    ..round(2)
                };
                insert_round(db, division(), &second)
            })
            .unwrap();
        let all = database
            .read(|db| rounds_of_year(db, division(), year()))
            .unwrap();
        let told: Vec<_> = all.iter().map(|one| (one.number, one.reason.as_str())).collect();
        assert_eq!(told, [(1, ""), (2, "名单有误")]);
    });
}

#[test]
fn the_list_is_filtered_sorted_and_seen_within_the_scope() {
    on_each_engine(|database| {
        database.write(year_of_five).unwrap();
        let sample = [drawn(4, 1), drawn(2, 2)];
        database
            .write(|db| insert_drawn(db, division(), round_id(1), &sample))
            .unwrap();
        let all = filter(Scope::AllOfDivision);
        let within = |parts| filter(Scope::Parts(parts));
        let cases = [
            (
                all.clone(),
                SpotSort::Code,
                Direction::Descending,
                "P0005 P0004 P0002 P0001",
            ),
            (
                all.clone(),
                SpotSort::Position,
                Direction::Ascending,
                "P0004 P0002 P0001 P0005",
            ),
            (
                all.clone(),
                SpotSort::Position,
                Direction::Descending,
                "P0002 P0004 P0001 P0005",
            ),
            (
                all.clone(),
                SpotSort::Amount,
                Direction::Descending,
                "P0005 P0004 P0002 P0001",
            ),
            (
                all.clone(),
                SpotSort::Score,
                Direction::Descending,
                "P0004 P0002 P0001 P0005",
            ),
            (
                all.clone(),
                SpotSort::Score,
                Direction::Ascending,
                "P0001 P0002 P0004 P0005",
            ),
            (
                SpotFilter {
                    is_drawn: Some(true),
                    ..all.clone()
                },
                SpotSort::Code,
                Direction::Ascending,
                "P0002 P0004",
            ),
            (
                SpotFilter {
                    is_drawn: Some(false),
                    ..all.clone()
                },
                SpotSort::Code,
                Direction::Ascending,
                "P0001 P0005",
            ),
            (
                SpotFilter {
                    department: Some(unit_id(20)),
                    ..all.clone()
                },
                SpotSort::Code,
                Direction::Ascending,
                "P0004 P0005",
            ),
            (
                SpotFilter {
                    words: Some("养护5".into()),
                    ..all.clone()
                },
                SpotSort::Code,
                Direction::Ascending,
                "P0005",
            ),
            (
                SpotFilter { is_off: true, ..all },
                SpotSort::Code,
                Direction::Ascending,
                "",
            ),
            (filter(Scope::Nothing), SpotSort::Code, Direction::Ascending, ""),
            (
                within(Parts {
                    units: vec![unit_id(12)],
                    ..Parts::default()
                }),
                SpotSort::Code,
                Direction::Ascending,
                "P0002",
            ),
            (
                within(Parts {
                    budget_divisions: vec![unit_id(90)],
                    ..Parts::default()
                }),
                SpotSort::Code,
                Direction::Ascending,
                "P0001 P0002",
            ),
            (
                within(Parts {
                    concluded: true,
                    ..Parts::default()
                }),
                SpotSort::Code,
                Direction::Ascending,
                "P0001 P0002 P0004 P0005",
            ),
        ];
        for (filter, sort, direction, expected) in cases {
            let found = database.read(|db| codes(db, &filter, sort, direction)).unwrap();
            assert_eq!(found, expected, "{filter:?} {sort:?}");
        }
    });
}

#[test]
fn departments_are_added_up_without_what_was_taken_off() {
    on_each_engine(|database| {
        database.write(year_of_five).unwrap();
        database
            .write(|db| {
                let off = SpotOff {
                    reason: "涉密项目不公开".into(),
                    name: "绩效科审核".into(),
                    at: at(5),
                };
                assert!(take_off(db, division(), round_id(1), project_id(1), &off)?);
                assert!(!take_off(db, division(), round_id(1), project_id(3), &off)?);
                insert_drawn(db, division(), round_id(1), &[drawn(4, 1)])
            })
            .unwrap();
        let told: BTreeMap<String, _> = database
            .read(|db| tallies(db, division(), round_id(1)))
            .unwrap()
            .into_iter()
            .map(|one| {
                let money = (one.amount.fen(), one.drawn_amount.fen());
                (one.name, (one.eligible, one.drawn, one.off, money))
            })
            .collect();
        assert_eq!(told["单位10"], (1, 0, 1, (200, 0)));
        assert_eq!(told["单位20"], (2, 1, 0, (900, 400)));
        let off = SpotFilter {
            is_off: true,
            ..filter(Scope::AllOfDivision)
        };
        let found = database
            .read(|db| codes(db, &off, SpotSort::Code, Direction::Ascending))
            .unwrap();
        assert_eq!(found, "P0001");
    });
}

#[test]
fn a_sample_and_a_record_are_written_once() {
    on_each_engine(|database| {
        database.write(year_of_five).unwrap();
        let first = database.write(|db| {
            insert_drawn(db, division(), round_id(1), &[drawn(4, 1)])?;
            insert_record(db, division(), round_id(1), "{}")
        });
        first.unwrap();
        let stranger = database.write(|db| insert_drawn(db, division(), round_id(1), &[drawn(3, 2)]));
        assert!(stranger.is_err(), "what is not on the list cannot be drawn");
        let twice = database.write(|db| insert_drawn(db, division(), round_id(1), &[drawn(4, 2)]));
        assert!(twice.is_err(), "nobody is drawn twice");
        let replaced = database.write(|db| insert_record(db, division(), round_id(1), "{\"a\":1}"));
        assert!(replaced.is_err(), "a record is never replaced");
        let removed = database.write(|db| remove_eligible(db, division(), round_id(1)));
        assert!(removed.is_err(), "a list that was drawn from stays");
        let (kept, sample) = database
            .read(|db| {
                Ok::<_, StoreError>((
                    record(db, division(), round_id(1))?,
                    drawn_of(db, division(), round_id(1))?,
                ))
            })
            .unwrap();
        assert_eq!(kept.as_deref(), Some("{}"));
        assert_eq!(sample, BTreeMap::from([(project_id(4), 1)]));
        assert_eq!(
            sheet_id(9),
            database.read(|db| eligible(db, division(), round_id(1))).unwrap()[2].sheet
        );
    });
}
