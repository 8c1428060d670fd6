//! Random slopes: correlated, uncorrelated, absent.

use proptest::prelude::*;

use super::tables;
use crate::mixed::{Correlation, Factor, MixedFit, Settings, fit};
use crate::number::float;

/// Groups on lines whose levels and slopes are exactly plus and minus one, with a residual that alternates.
fn lines(shared: f64) -> (Vec<f64>, Vec<f64>, Vec<usize>) {
    let (mut response, mut covariate, mut groups) = (Vec::new(), Vec::new(), Vec::new());
    for group in 0..40_usize {
        let level = if group % 2 == 0 { 1.0 } else { -1.0 };
        let other = if group % 4 < 2 { 1.0 } else { -1.0 };
        let slope = shared * level + (1.0_f64 - shared * shared).sqrt() * other;
        for row in 0..12_usize {
            let x = (float(row) - 5.5) / 4.0;
            let noise = if (row / 2 + row + group) % 2 == 0 {
                0.3
            } else {
                -0.3
            };
            response.push(4.0 + level + (2.0 + slope) * x + noise);
            covariate.push(x);
            groups.push(group);
        }
    }
    (response, covariate, groups)
}

fn sloped(shared: f64, correlation: Correlation, scale: f64) -> MixedFit {
    let (response, covariate, groups) = lines(shared);
    let covariate: Vec<f64> = covariate.iter().map(|x| x * scale).collect();
    let factors = [Factor::new("组", groups, 40).with_slope(covariate.clone(), correlation)];
    fit(
        &response,
        &[vec![1.0; 480], covariate],
        &factors,
        &Settings::default(),
    )
    .unwrap()
}

#[test]
fn levels_slopes_and_their_correlation_are_found() {
    for shared in [-0.6, 0.0, 0.6] {
        let fit = sloped(shared, Correlation::Free, 1.0);
        let component = &fit.components[0];
        assert!(fit.convergence.converged, "{:?}", fit.convergence);
        assert!((component.intercept_sd - 1.0).abs() < 0.03, "{component:?}");
        assert!((component.slope_sd.unwrap() - 1.0).abs() < 0.03, "{component:?}");
        assert!(
            (component.correlation.unwrap() - shared).abs() < 0.05,
            "{component:?}"
        );
        assert!((fit.fixed[1].value - 2.0).abs() < 0.02, "{:?}", fit.fixed);
        // Each line of twelve rows takes two of their freedoms.
        let residual = 0.3 * (12.0_f64 / 10.0).sqrt();
        assert!((fit.residual_sd - residual).abs() < 1e-3, "{}", fit.residual_sd);
    }
}

#[test]
fn without_a_correlation_none_is_reported_and_the_fit_is_no_better() {
    let (free, none) = (
        sloped(0.6, Correlation::Free, 1.0),
        sloped(0.6, Correlation::None, 1.0),
    );
    assert_eq!(none.components[0].correlation, None);
    assert!(
        free.deviance < none.deviance - 1.0,
        "{} {}",
        free.deviance,
        none.deviance
    );
}

#[test]
fn the_unit_of_the_covariate_scales_the_slopes_only() {
    for correlation in [Correlation::Free, Correlation::None] {
        let (one, other) = (sloped(0.3, correlation, 1.0), sloped(0.3, correlation, 1_000.0));
        let slope = |fit: &MixedFit| fit.components[0].slope_sd.unwrap();
        assert!((slope(&one) - 1_000.0 * slope(&other)).abs() < 1e-5);
        assert!((one.components[0].intercept_sd - other.components[0].intercept_sd).abs() < 1e-5);
    }
}

#[test]
fn equal_slopes_are_reported_at_the_boundary_by_name() {
    let (response, covariate, groups) = lines(0.0);
    // Without its group's own slope each line is parallel to the others.
    let parallel: Vec<f64> = response
        .iter()
        .zip(&covariate)
        .zip(&groups)
        .map(|((value, x), group)| value - if group % 4 < 2 { *x } else { -x })
        .collect();
    let factors = [Factor::new("组", groups, 40).with_slope(covariate.clone(), Correlation::None)];
    let fit = fit(
        &parallel,
        &[vec![1.0; 480], covariate],
        &factors,
        &Settings::default(),
    )
    .unwrap();
    assert_eq!(fit.convergence.at_boundary, ["组的斜率"]);
    assert_eq!(fit.components[0].slope_sd, Some(0.0));
    assert!(fit.components[0].intercept_sd > 0.9);
    assert!(fit.effects[0].slopes.iter().all(|slope| slope.value == 0.0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_slope_that_may_vary_is_no_worse(table in tables()) {
        let design = table.design();
        let level = fit(&table.response, &design, &table.factors(), &Settings::default());
        let slope = fit(&table.response, &design, &table.sloped(), &Settings::default());
        if let (Ok(level), Ok(slope)) = (level, slope) {
            prop_assert!(slope.deviance <= level.deviance + 1e-5, "{} {}", slope.deviance, level.deviance);
        }
    }

    #[test]
    fn with_a_free_correlation_the_origin_of_the_covariate_does_not_matter(table in tables(), origin in -3.0..3.0_f64) {
        let moved = super::Table { covariate: table.covariate.iter().map(|x| x + origin).collect(), ..table.clone() };
        let of = |table: &super::Table| fit(&table.response, &table.design(), &table.sloped(), &Settings::default());
        if let (Ok(one), Ok(other)) = (of(&table), of(&moved)) {
            prop_assert!((one.deviance - other.deviance).abs() < 1e-4, "{} {}", one.deviance, other.deviance);
        }
    }
}
