//! 抽查样本量 (attribute samples): how many to check before one may say that a share or an amount is in order.

use statrs::distribution::{DiscreteCDF, Hypergeometric, Poisson};

use super::error::DrawError;
use super::estimate::check_probability;
use crate::distribution::{binomial_at_most, normal_quantile};
use crate::number::{count, float};

/// A share as a fraction of whole numbers: "0.25 %" is 25 of 10,000. Products are rounded up exactly, which a
/// float would now and then push over the next whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Share {
    parts: u64,
    whole: u64,
}

impl Share {
    /// So many parts of a whole; nothing for a whole of nought or more parts than it has.
    #[must_use]
    pub fn new(parts: u64, whole: u64) -> Option<Self> {
        (whole > 0 && parts <= whole).then_some(Self { parts, whole })
    }

    /// As a float.
    #[must_use]
    pub fn value(&self) -> f64 {
        wide_float(self.parts) / wide_float(self.whole)
    }

    /// The share of a number, rounded up.
    #[must_use]
    pub fn ceil_of(&self, number: u64) -> u64 {
        let product = u128::from(self.parts) * u128::from(number);
        u64::try_from(product.div_ceil(u128::from(self.whole))).unwrap_or(u64::MAX)
    }
}

/// The smallest sample that, with as many deviations as expected, still shows the tolerable rate not exceeded:
/// `P(Bin(n, tolerable) <= ceil(n · expected)) <= 1 − level` (AICPA, *Audit Sampling*, table A-1).
///
/// # Errors
///
/// [`DrawError`] for a level or a tolerable rate that leaves no room, and where no sample up to `limit` is enough.
pub fn attribute_size(expected: Share, tolerable: Share, level: f64, limit: u64) -> Result<u64, DrawError> {
    check_probability("可容忍差错率", tolerable.value())?;
    smallest(level, limit, |size| {
        binomial_at_most(expected.ceil_of(size), size, tolerable.value())
    })
}

/// The smallest sample that with this number of deviations shows the tolerable rate not exceeded, from a list so
/// large that it does not matter.
///
/// # Errors
///
/// As [`attribute_size`].
pub fn binomial_size(deviations: u64, tolerable: f64, level: f64, limit: u64) -> Result<u64, DrawError> {
    check_probability("可容忍差错率", tolerable)?;
    smallest(level, limit, |size| binomial_at_most(deviations, size, tolerable))
}

/// The same from a list of this length: so many deviations in it would not be tolerable any more.
///
/// # Errors
///
/// As [`attribute_size`]; the limit is the list.
pub fn hypergeometric_size(
    population: u64,
    tolerable: u64,
    deviations: u64,
    level: f64,
) -> Result<u64, DrawError> {
    if tolerable == 0 || tolerable > population {
        let value = wide_float(tolerable);
        return Err(DrawError::BadFigure {
            what: "可容忍差错数",
            position: 1,
            value,
            expected: "为正数且不超过名单个数",
        });
    }
    smallest(level, population, |size| {
        hypergeometric_at_most(deviations, population, tolerable, size)
    })
}

/// The largest number of deviations in the list that so many in the sample leave possible.
///
/// # Errors
///
/// [`DrawError`] for a level that leaves no room, and a sample that does not fit into the list or its deviations.
pub fn hypergeometric_upper(
    population: u64,
    sample: u64,
    deviations: u64,
    level: f64,
) -> Result<u64, DrawError> {
    check_probability("置信水平", level)?;
    check_sample(population, sample, deviations)?;
    // The more deviations there are, the less likely it is to find so few: halve the range.
    let (mut possible, mut impossible) = (deviations, population - sample + deviations + 1);
    while impossible - possible > 1 {
        let middle = possible + (impossible - possible) / 2;
        if hypergeometric_at_most(deviations, population, middle, sample) > 1.0 - level {
            possible = middle;
        } else {
            impossible = middle;
        }
    }
    Ok(possible)
}

/// The upper bound of the rate of deviations in a list so large that it does not matter (Clopper and Pearson).
///
/// # Errors
///
/// As [`hypergeometric_upper`].
pub fn binomial_upper(sample: u64, deviations: u64, level: f64) -> Result<f64, DrawError> {
    check_probability("置信水平", level)?;
    check_sample(sample, sample, deviations)?;
    if deviations == sample {
        return Ok(1.0);
    }
    Ok(root(1.0, |rate| {
        binomial_at_most(deviations, sample, rate) - (1.0 - level)
    }))
}

/// The expected number of deviations at which finding so few has just the probability `1 − level`: 3.00 for none
/// at 95 %.
///
/// # Errors
///
/// [`DrawError`] for a level that leaves no room.
pub fn poisson_factor(deviations: u64, level: f64) -> Result<f64, DrawError> {
    check_probability("置信水平", level)?;
    // Twenty standard deviations and some above what was found nothing is left.
    let high = wide_float(deviations) + 20.0 * wide_float(deviations + 1).sqrt() - 2.0 * (1.0 - level).ln();
    Ok(root(high, |mean| {
        poisson_at_most(deviations, mean) - (1.0 - level)
    }))
}

/// The number of monetary units to check, each drawn in proportion to the amount it stands in: the factor over the
/// tolerable share of the money, rounded up.
///
/// # Errors
///
/// [`DrawError`] for a share or a level that leaves no room.
pub fn monetary_unit_size(deviations: u64, tolerable: f64, level: f64) -> Result<u64, DrawError> {
    check_probability("可容忍差错金额占比", tolerable)?;
    let size = (poisson_factor(deviations, level)? / tolerable).ceil();
    count(size)
        .and_then(|size| u64::try_from(size).ok())
        .ok_or(DrawError::NoSize { limit: u64::MAX })
}

/// The number of projects whose mean is known within a margin, out of a list of this length, when single projects
/// scatter with this standard deviation: `n₀ = (z s / e)²`, `n = n₀ / (1 + n₀ / N)` (Cochran 1977, §4.4).
///
/// # Errors
///
/// [`DrawError`] for a deviation or a margin that is not positive and a level that leaves no room.
pub fn mean_size(deviation: f64, margin: f64, level: f64, population: usize) -> Result<usize, DrawError> {
    check_probability("置信水平", level)?;
    for (what, value) in [("标准差", deviation), ("允许误差", margin)] {
        if !(value > 0.0 && value.is_finite()) {
            return Err(DrawError::BadFigure {
                what,
                position: 1,
                value,
                expected: "大于 0",
            });
        }
    }
    let unlimited = (normal_quantile(f64::midpoint(1.0, level)) * deviation / margin).powi(2);
    let all = float(population);
    // Dividing first keeps a huge first guess from overflowing.
    let size = (all / (1.0 + all / unlimited)).ceil();
    Ok(count(size).unwrap_or(population).min(population))
}

/// The smallest size at which the chance of so few deviations is small enough. The chance may rise again where the
/// number allowed steps up, so that sizes are tried one by one.
fn smallest(level: f64, limit: u64, chance: impl Fn(u64) -> f64) -> Result<u64, DrawError> {
    check_probability("置信水平", level)?;
    (1..=limit)
        .find(|size| chance(*size) <= 1.0 - level)
        .ok_or(DrawError::NoSize { limit })
}

fn check_sample(population: u64, sample: u64, deviations: u64) -> Result<(), DrawError> {
    if sample == 0 || sample > population {
        let value = wide_float(sample);
        return Err(DrawError::BadFigure {
            what: "样本量",
            position: 1,
            value,
            expected: "为正数且不超过名单个数",
        });
    }
    if deviations > sample {
        let value = wide_float(deviations);
        return Err(DrawError::BadFigure {
            what: "差错数",
            position: 1,
            value,
            expected: "不超过样本量",
        });
    }
    Ok(())
}

/// Where a falling function crosses nought, between nought and `high`.
fn root(high: f64, function: impl Fn(f64) -> f64) -> f64 {
    /// Halving a range of floats so often leaves neighbours.
    const HALVINGS: usize = 100;
    let (mut low, mut high) = (0.0, high);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if function(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The probability of at most so many deviations in a sample from a list with so many in it.
fn hypergeometric_at_most(deviations: u64, population: u64, in_list: u64, sample: u64) -> f64 {
    Hypergeometric::new(population, in_list, sample).map_or(f64::NAN, |law| law.cdf(deviations))
}

/// The probability of at most so many deviations where this number is expected.
fn poisson_at_most(deviations: u64, mean: f64) -> f64 {
    Poisson::new(mean).map_or(f64::NAN, |law| law.cdf(deviations))
}

fn wide_float(value: u64) -> f64 {
    float(usize::try_from(value).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_up_exactly() {
        // In floats 0.07 · 100 is a little more than 7 and would be rounded up to 8.
        for (parts, whole, number, expected) in
            [(7, 100, 100, 7), (7, 100, 101, 8), (0, 1, 50, 0), (1, 1, 50, 50)]
        {
            assert_eq!(
                Share::new(parts, whole).map(|share| share.ceil_of(number)),
                Some(expected)
            );
        }
        assert_eq!(Share::new(1, 0), None);
        assert_eq!(Share::new(3, 2), None);
    }

    #[test]
    fn a_sample_of_its_size_has_the_tolerable_rate_as_its_bound() {
        for deviations in 0..4 {
            let size = binomial_size(deviations, 0.05, 0.9, 10_000).unwrap();
            assert!(binomial_upper(size, deviations, 0.9).unwrap() <= 0.05);
            assert!(binomial_upper(size - 1, deviations, 0.9).unwrap() > 0.05);
            let size = hypergeometric_size(1_200, 60, deviations, 0.9).unwrap();
            assert!(hypergeometric_upper(1_200, size, deviations, 0.9).unwrap() < 60);
            assert!(hypergeometric_upper(1_200, size - 1, deviations, 0.9).unwrap() >= 60);
        }
        assert!((binomial_upper(5, 5, 0.9).unwrap() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn a_short_list_needs_fewer() {
        let long = mean_size(5.0, 1.0, 0.95, 1_000_000).unwrap();
        assert_eq!(long, 97);
        assert_eq!(mean_size(5.0, 1.0, 0.95, 200).unwrap(), 65);
        assert_eq!(mean_size(1e200, 1e-200, 0.95, 200).unwrap(), 200);
        assert!(hypergeometric_size(100, 5, 0, 0.95).unwrap() < binomial_size(0, 0.05, 0.95, 1_000).unwrap());
    }

    #[test]
    fn refusals_of_a_sample_size() {
        let share = |parts| Share::new(parts, 100).unwrap();
        let errors = [
            attribute_size(share(5), share(5), 0.95, 2_000).map(drop),
            attribute_size(share(0), share(0), 0.95, 100).map(drop),
            attribute_size(share(0), share(5), 1.0, 100).map(drop),
            binomial_size(0, f64::NAN, 0.95, 100).map(drop),
            hypergeometric_size(100, 0, 0, 0.95).map(drop),
            hypergeometric_size(100, 101, 0, 0.95).map(drop),
            hypergeometric_upper(100, 0, 0, 0.95).map(drop),
            hypergeometric_upper(100, 101, 0, 0.95).map(drop),
            hypergeometric_upper(100, 10, 11, 0.95).map(drop),
            binomial_upper(0, 0, 0.95).map(drop),
            monetary_unit_size(0, 0.0, 0.95).map(drop),
            poisson_factor(0, 0.0).map(drop),
            mean_size(0.0, 1.0, 0.95, 10).map(drop),
            mean_size(1.0, f64::NAN, 0.95, 10).map(drop),
        ];
        for (at, error) in errors.iter().enumerate() {
            assert!(error.is_err(), "case {at}");
        }
    }
}
