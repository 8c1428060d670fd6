//! Case files are opened with their evaluation, locked against each other's changes, and listed within a scope.

use hengji_authz::{Parts, Scope};
use hengji_domain::case_file::{Declaration, PointAnswer, PointOutcome};
use hengji_domain::evaluation::{EvaluationState, ItemKey};
use hengji_domain::id::{CaseEvidenceId, CasePointId, CaseRecordId};
use hengji_domain::{BudgetYear, Score};

use super::*;
use crate::evaluations::{self, Evaluation, EvaluationResult};
use crate::page::{Count, Direction, Page};
use crate::samples::{at, bytes, district, division, unit_id, user_id, year};
use crate::testing::on_each_engine;
use crate::{attachments, statements};

const ALL: Page = Page { offset: 0, limit: 50 };

fn id(number: u64) -> EvaluationId {
    EvaluationId::new(at(0), bytes(number))
}

fn evaluation(number: u64, unit: u64) -> Evaluation {
    Evaluation {
        id: id(number),
        year: year(),
        kind: "key".into(),
        subject_key: format!("unit:{number}"),
        title: format!("政策{number}"),
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

fn hand(seconds: i64) -> CaseHand {
    CaseHand {
        name: "绩效科经办".into(),
        at: at(seconds),
    }
}

fn file(number: u64, fen: i64) -> CaseFile {
    CaseFile {
        funds: Some(Money::from_fen(fen)),
        texts: PlanTexts {
            purpose: "检验政策效果".into(),
            ..PlanTexts::default()
        },
        ..CaseFile::new(id(number))
    }
}

/// Files 1 and 2 of units 11 and 12 (department 10, owned by 90), 3 of unit 21.
fn opened(db: &mut Db) -> Result<(), StoreError> {
    district(db)?;
    evaluations::insert_many(
        db,
        division(),
        &[evaluation(1, 11), evaluation(2, 12), evaluation(3, 21)],
    )?;
    insert_many(db, division(), &[file(1, 300), file(2, 200), file(3, 100)]).map(|_| ())
}

fn within(scope: Scope) -> CaseFileFilter {
    CaseFileFilter::of_year(year(), scope)
}

fn department(number: u64) -> Scope {
    Scope::Parts(Parts {
        departments: vec![unit_id(number)],
        ..Parts::default()
    })
}

#[test]
fn a_case_file_is_read_back_and_a_stale_change_is_refused() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        database
            .write(|db| {
                let read = find(db, division(), id(1))?.unwrap();
                assert_eq!(read, file(1, 300));
                let changed = CaseFile {
                    plan: PlanState::Submitted,
                    submitted_by: Some(user_id(2)),
                    stage: CaseStage::Exchange,
                    round: 1,
                    due_on: "2021-02-26".parse().ok(),
                    texts: PlanTexts::default(),
                    ..read.clone()
                };
                assert_eq!(update(db, division(), &changed)?, 2);
                let found = find(db, division(), id(1))?.unwrap();
                assert_eq!(
                    found,
                    CaseFile {
                        version: 2,
                        ..changed
                    }
                );
                assert!(matches!(
                    update(db, division(), &read),
                    Err(StoreError::Stale {
                        table: "case_files",
                        ..
                    })
                ));
                assert_eq!(find(db, division(), id(9))?, None);
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn a_member_is_added_once_and_declares() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        let member = CaseMember {
            evaluation: id(1),
            user: user_id(1),
            name: "绩效科经办".into(),
            duty: "lead".into(),
            declaration: Declaration::Missing,
            reason: String::new(),
            declared_at: None,
            added: hand(1),
        };
        database
            .write(|db| insert_members(db, division(), std::slice::from_ref(&member)))
            .unwrap();
        let again = database.write(|db| insert_members(db, division(), std::slice::from_ref(&member)));
        assert!(
            matches!(again, Err(StoreError::Duplicate { constraint }) if constraint == "case_members_pkey")
        );
        database
            .write(|db| {
                let said = (Declaration::Conflict, "曾任职");
                assert!(declare(db, division(), (id(1), user_id(1)), said, at(5))?);
                assert!(!declare(db, division(), (id(1), user_id(2)), said, at(5))?);
                let found = members_of(db, division(), id(1))?;
                let expected = CaseMember {
                    declaration: Declaration::Conflict,
                    reason: "曾任职".into(),
                    declared_at: Some(at(5)),
                    ..member.clone()
                };
                assert_eq!(found, [expected]);
                assert!(remove_member(db, division(), id(1), user_id(1))?);
                assert!(!remove_member(db, division(), id(1), user_id(1))?);
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn records_and_evidence_are_withdrawn_and_kept() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        database
            .write(|db| {
                let record = CaseRecord {
                    id: CaseRecordId::new(at(0), bytes(1)),
                    evaluation: id(1),
                    seen_on: "2021-01-12".parse().unwrap(),
                    place: "园区".into(),
                    present: "评价组".into(),
                    situation: "设备闲置".into(),
                    items: vec![ItemKey::new("d1"), ItemKey::new("o1")],
                    kept: hand(1),
                    withdrawn: None,
                };
                insert_records(db, division(), std::slice::from_ref(&record))?;
                assert_eq!(records_of(db, division(), id(1))?, std::slice::from_ref(&record));
                assert!(!withdraw_record(db, division(), (id(2), record.id), &hand(3))?);
                assert!(withdraw_record(db, division(), (id(1), record.id), &hand(3))?);
                assert!(!withdraw_record(db, division(), (id(1), record.id), &hand(4))?);
                let found = records_of(db, division(), id(1))?;
                assert_eq!(found.first().unwrap().withdrawn, Some(hand(3)));
                let sha256 = attachments::store_content(db, division(), b"%PDF-")?;
                let evidence = CaseEvidence {
                    id: CaseEvidenceId::new(at(0), bytes(1)),
                    evaluation: id(1),
                    item: Some(ItemKey::new("d1")),
                    page: "第 3 页".into(),
                    note: String::new(),
                    file_name: "批复.pdf".into(),
                    media_type: "application/pdf".into(),
                    byte_count: 5,
                    sha256,
                    kept: hand(2),
                    withdrawn: None,
                };
                insert_evidence(db, division(), std::slice::from_ref(&evidence))?;
                assert_eq!(
                    evidence_of(db, division(), id(1))?,
                    std::slice::from_ref(&evidence)
                );
                assert_eq!(
                    find_evidence(db, division(), evidence.id)?,
                    Some(evidence.clone())
                );
                assert!(withdraw_evidence(db, division(), (id(1), evidence.id), &hand(3))?);
                assert_eq!(find_evidence(db, division(), evidence.id)?, None);
                assert_eq!(evidence_of(db, division(), id(1))?, []);
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

fn point(number: u64, position: i32) -> CasePoint {
    CasePoint {
        id: CasePointId::new(at(0), bytes(number)),
        evaluation: id(1),
        round: 1,
        position,
        sort: PointSort::Item,
        place: "立项依据充分性".into(),
        words: "3 分得 2.4 分".into(),
        answer: None,
        opinion: String::new(),
        answered: None,
        outcome: None,
        reason: String::new(),
        decided: None,
    }
}

#[test]
fn points_are_answered_together_and_decided_one_by_one() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        database
            .write(|db| {
                insert_points(db, division(), &[point(1, 1), point(2, 2)])?;
                let answered: Vec<CasePoint> = points_of(db, division(), id(1), 1)?
                    .into_iter()
                    .map(|one| CasePoint {
                        answer: Some(PointAnswer::Objected),
                        opinion: "已有批复文件".into(),
                        answered: Some(hand(4)),
                        ..one
                    })
                    .collect();
                answer_points(db, division(), (id(1), 1), &answered)?;
                let found = points_of(db, division(), id(1), 1)?;
                assert_eq!(found, answered);
                assert!(found.iter().all(CasePoint::is_open));
                let first = found.first().unwrap().id;
                let outcome = (PointOutcome::Adopted, "已补充");
                decide_point(db, division(), first, outcome, ("绩效科经办", at(9)))?;
                let found = points_of(db, division(), id(1), 1)?;
                assert!(!found.first().unwrap().is_open() && found.last().unwrap().is_open());
                assert_eq!(points_of(db, division(), id(1), 2)?, []);
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn editions_and_steps_are_kept_in_order() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        database
            .write(|db| {
                let report = |edition| CaseReport {
                    evaluation: id(1),
                    edition,
                    text: "{}".into(),
                    sha256: "0".repeat(64),
                    paper: None,
                    number: String::new(),
                    result_edition: 0,
                    made: hand(1),
                };
                insert_reports(db, division(), &[report(2), report(1)])?;
                assert_eq!(reports_of(db, division(), id(1))?, [report(1), report(2)]);
                let step = |serial| CaseStep {
                    serial,
                    deed: "提交方案".into(),
                    words: String::new(),
                    hand: hand(1),
                };
                insert_steps(db, division(), id(1), &[step(2), step(1)])?;
                assert_eq!(steps_of(db, division(), id(1))?, [step(1), step(2)]);
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn the_list_keeps_to_the_scope_and_counts_the_money() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        database
            .write(|db| {
                let result = EvaluationResult {
                    evaluation: id(2),
                    edition: 1,
                    self_total: None,
                    total: Score::from_centi(8_500),
                    grade: "良".into(),
                    vetoes: Vec::new(),
                    words: String::new(),
                    trace: "{}".into(),
                    trace_sha256: "0".repeat(64),
                    rules_fingerprint: "abc".into(),
                    concluded_by: user_id(1),
                    concluded_by_name: "绩效科经办".into(),
                    concluded_at: at(9),
                    reopening: None,
                };
                evaluations::insert_result(db, division(), &result)?;
                evaluations::set_state(db, division(), &evaluation(2, 12), EvaluationState::Concluded, 1)?;
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let listed = |filter: &CaseFileFilter, sort, direction| {
            let before = statements::sent();
            let found = database
                .read(|db| list(db, division(), filter, sort, direction, ALL))
                .unwrap();
            assert!(statements::sent() - before <= 3);
            found.into_iter().map(|one| one.title).collect::<Vec<_>>()
        };
        let everything = within(Scope::AllOfDivision);
        assert_eq!(
            listed(&everything, CaseFileSort::Funds, Direction::Ascending),
            ["政策3", "政策2", "政策1"]
        );
        assert_eq!(
            listed(&everything, CaseFileSort::Total, Direction::Ascending),
            ["政策2", "政策1", "政策3"]
        );
        assert_eq!(
            listed(
                &within(department(20)),
                CaseFileSort::Opened,
                Direction::Ascending
            ),
            ["政策3"]
        );
        let narrow = CaseFileFilter {
            words: Some("政策1".into()),
            stage: Some(CaseStage::WorkingPaper),
            kind: Some("key".into()),
            department: Some(unit_id(10)),
            ..everything.clone()
        };
        assert_eq!(
            listed(&narrow, CaseFileSort::Opened, Direction::Descending),
            ["政策1"]
        );
        database
            .read(|db| {
                assert_eq!(count(db, division(), &everything)?, Count::Exactly(3));
                assert_eq!(count(db, division(), &within(Scope::Nothing))?, Count::Exactly(0));
                let other = CaseFileFilter {
                    year: BudgetYear::new(2021).unwrap(),
                    ..everything.clone()
                };
                assert_eq!(count(db, division(), &other)?, Count::Exactly(0));
                let fen: i64 = funds_by_kind(db, division(), &everything)?
                    .iter()
                    .filter_map(|one| one.funds)
                    .map(Money::fen)
                    .sum();
                assert_eq!(fen, 600);
                assert_eq!(findings_of(db, division(), &[id(1)])?, []);
                assert!(count_waiting(db, division(), year(), &Scope::AllOfDivision)?.is_empty());
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}
