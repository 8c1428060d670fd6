//! Who may be chosen, by draw or directly, and what an institution sees and does.

use std::sync::atomic::{AtomicU32, Ordering};

use hengji_domain::id::{AssignmentId, EvaluationId, UnitId, UserId};
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::third_party::{AssignmentState, AssignmentWay, Evidence, InstitutionDrawState};

use super::view::AssignmentRow;
use super::*;
use crate::common::{RequestKey, Written};
use crate::evaluations::OpenInput;
use crate::stage::district::{at, bureau, of_year, opened, person, works};
use crate::stage::{Stage, division};

mod benchmark;
mod outsider;
mod reports;

fn key() -> RequestKey {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    crate::stage::key(NEXT.fetch_add(1, Ordering::Relaxed))
}

fn performance() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

fn leader() -> Actor {
    person(Role::BureauLeader, bureau())
}

/// Somebody of an institution.
fn outsider(unit: UnitId, number: u8) -> Actor {
    Actor {
        user: UserId::new(at(0), [number; 10]),
        name: format!("机构人员{number}"),
        division: division(),
        grants: vec![Grant {
            role: Role::ThirdParty,
            unit,
        }],
        address: "10.9.9.9".into(),
    }
}

const CODES: [&str; 5] = [
    "91330108MA2A0001A6",
    "91330108MA2A0002BA",
    "91330108MA2A0003CE",
    "91330108MA2A0004DJ",
    "91330108MA2A0005EN",
];

fn input(number: usize) -> InstitutionInput {
    let letter = ["甲", "乙", "丙", "丁", "戊"][number];
    InstitutionInput {
        name: format!("{letter}评价机构"),
        credit_code: CODES[number].into(),
        kind: "会计师事务所".into(),
        founded_on: "2010-05-01".into(),
        platform_on: "2018-09-01".into(),
        credit_checked_on: "2020-11-01".into(),
        ..InstitutionInput::default()
    }
}

/// An institution that meets every condition.
fn eligible(stage: &Stage, number: usize) -> UnitId {
    let written = stage
        .app
        .enter_institution(&performance(), &key(), &input(number))
        .unwrap();
    let unit = written.id.parse().unwrap();
    for name in ["主评人一", "人员二", "人员三", "人员四", "人员五"] {
        let person = PersonInput {
            name: name.into(),
            practice_from: "2010".into(),
            evaluation_from: "2015".into(),
            is_lead: name == "主评人一",
        };
        stage
            .app
            .add_institution_person(&performance(), &key(), unit, &person)
            .unwrap();
    }
    unit
}

fn case(stage: &Stage, kind: &str, subject: &str) -> EvaluationId {
    let input = OpenInput {
        kind: kind.into(),
        subjects: subject.into(),
    };
    let opened = stage
        .app
        .open_evaluations(&performance(), &key(), of_year(), &input)
        .unwrap();
    opened.ids.first().unwrap().parse().unwrap()
}

fn assign(stage: &Stage, evaluation: EvaluationId, institution: UnitId) -> Result<Written, AppError> {
    let input = AssignInput {
        evaluation: evaluation.to_string(),
        institution: institution.to_string(),
        reason: "该机构熟悉本行业的成本数据".into(),
    };
    stage.app.assign_institution(&leader(), &key(), &input)
}

fn rows(stage: &Stage) -> Vec<AssignmentRow> {
    let query = AssignmentQuery::default();
    stage
        .app
        .assignments(&performance(), of_year(), &query)
        .unwrap()
        .rows
}

fn announcement(stage: &Stage, cases: &[EvaluationId]) -> DrawAnnouncement {
    DrawAnnouncement {
        evaluations: cases.iter().map(ToString::to_string).collect(),
        source: "某公开开奖的六个号码".into(),
        known_at: stage
            .app
            .now()
            .plus_seconds(3_600)
            .to_string()
            .chars()
            .take(16)
            .collect(),
    }
}

fn value(version: i32, value: &str) -> DrawValue {
    DrawValue {
        version,
        value: value.into(),
    }
}

#[test]
fn a_register_entry_is_refused_field_by_field() {
    let stage = opened();
    let check = |change: &dyn Fn(&mut InstitutionInput), code: &str| {
        let mut given = input(0);
        change(&mut given);
        let refused = stage
            .app
            .enter_institution(&performance(), &key(), &given)
            .unwrap_err();
        let AppError::Invalid(errors) = refused else {
            panic!("{refused}")
        };
        assert_eq!(errors.first().unwrap().code, code, "{errors:?}");
    };
    check(&|given| given.name = " ".into(), "text-length");
    check(&|given| given.name = "城管局".into(), "institution-is-unit");
    check(
        &|given| given.credit_code = "91330108MA2A0001A7".into(),
        "credit-code-unfit",
    );
    check(&|given| given.kind = "熟人".into(), "institution-kind");
    check(&|given| given.founded_on = "2010年".into(), "date-unreadable");
    check(&|given| given.founded_on = String::new(), "text-length");
    check(&|given| given.platform_on = "2030-01-01".into(), "date-ahead");
    eligible(&stage, 0);
    check(
        &|given| given.credit_code = CODES[1].into(),
        "institution-registered",
    );
    check(
        &|given| given.name = "己评价机构".into(),
        "institution-registered",
    );
}

#[test]
fn a_person_is_refused_with_years_that_cannot_be() {
    let stage = opened();
    let unit = eligible(&stage, 0);
    for (practice, evaluation, code) in [
        ("20x0", "2015", "person-years"),
        ("2025", "2025", "person-years"),
        ("2015", "2010", "person-years"),
        ("1900", "1950", "person-years"),
    ] {
        let person = PersonInput {
            name: "人员六".into(),
            practice_from: practice.into(),
            evaluation_from: evaluation.into(),
            is_lead: false,
        };
        let refused = stage
            .app
            .add_institution_person(&performance(), &key(), unit, &person)
            .unwrap_err();
        let AppError::Invalid(errors) = refused else {
            panic!("{refused}")
        };
        assert_eq!(errors.first().unwrap().code, code, "{practice} {evaluation}");
    }
}

#[test]
fn each_condition_is_shown_with_its_reason_and_the_register_counts_who_meets_them() {
    let stage = opened();
    let good = eligible(&stage, 0);
    let poor = InstitutionInput {
        credit_checked_on: String::new(),
        suspended_reason: "上年度报告失实".into(),
        ..input(1)
    };
    let poor: UnitId = stage
        .app
        .enter_institution(&performance(), &key(), &poor)
        .unwrap()
        .id
        .parse()
        .unwrap();
    let page = stage.app.institution(&performance(), poor).unwrap();
    let evidence: Vec<Evidence> = page.conditions.iter().map(|one| one.evidence).collect();
    assert_eq!(
        evidence,
        [
            Evidence::NotMet,
            Evidence::Met,
            Evidence::Missing,
            Evidence::Missing,
            Evidence::Missing
        ]
    );
    let query = InstitutionQuery::default();
    let register = stage.app.institutions(&performance(), of_year(), &query).unwrap();
    assert_eq!(register.counts, (2, 1));
    assert!(
        register
            .rows
            .iter()
            .any(|row| row.unit == good && row.is_eligible)
    );
    let only = InstitutionQuery {
        is_eligible: Some(false),
        text: "乙".into(),
        ..query
    };
    let register = stage.app.institutions(&performance(), of_year(), &only).unwrap();
    assert_eq!(register.rows.len(), 1);
    stage
        .app
        .export_institutions(&performance(), of_year(), &only)
        .unwrap();
    assert!(
        stage
            .desk
            .last_written()
            .notes
            .iter()
            .any(|note| note.contains("2020 年规则"))
    );
}

#[test]
fn a_public_list_stays_as_it_was_frozen() {
    let stage = opened();
    let refused = stage
        .app
        .freeze_institution_list(&performance(), &key())
        .unwrap_err();
    assert_eq!(refused.code(), "institution-list-empty");
    let unit = eligible(&stage, 0);
    let first = stage.app.freeze_institution_list(&performance(), &key()).unwrap();
    let suspended = InstitutionInput {
        version: 1,
        suspended_reason: "报告失实".into(),
        ..input(0)
    };
    stage
        .app
        .change_institution(&performance(), &key(), unit, &suspended)
        .unwrap();
    eligible(&stage, 1);
    stage.app.freeze_institution_list(&performance(), &key()).unwrap();
    let lists = stage.app.institution_lists(&leader()).unwrap();
    assert_eq!(lists.iter().map(|one| one.number).collect::<Vec<_>>(), [2, 1]);
    let page = stage
        .app
        .institution_list(&leader(), first.id.parse().unwrap())
        .unwrap();
    assert_eq!(page.rows.first().unwrap().name, "甲评价机构");
    assert_eq!(page.sha256.len(), 64);
    let stale = stage
        .app
        .change_institution(&performance(), &key(), unit, &suspended)
        .unwrap_err();
    assert!(matches!(stale, AppError::Stale(_)), "{stale}");
}

#[test]
fn refusals_of_a_direct_assignment() {
    let stage = opened();
    let one = case(&stage, "spot", "P7");
    let good = eligible(&stage, 0);
    let poor: UnitId = stage
        .app
        .enter_institution(&performance(), &key(), &input(1))
        .unwrap()
        .id
        .parse()
        .unwrap();
    let code = |given: Result<Written, AppError>| given.unwrap_err().code().to_owned();
    assert_eq!(code(assign(&stage, one, poor)), "institution-not-eligible");
    let short = AssignInput {
        evaluation: one.to_string(),
        institution: good.to_string(),
        reason: "熟悉".into(),
    };
    assert_eq!(
        code(stage.app.assign_institution(&leader(), &key(), &short)),
        "assignment-reason-short"
    );
    let by_performance = stage.app.assign_institution(&performance(), &key(), &short);
    assert_eq!(code(by_performance), "role-not-held");
    assert_eq!(code(assign(&stage, one, works())), "not-found");
    assign(&stage, one, good).unwrap();
    assert_eq!(code(assign(&stage, one, good)), "institution-assigned");
    assert_eq!(rows(&stage).first().unwrap().way, AssignmentWay::Direct);
}

#[test]
fn a_conflict_blocks_until_it_is_taken_back_or_its_years_are_over() {
    let stage = opened();
    let one = case(&stage, "spot", "P7");
    let unit = eligible(&stage, 0);
    let declare = |unit_code: &str, project_code: &str, ended_on: &str| {
        let input = ConflictInput {
            unit_code: unit_code.into(),
            project_code: project_code.into(),
            kind: "审计过该单位".into(),
            ended_on: ended_on.into(),
            note: "2019 年度财务审计".into(),
            ..ConflictInput::default()
        };
        stage
            .app
            .declare_conflict(&performance(), &key(), (unit, of_year()), &input)
    };
    let field = |given: Result<Written, AppError>| match given {
        Err(AppError::Invalid(errors)) => errors.first().unwrap().code,
        other => panic!("{other:?}"),
    };
    assert_eq!(field(declare("", "", "")), "conflict-with-one");
    assert_eq!(field(declare("219011", "P7", "")), "conflict-with-one");
    assert_eq!(field(declare("无此代码", "", "")), "conflict-unknown");
    declare("", "P5", "").unwrap();
    declare("", "P7", "2018-12-30").unwrap();
    let page = stage.app.institution(&performance(), unit).unwrap();
    assert_eq!(
        page.conflicts.iter().map(|one| one.holds).collect::<Vec<_>>(),
        [true, false]
    );
    declare("", "P7", "2019-06-30").unwrap();
    let refused = assign(&stage, one, unit).unwrap_err();
    assert_eq!(refused.code(), "institution-conflict");
    assert!(refused.to_string().contains("2019 年度财务审计"), "{refused}");
    let page = stage.app.institution(&performance(), unit).unwrap();
    let last = page.conflicts.last().unwrap().id;
    let reason = ReasonInput {
        reason: "申报时项目代码填写有误".into(),
    };
    stage
        .app
        .withdraw_conflict(&performance(), &key(), (unit, last), &reason)
        .unwrap();
    assign(&stage, one, unit).unwrap();
}

#[test]
fn a_draw_takes_two_people_and_gives_each_case_one_institution() {
    let stage = opened();
    let cases = [case(&stage, "spot", "P7"), case(&stage, "purchaser", "219011")];
    let firms: Vec<UnitId> = (0..3).map(|number| eligible(&stage, number)).collect();
    let late = DrawAnnouncement {
        known_at: "2020-01-01 09:00".into(),
        ..announcement(&stage, &cases)
    };
    let refused = stage
        .app
        .announce_institution_draw(&performance(), &key(), of_year(), &late);
    assert_eq!(refused.unwrap_err().code(), "institution-draw-known");
    let announced = announcement(&stage, &cases);
    let draw = stage
        .app
        .announce_institution_draw(&performance(), &key(), of_year(), &announced)
        .unwrap();
    let id = draw.id.parse().unwrap();
    let enter = |actor: &Actor, version: i32, text: &str| {
        stage
            .app
            .enter_institution_value(actor, &key(), id, &value(version, text))
    };
    assert_eq!(
        enter(&performance(), 1, "07-12").unwrap_err().code(),
        "institution-draw-early"
    );
    stage.clock.pass(3_700);
    enter(&performance(), 1, "07-12").unwrap();
    let draw = |actor: &Actor, text: &str| stage.app.draw_institutions(actor, &key(), id, &value(2, text));
    assert_eq!(
        draw(&performance(), "07-12").unwrap_err().code(),
        "institution-draw-own-value"
    );
    assert_eq!(
        draw(&leader(), "07-13").unwrap_err().code(),
        "institution-draw-value-differs"
    );
    assert!(
        stage
            .app
            .institution_draw(&leader(), id)
            .unwrap()
            .entered
            .unwrap()
            .0
            .is_none()
    );
    draw(&leader(), "07-12").unwrap();
    let page = stage.app.institution_draw(&leader(), id).unwrap();
    assert_eq!(page.state, InstitutionDrawState::Drawn);
    assert_eq!(
        (
            page.candidates.len(),
            page.candidates.iter().filter(|one| one.is_drawn).count()
        ),
        (6, 2)
    );
    for drawn in page.candidates.iter().filter(|one| one.is_drawn) {
        let others = page.candidates.iter().filter(|other| other.case == drawn.case);
        assert!(others.map(|other| &other.ticket).min() == Some(&drawn.ticket));
    }
    let given = rows(&stage);
    assert_eq!(given.len(), 2);
    assert!(
        given
            .iter()
            .all(|row| row.way == AssignmentWay::Drawn && firms.contains(&row.institution))
    );
    for file in DrawFile::ALL {
        let (name, text) = stage.app.institution_draw_file(&leader(), id, file).unwrap();
        assert!(name.ends_with(file.code()) && !text.is_empty());
    }
    let (_, record) = stage
        .app
        .institution_draw_file(&leader(), id, DrawFile::Record)
        .unwrap();
    let record: hengji_analysis::draw::Record = serde_json::from_str(&record).unwrap();
    let units = record.units.iter().map(|one| one.unit.clone()).collect();
    let frame = hengji_analysis::draw::Frame::new(units).unwrap();
    assert_eq!(hengji_analysis::draw::verify(&record, &frame), []);
}

#[test]
fn a_draw_whose_candidates_changed_is_given_up_and_announced_anew() {
    let stage = opened();
    let one = case(&stage, "spot", "P7");
    let nobody =
        stage
            .app
            .announce_institution_draw(&performance(), &key(), of_year(), &announcement(&stage, &[one]));
    assert_eq!(nobody.unwrap_err().code(), "institution-draw-no-candidates");
    let unit = eligible(&stage, 0);
    let draw = stage
        .app
        .announce_institution_draw(&performance(), &key(), of_year(), &announcement(&stage, &[one]))
        .unwrap();
    let id = draw.id.parse().unwrap();
    stage.clock.pass(3_700);
    stage
        .app
        .enter_institution_value(&performance(), &key(), id, &value(1, "5"))
        .unwrap();
    let suspended = InstitutionInput {
        version: 1,
        suspended_reason: "报告失实".into(),
        ..input(0)
    };
    stage
        .app
        .change_institution(&performance(), &key(), unit, &suspended)
        .unwrap();
    let refused = stage
        .app
        .draw_institutions(&leader(), &key(), id, &value(2, "5"))
        .unwrap_err();
    assert_eq!(refused.code(), "institution-draw-list-changed");
    let input = WithdrawInput {
        version: 2,
        reason: "候选机构已被暂停,重新公告".into(),
    };
    stage
        .app
        .cancel_institution_draw(&performance(), &key(), id, &input)
        .unwrap();
    assert_eq!(
        stage.app.institution_draw(&leader(), id).unwrap().state,
        InstitutionDrawState::Cancelled
    );
    assert!(rows(&stage).is_empty());
}
