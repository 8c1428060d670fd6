//! Refusals of a panel, and what must hold on any.

use proptest::prelude::*;

use super::super::drawn_tables::{Rows, rescaled, table};
use super::super::{FrontierError, Units};
use super::*;

fn settings(technology: Technology) -> MalmquistSettings {
    MalmquistSettings {
        orientation: Orientation::Output,
        scale: Scale::Constant,
        technology,
    }
}

fn panel(years: &[Rows]) -> Panel {
    let years = years.iter().enumerate();
    let tables =
        years.map(|(year, rows)| (format!("{}", 2024 + year), table(rows.0.clone(), rows.1.clone())));
    Panel::new(tables.collect()).unwrap()
}

/// Three years of the same number of units and columns.
fn three_years() -> impl Strategy<Value = Vec<Rows>> {
    (2_usize..=6, 1_usize..=2, 1_usize..=2).prop_flat_map(|(units, inputs, outputs)| {
        let rows = move |columns| {
            let row = proptest::collection::vec((1_u8..=12).prop_map(f64::from), columns);
            proptest::collection::vec(row, units)
        };
        proptest::collection::vec((rows(inputs), rows(outputs)), 3)
    })
}

fn all(change: &Change) -> [Option<f64>; 5] {
    [
        change.index,
        change.efficiency_change,
        change.technical_change,
        change.pure_efficiency_change,
        change.scale_efficiency_change,
    ]
}

fn near(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-7 * b.abs().max(1.0),
        (a, b) => a.is_none() && b.is_none(),
    }
}

#[test]
fn refusals_of_a_panel() {
    let units = |names: &[&str], width: usize| -> Result<Units, FrontierError> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let cells = vec![vec![1.0; width]; names.len()];
        Units::new(names, cells.clone(), cells)
    };
    let year = |name: &str, names: &[&str], width| (name.to_owned(), units(names, width).unwrap());
    let base = || year("2025", &["甲", "乙"], 1);
    for (periods, code) in [
        (vec![], "[panel-too-few-periods]"),
        (vec![base()], "[panel-too-few-periods]"),
        (vec![base(), base()], "[panel-duplicate-period]"),
        (
            vec![base(), year("2026", &["乙", "甲"], 1)],
            "“2026”第 1 行是“乙”",
        ),
        (vec![base(), year("2026", &["甲"], 1)], "第 2 行是“无”"),
        (
            vec![base(), year("2026", &["甲", "乙", "丙"], 1)],
            "第 3 行是“丙”,而“2025”同一行是“无”",
        ),
        (
            vec![base(), year("2026", &["甲", "乙"], 2)],
            "[panel-columns-differ]",
        ),
    ] {
        let refusal = Panel::new(periods).unwrap_err().to_string();
        assert!(refusal.contains(code), "{refusal}");
    }
    assert_eq!(
        Panel::new(vec![base(), year("2026", &["甲", "乙"], 1)])
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn a_unit_beyond_the_other_year_is_reported() {
    // In 2025 nobody spent as little as 甲1 did in 2026.
    let early = (vec![vec![4.0], vec![6.0]], vec![vec![2.0], vec![3.0]]);
    let late = (vec![vec![2.0], vec![6.0]], vec![vec![2.0], vec![3.0]]);
    let variable = MalmquistSettings {
        scale: Scale::Variable,
        ..settings(Technology::Contemporaneous)
    };
    let changes = malmquist(&panel(&[early.clone(), late.clone()]), variable).unwrap();
    assert_eq!(changes[0].index, None);
    assert_eq!(changes[0].distances.after_against_earlier, None);
    let missing = changes[0].missing.clone().unwrap();
    assert!(
        missing.contains("“甲1”在“2025”的投入产出,在“2024”的前沿上没有可比对象"),
        "{missing}"
    );
    assert!(changes[1].index.is_some());
    let constant = malmquist(&panel(&[early, late]), settings(Technology::Contemporaneous)).unwrap();
    assert!(near(constant[0].index, Some(2.0)), "{:?}", constant[0]);
    assert_eq!(constant[0].missing, None);
    let mean = mean_change(&changes);
    assert_eq!(mean.counted, 1, "the mean says how many it is of");
    assert!(near(mean.index, changes[1].index));
    assert_eq!(mean_change(&[]).index, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_global_index_is_circular(years in three_years()) {
        let whole = panel(&years);
        let changes = malmquist(&whole, settings(Technology::Global)).unwrap();
        let units = changes.len() / 2;
        for unit in 0..units {
            let (first, second) = (&changes[unit], &changes[units + unit]);
            let direct = ratio(second.distances.global_after, first.distances.global_before);
            let chained = first.index.zip(second.index).map(|(first, second)| first * second);
            prop_assert!(chained.is_some());
            prop_assert!(near(chained, direct), "{chained:?} {direct:?}");
        }
    }

    #[test]
    fn the_parts_multiply_to_the_index(
        years in three_years(),
        technology in prop_oneof![
            Just(Technology::Contemporaneous),
            Just(Technology::Sequential),
            Just(Technology::Global),
        ],
    ) {
        for change in malmquist(&panel(&years), settings(technology)).unwrap() {
            let product = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a * b);
            prop_assert!(near(product(change.efficiency_change, change.technical_change), change.index));
            let efficiency = product(change.pure_efficiency_change, change.scale_efficiency_change);
            prop_assert!(near(efficiency, change.efficiency_change));
        }
    }

    #[test]
    fn a_year_of_no_change_has_an_index_of_one(years in three_years()) {
        let still = vec![years[0].clone(), years[0].clone()];
        for technology in [Technology::Contemporaneous, Technology::Sequential, Technology::Global] {
            for change in malmquist(&panel(&still), settings(technology)).unwrap() {
                prop_assert!(all(&change).iter().all(|figure| near(*figure, Some(1.0))), "{change:?}");
            }
        }
    }

    #[test]
    fn both_sides_and_all_units_of_measure_give_one_index(years in three_years()) {
        let output = settings(Technology::Contemporaneous);
        let input = MalmquistSettings { orientation: Orientation::Input, ..output };
        let scaled: Vec<Rows> = years.iter().map(rescaled).collect();
        let found = malmquist(&panel(&years), output).unwrap();
        let others = [malmquist(&panel(&years), input).unwrap(), malmquist(&panel(&scaled), output).unwrap()];
        for (at, other) in others.iter().enumerate() {
            for (found, other) in found.iter().zip(other) {
                prop_assert!(near(found.index, other.index), "{at}");
                prop_assert!(near(found.technical_change, other.technical_change), "{at}");
            }
        }
    }
}
