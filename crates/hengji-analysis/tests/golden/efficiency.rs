//! Radial models, slacks, super-efficiency, on every table of units.

use hengji_analysis::frontier::{
    Efficiency, FrontierError, Orientation, RadialSettings, Returns, Scale, SlackWeights, Units, efficiency,
    scale_efficiency,
};

use crate::fixture::{Fixture, fixture, near};

/// Tables with figures computed by two packages and in fractions.
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

const SIDES: [(&str, Orientation); 2] = [("in", Orientation::Input), ("out", Orientation::Output)];

const SCALES: [(&str, Scale); 4] = [
    ("crs", Scale::Constant),
    ("vrs", Scale::Variable),
    ("nirs", Scale::NonIncreasing),
    ("ndrs", Scale::NonDecreasing),
];

#[track_caller]
#[expect(clippy::panic, reason = "Tests end by panicking.")]
fn good<T>(result: Result<T, FrontierError>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn units(table: &Fixture) -> Units {
    good(Units::new(
        table.words("units"),
        table.matrix("inputs"),
        table.matrix("outputs"),
    ))
}

#[track_caller]
fn solved(units: &Units, settings: &RadialSettings) -> Vec<Efficiency> {
    good(efficiency(units, settings))
}

/// The efficiencies; not-a-number where there is no comparable unit.
fn values(answers: &[Efficiency]) -> Vec<f64> {
    answers
        .iter()
        .map(|answer| answer.efficiency.unwrap_or(f64::NAN))
        .collect()
}

fn slack_sums(answers: &[Efficiency]) -> Vec<f64> {
    answers
        .iter()
        .map(|answer| answer.slack_sum.unwrap_or(f64::NAN))
        .collect()
}

#[track_caller]
fn certified(what: &str, answers: &[Efficiency]) {
    for (unit, answer) in answers.iter().enumerate() {
        assert!(
            answer.certificate.ok,
            "{what}, unit {unit}: {:?}",
            answer.certificate
        );
        let slacks = answer.slack_certificate;
        assert!(
            slacks.is_none_or(|slacks| slacks.ok),
            "{what}, unit {unit}, slacks: {slacks:?}"
        );
    }
}

/// A fraction as it is written, `17/23`.
fn fraction(text: &str) -> f64 {
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    above.parse::<f64>().unwrap_or(f64::NAN) / below.parse::<f64>().unwrap_or(f64::NAN)
}

/// Every orientation and scale with its key, under some slack weights.
fn models(slacks: Option<SlackWeights>) -> impl Iterator<Item = (String, RadialSettings)> {
    SIDES.into_iter().flat_map(move |(side, orientation)| {
        SCALES.into_iter().map(move |(code, scale)| {
            (
                format!("{side}_{code}"),
                RadialSettings {
                    slacks,
                    ..RadialSettings::new(orientation, scale)
                },
            )
        })
    })
}

#[test]
fn efficiencies_and_slack_sums_are_those_of_the_fractions() {
    for name in TABLES.into_iter().chain(["dea_degenerate_n200"]) {
        let table = fixture(name);
        let units = units(&table);
        for (weights, suffix) in [(SlackWeights::Plain, ""), (SlackWeights::Scaled, "_slackmax")] {
            for (key, settings) in models(Some(weights)) {
                let path = format!("exact/{key}{suffix}");
                let answers = solved(&units, &settings);
                let what = format!("{name} {path}");
                certified(&what, &answers);
                if table.has(&format!("{path}/efficiency")) {
                    near(
                        &what,
                        &values(&answers),
                        &table.vector(&format!("{path}/efficiency")),
                        1e-9,
                    );
                    near(
                        &what,
                        &slack_sums(&answers),
                        &table.vector(&format!("{path}/max_slack_sum")),
                        1e-9,
                    );
                }
                if table.has(&format!("{path}/efficiency_exact")) {
                    let fractions = table.words(&format!("{path}/efficiency_exact"));
                    let fractions: Vec<f64> = fractions.iter().map(|text| fraction(text)).collect();
                    near(&what, &values(&answers), &fractions, 1e-12);
                }
            }
        }
    }
}

#[test]
fn efficiencies_slack_sums_and_super_efficiencies_are_those_of_the_packages() {
    for name in TABLES {
        let table = fixture(name);
        let units = units(&table);
        for (key, settings) in models(Some(SlackWeights::Plain)) {
            let path = format!("computed/{key}");
            let what = format!("{name} {path}");
            let answers = solved(&units, &settings);
            near(
                &what,
                &values(&answers),
                &table.vector(&format!("{path}/efficiency")),
                1e-8,
            );
            near(
                &what,
                &slack_sums(&answers),
                &table.vector(&format!("{path}/slack_sum")),
                1e-5,
            );
            if table.has(&format!("{path}/super_efficiency")) {
                let settings = RadialSettings {
                    super_efficiency: true,
                    ..settings
                };
                let found = solved(&units, &settings);
                certified(&format!("{what} super"), &found);
                let expected = table.vector(&format!("{path}/super_efficiency"));
                near(&format!("{what} super"), &values(&found), &expected, 1e-8);
                let absent: Vec<bool> = found.iter().map(|answer| answer.efficiency.is_none()).collect();
                assert_eq!(
                    absent,
                    expected.iter().map(|value| value.is_nan()).collect::<Vec<_>>(),
                    "{what}"
                );
            }
        }
    }
}

#[test]
fn the_degenerate_table_takes_few_steps() {
    let table = fixture("dea_degenerate_n200");
    let units = units(&table);
    for (key, settings) in models(Some(SlackWeights::Scaled)) {
        let answers = solved(&units, &settings);
        certified(&key, &answers);
        let most = answers.iter().map(|answer| answer.iterations).max();
        assert!(most <= Some(60), "{key}: {most:?} steps for eight rows");
        assert!(
            answers.iter().all(|answer| !answer.certificate.exact),
            "{key}: floats are enough"
        );
    }
}

#[test]
fn scale_efficiencies_and_returns_to_scale_are_those_of_the_packages() {
    for name in TABLES {
        let table = fixture(name);
        let units = units(&table);
        for (side, orientation) in SIDES {
            let settings = RadialSettings::new(orientation, Scale::Variable);
            let found = good(scale_efficiency(&units, &settings));
            let what = format!("{name} {side}");
            let values: Vec<f64> = found.iter().map(|answer| answer.scale_efficiency).collect();
            near(
                &what,
                &values,
                &table.vector(&format!("computed/{side}_scale_efficiency")),
                1e-8,
            );
            let returns: Vec<&str> = found
                .iter()
                .map(|answer| match answer.returns {
                    Returns::Constant => "crs",
                    Returns::Increasing => "irs",
                    Returns::Decreasing => "drs",
                })
                .collect();
            assert_eq!(returns, table.words(&format!("computed/{side}_rts")), "{what}");
            assert!(found.iter().all(|answer| answer.certificate.ok), "{what}");
        }
    }
}

/// DEAP finds slacks in several stages, so only what does not depend on their weights is compared: efficiencies,
/// the slack of the one unit that has one, peers where they are unique, and the projections.
#[test]
fn the_printed_example_of_deap_is_met() {
    let table = fixture("deap_eg1_published");
    let tolerance = table.number("tolerance");
    let units = units(&table);
    let answers = solved(&units, &RadialSettings::new(Orientation::Input, Scale::Constant));
    certified("deap", &answers);
    near("te", &values(&answers), &table.vector("published/te"), tolerance);
    let mean = values(&answers).iter().sum::<f64>() / 5.0;
    near(
        "mean te",
        &[mean],
        &[table.number("published/mean_te")],
        tolerance,
    );
    for (unit, (answer, expected)) in answers
        .iter()
        .zip(table.matrix("published/input_slacks"))
        .enumerate()
    {
        near(
            &format!("slacks of {unit}"),
            &answer.input_slacks,
            &expected,
            tolerance,
        );
        for (peer, weight) in table
            .below(&format!("published/peers/{}/", unit + 1))
            .map(|peer| {
                (
                    peer.to_owned(),
                    table.number(&format!("published/peers/{}/{peer}", unit + 1)),
                )
            })
        {
            let found = answer.peers.iter().find(|found| units.name(found.unit) == peer);
            near(
                &format!("{unit} peer {peer}"),
                &[found.map_or(0.0, |found| found.weight)],
                &[weight],
                tolerance,
            );
        }
    }
    let targets = table.matrix("published/input_targets");
    for (answer, target) in answers.iter().zip(&targets) {
        near("input targets", &answer.projected_inputs, target, tolerance);
    }
    let outputs: Vec<f64> = answers
        .iter()
        .flat_map(|answer| answer.projected_outputs.clone())
        .collect();
    near(
        "output targets",
        &outputs,
        &table.vector("published/output_targets"),
        tolerance,
    );
    // How often a unit serves another as peer.
    let count = |unit: usize| {
        let others = answers.iter().enumerate().filter(|(other, _)| *other != unit);
        let uses = others
            .filter(|(_, answer)| answer.peers.iter().any(|peer| peer.unit == unit))
            .count();
        f64::from(u32::try_from(uses).unwrap_or(u32::MAX))
    };
    let counts: Vec<f64> = (0..units.len()).map(count).collect();
    near("peer count", &counts, &table.vector("published/peer_count"), 0.0);
}

#[test]
fn inputs_out_of_a_unit_s_hands_are_bounds_or_equalities() {
    let table = fixture("noncontrollable_libraries23");
    let units = units(&table);
    let population = vec![3];
    let usual = |scale| RadialSettings::new(Orientation::Input, scale);
    let cases = [
        (
            "noncontrollable_io_crs",
            RadialSettings {
                equal_inputs: population.clone(),
                ..usual(Scale::Constant)
            },
        ),
        (
            "nondiscretionary_io_crs",
            RadialSettings {
                fixed_inputs: population.clone(),
                ..usual(Scale::Constant)
            },
        ),
        (
            "nondiscretionary_io_vrs",
            RadialSettings {
                fixed_inputs: population,
                ..usual(Scale::Variable)
            },
        ),
    ];
    for (key, settings) in cases {
        let answers = solved(&units, &settings);
        certified(key, &answers);
        // The package stops within 3e-12 of one for a unit that is efficient.
        near(
            key,
            &values(&answers),
            &table.vector(&format!("computed/{key}")),
            1e-10,
        );
    }
}
