//! Bounded prices on small tables, and what must hold on every table.

use proptest::prelude::*;

use super::super::drawn_tables::{table, tables};
use super::super::{RadialSettings, efficiency};
use super::*;

fn at_least(least: f64) -> WeightBound {
    WeightBound {
        side: Side::Output,
        column: 1,
        relative_to: 0,
        least,
        most: 1e6,
    }
}

#[track_caller]
fn values(units: &Units, orientation: Orientation, bounds: &[WeightBound]) -> Vec<f64> {
    let found = restricted_efficiency(units, orientation, Scale::Constant, bounds).unwrap_or_default();
    assert_eq!(found.len(), units.len());
    for unit in &found {
        assert!(
            unit.certificate.is_none_or(|certificate| certificate.ok),
            "{unit:?}"
        );
    }
    found
        .iter()
        .map(|unit| unit.efficiency.unwrap_or(f64::NAN))
        .collect()
}

#[test]
fn a_fixed_exchange_makes_one_output_of_two() {
    // One of the second output is worth exactly four of the first: 10 + 4·0, 2 + 4·3, 0 + 4·2 with one input each.
    let units = table(
        vec![vec![1.0]; 3],
        vec![vec![10.0, 0.0], vec![2.0, 3.0], vec![1.0, 2.0]],
    );
    let exchange = WeightBound {
        most: 4.0,
        ..at_least(4.0)
    };
    let found = values(&units, Orientation::Output, &[exchange]);
    for (found, expected) in found.iter().zip([14.0 / 10.0, 1.0, 14.0 / 9.0]) {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }
    let inwards = values(&units, Orientation::Input, &[exchange]);
    for (theta, phi) in inwards.iter().zip(&found) {
        assert!(
            (theta * phi - 1.0).abs() < 1e-9,
            "constant returns: the reciprocal"
        );
    }
}

#[test]
fn prices_keep_their_bounds() {
    let units = table(
        vec![vec![1.0, 2.0], vec![2.0, 1.0]],
        vec![vec![9.0, 1.0], vec![5.0, 4.0]],
    );
    let bounds = [
        at_least(2.0),
        WeightBound {
            side: Side::Input,
            column: 0,
            relative_to: 1,
            least: 0.5,
            most: 3.0,
        },
    ];
    let found =
        restricted_efficiency(&units, Orientation::Input, Scale::Constant, &bounds).unwrap_or_default();
    for unit in &found {
        let price = |prices: &[f64], column: usize| prices.get(column).copied().unwrap_or(f64::NAN);
        let (first, second) = (
            price(&unit.output_multipliers, 0),
            price(&unit.output_multipliers, 1),
        );
        assert!(second >= 2.0 * first - 1e-9, "{unit:?}");
        let (money, staff) = (
            price(&unit.input_multipliers, 0),
            price(&unit.input_multipliers, 1),
        );
        assert!(
            0.5 * staff - 1e-9 <= money && money <= 3.0 * staff + 1e-9,
            "{unit:?}"
        );
    }
}

#[test]
fn bounds_that_cannot_be_kept_are_refused() {
    let units = table(vec![vec![1.0]], vec![vec![1.0, 1.0]]);
    let ask = |bound| restricted_efficiency(&units, Orientation::Input, Scale::Constant, &[bound]);
    for (least, most) in [(3.0, 2.0), (-1.0, 2.0), (f64::NAN, 2.0), (1.0, f64::INFINITY)] {
        let wrong = WeightBound {
            least,
            most,
            ..at_least(0.0)
        };
        assert!(
            matches!(ask(wrong), Err(FrontierError::WeightBound { .. })),
            "{least} {most}"
        );
    }
    for (column, relative_to) in [(2, 0), (0, 2), (1, 1)] {
        let wrong = WeightBound {
            column,
            relative_to,
            ..at_least(1.0)
        };
        assert!(
            matches!(ask(wrong), Err(FrontierError::UnknownColumn { .. })),
            "{column}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn without_bounds_it_is_the_radial_model_and_a_bound_never_flatters(
        rows in tables(3, 8).prop_filter("two outputs", |rows| rows.1.iter().all(|row| row.len() == 2)),
        least in 0.0..4.0_f64,
    ) {
        let units = table(rows.0, rows.1);
        let radial = RadialSettings::new(Orientation::Output, Scale::Constant);
        let free = values(&units, Orientation::Output, &[]);
        for (unit, phi) in efficiency(&units, &radial).unwrap_or_default().iter().zip(&free) {
            let expected = unit.efficiency.unwrap_or(f64::NAN);
            prop_assert!((phi - expected).abs() <= 1e-8 * expected.max(1.0), "{phi} {expected}");
        }
        for (bound, free) in values(&units, Orientation::Output, &[at_least(least)]).iter().zip(free) {
            prop_assert!(bound.is_nan() || *bound >= free - 1e-8 * free, "{bound} {free}");
        }
    }
}
