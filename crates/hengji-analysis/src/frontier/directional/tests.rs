//! The distance on small tables, and what must hold on every table.

use proptest::prelude::*;

use super::super::drawn_tables::{rescaled, table, tables, with_a_worse_copy_of_the_first};
use super::super::{Orientation, RadialSettings, efficiency};
use super::*;

fn settings(scale: Scale, inputs: f64, outputs: f64, harmful_outputs: Vec<usize>) -> DirectionalSettings {
    DirectionalSettings {
        scale,
        direction: Direction {
            inputs,
            outputs,
            harmful: 1.0,
        },
        harmful_outputs,
        disposal: Disposal::Weak,
    }
}

#[track_caller]
fn distances(units: &Units, settings: &DirectionalSettings) -> Vec<f64> {
    let found = directional(units, settings).unwrap_or_default();
    assert_eq!(found.len(), units.len());
    for unit in &found {
        assert!(
            unit.certificate.is_none_or(|certificate| certificate.ok),
            "{unit:?}"
        );
    }
    found
        .iter()
        .map(|unit| unit.distance.unwrap_or(f64::NAN))
        .collect()
}

#[track_caller]
fn near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-8, "{found} is not {expected}");
    }
}

#[test]
fn harm_goes_down_while_output_goes_up() {
    // With the input of one the first unit brings 10 and causes 2, the second brings 5 and causes 2. Weakly disposed,
    // the second is measured against 10·w and 2·w: 5(1 + b) = 10w and 2(1 − b) = 2w.
    let units = table(vec![vec![1.0], vec![1.0]], vec![vec![10.0, 2.0], vec![5.0, 2.0]]);
    let weak = settings(Scale::NonIncreasing, 0.0, 1.0, vec![1]);
    near(&distances(&units, &weak), &[0.0, 1.0 / 3.0]);
}

#[test]
fn exactly_reduced_harm_is_never_farther_than_harm_at_most() {
    let outputs = vec![vec![7.0, 2.0], vec![5.0, 5.0], vec![1.0, 3.0], vec![3.0, 3.0]];
    let units = table(vec![vec![1.0]; 4], outputs);
    let weak = settings(Scale::Constant, 0.0, 1.0, vec![1]);
    let free = DirectionalSettings {
        disposal: Disposal::Free,
        ..weak.clone()
    };
    for (weak, free) in distances(&units, &weak).iter().zip(distances(&units, &free)) {
        assert!(*weak <= free + 1e-12, "{weak} {free}");
    }
}

#[test]
fn a_direction_has_to_lead_somewhere() {
    let units = table(vec![vec![1.0]], vec![vec![1.0]]);
    for (inputs, outputs) in [(f64::NAN, 1.0), (-1.0, 1.0), (f64::INFINITY, 0.0)] {
        let wrong = settings(Scale::Variable, inputs, outputs, Vec::new());
        assert_eq!(
            directional(&units, &wrong),
            Err(FrontierError::NoDirection),
            "{inputs}"
        );
    }
    let nowhere = Direction {
        inputs: 0.0,
        outputs: 0.0,
        harmful: 0.0,
    };
    let still = DirectionalSettings {
        direction: nowhere,
        ..settings(Scale::Variable, 1.0, 0.0, Vec::new())
    };
    assert_eq!(directional(&units, &still), Err(FrontierError::NoDirection));
    for harmful in [vec![1], vec![0, 0]] {
        let wrong = settings(Scale::Variable, 1.0, 0.0, harmful);
        assert!(matches!(
            directional(&units, &wrong),
            Err(FrontierError::UnknownColumn { .. })
        ));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn along_one_side_it_is_the_radial_efficiency(rows in tables(3, 8)) {
        let units = table(rows.0, rows.1);
        let along_inputs = distances(&units, &settings(Scale::Variable, 1.0, 0.0, Vec::new()));
        let radial = RadialSettings::new(Orientation::Input, Scale::Variable);
        let thetas = efficiency(&units, &radial).unwrap_or_default();
        let expected: Vec<f64> = thetas.iter().map(|unit| 1.0 - unit.efficiency.unwrap_or(f64::NAN)).collect();
        near(&along_inputs, &expected);
    }

    #[test]
    fn no_unit_of_measure_matters(rows in tables(3, 8)) {
        let both = settings(Scale::Variable, 1.0, 1.0, Vec::new());
        let (inputs, outputs) = rescaled(&rows);
        near(&distances(&table(rows.0, rows.1), &both), &distances(&table(inputs, outputs), &both));
    }

    #[test]
    fn a_worse_unit_changes_nobody(rows in tables(3, 8)) {
        let both = settings(Scale::Variable, 1.0, 1.0, Vec::new());
        let before = distances(&table(rows.0.clone(), rows.1.clone()), &both);
        let (inputs, outputs) = with_a_worse_copy_of_the_first(&rows);
        let after = distances(&table(inputs, outputs), &both);
        near(after.get(..before.len()).unwrap_or(&[]), &before);
    }
}
