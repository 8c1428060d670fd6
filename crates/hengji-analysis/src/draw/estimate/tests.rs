//! Estimators on a fixed synthetic district: unbiased, and as uncertain as they say.

use super::*;
use crate::draw::{Frame, Rounding, Rule, Selection, Strata, Ticket, Unit, draw};
use crate::number::float;

const T: Confidence = Confidence {
    level: 0.95,
    law: Law::Student,
};

/// Three departments of unlike size and inflation; repeatable numbers from tickets.
fn district() -> (Frame, Vec<f64>) {
    let mut units = Vec::new();
    let mut inflation = Vec::new();
    for at in 0..240 {
        let id = format!("P{at:03}");
        let department = if at < 130 {
            0
        } else if at < 210 {
            1
        } else {
            2
        };
        let chance = Ticket::of("金额", &id).value();
        units.push(Unit {
            id: id.clone(),
            department: format!("D{department}"),
            amount_fen: i64::try_from(crate::number::count(1e5 / (0.02 + chance)).unwrap()).unwrap(),
            self_score_centi: Some(9_300),
        });
        inflation.push(4.0 + 3.0 * f64::from(department) + 6.0 * Ticket::of("虚高", &id).value());
    }
    (Frame::new(units).unwrap(), inflation)
}

fn rule(selection: Selection, strata: Strata, total: Option<usize>) -> Rule {
    Rule {
        selection,
        strata,
        share_bp: 1_000,
        least: 2,
        rounding: Rounding::Up,
        total,
    }
}

/// Runs an estimator over many fixed start values: its mean error in standard errors of that mean, and the mean of
/// its variance beside the variance that it really has.
fn over_draws(
    rule: &Rule,
    truth: f64,
    estimator: impl Fn(&Frame, &crate::draw::Drawing, &[f64]) -> Estimate,
) -> (f64, f64) {
    let (frame, inflation) = district();
    let estimates: Vec<Estimate> = (0..2_000)
        .map(|round| {
            estimator(
                &frame,
                &draw(&frame, rule, &format!("第{round}期")).unwrap(),
                &inflation,
            )
        })
        .collect();
    let values: Vec<f64> = estimates.iter().map(|estimate| estimate.value).collect();
    let (mean, squares) = spread(&values);
    let variance = squares / (float(values.len()) - 1.0);
    let claimed = estimates
        .iter()
        .map(|estimate| estimate.standard_error.powi(2))
        .sum::<f64>()
        / float(values.len());
    (
        (mean - truth) / (variance / float(values.len())).sqrt(),
        claimed / variance,
    )
}

fn strata_of(frame: &Frame, drawing: &crate::draw::Drawing, inflation: &[f64]) -> Vec<StratumSample> {
    assert_eq!(frame.units().len(), inflation.len());
    drawing
        .strata
        .iter()
        .enumerate()
        .map(|(at, stratum)| StratumSample {
            name: stratum.name.clone(),
            population: stratum.population,
            values: drawing
                .sample
                .iter()
                .filter(|drawn| drawn.stratum == at)
                .map(|drawn| inflation[drawn.unit])
                .collect(),
        })
        .collect()
}

/// Four standard errors of the mean for the bias; two thousand draws give a variance to about a tenth.
#[track_caller]
fn holds(found: (f64, f64)) {
    assert!(found.0.abs() < 4.0, "biased by {} standard errors", found.0);
    assert!(
        (0.85..1.15).contains(&found.1),
        "claims {} of its variance",
        found.1
    );
}

#[test]
fn the_stratified_difference_is_unbiased_and_knows_its_error() {
    let (_, inflation) = district();
    let truth = inflation.iter().sum::<f64>() / float(inflation.len());
    let rule = rule(Selection::Equal, Strata::Departments(vec![]), None);
    holds(over_draws(&rule, truth, |frame, drawing, inflation| {
        stratified_mean(&strata_of(frame, drawing, inflation), T).unwrap()
    }));
}

#[test]
fn estimates_from_a_draw_by_amount_know_their_error() {
    let (frame, inflation) = district();
    let money: f64 = frame
        .units()
        .iter()
        .zip(&inflation)
        .map(|(unit, value)| amount(unit) * value)
        .sum();
    let mean = inflation.iter().sum::<f64>() / float(inflation.len());
    let rule = rule(Selection::Proportional, Strata::Whole, Some(30));
    holds(over_draws(&rule, money, |frame, drawing, inflation| {
        horvitz_thompson(&[by_amount(frame, drawing, inflation, amount)], T).unwrap()
    }));
    let (bias, claimed) = over_draws(&rule, mean, |frame, drawing, inflation| {
        hajek_mean(&[by_amount(frame, drawing, inflation, |_| 1.0)], T).unwrap()
    });
    // A ratio of two estimates is off by a small share of its error; here a fifth of a single one's would be nine.
    assert!(bias.abs() < 9.0, "{bias}");
    assert!((0.7..1.3).contains(&claimed), "{claimed}");
}

fn amount(unit: &Unit) -> f64 {
    float(usize::try_from(unit.amount_fen).unwrap_or(0))
}

fn by_amount(
    frame: &Frame,
    drawing: &crate::draw::Drawing,
    inflation: &[f64],
    factor: impl Fn(&Unit) -> f64,
) -> ProportionalSample {
    ProportionalSample {
        name: "全部".to_owned(),
        population: frame.units().len(),
        values: drawing
            .sample
            .iter()
            .map(|drawn| factor(&frame.units()[drawn.unit]) * inflation[drawn.unit])
            .collect(),
        inclusion: drawing.sample.iter().map(|drawn| drawn.inclusion).collect(),
    }
}

fn stratum(name: &str, population: usize, values: &[f64]) -> StratumSample {
    StratumSample {
        name: name.to_owned(),
        population,
        values: values.to_vec(),
    }
}

#[test]
fn a_department_is_drawn_to_the_district_and_flagged_only_beyond_chance() {
    let strata = [
        stratum("教育局", 60, &[5.0, 6.0, 7.0, 5.5, 6.5, 6.0]),
        stratum("住建局", 50, &[6.0, 7.0, 5.0, 6.5, 5.5]),
        stratum("卫健局", 40, &[14.0, 15.0, 13.5, 14.5]),
        stratum("文旅局", 9, &[9.0, 4.0]),
    ];
    let result = departments(&strata, T).unwrap();
    let flagged: Vec<&str> = result
        .departments
        .iter()
        .filter(|department| department.is_above_district)
        .map(|department| department.name.as_str())
        .collect();
    assert_eq!(flagged, ["卫健局"]);
    for department in &result.departments {
        let (own, district) = (department.own_mean, result.district.value);
        assert!(department.value >= own.min(district) && department.value <= own.max(district));
        assert!((0.0..=1.0).contains(&department.own_share));
    }
    let shares: Vec<f64> = result
        .departments
        .iter()
        .map(|department| department.own_share)
        .collect();
    assert!(
        shares[3] < shares[2] && shares[2] < shares[0],
        "fewer projects keep less: {shares:?}"
    );
}

#[test]
fn departments_that_do_not_differ_are_all_the_district() {
    let strata = [
        stratum("甲", 40, &[5.0, 7.0, 6.0]),
        stratum("乙", 40, &[6.0, 5.0, 7.0]),
        stratum("丙", 40, &[7.0, 6.0, 5.0]),
    ];
    let result = departments(&strata, T).unwrap();
    assert!(result.between_variance.abs() < 1e-12);
    for department in result.departments {
        assert!(
            (department.value - 6.0).abs() < 1e-9 && !department.is_above_district,
            "{department:?}"
        );
    }
}

#[test]
fn everything_observed_leaves_no_error() {
    let estimate = stratified_mean(&[stratum("甲", 2, &[1.0, 3.0]), stratum("乙", 1, &[9.0])], T).unwrap();
    assert!((estimate.value - 13.0 / 3.0).abs() < 1e-12);
    assert!(estimate.standard_error.abs() < 1e-15);
    let total = estimate.scaled(-3.0);
    assert!((total.value + 13.0).abs() < 1e-12);
    assert!(
        total
            .interval
            .is_some_and(|interval| interval.low <= interval.high)
    );
    let shifted = total.shifted(20.0);
    assert!((shifted.value - 7.0).abs() < 1e-12);
    assert!(
        shifted
            .interval
            .is_some_and(|interval| (interval.low - 7.0).abs() < 1e-12)
    );
}

#[test]
fn refusals_of_an_estimate() {
    let sample = |population, values: &[f64], inclusion: &[f64]| ProportionalSample {
        name: "甲".to_owned(),
        population,
        values: values.to_vec(),
        inclusion: inclusion.to_vec(),
    };
    let pair = |pairs: &[(f64, f64)]| RatioSample {
        name: "甲".to_owned(),
        population: 9,
        pairs: pairs.to_vec(),
    };
    let cases = [
        (stratified_mean(&[], T), "[draw-too-few]"),
        (
            stratified_mean(&[stratum("甲", 9, &[1.0])], T),
            "[draw-lonely-stratum]",
        ),
        (
            stratified_mean(&[stratum("甲", 9, &[])], T),
            "[draw-lonely-stratum]",
        ),
        (
            stratified_mean(&[stratum("甲", 1, &[1.0, 2.0])], T),
            "[draw-oversampled]",
        ),
        (
            stratified_mean(&[stratum("甲", 9, &[1.0, f64::NAN])], T),
            "[draw-bad-figure]",
        ),
        (
            stratified_mean(&[stratum("甲", 9, &[1.0, 2.0])], Confidence { level: 1.0, ..T }),
            "[draw-probability-range]",
        ),
        (
            difference_estimate(f64::NAN, &[stratum("甲", 9, &[1.0, 2.0])], T),
            "[draw-bad-figure]",
        ),
        (
            stratified_ratio(&[pair(&[(1.0, 0.0), (2.0, 0.0)])], T),
            "[draw-zero-base]",
        ),
        (
            horvitz_thompson(&[sample(9, &[1.0, 2.0], &[0.5])], T),
            "[draw-lengths-differ]",
        ),
        (
            horvitz_thompson(&[sample(9, &[1.0, 2.0], &[0.5, 0.0])], T),
            "[draw-bad-figure]",
        ),
        (
            horvitz_thompson(&[sample(9, &[1.0, 2.0], &[0.5, 1.0])], T),
            "[draw-lonely-stratum]",
        ),
        (
            horvitz_thompson(&[sample(9, &[], &[])], T),
            "[draw-lonely-stratum]",
        ),
        (
            horvitz_thompson(&[sample(1, &[1.0, 2.0], &[0.5, 0.5])], T),
            "[draw-oversampled]",
        ),
        (hajek_mean(&[], T), "[draw-too-few]"),
    ];
    for (found, expected) in cases {
        let text = found.map_or_else(|error| error.to_string(), |estimate| format!("{estimate:?}"));
        assert!(text.ends_with(expected), "{text}");
    }
    assert!(departments(&[stratum("甲", 9, &[1.0, 2.0]), stratum("乙", 9, &[1.0, 2.0])], T).is_err());
    assert!(deville_variance(&[1.0], &[0.5]).is_err());
    assert!(sen_yates_grundy_variance(&[1.0], &[0.5], &[]).is_err());
    assert!(horvitz_thompson_variance(&[1.0, 2.0], &[0.5, 0.5], &[vec![0.5, 0.0], vec![0.0, 0.5]]).is_err());
}
