//! Intervals of shares: bounds, order, what is refused.

use proptest::prelude::*;

use super::*;

#[test]
fn nobody_of_twenty_still_leaves_doubt() {
    let found = wilson(0, 20, 0.95);
    assert!(found.is_ok_and(|found| found.low == 0.0 && (found.high - 0.161_125_2).abs() < 1e-6));
    let found = wilson(20, 20, 0.95);
    assert!(found.is_ok_and(|found| found.high == 1.0 && (found.low - 0.838_874_8).abs() < 1e-6));
}

#[test]
fn what_is_no_share_is_refused() {
    for make in [wilson, wilson_corrected] {
        assert_eq!(
            make(0, 0, 0.95),
            Err(ProgressError::Share {
                successes: 0,
                trials: 0
            })
        );
        assert_eq!(
            make(3, 2, 0.95),
            Err(ProgressError::Share {
                successes: 3,
                trials: 2
            })
        );
        for level in [0.0, 1.0, -0.5, f64::INFINITY] {
            assert_eq!(make(1, 2, level), Err(ProgressError::Level { level }));
        }
        assert!(make(1, 2, f64::NAN).is_err());
    }
}

#[test]
fn the_largest_counts_are_answered() {
    assert!(wilson(usize::MAX, usize::MAX, 0.95).is_ok_and(|found| found.low > 0.999));
    assert!(wilson_corrected(1, usize::MAX, 0.95).is_ok_and(|found| found.high < 0.001));
}

proptest! {
    #[test]
    fn the_interval_contains_the_share(trials in 1..5_000_usize, part in 0.0..=1.0_f64, level in 0.5..0.999_f64) {
        let successes = crate::number::count(part * crate::number::float(trials)).unwrap_or_default();
        for found in [wilson(successes, trials, level), wilson_corrected(successes, trials, level)] {
            prop_assert!(found.is_ok_and(|one| 0.0 <= one.low && one.low <= one.share && one.share <= one.high && one.high <= 1.0));
        }
    }

    #[test]
    fn more_answers_of_the_same_share_narrow_it(successes in 0..100_usize, more in 0..100_usize, times in 2..20_usize) {
        let trials = successes + more + 1;
        let width = |times: usize| wilson(successes * times, trials * times, 0.95).map(|one| one.high - one.low);
        prop_assert!(width(times)? < width(1)?);
    }

    #[test]
    fn the_corrected_interval_contains_the_plain_one(successes in 0..300_usize, more in 0..300_usize) {
        let trials = successes + more + 1;
        let (plain, corrected) = (wilson(successes, trials, 0.95)?, wilson_corrected(successes, trials, 0.95)?);
        prop_assert!(corrected.low <= plain.low + 1e-12 && plain.high <= corrected.high + 1e-12);
    }

    #[test]
    fn satisfied_and_dissatisfied_are_mirrors(successes in 0..300_usize, more in 0..300_usize) {
        let trials = successes + more + 1;
        let (one, other) = (wilson(successes, trials, 0.95)?, wilson(trials - successes, trials, 0.95)?);
        prop_assert!((one.low + other.high - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_higher_level_is_wider(successes in 0..50_usize, more in 0..50_usize) {
        let trials = successes + more + 1;
        let (narrow, wide) = (wilson(successes, trials, 0.8)?, wilson(successes, trials, 0.99)?);
        prop_assert!(wide.low <= narrow.low && narrow.high <= wide.high);
    }
}
