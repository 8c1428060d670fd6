//! 平均分 (mean rating): answers on a scale such as 非常满意 to 非常不满意, with a t interval on the mean.

use serde::Serialize;

use super::error::{ProgressError, within};
use crate::distribution::t_quantile;
use crate::number::float;

/// One step of the scale and how many chose it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// Its points, e.g. 5 for 非常满意.
    pub points: f64,
    /// How many chose it.
    pub answers: usize,
}

/// The mean of the answers with its interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeanRating {
    /// How many answered.
    pub n: usize,
    /// Mean points.
    pub mean: f64,
    /// Standard deviation of the answers (n − 1).
    pub deviation: f64,
    /// Confidence level, 0 to 1.
    pub level: f64,
    /// Lower bound of the mean, not below the scale.
    pub low: f64,
    /// Upper bound of the mean, not above the scale.
    pub high: f64,
}

/// Student's t interval on the mean of a scale.
///
/// A share of "satisfied or better" throws away how satisfied people are; the mean keeps it. Where all answers
/// are the same the interval has no width, which says that the answers do not differ, not that it is certain.
///
/// # Errors
///
/// [`ProgressError::TooFew`] below two answers, [`ProgressError::Level`], [`ProgressError::Number`] for points
/// that are no number or negative.
pub fn mean_rating(scale: &[Step], level: f64) -> Result<MeanRating, ProgressError> {
    if !(0.0 < level && level < 1.0) {
        return Err(ProgressError::Level { level });
    }
    for (row, step) in (1..).zip(scale) {
        within("分值", step.points, 0.0, f64::MAX).map_err(|_| ProgressError::Number {
            what: "评分",
            row,
            period: 1,
            value: step.points,
        })?;
    }
    let chosen = || scale.iter().filter(|step| 0 < step.answers);
    let n: usize = chosen().map(|step| step.answers).fold(0, usize::saturating_add);
    if n < 2 {
        return Err(ProgressError::TooFew { n });
    }
    let all = float(n);
    // Shares first, so that no sum leaves the range of floats.
    let mean: f64 = chosen()
        .map(|step| step.points * (float(step.answers) / all))
        .sum();
    let variance: f64 = chosen()
        .map(|step| (step.points - mean).powi(2) * (float(step.answers) / (all - 1.0)))
        .sum();
    let deviation = variance.sqrt();
    let half = t_quantile(f64::midpoint(1.0, level), all - 1.0) * deviation / all.sqrt();
    let least = scale.iter().map(|step| step.points).fold(f64::INFINITY, f64::min);
    let most = scale
        .iter()
        .map(|step| step.points)
        .fold(f64::NEG_INFINITY, f64::max);
    Ok(MeanRating {
        n,
        mean,
        deviation,
        level,
        low: (mean - half).max(least),
        high: (mean + half).min(most),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(answers: [usize; 5]) -> Vec<Step> {
        let points = [5.0, 4.0, 3.0, 2.0, 1.0];
        points
            .into_iter()
            .zip(answers)
            .map(|(points, answers)| Step { points, answers })
            .collect()
    }

    #[test]
    fn the_interval_is_that_of_students_t() {
        // By hand: 1, 2, 3, 4, 5 have mean 3, variance 2.5; t(0.975, 4) = 2.7764451.
        let rating = mean_rating(&scale([1, 1, 1, 1, 1]), 0.95);
        assert!(rating.is_ok_and(|rating| {
            rating.n == 5
                && (rating.mean - 3.0).abs() < 1e-12
                && (rating.deviation - 2.5_f64.sqrt()).abs() < 1e-12
                && (rating.low - (3.0 - 2.776_445_105 / 2.0_f64.sqrt())).abs() < 1e-8
                && (rating.high - (3.0 + 2.776_445_105 / 2.0_f64.sqrt())).abs() < 1e-8
        }));
    }

    #[test]
    fn the_interval_does_not_leave_the_scale() {
        let rating = mean_rating(&scale([2, 0, 0, 0, 1]), 0.99);
        assert!(rating.is_ok_and(|rating| rating.low >= 1.0 && rating.high <= 5.0));
    }

    #[test]
    fn equal_answers_have_no_spread() {
        let rating = mean_rating(&scale([0, 40, 0, 0, 0]), 0.95);
        assert!(
            rating.is_ok_and(|rating| rating.deviation == 0.0 && rating.low == 4.0 && rating.high == 4.0)
        );
    }

    #[test]
    fn more_answers_narrow_the_interval() {
        let width = |times: usize| {
            mean_rating(&scale([5 * times, 3 * times, times, times, 0]), 0.95).map(|one| one.high - one.low)
        };
        assert!(width(1).is_ok_and(|few| width(10).is_ok_and(|many| many < few)));
    }

    #[test]
    fn a_million_answers_have_the_interval_of_the_normal_law() {
        let many = mean_rating(&scale([200_000; 5]), 0.95);
        let half = 1.959_963_985 * 2.0_f64.sqrt() / 1_000.0;
        assert!(many.is_ok_and(|one| one.n == 1_000_000 && (one.high - 3.0 - half).abs() < 1e-7));
    }

    #[test]
    fn one_answer_or_none_gives_no_interval() {
        assert_eq!(
            mean_rating(&scale([1, 0, 0, 0, 0]), 0.95),
            Err(ProgressError::TooFew { n: 1 })
        );
        assert_eq!(mean_rating(&[], 0.95), Err(ProgressError::TooFew { n: 0 }));
    }

    #[test]
    fn points_that_are_no_number_are_named() {
        let bad = [
            Step {
                points: 5.0,
                answers: 3,
            },
            Step {
                points: f64::NAN,
                answers: 0,
            },
        ];
        let told = mean_rating(&bad, 0.95).map_err(|error| error.to_string());
        assert!(told.is_err_and(|text| text.contains("第 2 条评分")));
        assert_eq!(
            mean_rating(&scale([1, 1, 0, 0, 0]), 1.0),
            Err(ProgressError::Level { level: 1.0 })
        );
    }
}
