//! Recovery of a known truth, and how often the intervals contain it.

use super::simulate::{Random, Truth, average, settings, share};
use crate::benchmark::{EvidenceGrade, FitMethod, PriceIndex, ScaleModel, Settings, Sizes};
use crate::distribution::normal_quantile;

/// Whether the 95 % ranges of amount and target contain what was drawn, plan by plan.
fn covered(
    truth: &Truth,
    settings: &Settings,
    rounds: u64,
    kinds: std::ops::Range<usize>,
) -> (Vec<bool>, Vec<bool>) {
    let (mut amounts, mut targets) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let (history, plans) = truth.draw(&mut Random::new(round * 7_919 + 1));
        let model = ScaleModel::fit(&history, &PriceIndex::none(), settings).unwrap();
        for plan in &plans[kinds.clone()] {
            let judgement = model.judge(plan).unwrap();
            let said = judgement.predicted.unwrap();
            let within = |range: crate::benchmark::Range, value: f64| {
                range.low.is_none_or(|low| low <= value) && range.high.is_none_or(|high| value <= high)
            };
            amounts.push(within(said.range, plan.project.amount));
            targets.push(within(said.implied_range, plan.project.quantity));
        }
    }
    (amounts, targets)
}

fn close_to_nominal(what: &str, found: &[bool], lowest: f64, highest: f64) {
    let share = share(found);
    assert!(
        (lowest..=highest).contains(&share),
        "{what}: {share} of {}",
        found.len()
    );
}

#[test]
fn a_known_truth_is_found_again() {
    let truth = Truth::of(15, 14);
    let mut found: [Vec<f64>; 6] = std::array::from_fn(|_| Vec::new());
    let mut contained = Vec::new();
    for round in 0..30 {
        let (history, _) = truth.draw(&mut Random::new(round * 104_729 + 5));
        let model = ScaleModel::fit(&history, &PriceIndex::none(), &settings()).unwrap();
        let summary = model.categories().next().unwrap();
        assert_eq!(summary.method, FitMethod::Reml);
        let elasticity = summary.elasticity.unwrap();
        contained.push(
            (elasticity.value - truth.elasticity).abs() <= normal_quantile(0.975) * elasticity.standard_error,
        );
        let figures = [
            Some(elasticity.value),
            summary.elasticity_spread,
            summary.level_spread,
            summary.region_spread,
            summary.year_spread,
            summary.residual_sd,
        ];
        for (all, figure) in found.iter_mut().zip(figures) {
            all.push(figure.unwrap());
        }
    }
    let expected = [
        ("elasticity", truth.elasticity, 0.02),
        ("its spread", truth.elasticity_spread, 0.03),
        ("spread of levels", truth.level_spread, 0.05),
        ("spread of regions", truth.region_spread, 0.03),
        ("spread of years", truth.year_spread, 0.04),
        ("residual", truth.residual, 0.01),
    ];
    for ((what, value, tolerance), found) in expected.into_iter().zip(&found) {
        assert!(
            (average(found) - value).abs() <= tolerance,
            "{what}: {} is not {value}",
            average(found)
        );
    }
    close_to_nominal("elasticity", &contained, 0.83, 1.0);
}

#[test]
fn intervals_contain_the_next_project_of_a_type_with_history_as_often_as_they_say() {
    let (amounts, targets) = covered(&Truth::of(10, 10), &settings(), 60, 0..10);
    close_to_nominal("amounts", &amounts, 0.93, 0.97);
    close_to_nominal("targets", &targets, 0.93, 0.97);
    let plain = Settings {
        huber: None,
        sizes: Sizes::OwnUnits,
        ..settings()
    };
    let (amounts, targets) = covered(&Truth::of(10, 10), &plain, 60, 0..10);
    close_to_nominal("amounts, least squares", &amounts, 0.93, 0.97);
    close_to_nominal("targets, least squares", &targets, 0.93, 0.97);
}

#[test]
fn a_type_with_little_or_no_history_is_predicted_honestly_wide() {
    let truth = Truth {
        rows: [vec![8; 12], vec![2; 4], vec![0; 4]].concat(),
        ..Truth::of(0, 0)
    };
    let (all, _) = covered(&truth, &settings(), 60, 12..20);
    let of = |first: usize| {
        all.chunks(8)
            .flat_map(|round| round[first..first + 4].to_vec())
            .collect::<Vec<bool>>()
    };
    close_to_nominal("two rows", &of(0), 0.90, 0.98);
    close_to_nominal("no rows", &of(4), 0.88, 0.98);
    let (history, plans) = truth.draw(&mut Random::new(3));
    let model = ScaleModel::fit(&history, &PriceIndex::none(), &settings()).unwrap();
    let wide = |kind: usize| {
        model
            .judge(&plans[kind])
            .unwrap()
            .predicted
            .unwrap()
            .standard_deviation
    };
    assert!(wide(0) < wide(17) && truth.level_spread < wide(17));
    assert_eq!(
        model.judge(&plans[17]).unwrap().evidence.grade,
        EvidenceGrade::Category
    );
}

#[test]
fn a_small_category_is_fitted_in_closed_form_and_still_covers() {
    let truth = Truth {
        region_spread: 0.0,
        year_spread: 0.0,
        rows: vec![5, 5, 4],
        ..Truth::of(0, 0)
    };
    let (history, plans) = truth.draw(&mut Random::new(11));
    let model = ScaleModel::fit(&history, &PriceIndex::none(), &settings()).unwrap();
    assert_eq!(model.categories().next().unwrap().method, FitMethod::ClosedForm);
    assert_eq!(
        model.judge(&plans[0]).unwrap().evidence.grade,
        EvidenceGrade::OwnHistory
    );
    assert_eq!(
        model.judge(&plans[2]).unwrap().evidence.grade,
        EvidenceGrade::PriorOnly
    );
    let (amounts, targets) = covered(&truth, &settings(), 150, 0..3);
    close_to_nominal("amounts", &amounts, 0.91, 0.98);
    close_to_nominal("targets", &targets, 0.91, 1.0);
}
