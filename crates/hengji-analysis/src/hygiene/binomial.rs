//! 二项检验 (exact binomial): how often so many or more would come by chance.

use statrs::function::factorial::ln_binomial;

use crate::number::float;

/// A term below this share of the sum changes no digit of it.
const NEGLIGIBLE: f64 = 1e-18;

/// P(X ≥ k) for n trials of this share, exact to rounding also where it is tiny or n is large.
///
/// The terms are added from k outwards on the side where they fall. One minus the lower tail would lose every digit of
/// a small probability, and the usual continued fraction of the incomplete beta function stops short of the answer for
/// a hundred thousand trials.
pub(super) fn at_least(successes: usize, trials: usize, share: f64) -> f64 {
    if successes == 0 {
        return 1.0;
    }
    if trials < successes || share <= 0.0 {
        return 0.0;
    }
    if 1.0 <= share {
        return 1.0;
    }
    if float(trials) * share < float(successes) {
        upper(successes, trials, share)
    } else {
        // The lower tail is the upper tail of the failures.
        1.0 - upper(trials - (successes - 1), trials, 1.0 - share)
    }
}

/// P(X ≥ k) where k is above the mean, so that every term is smaller than the one before.
fn upper(successes: usize, trials: usize, share: f64) -> f64 {
    let mut term = chance(successes, trials, share);
    let mut sum = term;
    for at in successes..trials {
        term *= float(trials - at) / (float(at) + 1.0) * (share / (1.0 - share));
        sum += term;
        if term <= NEGLIGIBLE * sum {
            break;
        }
    }
    sum.min(1.0)
}

/// P(X = k) by logarithms, since the factors alone leave the range of floats.
fn chance(successes: usize, trials: usize, share: f64) -> f64 {
    let (k, n) = (float(successes), float(trials));
    let ways = ln_binomial(whole(trials), whole(successes));
    (ways + k * share.ln() + (n - k) * (-share).ln_1p()).exp()
}

fn whole(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::distribution::binomial_at_most;

    #[test]
    fn the_tail_is_that_of_the_tables() {
        for (successes, trials, share, expected) in [
            (3, 10, 0.1, 1.0 - 0.929_809_173_6),
            (0, 10, 0.1, 1.0),
            (10, 10, 0.5, 1.0 / 1_024.0),
            (11, 10, 0.5, 0.0),
            (50, 50, 0.1, 1e-50),
            (5, 5, 1.0, 1.0),
            (1, 5, 0.0, 0.0),
        ] {
            let found = at_least(successes, trials, share);
            assert!(
                (found - expected).abs() <= 1e-10 * expected.max(1e-60),
                "{successes}/{trials} at {share}: {found}"
            );
        }
    }

    #[test]
    fn a_million_trials_are_answered() {
        // At one half the two halves mirror each other, and the middle term is √(2 ÷ π n).
        let middle = (2.0 / (std::f64::consts::PI * 1e6)).sqrt();
        let found = at_least(500_000, 1_000_000, 0.5);
        assert!((found - (1.0 + middle) / 2.0).abs() < 1e-8, "{found}");
        // Five standard deviations out the normal law is near: 2.87e-7.
        let far = at_least(502_500, 1_000_000, 0.5);
        assert!((2.8e-7..3.0e-7).contains(&far), "{far}");
    }

    proptest! {
        #[test]
        fn both_tails_make_the_whole(trials in 1..200_usize, part in 0..200_usize, share in 0.01..0.99_f64) {
            let successes = 1 + part % trials;
            let below = binomial_at_most(u64::try_from(successes - 1)?, u64::try_from(trials)?, share);
            prop_assert!((below + at_least(successes, trials, share) - 1.0).abs() < 1e-9);
        }

        #[test]
        fn more_successes_are_rarer(trials in 1..5_000_usize, part in 0..5_000_usize, share in 0.01..0.99_f64) {
            let successes = part % trials;
            prop_assert!(at_least(successes + 1, trials, share) <= at_least(successes, trials, share) + 1e-12);
        }
    }
}
