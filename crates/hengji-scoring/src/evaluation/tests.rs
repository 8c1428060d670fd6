//! Points by each method, totals and grades, as tables of cases.

use std::collections::BTreeSet;

use hengji_domain::evaluation::formula::{Formula, FormulaType};
use hengji_domain::evaluation::{Answer, Deduction, JudgementBand, Method, Veto};
use hengji_domain::rule::GradeBand;
use hengji_domain::{Score, Weight};
use proptest::prelude::*;

use super::*;

fn weight(points: i32) -> Weight {
    Weight::from_centi(points * 100)
}

fn basis() -> Basis<'static> {
    let mut basis = Basis::default();
    for (code, value, name) in [
        ("paid", 90, "执行数"),
        ("budget", 100, "预算数"),
        ("none", 0, "上年数"),
    ] {
        basis.facts.insert(code, (value.into(), name));
    }
    basis
        .converted
        .insert("purchaser", (Score::from_centi(8_765), "采购人整体绩效评价"));
    basis
}

fn formula(text: &str, gives: FormulaType) -> Formula {
    Formula::read(text, &["paid", "budget", "none", "staff"], gives).unwrap()
}

fn elements(count: usize) -> Method {
    Method::Elements {
        elements: (1..=count).map(|number| format!("要素{number}")).collect(),
    }
}

fn met(numbers: &[u32]) -> Answer {
    Answer::Elements(numbers.iter().copied().collect::<BTreeSet<u32>>())
}

fn deductions() -> Method {
    let deduction = |name: &str, points, most: Option<i32>| Deduction {
        name: name.into(),
        points: Score::from_centi(points),
        most: most.map(Score::from_centi),
    };
    Method::Deduction {
        deductions: vec![
            deduction("超标准支出", 50, None),
            deduction("资料不全", 20, Some(30)),
        ],
    }
}

fn judgement() -> Method {
    let band = |name: &str, from_bp| JudgementBand {
        name: name.into(),
        from_bp,
    };
    Method::Judgement {
        bands: vec![band("好", 8_000), band("较好", 6_000), band("差", 0)],
    }
}

fn by_formula(text: &str) -> Method {
    Method::Formula {
        formula: formula(text, FormulaType::Number),
        words: "按执行率".into(),
    }
}

/// The points, or the code of the refusal.
fn check(points: i32, method: &Method, answer: &Answer, expected: &str) {
    let found = match score_item("某指标", weight(points), method, answer, &basis()) {
        Ok(found) => {
            assert!(!found.steps.is_empty());
            found.score.to_string()
        }
        Err(refusal) => refusal.to_string().rsplit_once(" [").unwrap().1.replace(']', ""),
    };
    assert_eq!(found, expected, "{method:?} {answer:?}");
}

#[test]
fn judged_points_stay_within_the_weight() {
    check(10, &judgement(), &Answer::Points(Score::from_centi(857)), "8.57");
    check(10, &judgement(), &Answer::Points(Score::from_centi(1_000)), "10");
    check(
        10,
        &judgement(),
        &Answer::Points(Score::from_centi(1_001)),
        "evaluation-score-out-of-range",
    );
    check(
        10,
        &judgement(),
        &Answer::Points(Score::from_centi(-1)),
        "evaluation-score-out-of-range",
    );
    check(10, &judgement(), &met(&[1]), "evaluation-answer-wrong");
}

#[test]
fn elements_count_as_shares_of_the_weight() {
    check(5, &elements(5), &met(&[1, 2, 3, 4]), "4");
    check(4, &elements(3), &met(&[1]), "1.33");
    check(4, &elements(3), &met(&[1, 2]), "2.67");
    check(4, &elements(3), &met(&[]), "0");
    check(4, &elements(3), &met(&[4]), "evaluation-answer-wrong");
    check(4, &elements(3), &met(&[0]), "evaluation-answer-wrong");
}

#[test]
fn deductions_end_at_nothing_and_each_at_its_own_cap() {
    check(2, &deductions(), &Answer::Counts(vec![1, 1]), "1.3");
    check(2, &deductions(), &Answer::Counts(vec![0, 9]), "1.7");
    check(2, &deductions(), &Answer::Counts(vec![9, 9]), "0");
    check(
        2,
        &deductions(),
        &Answer::Counts(vec![1]),
        "evaluation-answer-wrong",
    );
}

#[test]
fn a_formula_is_kept_between_nothing_and_the_weight() {
    check(5, &by_formula("weight × paid ÷ budget"), &Answer::Computed, "4.5");
    check(5, &by_formula("weight × budget ÷ paid"), &Answer::Computed, "5");
    check(5, &by_formula("weight − budget"), &Answer::Computed, "0");
    check(
        5,
        &by_formula("weight × paid ÷ none"),
        &Answer::Computed,
        "evaluation-fact-missing",
    );
    check(
        5,
        &by_formula("weight × staff"),
        &Answer::Computed,
        "evaluation-fact-missing",
    );
    check(
        5,
        &by_formula("weight"),
        &Answer::Points(Score::ZERO),
        "evaluation-answer-wrong",
    );
}

#[test]
fn a_condition_gives_all_or_nothing() {
    let asked = Method::Condition {
        condition: "按期公开".into(),
        holds: None,
    };
    check(3, &asked, &Answer::Holds(true), "3");
    check(3, &asked, &Answer::Holds(false), "0");
    check(3, &asked, &Answer::Computed, "evaluation-answer-wrong");
    let computed = Method::Condition {
        condition: "执行率不低于九成".into(),
        holds: Some(formula("paid ≥ 0.9 × budget", FormulaType::Truth)),
    };
    check(3, &computed, &Answer::Computed, "3");
}

#[test]
fn a_survey_needs_somebody_who_answered() {
    let survey = Method::Survey { full_from_bp: 9_000 };
    let answer = |asked, satisfied| Answer::Survey { asked, satisfied };
    check(10, &survey, &answer(200, 180), "10");
    check(10, &survey, &answer(200, 179), "9.94");
    check(10, &survey, &answer(200, 0), "0");
    check(10, &survey, &answer(0, 0), "evaluation-survey-empty");
    check(10, &survey, &answer(5, 6), "evaluation-survey-impossible");
}

#[test]
fn another_evaluation_of_the_unit_is_converted_by_weight() {
    let conversion = |kind: &str| Method::Conversion { kind: kind.into() };
    check(10, &conversion("purchaser"), &Answer::Computed, "8.77");
    check(
        10,
        &conversion("other"),
        &Answer::Computed,
        "evaluation-conversion-missing",
    );
}

fn part(code: &str, share_bp: u32) -> PartWeight {
    PartWeight {
        code: code.into(),
        name: code.into(),
        share_bp,
    }
}

fn scored(part: &str, weight: i32, score: i32) -> ScoredItem {
    ScoredItem {
        part: part.into(),
        weight: Weight::from_centi(weight),
        score: Score::from_centi(score),
    }
}

#[test]
fn the_published_formula_of_the_spot_evaluation_comes_out() {
    let parts = [part("quality", 4_000), part("lines", 6_000)];
    for (quality, lines, total) in [(8_500, 7_000, "76"), (9_500, 8_800, "90.8")] {
        let items = [scored("quality", 10_000, quality), scored("lines", 10_000, lines)];
        assert_eq!(total_of(&parts, &items).unwrap().total.to_string(), total);
    }
}

#[test]
fn lines_that_make_up_ninety_points_are_brought_to_the_share() {
    let parts = [part("all", 10_000)];
    let found = total_of(&parts, &[scored("all", 9_000, 4_500)]).unwrap();
    assert_eq!(found.total, Score::from_centi(5_000));
    assert_eq!(found.steps.len(), 2);
}

#[test]
fn a_part_without_weights_has_no_score() {
    let refusal = total_of(&[part("a", 10_000)], &[]).unwrap_err();
    assert!(refusal.to_string().ends_with("[evaluation-total-overflow]"));
}

#[test]
fn a_veto_sets_the_grade_whatever_the_score() {
    let band = |name: &str, from| GradeBand {
        name: name.into(),
        from: Score::from_centi(from),
    };
    let bands = [
        band("优", 9_000),
        band("良", 8_000),
        band("中", 6_000),
        band("差", 0),
    ];
    let veto = Veto {
        code: "fraud".into(),
        name: "提供虚假材料".into(),
        grade: "差".into(),
    };
    let grade = |centi, vetoes: &[&Veto]| {
        conclude_grade(Score::from_centi(centi), &bands, "fiscal_evaluation", vetoes)
            .unwrap()
            .0
    };
    for (centi, name) in [
        (9_000, "优"),
        (8_999, "良"),
        (8_000, "良"),
        (6_000, "中"),
        (5_999, "差"),
    ] {
        assert_eq!(grade(centi, &[]), name);
    }
    assert_eq!(grade(9_900, &[&veto]), "差");
    let refusal = conclude_grade(Score::from_centi(-1), &bands, "fiscal_evaluation", &[]).unwrap_err();
    assert!(refusal.to_string().contains("grade.fiscal_evaluation"));
}

#[test]
fn two_scorers_meet_in_the_middle() {
    let mean =
        |all: &[i32]| mean_of_scorers(&all.iter().map(|one| Score::from_centi(*one)).collect::<Vec<_>>());
    assert_eq!(mean(&[800, 805]), Some(Score::from_centi(803)));
    assert_eq!(mean(&[]), None);
}

proptest! {
    #[test]
    fn a_total_lies_between_nothing_and_a_hundred(scores in proptest::collection::vec((1_i32..3_000, 0_u32..=100), 1..40)) {
        let items: Vec<ScoredItem> = scores.iter().map(|(weight, share)| {
            scored("a", *weight, i32::try_from(i64::from(*weight) * i64::from(*share) / 100).unwrap())
        }).collect();
        let found = total_of(&[part("a", 10_000)], &items).unwrap();
        prop_assert!(Score::ZERO <= found.total && found.total <= Score::from_centi(10_000));
    }

    #[test]
    fn one_more_satisfied_never_costs_points(asked in 1_u32..500, satisfied in 0_u32..500, full in 1_u32..=10_000) {
        let satisfied = satisfied.min(asked - 1);
        let survey = Method::Survey { full_from_bp: full };
        let score = |satisfied| score_item("某", weight(10), &survey, &Answer::Survey { asked, satisfied }, &Basis::default()).unwrap().score;
        prop_assert!(score(satisfied) <= score(satisfied + 1));
    }
}
