//! Layouts whose estimates have a closed form.

use crate::mixed::{Criterion, Estimate, Factor, MixedFit, Settings, fit, fit_with_reliabilities};

fn ones(rows: usize) -> Vec<f64> {
    vec![1.0; rows]
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-7 * expected.abs().max(1.0),
        "{found} is not {expected}"
    );
}

/// Four projects with three scores each: mean squares 26.75 between and 1 within.
const SCORES: [f64; 12] = [3.0, 5.0, 4.0, 9.0, 8.0, 10.0, 1.0, 2.0, 3.0, 7.0, 6.0, 5.0];

fn scores(criterion: Criterion) -> MixedFit {
    let factors = [Factor::new("项目", (0..12).map(|row| row / 3).collect(), 4)];
    fit(
        &SCORES,
        &[ones(12)],
        &factors,
        &Settings {
            criterion,
            ..Settings::default()
        },
    )
    .unwrap()
}

#[test]
fn without_factors_it_is_ordinary_least_squares() {
    let response = [1.0, 3.0, 2.0, 5.0, 4.0];
    let design = [ones(5), vec![1.0, 2.0, 3.0, 4.0, 5.0]];
    let fit = fit(&response, &design, &[], &Settings::default()).unwrap();
    // Slope 8/10, residual squares 3.6 on three degrees of freedom.
    near(fit.fixed[1].value, 0.8);
    near(fit.fixed[0].value, 0.6);
    near(fit.residual_sd.powi(2), 1.2);
    near(fit.fixed[1].standard_error, (1.2_f64 / 10.0).sqrt());
    near(fit.fixed[0].standard_error, (1.2_f64 * (0.2 + 9.0 / 10.0)).sqrt());
    assert!(fit.convergence.converged && fit.components.is_empty());
}

#[test]
fn the_mean_of_a_balanced_layout_is_as_uncertain_as_the_groups_differ() {
    let fit = scores(Criterion::Reml);
    near(fit.fixed[0].value, 5.25);
    near(fit.fixed[0].standard_error, (26.75_f64 / 12.0).sqrt());
}

#[test]
fn effects_of_a_balanced_layout_are_shrunk_deviations_that_sum_to_zero() {
    let fit = scores(Criterion::Reml);
    let share = 1.0 - 1.0 / 26.75;
    let means = [4.0, 9.0, 2.0, 6.0];
    for (effect, mean) in fit.effects[0].intercepts.iter().zip(means) {
        near(effect.value, share * (mean - 5.25));
    }
    near(
        fit.effects[0].intercepts.iter().map(|effect| effect.value).sum(),
        0.0,
    );
}

#[test]
fn maximum_likelihood_of_a_balanced_layout_divides_by_the_number_of_groups() {
    let fit = scores(Criterion::Ml);
    near(fit.residual_sd.powi(2), 1.0);
    near(fit.components[0].intercept_sd.powi(2), (0.75 * 26.75 - 1.0) / 3.0);
}

#[test]
fn levels_within_levels_give_the_mean_squares_of_a_nested_layout() {
    // Three districts, two departments in each, two projects in each of them.
    let response = [8.0, 10.0, 5.0, 7.0, 1.0, 3.0, 6.0, 4.0, 12.0, 14.0, 9.0, 11.0];
    let districts = Factor::new("区", (0..12).map(|row| row / 4).collect(), 3);
    let departments = Factor::new("部门", (0..12).map(|row| row / 2).collect(), 6);
    let fit = fit(
        &response,
        &[ones(12)],
        &[districts, departments],
        &Settings::default(),
    )
    .unwrap();
    // Means of departments 9 6 2 5 13 10, of districts 7.5 3.5 11.5: mean squares 2, 9 and 64.
    near(fit.residual_sd.powi(2), 2.0);
    near(fit.components[1].intercept_sd.powi(2), (9.0 - 2.0) / 2.0);
    near(fit.components[0].intercept_sd.powi(2), (64.0 - 9.0) / 4.0);
}

#[test]
fn reliabilities_that_are_all_equal_change_the_residual_only() {
    let factors = [Factor::new("项目", (0..12).map(|row| row / 3).collect(), 4)];
    let plain = scores(Criterion::Reml);
    let equal =
        fit_with_reliabilities(&SCORES, &[ones(12)], &factors, &[4.0; 12], &Settings::default()).unwrap();
    near(equal.residual_sd, 2.0 * plain.residual_sd);
    near(equal.components[0].intercept_sd, plain.components[0].intercept_sd);
    near(equal.deviance, plain.deviance);
}

#[test]
fn a_corrected_residual_leaves_the_spreads_and_shrinks_the_effects_more() {
    let factors = [Factor::new("项目", (0..12).map(|row| row / 3).collect(), 4)];
    let settings = Settings {
        residual_correction: 4.0,
        ..Settings::default()
    };
    let plain = scores(Criterion::Reml);
    let corrected = fit(&SCORES, &[ones(12)], &factors, &settings).unwrap();
    near(corrected.residual_sd, 2.0 * plain.residual_sd);
    near(
        corrected.components[0].intercept_sd,
        plain.components[0].intercept_sd,
    );
    let sizes = |of: &MixedFit| {
        of.effects[0]
            .intercepts
            .iter()
            .map(|effect| effect.value.abs())
            .sum::<f64>()
    };
    assert!(sizes(&corrected) < sizes(&plain));
}

#[test]
fn amounts_of_thousands_of_millions_lose_no_digits() {
    let factors = [Factor::new("项目", (0..12).map(|row| row / 3).collect(), 4)];
    let large: Vec<f64> = SCORES.iter().map(|score| score + 4e9).collect();
    let fit = fit(&large, &[ones(12)], &factors, &Settings::default()).unwrap();
    let Estimate { value, .. } = fit.fixed[0];
    assert!((value - 4e9 - 5.25).abs() < 1e-5, "{value}");
    assert!(
        (fit.components[0].intercept_sd.powi(2) - 25.75 / 3.0).abs() < 1e-4,
        "{:?}",
        fit.components
    );
}
