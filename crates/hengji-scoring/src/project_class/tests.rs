//! Classes by score and hard rules.

use std::sync::Arc;

use hengji_domain::project_class::{
    AmountBand, ClassBound, ClassStability, ClassThresholds, CriterionLevel, HardRule, RigidKind,
};
use hengji_domain::rule::{Citation, Dated, Verification};
use hengji_domain::{Division, NaiveDate, Weight};
use proptest::prelude::*;

use super::*;

fn dated<T>(value: T) -> Dated<T> {
    Dated {
        value,
        citation: Arc::new(Citation {
            rule: "project_class.criteria".into(),
            description: "项目分类因素".into(),
            division: Division::NATION,
            from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
            source: "测试".into(),
            clause: String::new(),
            verification: Verification::Unverified,
        }),
    }
}

fn levels(all: &[(&str, i32)]) -> CriterionScale {
    let level = |(code, points): &(&str, i32)| CriterionLevel {
        code: (*code).to_owned(),
        name: (*code).to_owned(),
        points: Score::from_centi(points * 100),
    };
    CriterionScale::Levels(all.iter().map(level).collect())
}

fn rules() -> ClassRules {
    let criterion = |kind: CriterionKind, percent: i32, scale| Criterion {
        kind,
        name: kind.code().to_owned(),
        weight: Weight::from_centi(percent * 100),
        scale,
    };
    let band = |wan: i64, points: i32| AmountBand {
        from: Money::from_fen(wan * 1_000_000),
        points: Score::from_centi(points * 100),
    };
    ClassRules {
        criteria: dated(vec![
            criterion(
                CriterionKind::KeyWork,
                30,
                levels(&[("listed", 100), ("none", 0)]),
            ),
            criterion(
                CriterionKind::MainFunction,
                25,
                levels(&[("core", 100), ("aid", 40)]),
            ),
            criterion(CriterionKind::Stage, 20, levels(&[("new", 100), ("running", 60)])),
            criterion(
                CriterionKind::Amount,
                25,
                CriterionScale::Bands(vec![band(1_000, 100), band(100, 50), band(0, 10)]),
            ),
        ]),
        thresholds: dated(ClassThresholds {
            a_from: Score::from_centi(7_500),
            b_from: Score::from_centi(5_000),
        }),
        hard_rules: dated(vec![
            HardRule {
                code: "large".into(),
                name: "金额较大不低于 B 类".into(),
                condition: HardCondition::AmountFrom(Money::from_fen(500_000_000)),
                bound: ClassBound::AtLeast(ProjectClass::B),
            },
            HardRule {
                code: "rigid".into(),
                name: "刚性支出列为 C 类".into(),
                condition: HardCondition::Rigid(vec!["staff".into()]),
                bound: ClassBound::AtMost(ProjectClass::C),
            },
        ]),
        rigid_kinds: dated(vec![RigidKind {
            code: "staff".into(),
            name: "聘用人员经费".into(),
        }]),
        stability: dated(ClassStability {
            span_bp: 2_000,
            clear_from_bp: 8_000,
        }),
    }
}

fn traits(key_work: &str, function: &str, stage: &str, rigid: &str) -> ClassTraits {
    let some = |code: &str| (code != "-").then(|| code.to_owned());
    ClassTraits {
        key_work: None,
        key_work_level: some(key_work),
        function_level: some(function),
        stage_level: some(stage),
        rigid: some(rigid),
    }
}

/// `key work, function, stage, rigid, 万元 -> score, class by score, class, hard rule`
fn check(case: &str) {
    let (given, expected) = case.split_once(" -> ").unwrap();
    let words: Vec<&str> = given.split(", ").collect();
    let traits = traits(words[0], words[1], words[2], words[3]);
    let amount = Money::from_fen(words[4].parse::<i64>().unwrap() * 1_000_000);
    let found = classify(&traits, amount, &rules());
    let told = format!(
        "{} {} {} {}",
        found.score,
        found.by_score.code(),
        found.class.code(),
        found.hard_rule.as_deref().unwrap_or("-")
    );
    assert_eq!(told, expected, "{given}");
}

#[test]
fn a_class_follows_from_weighted_points_thresholds_and_hard_rules() {
    check("listed, core, new, -, 1000 -> 100 A A -");
    check("listed, core, running, -, 50 -> 69.5 B B -");
    check("none, core, running, -, 100 -> 49.5 C C -");
    check("none, aid, running, -, 499 -> 34.5 C C -");
    check("none, aid, running, -, 500 -> 34.5 C B large");
    check("listed, core, new, staff, 50 -> 77.5 A C rigid");
    check("none, aid, running, staff, 500 -> 34.5 C C rigid");
    check("listed, core, new, other, 50 -> 77.5 A A -");
}

#[test]
fn what_was_not_entered_gives_nothing_and_is_named() {
    let found = classify(&ClassTraits::default(), Money::from_fen(100), &rules());
    assert!(found.is_incomplete());
    let missing: Vec<CriterionKind> = found
        .criteria
        .iter()
        .filter(|criterion| criterion.is_missing)
        .map(|criterion| criterion.kind)
        .collect();
    assert_eq!(
        missing,
        [
            CriterionKind::KeyWork,
            CriterionKind::MainFunction,
            CriterionKind::Stage
        ]
    );
    assert_eq!(found.score, Score::from_centi(250));
}

#[test]
fn a_level_that_the_year_does_not_know_counts_as_missing() {
    let found = classify(&traits("listed", "core", "dreamt", "-"), Money::ZERO, &rules());
    assert!(found.criteria[2].is_missing && found.criteria[2].level.is_none());
}

#[test]
fn a_full_set_of_traits_is_complete() {
    let found = classify(&traits("none", "aid", "new", "-"), Money::ZERO, &rules());
    assert!(!found.is_incomplete());
}

proptest! {
    #[test]
    fn contributions_add_up_to_the_score_within_their_rounding(
        key in 0_usize..3, function in 0_usize..3, stage in 0_usize..3, wan in 0_i64..5_000,
    ) {
        let traits = traits(
            ["listed", "none", "-"][key], ["core", "aid", "-"][function], ["new", "running", "-"][stage], "-",
        );
        let found = classify(&traits, Money::from_fen(wan * 1_000_000), &rules());
        let sum: i32 = found.criteria.iter().map(|criterion| criterion.contribution.centi()).sum();
        prop_assert!((sum - found.score.centi()).abs() <= 2, "{found:?}");
    }

    #[test]
    fn more_money_never_loosens_the_management(wan in 0_i64..5_000, more in 0_i64..5_000) {
        let traits = traits("none", "core", "running", "-");
        let of = |wan: i64| classify(&traits, Money::from_fen(wan * 1_000_000), &rules()).class;
        prop_assert!(of(wan + more) <= of(wan));
    }
}
