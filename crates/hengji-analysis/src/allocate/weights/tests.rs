//! Weights: what they promise, and their refusals.

use proptest::prelude::*;

use super::*;

#[test]
fn consistent_comparisons_give_back_the_weights() {
    let importance = [0.4, 0.3, 0.2, 0.1];
    let matrix: Vec<Vec<f64>> = importance
        .iter()
        .map(|i| importance.iter().map(|j| i / j).collect())
        .collect();
    let found = compare(&matrix).unwrap();
    for (found, expected) in found.weights.iter().zip(importance) {
        assert!((found - expected).abs() < 1e-12);
    }
    assert!((found.eigenvalue - 4.0).abs() < 1e-12 && found.consistency_ratio < 1e-12);
}

#[test]
fn contradictions_raise_the_ratio() {
    let circle = vec![
        vec![1.0, 3.0, 1.0 / 3.0],
        vec![1.0 / 3.0, 1.0, 3.0],
        vec![3.0, 1.0 / 3.0, 1.0],
    ];
    let found = compare(&circle).unwrap();
    assert!(0.1 < found.consistency_ratio, "a over b over c over a");
    assert!(
        found
            .weights
            .iter()
            .all(|weight| (weight - 1.0 / 3.0).abs() < 1e-12)
    );
    let two = compare(&[vec![1.0, 4.0], vec![0.25, 1.0]]).unwrap();
    assert!((two.weights[0] - 0.8).abs() < 1e-12 && two.consistency_ratio.abs() < 1e-12);
}

#[test]
fn columns_that_never_change_have_no_data_weight() {
    let table = vec![vec![1.0, 5.0], vec![3.0, 5.0]];
    for weights in [entropy_weights(&table), critic_weights(&table)] {
        assert!((weights.unwrap()[0] - 1.0).abs() < 1e-12);
    }
    let flat = vec![vec![2.0, 5.0], vec![2.0, 5.0]];
    for weights in [entropy_weights(&flat), critic_weights(&flat)] {
        assert!((weights.unwrap()[0] - 0.5).abs() < 1e-12, "nothing scatters");
    }
}

#[test]
fn closeness_knows_directions() {
    let table = vec![vec![1.0], vec![2.0], vec![3.0]];
    let more = closeness(&table, &[1.0], &[Direction::More]).unwrap();
    let less = closeness(&table, &[1.0], &[Direction::Less]).unwrap();
    assert_eq!((more[0], more[2], less[0], less[2]), (0.0, 1.0, 1.0, 0.0));
    assert_eq!(
        closeness(&[vec![0.0], vec![0.0]], &[1.0], &[Direction::More]).unwrap(),
        [0.5, 0.5]
    );
}

#[test]
fn unusable_tables_are_refused() {
    let table = [
        (compare(&[]).err(), "[allocate-out-of-range]"),
        (compare(&[vec![1.0, 2.0], vec![0.5]]).err(), "[allocate-length]"),
        (
            compare(&[vec![1.0, 2.0], vec![2.0, 1.0]]).err(),
            "[allocate-not-reciprocal]",
        ),
        (
            compare(&[vec![1.0, f64::NAN], vec![0.5, 1.0]]).err(),
            "[allocate-out-of-range]",
        ),
        (
            compare(&[vec![1.0, 20.0], vec![0.05, 1.0]]).err(),
            "[allocate-out-of-range]",
        ),
        (entropy_weights(&[]).err(), "[allocate-too-few-rows]"),
        (entropy_weights(&[vec![], vec![]]).err(), "[allocate-nothing]"),
        (
            entropy_weights(&[vec![0.0], vec![0.0]]).err(),
            "[allocate-nothing]",
        ),
        (
            entropy_weights(&[vec![-1.0], vec![2.0]]).err(),
            "[allocate-out-of-range]",
        ),
        (
            critic_weights(&[vec![1.0], vec![1.0, 2.0]]).err(),
            "[allocate-length]",
        ),
        (
            critic_weights(&[vec![f64::INFINITY], vec![1.0]]).err(),
            "[allocate-out-of-range]",
        ),
        (
            closeness(&[vec![1.0], vec![2.0]], &[], &[]).err(),
            "[allocate-length]",
        ),
        (
            closeness(&[vec![1.0], vec![2.0]], &[-1.0], &[Direction::More]).err(),
            "[allocate-out-of-range]",
        ),
    ];
    for (refusal, code) in table {
        let text = refusal.map(|error| error.to_string());
        assert!(
            text.as_deref().is_some_and(|text| text.ends_with(code)),
            "{code}: {text:?}"
        );
    }
}

proptest! {
    #[test]
    fn data_weights_do_not_depend_on_units(
        rows in proptest::collection::vec(proptest::collection::vec(0.1_f64..100.0, 3), 3..8),
        factor in 0.001_f64..1000.0,
    ) {
        let mut other = rows.clone();
        for row in &mut other {
            row[1] *= factor;
        }
        for method in [entropy_weights, critic_weights] {
            let (before, after) = (method(&rows).unwrap(), method(&other).unwrap());
            for (before, after) in before.iter().zip(&after) {
                prop_assert!((before - after).abs() < 1e-9);
            }
            prop_assert!((before.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
}
