//! The interval on hand-made tables; on any table its ends are attained by prices that support the frontier.

use proptest::prelude::*;

use super::super::drawn_tables::{
    one_by_one, orientations, rescaled, table, tables, with_a_worse_copy_of_the_first,
};
use super::*;

type Interval = (Option<f64>, Option<f64>);

fn interval(found: &Option<Elasticity>) -> Interval {
    found.as_ref().map_or((Some(f64::NAN), Some(f64::NAN)), |found| {
        (found.lower, found.upper)
    })
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-6 * expected.abs().max(1.0)
}

fn same(found: Interval, expected: Interval) -> bool {
    let end = |found: Option<f64>, expected: Option<f64>| match (found, expected) {
        (Some(found), Some(expected)) => close(found, expected),
        (found, expected) => found == expected,
    };
    end(found.0, expected.0) && end(found.1, expected.1)
}

#[test]
fn an_interval_by_hand_on_one_input_and_one_output() {
    // The frontier runs through (1, 1), (2, 3) and (5, 4): slopes 2 and 1/3. Elasticity = slope · x / y.
    let units = one_by_one(&[(1.0, 1.0), (2.0, 3.0), (5.0, 4.0), (3.0, 2.0), (8.0, 3.0)]);
    let found = scale_elasticity(&units, Orientation::Output).unwrap();
    for (unit, expected) in [
        // The smallest unit: nothing is known of spending less.
        (0, (Some(2.0), None)),
        // At the corner from a third · 2/3 to 2 · 2/3.
        (1, (Some(2.0 / 9.0), Some(4.0 / 3.0))),
        // The largest output: more money brings nothing.
        (2, (Some(0.0), Some(5.0 / 12.0))),
        // Projected to (3, 10/3), inside the second slope.
        (3, (Some(0.3), Some(0.3))),
        // Beyond the largest: projected to (8, 4), where nothing more is to be had.
        (4, (Some(0.0), Some(0.0))),
    ] {
        assert!(
            same(interval(&found[unit]), expected),
            "unit {unit}: {:?}",
            found[unit]
        );
    }
    let found = scale_elasticity(&units, Orientation::Input).unwrap();
    for (unit, expected) in [
        (0, (Some(2.0), None)),
        (1, (Some(2.0 / 9.0), Some(4.0 / 3.0))),
        (2, (Some(0.0), Some(5.0 / 12.0))),
        // Projected to (1.5, 2), inside the first slope.
        (3, (Some(1.5), Some(1.5))),
        // Projected to the corner.
        (4, (Some(2.0 / 9.0), Some(4.0 / 3.0))),
    ] {
        assert!(
            same(interval(&found[unit]), expected),
            "unit {unit}: {:?}",
            found[unit]
        );
    }
}

#[test]
fn on_the_edge_of_the_least_input_no_end_has_a_bound() {
    // Both spent the least there is, and the second delivered twice as much for it.
    let units = one_by_one(&[(1.0, 1.0), (1.0, 2.0), (3.0, 3.0)]);
    let found = scale_elasticity(&units, Orientation::Input).unwrap();
    assert_eq!(interval(&found[0]), (None, None));
    assert!(same(interval(&found[1]), (Some(0.25), None)), "{:?}", found[1]);
}

/// Whether the plane lies on or above all units, prices are not negative, and one side of the unit is worth one.
fn supports(units: &Units, unit: usize, orientation: Orientation, plane: &Plane) -> bool {
    let value = |prices: &[f64], cells: &[f64]| -> f64 { prices.iter().zip(cells).map(|(a, b)| a * b).sum() };
    let inputs = |unit: usize| units.inputs_of(unit).collect::<Vec<_>>();
    let outputs = |unit: usize| units.outputs_of(unit).collect::<Vec<_>>();
    let below = (0..units.len()).all(|other| {
        let (spent, made) = (
            value(&plane.input_prices, &inputs(other)),
            value(&plane.output_prices, &outputs(other)),
        );
        made - spent - plane.constant <= 1e-7 * spent.max(made).max(plane.constant.abs()).max(1.0)
    });
    let one = match orientation {
        Orientation::Input => value(&plane.input_prices, &inputs(unit)),
        Orientation::Output => value(&plane.output_prices, &outputs(unit)),
    };
    let positive = plane
        .input_prices
        .iter()
        .chain(&plane.output_prices)
        .all(|price| -1e-9 <= *price);
    below && positive && (one - 1.0).abs() < 1e-7
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_ends_are_attained_by_supporting_planes(rows in tables(1, 9), orientation in orientations()) {
        let units = table(rows.0, rows.1);
        for (unit, found) in scale_elasticity(&units, orientation).unwrap().iter().enumerate() {
            let found = found.as_ref().unwrap();
            let (lower, upper) = (found.lower.unwrap_or(f64::INFINITY), found.upper.unwrap_or(f64::INFINITY));
            prop_assert!(lower <= upper + 1e-6, "{found:?}");
            for plane in [&found.lower_plane, &found.upper_plane].into_iter().flatten() {
                prop_assert!(plane.certificate.ok);
                prop_assert!(supports(&units, unit, orientation, plane), "{unit} {plane:?}");
            }
            // v'x over u'y at the projection is the end itself.
            let on = |plane: &Plane| {
                let cells = plane.input_prices.iter().zip(units.inputs_of(unit)).map(|(v, x)| v * x).sum::<f64>();
                let made = plane.output_prices.iter().zip(units.outputs_of(unit)).map(|(u, y)| u * y).sum::<f64>();
                (cells, made)
            };
            if let (Some(plane), Orientation::Output) = (&found.upper_plane, orientation) {
                let (spent, made) = on(plane);
                let scaled = made * (spent + plane.constant) / made;
                prop_assert!(found.upper.is_some_and(|upper| close(spent / scaled, upper)), "{found:?}");
            }
        }
    }

    #[test]
    fn neither_units_of_measure_nor_a_dominated_unit_matter(rows in tables(1, 9), orientation in orientations()) {
        let others = [rescaled(&rows), with_a_worse_copy_of_the_first(&rows)];
        let before = scale_elasticity(&table(rows.0, rows.1), orientation).unwrap();
        for other in others {
            let after = scale_elasticity(&table(other.0, other.1), orientation).unwrap();
            for (before, after) in before.iter().zip(&after) {
                prop_assert!(same(interval(after), interval(before)), "{after:?} {before:?}");
            }
        }
    }
}
