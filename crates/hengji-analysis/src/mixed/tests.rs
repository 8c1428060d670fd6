//! Properties of the mixed models that no published figure states.

mod closed_forms;
mod predictions;
mod slopes;

use nalgebra::{DMatrix, DVector};
use proptest::prelude::*;

use super::*;

use crate::number::float;

/// A table of two crossed factors with a covariate.
#[derive(Debug, Clone)]
struct Table {
    response: Vec<f64>,
    covariate: Vec<f64>,
    first: Vec<usize>,
    second: Vec<usize>,
}

fn tables() -> impl Strategy<Value = Table> {
    let row = (-3.0..3.0_f64, 0..6_usize, 0..4_usize, -2.0..2.0_f64);
    proptest::collection::vec(row, 24..60).prop_map(|rows| Table {
        response: rows
            .iter()
            .map(|(x, first, second, noise)| {
                let (first, second) = (float(*first), float(*second));
                5.0 + 1.5 * x + (first - 2.5) * 0.8 + (second * 1.7).sin() + noise
            })
            .collect(),
        covariate: rows.iter().map(|row| row.0).collect(),
        first: rows.iter().map(|row| row.1).collect(),
        second: rows.iter().map(|row| row.2).collect(),
    })
}

impl Table {
    fn design(&self) -> Vec<Vec<f64>> {
        vec![vec![1.0; self.response.len()], self.covariate.clone()]
    }

    fn factors(&self) -> Vec<Factor> {
        vec![
            Factor::new("甲", self.first.clone(), 6),
            Factor::new("乙", self.second.clone(), 4),
        ]
    }

    fn sloped(&self) -> Vec<Factor> {
        let first =
            Factor::new("甲", self.first.clone(), 6).with_slope(self.covariate.clone(), Correlation::Free);
        vec![first, Factor::new("乙", self.second.clone(), 4)]
    }
}

/// The covariance of the rows that a fit claims, and minus twice the restricted log-likelihood from it: the same
/// criterion from its definition, without elimination or profiling.
fn definition(table: &Table, factors: &[Factor], fit: &MixedFit, design: &[Vec<f64>]) -> f64 {
    let rows = table.response.len();
    let covariance = DMatrix::from_fn(rows, rows, |left, right| {
        let mut value = if left == right {
            fit.residual_sd.powi(2)
        } else {
            0.0
        };
        for (factor, component) in factors.iter().zip(&fit.components) {
            if factor.levels[left] == factor.levels[right] {
                let slope_sd = component.slope_sd.unwrap_or(0.0);
                let (x, y) = match &factor.slope {
                    Some(slope) => (slope.values[left], slope.values[right]),
                    None => (0.0, 0.0),
                };
                let shared = component.correlation.unwrap_or(0.0) * component.intercept_sd * slope_sd;
                value += component.intercept_sd.powi(2) + shared * (x + y) + slope_sd.powi(2) * x * y;
            }
        }
        value
    });
    let inverse = covariance.clone().try_inverse().unwrap();
    let design = DMatrix::from_fn(rows, design.len(), |row, column| design[column][row]);
    let response = DVector::from_column_slice(&table.response);
    let information = design.transpose() * &inverse * &design;
    let fixed = information.clone().try_inverse().unwrap() * design.transpose() * &inverse * &response;
    let residual = &response - &design * fixed;
    let quadratic = (residual.transpose() * &inverse * &residual)[(0, 0)];
    let freedom = float(rows - design.ncols());
    covariance.cholesky().unwrap().determinant().ln()
        + information.cholesky().unwrap().determinant().ln()
        + quadratic
        + freedom * (2.0 * std::f64::consts::PI).ln()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_criterion_is_the_one_that_its_definition_gives(table in tables()) {
        for factors in [table.factors(), table.sloped()] {
            let design = table.design();
            let Ok(fit) = fit(&table.response, &design, &factors, &Settings::default()) else { continue };
            let defined = definition(&table, &factors, &fit, &design);
            prop_assert!((fit.deviance - defined).abs() < 1e-6 * defined.abs().max(1.0), "{} {defined}", fit.deviance);
        }
    }

    #[test]
    fn no_nearby_spread_does_better(table in tables(), factor in 0.8..1.25_f64) {
        let design = table.design();
        let factors = table.factors();
        if let Ok(fit) = fit(&table.response, &design, &factors, &Settings::default()) {
            for at in 0..factors.len() {
                let mut other = fit.clone();
                other.components[at].intercept_sd = fit.components[at].intercept_sd.mul_add(factor, 0.01);
                prop_assert!(definition(&table, &factors, &other, &design) >= fit.deviance - 1e-6);
            }
        }
    }

    #[test]
    fn another_unit_scales_every_answer(table in tables(), unit in prop_oneof![Just(1e-4), Just(1e4), Just(1e8)]) {
        let scaled: Vec<f64> = table.response.iter().map(|value| value * unit + 7.0 * unit).collect();
        let design = table.design();
        let one = fit(&table.response, &design, &table.factors(), &Settings::default());
        let other = fit(&scaled, &design, &table.factors(), &Settings::default());
        if let (Ok(one), Ok(other)) = (one, other) {
            prop_assert!((other.residual_sd / unit - one.residual_sd).abs() < 1e-5);
            for (one, other) in one.components.iter().zip(&other.components) {
                prop_assert!((other.intercept_sd / unit - one.intercept_sd).abs() < 1e-4);
            }
            prop_assert!((other.fixed[1].value / unit - one.fixed[1].value).abs() < 1e-5);
        }
    }

    #[test]
    fn the_order_of_the_factors_changes_nothing(table in tables()) {
        let design = table.design();
        let mut turned = table.factors();
        turned.reverse();
        let one = fit(&table.response, &design, &table.factors(), &Settings::default());
        let other = fit(&table.response, &design, &turned, &Settings::default());
        if let (Ok(one), Ok(other)) = (one, other) {
            prop_assert!((one.deviance - other.deviance).abs() < 1e-6);
            for (one, other) in one.effects.iter().zip(other.effects.iter().rev()) {
                for (one, other) in one.intercepts.iter().zip(&other.intercepts) {
                    prop_assert!((one.value - other.value).abs() < 1e-4);
                    prop_assert!((one.standard_error - other.standard_error).abs() < 1e-4);
                }
            }
        }
    }

    #[test]
    fn any_input_gives_an_answer_or_a_refusal(
        response in proptest::collection::vec(prop_oneof![Just(f64::NAN), Just(1e300), Just(0.0), -1.0..1.0_f64], 0..9),
        levels in proptest::collection::vec(0..4_usize, 0..9),
    ) {
        let design = vec![vec![1.0; response.len()]];
        let factors = [Factor::new("甲", levels, 3)];
        match fit(&response, &design, &factors, &Settings::default()) {
            Ok(fit) => prop_assert!(!fit.residual_sd.is_nan()),
            Err(error) => prop_assert!(error.to_string().contains("[mixed-")),
        }
    }
}

/// Weighing a row twice is having it twice.
#[test]
fn a_row_of_reliability_two_counts_as_two_for_the_fixed_effects_of_a_regression() {
    let settings = Settings {
        criterion: Criterion::Ml,
        ..Settings::default()
    };
    let twice = fit(
        &[1.0, 2.0, 2.0, 4.0],
        &[vec![1.0; 4], vec![0.0, 1.0, 1.0, 2.0]],
        &[],
        &settings,
    );
    let heavy = fit_with_reliabilities(
        &[1.0, 2.0, 4.0],
        &[vec![1.0; 3], vec![0.0, 1.0, 2.0]],
        &[],
        &[1.0, 2.0, 1.0],
        &settings,
    );
    let (Ok(twice), Ok(heavy)) = (twice, heavy) else {
        panic!("both are regressions")
    };
    for (one, other) in twice.fixed.iter().zip(&heavy.fixed) {
        assert!((one.value - other.value).abs() < 1e-12);
    }
}

#[test]
fn a_factor_without_differences_is_reported_at_the_boundary() {
    // Means of all levels are equal: less than chance would give, so the best spread is none at all.
    let response = [1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0];
    let factors = [Factor::new("科室", vec![0, 0, 1, 1, 2, 2, 3, 3], 5)];
    let fit = fit(&response, &[vec![1.0; 8]], &factors, &Settings::default()).unwrap();
    assert_eq!(fit.convergence.at_boundary, ["科室"]);
    assert!(fit.components[0].intercept_sd == 0.0 && fit.components[0].at_boundary);
    assert!(
        (fit.residual_sd.powi(2) - 8.0 / 7.0).abs() < 1e-9,
        "the plain variance of the sample"
    );
}

#[test]
fn a_balanced_layout_gives_the_estimates_of_its_analysis_of_variance() {
    let response = [3.0, 5.0, 4.0, 9.0, 8.0, 10.0, 1.0, 2.0, 3.0, 7.0, 6.0, 5.0];
    let factors = [Factor::new("项目", (0..12).map(|row| row / 3).collect(), 4)];
    let fit = fit(&response, &[vec![1.0; 12]], &factors, &Settings::default()).unwrap();
    // Mean squares: within 1, between 3 Σ(mean − 5.25)²/3 = 26.75.
    assert!((fit.residual_sd.powi(2) - 1.0).abs() < 1e-7);
    assert!((fit.components[0].intercept_sd.powi(2) - (26.75 - 1.0) / 3.0).abs() < 1e-6);
    assert!(fit.convergence.converged);
}

#[test]
fn a_level_without_rows_is_predicted_as_the_mean_with_the_full_spread() {
    let response = [3.0, 5.0, 4.0, 9.0, 8.0, 10.0, 1.0, 2.0, 3.0];
    let factors = [Factor::new("项目", (0..9).map(|row| row / 3).collect(), 4)];
    let fit = fit(&response, &[vec![1.0; 9]], &factors, &Settings::default()).unwrap();
    let unseen = fit.effects[0].intercepts[3];
    assert!(unseen.value.abs() < 1e-12);
    assert!((unseen.standard_error - fit.components[0].intercept_sd).abs() < 1e-9);
    let known = fit
        .predict(&Point {
            design: &[1.0],
            levels: &[Some(3)],
            slope: 0.0,
        })
        .unwrap();
    let new = fit
        .predict(&Point {
            design: &[1.0],
            levels: &[None],
            slope: 0.0,
        })
        .unwrap();
    assert!(
        (known.mean_variance - new.mean_variance).abs() < 1e-9,
        "an empty level is a new level"
    );
    assert!((new.mean - fit.fixed[0].value).abs() < 1e-12);
}

#[test]
fn maximum_likelihood_has_the_smaller_spread() {
    let response = [3.0, 5.0, 4.0, 9.0, 8.0, 10.0, 1.0, 2.0, 3.0];
    let factors = [Factor::new("项目", (0..9).map(|row| row / 3).collect(), 3)];
    let of = |criterion| {
        let settings = Settings {
            criterion,
            ..Settings::default()
        };
        fit(&response, &[vec![1.0; 9]], &factors, &settings)
            .unwrap()
            .components[0]
            .intercept_sd
    };
    assert!(of(Criterion::Ml) < of(Criterion::Reml));
}

#[test]
fn refusals_of_a_model() {
    let check = |response: &[f64], design: &[Vec<f64>], factors: &[Factor], code: &str| {
        let error = fit(response, design, factors, &Settings::default())
            .err()
            .map(|error| error.to_string());
        assert!(
            error
                .as_deref()
                .is_some_and(|text| text.ends_with(&format!("[{code}]"))),
            "{code}: {error:?}"
        );
    };
    let ones = |rows| vec![vec![1.0; rows]];
    let two = || Factor::new("甲", vec![0, 0, 1, 1], 2);
    check(&[], &[], &[], "mixed-no-rows");
    check(&[1.0, 2.0, 4.0, 3.0], &ones(3), &[two()], "mixed-sizes-differ");
    check(&[1.0, 2.0, f64::NAN, 3.0], &ones(4), &[two()], "mixed-not-finite");
    check(
        &[1.0, 2.0, 4.0, 3.0],
        &ones(4),
        &[Factor::new("甲", vec![0, 0, 1, 2], 2)],
        "mixed-level-unknown",
    );
    check(&[1.0], &ones(1), &[], "mixed-too-few-rows");
    check(
        &[1.0, 2.0, 4.0, 3.0],
        &[vec![1.0; 4], vec![2.0; 4]],
        &[two()],
        "mixed-column-redundant",
    );
    check(
        &[1.0, 2.0, 4.0, 3.0],
        &ones(4),
        &[Factor::new("甲", vec![0, 1, 2, 3], 4)],
        "mixed-factor-is-residual",
    );
    let sloped = || two().with_slope(vec![1.0, 2.0, 3.0, 4.0], Correlation::None);
    check(
        &[1.0, 2.0, 4.0, 3.0],
        &ones(4),
        &[sloped(), sloped()],
        "mixed-many-slopes",
    );
    check(&[5.0; 4], &ones(4), &[two()], "mixed-no-residual");
    check(&[1.0, 1.0, 4.0, 4.0], &ones(4), &[two()], "mixed-no-residual");
    let wide = Factor::new("乙", vec![0, 0, 1, 1], 2_001);
    let wider = Factor::new("丙", vec![0, 0, 1, 1], 2_002);
    check(
        &[1.0, 2.0, 4.0, 3.0],
        &ones(4),
        &[wide, wider],
        "mixed-too-many-levels",
    );
}
