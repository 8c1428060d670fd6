//! What the methods promise, and small cases by hand.

use proptest::prelude::*;

use super::*;

#[test]
fn the_three_methods_differ_where_they_should() {
    // The Alabama paradox: with one unit more the third loses one under the largest remainder only.
    let parts = [6, 6, 2];
    for (seats, method, expected) in [
        (10, Apportionment::Hamilton, [4, 4, 2]),
        (11, Apportionment::Hamilton, [5, 5, 1]),
        (10, Apportionment::Divisor(Divisor::Webster), [5, 4, 1]),
        (11, Apportionment::Divisor(Divisor::Webster), [5, 5, 1]),
        (12, Apportionment::Divisor(Divisor::Webster), [5, 5, 2]),
        (12, Apportionment::Divisor(Divisor::Jefferson), [6, 5, 1]),
    ] {
        assert_eq!(
            apportion(&parts, seats, method).as_deref(),
            Ok(&expected[..]),
            "{seats} {method:?}"
        );
    }
}

#[test]
fn nobody_without_a_number_gets_a_unit() {
    for method in [Apportionment::Hamilton, Apportionment::Divisor(Divisor::Webster)] {
        assert_eq!(apportion(&[0, 3], 5, method).as_deref(), Ok(&[0, 5][..]));
    }
}

#[test]
fn what_cannot_be_shared_is_refused() {
    let webster = Divisor::Webster;
    let refusals = [
        (
            apportion(&[0, 0], 1, Apportionment::Hamilton),
            "[allocate-nothing]",
        ),
        (
            apportion(&[u64::MAX], 1, Apportionment::Hamilton),
            "[allocate-out-of-range]",
        ),
        (
            apportion(&[1], u64::MAX, Apportionment::Hamilton),
            "[allocate-out-of-range]",
        ),
        (
            apportion_within(&[1.0], 3, &[(0, 2)], webster),
            "[allocate-seats]",
        ),
        (
            apportion_within(&[1.0], 1, &[(2, 3)], webster),
            "[allocate-seats]",
        ),
        (apportion_within(&[1.0], 1, &[], webster), "[allocate-length]"),
        (
            apportion_within(&[f64::NAN], 1, &[(0, 2)], webster),
            "[allocate-out-of-range]",
        ),
    ];
    for (refusal, code) in refusals {
        let text = refusal.err().map(|error| error.to_string());
        assert!(
            text.as_deref().is_some_and(|text| text.ends_with(code)),
            "{code}: {text:?}"
        );
    }
}

/// One unit after the other from the lower bounds, the slow way.
fn one_by_one(weights: &[f64], seats: u64, bounds: &[(u64, u64)], divisor: Divisor) -> Vec<u64> {
    let mut held: Vec<u64> = bounds.iter().map(|bound| bound.0).collect();
    while held.iter().sum::<u64>() < seats {
        let at = (0..weights.len())
            .filter(|&at| held[at] < bounds[at].1)
            .max_by(|&a, &b| {
                let turn = |at: usize| Turn {
                    weight: weights[at],
                    divisor: divisor.next(held[at]),
                    at,
                };
                turn(a).cmp(&turn(b))
            })
            .unwrap();
        held[at] += 1;
    }
    held
}

fn house() -> impl Strategy<Value = (Vec<f64>, Vec<(u64, u64)>, u64)> {
    proptest::collection::vec((0.001_f64..1000.0, 0_u64..20, 0_u64..200), 1..8).prop_flat_map(|rows| {
        let weights: Vec<f64> = rows.iter().map(|row| row.0).collect();
        let bounds: Vec<(u64, u64)> = rows.iter().map(|row| (row.1, row.1 + row.2)).collect();
        let least = bounds.iter().map(|bound| bound.0).sum::<u64>();
        let most = bounds.iter().map(|bound| bound.1).sum::<u64>();
        (Just(weights), Just(bounds), least..=most)
    })
}

proptest! {
    #[test]
    fn the_quick_start_changes_nothing((weights, bounds, seats) in house()) {
        for divisor in [Divisor::Jefferson, Divisor::Webster] {
            let quick = apportion_within(&weights, seats, &bounds, divisor).unwrap();
            prop_assert_eq!(quick, one_by_one(&weights, seats, &bounds, divisor), "{:?}", divisor);
        }
    }

    #[test]
    fn one_unit_more_takes_from_nobody((weights, bounds, seats) in house()) {
        let most = bounds.iter().map(|bound| bound.1).sum::<u64>();
        for divisor in [Divisor::Jefferson, Divisor::Webster] {
            let before = apportion_within(&weights, seats, &bounds, divisor).unwrap();
            let after = apportion_within(&weights, (seats + 1).min(most), &bounds, divisor).unwrap();
            prop_assert!(before.iter().zip(&after).all(|(before, after)| before <= after));
        }
    }

    #[test]
    fn the_largest_remainder_stays_beside_the_exact_share(
        parts in proptest::collection::vec(1_u64..1_000_000, 1..10),
        seats in 0_u64..1_000,
    ) {
        let total: u64 = parts.iter().sum();
        let shared = apportion(&parts, seats, Apportionment::Hamilton).unwrap();
        prop_assert_eq!(shared.iter().sum::<u64>(), seats);
        for (part, units) in parts.iter().zip(shared) {
            prop_assert!(units == part * seats / total || units == (part * seats).div_ceil(total));
        }
    }
}
