//! What a portrait says of constructed units, and what it withholds.

use proptest::prelude::*;

use super::super::NoComparison::{
    self, NobodyDeliversAsMuch, NobodySpendsAsLittle, NobodysPeer, SuperEfficiencyInfeasible,
};
use super::super::drawn_tables::{one_by_one, orientations, table, tables};
use super::super::{Beside, Returns};
use super::*;

fn settings(orientation: Orientation, b_units: usize) -> PortraitSettings {
    PortraitSettings {
        orientation,
        evidence: EvidenceThresholds {
            a_units: 30,
            a_units_per_column: 10,
            b_units,
        },
        drawn: NonZeroU32::MIN.saturating_add(4),
        last_rank: None,
    }
}

fn reasons(units: &Units, orientation: Orientation) -> Vec<Vec<NoComparison>> {
    let found = portraits(units, settings(orientation, 0)).unwrap();
    let flags = found
        .units
        .into_iter()
        .map(|unit| unit.frontier.unwrap().default_efficiency);
    flags
        .map(|flag| flag.map(|flag| flag.reasons).unwrap_or_default())
        .collect()
}

#[test]
fn the_biggest_spender_with_the_highest_output_is_efficient_by_default() {
    let units = one_by_one(&[(2.0, 2.0), (3.0, 4.0), (4.0, 3.0), (20.0, 5.0)]);
    let input = reasons(&units, Orientation::Input);
    assert_eq!(
        input[3],
        [SuperEfficiencyInfeasible, NobodyDeliversAsMuch, NobodysPeer]
    );
    assert_eq!(
        input[1],
        [],
        "the third is measured against it, and the fourth delivers as much"
    );
    assert_eq!(input[2], [], "not efficient at all");
    let output = reasons(&units, Orientation::Output);
    assert_eq!(
        output[3],
        [NobodyDeliversAsMuch],
        "the third is measured against a mixture that holds it"
    );
    assert_eq!(
        output[0],
        [SuperEfficiencyInfeasible, NobodySpendsAsLittle, NobodysPeer]
    );
}

#[test]
fn neither_a_copy_nor_a_unit_between_others_lacks_comparison() {
    let units = one_by_one(&[
        (1.0, 1.0),
        (2.0, 3.0),
        (2.0, 3.0),
        (4.0, 4.0),
        (3.0, 3.5),
        (9.0, 9.0),
        (9.0, 2.0),
    ]);
    for (unit, reasons) in reasons(&units, Orientation::Input)
        .into_iter()
        .enumerate()
        .take(5)
        .skip(1)
    {
        assert_eq!(reasons, [], "unit {unit}");
    }
}

#[test]
fn the_warning_says_why_in_words() {
    let units = one_by_one(&[(2.0, 2.0), (3.0, 4.0), (4.0, 3.0), (20.0, 5.0)]);
    let found = portraits(&units, settings(Orientation::Input, 0)).unwrap();
    let flag = found.units[3]
        .frontier
        .as_ref()
        .unwrap()
        .default_efficiency
        .as_ref()
        .unwrap();
    assert!(
        flag.text.starts_with("没有可比对象,不能据此认定高效:"),
        "{}",
        flag.text
    );
    for reason in &flag.reasons {
        assert!(flag.text.contains(reason.words()), "{}", flag.text);
    }
}

#[test]
fn at_grade_c_there_is_no_frontier_but_a_named_unit_and_the_unit_costs() {
    let units = one_by_one(&[(10.0, 5.0), (4.0, 5.0), (5.0, 9.0), (20.0, 20.0)]);
    let found = portraits(&units, settings(Orientation::Input, 5)).unwrap();
    assert_eq!(found.evidence.grade, EvidenceGrade::C);
    assert!(found.evidence.instead.is_some());
    assert!(found.units.iter().all(|unit| unit.frontier.is_none()));
    assert_eq!(found.units[0].free_disposal.peer, Some(1));
    assert_eq!(found.units[0].unit_costs, [[Some(2.0)]]);
    let shown = portraits(&units, settings(Orientation::Input, 4)).unwrap();
    assert!(shown.units.iter().all(|unit| unit.frontier.is_some()));
}

#[test]
fn the_parts_of_a_portrait_agree_with_each_other() {
    let units = one_by_one(&[(1.0, 1.0), (2.0, 3.0), (5.0, 4.0), (3.0, 2.0), (8.0, 3.0)]);
    let found = portraits(&units, settings(Orientation::Output, 0)).unwrap();
    let large = found.units[2].frontier.as_ref().unwrap();
    assert_eq!(large.scale.returns, Returns::Decreasing);
    assert!(
        large
            .elasticity
            .as_ref()
            .unwrap()
            .upper
            .is_some_and(|upper| upper < 1.0)
    );
    assert!(large.scale_size.as_ref().unwrap().least > 1.0);
    let small = found.units[0].frontier.as_ref().unwrap();
    assert_eq!(small.scale.returns, Returns::Increasing);
    assert!(
        small
            .elasticity
            .as_ref()
            .unwrap()
            .lower
            .is_some_and(|lower| lower > 1.0)
    );
    assert!(small.scale_size.as_ref().unwrap().most < 1.0);
}

#[test]
fn the_first_place_is_priced_if_asked_and_only_where_a_frontier_is_shown() {
    let question = LastRankQuestion {
        money: 0,
        output: 0,
        beside: Beside::Second,
    };
    let ask = |units: &Units, b_units| {
        let settings = PortraitSettings {
            last_rank: Some(question),
            ..settings(Orientation::Input, b_units)
        };
        portraits(units, settings)
    };
    let units = one_by_one(&[(2.0, 2.0), (3.0, 4.0), (20.0, 5.0)]);
    assert_eq!(ask(&units, 0).unwrap().last_rank.len(), 1);
    assert_eq!(ask(&units, 4).unwrap().last_rank, []);
    assert_eq!(
        portraits(&units, settings(Orientation::Input, 0))
            .unwrap()
            .last_rank,
        []
    );
    let level = one_by_one(&[(2.0, 2.0), (3.0, 2.0)]);
    assert_eq!(
        ask(&level, 0).unwrap().last_rank,
        [],
        "nobody delivers less, and the rest is shown all the same"
    );
    let stray = LastRankQuestion { money: 7, ..question };
    let settings = PortraitSettings {
        last_rank: Some(stray),
        ..settings(Orientation::Input, 0)
    };
    let refusal = portraits(&units, settings).unwrap_err().to_string();
    assert!(refusal.ends_with("[last-rank-column]"), "{refusal}");
}

#[test]
fn the_portrait_does_not_depend_on_the_number_of_threads() {
    let units = one_by_one(&[(1.0, 1.0), (2.0, 3.0), (5.0, 4.0), (3.0, 2.0), (8.0, 3.0)]);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| portraits(&units, settings(Orientation::Output, 0)))
    };
    assert_eq!(on(1), on(2));
    assert_eq!(on(1), on(5));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn returns_size_and_elasticity_never_contradict(rows in tables(1, 9), orientation in orientations()) {
        let units = table(rows.0, rows.1);
        for unit in portraits(&units, settings(orientation, 0)).unwrap().units {
            let frontier = unit.frontier.unwrap();
            let size = frontier.scale_size.unwrap();
            let elasticity = frontier.elasticity.unwrap();
            let (lower, upper) =
                (elasticity.lower.unwrap_or(f64::INFINITY), elasticity.upper.unwrap_or(f64::INFINITY));
            match frontier.scale.returns {
                Returns::Constant => {
                    prop_assert!(size.least <= 1.0 + 1e-4 && 1.0 - 1e-4 <= size.most);
                    prop_assert!(lower <= 1.0 + 1e-4 && 1.0 - 1e-4 <= upper);
                }
                Returns::Increasing => {
                    prop_assert!(size.most <= 1.0 + 1e-6 && 1.0 <= upper + 1e-6);
                }
                Returns::Decreasing => {
                    prop_assert!(1.0 - 1e-6 <= size.least && lower <= 1.0 + 1e-6);
                }
            }
        }
    }
}
