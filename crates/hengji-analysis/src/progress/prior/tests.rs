//! Prior curves: where they run, what is refused, and the Beta curve recovered from its own values.

use proptest::prelude::*;

use super::*;

#[test]
fn the_linear_prior_is_the_share_of_the_year() {
    assert_eq!(Prior::Linear.curve(4), Ok(vec![0.25, 0.5, 0.75, 1.0]));
}

#[test]
fn the_works_curve_starts_and_ends_with_the_year() {
    let works = Prior::Works { c: 0.134, k: 3.884 };
    assert!(works.at(0.0).abs() < 1e-15);
    assert!((works.at(1.0) - 1.0).abs() < 1e-12);
    let curve = works.curve(12);
    assert!(curve.is_ok_and(|curve| {
        curve.len() == 12
            && curve
                .windows(2)
                .all(|pair| matches!(pair, [low, high] if low < high))
    }));
}

#[test]
fn a_curve_that_falls_or_leaves_the_whole_is_refused() {
    for prior in [
        Prior::Works { c: 5.0, k: 3.884 },
        Prior::Works { c: 0.134, k: 0.0 },
        Prior::Works {
            c: f64::NAN,
            k: 3.884,
        },
        Prior::Beta {
            alpha: -1.0,
            beta: 2.0,
        },
    ] {
        assert!(
            matches!(prior.curve(12), Err(ProgressError::PriorCurve { .. })),
            "{prior:?}"
        );
    }
    assert_eq!(
        Prior::Linear.curve(0),
        Err(ProgressError::Period {
            period: 0,
            periods: 0
        })
    );
}

#[test]
fn a_linear_year_is_the_beta_distribution_with_both_shapes_one() {
    let curve: Vec<f64> = (1..=12).map(|month| f64::from(month) / 12.0).collect();
    let fit = fit_beta(&curve);
    assert!(fit.is_ok_and(|fit| (fit.alpha - 1.0).abs() < 1e-6
        && (fit.beta - 1.0).abs() < 1e-6
        && fit.largest_gap < 1e-7));
}

#[test]
fn curves_without_a_beta_distribution_are_refused() {
    for (curve, why) in [
        (vec![0.5, 1.0], "不足三期"),
        (vec![0.2, 0.6, 0.9], "没有到 1,请先除以全年数"),
        (vec![0.6, 0.2, 1.0], "中途下降"),
        (vec![0.2, f64::NAN, 1.0], "有一期不在 0 与 1 之间"),
        (vec![0.0, 1.0, 1.0], "全部在一期之内完成"),
    ] {
        assert_eq!(fit_beta(&curve), Err(ProgressError::Beta { why }), "{curve:?}");
    }
}

#[test]
fn a_ragged_curve_is_fitted_with_its_gap_told() {
    let curve = [0.0, 0.0, 0.3, 0.3, 0.3, 0.5, 0.5, 0.6, 0.6, 0.7, 0.7, 1.0];
    assert!(fit_beta(&curve).is_ok_and(|fit| 0.05 < fit.largest_gap && fit.largest_gap < 0.3));
}

proptest! {
    #[test]
    fn a_beta_curve_is_recovered(alpha in 0.5..6.0_f64, beta in 0.5..6.0_f64) {
        let curve = Prior::Beta { alpha, beta }.curve(12);
        prop_assert!(curve.is_ok());
        let fit = fit_beta(&curve.unwrap_or_default());
        prop_assert!(fit.as_ref().is_ok_and(|fit| fit.largest_gap < 1e-6), "{fit:?}");
        let fit = fit.ok().map_or((0.0, 0.0), |fit| (fit.alpha, fit.beta));
        prop_assert!((fit.0 / alpha - 1.0).abs() < 1e-3 && (fit.1 / beta - 1.0).abs() < 1e-3, "{fit:?}");
    }
}
