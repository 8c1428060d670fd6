//! 嵌套误差模型 (Battese–Harter–Fuller): rows within areas, and the area means that follow from known averages.

use serde::Serialize;

use super::error::BenchmarkError;
use crate::mixed::{Estimate, Factor, MixedFit, Point, Settings, fit};
use crate::number::float;

/// A nested-error regression with its area means.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NestedError {
    /// The model: coefficients, variances, area effects.
    pub model: MixedFit,
    /// The mean of each area.
    pub means: Vec<AreaMean>,
}

/// The predicted mean of an area.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AreaMean {
    /// The number of rows of the area; at zero the mean is the regression alone.
    pub rows: usize,
    /// The predicted mean, with the square root of its mean squared error (Prasad, Rao 1990).
    pub mean: Estimate,
}

/// Fits by restricted maximum likelihood and predicts the mean of each area.
///
/// `design` holds columns over the rows; `averages` holds, for each area, the known average of each column over
/// the whole area (one for the constant).
///
/// # Errors
///
/// [`BenchmarkError`] when sizes differ or the model cannot be fitted.
pub fn nested_error(
    response: &[f64],
    design: &[Vec<f64>],
    areas: &[usize],
    averages: &[Vec<f64>],
) -> Result<NestedError, BenchmarkError> {
    let factor = Factor::new("区域", areas.to_vec(), averages.len());
    let model = fit(response, design, &[factor], &Settings::default())?;
    let mut rows = vec![0_usize; averages.len()];
    for area in areas {
        if let Some(rows) = rows.get_mut(*area) {
            *rows += 1;
        }
    }
    let between = model
        .components
        .first()
        .map_or(0.0, |component| component.intercept_sd.powi(2));
    let within = model.residual_sd.powi(2);
    let uncertainty = Uncertainty::new(&rows, between, within);
    let mut means = Vec::with_capacity(averages.len());
    for (area, (average, rows)) in averages.iter().zip(&rows).enumerate() {
        let point = Point {
            design: average,
            levels: &[Some(area)],
            slope: 0.0,
        };
        let Some(predicted) = model.predict(&point) else {
            let what = format!("第 {} 个区域的平均值", area + 1);
            return Err(BenchmarkError::SizesDiffer {
                what,
                found: average.len(),
                expected: design.len(),
            });
        };
        let variance = predicted.mean_variance + 2.0 * uncertainty.of(*rows);
        let mean = Estimate {
            value: predicted.mean,
            standard_error: variance.max(0.0).sqrt(),
        };
        means.push(AreaMean { rows: *rows, mean });
    }
    Ok(NestedError { model, means })
}

/// What estimating the two variances adds to the error of a mean.
struct Uncertainty {
    between: f64,
    within: f64,
    /// Asymptotic variances of the two estimates and their covariance.
    of_between: f64,
    of_within: f64,
    shared: f64,
}

impl Uncertainty {
    fn new(rows: &[usize], between: f64, within: f64) -> Self {
        let (mut first, mut second, mut cross) = (0.0, 0.0, 0.0);
        for rows in rows.iter().filter(|rows| **rows > 0) {
            let rows = float(*rows);
            let total = (within + rows * between).powi(2);
            first += 0.5 * rows * rows / total;
            second += 0.5 * ((rows - 1.0) / within.powi(2) + 1.0 / total);
            cross += 0.5 * rows / total;
        }
        let determinant = first * second - cross * cross;
        Self {
            between,
            within,
            of_between: second / determinant,
            of_within: first / determinant,
            shared: -cross / determinant,
        }
    }

    fn of(&self, rows: usize) -> f64 {
        if rows == 0 {
            return 0.0;
        }
        let rows = float(rows);
        let spread = self.within.powi(2) * self.of_between + self.between.powi(2) * self.of_within
            - 2.0 * self.within * self.between * self.shared;
        spread / (rows * rows) / (self.between + self.within / rows).powi(3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESPONSE: [f64; 8] = [3.0, 5.0, 4.0, 9.0, 8.0, 10.0, 1.0, 2.5];
    const AREAS: [usize; 8] = [0, 0, 0, 1, 1, 1, 2, 2];

    #[test]
    fn an_area_without_rows_is_the_regression_and_the_least_sure() {
        let found = nested_error(&RESPONSE, &[vec![1.0; 8]], &AREAS, &vec![vec![1.0]; 4]).unwrap();
        let mean = found.model.fixed[0].value;
        assert_eq!(found.means[3].rows, 0);
        assert!((found.means[3].mean.value - mean).abs() < 1e-12);
        for area in &found.means[..3] {
            assert!(
                area.mean.standard_error < found.means[3].mean.standard_error,
                "{area:?}"
            );
        }
        assert!(
            found.means[2].mean.standard_error > found.means[0].mean.standard_error,
            "two rows say less"
        );
    }

    #[test]
    fn every_area_needs_the_average_of_every_column() {
        let averages = vec![vec![1.0], vec![1.0, 2.0], vec![1.0]];
        let error = nested_error(&RESPONSE, &[vec![1.0; 8]], &AREAS, &averages)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("第 2 个区域") && error.ends_with("[benchmark-sizes-differ]"),
            "{error}"
        );
        let few = nested_error(&RESPONSE, &[vec![1.0; 8]], &AREAS, &[vec![1.0]])
            .unwrap_err()
            .to_string();
        assert!(few.ends_with("[mixed-level-unknown]"), "{few}");
    }
}
