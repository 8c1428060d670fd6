//! Ranking: precision, capacity, order, refusals.

use proptest::prelude::*;

use super::*;

const SETTINGS: RankingSettings = RankingSettings {
    capacity: 2,
    precision_least: 0.2,
    level: 0.95,
};

fn finding(case: &str, check: &str, amount: f64) -> Finding {
    Finding {
        case: case.to_owned(),
        check: check.to_owned(),
        strength: 1.0,
        amount,
    }
}

fn record(check: &str, examined: usize, confirmed: usize) -> CheckRecord {
    CheckRecord {
        check: check.to_owned(),
        examined,
        confirmed,
    }
}

fn order(findings: &[Finding], records: &[CheckRecord]) -> Result<Vec<(String, bool)>, HygieneError> {
    let ranking = rank(findings, records, &SETTINGS)?;
    Ok(ranking
        .cases
        .into_iter()
        .map(|case| (case.case, case.is_chosen))
        .collect())
}

#[test]
fn a_check_that_was_right_before_leads() {
    let records = [record("雷同", 20, 18), record("取整", 20, 8)];
    let findings = [
        finding("甲", "取整", 900.0),
        finding("乙", "雷同", 1.0),
        finding("丙", "取整", 1_000.0),
    ];
    let expected =
        [("乙", true), ("丙", true), ("甲", false)].map(|(case, chosen)| (case.to_owned(), chosen));
    assert_eq!(order(&findings, &records), Ok(expected.to_vec()));
}

#[test]
fn two_flags_weigh_more_than_one() {
    let ranking = rank(
        &[
            finding("甲", "一", 0.0),
            finding("甲", "二", 0.0),
            finding("乙", "一", 9.0),
        ],
        &[],
        &SETTINGS,
    );
    assert!(ranking.is_ok_and(|ranking| {
        ranking.cases.first().is_some_and(|case| {
            case.case == "甲" && (case.score - 0.75).abs() < 1e-12 && case.checks == ["一", "二"]
        })
    }));
}

#[test]
fn a_check_is_dropped_when_even_luck_does_not_explain_it() {
    for (examined, confirmed, is_dropped) in [
        (0, 0, false),
        (5, 0, false),
        (20, 0, true),
        (100, 10, true),
        (20, 3, false),
        (100, 20, false),
    ] {
        let ranking = rank(
            &[finding("甲", "查", 1.0)],
            &[record("查", examined, confirmed)],
            &SETTINGS,
        );
        assert!(
            ranking.is_ok_and(|ranking| ranking.cases.is_empty() == is_dropped
                && ranking.checks.iter().all(|check| check.is_dropped == is_dropped)),
            "{confirmed} of {examined}"
        );
    }
}

#[test]
fn records_of_several_months_add_up() {
    let records = [record("查", 10, 2), record("查", 10, 3)];
    let ranking = rank(&[], &records, &SETTINGS);
    assert!(ranking.is_ok_and(|ranking| {
        ranking.checks.iter().all(|check| {
            check.examined == 20 && check.confirmed == 5 && (check.precision - 6.0 / 22.0).abs() < 1e-12
        }) && ranking.checks.len() == 1
    }));
}

#[test]
fn impossible_records_and_figures_are_refused() {
    let told = rank(&[], &[record("查", 2, 3)], &SETTINGS).map_err(|error| error.to_string());
    assert!(told.is_err_and(|text| text.contains("“查”查实 3 件,多于查看的 2 件")));
    for (strength, amount) in [(1.5, 0.0), (f64::NAN, 0.0), (1.0, -1.0), (1.0, f64::INFINITY)] {
        let bad = Finding {
            strength,
            amount,
            ..finding("甲", "查", 0.0)
        };
        assert!(matches!(
            rank(&[bad], &[], &SETTINGS),
            Err(HygieneError::Number { row: 1, .. })
        ));
    }
    for bad in [
        RankingSettings {
            precision_least: 20.0,
            ..SETTINGS
        },
        RankingSettings {
            level: 1.0,
            ..SETTINGS
        },
    ] {
        assert!(
            matches!(
                rank(&[], &[record("查", 2, 1)], &bad),
                Err(HygieneError::Setting { .. })
            ),
            "{bad:?}"
        );
    }
}

proptest! {
    #[test]
    fn the_order_of_the_findings_decides_nothing(flags in prop::collection::vec((0..6_u32, 0..4_u32, 0.0..1.0_f64), 0..30)) {
        let mut findings: Vec<Finding> = flags
            .iter()
            .map(|(case, check, strength)| Finding {
                strength: (strength * 4.0).round() / 4.0,
                ..finding(&case.to_string(), &check.to_string(), f64::from(*case % 2))
            })
            .collect();
        let names = |ranking: &Ranking| -> Vec<String> { ranking.cases.iter().map(|case| case.case.clone()).collect() };
        let forward = rank(&findings, &[], &SETTINGS)?;
        findings.reverse();
        let backward = rank(&findings, &[], &SETTINGS)?;
        let gap = forward.cases.iter().zip(&backward.cases).map(|(one, other)| (one.score - other.score).abs()).fold(0.0, f64::max);
        prop_assert!(gap < 1e-12);
        prop_assert_eq!(names(&forward).len(), names(&backward).len());
        prop_assert!(forward.cases.iter().filter(|case| case.is_chosen).count() <= SETTINGS.capacity);
    }

    #[test]
    fn one_more_flag_never_lowers_a_case(strength in 0.0..=1.0_f64, other in 0.0..=1.0_f64) {
        let one = Finding { strength, ..finding("甲", "一", 0.0) };
        let two = Finding { strength: other, ..finding("甲", "二", 0.0) };
        let score = |findings: &[Finding]| rank(findings, &[], &SETTINGS).map(|ranking| ranking.cases.first().map_or(0.0, |case| case.score));
        prop_assert!(score(std::slice::from_ref(&one))? <= score(&[one, two])?);
    }
}
