//! Sessions, what was said, edits and minutes survive storage on both engines.

use hengji_domain::NaiveDate;
use hengji_domain::centralised_review::{
    AgendaEntry, LineVerdict, ReviewOutcome, Reviewer, RoomEditState, SessionDays,
};
use hengji_domain::id::{ReviewSessionId, ReviewSlotId, RoomEditId};

use super::agenda::{self, ReviewSession};
use super::edits::{self, EditAnswer, RoomEdit};
use super::minutes::{self, Minutes, MinutesSignature, Side};
use super::said::{self, Decision, GivenPoints, OutcomeRecord};
use super::*;
use crate::error::StoreError;
use crate::samples::{
    at, bytes, district_with_goals, division, insert_user, line_key, project_id, sheet_id, unit_id, user_id,
    year,
};
use crate::testing::on_each_engine;
use crate::{Database, Db};
use hengji_domain::Score;

fn session(number: u64) -> ReviewSession {
    let day = |day| NaiveDate::from_ymd_opt(2020, 11, day).unwrap();
    ReviewSession {
        id: ReviewSessionId::new(at(0), bytes(number)),
        year: year(),
        name: format!("第{number}场"),
        place: "行政中心三楼".into(),
        days: SessionDays {
            from: day(16),
            to: day(18),
        },
        version: 1,
        created_by: user_id(1),
        created_at: at(1),
    }
}

fn slot_id(number: u64) -> ReviewSlotId {
    ReviewSlotId::new(at(0), bytes(number))
}

fn entry(number: u64, from: i64, to: i64) -> AgendaEntry {
    AgendaEntry {
        slot: slot_id(number),
        department: unit_id(10),
        department_name: "单位10".into(),
        room: "301".into(),
        from: at(from),
        to: at(to),
        reviewers: vec![Reviewer {
            user: user_id(1),
            name: "绩效科".into(),
        }],
    }
}

fn planned(db: &mut Db) -> Result<(), StoreError> {
    district_with_goals(db)?;
    insert_user(db, 1)?;
    agenda::insert_session(db, division(), &session(1))?;
    agenda::insert_slot(db, division(), session(1).id, &entry(1, 100, 200))
}

fn with_plan(test: impl Fn(&Database)) {
    on_each_engine(|database| {
        database.write(planned).unwrap();
        test(database);
    });
}

#[test]
fn an_agenda_survives_storage_with_names_and_reviewers() {
    with_plan(|database| {
        let all = database
            .read(|db| agenda::sessions_of_year(db, division(), year()))
            .unwrap();
        assert_eq!(all, [session(1)]);
        let slot = database
            .read(|db| agenda::find_slot(db, division(), slot_id(1)))
            .unwrap()
            .unwrap();
        assert_eq!((slot.session, slot.entry), (session(1).id, entry(1, 100, 200)));
        let of = database
            .read(|db| agenda::slots_of(db, division(), &[session(1).id]))
            .unwrap();
        assert_eq!(of.len(), 1);
        let none = database
            .read(|db| agenda::find_slot(db, division(), slot_id(9)))
            .unwrap();
        assert_eq!(none, None);
    });
}

#[test]
fn only_what_shares_an_instant_overlaps() {
    with_plan(|database| {
        for (from, to, expected) in [
            (0, 100, 0),
            (0, 101, 1),
            (150, 160, 1),
            (199, 300, 1),
            (200, 300, 0),
        ] {
            let found = database
                .read(|db| agenda::overlapping(db, division(), at(from), at(to)))
                .unwrap();
            assert_eq!(found.len(), expected, "{from} to {to}");
        }
    });
}

#[test]
fn a_changed_agenda_is_told_from_the_one_that_was_read() {
    with_plan(|database| {
        let id = session(1).id;
        assert_eq!(
            database
                .write(|db| agenda::touch_session(db, division(), id, 1))
                .unwrap(),
            2
        );
        let stale = database.write(|db| agenda::touch_session(db, division(), id, 1));
        assert!(matches!(stale, Err(StoreError::Stale { .. })));
        let twice = database.write(|db| {
            let named = ReviewSession {
                name: session(1).name,
                ..session(2)
            };
            agenda::insert_session(db, division(), &named)
        });
        assert!(
            matches!(twice, Err(StoreError::Duplicate { constraint }) if constraint == "review_sessions_name_unique")
        );
        database
            .write(|db| agenda::delete_slot(db, division(), slot_id(1)))
            .unwrap();
        let left = database
            .read(|db| agenda::slots_of(db, division(), &[id]))
            .unwrap();
        assert!(left.is_empty());
    });
}

fn decision(line: Option<u64>, verdict: LineVerdict) -> Decision {
    Decision {
        sheet: sheet_id(4),
        edition: 1,
        line: line.map(line_key),
        slot: slot_id(1),
        reviewer: user_id(1),
        reviewer_name: "绩效科".into(),
        verdict,
        decided_at: at(150),
    }
}

fn to_mend(reason: &str) -> LineVerdict {
    LineVerdict::ToMend {
        reason: reason.into(),
        words: "请量化".into(),
    }
}

#[test]
fn a_reviewer_who_speaks_again_replaces_only_what_they_said_of_that_line() {
    with_plan(|database| {
        let first = [
            decision(Some(20), to_mend("not-quantified")),
            decision(Some(21), LineVerdict::Accepted),
            decision(None, to_mend("other")),
        ];
        database.write(|db| said::decide(db, division(), &first)).unwrap();
        database
            .write(|db| said::decide(db, division(), &[decision(Some(20), LineVerdict::Accepted)]))
            .unwrap();
        let mut found = database
            .read(|db| said::decisions_of(db, division(), &[sheet_id(4)]))
            .unwrap();
        found.sort_by_key(|one| one.line);
        assert_eq!(
            found,
            [
                decision(None, to_mend("other")),
                decision(Some(20), LineVerdict::Accepted),
                decision(Some(21), LineVerdict::Accepted)
            ]
        );
        let by_slot = database
            .read(|db| said::decisions_in(db, division(), &[slot_id(1)]))
            .unwrap();
        assert_eq!(by_slot.len(), 3);
    });
}

#[test]
fn points_are_replaced_as_a_whole_and_outcomes_are_given_once() {
    with_plan(|database| {
        let given = |item: &str, centi| GivenPoints {
            sheet: sheet_id(4),
            edition: 1,
            slot: slot_id(1),
            reviewer: user_id(1),
            reviewer_name: "绩效科".into(),
            item: item.into(),
            points: Score::from_centi(centi),
            given_at: at(160),
        };
        let points = |all: &[GivenPoints]| {
            database
                .write(|db| said::give_points(db, division(), all))
                .unwrap()
        };
        points(&[given("规范完整", 800), given("明确清晰", 700)]);
        points(&[given("规范完整", 900)]);
        let found = database
            .read(|db| said::points_of(db, division(), &[sheet_id(4)]))
            .unwrap();
        assert_eq!(found, [given("规范完整", 900)]);

        let outcome = OutcomeRecord {
            sheet: sheet_id(4),
            edition: 1,
            slot: slot_id(1),
            outcome: ReviewOutcome::Returned,
            decided_by: user_id(1),
            decided_by_name: "绩效科".into(),
            decided_at: at(170),
        };
        let insert =
            || database.write(|db| said::insert_outcomes(db, division(), std::slice::from_ref(&outcome)));
        assert_eq!(insert().unwrap(), 1);
        assert!(
            matches!(insert(), Err(StoreError::Duplicate { constraint }) if constraint == "review_outcomes_pkey")
        );
        let found = database
            .read(|db| said::outcomes_of(db, division(), &[sheet_id(4)]))
            .unwrap();
        assert_eq!(found, std::slice::from_ref(&outcome));
    });
}

#[test]
fn an_edit_is_answered_once() {
    with_plan(|database| {
        let edit = RoomEdit {
            id: RoomEditId::new(at(0), bytes(1)),
            slot: slot_id(1),
            sheet: sheet_id(4),
            from_edition: 1,
            state: RoomEditState::Proposed,
            proposal: "{}".into(),
            proposed_by: user_id(1),
            proposed_by_name: "绩效科".into(),
            proposed_at: at(150),
            answer: None,
            version: 1,
        };
        database
            .write(|db| edits::insert_many(db, division(), std::slice::from_ref(&edit)))
            .unwrap();
        let answer = EditAnswer {
            by: user_id(1),
            by_name: "主管部门".into(),
            at: at(160),
            words: String::new(),
        };
        let confirm =
            || database.write(|db| edits::answer(db, division(), &edit, RoomEditState::Confirmed, &answer));
        confirm().unwrap();
        assert!(matches!(confirm(), Err(StoreError::Stale { .. })));
        let found = database
            .read(|db| edits::of_sheets(db, division(), &[sheet_id(4)]))
            .unwrap();
        let expected = RoomEdit {
            state: RoomEditState::Confirmed,
            answer: Some(answer.clone()),
            version: 2,
            ..edit.clone()
        };
        assert_eq!(found, std::slice::from_ref(&expected));
        let one = database.read(|db| edits::find(db, division(), edit.id)).unwrap();
        assert_eq!(one, Some(expected));
    });
}

#[test]
fn minutes_are_signed_once_by_each_side_and_guard_their_content() {
    with_plan(|database| {
        let content = r#"{"format":1}"#;
        let made = Minutes {
            slot: slot_id(1),
            edition: 1,
            content: content.into(),
            sha256: crate::sha256_hex(content.as_bytes()),
            made_by: user_id(1),
            made_by_name: "绩效科".into(),
            made_at: at(200),
            bureau: None,
            department: None,
        };
        database
            .write(|db| minutes::insert(db, division(), &made))
            .unwrap();
        let signed = MinutesSignature {
            signer: user_id(1),
            name: "主管部门".into(),
            at: at(210),
        };
        let sign = |side| database.write(|db| minutes::sign(db, division(), &made, side, &signed));
        sign(Side::Department).unwrap();
        assert!(matches!(sign(Side::Department), Err(StoreError::Stale { .. })));
        sign(Side::Bureau).unwrap();
        let found = database
            .read(|db| minutes::of_slots(db, division(), &[slot_id(1)]))
            .unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].signature(Side::Bureau), Some(&signed));
        assert_eq!(found[0].signature(Side::Department), Some(&signed));
    });
}

#[test]
fn goals_are_compared_with_others_of_the_year_and_with_the_year_before() {
    with_plan(|database| {
        let elsewhere = database
            .read(|db| {
                around::lines_elsewhere(
                    db,
                    division(),
                    year(),
                    &["养护里程20".to_owned(), "养护里程40".to_owned()],
                    project_id(2),
                    10,
                )
            })
            .unwrap();
        assert_eq!(elsewhere.len(), 1, "its own line is not elsewhere");
        assert_eq!(elsewhere[0].project_name, "道路养护4");
        let texts = database
            .read(|db| around::goal_texts(db, division(), year(), 10))
            .unwrap();
        assert_eq!(texts.len(), 3);
        let counts = database
            .read(|db| around::target_counts(db, division(), year()))
            .unwrap();
        assert_eq!(counts.len(), 3);
        assert!(counts.iter().all(|one| one.kind == "number" && one.lines == 2));
        for (code, name, expected) in [
            ("P0002", "改了名", Some(2)),
            ("P9999", "道路养护3", Some(3)),
            ("P9999", "没有", None),
        ] {
            let found = database
                .read(|db| around::same_project(db, division(), year(), code, name))
                .unwrap();
            assert_eq!(found, expected.map(project_id), "{code} {name}");
        }
        let none = database
            .read(|db| around::library_entries(db, &division().lineage(), &["养护里程20".to_owned()], &[]))
            .unwrap();
        assert!(none.is_empty());
        let goals = |department| {
            database
                .read(|db| around::goals(db, division(), year(), department))
                .unwrap()
        };
        assert_eq!(goals(None).len(), 3);
        let of_department = goals(Some(unit_id(10)));
        let names: Vec<&str> = of_department
            .iter()
            .map(|goal| goal.project_name.as_str())
            .collect();
        assert_eq!(names, ["道路养护1", "道路养护2"]);
    });
}
