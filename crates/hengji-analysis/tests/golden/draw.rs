//! Draws, samples, estimators, sizes.

mod sizes;

use hengji_analysis::draw::estimate::{
    Confidence, Estimate, Interval, Law, RatioSample, StratumSample, deville_variance, difference_estimate,
    horvitz_thompson_variance, sen_yates_grundy_variance, stratified_mean, stratified_ratio,
};
use hengji_analysis::draw::reference::{
    HashStream, Replacement, consistent_sample, first_fraction, next_fraction, rfc3797_selection, trimmed,
    uniform_fraction,
};
use hengji_analysis::draw::systematic::{madow, madow_joint};
use hengji_analysis::draw::{
    Frame, Probabilities, Rounding, Rule, Selection, Strata, Ticket, Unit, draw, sampford_joint,
};

use super::fixture::{Fixture, Rows, fixture, near};

/// As many digits as the packages printed.
const PRINTED: f64 = 1e-11;

/// The school sample carries its weights in single precision (44.2099990844727 for 4421/100).
const SINGLE_PRECISION: f64 = 1e-7;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[track_caller]
fn whole(value: f64) -> u64 {
    assert!(value >= 0.0 && value.fract().abs() < 1e-12, "{value} is no count");
    format!("{value:.0}").parse().unwrap_or(u64::MAX)
}

#[track_caller]
fn size(value: f64) -> usize {
    usize::try_from(whole(value)).unwrap_or(usize::MAX)
}

fn float(value: u64) -> f64 {
    value.to_string().parse().unwrap_or(f64::NAN)
}

#[test]
fn rfc_3797_selects_its_worked_example() {
    let golden = fixture("sampler_rfc3797");
    let pool = u16::try_from(whole(golden.number("pool_size"))).unwrap();
    let steps = rfc3797_selection(&golden.text("key"), pool);
    let order: Vec<f64> = steps.iter().map(|step| f64::from(step.selected)).collect();
    near("order", &order, &golden.vector("computed/order"), 0.0);
    near(
        "first ten",
        &order[..10],
        &golden.vector("published_first10"),
        0.0,
    );
    let hashes: Vec<String> = steps.into_iter().map(|step| step.hash).collect();
    assert_eq!(hashes, golden.words("computed/hash_hex"));
}

#[test]
fn the_hash_stream_is_that_of_cryptorandom() {
    let golden = fixture("sampler_cryptorandom_sha256");
    let stream = || HashStream::new(&golden.text("start_value"));
    let mut blocks = stream();
    let blocks: Vec<String> = (0..3).map(|_| hex(&blocks.block())).collect();
    assert_eq!(blocks, golden.words("computed/block_hex"));
    assert_eq!(blocks[1], golden.text("published/block1_hex"));
    assert_eq!(blocks[2], golden.text("published/block2_hex"));
    let mut fractions = stream();
    let fractions: Vec<f64> = (0..5).map(|_| fractions.fraction()).collect();
    near("random", &fractions, &golden.vector("computed/random"), 1e-15);
    let mut remainders = stream();
    let remainders: Vec<f64> = (0..5)
        .map(|_| float(remainders.integer_by_remainder(1, 1_001).unwrap()))
        .collect();
    near(
        "randint_trunc",
        &remainders,
        &golden.vector("published/randint_trunc_1_1001"),
        0.0,
    );
    let mut integers = stream();
    let integers: Vec<f64> = (0..10)
        .map(|_| float(integers.integer(1, 1_001).unwrap()))
        .collect();
    near(
        "randint",
        &integers,
        &golden.vector("computed/randint_1_1001"),
        0.0,
    );
}

#[test]
fn the_consistent_sampler_draws_rivests_examples() {
    let golden = fixture("sampler_rivest_consistent");
    assert_eq!(
        uniform_fraction("abc"),
        golden.text("primitives/sha256_uniform_abc")
    );
    let start = golden.text("primitives/first_fraction/start_value");
    let first = first_fraction(&start, &golden.text("primitives/first_fraction/id"));
    assert_eq!(first, golden.text("primitives/first_fraction/value"));
    let next = next_fraction(&golden.text("primitives/next_fraction/x"));
    assert_eq!(next, golden.text("primitives/next_fraction/value"));
    for case in ["cases/0", "cases/1", "cases/2", "cases/3"] {
        let at = |path: &str| format!("{case}/{path}");
        let replacement = match golden.text(&at("with_replacement")).as_str() {
            "true" => Replacement::With,
            _ => Replacement::Without,
        };
        let drop = if golden.has(&at("drop")) {
            size(golden.number(&at("drop")))
        } else {
            0
        };
        let take = size(golden.number(&at("take")));
        let ids = golden.words(&at("ids"));
        let drawn = consistent_sample(&golden.text(&at("start_value")), &ids, drop, take, replacement);
        let found: Vec<String> = if golden.has(&at("expected")) {
            drawn
                .iter()
                .flat_map(|ticket| {
                    [
                        trimmed(&ticket.number, 9),
                        ticket.id.clone(),
                        ticket.generation.to_string(),
                    ]
                })
                .collect()
        } else {
            drawn.iter().map(|ticket| ticket.id.clone()).collect()
        };
        let expected = if golden.has(&at("expected")) {
            at("expected")
        } else {
            at("expected_ids")
        };
        assert_eq!(found, golden.words(&expected), "{case}");
    }
}

#[test]
fn pareto_sampling_draws_the_projects_of_the_definition() {
    let golden = fixture("pps_pareto_sha256");
    for case in ["cases/0", "cases/1"] {
        let at = |path: &str| format!("{case}/{path}");
        let (start, ids) = (golden.text(&at("start_value")), golden.words(&at("ids")));
        let amounts: Vec<i64> = golden
            .vector(&at("size"))
            .iter()
            .map(|amount| i64::try_from(whole((amount * 100.0).round())).unwrap())
            .collect();
        let count = size(golden.number(&at("n")));
        let tickets: Vec<f64> = ids.iter().map(|id| Ticket::of(&start, id).value()).collect();
        near("u", &tickets, &golden.vector(&at("computed/u")), 1e-15);
        let fen: Vec<u64> = amounts
            .iter()
            .map(|amount| u64::try_from(*amount).unwrap())
            .collect();
        let probabilities = Probabilities::new(&fen, count);
        let inclusion: Vec<f64> = fen
            .iter()
            .map(|amount| probabilities.inclusion(*amount))
            .collect();
        near("pi", &inclusion, &golden.vector(&at("computed/pi")), 1e-14);
        let units = ids
            .iter()
            .zip(&amounts)
            .map(|(id, amount)| Unit {
                id: id.clone(),
                department: "全部".to_owned(),
                amount_fen: *amount,
                self_score_centi: None,
            })
            .collect();
        let frame = Frame::new(units).unwrap();
        let rule = Rule {
            selection: Selection::Proportional,
            strata: Strata::Whole,
            share_bp: 0,
            least: 1,
            rounding: Rounding::Up,
            total: Some(count),
        };
        let sample: Vec<String> = draw(&frame, &rule, &start)
            .unwrap()
            .sample
            .iter()
            .map(|drawn| frame.units()[drawn.unit].id.clone())
            .collect();
        assert_eq!(sample, golden.words(&at("computed/sample")), "{case}");
    }
}

#[test]
fn madows_systematic_samples_and_their_joint_probabilities() {
    let golden = fixture("pps_systematic_madow6");
    let inclusion = golden.vector("pik");
    let cases = golden.rows("cases");
    let columns: Vec<Vec<f64>> = ["sample/0", "sample/1", "sample/2"]
        .iter()
        .map(|column| cases.numbers(column))
        .collect();
    for (at, start) in cases.numbers("u").iter().enumerate() {
        let found: Vec<f64> = madow(&inclusion, *start)
            .unwrap()
            .iter()
            .map(|unit| float(u64::try_from(*unit).unwrap()) + 1.0)
            .collect();
        let expected: Vec<f64> = columns.iter().map(|column| column[at]).collect();
        near("sample", &found, &expected, 0.0);
    }
    for (found, expected) in madow_joint(&inclusion).unwrap().iter().zip(golden.matrix("pi2")) {
        near("pi2", found, &expected, 1e-12);
    }
}

#[test]
fn sampfords_joint_probabilities_and_the_variances_of_the_communes() {
    let golden = fixture("pps_sampford_belgium40");
    let fen: Vec<u64> = golden.vector("size").iter().map(|size| whole(*size)).collect();
    let probabilities = Probabilities::new(&fen, 10);
    let inclusion: Vec<f64> = fen
        .iter()
        .map(|amount| probabilities.inclusion(*amount))
        .collect();
    near("pik", &inclusion, &golden.vector("computed/pik"), 1e-14);
    let joint = sampford_joint(&inclusion).unwrap();
    let sample: Vec<usize> = golden
        .vector("computed/sample_index_1based")
        .iter()
        .map(|at| size(*at) - 1)
        .collect();
    let joint: Vec<Vec<f64>> = sample
        .iter()
        .map(|one| sample.iter().map(|other| joint[*one][*other]).collect())
        .collect();
    for (found, expected) in joint.iter().zip(golden.matrix("computed/pik2_sample")) {
        near("pik2", found, &expected, 1e-13);
    }
    let all = golden.vector("y");
    let values: Vec<f64> = sample.iter().map(|at| all[*at]).collect();
    let shares: Vec<f64> = sample.iter().map(|at| inclusion[*at]).collect();
    let total: f64 = values
        .iter()
        .zip(&shares)
        .map(|(value, share)| value / share)
        .sum();
    near("HT", &[total], &[golden.number("computed/HT")], 1e-13);
    near(
        "true total",
        &[all.iter().sum()],
        &[golden.number("computed/true_total")],
        0.0,
    );
    let variances = [
        ("varHT", horvitz_thompson_variance(&values, &shares, &joint)),
        ("varSYG", sen_yates_grundy_variance(&values, &shares, &joint)),
        ("var_deville", deville_variance(&values, &shares)),
    ];
    for (name, found) in variances {
        near(
            name,
            &[found.unwrap()],
            &[golden.number(&format!("computed/{name}"))],
            1e-10,
        );
    }
}

/// The values of a column, stratum by stratum.
fn strata(names: &[String], populations: &[f64], value: impl Fn(usize) -> f64) -> Vec<StratumSample> {
    let mut strata: Vec<StratumSample> = Vec::new();
    for (at, (name, population)) in names.iter().zip(populations).enumerate() {
        match strata.iter_mut().find(|stratum| stratum.name == *name) {
            Some(stratum) => stratum.values.push(value(at)),
            None => strata.push(StratumSample {
                name: name.clone(),
                population: size(*population),
                values: vec![value(at)],
            }),
        }
    }
    strata
}

fn pairs(above: &[StratumSample], below: &[StratumSample]) -> Vec<RatioSample> {
    above
        .iter()
        .zip(below)
        .map(|(above, below)| RatioSample {
            name: above.name.clone(),
            population: above.population,
            pairs: above
                .values
                .iter()
                .copied()
                .zip(below.values.iter().copied())
                .collect(),
        })
        .collect()
}

#[track_caller]
fn meets(
    what: &str,
    within: f64,
    estimate: &Estimate,
    golden: &Fixture,
    value: &str,
    error: &str,
    interval: Option<&str>,
) {
    near(what, &[estimate.value], &[golden.number(value)], within);
    near(what, &[estimate.standard_error], &[golden.number(error)], within);
    if let Some(path) = interval {
        let ends = estimate
            .interval
            .map_or(Vec::new(), |interval| vec![interval.low, interval.high]);
        near(what, &ends, &golden.vector(path), within);
    }
}

const STUDENT: Confidence = Confidence {
    level: 0.95,
    law: Law::Student,
};
const NORMAL: Confidence = Confidence {
    level: 0.95,
    law: Law::Normal,
};

#[test]
fn the_school_sample_gives_the_figures_of_the_survey_package() {
    let golden = fixture("survey_apistrat_stratified200");
    let data: Rows<'_> = golden.rows("data");
    let (kinds, schools) = (data.words("stype"), data.numbers("fpc"));
    let column = |name: &str| data.numbers(name);
    let (now, before, enrolled, tested) = (
        column("api00"),
        column("api99"),
        column("enroll"),
        column("api.stu"),
    );
    let mean = stratified_mean(&strata(&kinds, &schools, |at| now[at]), NORMAL).unwrap();
    meets(
        "mean",
        SINGLE_PRECISION,
        &mean,
        &golden,
        "computed/mean_api00",
        "computed/se",
        Some("computed/ci95_mean_normal"),
    );
    near(
        "published mean",
        &[(mean.value * 100.0).round() / 100.0],
        &[golden.number("published/mean_api00")],
        1e-12,
    );
    near(
        "published error",
        &[(mean.standard_error * 1e4).round() / 1e4],
        &[golden.number("published/se_api00")],
        1e-12,
    );
    let enrolled = strata(&kinds, &schools, |at| enrolled[at]);
    let total = stratified_mean(&enrolled, NORMAL)
        .unwrap()
        .scaled(float(u64::try_from(mean.population).unwrap()));
    meets(
        "total",
        SINGLE_PRECISION,
        &total,
        &golden,
        "computed/total_enroll",
        "computed/se_total",
        None,
    );
    near(
        "published total",
        &[total.value.round()],
        &[golden.number("published/total_enroll")],
        0.0,
    );
    near(
        "published error",
        &[total.standard_error.round()],
        &[golden.number("published/se_total_enroll")],
        0.0,
    );
    let tested = strata(&kinds, &schools, |at| tested[at]);
    let ratio = stratified_ratio(&pairs(&tested, &enrolled), NORMAL).unwrap();
    meets(
        "ratio",
        SINGLE_PRECISION,
        &ratio,
        &golden,
        "computed/ratio",
        "computed/se_ratio",
        None,
    );
    let differences = strata(&kinds, &schools, |at| now[at] - before[at]);
    for (confidence, path) in [
        (NORMAL, "computed/ci95_diff_normal"),
        (STUDENT, "computed/ci95_diff_t"),
    ] {
        let difference = stratified_mean(&differences, confidence).unwrap();
        meets(
            "difference",
            SINGLE_PRECISION,
            &difference,
            &golden,
            "computed/mean_diff",
            "computed/se_diff",
            Some(path),
        );
        assert_eq!(difference.freedom, size(golden.number("computed/degf")));
    }
}

#[test]
fn the_district_gives_the_inflation_of_the_survey_package() {
    let golden = fixture("selfscore_inflation_140of1400");
    let sample = golden.rows("sample");
    let (departments, projects) = (sample.words("dept"), sample.numbers("Nh"));
    let (own, verified, amounts) = (
        sample.numbers("self"),
        sample.numbers("re"),
        sample.numbers("amt"),
    );
    let inflation = strata(&departments, &projects, |at| own[at] - verified[at]);
    let estimate = stratified_mean(&inflation, STUDENT).unwrap();
    meets(
        "inflation",
        PRINTED,
        &estimate,
        &golden,
        "computed/inflation",
        "computed/se",
        Some("computed/ci95"),
    );
    assert_eq!(estimate.freedom, size(golden.number("computed/df")));
    let Interval { low, high } = estimate.interval.unwrap();
    assert!(
        (low..high).contains(&golden.number("truth/inflation")),
        "the interval covers the truth"
    );
    let all = golden.rows("population_self").numbers("self");
    let known = all.iter().sum::<f64>() / float(u64::try_from(all.len()).unwrap());
    near(
        "known mean",
        &[known],
        &[golden.number("computed/mean_self_population")],
        PRINTED,
    );
    let difference = difference_estimate(known, &inflation, STUDENT).unwrap();
    meets(
        "difference",
        PRINTED,
        &difference,
        &golden,
        "computed/difference_estimate_rescore",
        "computed/se",
        None,
    );
    let direct = stratified_mean(&strata(&departments, &projects, |at| verified[at]), STUDENT).unwrap();
    meets(
        "direct",
        PRINTED,
        &direct,
        &golden,
        "computed/direct_mean_rescore",
        "computed/direct_se",
        None,
    );
    let above = strata(&departments, &projects, |at| {
        amounts[at] * (own[at] - verified[at])
    });
    let below = strata(&departments, &projects, |at| amounts[at]);
    let ratio = stratified_ratio(&pairs(&above, &below), STUDENT).unwrap();
    meets(
        "by amount",
        PRINTED,
        &ratio,
        &golden,
        "computed/amount_weighted_inflation",
        "computed/amount_weighted_se",
        None,
    );
}

#[test]
fn the_district_rounds_its_departments_to_the_nearest() {
    let golden = fixture("selfscore_inflation_140of1400");
    let population = golden.rows("population_self");
    let units = population
        .words("id")
        .into_iter()
        .zip(population.words("dept"))
        .map(|(id, department)| Unit {
            id,
            department,
            amount_fen: 1,
            self_score_centi: None,
        })
        .collect();
    let frame = Frame::new(units).unwrap();
    let rule = Rule {
        selection: Selection::Equal,
        strata: Strata::Departments(vec![]),
        share_bp: 1_000,
        least: 2,
        rounding: Rounding::Nearest,
        total: None,
    };
    let drawing = draw(&frame, &rule, "20210131-071923").unwrap();
    let sample = golden.rows("sample");
    assert_eq!(drawing.sample.len(), sample.words("id").len());
    let expected = strata(&sample.words("dept"), &sample.numbers("Nh"), |_| 0.0);
    for (found, expected) in drawing.strata.iter().zip(&expected) {
        assert_eq!(
            (&found.name, found.population, found.drawn),
            (&expected.name, expected.population, expected.values.len())
        );
    }
    assert_eq!(drawing.strata.len(), expected.len());
}
