//! Costs and revenues on small tables, and what must hold on every table.

use proptest::prelude::*;

use super::super::drawn_tables::{table, tables};
use super::*;

#[test]
fn the_wrong_mix_costs_without_wasting() {
    // Both bring one. At prices of one the first spends 2 and the second 5 for the same, wasting nothing.
    let units = table(vec![vec![1.0, 1.0], vec![0.5, 4.5]], vec![vec![1.0], vec![1.0]]);
    let found = cost_efficiency(&units, &[1.0, 1.0], EconomicScale::Variable).unwrap_or_default();
    let second = found.get(1).cloned().flatten();
    assert!(second.is_some_and(|unit| {
        (unit.economic - 0.4).abs() < 1e-9
            && (unit.technical - 1.0).abs() < 1e-9
            && (unit.best - 2.0).abs() < 1e-9
    }));
}

#[test]
fn every_column_needs_a_positive_price() {
    let units = table(vec![vec![1.0, 1.0]], vec![vec![1.0]]);
    for prices in [
        vec![1.0],
        vec![1.0, 0.0],
        vec![1.0, f64::NAN],
        vec![1.0, 1.0, 1.0],
    ] {
        let refused = cost_efficiency(&units, &prices, EconomicScale::Constant);
        assert!(matches!(refused, Err(FrontierError::Prices { .. })), "{prices:?}");
    }
    assert!(revenue_efficiency(&units, &[], EconomicScale::Constant).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_whole_is_the_product_of_its_parts_and_none_exceeds_one(rows in tables(3, 8)) {
        let units = table(rows.0, rows.1);
        let prices: Vec<f64> = (0..units.input_count()).map(|_| 2.0).collect();
        for scale in [EconomicScale::Constant, EconomicScale::Variable] {
            for unit in cost_efficiency(&units, &prices, scale).unwrap_or_default().into_iter().flatten() {
                prop_assert!(unit.certificate.ok);
                prop_assert!((unit.economic - unit.technical * unit.allocative).abs() < 1e-12);
                for share in [unit.economic, unit.technical, unit.allocative] {
                    prop_assert!((0.0..=1.0 + 1e-9).contains(&share), "{unit:?}");
                }
            }
        }
    }
}
