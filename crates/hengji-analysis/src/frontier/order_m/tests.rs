//! The expectation against its definition, and its limits.

use proptest::prelude::*;

use super::super::drawn_tables::{orientations, rescaled, table, tables, with_a_worse_copy_of_the_first};
use super::super::fdh;
use super::*;

/// The expected best by counting all samples of m out of N with replacement.
fn by_counting(best_first: &[f64], drawn: u32) -> f64 {
    let count = best_first.len();
    let samples = count.pow(drawn);
    let total: f64 = (0..samples)
        .map(|sample| {
            let places = (0..drawn).map(|at| sample / count.pow(at) % count);
            places.min().map_or(0.0, |best| best_first[best])
        })
        .sum();
    total / float(samples)
}

#[test]
fn the_sum_is_the_mean_over_all_samples() {
    for drawn in 1..=5 {
        let distances = [0.4, 0.5, 0.9, 1.0];
        let found = expected_best(&distances, drawn);
        assert!(
            (found - by_counting(&distances, drawn)).abs() < 1e-14,
            "{drawn}: {found}"
        );
    }
}

#[test]
fn a_huge_sample_is_the_free_disposal_hull() {
    let distances: Vec<f64> = (1..=1_000_u32).map(|place| f64::from(place) / 1_000.0).collect();
    assert_eq!(expected_best(&distances, u32::MAX), 0.001);
    assert!(
        (expected_best(&distances, 1) - 0.5005).abs() < 1e-12,
        "and one draw is the mean"
    );
}

#[test]
fn the_chances_of_a_long_list_add_up_to_one() {
    let ones = vec![1.0; 100_000];
    for drawn in [1, 7, 1_000, 1_000_000] {
        assert!((expected_best(&ones, drawn) - 1.0).abs() < 1e-11, "{drawn}");
    }
}

proptest! {
    #[test]
    fn a_larger_sample_comes_nearer_to_the_hull(
        rows in tables(1, 9),
        orientation in orientations(),
        small in 1_u32..20,
        more in 1_u32..20,
    ) {
        let units = table(rows.0, rows.1);
        let at = |drawn| order_m(&units, orientation, NonZeroU32::MIN.saturating_add(drawn - 1));
        let hull = fdh(&units, orientation);
        for ((small, large), hull) in at(small).iter().zip(&at(small + more)).zip(&hull) {
            let toward = match orientation {
                Orientation::Input => small.efficiency - large.efficiency,
                Orientation::Output => large.efficiency - small.efficiency,
            };
            let left = match orientation {
                Orientation::Input => large.efficiency - hull.efficiency,
                Orientation::Output => hull.efficiency - large.efficiency,
            };
            prop_assert!(-1e-12 < toward);
            prop_assert!(-1e-12 < left);
            prop_assert_eq!(large.comparable, hull.comparable);
        }
        for (far, hull) in order_m(&units, orientation, NonZeroU32::MAX).iter().zip(&hull) {
            prop_assert!((far.efficiency - hull.efficiency).abs() < 1e-12);
        }
    }

    #[test]
    fn units_of_measure_do_not_matter(rows in tables(1, 9), orientation in orientations()) {
        let other = rescaled(&rows);
        let drawn = NonZeroU32::MIN.saturating_add(4);
        prop_assert_eq!(
            order_m(&table(rows.0, rows.1), orientation, drawn),
            order_m(&table(other.0, other.1), orientation, drawn)
        );
    }

    #[test]
    fn one_more_poor_unit_makes_the_yardstick_milder(rows in tables(2, 9)) {
        let more = with_a_worse_copy_of_the_first(&rows);
        let drawn = NonZeroU32::MIN.saturating_add(4);
        let before = order_m(&table(rows.0, rows.1), Orientation::Output, drawn);
        let after = order_m(&table(more.0, more.1), Orientation::Output, drawn);
        for (before, after) in before.iter().zip(&after) {
            if before.comparable == after.comparable {
                prop_assert_eq!(before, after);
            }
        }
    }
}
