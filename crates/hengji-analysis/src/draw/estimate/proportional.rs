//! 不等概率估计 (estimates from a draw by amount): Horvitz–Thompson, Hájek, and their variances.

use super::{Confidence, Estimate, Figures, check_finite};
use crate::draw::error::DrawError;
use crate::number::float;

/// What was observed in a stratum drawn in proportion to amounts.
#[derive(Debug, Clone, PartialEq)]
pub struct ProportionalSample {
    /// Its name.
    pub name: String,
    /// Number of its units in the frame.
    pub population: usize,
    /// The observed values.
    pub values: Vec<f64>,
    /// Their inclusion probabilities, above nought and at most one, in the same order.
    pub inclusion: Vec<f64>,
}

/// The total of all units, `Σ y / π`, with the variance of Hájek and Rosén for Pareto order sampling:
/// `m / (m − 1) Σ (1 − π) (y/π − A)²` with `A = Σ (1 − π) y/π / Σ (1 − π)`, `m` counting the units that were not
/// certain (Rosén 1997, *Journal of Statistical Planning and Inference* 62, 159–191).
///
/// # Errors
///
/// [`DrawError`] where lists differ in length, a probability is none, or a stratum has just one unit that was not
/// certain, from which no variance can be seen.
pub fn horvitz_thompson(
    strata: &[ProportionalSample],
    confidence: Confidence,
) -> Result<Estimate, DrawError> {
    Estimate::new(
        total_figures("horvitz_thompson", strata, |value| value)?,
        confidence,
    )
}

/// The mean of all units, `Σ y/π / Σ 1/π`: better than the total over a known number where values vary little
/// and amounts much.
///
/// # Errors
///
/// As [`horvitz_thompson`].
pub fn hajek_mean(strata: &[ProportionalSample], confidence: Confidence) -> Result<Estimate, DrawError> {
    let total = total_figures("hajek_mean", strata, |value| value)?;
    let number = total_figures("hajek_mean", strata, |_| 1.0)?;
    if number.value == 0.0 {
        return Err(DrawError::TooFew {
            what: "已核项目",
            found: 0,
            needed: 2,
        });
    }
    let mean = total.value / number.value;
    let residuals = total_figures("hajek_mean", strata, |value| (value - mean) / number.value)?;
    Estimate::new(
        Figures {
            value: mean,
            ..residuals
        },
        confidence,
    )
}

/// Deville's approximation to the variance of a total under a fixed-size draw, `Σ c (y/π − A)²` with the weights
/// `c = (1 − π) / (1 − Σ a²)` and `a = (1 − π) / Σ (1 − π)` (Deville 1993; Tillé 2006, *Sampling Algorithms*, §7).
///
/// # Errors
///
/// [`DrawError`] where lists differ in length, a probability is none, or fewer than two units were uncertain.
pub fn deville_variance(values: &[f64], inclusion: &[f64]) -> Result<f64, DrawError> {
    check_lists(values, inclusion)?;
    let (centre, squares, freedom) = residual_squares(values, inclusion);
    if freedom < 2 || !centre.is_finite() {
        return Err(DrawError::TooFew {
            what: "非必抽的已核项目",
            found: freedom,
            needed: 2,
        });
    }
    let room: f64 = inclusion.iter().map(|share| 1.0 - share).sum();
    let concentration: f64 = inclusion.iter().map(|share| ((1.0 - share) / room).powi(2)).sum();
    Ok(squares / (1.0 - concentration))
}

/// The unbiased variance of a total by Horvitz and Thompson, from the joint inclusion probabilities of the sample.
/// It may be negative; [`sen_yates_grundy_variance`] seldom is.
///
/// # Errors
///
/// [`DrawError`] where lists differ in length or a probability is none.
pub fn horvitz_thompson_variance(
    values: &[f64],
    inclusion: &[f64],
    joint: &[Vec<f64>],
) -> Result<f64, DrawError> {
    over_pairs(
        values,
        inclusion,
        joint,
        |(value, share), (other, other_share), both, is_same| {
            let weight = if is_same {
                1.0 - share
            } else {
                (both - share * other_share) / both
            };
            weight * (value / share) * (other / other_share)
        },
    )
}

/// The variance of a total by Sen, Yates and Grundy for a fixed-size draw, from the joint inclusion probabilities
/// of the sample.
///
/// # Errors
///
/// As [`horvitz_thompson_variance`].
pub fn sen_yates_grundy_variance(
    values: &[f64],
    inclusion: &[f64],
    joint: &[Vec<f64>],
) -> Result<f64, DrawError> {
    over_pairs(
        values,
        inclusion,
        joint,
        |(value, share), (other, other_share), both, is_same| {
            if is_same {
                return 0.0;
            }
            (share * other_share - both) / both * (value / share - other / other_share).powi(2) / 2.0
        },
    )
}

/// A term of a double sum: two units with value and probability, their joint probability, whether they are one.
type Term = fn((f64, f64), (f64, f64), f64, bool) -> f64;

fn over_pairs(values: &[f64], inclusion: &[f64], joint: &[Vec<f64>], term: Term) -> Result<f64, DrawError> {
    check_lists(values, inclusion)?;
    let what = "已核项目与联合入样概率";
    if joint.len() != values.len() {
        return Err(DrawError::LengthsDiffer {
            what,
            left: values.len(),
            right: joint.len(),
        });
    }
    let mut sum = 0.0;
    for (at, ((value, share), row)) in values.iter().zip(inclusion).zip(joint).enumerate() {
        if row.len() != values.len() {
            return Err(DrawError::LengthsDiffer {
                what,
                left: values.len(),
                right: row.len(),
            });
        }
        for (position, ((other, other_share), both)) in values.iter().zip(inclusion).zip(row).enumerate() {
            if at != position && !(*both > 0.0 && *both <= 1.0) {
                let expected = "大于 0 且不大于 1";
                return Err(DrawError::BadFigure {
                    what: "联合入样概率",
                    position: position + 1,
                    value: *both,
                    expected,
                });
            }
            sum += term((*value, *share), (*other, *other_share), *both, at == position);
        }
    }
    Ok(sum)
}

fn total_figures(
    method: &'static str,
    strata: &[ProportionalSample],
    of: impl Fn(f64) -> f64,
) -> Result<Figures, DrawError> {
    let population = strata.iter().map(|stratum| stratum.population).sum();
    let sampled = strata.iter().map(|stratum| stratum.values.len()).sum();
    let mut figures = Figures {
        method,
        value: 0.0,
        variance: 0.0,
        freedom: 0,
        sampled,
        population,
    };
    for stratum in strata {
        check_sample(stratum)?;
        let values: Vec<f64> = stratum.values.iter().map(|value| of(*value)).collect();
        figures.value += values
            .iter()
            .zip(&stratum.inclusion)
            .map(|(value, share)| value / share)
            .sum::<f64>();
        let (_, squares, uncertain) = residual_squares(&values, &stratum.inclusion);
        if uncertain == 1 {
            let (population, sampled) = (stratum.population, stratum.values.len());
            return Err(DrawError::LonelyStratum {
                stratum: stratum.name.clone(),
                population,
                sampled,
            });
        }
        if uncertain > 1 {
            figures.variance += float(uncertain) / float(uncertain - 1) * squares;
            figures.freedom += uncertain - 1;
        }
    }
    Ok(figures)
}

/// `A`, `Σ (1 − π) (y/π − A)²`, and the number of units that were not certain.
fn residual_squares(values: &[f64], inclusion: &[f64]) -> (f64, f64, usize) {
    let pairs = || values.iter().zip(inclusion);
    let room: f64 = inclusion.iter().map(|share| 1.0 - share).sum();
    let centre = pairs()
        .map(|(value, share)| (1.0 - share) * value / share)
        .sum::<f64>()
        / room;
    let uncertain = inclusion.iter().filter(|share| **share < 1.0).count();
    if uncertain == 0 {
        return (0.0, 0.0, 0);
    }
    let squares = pairs()
        .map(|(value, share)| (1.0 - share) * (value / share - centre).powi(2))
        .sum();
    (centre, squares, uncertain)
}

fn check_sample(stratum: &ProportionalSample) -> Result<(), DrawError> {
    let (population, sampled) = (stratum.population, stratum.values.len());
    check_lists(&stratum.values, &stratum.inclusion)?;
    if sampled > population {
        return Err(DrawError::Oversampled {
            stratum: stratum.name.clone(),
            population,
            sampled,
        });
    }
    if sampled == 0 && population > 0 {
        return Err(DrawError::LonelyStratum {
            stratum: stratum.name.clone(),
            population,
            sampled,
        });
    }
    Ok(())
}

fn check_lists(values: &[f64], inclusion: &[f64]) -> Result<(), DrawError> {
    if values.len() != inclusion.len() {
        let what = "观测值与入样概率";
        return Err(DrawError::LengthsDiffer {
            what,
            left: values.len(),
            right: inclusion.len(),
        });
    }
    check_finite("观测值", values)?;
    for (position, value) in (1..).zip(inclusion) {
        if !(*value > 0.0 && *value <= 1.0) {
            let expected = "大于 0 且不大于 1";
            return Err(DrawError::BadFigure {
                what: "入样概率",
                position,
                value: *value,
                expected,
            });
        }
    }
    Ok(())
}
