//! 费—赫里奥特模型 (Fay–Herriot): direct figures of areas, drawn towards a regression on what is known of them.

use serde::Serialize;

use super::error::BenchmarkError;
use super::small_area::Regression;
use crate::mixed::Estimate;

/// Areas after the regression.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FayHerriot {
    /// The regression coefficients, in the order of the design's columns.
    pub coefficients: Vec<Estimate>,
    /// The variance between areas that the regression leaves.
    pub between_variance: f64,
    /// Whether that variance is zero, so that every area is its regression value.
    pub at_boundary: bool,
    /// The areas in their order.
    pub areas: Vec<AreaEstimate>,
}

/// One area.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AreaEstimate {
    /// The empirical best linear unbiased prediction.
    pub value: f64,
    /// How much of the direct figure is in it, from zero to one.
    pub own_share: f64,
    /// Its mean squared error (Prasad, Rao 1990): prediction, coefficients, and twice the estimated variance.
    pub mean_squared_error: f64,
}

/// Fits by restricted maximum likelihood; `design` holds columns, with the column of ones if one is wanted.
///
/// # Errors
///
/// [`BenchmarkError`] for too few areas, other sizes, redundant columns or variances that are not positive.
pub fn fay_herriot(
    direct: &[f64],
    sampling_variances: &[f64],
    design: &[Vec<f64>],
) -> Result<FayHerriot, BenchmarkError> {
    let regression = Regression::new(direct, sampling_variances, design)?;
    let between = regression.restricted_likelihood()?;
    let fitted = regression.at(between)?;
    let precision: f64 = sampling_variances
        .iter()
        .map(|own| (between + own).powi(-2))
        .sum();
    let area = |(at, (direct, own)): (usize, (&f64, &f64))| {
        let row = regression.row(at);
        let regressed = row.dot(&fitted.coefficients);
        let own_share = between / (between + own);
        let rest = 1.0 - own_share;
        let coefficients = rest * rest * row.dot(&(&fitted.covariance * &row));
        let variance = rest * rest / (between + own) * 2.0 / precision;
        let mean_squared_error = own_share * own + coefficients + 2.0 * variance;
        AreaEstimate {
            value: regressed + own_share * (direct - regressed),
            own_share,
            mean_squared_error,
        }
    };
    let areas = direct
        .iter()
        .zip(sampling_variances)
        .enumerate()
        .map(area)
        .collect();
    let coefficients = fitted
        .coefficients
        .iter()
        .zip(fitted.covariance.diagonal().iter())
        .map(|(value, variance)| Estimate {
            value: *value,
            standard_error: variance.sqrt(),
        })
        .collect();
    Ok(FayHerriot {
        coefficients,
        between_variance: between,
        at_boundary: between == 0.0,
        areas,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_measured_exactly_keeps_its_figure_and_a_vague_one_takes_the_regression() {
        let covariate = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let direct = [1.2, 1.9, 3.4, 3.7, 5.5, 9.0];
        let variances = [1e-9, 0.05, 0.05, 0.05, 0.05, 1e6];
        let fit = fay_herriot(&direct, &variances, &[vec![1.0; 6], covariate]).unwrap();
        assert!((fit.areas[0].value - 1.2).abs() < 1e-6 && fit.areas[0].own_share > 0.999);
        assert!((fit.areas[5].value - 6.4).abs() < 0.5 && fit.areas[5].own_share < 0.001);
        assert!(fit.areas[5].mean_squared_error > fit.areas[0].mean_squared_error);
    }

    #[test]
    fn refusals_of_the_areas() {
        let check = |direct: &[f64], variances: &[f64], design: &[Vec<f64>], code: &str| {
            let error = fay_herriot(direct, variances, design)
                .err()
                .map(|error| error.to_string());
            assert!(
                error
                    .as_deref()
                    .is_some_and(|text| text.ends_with(&format!("[{code}]"))),
                "{code}: {error:?}"
            );
        };
        check(&[1.0], &[1.0], &[vec![1.0]], "benchmark-too-few");
        check(
            &[1.0, f64::NAN],
            &[1.0, 1.0],
            &[vec![1.0; 2]],
            "benchmark-not-finite",
        );
        check(
            &[1.0, 2.0],
            &[1.0, 0.0],
            &[vec![1.0; 2]],
            "benchmark-not-positive",
        );
        check(&[1.0, 2.0], &[1.0], &[vec![1.0; 2]], "benchmark-sizes-differ");
        check(
            &[1.0, 2.0, 3.0],
            &[1.0; 3],
            &[vec![1.0; 3], vec![0.0; 3]],
            "benchmark-columns-redundant",
        );
    }
}
