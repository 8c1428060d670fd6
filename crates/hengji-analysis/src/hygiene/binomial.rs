//! 二项检验 (exact binomial): how often so many or more would come by chance.

use crate::distribution::beta_below;
use crate::number::float;

/// P(X ≥ k) for n trials of this share, exact to rounding also where it is tiny.
///
/// The regularised incomplete beta function gives the upper tail itself; one minus the lower tail would lose every
/// digit of a small probability.
pub(super) fn at_least(successes: usize, trials: usize, share: f64) -> f64 {
    if successes == 0 {
        return 1.0;
    }
    if trials < successes {
        return 0.0;
    }
    beta_below(share, float(successes), float(trials - successes) + 1.0)
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

    proptest! {
        #[test]
        fn both_tails_make_the_whole(trials in 1..200_usize, part in 0..200_usize, share in 0.01..0.99_f64) {
            let successes = 1 + part % trials;
            let below = binomial_at_most(u64::try_from(successes - 1)?, u64::try_from(trials)?, share);
            prop_assert!((below + at_least(successes, trials, share) - 1.0).abs() < 1e-9);
        }
    }
}
