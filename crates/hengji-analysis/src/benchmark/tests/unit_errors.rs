//! Planted unit errors and outliers.

use super::simulate::{Random, Truth, settings, share};
use crate::benchmark::{PriceIndex, ScaleModel, Settings, UnitErrorKind};

#[test]
fn planted_unit_errors_are_found_and_nothing_else_is() {
    let mut found = Vec::new();
    let mut false_alarms = Vec::new();
    for round in 0..40_u64 {
        let mut random = Random::new(round * 31 + 17);
        let (mut history, _) = Truth {
            residual: 0.2,
            ..Truth::of(8, 8)
        }
        .draw(&mut random);
        let planted = [(3_usize, 1e4), (20, 1e-4), (37, 1e3), (55, 1e-3)];
        for (row, factor) in planted {
            history[row].amount *= factor;
        }
        let model = ScaleModel::fit(&history, &PriceIndex::none(), &settings()).unwrap();
        let errors = &model.categories().next().unwrap().unit_errors;
        for (row, factor) in planted {
            let kind = if factor > 1.0 {
                UnitErrorKind::TooLarge
            } else {
                UnitErrorKind::TooSmall
            };
            let factor = if factor > 1.0 { factor } else { 1.0 / factor };
            found.push(errors.iter().any(|error| {
                error.index == row && error.kind == kind && (error.factor / factor - 1.0).abs() < 1e-9
            }));
        }
        false_alarms.push(
            errors
                .iter()
                .any(|error| !planted.iter().any(|(row, _)| *row == error.index)),
        );
    }
    assert!(share(&found) >= 0.98, "{}", share(&found));
    assert!(share(&false_alarms) <= 0.1, "{}", share(&false_alarms));
}

#[test]
fn rows_left_out_as_unit_errors_do_not_change_the_line() {
    let (history, plans) = Truth::of(8, 8).draw(&mut Random::new(5));
    let without: Vec<_> = history
        .iter()
        .enumerate()
        .filter(|(row, _)| *row != 3)
        .map(|(_, row)| row.clone())
        .collect();
    let mut planted = history;
    planted[3].amount *= 1e4;
    let of = |history: &[_]| {
        let model = ScaleModel::fit(history, &PriceIndex::none(), &settings()).unwrap();
        model.judge(&plans[0]).unwrap()
    };
    let (one, other) = (of(&planted), of(&without));
    assert_eq!(one.comparison.left_out, ["项目0-3"]);
    assert!((one.predicted.unwrap().z - other.predicted.unwrap().z).abs() < 1e-2);
}

#[test]
fn two_rows_a_unit_apart_are_both_left_out_because_nobody_knows_which_is_wrong() {
    let (mut history, _) = Truth {
        rows: vec![8, 8, 2],
        ..Truth::of(0, 0)
    }
    .draw(&mut Random::new(9));
    history[17].amount *= 1e4;
    let model = ScaleModel::fit(&history, &PriceIndex::none(), &settings()).unwrap();
    let errors = &model.categories().next().unwrap().unit_errors;
    let rows: Vec<usize> = errors.iter().map(|error| error.index).collect();
    assert_eq!(rows, [16, 17]);
    assert!(
        errors
            .iter()
            .all(|error| error.kind == UnitErrorKind::EitherOfTwo)
    );
}

#[test]
fn one_bad_row_does_not_bend_the_line() {
    // Three times the money explains no unit, so the row stays; with the weights it pulls little.
    let truth = Truth {
        residual: 0.1,
        region_spread: 0.0,
        year_spread: 0.0,
        ..Truth::of(4, 8)
    };
    let (history, plans) = truth.draw(&mut Random::new(21));
    let mut bad = history.clone();
    bad[2].amount *= 3.0;
    let moved = |settings: &Settings| {
        let z = |history: &[_]| {
            let model = ScaleModel::fit(history, &PriceIndex::none(), settings).unwrap();
            model
                .judge(&plans[0])
                .unwrap()
                .line
                .unwrap()
                .expected(plans[0].project.quantity.ln())
        };
        (z(&bad) - z(&history)).abs()
    };
    let (robust, plain) = (
        moved(&settings()),
        moved(&Settings {
            huber: None,
            ..settings()
        }),
    );
    assert!(robust < 0.5 * plain, "{robust} {plain}");
    let model = ScaleModel::fit(&bad, &PriceIndex::none(), &settings()).unwrap();
    let lowest = model
        .categories()
        .next()
        .unwrap()
        .down_weighted
        .iter()
        .min_by(|one, other| one.reliability.total_cmp(&other.reliability));
    assert_eq!(lowest.map(|row| row.index), Some(2));
}

#[test]
fn a_large_type_is_screened_too() {
    let (mut history, _) = Truth {
        rows: vec![400, 5],
        ..Truth::of(0, 0)
    }
    .draw(&mut Random::new(2));
    history[123].amount *= 1e4;
    let model = ScaleModel::fit(&history, &PriceIndex::none(), &settings()).unwrap();
    let rows: Vec<usize> = model
        .categories()
        .next()
        .unwrap()
        .unit_errors
        .iter()
        .map(|error| error.index)
        .collect();
    assert_eq!(rows, [123]);
}
