//! The index by whole numbers, its ties, and the limits of the share.

use proptest::prelude::*;

use super::super::drawn_tables::{orientations, rescaled, table, tables};
use super::super::fdh;
use super::*;

fn share(parts: u32, whole: u32) -> Share {
    Share::new(parts, whole).unwrap()
}

#[test]
fn the_place_is_counted_in_whole_numbers() {
    for (count, parts, whole, expected) in [
        (10, 90, 100, (1, true)),
        (10, 9, 10, (1, true)),
        (10, 95, 100, (0, false)),
        (21, 95, 100, (1, false)),
        (20, 95, 100, (1, true)),
        (100, 99, 100, (1, true)),
        (61, 80, 100, (12, false)),
        (60, 80, 100, (12, true)),
        (7, 1, 1, (0, false)),
        (1, 1, 1_000_000, (0, false)),
    ] {
        assert_eq!(
            place(count, share(parts, whole)),
            expected,
            "{count} units, {parts}/{whole}"
        );
    }
}

#[test]
fn a_share_lies_above_nothing_and_reaches_one() {
    for (parts, whole, good) in [
        (0, 100, false),
        (101, 100, false),
        (0, 0, false),
        (100, 100, true),
        (1, 100, true),
    ] {
        assert_eq!(Share::new(parts, whole).is_some(), good, "{parts}/{whole}");
    }
}

#[test]
fn a_tie_shows_the_other_reading() {
    let inputs = vec![vec![10.0], vec![20.0], vec![40.0], vec![50.0]];
    let units = table(inputs, vec![vec![1.0]; 4]);
    let found = order_alpha(&units, Orientation::Input, share(3, 4));
    assert_eq!((found[3].efficiency, found[3].tied), (0.4, Some(0.2)));
    let outputs = vec![vec![10.0], vec![20.0], vec![40.0], vec![50.0]];
    let units = table(vec![vec![1.0]; 4], outputs);
    let found = order_alpha(&units, Orientation::Output, share(3, 4));
    assert_eq!((found[0].efficiency, found[0].tied), (4.0, Some(5.0)));
}

proptest! {
    #[test]
    fn the_whole_is_the_free_disposal_hull(rows in tables(1, 9), orientation in orientations()) {
        let units = table(rows.0, rows.1);
        let all = order_alpha(&units, orientation, share(7, 7));
        for (found, hull) in all.iter().zip(fdh(&units, orientation)) {
            prop_assert_eq!(found.efficiency, hull.efficiency);
            prop_assert_eq!(found.tied, None);
        }
    }

    #[test]
    fn a_larger_share_asks_for_more(rows in tables(1, 9), low in 1_u32..100, more in 0_u32..100) {
        let units = table(rows.0, rows.1);
        let (low, high) = (share(low, 100), share((low + more).min(100), 100));
        let pairs = |orientation| {
            order_alpha(&units, orientation, low).into_iter().zip(order_alpha(&units, orientation, high))
        };
        for (low, high) in pairs(Orientation::Input) {
            prop_assert!(high.efficiency <= low.efficiency);
        }
        for (low, high) in pairs(Orientation::Output) {
            prop_assert!(low.efficiency <= high.efficiency);
        }
    }

    #[test]
    fn units_of_measure_do_not_matter(rows in tables(1, 9), orientation in orientations()) {
        let other = rescaled(&rows);
        prop_assert_eq!(
            order_alpha(&table(rows.0, rows.1), orientation, share(4, 5)),
            order_alpha(&table(other.0, other.1), orientation, share(4, 5))
        );
    }
}
