//! Papers keep their text, move under a version, and are listed within a scope.

use hengji_authz::{Parts, Scope};
use hengji_domain::id::ProjectId;

use super::*;
use crate::page::{Count, Direction, Page};
use crate::samples::{at, bytes, district, division, project_id, unit_id, user_id, year};
use crate::testing::on_each_engine;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A letter that was issued and not served.
pub(crate) fn sample(number: u64, unit: u64) -> PaperRecord {
    PaperRecord {
        id: PaperId::new(at(i64::try_from(number).unwrap()), bytes(number)),
        year: year(),
        kind: PaperKind::MonitoringFeedback,
        number: format!("区财绩监〔2020〕{number}号"),
        title: format!("关于道路养护{number}的反馈书"),
        unit: unit_id(unit),
        source: PaperSource::KeyMonitoring(project_id(number)),
        issued_on: day("2020-08-31"),
        term: Term {
            receipt_days: Some(3),
            answer_days: Some(hengji_domain::time::working_days::DayCount::Days(10)),
        },
        standing: Standing {
            state: PaperState::Issued,
            receipt_due_on: Some(day("2020-09-03")),
            answer_due_on: Some(day("2020-09-17")),
        },
        served_on: None,
        receipted_on: None,
        answered_on: None,
        sha256: "ab".repeat(32),
        version: 1,
    }
}

pub(crate) fn moved(one: PaperRecord, state: PaperState) -> PaperRecord {
    let passed = |from: PaperState| (from <= state).then(|| day("2020-09-01"));
    PaperRecord {
        standing: Standing {
            state,
            ..one.standing
        },
        served_on: passed(PaperState::Served),
        receipted_on: passed(PaperState::Receipted),
        answered_on: passed(PaperState::Answered),
        ..one
    }
}

const ALL: Page = Page { offset: 0, limit: 50 };
const BY_NUMBER: (PaperSort, Direction) = (PaperSort::Issued, Direction::Ascending);

#[test]
fn a_paper_keeps_its_text_whatever_becomes_of_it() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        let one = sample(1, 11);
        let text = "{\"title\":\"反馈书\"}".to_owned();
        let all = [(one.clone(), text.clone())];
        database.write(|db| insert_many(db, division(), &all)).unwrap();
        let read = database.read(|db| find(db, division(), one.id)).unwrap();
        assert_eq!(read, Some(one.clone()));
        let served = moved(one.clone(), PaperState::Served);
        assert_eq!(database.write(|db| update(db, division(), &served)).unwrap(), 2);
        let stale = database.write(|db| update(db, division(), &served)).unwrap_err();
        assert!(matches!(stale, StoreError::Stale { .. }), "{stale}");
        let kept = database.read(|db| content(db, division(), one.id)).unwrap();
        assert_eq!(kept, Some(text));
        let of_project = PaperSource::KeyMonitoring(project_id(1));
        let found = database
            .read(|db| of_sources(db, division(), year(), &[of_project]))
            .unwrap();
        assert_eq!(found, [PaperRecord { version: 2, ..served }]);
        let other = PaperSource::KeyMonitoring(ProjectId::new(at(9), bytes(9)));
        let nothing = database
            .read(|db| of_sources(db, division(), year(), &[other]))
            .unwrap();
        assert_eq!(nothing, []);
    });
}

#[test]
fn a_number_is_given_once() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        let twin = PaperRecord {
            id: PaperId::new(at(7), bytes(7)),
            ..sample(1, 11)
        };
        let all = [(sample(1, 11), "{}".to_owned()), (twin, "{}".to_owned())];
        let refusal = database
            .write(|db| insert_many(db, division(), &all))
            .unwrap_err();
        assert!(
            matches!(&refusal, StoreError::Duplicate { constraint } if constraint == "papers_number_unique"),
            "{refusal}"
        );
    });
}

#[test]
fn steps_are_read_in_their_order_with_their_words() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        let one = sample(1, 11);
        let step = |version, state, words: &str| PaperEvent {
            paper: one.id,
            version,
            state,
            words: words.into(),
            user: Some(user_id(1)),
            user_name: "绩效科".into(),
            at: at(i64::from(version)),
        };
        let steps = [
            step(1, PaperState::Issued, ""),
            step(2, PaperState::Answered, "已整改"),
        ];
        let all = [(one.clone(), "{}".to_owned())];
        database
            .write(|db| {
                insert_many(db, division(), &all)?;
                insert_events(db, division(), &steps)
            })
            .unwrap();
        assert_eq!(database.read(|db| events(db, division(), one.id)).unwrap(), steps);
    });
}

/// Papers 1 to 5 in every state but withdrawn, 4 with another department.
fn many(db: &mut Db) -> Result<(), StoreError> {
    district(db)?;
    let all = [
        sample(1, 11),
        moved(sample(2, 11), PaperState::Served),
        moved(sample(3, 12), PaperState::Receipted),
        moved(sample(4, 21), PaperState::Served),
        PaperRecord {
            answered_on: Some(day("2020-09-18")),
            ..moved(sample(5, 12), PaperState::Answered)
        },
    ];
    let all: Vec<(PaperRecord, String)> = all.into_iter().map(|one| (one, "{}".to_owned())).collect();
    insert_many(db, division(), &all).map(|_| ())
}

#[test]
fn a_list_shows_what_reached_its_reader() {
    on_each_engine(|database| {
        database.write(many).unwrap();
        let shown = |filter: &PaperFilter, order| {
            let rows = database
                .read(|db| list(db, division(), filter, order, ALL))
                .unwrap();
            let total = database.read(|db| count(db, division(), filter)).unwrap();
            assert_eq!(total, Count::Exactly(u64::try_from(rows.len()).unwrap()));
            let last = |row: &PaperListing| row.record.title.chars().nth(6).unwrap();
            rows.iter().map(last).collect::<String>()
        };
        let base = PaperFilter::of_year(year(), Scope::AllOfDivision);
        let parts = |parts: Parts| PaperFilter {
            scope: Scope::Parts(parts),
            with_unserved: false,
            ..base.clone()
        };
        let of_unit = parts(Parts {
            units: vec![unit_id(11)],
            ..Parts::default()
        });
        let of_department = parts(Parts {
            departments: vec![unit_id(10)],
            ..Parts::default()
        });
        let late = |today: &str| PaperFilter {
            late_on: Some(day(today)),
            ..base.clone()
        };
        let cases = [
            (base.clone(), "12345"),
            (of_unit, "2"),
            (of_department, "235"),
            (
                PaperFilter {
                    scope: Scope::Nothing,
                    ..base.clone()
                },
                "",
            ),
            (
                PaperFilter {
                    state: Some(PaperState::Served),
                    ..base.clone()
                },
                "24",
            ),
            (
                PaperFilter {
                    kind: Some(PaperKind::Notice),
                    ..base.clone()
                },
                "",
            ),
            (
                PaperFilter {
                    words: Some("养护3".into()),
                    ..base.clone()
                },
                "3",
            ),
            (
                PaperFilter {
                    words: Some("单位21".into()),
                    ..base.clone()
                },
                "4",
            ),
            // The last day itself is in time; the answer of 5 was late for ever.
            (late("2020-09-03"), "5"),
            (late("2020-09-04"), "245"),
            (late("2020-09-18"), "2345"),
        ];
        for (filter, expected) in &cases {
            assert_eq!(shown(filter, BY_NUMBER), *expected, "{filter:?}");
        }
        for (order, expected) in [
            ((PaperSort::Issued, Direction::Descending), "54321"),
            ((PaperSort::Due, Direction::Ascending), "24315"),
            ((PaperSort::Due, Direction::Descending), "32415"),
            ((PaperSort::Unit, Direction::Ascending), "12354"),
        ] {
            assert_eq!(shown(&base, order), expected, "{order:?}");
        }
    });
}

#[test]
fn states_are_counted_and_what_is_due_is_told_with_its_first_day() {
    on_each_engine(|database| {
        database.write(many).unwrap();
        let of_unit = |number| {
            Scope::Parts(Parts {
                units: vec![unit_id(number)],
                ..Parts::default()
            })
        };
        let counted = |scope: Scope, with_unserved| {
            let counts = database
                .read(|db| count_by_state(db, division(), year(), &scope, with_unserved))
                .unwrap();
            counts
                .into_iter()
                .map(|(state, count)| format!("{}{count}", state.code()))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(
            counted(Scope::AllOfDivision, true),
            "issued1 served2 receipted1 answered1"
        );
        assert_eq!(counted(of_unit(11), false), "served1");
        assert_eq!(counted(Scope::Nothing, true), "");
        let waiting = |scope: Scope, today: &str| {
            let found = database
                .read(|db| due(db, division(), &scope, day(today)))
                .unwrap();
            found.map(|due| (due.count, due.late, due.first_on.to_string()))
        };
        let first = "2020-09-03".to_owned();
        assert_eq!(waiting(of_unit(11), "2020-09-03"), Some((1, 0, first.clone())));
        assert_eq!(waiting(Scope::AllOfDivision, "2020-09-04"), Some((3, 2, first)));
        assert_eq!(waiting(of_unit(90), "2020-09-04"), None);
        assert_eq!(waiting(Scope::Nothing, "2020-09-04"), None);
    });
}
