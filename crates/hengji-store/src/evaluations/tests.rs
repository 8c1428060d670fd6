//! Evaluations are opened once, scored row by row, and listed within a scope.

use hengji_authz::{Parts, Scope};
use hengji_domain::evaluation::{ItemKey, ScoreStage, Side};
use hengji_domain::id::{EvaluationFactId, EvaluationScoreId};
use hengji_domain::{Decimal, Score, Weight};

use super::*;
use crate::page::{Count, Direction, Page};
use crate::samples::{at, bytes, district, division, project, project_id, unit_id, user_id, year};
use crate::testing::on_each_engine;
use crate::{projects, statements};

const ALL: Page = Page { offset: 0, limit: 50 };

fn id(number: u64) -> EvaluationId {
    EvaluationId::new(at(0), bytes(number))
}

/// The purchaser evaluation of a unit of department 10 or 20.
fn sample(number: u64, unit: u64) -> Evaluation {
    Evaluation {
        id: id(number),
        year: year(),
        kind: "purchaser".into(),
        subject_key: format!("unit:{unit}"),
        title: format!("单位{unit}"),
        project: None,
        unit: unit_id(unit),
        department: unit_id(unit / 10 * 10),
        state: EvaluationState::SelfScoring,
        edition: 0,
        frame: "{}".into(),
        rules_fingerprint: "abc".into(),
        self_due_on: "2020-07-01".parse().ok(),
        opened_by: user_id(1),
        opened_by_name: "绩效科经办".into(),
        opened_at: at(0),
        version: 1,
    }
}

fn item(evaluation: u64, key: &str, position: u32) -> EvaluationItem {
    EvaluationItem {
        evaluation: id(evaluation),
        key: ItemKey::new(key),
        position,
        part: "decision".into(),
        path: vec!["采购内控".into(), "制度".into()],
        name: format!("指标{key}"),
        weight: Weight::from_centi(400),
        method: "{}".into(),
        explanation: String::new(),
        evidence: "制度文件".into(),
        basis: String::new(),
        is_unverified: true,
        own: None,
    }
}

fn score(number: u64, serial: i32, centi: i32) -> EvaluationScore {
    EvaluationScore {
        id: EvaluationScoreId::new(at(0), bytes(number)),
        evaluation: id(1),
        item: ItemKey::new("a1"),
        side: Side::Verification,
        slot: "bureau".into(),
        serial,
        stage: ScoreStage::Independent,
        scorer: user_id(2),
        scorer_name: "绩效科经办".into(),
        score: Score::from_centi(centi),
        answer: "\"computed\"".into(),
        trace: "一步\n两步".into(),
        evidence: String::new(),
        made_at: at(5),
    }
}

fn result_of(number: u64, edition: i32, centi: i32) -> EvaluationResult {
    EvaluationResult {
        evaluation: id(number),
        edition,
        self_total: Some(Score::from_centi(9_000)),
        total: Score::from_centi(centi),
        grade: "良".into(),
        vetoes: vec!["fraud".into(), "other".into()],
        words: String::new(),
        trace: "{}".into(),
        trace_sha256: "0".repeat(64),
        rules_fingerprint: "abc".into(),
        concluded_by: user_id(1),
        concluded_by_name: "绩效科经办".into(),
        concluded_at: at(9),
        reopening: None,
    }
}

/// Evaluations 1 and 2 of units 11 and 12 (department 10, owned by 90), 3 of unit 21; 2 is concluded at 85.
fn opened(db: &mut Db) -> Result<(), StoreError> {
    district(db)?;
    projects::insert_many(db, division(), &[project(1, 11)])?;
    insert_many(db, division(), &[sample(1, 11), sample(2, 12), sample(3, 21)])?;
    insert_items(
        db,
        division(),
        &[item(1, "b1", 2), item(1, "a1", 1), item(2, "a1", 1)],
    )?;
    insert_result(db, division(), &result_of(2, 1, 8_500))?;
    set_state(db, division(), &sample(2, 12), EvaluationState::Concluded, 1).map(|_| ())
}

fn of_year(scope: Scope) -> EvaluationFilter {
    EvaluationFilter::of_year(year(), scope)
}

#[test]
fn what_is_stored_is_read_back_and_a_subject_is_evaluated_once() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        let found = database.read(|db| find(db, division(), id(1))).unwrap();
        assert_eq!(found, Some(sample(1, 11)));
        let items = database.read(|db| items_of(db, division(), id(1))).unwrap();
        assert_eq!(items, [item(1, "a1", 1), item(1, "b1", 2)]);
        let again = Evaluation {
            id: id(9),
            ..sample(1, 11)
        };
        let refused = database
            .write(|db| insert_many(db, division(), std::slice::from_ref(&again)))
            .unwrap_err();
        let StoreError::Duplicate { constraint } = refused else {
            panic!("{refused}")
        };
        assert_eq!(constraint, "evaluations_subject_unique");
    });
}

#[test]
fn of_two_who_score_the_same_line_the_second_is_refused() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        let all = [score(1, 1, 300), score(2, 2, 350)];
        database.write(|db| insert_scores(db, division(), &all)).unwrap();
        let refused = database
            .write(|db| insert_scores(db, division(), &[score(3, 2, 100)]))
            .unwrap_err();
        let StoreError::Duplicate { constraint } = refused else {
            panic!("{refused}")
        };
        assert_eq!(constraint, "evaluation_scores_serial_unique");
        assert_eq!(database.read(|db| scores_of(db, division(), id(1))).unwrap(), all);
    });
}

#[test]
fn figures_keep_their_exact_value_and_their_source() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        let fact = EnteredFact {
            id: EvaluationFactId::new(at(0), bytes(1)),
            evaluation: id(1),
            side: Side::SelfScore,
            code: "contracts".into(),
            serial: 1,
            value: Decimal::new(1_234_567_890_123, 4),
            source: "采购台账".into(),
            entered_by: user_id(2),
            entered_by_name: "单位经办".into(),
            entered_at: at(3),
        };
        let all = [fact];
        database.write(|db| insert_facts(db, division(), &all)).unwrap();
        assert_eq!(database.read(|db| facts_of(db, division(), id(1))).unwrap(), all);
    });
}

#[test]
fn a_side_hands_in_once_and_again_after_it_was_sent_back() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        let hand = HandIn {
            side: Side::SelfScore,
            slot: "unit".into(),
            user: user_id(2),
            name: "单位负责人".into(),
            at: at(4),
        };
        database
            .write(|db| hand_in(db, division(), id(1), &hand))
            .unwrap();
        assert!(
            database
                .write(|db| hand_in(db, division(), id(1), &hand))
                .is_err()
        );
        assert_eq!(
            database.read(|db| hands_of(db, division(), id(1))).unwrap(),
            std::slice::from_ref(&hand)
        );
        let back = database
            .write(|db| take_back(db, division(), id(1), Side::SelfScore))
            .unwrap();
        assert_eq!(back, 1);
        database
            .write(|db| hand_in(db, division(), id(1), &hand))
            .unwrap();
    });
}

#[test]
fn a_moved_evaluation_refuses_whoever_read_it_before() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        let move_on = |one: &Evaluation| {
            database.write(|db| set_state(db, division(), one, EvaluationState::Verification, 0))
        };
        assert_eq!(move_on(&sample(1, 11)).unwrap(), 2);
        assert!(matches!(
            move_on(&sample(1, 11)).unwrap_err(),
            StoreError::Stale { .. }
        ));
    });
}

#[test]
fn a_reopened_conclusion_keeps_its_row_and_counts_no_more() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        let totals = || {
            database
                .read(|db| converted_totals(db, division(), year(), unit_id(12)))
                .unwrap()
        };
        assert_eq!(totals().get("purchaser"), Some(&Score::from_centi(8_500)));
        let why = Reopening {
            name: "局领导".into(),
            at: at(10),
            reason: "有新的事实".into(),
        };
        database
            .write(|db| {
                reopen_result(db, division(), id(2), 1, &why)?;
                let one = find(db, division(), id(2))?.unwrap();
                set_state(db, division(), &one, EvaluationState::Verification, 1)
            })
            .unwrap();
        assert!(totals().is_empty());
        let kept = database.read(|db| results_of(db, division(), id(2))).unwrap();
        let expected = EvaluationResult {
            reopening: Some(why),
            ..result_of(2, 1, 8_500)
        };
        assert_eq!(kept, std::slice::from_ref(&expected));
        assert_eq!(
            database.read(|db| result(db, division(), id(2), 1)).unwrap(),
            Some(expected)
        );
    });
}

#[test]
fn the_list_narrows_and_sorts_within_the_scope() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        let listed = |filter: &EvaluationFilter, sort, direction| -> Vec<String> {
            let found = database
                .read(|db| list(db, division(), filter, sort, direction, ALL))
                .unwrap();
            let count = database.read(|db| count(db, division(), filter)).unwrap();
            assert_eq!(count, Count::Exactly(u64::try_from(found.len()).unwrap()));
            found.into_iter().map(|one| one.evaluation.title).collect()
        };
        let up = Direction::Ascending;
        let all = |filter: &EvaluationFilter| listed(filter, EvaluationSort::Kind, up);
        let whole = of_year(Scope::AllOfDivision);
        assert_eq!(all(&whole), ["单位11", "单位12", "单位21"]);
        let parts = |parts: Parts| of_year(Scope::Parts(parts));
        let unit = Parts {
            units: vec![unit_id(21)],
            ..Parts::default()
        };
        assert_eq!(all(&parts(unit)), ["单位21"]);
        let owner = Parts {
            budget_divisions: vec![unit_id(90)],
            ..Parts::default()
        };
        assert_eq!(all(&parts(owner)), ["单位11", "单位12"]);
        let reader = Parts {
            concluded: true,
            ..Parts::default()
        };
        assert_eq!(all(&parts(reader)), ["单位12"]);
        assert!(all(&of_year(Scope::Nothing)).is_empty());
        let graded = EvaluationFilter {
            grade: Some("良".into()),
            ..whole.clone()
        };
        assert_eq!(all(&graded), ["单位12"]);
        let state = EvaluationFilter {
            state: Some(EvaluationState::SelfScoring),
            ..whole.clone()
        };
        assert_eq!(all(&state), ["单位11", "单位21"]);
        let words = EvaluationFilter {
            words: Some("21".into()),
            ..whole.clone()
        };
        assert_eq!(all(&words), ["单位21"]);
        let department = EvaluationFilter {
            department: Some(unit_id(10)),
            ..whole.clone()
        };
        assert_eq!(all(&department), ["单位11", "单位12"]);
        let by_total = listed(&whole, EvaluationSort::Total, Direction::Descending);
        assert_eq!(by_total.first().map(String::as_str), Some("单位12"));
        let counts = database.read(|db| kinds(db, division(), &whole)).unwrap();
        let told: Vec<(EvaluationState, u64)> = counts.iter().map(|one| (one.state, one.count)).collect();
        assert_eq!(
            told,
            [(EvaluationState::Concluded, 1), (EvaluationState::SelfScoring, 2)]
        );
    });
}

#[test]
fn many_evaluations_are_opened_in_a_handful_of_statements() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        let many: Vec<Evaluation> = (1..=140)
            .map(|number| Evaluation {
                subject_key: number.to_string(),
                ..sample(number, 11)
            })
            .collect();
        let items: Vec<EvaluationItem> = (1..=140)
            .flat_map(|number| (1..=10).map(move |place| item(number, &format!("k{place}"), place)))
            .collect();
        let before = statements::sent();
        database
            .write(|db| {
                insert_many(db, division(), &many)?;
                insert_items(db, division(), &items)
            })
            .unwrap();
        assert!(
            statements::sent() - before <= 8,
            "{}",
            statements::sent() - before
        );
        let ids: Vec<EvaluationId> = many.iter().map(|one| one.id).collect();
        let found = database.read(|db| items_of_many(db, division(), &ids)).unwrap();
        assert_eq!(found.len(), 1_400);
    });
}

#[test]
fn an_evaluation_belongs_to_a_unit_that_exists() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        let lost = Evaluation {
            project: Some(project_id(99)),
            subject_key: "lost".into(),
            ..sample(8, 11)
        };
        assert!(
            database
                .write(|db| insert_many(db, division(), std::slice::from_ref(&lost)))
                .is_err()
        );
    });
}
