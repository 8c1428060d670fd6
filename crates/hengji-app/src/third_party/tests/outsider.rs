//! What an institution sees of its cases, what it does, and what is gone for it.

use hengji_domain::evaluation::Method;

use super::*;
use crate::evaluations::{EvaluationQuery, LineInput, ScoreInput};

/// Answers for every item that a person must score.
pub(super) fn best(stage: &Stage, actor: &Actor, id: EvaluationId) -> ScoreInput {
    let page = stage.app.evaluation(actor, id).unwrap();
    let items = page.parts.iter().flat_map(|part| &part.items);
    let lines = items.filter(|item| !item.method.is_computed()).map(|item| {
        let mut line = LineInput {
            item: item.key.clone(),
            seen: item.seen,
            evidence: "底稿第 3 页".into(),
            ..LineInput::default()
        };
        match &item.method {
            Method::Elements { elements } => line.elements = (1..).take(elements.len()).collect(),
            Method::Deduction { .. } => line.counts = vec!["0".into()],
            Method::Condition { .. } => line.holds = "true".into(),
            Method::Survey { .. } => {
                line.asked = "200".into();
                line.satisfied = "190".into();
            }
            _ => line.score = item.weight.to_string(),
        }
        line
    });
    ScoreInput {
        items: lines.collect(),
    }
}

#[test]
fn an_institution_scores_its_case_hands_it_in_and_changes_nothing_after() {
    let stage = opened();
    let one = case(&stage, "spot", "P7");
    let (own, other) = (eligible(&stage, 0), eligible(&stage, 1));
    assign(&stage, one, own).unwrap();
    let (firm, stranger) = (outsider(own, 201), outsider(other, 202));
    let page = stage.app.evaluation(&firm, one).unwrap();
    let given = page.own_assignment.unwrap();
    assert!(page.may.hand_in_assignment && page.institutions.is_empty() && page.project.is_none());
    let hand_in = |actor: &Actor, version: i32| {
        stage
            .app
            .hand_in_assignment(actor, &key(), one, &HandInInput { version })
    };
    assert_eq!(hand_in(&stranger, 1).unwrap_err(), AppError::NotFound);
    assert_eq!(
        hand_in(&firm, given.version).unwrap_err().code(),
        "evaluation-incomplete"
    );
    let scores = best(&stage, &firm, one);
    assert_eq!(
        stage
            .app
            .verify_evaluation(&stranger, &key(), one, &scores)
            .unwrap_err(),
        AppError::NotFound
    );
    stage.app.verify_evaluation(&firm, &key(), one, &scores).unwrap();
    assert!(matches!(hand_in(&firm, 9).unwrap_err(), AppError::Stale(_)));
    hand_in(&firm, given.version).unwrap();
    assert_eq!(hand_in(&firm, 2).unwrap_err().code(), "assignment-handed-in");
    let again = best(&stage, &firm, one);
    let refused = stage
        .app
        .verify_evaluation(&firm, &key(), one, &again)
        .unwrap_err();
    assert_eq!(refused.code(), "assignment-handed-in");
    let page = stage.app.evaluation(&firm, one).unwrap();
    assert!(page.writes.is_none() && !page.may.hand_in_assignment);
    assert_eq!(rows(&stage).first().unwrap().state, AssignmentState::HandedIn);
    let seen = stage.app.evaluation(&performance(), one).unwrap();
    assert_eq!(seen.institutions.first().unwrap().name, "甲评价机构");
}

#[test]
fn an_independent_sheet_of_an_institution_stays_sealed_until_the_others_are_in() {
    let stage = opened();
    let one = case(&stage, "key", "P7");
    let own = eligible(&stage, 0);
    assign(&stage, one, own).unwrap();
    let firm = outsider(own, 201);
    let scores = best(&stage, &firm, one);
    stage.app.verify_evaluation(&firm, &key(), one, &scores).unwrap();
    let hand_in = || {
        let input = HandInInput { version: 1 };
        stage.app.hand_in_assignment(&firm, &key(), one, &input)
    };
    assert_eq!(hand_in().unwrap_err().code(), "case-plan-not-approved");
    crate::evaluations::tests::with_team(&stage, one, &[]);
    hand_in().unwrap();
    let page = stage.app.evaluation(&performance(), one).unwrap();
    assert!(!page.is_unsealed && page.hands.len() == 1);
    let shown = page
        .parts
        .iter()
        .flat_map(|part| &part.items)
        .any(|item| !item.scores.is_empty());
    assert!(!shown);
}

#[test]
fn lists_files_and_the_to_do_hold_only_what_was_given() {
    let stage = opened();
    let one = case(&stage, "spot", "P7");
    case(&stage, "purchaser", "219011");
    let own = eligible(&stage, 0);
    assign(&stage, one, own).unwrap();
    let firm = outsider(own, 201);
    let list = stage
        .app
        .evaluations(&firm, of_year(), &EvaluationQuery::default())
        .unwrap();
    assert_eq!(list.page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [one]);
    assert!(list.departments.is_empty() && !list.may_open);
    assert_eq!(
        stage
            .app
            .home(&firm, of_year())
            .unwrap()
            .evaluations_to_score
            .unwrap()
            .1,
        1
    );
    stage
        .app
        .export_evaluations(&firm, of_year(), &EvaluationQuery::default())
        .unwrap();
    let file = stage.desk.last_written();
    assert_eq!(file.rows.len(), 1);
    assert!(
        file.notes
            .iter()
            .any(|note| note.contains("水印:甲评价机构 · 机构人员201")),
        "{:?}",
        file.notes
    );
    let reads = stage.app.institution_reads(&performance(), one).unwrap();
    assert!(reads.is_empty(), "a list is one event about no single case");
    stage.app.evaluation(&firm, one).unwrap();
    let reads = stage.app.institution_reads(&performance(), one).unwrap();
    assert_eq!(
        (reads.len(), reads.first().unwrap().way.as_str()),
        (1, "查阅评价")
    );
    assert_eq!(stage.app.watermark(&performance()).unwrap(), None);
}

#[test]
fn what_is_withdrawn_is_gone_for_the_institution_and_kept_for_the_bureau() {
    let stage = opened();
    let one = case(&stage, "spot", "P7");
    let own = eligible(&stage, 0);
    let id = assign(&stage, one, own).unwrap().id.parse().unwrap();
    let firm = outsider(own, 201);
    let withdraw = |version: i32| {
        let input = WithdrawInput {
            version,
            reason: "机构补报了回避事项,改由他人".into(),
        };
        stage.app.withdraw_assignment(&performance(), &key(), id, &input)
    };
    assert!(matches!(withdraw(7).unwrap_err(), AppError::Stale(_)));
    withdraw(1).unwrap();
    assert_eq!(withdraw(2).unwrap_err().code(), "assignment-not-now");
    assert_eq!(stage.app.evaluation(&firm, one).unwrap_err(), AppError::NotFound);
    assert_eq!(
        stage
            .app
            .home(&firm, of_year())
            .unwrap()
            .evaluations_to_score
            .unwrap()
            .1,
        0
    );
    let row = rows(&stage).into_iter().next().unwrap();
    assert_eq!(
        (row.state, row.withdrawn.is_some()),
        (AssignmentState::Withdrawn, true)
    );
    assert_eq!(
        assign(&stage, one, own).unwrap_err().code(),
        "institution-assigned"
    );
}

#[test]
fn nobody_outside_the_bureau_opens_the_register() {
    let stage = opened();
    let own = eligible(&stage, 0);
    for actor in [
        outsider(own, 201),
        person(Role::UnitClerk, works()),
        person(Role::OversightReader, bureau()),
        person(Role::AuditAdministrator, bureau()),
    ] {
        let query = InstitutionQuery::default();
        assert!(
            stage.app.institutions(&actor, of_year(), &query).is_err(),
            "{}",
            actor.name
        );
        assert!(stage.app.institution(&actor, own).is_err());
        assert!(
            stage
                .app
                .assignments(&actor, of_year(), &AssignmentQuery::default())
                .is_err()
        );
        assert!(stage.app.institution_lists(&actor).is_err());
    }
}
