//! Evaluations from opening to conclusion, from both sides of the desk, and everything that is refused on the way.

use std::sync::atomic::{AtomicU32, Ordering};

use hengji_domain::evaluation::{EvaluationState, Side};
use hengji_domain::id::{EvaluationId, LineKey};
use hengji_domain::person::{Actor, Role};
use hengji_domain::sheet::SheetKind;
use hengji_store::sheets;

use super::sign_off::tests::sign_off;
use super::view::Recomputed;
use super::{
    ConclusionInput, EvaluationQuery, FactInput, FactsInput, LineInput, OpenInput, ScoreInput, SideInput,
};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::stage::district::{bureau, of_year, opened, person, schools, sheet_id, works};
use crate::stage::{Stage, department, division};

mod concluding;
mod village;

/// A request key that was never used.
pub(crate) fn key() -> RequestKey {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    crate::stage::key(NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The code of the first field that is wrong.
pub(crate) fn field(error: &AppError) -> &'static str {
    match error {
        AppError::Invalid(errors) => errors.first().unwrap().code,
        other => panic!("{other}"),
    }
}

pub(crate) fn performance() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

fn owner() -> Actor {
    person(Role::DepartmentReviewer, department())
}

pub(crate) fn stranger() -> Actor {
    person(Role::DepartmentReviewer, schools())
}

pub(crate) fn second() -> Actor {
    person(Role::BudgetDivisionReviewer, bureau())
}

fn open(stage: &Stage, kind: &str, subjects: &str) -> Result<Vec<EvaluationId>, AppError> {
    let input = OpenInput {
        kind: kind.into(),
        subjects: subjects.into(),
    };
    let opened = stage
        .app
        .open_evaluations(&performance(), &key(), of_year(), &input)?;
    Ok(opened.ids.iter().map(|id| id.parse().unwrap()).collect())
}

pub(crate) fn one(stage: &Stage, kind: &str, subject: &str) -> EvaluationId {
    *open(stage, kind, subject).unwrap().first().unwrap()
}

pub(crate) fn line(item: &str, seen: i32) -> LineInput {
    LineInput {
        item: item.into(),
        seen,
        evidence: "第 3 页".into(),
        ..LineInput::default()
    }
}

pub(crate) fn points(item: &str, seen: i32, score: &str) -> LineInput {
    LineInput {
        score: score.into(),
        ..line(item, seen)
    }
}

/// Key of the first indicator line that is scored again.
fn first_line(stage: &Stage, id: EvaluationId) -> String {
    let page = stage.app.evaluation(&performance(), id).unwrap();
    page.parts.last().unwrap().items.first().unwrap().key.clone()
}

pub(crate) fn sheet(items: Vec<LineInput>) -> ScoreInput {
    ScoreInput { items }
}

pub(crate) fn version(stage: &Stage, id: EvaluationId) -> i32 {
    stage.app.evaluation(&performance(), id).unwrap().version
}

pub(crate) fn conclude(stage: &Stage, id: EvaluationId) -> Result<Written, AppError> {
    let input = ConclusionInput {
        version: version(stage, id),
        words: "总体完成".into(),
        ..ConclusionInput::default()
    };
    stage.app.conclude_evaluation(&performance(), &key(), id, &input)
}

/// An approved plan and a team without conflicts, written down as if it had been decided long ago.
pub(crate) fn with_team(stage: &Stage, id: EvaluationId, members: &[&Actor]) {
    use hengji_domain::case_file::{Declaration, PlanState};
    use hengji_store::case_files::{self, CaseFile, CaseHand, CaseMember};
    let at = hengji_domain::Timestamp::from_micros(1);
    let member = |actor: &&Actor| CaseMember {
        evaluation: id,
        user: actor.user,
        name: actor.name.clone(),
        duty: "scorer".into(),
        declaration: Declaration::Clear,
        reason: String::new(),
        declared_at: Some(at),
        added: CaseHand {
            name: "绩效科经办".into(),
            at,
        },
    };
    let members: Vec<CaseMember> = members.iter().map(member).collect();
    let stored = stage.database.database.write(|db| {
        case_files::insert_members(db, division(), &members)?;
        let file = case_files::find(db, division(), id)?.unwrap();
        let approved = CaseFile {
            plan: PlanState::Approved,
            ..file
        };
        case_files::update(db, division(), &approved)
    });
    stored.unwrap();
}

/// Answers for every item that a person must score, as good as can be.
pub(crate) fn best(stage: &Stage, actor: &Actor, id: EvaluationId) -> ScoreInput {
    use hengji_domain::evaluation::Method;
    let page = stage.app.evaluation(actor, id).unwrap();
    let items = page.parts.iter().flat_map(|part| &part.items);
    let best = items.filter(|item| !item.method.is_computed()).map(|item| {
        let mut line = line(&item.key, item.seen);
        match &item.method {
            Method::Judgement { .. } => line.score = item.weight.to_string(),
            Method::Elements { elements } => {
                line.elements = (1..).take(elements.len()).collect();
            }
            Method::Deduction { .. } => line.counts = vec!["0".into()],
            Method::Condition { .. } => line.holds = "true".into(),
            Method::Survey { .. } => {
                line.asked = "200".into();
                line.satisfied = "190".into();
            }
            Method::Formula { .. } | Method::Conversion { .. } => {}
        }
        line
    });
    sheet(best.collect())
}

/// Every figure that the framework asks for, the same number, so that every share is whole.
pub(crate) fn figures(stage: &Stage, actor: &Actor, id: EvaluationId) -> FactsInput {
    let page = stage.app.evaluation(actor, id).unwrap();
    let facts = page
        .facts
        .iter()
        .filter(|fact| fact.system.is_none())
        .map(|fact| FactInput {
            code: fact.code.clone(),
            seen: fact.typed.2,
            value: "1,000".into(),
            source: "决算报表".into(),
        });
    FactsInput {
        facts: facts.collect(),
    }
}

#[test]
fn a_spot_evaluation_scores_the_lines_again_under_their_own_keys() {
    let stage = opened();
    let id = one(&stage, "spot", "P7");
    let page = stage.app.evaluation(&performance(), id).unwrap();
    assert_eq!(
        (page.state, page.writes),
        (EvaluationState::Verification, Some(Side::Verification))
    );
    let lines = page.parts.last().unwrap();
    let keys: Vec<LineKey> = stage
        .database
        .database
        .read(|db| sheets::find(db, division(), sheet_id(7, SheetKind::SelfEvaluation)))
        .unwrap()
        .unwrap()
        .lines
        .iter()
        .map(|line| line.key)
        .collect();
    for key in keys {
        let item = lines
            .items
            .iter()
            .find(|item| item.key == key.to_string())
            .unwrap();
        assert!(item.own.is_some());
    }
    stage
        .app
        .verify_evaluation(&performance(), &key(), id, &best(&stage, &performance(), id))
        .unwrap();
    sign_off(&stage, id);
    conclude(&stage, id).unwrap();
    let page = stage.app.evaluation(&performance(), id).unwrap();
    let result = page.results.first().unwrap();
    assert_eq!(
        (result.total.to_string(), result.grade.as_str()),
        ("100".to_owned(), "优")
    );
    assert_eq!(page.recomputed, Recomputed::Same);
}

#[test]
fn a_project_without_a_final_self_evaluation_has_nothing_to_score_again() {
    let stage = opened();
    let refused = open(&stage, "spot", "P5").unwrap_err();
    assert_eq!(refused.code(), "evaluation-self-missing");
    assert_eq!(
        open(&stage, "spot", "P7\nP7").unwrap_err().code(),
        "evaluation-exists"
    );
    assert_eq!(
        field(&open(&stage, "spot", "P99").unwrap_err()),
        "evaluation-subject-unknown"
    );
    assert_eq!(
        field(&open(&stage, "spot", " \n").unwrap_err()),
        "evaluation-subjects-count"
    );
    assert_eq!(
        field(&open(&stage, "magic", "P7").unwrap_err()),
        "evaluation-kind-unknown"
    );
    assert_eq!(
        field(&open(&stage, "department", "219011").unwrap_err()),
        "evaluation-subject-kind"
    );
}

#[test]
fn what_is_wrong_with_a_score_is_said_and_nothing_is_saved() {
    let stage = opened();
    let id = one(&stage, "spot", "P7");
    let line_key = first_line(&stage, id);
    let score = |line: LineInput| {
        let saved = stage
            .app
            .verify_evaluation(&performance(), &key(), id, &sheet(vec![line]));
        match saved.unwrap_err() {
            AppError::Invalid(errors) => errors.first().unwrap().code.to_owned(),
            other => other.code().to_owned(),
        }
    };
    assert_eq!(
        score(points(&line_key, 0, "999")),
        "evaluation-score-out-of-range"
    );
    assert_eq!(score(points(&line_key, 0, "-1")), "evaluation-score-out-of-range");
    assert_eq!(
        score(points(&line_key, 0, "很好")),
        "evaluation-answer-unreadable"
    );
    assert_eq!(score(points("nothing", 0, "1")), "not-found");
    let counts = LineInput {
        counts: vec!["两次".into()],
        ..line("q1", 0)
    };
    assert_eq!(score(counts), "evaluation-answer-unreadable");
    let unknown = LineInput {
        elements: vec![9],
        ..line("q4", 0)
    };
    assert_eq!(score(unknown), "evaluation-answer-wrong");
    let page = stage.app.evaluation(&performance(), id).unwrap();
    assert!(
        page.parts
            .iter()
            .flat_map(|part| &part.items)
            .all(|item| item.scores.is_empty())
    );
    assert_eq!(conclude(&stage, id).unwrap_err().code(), "sign-off-missing");
}

#[test]
fn two_people_who_save_the_same_line_are_told_who_was_first() {
    let stage = opened();
    let id = one(&stage, "spot", "P7");
    let line_key = first_line(&stage, id);
    let colleague = Actor {
        user: second().user,
        name: "绩效科乙岗".into(),
        ..performance()
    };
    let save =
        |actor: &Actor, line: LineInput| stage.app.verify_evaluation(actor, &key(), id, &sheet(vec![line]));
    save(&performance(), points(&line_key, 0, "8")).unwrap();
    let refused = save(&colleague, points(&line_key, 0, "7")).unwrap_err();
    let AppError::Stale(stale) = refused else {
        panic!("{refused}")
    };
    assert_eq!(stale.changed_by, performance().name);
    assert!(stale.what.contains("8 分"), "{}", stale.what);
    // Another line of the same sheet is nobody's quarrel, and a line that was not touched is no change.
    let q5 = LineInput {
        holds: "true".into(),
        ..line("q5", 0)
    };
    save(&colleague, q5).unwrap();
    save(&performance(), points(&line_key, 1, "8")).unwrap();
    save(&colleague, points(&line_key, 1, "7")).unwrap();
    let page = stage.app.evaluation(&performance(), id).unwrap();
    let items = page.parts.iter().flat_map(|part| &part.items);
    let seen: i32 = items.map(|item| item.seen).sum();
    assert_eq!(seen, 3, "two scores of one line and one of another");
}

#[test]
fn a_department_scores_itself_before_the_bureau_verifies() {
    let stage = opened();
    let purchaser = one(&stage, "purchaser", "219001");
    let id = one(&stage, "department", "219001");
    let early = stage
        .app
        .verify_evaluation(&performance(), &key(), id, &sheet(vec![points("e1", 0, "1")]));
    assert_eq!(early.unwrap_err().code(), "evaluation-not-at-step");
    let empty = LineInput {
        asked: "0".into(),
        satisfied: "0".into(),
        ..line("e4", 0)
    };
    let survey = stage
        .app
        .score_own_evaluation(&owner(), &key(), id, &sheet(vec![empty]));
    assert_eq!(survey.unwrap_err().code(), "evaluation-survey-empty");
    let strange = stage
        .app
        .score_own_evaluation(&stranger(), &key(), id, &ScoreInput::default());
    assert_eq!(strange.unwrap_err().code(), "not-found");
    finish(&stage, purchaser);
    finish(&stage, id);
    let page = stage.app.evaluation(&owner(), id).unwrap();
    let result = page.results.first().unwrap();
    let converted = page.parts.last().unwrap().items.first().unwrap();
    assert!(
        converted
            .scores
            .first()
            .unwrap()
            .steps
            .first()
            .unwrap()
            .contains("采购人整体绩效评价得分")
    );
    assert_eq!(result.self_total, Some(result.total));
    assert_eq!(page.recomputed, Recomputed::Same);
}

/// Self-evaluation, hand-in, verification and conclusion of a unit's evaluation.
fn finish(stage: &Stage, id: EvaluationId) {
    let (own, bureau) = (owner(), performance());
    let app = &stage.app;
    let early = app.hand_in_evaluation(&own, &key(), id, &side(version(stage, id), ""));
    assert!(["evaluation-fact-missing", "evaluation-incomplete"].contains(&early.unwrap_err().code()));
    app.enter_evaluation_facts(&own, &key(), (id, Side::SelfScore), &figures(stage, &own, id))
        .unwrap();
    app.score_own_evaluation(&own, &key(), id, &best(stage, &own, id))
        .unwrap();
    app.hand_in_evaluation(&own, &key(), id, &side(version(stage, id), ""))
        .unwrap();
    let late = app.score_own_evaluation(&own, &key(), id, &best(stage, &own, id));
    assert_eq!(late.unwrap_err().code(), "evaluation-not-at-step");
    app.verify_evaluation(&bureau, &key(), id, &best(stage, &bureau, id))
        .unwrap();
    conclude(stage, id).unwrap();
}

fn side(version: i32, reason: &str) -> SideInput {
    SideInput {
        version,
        reason: reason.into(),
    }
}

#[test]
fn a_conversion_waits_for_the_other_evaluation() {
    let stage = opened();
    let id = one(&stage, "department", "219001");
    let own = owner();
    stage
        .app
        .enter_evaluation_facts(&own, &key(), (id, Side::SelfScore), &figures(&stage, &own, id))
        .unwrap();
    stage
        .app
        .score_own_evaluation(&own, &key(), id, &best(&stage, &own, id))
        .unwrap();
    let refused = stage
        .app
        .hand_in_evaluation(&own, &key(), id, &side(version(&stage, id), ""));
    let refused = refused.unwrap_err();
    assert!(refused.to_string().contains("采购人整体绩效评价"), "{refused}");
    assert!(["evaluation-conversion-missing", "evaluation-fact-missing"].contains(&refused.code()));
}

#[test]
fn the_first_scores_of_a_key_evaluation_are_hidden_until_both_are_in() {
    let stage = opened();
    let id = one(&stage, "key", "P5");
    let (first, other) = (performance(), second());
    with_team(&stage, id, &[&first, &other]);
    let app = &stage.app;
    let facts = figures(&stage, &first, id);
    app.enter_evaluation_facts(&first, &key(), (id, Side::Verification), &facts)
        .unwrap();
    app.verify_evaluation(&first, &key(), id, &best(&stage, &first, id))
        .unwrap();
    app.hand_in_verification(&first, &key(), id).unwrap();
    let seen_by = |actor: &Actor| {
        let page = app.evaluation(actor, id).unwrap();
        let items = page.parts.into_iter().flat_map(|part| part.items);
        items
            .filter(|item| !item.method.is_computed())
            .map(|item| item.scores.len())
            .max()
            .unwrap()
    };
    assert_eq!(seen_by(&other), 0, "the first scorer's sheet is sealed");
    assert_eq!(
        conclude(&stage, id).unwrap_err().code(),
        "evaluation-scorers-too-few"
    );
    let sealed = app.verify_evaluation(&first, &key(), id, &sheet(vec![points("o3", 1, "1")]));
    assert_eq!(sealed.unwrap_err().code(), "evaluation-handed-in");
    let mut lower = best(&stage, &other, id);
    for line in lower.items.iter_mut().filter(|line| line.item == "o3") {
        line.score = "4".into();
    }
    app.verify_evaluation(&other, &key(), id, &lower).unwrap();
    app.hand_in_verification(&other, &key(), id).unwrap();
    assert_eq!(seen_by(&other), 2);
    let silent = LineInput {
        evidence: String::new(),
        ..points("o3", 1, "5")
    };
    let silent = app.verify_evaluation(&other, &key(), id, &sheet(vec![silent]));
    assert_eq!(silent.unwrap_err().code(), "evaluation-change-reason-missing");
    app.verify_evaluation(&other, &key(), id, &sheet(vec![points("o3", 1, "5")]))
        .unwrap();
    let page = app.evaluation(&other, id).unwrap();
    let items: Vec<_> = page.parts.iter().flat_map(|part| &part.items).collect();
    let timely = items.iter().find(|item| item.key == "o3").unwrap();
    assert_eq!(timely.verified().unwrap().to_string(), "5.5");
    assert!(timely.scores.iter().any(|one| one.is_revised));
}

#[test]
fn the_bureau_sends_the_units_scores_back_with_a_reason() {
    let stage = opened();
    let id = one(&stage, "purchaser", "219001");
    let (own, bureau) = (owner(), performance());
    let app = &stage.app;
    app.enter_evaluation_facts(&own, &key(), (id, Side::SelfScore), &figures(&stage, &own, id))
        .unwrap();
    app.score_own_evaluation(&own, &key(), id, &best(&stage, &own, id))
        .unwrap();
    app.hand_in_evaluation(&own, &key(), id, &side(version(&stage, id), ""))
        .unwrap();
    let back = |reason| app.return_evaluation(&bureau, &key(), id, &side(version(&stage, id), reason));
    assert_eq!(field(&back("").unwrap_err()), "evaluation-reason-missing");
    back("满意度没有附问卷").unwrap();
    let page = app.evaluation(&own, id).unwrap();
    assert_eq!((page.state, page.open_items), (EvaluationState::SelfScoring, 0));
}

#[test]
fn a_figure_needs_a_source_and_a_number() {
    let stage = opened();
    let id = one(&stage, "purchaser", "219001");
    let enter = |code: &str, seen, value: &str, source: &str| {
        let fact = FactInput {
            code: code.into(),
            seen,
            value: value.into(),
            source: source.into(),
        };
        let input = FactsInput { facts: vec![fact] };
        stage
            .app
            .enter_evaluation_facts(&owner(), &key(), (id, Side::SelfScore), &input)
    };
    assert_eq!(
        field(&enter("contracts", 0, "十份", "台账").unwrap_err()),
        "evaluation-fact-unreadable"
    );
    assert_eq!(
        field(&enter("contracts", 0, "10", "").unwrap_err()),
        "evaluation-fact-source"
    );
    assert_eq!(enter("unknown", 0, "10", "台账").unwrap_err().code(), "not-found");
    enter("contracts", 0, "10", "台账").unwrap();
    let refused = enter("contracts", 0, "11", "台账").unwrap_err();
    assert_eq!(refused.code(), "stale-version");
    enter("contracts", 1, "11", "台账").unwrap();
}

#[test]
fn everybody_sees_what_their_scope_allows() {
    let stage = opened();
    let ids = open(&stage, "purchaser", "219001\n220001").unwrap();
    assert_eq!(ids.len(), 2);
    let listed = |actor: &Actor| {
        let list = stage
            .app
            .evaluations(actor, of_year(), &EvaluationQuery::default())
            .unwrap();
        list.page.total
    };
    assert_eq!(listed(&performance()), 2);
    assert_eq!(listed(&owner()), 1);
    assert_eq!(listed(&stranger()), 1);
    assert_eq!(listed(&person(Role::OversightReader, bureau())), 0);
    assert_eq!(listed(&person(Role::UnitClerk, works())), 0);
    let other = *ids.last().unwrap();
    assert_eq!(
        stage.app.evaluation(&owner(), other).unwrap_err().code(),
        "not-found"
    );
    assert!(
        stage
            .app
            .export_evaluations(&owner(), of_year(), &EvaluationQuery::default())
            .is_ok()
    );
}
