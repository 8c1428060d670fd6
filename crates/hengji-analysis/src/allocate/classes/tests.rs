//! Classes by score, rules and shares of the weights.

use proptest::prelude::*;

use super::*;

const TEN_THOUSAND_YUAN: i64 = 1_000_000;

fn project(name: &str, points: [f64; 3], amount_fen: i64) -> ClassProject {
    ClassProject {
        name: name.to_owned(),
        points: points.to_vec(),
        amount_fen,
        is_rigid: false,
    }
}

fn settings() -> ClassSettings {
    let criterion = |name: &str, weight| Criterion {
        name: name.to_owned(),
        weight,
    };
    ClassSettings {
        criteria: vec![
            criterion("重点工作相关性", 30.0),
            criterion("主要职能相关性", 25.0),
            criterion("项目性质和实施阶段", 20.0),
        ],
        money: MoneyScale {
            weight: 25.0,
            from_fen: 10 * TEN_THOUSAND_YUAN,
            full_fen: 1_000 * TEN_THOUSAND_YUAN,
        },
        a_from: 75.0,
        b_from: 50.0,
        rules: vec![
            HardRule::AmountFrom {
                amount_fen: 500 * TEN_THOUSAND_YUAN,
                at_least: ProjectClass::B,
            },
            HardRule::Rigid {
                at_most: ProjectClass::C,
            },
        ],
        span: 0.2,
        clear_from: 0.8,
    }
}

#[test]
fn a_class_follows_from_score_and_rules() {
    let rigid = |project: ClassProject| ClassProject {
        is_rigid: true,
        ..project
    };
    for (project, score, by_score, class, rule) in [
        (
            project("甲", [100.0, 100.0, 100.0], 100 * TEN_THOUSAND_YUAN),
            87.5,
            ProjectClass::A,
            ProjectClass::A,
            None,
        ),
        (
            project("乙", [60.0, 60.0, 60.0], 10 * TEN_THOUSAND_YUAN),
            45.0,
            ProjectClass::C,
            ProjectClass::C,
            None,
        ),
        (
            project("丙", [0.0, 0.0, 0.0], 1_000 * TEN_THOUSAND_YUAN),
            25.0,
            ProjectClass::C,
            ProjectClass::B,
            Some(0),
        ),
        (
            rigid(project("丁", [0.0; 3], 1_000 * TEN_THOUSAND_YUAN)),
            25.0,
            ProjectClass::C,
            ProjectClass::C,
            Some(1),
        ),
        (
            rigid(project("戊", [100.0; 3], 100 * TEN_THOUSAND_YUAN)),
            87.5,
            ProjectClass::A,
            ProjectClass::C,
            Some(1),
        ),
        (
            project("己", [75.0; 3], 0),
            56.25,
            ProjectClass::B,
            ProjectClass::B,
            None,
        ),
    ] {
        let found = classify(&[project], &settings()).unwrap().projects.remove(0);
        assert!((found.score - score).abs() < 1e-9, "{found:?}");
        assert_eq!(
            (found.by_score, found.class, found.rule),
            (by_score, class, rule),
            "{found:?}"
        );
        assert!((found.contributions.iter().sum::<f64>() - found.score).abs() < 1e-9);
    }
}

#[test]
fn a_project_near_a_threshold_goes_to_people() {
    let near = project("甲", [95.0, 60.0, 70.0], 100 * TEN_THOUSAND_YUAN);
    let far = project("乙", [100.0, 95.0, 98.0], 1_000 * TEN_THOUSAND_YUAN);
    let settings = ClassSettings {
        a_from: 70.0,
        rules: vec![],
        ..settings()
    };
    let found = classify(&[near, far], &settings).unwrap();
    assert!(
        !found.projects[0].is_clear && found.projects[0].shares[0] < 0.8,
        "{:?}",
        found.projects[0]
    );
    assert!(found.projects[1].is_clear && (found.projects[1].shares[0] - 1.0).abs() < 1e-12);
    assert_eq!((found.unclear, found.counts), (1, [2, 0, 0]));
}

#[test]
fn a_rule_makes_a_class_sure() {
    let rigid = ClassProject {
        is_rigid: true,
        ..project("甲", [95.0, 60.0, 70.0], 100 * TEN_THOUSAND_YUAN)
    };
    let found = classify(&[rigid], &settings()).unwrap().projects.remove(0);
    assert!(
        found.is_clear && (found.shares[2] - 1.0).abs() < 1e-12,
        "{found:?}"
    );
}

#[test]
fn unusable_settings_are_refused() {
    let good = || vec![project("甲", [50.0; 3], TEN_THOUSAND_YUAN)];
    let money = |from_fen, full_fen| ClassSettings {
        money: MoneyScale {
            from_fen,
            full_fen,
            ..settings().money
        },
        ..settings()
    };
    let many = ClassSettings {
        criteria: (0..9)
            .map(|at| Criterion {
                name: format!("准则{at}"),
                weight: 1.0,
            })
            .collect(),
        ..settings()
    };
    let weightless = ClassSettings {
        criteria: vec![],
        money: MoneyScale {
            weight: 0.0,
            ..settings().money
        },
        ..settings()
    };
    let long = vec![ClassProject {
        points: vec![1.0; 9],
        ..project("甲", [0.0; 3], 1)
    }];
    for (projects, settings, code) in [
        (vec![], settings(), "[allocate-nothing]"),
        (
            vec![project("甲", [f64::NAN, 0.0, 0.0], 1)],
            settings(),
            "[allocate-out-of-range]",
        ),
        (vec![project("甲", [0.0; 3], -1)], settings(), "[allocate-money]"),
        (long.clone(), settings(), "[allocate-length]"),
        (
            good(),
            ClassSettings {
                b_from: 80.0,
                ..settings()
            },
            "[allocate-class-thresholds]",
        ),
        (
            good(),
            ClassSettings {
                a_from: f64::NAN,
                ..settings()
            },
            "[allocate-class-thresholds]",
        ),
        (
            good(),
            ClassSettings {
                span: 1.0,
                ..settings()
            },
            "[allocate-out-of-range]",
        ),
        (good(), money(0, 10), "[allocate-money-scale]"),
        (good(), money(10, 10), "[allocate-money-scale]"),
        (good(), weightless, "[allocate-nothing]"),
        (long, many, "[allocate-out-of-range]"),
    ] {
        let refusal = classify(&projects, &settings)
            .err()
            .map(|error| error.to_string());
        assert!(
            refusal.as_deref().is_some_and(|text| text.ends_with(code)),
            "{code}: {refusal:?}"
        );
    }
}

proptest! {
    #[test]
    fn shares_are_parts_of_one_and_the_class_of_the_middle_has_some(
        points in [0.0_f64..100.0, 0.0_f64..100.0, 0.0_f64..100.0], amount in 0_i64..5_000, span in 0.01_f64..0.5,
    ) {
        let project = project("甲", points, amount * TEN_THOUSAND_YUAN);
        let found = classify(&[project], &ClassSettings { span, ..settings() }).unwrap().projects.remove(0);
        prop_assert!((found.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{:?}", found);
        let classes = [ProjectClass::A, ProjectClass::B, ProjectClass::C];
        let own: f64 = classes.into_iter().zip(found.shares).filter(|(c, _)| *c == found.class).map(|(_, s)| s).sum();
        prop_assert!(0.0 < own, "{:?}", found);
    }

    #[test]
    fn a_wider_span_never_makes_an_unsure_class_sure(
        points in [0.0_f64..100.0, 0.0_f64..100.0, 0.0_f64..100.0], amount in 0_i64..5_000,
    ) {
        let project = project("甲", points, amount * TEN_THOUSAND_YUAN);
        let shares = |span| classify(std::slice::from_ref(&project), &ClassSettings { span, ..settings() }).unwrap().projects.remove(0).shares;
        let sure = |shares: [f64; 3]| shares.iter().any(|share| 1.0 - 1e-9 < *share);
        prop_assert!(sure(shares(0.1)) || !sure(shares(0.3)));
    }
}
