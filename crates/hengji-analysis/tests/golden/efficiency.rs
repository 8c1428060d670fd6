//! Radial models, slacks, super-efficiency, on every table of units.

use hengji_analysis::frontier::{
    Efficiency, FrontierError, Orientation, RadialSettings, Scale, SlackWeights, Units, efficiency,
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
    good(Units::new(table.words("units"), table.matrix("inputs"), table.matrix("outputs")))
}

#[track_caller]
fn solved(units: &Units, settings: &RadialSettings) -> Vec<Efficiency> {
    good(efficiency(units, settings))
}

/// The efficiencies; not-a-number where there is no comparable unit.
fn values(answers: &[Efficiency]) -> Vec<f64> {
    answers.iter().map(|answer| answer.efficiency.unwrap_or(f64::NAN)).collect()
}

fn slack_sums(answers: &[Efficiency]) -> Vec<f64> {
    answers.iter().map(|answer| answer.slack_sum.unwrap_or(f64::NAN)).collect()
}

#[track_caller]
fn certified(what: &str, answers: &[Efficiency]) {
    for (unit, answer) in answers.iter().enumerate() {
        assert!(answer.certificate.ok, "{what}, unit {unit}: {:?}", answer.certificate);
        let slacks = answer.slack_certificate;
        assert!(slacks.is_none_or(|slacks| slacks.ok), "{what}, unit {unit}, slacks: {slacks:?}");
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
            (format!("{side}_{code}"), RadialSettings { slacks, ..RadialSettings::new(orientation, scale) })
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
                    near(&what, &values(&answers), &table.vector(&format!("{path}/efficiency")), 1e-9);
                    near(&what, &slack_sums(&answers), &table.vector(&format!("{path}/max_slack_sum")), 1e-9);
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
            near(&what, &values(&answers), &table.vector(&format!("{path}/efficiency")), 1e-8);
            near(&what, &slack_sums(&answers), &table.vector(&format!("{path}/slack_sum")), 1e-5);
            if table.has(&format!("{path}/super_efficiency")) {
                let settings = RadialSettings { super_efficiency: true, ..settings };
                let found = solved(&units, &settings);
                certified(&format!("{what} super"), &found);
                let expected = table.vector(&format!("{path}/super_efficiency"));
                near(&format!("{what} super"), &values(&found), &expected, 1e-8);
                let absent: Vec<bool> = found.iter().map(|answer| answer.efficiency.is_none()).collect();
                assert_eq!(absent, expected.iter().map(|value| value.is_nan()).collect::<Vec<_>>(), "{what}");
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
        assert!(answers.iter().all(|answer| !answer.certificate.exact), "{key}: floats are enough");
    }
}
