//! Lights as tables of cases, the published vectors among them.

use chrono::NaiveDate;
use hengji_domain::monitoring::{Escalation, ExecutionFloor, Likelihood, MonitoringRules, RateTargetRule};
use hengji_domain::rule::{Dated, Verification};
use hengji_domain::value::read::{read_actual, read_target};
use hengji_domain::{Division, Weight};
use proptest::prelude::*;

use super::*;
use crate::tests::sample;

fn dated<T>(value: T) -> Dated<T> {
    Dated {
        value,
        citation: Arc::new(Citation {
            rule: "monitoring.indicator_lights".into(),
            description: "指标进度预警".into(),
            division: Division::NATION,
            from: NaiveDate::from_ymd_opt(2015, 1, 1).unwrap(),
            source: "来源".into(),
            clause: "条款".into(),
            verification: Verification::Partly,
        }),
    }
}

fn bands(with_blue: bool) -> Vec<LightBand> {
    let all = [
        (Light::Blue, 12_000),
        (Light::Green, 8_000),
        (Light::Yellow, 6_000),
        (Light::Red, 0),
    ];
    let kept = all
        .into_iter()
        .filter(|(light, _)| with_blue || *light != Light::Blue);
    kept.map(|(light, from_bp)| LightBand { light, from_bp })
        .collect()
}

fn rules() -> MonitoringRules {
    MonitoringRules {
        budget_lights: dated(bands(false)),
        indicator_lights: dated(bands(true)),
        project_light: dated(ProjectLightRule::Worst),
        rate_target: dated(RateTargetRule::Whole),
        execution_floors: dated(None),
        progress_gap_bp: dated(None),
        likelihoods: dated(vec![Likelihood {
            code: "certain".into(),
            name: "确定能".into(),
            needs_cause: false,
        }]),
        causes: dated(vec![]),
        disposals: dated(vec![]),
        disposal_days: dated(None),
        escalation: dated(Escalation {
            remind_before_days: 5,
            head_after_days: 1,
            department_after_days: 3,
        }),
    }
}

fn july() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 7, 31).unwrap()
}

fn told(progress: &Progress) -> String {
    let percent = progress.progress_centi.map_or_else(
        || "-".to_owned(),
        |centi| format!("{}.{:02}", centi / 100, centi % 100),
    );
    format!("{percent} {}", progress.light.map_or("-", Light::name))
}

/// `target | actual -> progress light` in July under the rules above.
#[track_caller]
fn check_line(case: &str) {
    let (given, expected) = case.split_once(" -> ").unwrap();
    let (target, actual) = given.split_once(" | ").unwrap();
    let mut line = sample::line(target, "", "10");
    line.target = read_target(target.trim());
    line.actual = read_actual(actual.trim());
    let found = indicator(&line, 7, july(), &rules(), &sample::scoring());
    assert_eq!(told(&found), expected, "{case}: {}", found.arithmetic);
}

#[test]
fn published_vectors_of_positive_indicators_in_july() {
    check_line("≥120个 | 60个 -> 85.71 绿");
    check_line("≥120个 | 45个 -> 64.29 黄");
    check_line("≥120个 | 40个 -> 57.14 红");
    check_line("≥120个 | 90个 -> 128.57 蓝");
}

#[test]
fn published_vectors_of_execution_in_july() {
    for (executed, expected) in [
        (50, "85.71 绿"),
        (40, "68.57 黄"),
        (30, "51.43 红"),
        (0, "0.00 红"),
    ] {
        let found = execution(Money::from_fen(executed), Money::from_fen(100), 7, &rules());
        assert_eq!(told(&found), expected);
    }
    let nothing = execution(Money::from_fen(30), Money::ZERO, 7, &rules());
    assert_eq!(told(&nothing), "0.00 红");
}

#[test]
fn an_edge_is_compared_exactly_and_not_as_printed() {
    check_line("≥1200个 | 560个 -> 80.00 绿");
    // 79.9986 % prints as 80.00 and is not yet 80.
    check_line("≥1200000个 | 559990个 -> 80.00 黄");
}

#[test]
fn each_kind_of_target_has_its_own_comparison() {
    check_line("≤10天 | 10天 -> - 绿");
    check_line("≤10天 | 11天 -> - 红");
    check_line("=0起 | 0起 -> - 绿");
    check_line("=0起 | 1起 -> - 红");
    check_line("≥95% | 95% -> 100.00 绿");
    check_line("≥95% | 60% -> 63.16 黄");
    check_line("80-90分 | 85分 -> - 绿");
    check_line("80-90分 | 70分 -> - 红");
    check_line("2020年6月30日前 | 2020年6月1日 -> - 绿");
    check_line("2020年6月30日前 | 2020年7月15日 -> - 红");
}

#[test]
fn what_cannot_be_told_has_no_light() {
    check_line("≥120个 |  -> - -");
    check_line("2020年12月31日前 |  -> - -");
    check_line("2020年6月30日前 |  -> - 红");
    check_line("≥120个 | 很多 -> - -");
    check_line("≥120个 | 60公里 -> - -");
}

#[test]
fn a_project_takes_the_worst_or_looks_at_both_sides() {
    use Light::{Blue, Green, Red, Yellow};
    for (money, goal, worst, dual) in [
        (Some(Green), Some(Green), Some(Green), Some(Green)),
        (Some(Green), Some(Yellow), Some(Yellow), Some(Yellow)),
        (Some(Green), Some(Red), Some(Red), Some(Yellow)),
        (Some(Yellow), Some(Green), Some(Yellow), Some(Red)),
        (Some(Green), Some(Blue), Some(Green), Some(Green)),
        (Some(Green), None, Some(Green), Some(Green)),
        (None, None, None, None),
    ] {
        assert_eq!(project_light(money, goal, ProjectLightRule::Worst), worst);
        assert_eq!(project_light(money, goal, ProjectLightRule::Dual), dual);
    }
}

#[test]
fn floors_and_gap_warn_only_where_a_rule_sets_them() {
    let mut with = rules();
    assert!(warnings(Some(0), Some(9_000), 8, &with).is_empty());
    with.execution_floors = dated(Some(vec![
        ExecutionFloor {
            month: 6,
            floor_bp: 4_000,
        },
        ExecutionFloor {
            month: 8,
            floor_bp: 6_000,
        },
    ]));
    with.progress_gap_bp = dated(Some(1_000));
    for (month, money, goal, count) in [
        (7, 3_999, 4_000, 1),
        (7, 4_000, 4_000, 0),
        (8, 4_000, 4_000, 1),
        (8, 6_000, 7_000, 0),
        (8, 6_000, 7_001, 1),
        (5, 0, 0, 0),
    ] {
        let found = warnings(Some(money), Some(goal), month, &with);
        assert_eq!(found.len(), count, "{month} {money} {goal}: {found:?}");
    }
}

#[test]
fn parts_do_not_count_twice_and_the_trace_names_rule_and_arithmetic() {
    let mut whole = sample::line("≥120个", "", "10");
    whole.actual = read_actual("60个");
    let mut part = sample::line("≥100个", "", "10");
    part.actual = read_actual("0个");
    let lines = [(&whole, false), (&part, true)].map(|(line, is_part)| WatchedLine {
        line,
        weight: Weight::from_centi(1_000),
        is_part,
    });
    let money = (Money::from_fen(50), Money::from_fen(100));
    let scoring = &sample::scoring();
    let judged = judge_project(money, &lines, 7, july(), &rules(), scoring);
    assert_eq!(
        (judged.light, judged.goal_light),
        (Some(Light::Green), Some(Light::Green))
    );
    assert_eq!(judged.goal_bp, Some(5_000));
    let trace = judged.trace(&["数量", "其中"]);
    assert!(
        trace.contains(
            "数量|green|完成 60 ÷(指标值 120 ÷12×7) = 85.71%,绿灯|monitoring.indicator_lights 2015-01-01"
        ),
        "{trace}"
    );
    assert_eq!(
        trace,
        judge_project(money, &lines, 7, july(), &rules(), scoring).trace(&["数量", "其中"])
    );
}

proptest! {
    #[test]
    fn more_money_never_gives_a_worse_light(budget in 1_i64..1_000_000_000, spent in 0_i64..1_000_000_000, more in 0_i64..1_000_000, month in 1_u32..=12) {
        let light = |fen| execution(Money::from_fen(fen), Money::from_fen(budget), month, &rules()).light;
        prop_assert!(light(spent) <= light(spent + more));
    }

    #[test]
    fn the_light_is_the_band_of_the_progress_up_to_printing(budget in 1_i64..1_000_000, spent in 0_i64..1_000_000, month in 1_u32..=12) {
        let found = execution(Money::from_fen(spent), Money::from_fen(budget), month, &rules());
        let centi = found.progress_centi.unwrap();
        let light = found.light.unwrap();
        // Printing rounds by at most half a hundredth of a percent.
        let lower = match light { Light::Red => 0, Light::Yellow => 6_000, Light::Green | Light::Blue => 8_000 };
        prop_assert!(lower <= centi + 1, "{centi} {light:?}");
    }

    #[test]
    fn the_worst_is_one_of_the_lights_and_none_is_worse(codes in prop::collection::vec(0_usize..5, 0..9)) {
        let lights: Vec<Option<Light>> = codes.iter().map(|code| Light::ALL.get(*code).copied()).collect();
        match worst(lights.clone()) {
            None => prop_assert!(lights.iter().all(Option::is_none)),
            Some(found) => {
                prop_assert!(lights.contains(&Some(found)));
                prop_assert!(lights.iter().flatten().all(|light| found <= *light));
            }
        }
    }
}
