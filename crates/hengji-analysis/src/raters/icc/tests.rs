//! The intraclass correlations against what must hold for any table.

use proptest::prelude::*;

use super::*;

const CONFIDENCE: f64 = 0.95;
const FORMS: [Form; 6] = [
    Form::OneWay,
    Form::Agreement,
    Form::Consistency,
    Form::OneWayMean,
    Form::AgreementMean,
    Form::ConsistencyMean,
];

fn read(rows: &[Vec<f64>]) -> Ratings {
    let table: Vec<Vec<Option<f64>>> = rows
        .iter()
        .map(|row| row.iter().copied().map(Some).collect())
        .collect();
    let evaluators = rows.first().map_or(0, Vec::len);
    Ratings::from_table(
        (0..rows.len()).map(|at| format!("p{at}")),
        (0..evaluators).map(|at| format!("e{at}")),
        &table,
    )
    .unwrap()
}

fn of(rows: &[Vec<f64>]) -> IntraclassCorrelations {
    intraclass_correlations(&read(rows), CONFIDENCE).unwrap()
}

fn value(found: &IntraclassCorrelations, form: Form) -> Option<f64> {
    found.of(form).and_then(|coefficient| coefficient.value)
}

fn tables() -> impl Strategy<Value = Vec<Vec<f64>>> {
    (3_usize..8, 2_usize..5).prop_flat_map(|(projects, evaluators)| {
        prop::collection::vec(
            prop::collection::vec((0_i32..100).prop_map(f64::from), evaluators),
            projects,
        )
    })
}

proptest! {
    #[test]
    fn a_shift_and_a_change_of_unit_change_nothing(rows in tables(), shift in -50_i32..50, unit in 1_i32..9) {
        prop_assume!(rows.iter().flatten().any(|score| score.to_bits() != rows[0][0].to_bits()));
        let turned: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| row.iter().map(|score| f64::from(shift) + score * f64::from(unit) / 4.0).collect())
            .collect();
        let (before, after) = (of(&rows), of(&turned));
        for form in FORMS {
            let (before, after) = (value(&before, form), value(&after, form));
            prop_assert_eq!(before.is_some(), after.is_some());
            let (before, after) = (before.unwrap_or(0.0), after.unwrap_or(0.0));
            prop_assert!((before - after).abs() <= 1e-7 * before.abs().max(1.0), "{:?}: {} {}", form, before, after);
        }
    }

    #[test]
    fn a_single_coefficient_lies_in_its_interval_and_below_one(rows in tables()) {
        prop_assume!(rows.iter().flatten().any(|score| score.to_bits() != rows[0][0].to_bits()));
        let found = of(&rows);
        for form in [Form::OneWay, Form::Consistency] {
            let coefficient = found.of(form).unwrap();
            if let (Some(value), Some(interval)) = (coefficient.value, coefficient.interval) {
                prop_assert!(value <= 1.0);
                prop_assert!(interval.low <= value && value <= interval.high, "{:?}", coefficient);
            }
        }
    }
}

#[test]
fn identical_evaluators_are_fully_reliable() {
    let found = of(&[vec![60.1, 60.1], vec![75.3, 75.3], vec![88.7, 88.7]]);
    for form in FORMS {
        assert_eq!(value(&found, form), Some(1.0), "{form:?}");
    }
}

#[test]
fn a_constant_gap_breaks_agreement_but_not_consistency() {
    let found = of(&[vec![60.0, 70.0], vec![75.0, 85.0], vec![88.0, 98.0]]);
    assert_eq!(value(&found, Form::Consistency), Some(1.0));
    assert!(value(&found, Form::Agreement).unwrap() < 0.9);
}

#[test]
fn where_projects_and_errors_are_both_nought_there_is_no_number() {
    // Decimals whose means are not exact: their rounding must not pass for a difference between projects.
    let found = of(&[
        vec![60.1, 70.3, 0.7],
        vec![60.1, 70.3, 0.7],
        vec![60.1, 70.3, 0.7],
    ]);
    assert_eq!(value(&found, Form::Consistency), None);
    assert!(value(&found, Form::OneWay).unwrap() < 0.0);
}

#[test]
fn tables_that_cannot_be_used_are_refused() {
    let code = |ratings: &Ratings, confidence: f64| {
        let message = intraclass_correlations(ratings, confidence)
            .unwrap_err()
            .to_string();
        message
            .rsplit('[')
            .next()
            .unwrap_or_default()
            .trim_end_matches(']')
            .to_owned()
    };
    let holes = Ratings::new([("道路", "甲", 1.0), ("道路", "乙", 2.0), ("绿化", "甲", 1.0)]).unwrap();
    assert_eq!(code(&holes, CONFIDENCE), "raters-scores-missing");
    assert_eq!(code(&read(&[vec![1.0, 2.0]]), CONFIDENCE), "raters-too-few");
    assert_eq!(code(&read(&[vec![1.0], vec![2.0]]), CONFIDENCE), "raters-too-few");
    assert_eq!(
        code(&read(&[vec![3.0, 3.0], vec![3.0, 3.0]]), CONFIDENCE),
        "raters-no-variation"
    );
    assert_eq!(
        code(&read(&[vec![1.0, 2.0], vec![2.0, 3.0]]), 95.0),
        "raters-confidence-unusable"
    );
}
