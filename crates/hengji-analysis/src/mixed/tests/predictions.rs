//! Predictions against their definition from the covariance of the rows.

use nalgebra::{DMatrix, DVector};
use proptest::prelude::*;

use super::{Table, tables};
use crate::mixed::estimate::fit_near;
use crate::mixed::{Criterion, Factor, MixedFit, Point, Settings, fit, fit_with_reliabilities};

fn fitted(table: &Table) -> Option<MixedFit> {
    fit(
        &table.response,
        &table.design(),
        &table.factors(),
        &Settings::default(),
    )
    .ok()
}

/// Best linear unbiased prediction of a new row by the textbook formula, with its variance.
fn by_definition(table: &Table, fit: &MixedFit, x: f64, first: usize, second: usize) -> (f64, f64) {
    let rows = table.response.len();
    let spread = |at: usize| fit.components[at].intercept_sd.powi(2);
    let shared = |one: (usize, usize), other: (usize, usize)| {
        let equal = |same: bool, spread: f64| if same { spread } else { 0.0 };
        equal(one.0 == other.0, spread(0)) + equal(one.1 == other.1, spread(1))
    };
    let place = |row: usize| (table.first[row], table.second[row]);
    let covariance = DMatrix::from_fn(rows, rows, |one, other| {
        shared(place(one), place(other))
            + if one == other {
                fit.residual_sd.powi(2)
            } else {
                0.0
            }
    });
    let towards = DVector::from_fn(rows, |row, _| shared(place(row), (first, second)));
    let design = DMatrix::from_fn(
        rows,
        2,
        |row, column| if column == 0 { 1.0 } else { table.covariate[row] },
    );
    let point = DVector::from_vec(vec![1.0, x]);
    let response = DVector::from_column_slice(&table.response);
    let inverse = covariance.try_inverse().unwrap();
    let information = (design.transpose() * &inverse * &design).try_inverse().unwrap();
    let fixed = &information * design.transpose() * &inverse * &response;
    let mean = point.dot(&fixed) + towards.dot(&(&inverse * (&response - &design * &fixed)));
    let rest = &point - design.transpose() * &inverse * &towards;
    let variance =
        spread(0) + spread(1) - towards.dot(&(&inverse * &towards)) + rest.dot(&(&information * &rest));
    (mean, variance)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_prediction_is_the_best_linear_unbiased_one(table in tables(), x in -4.0..4.0_f64, first in 0..6_usize, second in 0..4_usize) {
        let Some(fit) = fitted(&table) else { return Ok(()) };
        let point = Point { design: &[1.0, x], levels: &[Some(first), Some(second)], slope: 0.0 };
        let found = fit.predict(&point).unwrap();
        let (mean, variance) = by_definition(&table, &fit, x, first, second);
        prop_assert!((found.mean - mean).abs() < 1e-6, "{} {mean}", found.mean);
        prop_assert!((found.mean_variance - variance).abs() < 1e-6, "{} {variance}", found.mean_variance);
        prop_assert!((found.residual_variance - fit.residual_sd.powi(2)).abs() < 1e-12);
        let both = found.mean_variance + found.residual_variance;
        prop_assert!((found.standard_deviation() - both.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn the_fitted_values_are_the_predictions_of_the_rows(table in tables()) {
        let Some(fit) = fitted(&table) else { return Ok(()) };
        for (row, value) in fit.fitted.iter().enumerate() {
            let design = [1.0, table.covariate[row]];
            let levels = [Some(table.first[row]), Some(table.second[row])];
            let found = fit.predict(&Point { design: &design, levels: &levels, slope: 0.0 }).unwrap();
            prop_assert!((found.mean - value).abs() < 1e-9);
        }
    }

    #[test]
    fn a_level_not_seen_is_no_surer_than_one_seen(table in tables(), x in -3.0..3.0_f64) {
        let Some(fit) = fitted(&table) else { return Ok(()) };
        let variance = |levels: &[Option<usize>; 2]| {
            fit.predict(&Point { design: &[1.0, x], levels, slope: 0.0 }).map_or(f64::NAN, |found| found.mean_variance)
        };
        let new = variance(&[None, None]);
        for level in table.first.iter().take(3) {
            prop_assert!(variance(&[Some(*level), None]) <= new + 1e-9);
        }
    }

    #[test]
    fn another_column_never_makes_the_likelihood_smaller(table in tables()) {
        let settings = Settings { criterion: Criterion::Ml, ..Settings::default() };
        let design = table.design();
        let mean_only = fit(&table.response, &design[..1], &table.factors(), &settings);
        let both = fit(&table.response, &design, &table.factors(), &settings);
        if let (Ok(mean_only), Ok(both)) = (mean_only, both) {
            prop_assert!(both.deviance <= mean_only.deviance + 1e-6);
        }
    }

    #[test]
    fn a_search_that_starts_from_a_neighbour_ends_at_the_same_place(table in tables()) {
        let (design, factors) = (table.design(), table.factors());
        let reliabilities: Vec<f64> = table.covariate.iter().map(|x| 1.0 / (1.0 + x.abs() / 9.0)).collect();
        let far = fit_with_reliabilities(&table.response, &design, &factors, &reliabilities, &Settings::default());
        let neighbour = fit(&table.response, &design, &factors, &Settings::default());
        if let (Ok(far), Ok(neighbour)) = (far, neighbour) {
            let previous = Some(&neighbour);
            let settings = Settings::default();
            let near = fit_near(previous, &table.response, &design, &factors, Some(&reliabilities), &settings).unwrap();
            prop_assert!((near.deviance - far.deviance).abs() < 1e-6, "{} {}", near.deviance, far.deviance);
        }
    }

    #[test]
    fn levels_without_rows_change_nothing(table in tables()) {
        let mut wider = table.factors();
        wider[0] = Factor::new("甲", table.first.clone(), 9);
        let wider = fit(&table.response, &table.design(), &wider, &Settings::default());
        if let (Some(one), Ok(other)) = (fitted(&table), wider) {
            prop_assert!((one.deviance - other.deviance).abs() < 1e-7);
            prop_assert_eq!(other.effects[0].intercepts.len(), 9);
            prop_assert!((one.fixed[1].value - other.fixed[1].value).abs() < 1e-6);
        }
    }
}

#[test]
fn a_point_of_another_shape_has_no_prediction() {
    let factors = [Factor::new("项目", vec![0, 0, 1, 1, 2, 2], 3)];
    let fit = fit(
        &[1.0, 2.0, 5.0, 4.0, 8.0, 9.0],
        &[vec![1.0; 6]],
        &factors,
        &Settings::default(),
    )
    .unwrap();
    let none = |design: &[f64], levels: &[Option<usize>], slope: f64| {
        assert_eq!(
            fit.predict(&Point {
                design,
                levels,
                slope
            }),
            None,
            "{design:?} {levels:?} {slope}"
        );
    };
    none(&[], &[Some(0)], 0.0);
    none(&[1.0, 2.0], &[Some(0)], 0.0);
    none(&[1.0], &[], 0.0);
    none(&[1.0], &[Some(3)], 0.0);
    none(&[f64::NAN], &[Some(0)], 0.0);
    none(&[1.0], &[Some(0)], f64::INFINITY);
}
