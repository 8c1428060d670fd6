//! The coefficients of agreement against what must hold for any table.

use proptest::prelude::*;

use super::*;

const CONFIDENCE: f64 = 0.95;
const WEIGHTINGS: [Weighting; 4] = [
    Weighting::Identity,
    Weighting::Ordinal,
    Weighting::Linear,
    Weighting::Quadratic,
];

fn read(rows: &[Vec<Option<f64>>]) -> Option<Ratings> {
    let cells = rows.iter().enumerate().flat_map(|(project, row)| {
        let cells = row.iter().enumerate();
        cells.filter_map(move |(evaluator, score)| {
            Some((format!("p{project}"), format!("e{evaluator}"), (*score)?))
        })
    });
    Ratings::new(cells).ok()
}

fn all(ratings: &Ratings, weighting: Weighting) -> Vec<Result<Agreement, RatersError>> {
    let classified = Classified::from_ratings(ratings, &[]).unwrap();
    vec![
        fleiss_kappa(&classified, weighting, CONFIDENCE),
        gwet_ac(&classified, weighting, CONFIDENCE),
        conger_kappa(ratings, &[], weighting, CONFIDENCE),
    ]
}

fn tables() -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
    let cell = (prop::bool::weighted(0.8), 1_i32..5).prop_map(|(keep, score)| keep.then(|| f64::from(score)));
    prop::collection::vec(prop::collection::vec(cell, 3), 3..10)
}

/// Conger's chance agreement as he wrote it: the mean over all ordered pairs of evaluators.
fn conger_chance(ratings: &Ratings, classified: &Classified, weighting: Weighting) -> f64 {
    let categories = classified.categories().len();
    let shares: Vec<Vec<f64>> = (0..ratings.evaluators().len())
        .map(|evaluator| {
            let own: Vec<usize> = ratings
                .cells()
                .iter()
                .filter(|cell| cell.evaluator == evaluator)
                .filter_map(|cell| classified.number(cell.score))
                .collect();
            let share =
                |category| float(own.iter().filter(|given| **given == category).count()) / float(own.len());
            (0..categories).map(share).collect()
        })
        .collect();
    let mut sum = 0.0;
    for (one, left) in shares.iter().enumerate() {
        for right in shares
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != one)
            .map(|(_, right)| right)
        {
            for (at, left) in left.iter().enumerate() {
                for (to, right) in right.iter().enumerate() {
                    sum += left * right * classified.weight(weighting, at, to);
                }
            }
        }
    }
    sum / (float(shares.len()) * (float(shares.len()) - 1.0))
}

proptest! {
    #[test]
    fn coefficients_are_at_most_one_and_chance_is_the_mean_of_its_parts(rows in tables()) {
        let Some(ratings) = read(&rows) else { return Ok(()) };
        for weighting in WEIGHTINGS {
            for found in all(&ratings, weighting).into_iter().flatten() {
                prop_assert!(found.value <= 1.0 + 1e-12, "{:?}", found);
                prop_assert!(found.interval.is_none_or(|interval| interval.low <= found.value && interval.high <= 1.0));
            }
        }
        let classified = Classified::from_ratings(&ratings, &[]).unwrap();
        for weighting in WEIGHTINGS {
            for chance in [
                Chance::common(&classified, weighting),
                Chance::where_hard(&classified, weighting),
                Chance::by_evaluator(&ratings, &classified, weighting),
            ] {
                let mean = chance.of_project.iter().sum::<f64>() / float(chance.of_project.len());
                prop_assert!(chance.expected.is_nan() || (mean - chance.expected).abs() < 1e-10);
            }
        }
    }

    #[test]
    fn congers_chance_is_the_mean_over_pairs_of_evaluators(rows in tables()) {
        let Some(ratings) = read(&rows) else { return Ok(()) };
        let classified = Classified::from_ratings(&ratings, &[]).unwrap();
        for weighting in WEIGHTINGS {
            if let Ok(found) = conger_kappa(&ratings, &[], weighting, CONFIDENCE) {
                prop_assert!((found.expected - conger_chance(&ratings, &classified, weighting)).abs() < 1e-10);
            }
        }
    }

    #[test]
    fn names_and_order_of_evaluators_do_not_matter(rows in tables()) {
        let turned: Vec<Vec<Option<f64>>> =
            rows.iter().rev().map(|row| row.iter().rev().copied().collect()).collect();
        let (Some(before), Some(after)) = (read(&rows), read(&turned)) else { return Ok(()) };
        for (before, after) in all(&before, Weighting::Ordinal).into_iter().zip(all(&after, Weighting::Ordinal)) {
            if let (Ok(before), Ok(after)) = (before, after) {
                prop_assert!((before.value - after.value).abs() < 1e-10);
                let (before, after) = (before.standard_error.unwrap_or(0.0), after.standard_error.unwrap_or(0.0));
                prop_assert!((before - after).abs() < 1e-10);
            }
        }
    }

    #[test]
    fn full_agreement_is_one(scores in prop::collection::vec(1_i32..5, 2..9)) {
        prop_assume!(scores.iter().any(|score| *score != scores[0]));
        let rows: Vec<Vec<Option<f64>>> = scores.iter().map(|score| vec![Some(f64::from(*score)); 3]).collect();
        for found in all(&read(&rows).unwrap(), Weighting::Quadratic) {
            prop_assert!((found.unwrap().value - 1.0).abs() < 1e-12);
        }
    }
}

#[test]
fn gwet_stays_steady_where_one_category_is_very_common_and_kappa_collapses() {
    // Two reviewers call 98 of 100 papers fit together, and disagree on two.
    let rows: Vec<Vec<Option<f64>>> = (0..100)
        .map(|at| match at {
            0 => vec![Some(1.0), Some(0.0)],
            1 => vec![Some(0.0), Some(1.0)],
            _ => vec![Some(1.0), Some(1.0)],
        })
        .collect();
    let ratings = read(&rows).unwrap();
    let classified = Classified::from_ratings(&ratings, &[]).unwrap();
    assert!(
        fleiss_kappa(&classified, Weighting::Identity, CONFIDENCE)
            .unwrap()
            .value
            < 0.0
    );
    assert!(
        gwet_ac(&classified, Weighting::Identity, CONFIDENCE)
            .unwrap()
            .value
            > 0.97
    );
}

#[test]
fn counts_say_the_same_as_the_scores_they_count() {
    let rows = vec![
        vec![Some(1.0), Some(2.0), Some(2.0)],
        vec![Some(3.0), Some(3.0), None],
        vec![Some(1.0), None, None],
    ];
    let counted =
        Classified::from_counts(&[vec![1.0, 2.0, 0.0], vec![0.0, 0.0, 2.0], vec![1.0, 0.0, 0.0]]).unwrap();
    let classified = Classified::from_ratings(&read(&rows).unwrap(), &[]).unwrap();
    for weighting in WEIGHTINGS {
        assert_eq!(
            fleiss_kappa(&classified, weighting, CONFIDENCE),
            fleiss_kappa(&counted, weighting, CONFIDENCE)
        );
    }
}

#[test]
fn a_category_nobody_gave_counts_only_if_it_is_declared() {
    let ratings = read(&[vec![Some(3.0), Some(3.0)], vec![Some(3.0), Some(3.0)]]).unwrap();
    let seen = Classified::from_ratings(&ratings, &[]).unwrap();
    assert!(gwet_ac(&seen, Weighting::Identity, CONFIDENCE).is_err());
    let declared = Classified::from_ratings(&ratings, &[4.0, 3.0, 2.0, 1.0]).unwrap();
    assert!((gwet_ac(&declared, Weighting::Identity, CONFIDENCE).unwrap().value - 1.0).abs() < 1e-15);
    let refused = fleiss_kappa(&declared, Weighting::Identity, CONFIDENCE);
    assert_eq!(refused.unwrap_err(), RatersError::NoVariation { score: 3.0 });
}

#[test]
fn what_cannot_be_classified_is_refused() {
    let code = |error: RatersError| {
        error
            .to_string()
            .rsplit('[')
            .next()
            .unwrap_or_default()
            .trim_end_matches(']')
            .to_owned()
    };
    let ratings = read(&[vec![Some(1.0), Some(2.0)]]).unwrap();
    assert_eq!(
        code(Classified::from_ratings(&ratings, &[1.0, 3.0]).unwrap_err()),
        "raters-category-unknown"
    );
    for counts in [
        vec![vec![0.5, 1.0]],
        vec![vec![-1.0, 1.0]],
        vec![vec![f64::NAN, 1.0]],
        vec![vec![0.0, 0.0]],
    ] {
        assert_eq!(
            code(Classified::from_counts(&counts).unwrap_err()),
            "raters-count-unusable",
            "{counts:?}"
        );
    }
    assert_eq!(code(Classified::from_counts(&[]).unwrap_err()), "raters-empty");
    assert_eq!(
        code(Classified::from_counts(&[vec![1.0, 1.0], vec![2.0]]).unwrap_err()),
        "raters-table-ragged"
    );
    let once = Classified::from_counts(&[vec![1.0, 0.0], vec![0.0, 1.0]]).unwrap();
    assert_eq!(
        code(fleiss_kappa(&once, Weighting::Identity, CONFIDENCE).unwrap_err()),
        "raters-too-few"
    );
    let lonely = Ratings::new([("道路", "甲", 1.0), ("绿化", "甲", 2.0)]).unwrap();
    assert_eq!(
        code(conger_kappa(&lonely, &[], Weighting::Identity, CONFIDENCE).unwrap_err()),
        "raters-too-few"
    );
}
