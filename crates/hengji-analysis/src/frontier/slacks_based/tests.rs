//! The measure on small tables, and what must hold on every table.

use proptest::prelude::*;

use super::super::drawn_tables::{Rows, rescaled, table, tables, with_a_worse_copy_of_the_first};
use super::super::{Orientation, RadialSettings, efficiency};
use super::*;

const BOTH: SlacksSettings = SlacksSettings {
    counted: Counted::Both,
    scale: Scale::Variable,
    super_efficiency: false,
};

#[track_caller]
fn values(units: &Units, settings: &SlacksSettings) -> Vec<f64> {
    let found = slacks_based(units, settings).unwrap_or_default();
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

/// Figures that may be divided by.
fn positive((inputs, outputs): Rows) -> Rows {
    let raise = |rows: Vec<Vec<f64>>| {
        rows.into_iter()
            .map(|row| row.into_iter().map(|cell| cell + 1.0).collect())
            .collect()
    };
    (raise(inputs), raise(outputs))
}

#[track_caller]
fn near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }
}

#[test]
fn a_slack_costs_its_share_of_the_units_own_figure() {
    // Against the first unit the second one wastes half of its first input and brings two thirds of the output.
    let units = table(vec![vec![2.0, 4.0], vec![4.0, 4.0]], vec![vec![3.0], vec![2.0]]);
    let inputs = SlacksSettings {
        counted: Counted::Inputs,
        ..BOTH
    };
    let outputs = SlacksSettings {
        counted: Counted::Outputs,
        ..BOTH
    };
    near(&values(&units, &inputs), &[1.0, 0.75]);
    near(&values(&units, &outputs), &[1.0, 2.0 / 3.0]);
    near(&values(&units, &BOTH), &[1.0, 0.75 / 1.5]);
}

#[test]
fn alone_at_its_scale_a_unit_has_no_super_efficiency() {
    let units = table(vec![vec![2.0], vec![3.0]], vec![vec![1.0], vec![9.0]]);
    let settings = SlacksSettings {
        counted: Counted::Inputs,
        super_efficiency: true,
        ..BOTH
    };
    let found = slacks_based(&units, &settings).unwrap_or_default();
    let known: Vec<bool> = found.iter().map(|unit| unit.efficiency.is_some()).collect();
    assert_eq!(known, [true, false], "nobody else reaches nine");
}

#[test]
fn a_zero_is_refused_only_where_it_would_divide() {
    let units = table(vec![vec![1.0, 0.0], vec![2.0, 1.0]], vec![vec![1.0], vec![2.0]]);
    let refused = slacks_based(&units, &BOTH).map_err(|error| error.to_string());
    assert!(refused.is_err_and(
        |words| words.contains("“甲1”的投入第 2 列为 0") && words.ends_with("[frontier-not-positive]")
    ));
    let outputs = SlacksSettings {
        counted: Counted::Outputs,
        ..BOTH
    };
    assert!(slacks_based(&units, &outputs).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_unit_of_measure_matters(rows in tables(3, 8).prop_map(positive)) {
        let (inputs, outputs) = rescaled(&rows);
        near(&values(&table(rows.0, rows.1), &BOTH), &values(&table(inputs, outputs), &BOTH));
    }

    #[test]
    fn a_worse_unit_changes_nobody(rows in tables(3, 8).prop_map(positive)) {
        let before = values(&table(rows.0.clone(), rows.1.clone()), &BOTH);
        let (inputs, outputs) = with_a_worse_copy_of_the_first(&rows);
        let after = values(&table(inputs, outputs), &BOTH);
        near(after.get(..before.len()).unwrap_or(&[]), &before);
    }

    #[test]
    fn it_is_never_above_the_radial_efficiency_and_one_together_with_no_slack(rows in tables(3, 8).prop_map(positive)) {
        let units = table(rows.0, rows.1);
        let settings = SlacksSettings { counted: Counted::Inputs, ..BOTH };
        let radial = efficiency(&units, &RadialSettings::new(Orientation::Input, Scale::Variable)).unwrap_or_default();
        for (rho, radial) in values(&units, &settings).iter().zip(&radial) {
            let theta = radial.efficiency.unwrap_or(f64::NAN);
            prop_assert!(*rho <= theta + 1e-9, "{rho} above {theta}");
        }
    }

    #[test]
    fn only_an_efficient_unit_exceeds_one_without_itself(rows in tables(3, 8).prop_map(positive)) {
        let units = table(rows.0, rows.1);
        let constant = SlacksSettings { scale: Scale::Constant, ..BOTH };
        let alone = SlacksSettings { super_efficiency: true, ..constant };
        for (rho, delta) in values(&units, &constant).iter().zip(values(&units, &alone)) {
            prop_assert!(delta >= 1.0 - 1e-9);
            prop_assert!(*rho >= 1.0 - 1e-7 || delta <= 1.0 + 1e-7, "{rho} {delta}");
        }
    }
}
