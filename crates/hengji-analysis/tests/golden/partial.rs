//! Free disposal hull, order-m, order-alpha, Malmquist, bootstrap.

use std::num::NonZeroU32;

use hengji_analysis::frontier::{Orientation, Share, Units, fdh, order_alpha, order_m};

use crate::fixture::{Fixture, fixture, near};

/// The tables whose hull was computed with two packages.
const TABLES: [&str; 17] = [
    "dea_ali_seiford1993_11",
    "dea_ccr1981_all70",
    "dea_ccr1981_nft21",
    "dea_ccr1981_pft49",
    "dea_china_industry31_2005",
    "dea_china_industry31_2006",
    "dea_china_industry31_2007",
    "dea_china_industry31_2008",
    "dea_china_industry31_2009",
    "dea_electric_plants19",
    "dea_hospitals12",
    "dea_milk_producers108",
    "dea_power_plants6",
    "dea_supply_chain17",
    "dea_synth_vrs_n100",
    "dea_tokyo_libraries23",
    "dea_tone2001_5",
];

#[track_caller]
fn units(inputs: Vec<Vec<f64>>, outputs: Vec<Vec<f64>>) -> Units {
    let names = (1..=inputs.len()).map(|unit| unit.to_string()).collect();
    Units::new(names, inputs, outputs).expect("the table is good")
}

#[track_caller]
fn table(figures: &Fixture) -> Units {
    units(figures.matrix("inputs"), figures.matrix("outputs"))
}

fn hull(units: &Units, orientation: Orientation) -> Vec<f64> {
    fdh(units, orientation)
        .iter()
        .map(|unit| unit.efficiency)
        .collect()
}

#[test]
fn the_free_disposal_hull_of_every_table() {
    for name in TABLES {
        let figures = fixture(name);
        let units = table(&figures);
        for (side, orientation) in [("in", Orientation::Input), ("out", Orientation::Output)] {
            let expected = figures.vector(&format!("computed/{side}_fdh"));
            near(
                &format!("{name} {side}"),
                &hull(&units, orientation),
                &expected,
                1e-12,
            );
        }
    }
}

/// The published rows: firm, output, capital, labour.
fn firms(figures: &Fixture) -> Units {
    let rows = figures.matrix("rows");
    let cells = |columns: &[usize]| {
        rows.iter()
            .map(|row| columns.iter().map(|column| row[*column]).collect())
            .collect()
    };
    units(cells(&[2, 3]), cells(&[1]))
}

#[test]
fn the_published_free_disposal_hull_of_sixty_firms() {
    let figures = fixture("dea_fdh_coelli_frontier60");
    let units = firms(&figures);
    for (side, orientation) in [("in", Orientation::Input), ("out", Orientation::Output)] {
        let expected = figures.vector(&format!("published/{side}_fdh"));
        near(
            side,
            &hull(&units, orientation),
            &expected,
            figures.number("tolerance"),
        );
    }
}

/// The package frontiles prints output efficiencies as their reciprocals.
fn as_factors(figures: &Fixture, path: &str) -> Vec<f64> {
    let printed = figures.vector(path);
    if path.ends_with("frontiles_output") {
        printed.iter().map(|value| 1.0 / value).collect()
    } else {
        printed
    }
}

#[test]
fn order_m_of_sixty_one_units_without_any_draw() {
    let figures = fixture("orderm_orderalpha_spain61");
    let units = table(&figures);
    for drawn in [5, 25, 50, 100] {
        for (side, orientation) in [("input", Orientation::Input), ("output", Orientation::Output)] {
            let found: Vec<f64> = order_m(&units, orientation, NonZeroU32::new(drawn).expect("some"))
                .iter()
                .map(|unit| unit.efficiency)
                .collect();
            for source in ["", "frontiles_"] {
                let path = format!("computed/m{drawn}/{source}{side}");
                near(&path, &found, &as_factors(&figures, &path), 1e-11);
            }
        }
    }
}

#[test]
fn order_alpha_takes_the_index_and_flags_the_ties() {
    let figures = fixture("orderm_orderalpha_spain61");
    let units = table(&figures);
    for (name, parts) in [("0.8", 80), ("0.9", 90), ("0.95", 95), ("0.99", 99), ("1", 100)] {
        let share = Share::new(parts, 100).expect("a share");
        for (side, orientation) in [("input", Orientation::Input), ("output", Orientation::Output)] {
            let path = |what: &str| format!("computed/alpha{name}/{what}{side}");
            let found = order_alpha(&units, orientation, share);
            let flags = figures.words(&path("ambiguous_"));
            for (unit, (found, flag)) in found.iter().zip(&flags).enumerate() {
                // The file flags a share of one as well, where there is no other unit to take.
                let expected = flag == "true" && parts < 100;
                assert_eq!(found.tied.is_some(), expected, "{}, unit {unit}", path("ambiguous_"));
            }
            let found: Vec<f64> = found.iter().map(|unit| unit.efficiency).collect();
            for source in ["", "frontiles_"] {
                let expected: Vec<f64> = as_factors(&figures, &path(source))
                    .iter()
                    .zip(&flags)
                    .map(|(value, flag)| if flag == "true" { f64::NAN } else { *value })
                    .collect();
                near(&path(source), &found, &expected, 1e-11);
            }
        }
    }
}
