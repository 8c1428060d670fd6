//! Free disposal hull, order-m, order-alpha, Malmquist, bootstrap.

use std::num::NonZeroU32;

use hengji_analysis::frontier::{
    Bandwidth, BootstrapSettings, Change, MalmquistSettings, Orientation, Panel, RadialSettings, Scale,
    Share, Technology, Units, bootstrap, efficiency, fdh, malmquist, mean_change, order_alpha, order_m,
    scale_elasticity, scale_size,
};

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
#[expect(clippy::panic, reason = "Tests end by panicking.")]
fn good<T, E: std::fmt::Display>(found: Result<T, E>) -> T {
    match found {
        Ok(found) => found,
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn units(inputs: Vec<Vec<f64>>, outputs: Vec<Vec<f64>>) -> Units {
    let names = (1..=inputs.len()).map(|unit| unit.to_string()).collect();
    good(Units::new(names, inputs, outputs))
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
            .map(|row| {
                columns
                    .iter()
                    .map(|column| row.get(*column).copied().unwrap_or(f64::NAN))
                    .collect()
            })
            .collect()
    };
    units(cells(&[2, 3]), cells(&[1]))
}

#[test]
fn the_published_hulls_of_sixty_firms() {
    let figures = fixture("dea_fdh_coelli_frontier60");
    let units = firms(&figures);
    for (side, orientation) in [("in", Orientation::Input), ("out", Orientation::Output)] {
        let tolerance = figures.number("tolerance");
        let expected = figures.vector(&format!("published/{side}_fdh"));
        near(side, &hull(&units, orientation), &expected, tolerance);
        let variable = good(efficiency(
            &units,
            &RadialSettings::new(orientation, Scale::Variable),
        ));
        let found: Vec<f64> = variable
            .iter()
            .map(|unit| unit.efficiency.unwrap_or(f64::NAN))
            .collect();
        near(
            side,
            &found,
            &figures.vector(&format!("published/{side}_vrs")),
            tolerance,
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
                assert_eq!(
                    found.tied.is_some(),
                    expected,
                    "{}, unit {unit}",
                    path("ambiguous_")
                );
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

/// One column of numbers as rows of one cell.
fn cells(column: Vec<f64>) -> Vec<Vec<f64>> {
    column.into_iter().map(|cell| vec![cell]).collect()
}

fn changes(years: Vec<Units>, settings: MalmquistSettings) -> Vec<Change> {
    let years = years
        .into_iter()
        .enumerate()
        .map(|(year, units)| (year.to_string(), units))
        .collect();
    good(malmquist(&good(Panel::new(years)), settings))
}

const CONTEMPORANEOUS: MalmquistSettings = MalmquistSettings {
    orientation: Orientation::Output,
    scale: Scale::Constant,
    technology: Technology::Contemporaneous,
};

type Figure = fn(&Change) -> Option<f64>;

const INDEX: Figure = |change| change.index;
const EFFICIENCY: Figure = |change| change.efficiency_change;
const TECHNICAL: Figure = |change| change.technical_change;
const PURE: Figure = |change| change.pure_efficiency_change;
const OF_SCALE: Figure = |change| change.scale_efficiency_change;

#[track_caller]
fn figures_of(changes: &[Change], figure: Figure) -> Vec<f64> {
    changes
        .iter()
        .map(|change| figure(change).unwrap_or(f64::NAN))
        .collect()
}

fn deap_years(figures: &Fixture) -> Vec<Units> {
    let rows = figures.rows("years");
    let year = |at: usize, side: &str| -> Vec<Vec<f64>> {
        (0..5)
            .map(|unit| {
                rows.numbers(&format!("{side}/{unit}"))
                    .get(at)
                    .copied()
                    .into_iter()
                    .collect()
            })
            .collect()
    };
    (0..3).map(|at| units(year(at, "x"), year(at, "y"))).collect()
}

#[test]
fn the_changes_printed_by_deap() {
    let figures = fixture("deap_eg4_malmquist_published");
    let tolerance = figures.number("tolerance");
    let changes = changes(deap_years(&figures), CONTEMPORANEOUS);
    let printed = [
        ("effch", EFFICIENCY),
        ("techch", TECHNICAL),
        ("pech", PURE),
        ("sech", OF_SCALE),
        ("tfpch", INDEX),
    ];
    for (name, figure) in printed {
        for (pair, year) in changes.chunks(5).zip(["year2", "year3"]) {
            let path = format!("published/{year}/{name}");
            near(
                &path,
                &figures_of(pair, figure),
                &figures.vector(&path),
                tolerance,
            );
        }
    }
    for (year, means) in [
        ("year2/mean", mean_change(&changes[..5])),
        ("overall_mean", mean_change(&changes)),
    ] {
        let found = [
            ("effch", means.efficiency_change),
            ("techch", means.technical_change),
            ("pech", means.pure_efficiency_change),
            ("sech", means.scale_efficiency_change),
            ("tfpch", means.index),
        ];
        for (name, mean) in found {
            let path = format!("published/{year}/{name}");
            near(
                &path,
                &[mean.expect("a mean")],
                &[figures.number(&path)],
                tolerance,
            );
        }
    }
}

#[test]
fn the_distances_printed_by_deap() {
    let figures = fixture("deap_eg4_malmquist_published");
    let changes = changes(deap_years(&figures), CONTEMPORANEOUS);
    let own_before: Figure = |change| change.distances.own_before;
    let own_after: Figure = |change| change.distances.own_after;
    let pure_before: Figure = |change| change.distances.pure_before;
    let pure_after: Figure = |change| change.distances.pure_after;
    let to_later: Figure = |change| change.distances.before_against_later;
    let to_earlier: Figure = |change| change.distances.after_against_earlier;
    let (first, second) = changes.split_at(5);
    for (path, pair, figure) in [
        ("0/t", first, own_before),
        ("0/t_plus_1", first, to_later),
        ("0/vrs", first, pure_before),
        ("1/t_minus_1", first, to_earlier),
        ("1/t", first, own_after),
        ("1/vrs", first, pure_after),
        ("1/t_plus_1", second, to_later),
        ("2/t_minus_1", second, to_earlier),
        ("2/t", second, own_after),
        ("2/vrs", second, pure_after),
    ] {
        let path = format!("published/distances/{path}");
        near(
            &path,
            &figures_of(pair, figure),
            &figures.vector(&path),
            figures.number("tolerance"),
        );
    }
}

#[test]
fn the_changes_of_the_julia_suite() {
    let figures = fixture("malmquist_julia_5x3");
    let years = figures.matrix("X").into_iter().zip(figures.matrix("Y"));
    let changes = changes(
        years.map(|(x, y)| units(cells(x), cells(y))).collect(),
        CONTEMPORANEOUS,
    );
    for (name, figure) in [("M", INDEX), ("EC", EFFICIENCY), ("TC", TECHNICAL)] {
        let path = format!("computed/{name}");
        let expected = figures.matrix(&path);
        for (pair, found) in changes.chunks(5).enumerate() {
            let expected: Vec<f64> = expected.iter().map(|unit| unit[pair]).collect();
            near(&path, &figures_of(found, figure), &expected, 1e-9);
        }
    }
}

fn provinces() -> Vec<Units> {
    let data = fixture("malmquist_china_industry31");
    let rows = data.rows("data");
    (2005..=2009)
        .map(|year| {
            let column = |name: &str| rows.numbers(&format!("{name}{year}"));
            let inputs = column("Capital").into_iter().zip(column("Labor"));
            units(
                inputs.map(|(capital, labour)| vec![capital, labour]).collect(),
                cells(column("GIOV")),
            )
        })
        .collect()
}

#[test]
fn the_changes_of_thirty_one_provinces_by_every_technology() {
    for (name, technology, prefix) in [
        (
            "malmquist_china_industry31",
            Technology::Contemporaneous,
            "computed",
        ),
        (
            "malmquist_china_industry31_global_seq",
            Technology::Global,
            "computed/global",
        ),
        (
            "malmquist_china_industry31_global_seq",
            Technology::Sequential,
            "computed/sequential",
        ),
    ] {
        let figures = fixture(name);
        let asked = MalmquistSettings {
            orientation: Orientation::Input,
            technology,
            ..CONTEMPORANEOUS
        };
        let changes = changes(provinces(), asked);
        for (figure_name, figure) in [("mi", INDEX), ("ec", EFFICIENCY), ("tc", TECHNICAL)] {
            let path = format!("{prefix}/{figure_name}");
            near(&path, &figures_of(&changes, figure), &figures.vector(&path), 1e-9);
        }
    }
}

fn bootstrap_settings(bandwidth: Bandwidth, orientation: Orientation) -> BootstrapSettings {
    BootstrapSettings {
        orientation,
        scale: Scale::Variable,
        replications: 2000,
        bandwidth,
        confidence: 0.95,
        correction_from: 0.0,
        start_value: "golden".to_owned(),
    }
}

#[test]
fn bootstrap_intervals_of_the_electric_plants_within_their_chance() {
    let figures = fixture("bootstrap_electric_plants19");
    let plants = table(&fixture("dea_electric_plants19"));
    let found = bootstrap(
        &plants,
        &bootstrap_settings(Bandwidth::Given(0.014), Orientation::Input),
    );
    let found = found.expect("intervals").units;
    let corrected: Vec<f64> = found
        .iter()
        .map(|unit| unit.corrected.expect("a correction"))
        .collect();
    let bias: Vec<f64> = found.iter().map(|unit| unit.bias).collect();
    let lower: Vec<f64> = found.iter().map(|unit| unit.lower).collect();
    let upper: Vec<f64> = found.iter().map(|unit| unit.upper).collect();
    for run in [
        "deaR_h0.014_run1",
        "deaR_h0.014_run2",
        "deaR_h0.014_run3",
        "deaR_own_h",
    ] {
        let path = |figure: &str| format!("computed/{run}/{figure}");
        near(&path("bc"), &corrected, &figures.vector(&path("bc")), 0.005);
        near(&path("lo"), &lower, &figures.vector(&path("lo")), 0.01);
        near(&path("hi"), &upper, &figures.vector(&path("hi")), 0.01);
        if figures.has(&path("bias")) {
            near(&path("bias"), &bias, &figures.vector(&path("bias")), 0.005);
        }
    }
    // The other package chose a bandwidth of its own; the two packages differ by up to 0.007 from each other.
    let path = "computed/Benchmarking_own_h/bc";
    near(path, &corrected, &figures.vector(path), 0.01);
}

#[test]
fn the_reference_efficiencies_and_the_bandwidth_rule_of_the_julia_suite() {
    let figures = fixture("bootstrap_julia5");
    let units = units(cells(figures.vector("X")), cells(figures.vector("Y")));
    for (side, orientation) in [("input", Orientation::Input), ("output", Orientation::Output)] {
        let path = |figure: &str| format!("computed/{side}/{figure}");
        let asked = BootstrapSettings {
            replications: 200,
            ..bootstrap_settings(Bandwidth::NormalReference, orientation)
        };
        let found = bootstrap(&units, &asked).expect("intervals");
        let estimated: Vec<f64> = found.units.iter().map(|unit| unit.efficiency).collect();
        near(
            &path("effref"),
            &estimated,
            &figures.vector(&path("effref")),
            1e-12,
        );
        near(
            &path("bandwidth"),
            &[found.bandwidth],
            &[figures.number(&path("bandwidth"))],
            5e-8,
        );
        let corrected: Vec<f64> = found
            .units
            .iter()
            .map(|unit| unit.corrected.expect("a correction"))
            .collect();
        // Loosely: five units, and the peer leaves the noise out of its smoothed draws.
        near(
            &path("bias_corrected"),
            &corrected,
            &figures.vector(&path("bias_corrected")),
            0.1,
        );
    }
}

/// The returns to scale that the packages found must not contradict the intervals that no package computes.
#[test]
fn size_and_elasticity_of_every_table_agree_with_the_printed_returns() {
    for name in TABLES {
        let figures = fixture(name);
        let units = table(&figures);
        for (side, orientation) in [("in", Orientation::Input), ("out", Orientation::Output)] {
            let sizes = good(scale_size(&units, orientation));
            let elasticities = good(scale_elasticity(&units, orientation));
            let returns = figures.words(&format!("computed/{side}_rts"));
            for (unit, ((size, elasticity), returns)) in
                sizes.iter().zip(&elasticities).zip(&returns).enumerate()
            {
                let at = format!("{name} {side}, unit {unit}: {size:?} {elasticity:?} {returns}");
                let (Some(size), Some(elasticity)) = (size, elasticity) else {
                    panic!("{at}")
                };
                assert!(size.least_certificate.ok && size.most_certificate.ok, "{at}");
                let planes = [&elasticity.lower_plane, &elasticity.upper_plane];
                assert!(
                    planes.into_iter().flatten().all(|plane| plane.certificate.ok),
                    "{at}"
                );
                let lower = elasticity.lower.unwrap_or(f64::INFINITY);
                let upper = elasticity.upper.unwrap_or(f64::INFINITY);
                assert!(lower <= upper * (1.0 + 1e-6) + 1e-6, "{at}");
                match returns.as_str() {
                    "irs" => assert!(size.most <= 1.0 + 1e-6 && 1.0 <= upper + 1e-6, "{at}"),
                    "drs" => assert!(1.0 - 1e-6 <= size.least && lower <= 1.0 + 1e-6, "{at}"),
                    _ => assert!(lower <= 1.0 + 1e-4 && 1.0 - 1e-4 <= upper, "{at}"),
                }
            }
        }
    }
}

#[test]
fn the_degenerate_table_has_sizes_elasticities_and_proofs_throughout() {
    let units = table(&fixture("dea_degenerate_n200"));
    for orientation in [Orientation::Input, Orientation::Output] {
        for (unit, size) in good(scale_size(&units, orientation)).iter().enumerate() {
            let proved = size
                .as_ref()
                .is_some_and(|size| size.least_certificate.ok && size.most_certificate.ok);
            assert!(proved, "{orientation:?}, unit {unit}: {size:?}");
        }
        for (unit, found) in good(scale_elasticity(&units, orientation)).iter().enumerate() {
            let proved = found.as_ref().is_some_and(|found| {
                [&found.lower_plane, &found.upper_plane]
                    .into_iter()
                    .flatten()
                    .all(|plane| plane.certificate.ok)
            });
            assert!(proved, "{orientation:?}, unit {unit}: {found:?}");
        }
    }
}
