//! 詹姆斯—斯坦收缩 (James–Stein): many means of equal precision, all drawn towards their average.

use serde::Serialize;

use super::error::BenchmarkError;
use crate::number::float;

/// The least number of means: with three or fewer, drawing them together gains nothing.
const LEAST: usize = 4;

/// Means after shrinking.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JamesStein {
    /// The average of all means.
    pub grand_mean: f64,
    /// How much of a mean's distance from the average stays, from zero to one.
    pub factor: f64,
    /// The shrunk means in their order.
    pub shrunk: Vec<f64>,
}

/// Shrinks means of one known sampling variance (Efron, Morris 1975), the factor kept from going below zero.
///
/// # Errors
///
/// [`BenchmarkError`] for fewer than four means, a mean that is not finite, a variance that is not positive.
pub fn james_stein(means: &[f64], sampling_variance: f64) -> Result<JamesStein, BenchmarkError> {
    if means.len() < LEAST {
        return Err(BenchmarkError::TooFew {
            what: "平均值".to_owned(),
            found: means.len(),
            least: LEAST,
        });
    }
    if let Some((row, value)) = means.iter().enumerate().find(|(_, value)| !value.is_finite()) {
        return Err(BenchmarkError::NotFinite {
            row: row + 1,
            what: "平均值".to_owned(),
            value: *value,
        });
    }
    if !(sampling_variance.is_finite() && sampling_variance > 0.0) {
        let (row, what) = ("全部平均值".to_owned(), "抽样方差".to_owned());
        return Err(BenchmarkError::NotPositive {
            row,
            what,
            value: sampling_variance,
        });
    }
    let grand_mean = means.iter().sum::<f64>() / float(means.len());
    let squares: f64 = means.iter().map(|mean| (mean - grand_mean).powi(2)).sum();
    let factor = (1.0 - (float(means.len()) - 3.0) * sampling_variance / squares).max(0.0);
    let shrunk = means
        .iter()
        .map(|mean| grand_mean + factor * (mean - grand_mean))
        .collect();
    Ok(JamesStein {
        grand_mean,
        factor,
        shrunk,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_closer_than_chance_become_their_average() {
        let shrunk = james_stein(&[1.0, 1.1, 0.9, 1.0], 1.0).unwrap();
        assert!(shrunk.factor == 0.0);
        assert!(shrunk.shrunk.iter().all(|value| (value - 1.0).abs() < 1e-12));
        let equal = james_stein(&[2.0; 5], 1.0).unwrap();
        assert!(equal.factor == 0.0 && equal.shrunk.iter().all(|value| *value == 2.0));
    }

    #[test]
    fn refusals_of_the_means() {
        let code = |means: &[f64], variance: f64| james_stein(means, variance).unwrap_err().to_string();
        assert!(code(&[1.0; 3], 1.0).ends_with("[benchmark-too-few]"));
        assert!(code(&[1.0, 2.0, f64::INFINITY, 3.0], 1.0).ends_with("[benchmark-not-finite]"));
        assert!(code(&[1.0, 2.0, 3.0, 4.0], 0.0).ends_with("[benchmark-not-positive]"));
    }
}
