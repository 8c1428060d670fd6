//! Refusals, repeatability, and what the correction does.

use rayon::ThreadPoolBuilder;

use super::super::drawn_tables::{one_by_one, table};
use super::*;

fn six() -> Units {
    one_by_one(&[
        (2.0, 1.0),
        (4.0, 2.0),
        (3.0, 3.0),
        (5.0, 4.0),
        (6.0, 5.0),
        (5.5, 3.0),
    ])
}

fn settings() -> BootstrapSettings {
    BootstrapSettings {
        orientation: Orientation::Input,
        scale: Scale::Variable,
        replications: 60,
        bandwidth: Bandwidth::Given(0.05),
        confidence: 0.95,
        correction_from: 0.25,
        start_value: "公开起始值 2026".to_owned(),
    }
}

#[test]
fn refusals_of_settings() {
    for (settings, code) in [
        (
            BootstrapSettings {
                replications: 1,
                ..settings()
            },
            "[bootstrap-too-few-replications]",
        ),
        (
            BootstrapSettings {
                confidence: 1.0,
                ..settings()
            },
            "[bootstrap-confidence]",
        ),
        (
            BootstrapSettings {
                confidence: f64::NAN,
                ..settings()
            },
            "[bootstrap-confidence]",
        ),
        (
            BootstrapSettings {
                bandwidth: Bandwidth::Given(0.0),
                ..settings()
            },
            "[bootstrap-bandwidth]",
        ),
        (
            BootstrapSettings {
                bandwidth: Bandwidth::Given(f64::INFINITY),
                ..settings()
            },
            "[bootstrap-bandwidth]",
        ),
        (
            BootstrapSettings {
                correction_from: -0.1,
                ..settings()
            },
            "[bootstrap-correction-from]",
        ),
        (
            BootstrapSettings {
                correction_from: f64::NAN,
                ..settings()
            },
            "[bootstrap-correction-from]",
        ),
    ] {
        let refusal = bootstrap(&six(), &settings).unwrap_err().to_string();
        assert!(refusal.ends_with(code), "{refusal}");
    }
}

#[test]
fn nobody_inefficient_is_refused_with_what_can_be_said_instead() {
    let units = table(vec![vec![1.0], vec![2.0]], vec![vec![1.0], vec![3.0]]);
    let refusal = bootstrap(&units, &settings()).unwrap_err();
    assert_eq!(refusal, BootstrapError::AllEfficient { units: 2 });
    assert!(refusal.to_string().contains("可以改列"), "{refusal}");
}

#[test]
fn the_answer_does_not_depend_on_the_number_of_threads() {
    let on = |threads| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| bootstrap(&six(), &settings()))
    };
    assert_eq!(on(1), on(2));
    assert_eq!(on(1), on(7));
}

#[test]
fn another_start_value_gives_other_intervals() {
    let other = BootstrapSettings {
        start_value: "公开起始值 2027".to_owned(),
        ..settings()
    };
    assert_ne!(
        bootstrap(&six(), &settings()).unwrap(),
        bootstrap(&six(), &other).unwrap()
    );
}

#[test]
fn the_correction_goes_against_the_flattery_on_both_sides() {
    for orientation in [Orientation::Input, Orientation::Output] {
        for scale in [Scale::Constant, Scale::Variable] {
            let asked = BootstrapSettings {
                orientation,
                scale,
                correction_from: 0.0,
                ..settings()
            };
            for unit in bootstrap(&six(), &asked).unwrap().units {
                let corrected = unit.corrected.unwrap();
                match orientation {
                    Orientation::Input => assert!(corrected < unit.efficiency, "{unit:?}"),
                    Orientation::Output => assert!(unit.efficiency < corrected, "{unit:?}"),
                }
                assert!(unit.bias < 0.0 && unit.lower < unit.upper, "{unit:?}");
                assert!(unit.lower < corrected && corrected < unit.upper, "{unit:?}");
                assert_eq!(unit.counted, asked.replications);
            }
        }
    }
}

#[test]
fn a_small_bias_is_not_corrected() {
    let strict = BootstrapSettings {
        correction_from: 1e6,
        ..settings()
    };
    assert!(
        bootstrap(&six(), &strict)
            .unwrap()
            .units
            .iter()
            .all(|unit| unit.corrected.is_none())
    );
}

#[test]
fn units_of_measure_do_not_matter() {
    let cells = [
        (2.0, 1.0),
        (4.0, 2.0),
        (3.0, 3.0),
        (5.0, 4.0),
        (6.0, 5.0),
        (5.5, 3.0),
    ];
    let scaled: Vec<(f64, f64)> = cells
        .iter()
        .map(|cell| (cell.0 * 4096.0, cell.1 / 64.0))
        .collect();
    let found = bootstrap(&one_by_one(&cells), &settings()).unwrap();
    let other = bootstrap(&one_by_one(&scaled), &settings()).unwrap();
    for (found, other) in found.units.iter().zip(&other.units) {
        assert!((found.lower - other.lower).abs() < 1e-9);
        assert!((found.bias - other.bias).abs() < 1e-9);
    }
}
