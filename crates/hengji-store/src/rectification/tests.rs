//! Findings keep their numbers and move with their letter; claimed and verified stay apart; a list shows what its
//! reader may see.

use hengji_authz::{Parts, Scope};
use hengji_domain::id::{CommitmentId, LookBackId, ProofId};
use hengji_domain::rectification::{CommitmentState, LookBackResult, ObjectionOutcome};

use super::*;
use crate::attachments::store_content;
use crate::page::{Count, Direction, Page};
use crate::samples::{at, bytes, district, division, project, project_id, unit_id, user_id, year};
use crate::testing::on_each_engine;
use crate::{papers, projects};

const ALL: Page = Page { offset: 0, limit: 50 };

fn hand() -> RectificationHand {
    RectificationHand {
        user: Some(user_id(1)),
        name: "绩效科".into(),
        at: at(0),
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id(number: u64) -> EvaluationFindingId {
    EvaluationFindingId::new(at(0), bytes(number))
}

/// A finding about a unit, entered and not served.
fn sample(number: u64, unit: u64) -> EvaluationFinding {
    EvaluationFinding {
        id: id(number),
        year: year(),
        serial: i32::try_from(number).unwrap(),
        origin: FindingOrigin {
            kind: "key_monitoring".into(),
            id: Some("0190".into()),
            title: "道路养护重点监控".into(),
        },
        unit: unit_id(unit),
        project: None,
        line: None,
        place: String::new(),
        words: "签证资料滞后".into(),
        cause: "management".into(),
        severity: "minor".into(),
        amount: Some(Money::from_fen(100 * i64::try_from(number).unwrap())),
        evidence: "现场记录".into(),
        state: FindingState::Entered,
        paper: None,
        earlier: None,
        feedback_due_on: Some(day("2020-09-20")),
        served_on: None,
        entered: hand(),
        version: 1,
    }
}

fn commitment(number: u64, finding: u64, due_on: &str, state: CommitmentState) -> Commitment {
    Commitment {
        id: CommitmentId::new(at(0), bytes(number)),
        finding: id(finding),
        kind: "records".into(),
        words: "补齐签证资料".into(),
        owner: "工程科".into(),
        due_on: day(due_on),
        proof_asked: "签证单".into(),
        state,
        promised: hand(),
        claimed_by: None,
        claimed_on: None,
        verified_by: None,
        verified_on: None,
        version: 1,
    }
}

/// Findings 1 (unit 11, served, being rectified), 2 (unit 12, rectified, with project 2), 3 (unit 21, not served),
/// 4 (unit 21, withdrawn after its service).
fn register(db: &mut Db) -> Result<(), StoreError> {
    district(db)?;
    projects::insert_many(db, division(), &[project(1, 11), project(2, 12), project(3, 21)])?;
    let served = |one: EvaluationFinding, state| EvaluationFinding {
        state,
        served_on: Some(day("2020-09-15")),
        ..one
    };
    let second = EvaluationFinding {
        project: Some(project_id(2)),
        cause: "output".into(),
        earlier: Some(id(1)),
        ..sample(2, 12)
    };
    let all = [
        served(sample(1, 11), FindingState::Rectifying),
        served(second, FindingState::Rectified),
        sample(3, 21),
        served(sample(4, 21), FindingState::Withdrawn),
    ];
    insert_evaluation_findings(db, division(), &all)?;
    let all = [
        commitment(1, 1, "2020-09-30", CommitmentState::Promised),
        commitment(2, 1, "2020-10-10", CommitmentState::Claimed),
        commitment(3, 2, "2020-09-30", CommitmentState::Verified),
        commitment(4, 1, "2020-10-20", CommitmentState::Rejected),
    ];
    insert_commitments(db, division(), &all).map(|_| ())
}

fn everything() -> FindingFilter {
    FindingFilter::of_year(Some(year()), Scope::AllOfDivision)
}

#[test]
fn a_finding_is_read_back_and_its_number_is_given_once() {
    on_each_engine(|database| {
        database.write(register).unwrap();
        let found = database.read(|db| find_finding_listing(db, division(), id(2)));
        let found = found.unwrap().unwrap();
        assert_eq!(found.finding.project, Some(project_id(2)));
        assert_eq!(found.finding.earlier, Some(id(1)));
        assert!(found.project_name.is_some());
        assert_eq!(found.department, unit_id(10));
        let twice = EvaluationFinding {
            id: id(50),
            ..sample(1, 11)
        };
        let refused =
            database.write(|db| insert_evaluation_findings(db, division(), std::slice::from_ref(&twice)));
        assert!(
            matches!(&refused, Err(StoreError::Duplicate { constraint }) if constraint == "evaluation_findings_serial_unique"),
            "{refused:?}"
        );
        let nowhere = database.write(|db| insert_evaluation_findings(db, division(), &[sample(9, 99)]));
        assert!(
            matches!(nowhere, Err(StoreError::Reference { .. })),
            "{nowhere:?}"
        );
    });
}

#[test]
fn an_edit_of_a_stale_finding_is_refused() {
    on_each_engine(|database| {
        database.write(register).unwrap();
        let changed = EvaluationFinding {
            words: "资料不全".into(),
            ..sample(3, 21)
        };
        let version = database.write(|db| update_evaluation_finding(db, division(), &changed));
        assert_eq!(version.unwrap(), 2);
        let again = database.write(|db| update_evaluation_finding(db, division(), &changed));
        assert!(matches!(again, Err(StoreError::Stale { .. })), "{again:?}");
    });
}

#[test]
fn findings_move_with_their_letter_and_come_back_when_it_is_taken_back() {
    on_each_engine(|database| {
        let states = |expected: FindingState| {
            let found = database.read(|db| find_finding_listing(db, division(), id(3)));
            let found = found.unwrap().unwrap().finding;
            assert_eq!(found.state, expected);
            found
        };
        database
            .write(|db| {
                register(db)?;
                papers::insert_many(db, division(), &[(papers::sample(1, 21), "{}".into())]).map(|_| ())
            })
            .unwrap();
        let paper = papers::sample(1, 21).id;
        let put = database.write(|db| put_into_letter(db, division(), &[id(3), id(4)], paper));
        assert_eq!(put.unwrap(), 1, "a withdrawn finding goes into no letter");
        assert_eq!(states(FindingState::Entered).paper, Some(paper));
        let step = |from, to, on: Option<&str>| {
            let moved = database.write(|db| move_with_letter(db, division(), paper, (from, to), on.map(day)));
            assert_eq!(moved.unwrap(), 1);
        };
        step(FindingState::Entered, FindingState::Served, Some("2020-09-15"));
        assert_eq!(states(FindingState::Served).served_on, Some(day("2020-09-15")));
        step(FindingState::Served, FindingState::Entered, None);
        let back = states(FindingState::Entered);
        assert_eq!((back.paper, back.served_on), (None, None));
        let letter = database.read(|db| listings_of_paper(db, division(), paper));
        assert!(letter.unwrap().is_empty());
        let waiting = database.read(|db| unserved_of_unit(db, division(), unit_id(21), year()));
        assert_eq!(waiting.unwrap().len(), 1);
    });
}

#[test]
fn a_list_is_narrowed_sorted_and_counted_within_the_readers_scope() {
    on_each_engine(|database| {
        database.write(register).unwrap();
        let shown = |filter: &FindingFilter, sort, direction| {
            let rows = database
                .read(|db| list_findings(db, division(), filter, (sort, direction), ALL))
                .unwrap();
            let total = database
                .read(|db| count_findings(db, division(), filter))
                .unwrap();
            assert_eq!(total, Count::Exactly(u64::try_from(rows.len()).unwrap()));
            rows.iter().map(|row| row.finding.serial).collect::<Vec<_>>()
        };
        let narrowed = |filter: FindingFilter| shown(&filter, FindingSort::Serial, Direction::Ascending);
        assert_eq!(narrowed(everything()), [1, 2, 3, 4]);
        assert_eq!(
            shown(&everything(), FindingSort::Amount, Direction::Descending),
            [4, 3, 2, 1]
        );
        let with = |change: fn(&mut FindingFilter)| {
            let mut filter = everything();
            change(&mut filter);
            narrowed(filter)
        };
        assert_eq!(with(|filter| filter.cause = Some("output".into())), [2]);
        assert_eq!(with(|filter| filter.state = Some(FindingState::Entered)), [3]);
        assert_eq!(with(|filter| filter.department = Some(unit_id(20))), [3, 4]);
        assert_eq!(with(|filter| filter.words = Some("签证".into())).len(), 4);
        assert_eq!(with(|filter| filter.with_unserved = false), [1, 2, 4]);
        assert!(with(|filter| filter.year = BudgetYear::new(2019).ok()).is_empty());
        let parts = |parts| narrowed(FindingFilter::of_year(None, Scope::Parts(parts)));
        let unit = Parts {
            units: vec![unit_id(12)],
            ..Parts::default()
        };
        assert_eq!(parts(unit), [2]);
        let owner = Parts {
            budget_divisions: vec![unit_id(90)],
            ..Parts::default()
        };
        assert_eq!(parts(owner), [1, 2]);
        let oversight = Parts {
            concluded: true,
            ..Parts::default()
        };
        assert_eq!(parts(oversight), [1, 2], "only what is settled");
        assert!(narrowed(FindingFilter::of_year(None, Scope::Nothing)).is_empty());
        let states = database
            .read(|db| finding_states(db, division(), &everything()))
            .unwrap();
        assert_eq!(states.values().sum::<u64>(), 4);
        let found = database
            .read(|db| recurrences(db, division(), &everything()))
            .unwrap();
        let told: Vec<(&str, u64)> = found
            .iter()
            .map(|one| (one.cause.as_str(), one.findings))
            .collect();
        assert_eq!(told, [("management", 1), ("output", 1), ("management", 1)]);
    });
}

#[test]
fn what_is_claimed_and_what_is_verified_are_counted_apart() {
    on_each_engine(|database| {
        database.write(register).unwrap();
        let totals = database.read(|db| totals_of_findings(db, division(), &[id(1), id(2), id(3)]));
        let totals = totals.unwrap();
        let one = |finding| {
            let totals: CommitmentTotals = totals[&id(finding)];
            (totals.promised, totals.claimed, totals.verified)
        };
        assert_eq!((one(1), one(2), totals.len()), ((3, 1, 0), (1, 0, 1), 2));
        let filter = CommitmentFilter::of_year(None, Scope::AllOfDivision);
        let (today, by) = (day("2020-10-21"), day("2020-10-10"));
        let tally = database.read(|db| tally_commitments(db, division(), &filter, (today, by)));
        let tally = tally.unwrap();
        assert_eq!((tally.late, tally.open_by), (2, 1), "a claim stops the clock");
        assert_eq!(tally.states[&CommitmentState::Claimed], 1);
        assert_eq!(tally.states[&CommitmentState::Verified], 1);
        let late = CommitmentFilter {
            open_by: Some(by),
            ..filter.clone()
        };
        let rows = database
            .read(|db| {
                list_commitments(
                    db,
                    division(),
                    &late,
                    (CommitmentSort::Due, Direction::Ascending),
                    ALL,
                )
            })
            .unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].finding.id, id(1));
        let count = database
            .read(|db| count_commitments(db, division(), &filter))
            .unwrap();
        assert_eq!(count, Count::Exactly(4));
    });
}

#[test]
fn a_commitment_is_changed_and_removed_in_the_version_that_was_seen() {
    on_each_engine(|database| {
        database.write(register).unwrap();
        let id = CommitmentId::new(at(0), bytes(2));
        let found = database
            .read(|db| find_commitment_listing(db, division(), id))
            .unwrap();
        let verified = Commitment {
            state: CommitmentState::Verified,
            verified_by: Some(user_id(7)),
            verified_on: Some(day("2020-10-11")),
            ..found.unwrap().commitment
        };
        assert_eq!(
            database
                .write(|db| update_commitment(db, division(), &verified))
                .unwrap(),
            2
        );
        let refused = database.write(|db| update_commitment(db, division(), &verified));
        assert!(matches!(refused, Err(StoreError::Stale { .. })), "{refused:?}");
        let read = database.read(|db| commitments_of_findings(db, division(), &[verified.finding]));
        let read = read.unwrap();
        assert_eq!(
            read[1],
            Commitment {
                version: 2,
                ..verified
            }
        );
        let removed = |version| database.write(|db| remove_commitment(db, division(), read[0].id, version));
        assert!(!removed(2).unwrap(), "of another version");
        assert!(removed(1).unwrap());
    });
}

#[test]
fn a_proof_needs_its_content_and_steps_are_read_in_order() {
    on_each_engine(|database| {
        database.write(register).unwrap();
        let proof = |sha256: &str| Proof {
            id: ProofId::new(at(0), bytes(1)),
            commitment: CommitmentId::new(at(0), bytes(1)),
            round: 1,
            file_name: "签证单.pdf".into(),
            media_type: "application/pdf".into(),
            byte_count: 4,
            sha256: sha256.into(),
            hand: RectificationHand { user: None, ..hand() },
        };
        let refused = database.write(|db| insert_proofs(db, division(), &[proof("ab")]));
        assert!(
            matches!(refused, Err(StoreError::Reference { .. })),
            "{refused:?}"
        );
        let sha256 = database
            .write(|db| store_content(db, division(), b"%PDF"))
            .unwrap();
        database
            .write(|db| insert_proofs(db, division(), &[proof(&sha256)]))
            .unwrap();
        let kept = database
            .read(|db| proofs_of(db, division(), proof(&sha256).commitment))
            .unwrap();
        assert_eq!(kept, [proof(&sha256)]);
        let found = database
            .read(|db| find_proof(db, division(), kept[0].id))
            .unwrap();
        assert_eq!(found, Some(proof(&sha256)));
        let step = |deed: &str, seconds| Step {
            deed: deed.into(),
            words: "说明".into(),
            before: String::new(),
            hand: RectificationHand {
                at: at(seconds),
                ..hand()
            },
        };
        let all = [step("claimed", 5), step("promised", 1)].map(|step| (kept[0].commitment, step));
        database
            .write(|db| insert_commitment_steps(db, division(), &all))
            .unwrap();
        let read = database
            .read(|db| commitment_steps(db, division(), kept[0].commitment))
            .unwrap();
        assert_eq!(read, [step("promised", 1), step("claimed", 5)]);
        let changed = Step {
            before: "原文".into(),
            ..step("changed", 3)
        };
        database
            .write(|db| insert_finding_steps(db, division(), &[(id(1), changed.clone())]))
            .unwrap();
        assert_eq!(
            database.read(|db| finding_steps(db, division(), id(1))).unwrap(),
            [changed]
        );
    });
}

#[test]
fn an_objection_is_decided_once_with_both_texts() {
    on_each_engine(|database| {
        database.write(register).unwrap();
        let raised = Objection {
            finding: id(1),
            words: "资料已补齐".into(),
            raised: hand(),
            due_on: day("2020-09-30"),
            end: None,
            version: 1,
        };
        database
            .write(|db| insert_objections(db, division(), std::slice::from_ref(&raised)))
            .unwrap();
        let scope = Scope::AllOfDivision;
        let waiting = |today: &str| {
            database
                .read(|db| open_objections(db, division(), &scope, day(today)))
                .unwrap()
        };
        assert_eq!((waiting("2020-09-30"), waiting("2020-10-01")), ((1, 0), (1, 1)));
        let ended = Objection {
            end: Some(ObjectionEnd {
                outcome: ObjectionOutcome::Changed,
                words: "部分采纳".into(),
                before: "签证资料滞后".into(),
                after: "部分签证资料滞后".into(),
                hand: hand(),
            }),
            ..raised
        };
        assert_eq!(
            database
                .write(|db| decide_objection(db, division(), &ended))
                .unwrap(),
            2
        );
        let again = database.write(|db| decide_objection(db, division(), &ended));
        assert!(matches!(again, Err(StoreError::Stale { .. })), "{again:?}");
        let kept = database
            .read(|db| find_objection(db, division(), id(1)))
            .unwrap()
            .unwrap();
        assert_eq!(kept.end, ended.end);
        assert_eq!(waiting("2020-10-01"), (0, 0));
    });
}

#[test]
fn a_look_back_is_drawn_once_and_each_object_gets_one_result() {
    on_each_engine(|database| {
        database.write(register).unwrap();
        let frozen = LookBack {
            id: LookBackId::new(at(0), bytes(1)),
            year: year(),
            number: 1,
            title: "回头看".into(),
            years: (BudgetYear::new(2018).unwrap(), BudgetYear::new(2019).unwrap()),
            announced: "九月一日公告".into(),
            reason: String::new(),
            frame: "[]".into(),
            frame_sha256: "ab".into(),
            frozen: RectificationHand { user: None, ..hand() },
            drawn: None,
            version: 1,
        };
        let object = LookBackObject {
            look_back: frozen.id,
            finding: id(2),
            position: 1,
            result: None,
            evidence: String::new(),
            looked_on: None,
            hand: None,
            relapse: None,
            version: 1,
        };
        database
            .write(|db| {
                insert_look_back(db, division(), &frozen)?;
                insert_objects(db, division(), std::slice::from_ref(&object))
            })
            .unwrap();
        let draw = || database.write(|db| record_draw(db, division(), &frozen, "{}", &hand()));
        assert_eq!(draw().unwrap(), 2);
        let again = draw();
        assert!(matches!(again, Err(StoreError::Stale { .. })), "{again:?}");
        let kept = database
            .read(|db| list_look_backs(db, division(), year()))
            .unwrap();
        assert_eq!(
            kept[0].drawn.as_ref().map(|(record, _)| record.as_str()),
            Some("{}")
        );
        let seen = LookBackObject {
            result: Some(LookBackResult::Relapsed),
            evidence: "资料又缺".into(),
            looked_on: Some(day("2020-12-01")),
            hand: Some(RectificationHand { user: None, ..hand() }),
            relapse: Some(id(3)),
            ..object
        };
        assert_eq!(
            database.write(|db| record_result(db, division(), &seen)).unwrap(),
            2
        );
        let again = database.write(|db| record_result(db, division(), &seen));
        assert!(matches!(again, Err(StoreError::Stale { .. })), "{again:?}");
        let read = database.read(|db| objects_of(db, division(), frozen.id)).unwrap();
        assert_eq!(read, [LookBackObject { version: 2, ..seen }]);
        assert_eq!(
            database
                .read(|db| objects_of_finding(db, division(), id(2)))
                .unwrap()
                .len(),
            1
        );
        assert!(
            database
                .read(|db| looked_back_at(db, division()))
                .unwrap()
                .contains(&id(2))
        );
    });
}
