//! 分布 (distributions): quantiles and probabilities that the intervals of the other modules need.
//!
//! Over `statrs`, except for beta, F and t, whose quantiles there do not always end. Arguments outside a distribution's domain give not-a-number, which the callers
//! turn into a missing interval, so that a degenerate sample never stops a table of a thousand rows.

mod incomplete;

use statrs::distribution::{Binomial, ChiSquared, ContinuousCDF, DiscreteCDF, Normal};

/// With more degrees of freedom nothing visible changes any more.
const FREEDOM_MOST: f64 = 2e8;

/// The quantile of the standard normal distribution.
#[must_use]
pub fn normal_quantile(probability: f64) -> f64 {
    quantile(Normal::new(0.0, 1.0), probability)
}

/// The probability that a standard normal variable is at most `value`.
#[must_use]
pub fn normal_below(value: f64) -> f64 {
    probability(value, Normal::new(0.0, 1.0), |law| law.cdf(value))
}

/// The quantile of Student's t with these degrees of freedom.
#[must_use]
pub fn t_quantile(probability: f64, freedom: f64) -> f64 {
    let freedom = freedom.min(FREEDOM_MOST);
    let (place, rest) = incomplete::quantile(2.0 * probability.min(1.0 - probability), freedom / 2.0, 0.5);
    let size = (freedom * rest / place).sqrt();
    if probability < 0.5 { -size } else { size }
}

/// The quantile of the F distribution.
#[must_use]
pub fn f_quantile(probability: f64, freedom_above: f64, freedom_below: f64) -> f64 {
    let (above, below) = (freedom_above.min(FREEDOM_MOST), freedom_below.min(FREEDOM_MOST));
    let (place, rest) = incomplete::quantile(probability, above / 2.0, below / 2.0);
    below * place / (above * rest)
}

/// The probability that an F variable exceeds `value`.
#[must_use]
pub fn f_above(value: f64, freedom_above: f64, freedom_below: f64) -> f64 {
    let (above, below) = (freedom_above.min(FREEDOM_MOST), freedom_below.min(FREEDOM_MOST));
    let rest = below / (above * value + below);
    incomplete::below(rest, 1.0 - rest, below / 2.0, above / 2.0)
}

/// The probability that a chi-squared variable exceeds `value`.
#[must_use]
pub fn chi_squared_above(value: f64, freedom: f64) -> f64 {
    probability(value, ChiSquared::new(freedom), |law| law.sf(value))
}

/// The probability that a beta variable is at most `value`.
#[must_use]
pub fn beta_below(value: f64, alpha: f64, beta: f64) -> f64 {
    incomplete::below(value, 1.0 - value, alpha, beta)
}

/// The quantile of the beta distribution.
#[must_use]
pub fn beta_quantile(probability: f64, alpha: f64, beta: f64) -> f64 {
    incomplete::quantile(probability, alpha, beta).0
}

/// The probability of at most `successes` in `trials`.
#[must_use]
pub fn binomial_at_most(successes: u64, trials: u64, probability: f64) -> f64 {
    Binomial::new(probability, trials).map_or(f64::NAN, |law| law.cdf(successes))
}

/// Some of the library's functions panic at not-a-number instead of passing it on.
fn probability<D, E>(value: f64, law: Result<D, E>, of: impl Fn(&D) -> f64) -> f64 {
    match law {
        Ok(law) if !value.is_nan() => of(&law),
        _ => f64::NAN,
    }
}

fn quantile<D: ContinuousCDF<f64, f64>, E>(law: Result<D, E>, probability: f64) -> f64 {
    match law {
        Ok(law) if probability > 0.0 && probability < 1.0 => law.inverse_cdf(probability),
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() < 1e-9 * expected.abs().max(1.0),
            "{found} is not {expected}"
        );
    }

    #[test]
    fn quantiles_are_those_of_the_tables() {
        near(normal_quantile(0.975), 1.959_963_984_540_054);
        near(t_quantile(0.975, 10.0), 2.228_138_851_964_939);
        near(t_quantile(0.025, 10.0), -2.228_138_851_964_939);
        // Two degrees of freedom have a closed form; a million are nearly normal.
        near(t_quantile(0.9, 2.0), 0.8 * (2.0_f64 / 0.36).sqrt());
        near(t_quantile(0.975, 1e6), 1.959_966_356_814_106_4);
        assert!((t_quantile(0.975, f64::INFINITY) - normal_quantile(0.975)).abs() < 1e-7);
        near(f_quantile(0.95, 5.0, 15.0), 2.901_294_535_652_447);
        near(f_quantile(0.975, 2.0, 1e6), 5e5 * (0.025_f64.powf(-2e-6) - 1.0));
        near(normal_below(-1.644_853_626_951_472_7), 0.05);
        near(
            chi_squared_above(7.651_742_698_949_985, 8.0),
            0.468_206_381_300_367,
        );
        near(binomial_at_most(2, 10, 0.1), 0.929_809_173_6);
        near(beta_below(0.5, 2.0, 3.0), 0.687_5);
        near(beta_quantile(0.687_5, 2.0, 3.0), 0.5);
        // With two degrees of freedom above, the tail of F is a power.
        near(f_above(3.0, 2.0, 10.0), 1.6_f64.powi(-5));
    }

    #[test]
    fn outside_its_domain_there_is_no_number() {
        assert!(normal_quantile(0.0).is_nan());
        assert!(normal_quantile(1.5).is_nan());
        assert!(t_quantile(0.9, 0.0).is_nan());
        assert!(f_quantile(0.9, -1.0, 2.0).is_nan());
        assert!(t_quantile(f64::NAN, 3.0).is_nan());
        assert!(t_quantile(1.0, 3.0).is_nan());
        assert!(f_quantile(0.975, 1e6, 1e6) > 1.0, "it ends, and soon");
        assert!(f_quantile(0.975, 1e-300, 5.0).is_finite());
        assert!(f_above(f64::NAN, 1.0, 2.0).is_nan());
        assert!(chi_squared_above(f64::NAN, 1.0).is_nan());
        assert!(beta_below(f64::NAN, 1.0, 2.0).is_nan());
        assert!(normal_below(f64::NAN).is_nan());
    }
}
