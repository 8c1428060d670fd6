//! Alpha against what must hold for any table.

use proptest::prelude::*;

use super::*;

const CONFIDENCE: f64 = 0.95;
const LEVELS: [Level; 5] = [
    Level::Nominal,
    Level::Ordinal,
    Level::Interval,
    Level::Ratio,
    Level::OrdinalPairs,
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

fn alpha(rows: &[Vec<Option<f64>>], level: Level) -> Option<Alpha> {
    krippendorff_alpha(&read(rows)?, level, CONFIDENCE).ok()
}

/// The definition, pair by pair: Krippendorff's coincidences and metric distances without any short cut.
fn by_definition(rows: &[Vec<Option<f64>>], level: Level) -> f64 {
    let units: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| row.iter().flatten().copied().collect())
        .filter(|unit: &Vec<f64>| unit.len() > 1)
        .collect();
    let all: Vec<f64> = units.iter().flatten().copied().collect();
    let mut values = all.clone();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let times = |value: f64| float(all.iter().filter(|one| **one == value).count());
    let between = |one: f64, other: f64| {
        let (low, high) = (one.min(other), one.max(other));
        let steps = float(
            values
                .iter()
                .filter(|value| low < **value && **value <= high)
                .count(),
        );
        let inside: f64 = values
            .iter()
            .filter(|value| (low..=high).contains(*value))
            .map(|value| times(*value))
            .sum();
        match level {
            _ if low == high => 0.0,
            Level::Nominal => 1.0,
            Level::Ordinal => (inside - (times(low) + times(high)) / 2.0).powi(2),
            Level::Interval => (high - low).powi(2),
            Level::Ratio => ((high - low) / (high + low)).powi(2),
            Level::OrdinalPairs => steps * (steps + 1.0) / 2.0,
        }
    };
    let pairs = |scores: &[f64]| -> f64 {
        scores
            .iter()
            .map(|one| scores.iter().map(|other| between(*one, *other)).sum::<f64>())
            .sum()
    };
    let observed: f64 = units.iter().map(|unit| pairs(unit) / float(unit.len() - 1)).sum();
    1.0 - observed * (float(all.len()) - 1.0) / pairs(&all)
}

fn tables() -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
    let cell = (prop::bool::weighted(0.8), 0_i32..6).prop_map(|(keep, score)| keep.then(|| f64::from(score)));
    prop::collection::vec(prop::collection::vec(cell, 4), 3..10)
}

proptest! {
    #[test]
    fn the_short_cuts_give_the_definition(rows in tables()) {
        for level in LEVELS {
            if let Some(found) = alpha(&rows, level) {
                let expected = by_definition(&rows, level);
                prop_assert!((found.alpha - expected).abs() < 1e-10, "{:?}: {} {}", level, found.alpha, expected);
                prop_assert!(found.alpha <= 1.0);
            }
        }
    }

    #[test]
    fn identical_ratings_have_the_alpha_one(scores in prop::collection::vec(0_i32..50, 2..9), evaluators in 2_usize..5) {
        prop_assume!(scores.iter().any(|score| *score != scores[0]));
        let rows: Vec<Vec<Option<f64>>> = scores.iter().map(|score| vec![Some(f64::from(*score)); evaluators]).collect();
        for level in LEVELS {
            let found = alpha(&rows, level).unwrap();
            prop_assert!((found.alpha - 1.0).abs() < 1e-12, "{:?}", level);
            prop_assert!(found.standard_error.unwrap() < 1e-12);
        }
    }

    #[test]
    fn who_is_called_first_does_not_matter(rows in tables()) {
        let turned: Vec<Vec<Option<f64>>> =
            rows.iter().rev().map(|row| row.iter().rev().copied().collect()).collect();
        for level in LEVELS {
            let figures = |found: Option<Alpha>| found.map(|found| (found.alpha, found.standard_error.unwrap_or(0.0)));
            if let (Some(before), Some(after)) = (figures(alpha(&rows, level)), figures(alpha(&turned, level))) {
                prop_assert!((before.0 - after.0).abs() < 1e-10 && (before.1 - after.1).abs() < 1e-10);
            }
        }
    }

    #[test]
    fn a_project_scored_once_changes_nothing(rows in tables(), score in 0_i32..6) {
        let mut longer = rows.clone();
        longer.push(vec![Some(f64::from(score)), None, None, None]);
        for level in LEVELS {
            if let (Some(before), Some(after)) = (alpha(&rows, level), alpha(&longer, level)) {
                prop_assert_eq!(before.alpha, after.alpha);
                prop_assert_eq!(before.projects_left_out + 1, after.projects_left_out);
            }
        }
    }
}

#[test]
fn tables_that_cannot_be_used_are_refused() {
    let code = |triples: &[(&str, &str, f64)], level: Level| {
        let ratings = Ratings::new(triples.iter().copied()).unwrap();
        let message = krippendorff_alpha(&ratings, level, CONFIDENCE)
            .unwrap_err()
            .to_string();
        message
            .rsplit('[')
            .next()
            .unwrap_or_default()
            .trim_end_matches(']')
            .to_owned()
    };
    let single = [("道路", "甲", 1.0), ("绿化", "乙", 2.0)];
    assert_eq!(code(&single, Level::Nominal), "raters-too-few");
    let same = [("道路", "甲", 1.0), ("道路", "乙", 1.0)];
    assert_eq!(code(&same, Level::Interval), "raters-no-variation");
    let negative = [("道路", "甲", -1.0), ("道路", "乙", 1.0)];
    assert_eq!(code(&negative, Level::Ratio), "raters-ratio-negative");
}

#[test]
fn a_hundred_thousand_different_scores_are_compared_without_all_pairs() {
    let triples = (0..50_000).flat_map(|at| {
        let score = f64::from(at);
        [
            (format!("p{at}"), "甲", score),
            (format!("p{at}"), "乙", score + 0.5),
        ]
    });
    let ratings = Ratings::new(triples).unwrap();
    assert!(
        krippendorff_alpha(&ratings, Level::Interval, CONFIDENCE)
            .unwrap()
            .alpha
            > 0.999_999
    );
    let refused = krippendorff_alpha(&ratings, Level::Ratio, CONFIDENCE)
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("100000") && refused.contains("20000"),
        "{refused}"
    );
}
