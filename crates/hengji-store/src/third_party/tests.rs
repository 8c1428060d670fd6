//! The register keeps one code once, a case goes to an institution once, and lists show an institution its own cases.

use hengji_authz::{Parts, Scope};
use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::{
    AssignmentId, EvaluationId, InstitutionConflictId, InstitutionDrawId, InstitutionListId,
    InstitutionPersonId, UnitId,
};
use hengji_domain::third_party::{AssignmentState, AssignmentWay, InstitutionDrawState};
use hengji_domain::unit::{Unit, UnitKind};

use super::*;
use crate::evaluations::{self, Evaluation, EvaluationFilter, EvaluationSort};
use crate::page::{Direction, Page};
use crate::samples::{at, bytes, district, division, project, project_id, unit_id, user_id, year};
use crate::testing::on_each_engine;
use crate::{Db, Sorted, StoreError, projects, statements, units};

const ALL: Page = Page { offset: 0, limit: 50 };

fn hand(seconds: i64) -> InstitutionHand {
    InstitutionHand {
        name: "绩效科经办".into(),
        at: at(seconds),
    }
}

fn signer(number: u64) -> InstitutionSigner {
    InstitutionSigner {
        user: user_id(number),
        name: "绩效科经办".into(),
        at: at(0),
    }
}

fn body(number: u64) -> Sorted<Unit> {
    Sorted {
        record: Unit {
            id: unit_id(number),
            code: number.to_string(),
            name: format!("机构{number}"),
            kind: UnitKind::ThirdPartyInstitution,
            department: unit_id(number),
            budget_division: None,
        },
        pinyin_sort: number.to_string(),
    }
}

fn institution(number: u64, code: &str) -> Institution {
    Institution {
        unit: unit_id(number),
        credit_code: code.into(),
        kind: "会计师事务所".into(),
        founded_on: "2010-05-01".parse().unwrap(),
        contact: String::new(),
        platform_on: "2021-09-01".parse().ok(),
        credit_checked_on: None,
        violation_on: None,
        suspended_reason: String::new(),
        entered: hand(0),
        version: 1,
    }
}

fn person(number: u64, of: u64, name: &str) -> InstitutionPerson {
    InstitutionPerson {
        id: InstitutionPersonId::new(at(0), bytes(number)),
        institution: unit_id(of),
        name: name.into(),
        practice_from: 2012,
        evaluation_from: 2016,
        is_lead: true,
        left_on: None,
    }
}

fn case(number: u64) -> EvaluationId {
    EvaluationId::new(at(0), bytes(number))
}

fn evaluation(number: u64, unit: u64, project: Option<u64>) -> Evaluation {
    Evaluation {
        id: case(number),
        year: year(),
        kind: "spot".into(),
        subject_key: format!("unit:{unit}:{number}"),
        title: format!("评价{number}"),
        project: project.map(project_id),
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

fn assignment(number: u64, evaluation: u64, institution: u64) -> Assignment {
    Assignment {
        id: AssignmentId::new(at(0), bytes(number)),
        evaluation: case(evaluation),
        institution: unit_id(institution),
        way: AssignmentWay::Direct,
        draw: None,
        reason: "只有该机构熟悉行业".into(),
        assigned_by: user_id(1),
        assigned: hand(1),
        handed_in: None,
        withdrawn: None,
        state: AssignmentState::Open,
        version: 1,
    }
}

/// Institutions 71 and 72; evaluations 1 (of project 1, unit 11), 2 and 3 (of unit 21).
fn prepared(db: &mut Db) -> Result<(), StoreError> {
    district(db)?;
    units::insert_many(db, division(), &[body(71), body(72)])?;
    projects::insert_many(db, division(), &[project(1, 11)])?;
    for (number, code) in [(71, "A"), (72, "B")] {
        insert_institution(db, division(), &institution(number, code))?;
    }
    let all = [
        evaluation(1, 11, Some(1)),
        evaluation(2, 21, None),
        evaluation(3, 21, None),
    ];
    evaluations::insert_many(db, division(), &all)?;
    Ok(())
}

#[test]
fn an_institution_is_read_back_and_changed_by_one_hand_at_a_time() {
    on_each_engine(|database| {
        database
            .write(|db| {
                prepared(db)?;
                let one = find_institution(db, division(), unit_id(71))?.unwrap();
                assert_eq!(one, institution(71, "A"));
                let changed = Institution {
                    suspended_reason: "报告失实".into(),
                    violation_on: "2020-02-29".parse().ok(),
                    ..one.clone()
                };
                assert_eq!(update_institution(db, division(), &changed)?, 2);
                let stale = update_institution(db, division(), &one);
                assert!(matches!(stale, Err(StoreError::Stale { .. })));
                let known = institutions(db, division())?;
                assert_eq!(known.len(), 2);
                assert_eq!(known.first().unwrap().suspended_reason, "报告失实");
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn a_credit_code_and_a_post_stand_once() {
    on_each_engine(|database| {
        database.write(prepared).unwrap();
        let refused = |given: Result<(), StoreError>, name: &str| {
            assert!(matches!(given, Err(StoreError::Duplicate { constraint }) if constraint == name));
        };
        refused(
            database.write(|db| {
                units::insert_many(db, division(), &[body(73)])?;
                insert_institution(db, division(), &institution(73, "A"))
            }),
            "institutions_credit_code_unique",
        );
        database
            .write(|db| insert_person(db, division(), &person(1, 71, "主评人一")))
            .unwrap();
        refused(
            database.write(|db| insert_person(db, division(), &person(2, 71, "主评人一"))),
            "institution_people_name_unique",
        );
        database
            .write(|db| insert_person(db, division(), &person(3, 72, "主评人一")))
            .unwrap();
    });
}

#[test]
fn who_left_stays_to_be_read_and_leaves_once() {
    on_each_engine(|database| {
        database
            .write(|db| {
                prepared(db)?;
                let one = person(1, 71, "主评人一");
                insert_person(db, division(), &one)?;
                let on = "2022-03-01".parse().unwrap();
                assert!(!leave(db, division(), (unit_id(72), one.id), on)?);
                assert!(leave(db, division(), (unit_id(71), one.id), on)?);
                assert!(!leave(db, division(), (unit_id(71), one.id), on)?);
                assert_eq!(
                    people(db, division())?,
                    [InstitutionPerson {
                        left_on: Some(on),
                        ..one
                    }]
                );
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn a_conflict_is_taken_back_once_with_its_reason() {
    on_each_engine(|database| {
        database
            .write(|db| {
                prepared(db)?;
                let one = InstitutionConflict {
                    id: InstitutionConflictId::new(at(0), bytes(1)),
                    institution: unit_id(71),
                    person: None,
                    unit: Some(unit_id(10)),
                    project: None,
                    rater: None,
                    kind: "审计过该单位".into(),
                    ended_on: "2020-06-30".parse().ok(),
                    note: "2019 年度审计".into(),
                    declared: hand(0),
                    withdrawn: None,
                };
                insert_conflict(db, division(), &one)?;
                assert_eq!(conflicts(db, division())?, std::slice::from_ref(&one));
                let key = (unit_id(71), one.id);
                assert!(withdraw_conflict(db, division(), key, &hand(2), "登记有误")?);
                assert!(!withdraw_conflict(db, division(), key, &hand(3), "再次")?);
                let withdrawn = Some((hand(2), "登记有误".into()));
                assert_eq!(
                    conflicts(db, division())?,
                    [InstitutionConflict { withdrawn, ..one }]
                );
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn lists_and_draws_are_kept_as_they_were() {
    on_each_engine(|database| {
        database
            .write(|db| {
                prepared(db)?;
                let list = InstitutionList {
                    id: InstitutionListId::new(at(0), bytes(1)),
                    year: year(),
                    number: 1,
                    content: "[]".into(),
                    sha256: "0".repeat(64),
                    frozen: hand(0),
                };
                insert_list(db, division(), &list)?;
                assert_eq!(find_list(db, division(), list.id)?, Some(list.clone()));
                assert_eq!(lists(db, division())?, [list]);
                let draw = InstitutionDraw {
                    id: InstitutionDrawId::new(at(0), bytes(1)),
                    year: year(),
                    number: 1,
                    title: "2020 年度第三方机构抽取(第 1 次)".into(),
                    candidates: "[]".into(),
                    frame_sha256: "1".repeat(64),
                    source: "某公开事件".into(),
                    known_at: at(60),
                    announced: signer(1),
                    value: None,
                    drawn: None,
                    record: String::new(),
                    cancelled: None,
                    state: InstitutionDrawState::Announced,
                    version: 1,
                };
                insert_draw(db, division(), &draw)?;
                assert_eq!(find_draw(db, division(), draw.id)?, Some(draw.clone()));
                let drawn = InstitutionDraw {
                    value: Some(("07-12-19".into(), signer(1))),
                    drawn: Some(signer(2)),
                    record: "{}".into(),
                    state: InstitutionDrawState::Drawn,
                    ..draw.clone()
                };
                assert_eq!(update_draw(db, division(), &drawn)?, 2);
                assert!(matches!(
                    update_draw(db, division(), &draw),
                    Err(StoreError::Stale { .. })
                ));
                let kept = InstitutionDraw { version: 2, ..drawn };
                assert_eq!(draws_of_year(db, division(), year())?, [kept]);
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn a_case_goes_to_an_institution_once_and_comes_with_its_money() {
    on_each_engine(|database| {
        database
            .write(|db| {
                prepared(db)?;
                let all = [assignment(1, 1, 71), assignment(2, 2, 71), assignment(3, 2, 72)];
                insert_assignments(db, division(), &all)?;
                let before = statements::sent();
                let known = all_assignments(db, division())?;
                assert_eq!(statements::sent() - before, 1);
                assert_eq!(known.len(), 3);
                let first = known.first().unwrap();
                assert_eq!((first.project, first.unit), (Some(project_id(1)), unit_id(11)));
                assert!(0 < first.amount.fen());
                assert_eq!(known.last().unwrap().amount.fen(), 0);
                assert_eq!(assignments_of(db, division(), case(2))?, all[1..]);
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let twice = database.write(|db| insert_assignments(db, division(), &[assignment(9, 1, 71)]));
        assert!(matches!(
            twice,
            Err(StoreError::Duplicate { constraint }) if constraint == "institution_assignments_pair_unique"
        ));
    });
}

#[test]
fn a_list_shows_an_institution_what_it_was_given_and_a_unit_its_own() {
    on_each_engine(|database| {
        database
            .write(|db| {
                prepared(db)?;
                let all = [assignment(1, 1, 71), assignment(2, 2, 71), assignment(3, 3, 72)];
                insert_assignments(db, division(), &all)?;
                let withdrawn = Assignment {
                    state: AssignmentState::Withdrawn,
                    withdrawn: Some((hand(5), "应当回避".into())),
                    ..all[1].clone()
                };
                update_assignment(db, division(), &withdrawn)?;
                let kept = find_assignment(db, division(), withdrawn.id)?.unwrap().assignment;
                assert_eq!(
                    kept,
                    Assignment {
                        version: 2,
                        ..withdrawn
                    }
                );
                let own = |unit: u64| {
                    Scope::Parts(Parts {
                        units: vec![unit_id(unit)],
                        ..Parts::default()
                    })
                };
                for (scope, institutions, expected) in [
                    (Scope::Nothing, vec![], vec![]),
                    (Scope::Nothing, vec![71], vec![1]),
                    (Scope::Nothing, vec![72], vec![3]),
                    (Scope::Nothing, vec![71, 72], vec![1, 3]),
                    (Scope::Nothing, vec![11], vec![]),
                    (own(21), vec![], vec![2, 3]),
                    (own(21), vec![71], vec![1, 2, 3]),
                    (Scope::AllOfDivision, vec![71], vec![1, 2, 3]),
                ] {
                    let filter = EvaluationFilter {
                        institutions: institutions.iter().copied().map(unit_id).collect::<Vec<UnitId>>(),
                        ..EvaluationFilter::of_year(year(), scope)
                    };
                    let rows = evaluations::list(
                        db,
                        division(),
                        &filter,
                        EvaluationSort::Kind,
                        Direction::Ascending,
                        ALL,
                    )?;
                    let ids: Vec<EvaluationId> = rows.iter().map(|row| row.evaluation.id).collect();
                    assert_eq!(
                        ids,
                        expected.iter().copied().map(case).collect::<Vec<_>>(),
                        "{filter:?}"
                    );
                    let counted: u64 = evaluations::kinds(db, division(), &filter)?
                        .iter()
                        .map(|one| one.count)
                        .sum();
                    assert_eq!(counted, u64::try_from(ids.len()).unwrap());
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn versions_of_a_report_stand_beside_each_other_and_each_is_rated_once() {
    on_each_engine(|database| {
        database
            .write(|db| {
                prepared(db)?;
                insert_assignments(db, division(), &[assignment(1, 1, 71), assignment(2, 2, 71)])?;
                let (id, other) = (assignment(1, 1, 71).id, assignment(2, 2, 71).id);
                let version = |version: i32| InstitutionReport {
                    assignment: id,
                    version,
                    pages: 40,
                    content: "一、项目概况".into(),
                    sha256: "0".repeat(64),
                    explanation: if version == 1 { "" } else { "补充了实测数据" }.into(),
                    handed: hand(3),
                };
                insert_report(db, division(), &version(1))?;
                insert_report(db, division(), &version(2))?;
                assert_eq!(
                    reports_of(db, division(), &[id, other])?,
                    [version(1), version(2)]
                );
                assert!(reports_of(db, division(), &[other])?.is_empty());
                let rating = |report_version: i32| ReportRating {
                    assignment: id,
                    report_version,
                    content: "[]".into(),
                    total: hengji_domain::Score::from_centi(8_050),
                    words: String::new(),
                    rated: signer(1),
                };
                insert_rating(db, division(), &rating(1))?;
                insert_rating(db, division(), &rating(2))?;
                assert_eq!(ratings_of(db, division(), &[id])?, [rating(1), rating(2)]);
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let again = |db: &mut Db| {
            let rating = ReportRating {
                assignment: assignment(1, 1, 71).id,
                report_version: 1,
                content: "[]".into(),
                total: hengji_domain::Score::ZERO,
                words: String::new(),
                rated: signer(1),
            };
            insert_rating(db, division(), &rating)
        };
        let refused = database.write(again).unwrap_err();
        assert!(
            matches!(&refused, StoreError::Duplicate { constraint } if constraint == "report_ratings_pkey"),
            "{refused:?}"
        );
    });
}

#[test]
fn a_rater_who_keeps_away_is_a_conflict_of_its_own_kind() {
    on_each_engine(|database| {
        database
            .write(|db| {
                prepared(db)?;
                let one = InstitutionConflict {
                    id: InstitutionConflictId::new(at(0), bytes(2)),
                    institution: unit_id(71),
                    person: None,
                    unit: None,
                    project: None,
                    rater: Some((signer(1).user, "绩效科经办".into())),
                    kind: "存在股权或人员关联".into(),
                    ended_on: None,
                    note: "近亲属在该机构任职".into(),
                    declared: hand(0),
                    withdrawn: None,
                };
                insert_conflict(db, division(), &one)?;
                assert_eq!(conflicts(db, division())?, [one]);
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}
