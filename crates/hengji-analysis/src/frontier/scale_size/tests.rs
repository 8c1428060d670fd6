//! The size on hand-made tables, and what must hold on any.

use proptest::prelude::*;

use super::super::drawn_tables::{
    one_by_one, orientations, rescaled, table, tables, with_a_worse_copy_of_the_first,
};
use super::*;

fn range(found: &Option<ScaleSize>) -> (f64, f64) {
    found
        .as_ref()
        .map_or((f64::NAN, f64::NAN), |size| (size.least, size.most))
}

#[track_caller]
fn near(found: (f64, f64), expected: (f64, f64)) {
    let same = |found: f64, expected: f64| (found - expected).abs() <= 1e-6 * expected.abs().max(1.0);
    assert!(
        same(found.0, expected.0) && same(found.1, expected.1),
        "{found:?} is not {expected:?}"
    );
}

#[test]
fn a_unit_is_measured_in_most_productive_sizes() {
    // The best ratio is that of the second unit: 4 for 4.
    let units = one_by_one(&[(2.0, 1.0), (4.0, 4.0), (10.0, 8.0)]);
    let found = scale_size(&units, Orientation::Output).unwrap();
    near(range(&found[0]), (0.5, 0.5));
    near(range(&found[1]), (1.0, 1.0));
    near(range(&found[2]), (2.5, 2.5));
    // The size depends on the orientation: at its output the third is twice the most productive size.
    near(
        range(&scale_size(&units, Orientation::Input).unwrap()[2]),
        (2.0, 2.0),
    );
}

#[test]
fn several_optima_give_a_range() {
    // 2 for 2 and 6 for 6 are both most productive, so 4 for 3 is between two thirds and twice that size.
    let units = one_by_one(&[(2.0, 2.0), (6.0, 6.0), (4.0, 3.0)]);
    let found = scale_size(&units, Orientation::Output).unwrap();
    near(range(&found[2]), (4.0 / 6.0, 2.0));
    near(range(&found[0]), (1.0 / 3.0, 1.0));
    let size = found[2].as_ref().unwrap();
    assert!(size.least_certificate.ok && size.most_certificate.ok);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_size_holds_the_peers_that_were_found(rows in tables(1, 9), orientation in orientations()) {
        let units = table(rows.0, rows.1);
        let radial = efficiency(&units, &RadialSettings::new(orientation, Scale::Constant)).unwrap();
        for (found, size) in radial.iter().zip(scale_size(&units, orientation).unwrap()) {
            let (least, most) = range(&size);
            let sum: f64 = found.peers.iter().map(|peer| peer.weight).sum();
            prop_assert!(least <= sum + 1e-6 && sum <= most + 1e-6, "{least} {sum} {most}");
        }
    }

    #[test]
    fn neither_units_of_measure_nor_a_dominated_unit_matter(rows in tables(1, 9), orientation in orientations()) {
        let others = [rescaled(&rows), with_a_worse_copy_of_the_first(&rows)];
        let before = scale_size(&table(rows.0, rows.1), orientation).unwrap();
        for other in others {
            let after = scale_size(&table(other.0, other.1), orientation).unwrap();
            for (before, after) in before.iter().zip(&after) {
                near(range(after), range(before));
            }
        }
    }
}
