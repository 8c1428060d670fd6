//! The additive model against what must hold for any table.

use proptest::prelude::*;

use super::*;

const CONFIDENCE: f64 = 0.95;

/// A table with some cells empty, always with a first column and a first row so that it is connected.
fn tables() -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
    (2_usize..7, 2_usize..5).prop_flat_map(|(projects, evaluators)| {
        let cell = (prop::bool::weighted(0.7), 0_i32..1_000);
        prop::collection::vec(prop::collection::vec(cell, evaluators), projects).prop_map(|rows| {
            let kept = |at: usize, column: usize, keep: bool| keep || at == 0 || column == 0;
            let row = |(at, row): (usize, Vec<(bool, i32)>)| {
                let cells = row.into_iter().enumerate();
                cells
                    .map(|(column, (keep, score))| kept(at, column, keep).then(|| f64::from(score) / 10.0))
                    .collect()
            };
            rows.into_iter().enumerate().map(row).collect()
        })
    })
}

fn read(table: &[Vec<Option<f64>>]) -> Ratings {
    let evaluators = table.first().map_or(0, Vec::len);
    let projects = (0..table.len()).map(|number| format!("p{number}"));
    Ratings::from_table(
        projects,
        (0..evaluators).map(|number| format!("e{number}")),
        table,
    )
    .unwrap()
}

fn severities(fitted: &Severity) -> Vec<f64> {
    fitted
        .evaluators
        .iter()
        .filter_map(|evaluator| evaluator.severity)
        .collect()
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-8
}

proptest! {
    #[test]
    fn a_constant_added_to_one_evaluator_moves_only_that_severity(table in tables(), points in -20_i32..20) {
        let points = f64::from(points);
        let moved: Vec<Vec<Option<f64>>> = table
            .iter()
            .map(|row| row.iter().enumerate().map(|(at, score)| score.map(|score| if at == 1 { score + points } else { score })).collect())
            .collect();
        let before = severity(&read(&table), CONFIDENCE).unwrap();
        let after = severity(&read(&moved), CONFIDENCE).unwrap();
        let against_first = |fitted: &Severity| -> Vec<f64> {
            fitted.evaluators.iter().map(|evaluator| fitted.difference(&evaluator.evaluator, "e0").unwrap().difference).collect()
        };
        for (at, (before, after)) in against_first(&before).iter().zip(against_first(&after)).enumerate() {
            let expected = if at == 1 { before - points } else { *before };
            prop_assert!(close(after, expected), "evaluator {}: {} is not {}", at, after, expected);
        }
        for (before, after) in before.corrected.iter().zip(&after.corrected) {
            prop_assert!(close(before.residual.unwrap(), after.residual.unwrap()));
        }
    }

    #[test]
    fn severities_add_up_to_nought_and_residuals_to_nought_in_every_row_and_column(table in tables()) {
        let ratings = read(&table);
        let fitted = severity(&ratings, CONFIDENCE).unwrap();
        prop_assert!(close(severities(&fitted).iter().sum(), 0.0));
        for name in ratings.projects().iter().chain(ratings.evaluators()) {
            let mine = fitted.corrected.iter().filter(|score| score.project == *name || score.evaluator == *name);
            prop_assert!(close(mine.filter_map(|score| score.residual).sum(), 0.0), "{}", name);
        }
    }

    #[test]
    fn the_order_of_projects_and_evaluators_does_not_matter(table in tables()) {
        let turned: Vec<Vec<Option<f64>>> =
            table.iter().rev().map(|row| row.iter().rev().copied().collect()).collect();
        let before = severity(&read(&table), CONFIDENCE).unwrap();
        let after = severity(&read(&turned), CONFIDENCE).unwrap();
        for (one, other) in before.evaluators.iter().zip(after.evaluators.iter().rev()) {
            prop_assert!(close(one.severity.unwrap(), other.severity.unwrap()));
            let (one, other) = (one.standard_error.unwrap_or(0.0), other.standard_error.unwrap_or(0.0));
            prop_assert!(close(one, other));
        }
        for (one, other) in before.projects.iter().zip(after.projects.iter().rev()) {
            prop_assert!(close(one.level.unwrap(), other.level.unwrap()));
        }
    }
}

#[test]
fn a_complete_table_has_the_textbook_errors() {
    let table = [[9.0, 2.0, 5.0, 8.0], [6.0, 1.0, 3.0, 2.0], [8.0, 4.0, 6.0, 8.0]];
    let table: Vec<Vec<Option<f64>>> = table
        .iter()
        .map(|row| row.iter().copied().map(Some).collect())
        .collect();
    let fitted = severity(&read(&table), CONFIDENCE).unwrap();
    let variance = fitted.components[0].variance.unwrap();
    assert_eq!(
        (
            variance.projects.freedom,
            variance.evaluators.freedom,
            variance.residual.freedom
        ),
        (2, 3, 6)
    );
    let residual = variance.residual.mean.unwrap();
    // With n projects and k evaluators: severity s²(k−1)/(nk), level s²/k, corrected score s²(1 − (k−1)/(nk)).
    let errors = [
        (fitted.evaluators[0].standard_error, residual * 3.0 / 12.0),
        (fitted.projects[0].standard_error, residual / 4.0),
        (fitted.corrected[0].standard_error, residual * (1.0 - 3.0 / 12.0)),
        (
            fitted.difference("e0", "e3").unwrap().standard_error,
            residual * 2.0 / 3.0,
        ),
    ];
    for (found, expected) in errors {
        assert!(
            close(found.unwrap(), expected.sqrt()),
            "{found:?} is not the root of {expected}"
        );
    }
}

#[test]
fn what_is_not_connected_is_not_compared() {
    let ratings = Ratings::new([
        ("道路", "甲", 80.0),
        ("道路", "乙", 90.0),
        ("绿化", "甲", 70.0),
        ("绿化", "乙", 78.0),
        ("养老", "丙", 85.0),
        ("水务", "丙", 60.0),
    ])
    .unwrap();
    let fitted = severity(&ratings, CONFIDENCE).unwrap();
    assert_eq!(fitted.components.len(), 2);
    assert!(close(fitted.difference("甲", "乙").unwrap().difference, 9.0));
    assert_eq!(
        fitted.evaluators[2].severity, None,
        "one evaluator alone has nobody to be compared with"
    );
    assert_eq!(fitted.corrected[4].corrected, None);
    let refused = fitted.difference("甲", "丙").unwrap_err().to_string();
    assert!(
        refused.contains("“甲”加评“养老”") && refused.ends_with("[raters-not-connected]"),
        "{refused}"
    );
    let unknown = fitted.difference("甲", "戊").unwrap_err().to_string();
    assert!(unknown.ends_with("[raters-evaluator-unknown]"), "{unknown}");
}

#[test]
fn without_a_degree_of_freedom_there_is_an_estimate_but_no_interval() {
    let ratings = Ratings::new([("道路", "甲", 80.0), ("道路", "乙", 90.0), ("绿化", "乙", 78.0)]).unwrap();
    let fitted = severity(&ratings, CONFIDENCE).unwrap();
    assert!(close(fitted.evaluators[0].severity.unwrap(), 5.0));
    assert_eq!(fitted.evaluators[0].standard_error, None);
    assert_eq!(fitted.evaluators[0].interval, None);
    assert_eq!(fitted.evaluators[0].rank, None, "no interval, no place");
    assert!(close(fitted.projects[1].level.unwrap(), 73.0));
}

#[test]
fn many_evaluators_of_one_project_each_are_taken_in_reasonable_time() {
    let triples = (0..20_000).map(|at| (format!("p{at}"), format!("e{at}"), f64::from(at % 7)));
    let fitted = severity(&Ratings::new(triples).unwrap(), CONFIDENCE).unwrap();
    assert_eq!(fitted.components.len(), 20_000);
    assert_eq!(fitted.bridges.len(), 19_999);
}

#[test]
fn too_many_evaluators_at_once_are_refused_with_their_number() {
    let refused = severity(
        &Ratings::new((0..2_001).map(|at| ("p", format!("e{at}"), 1.0))).unwrap(),
        CONFIDENCE,
    );
    assert!(refused.is_err_and(|error| error.to_string().contains("2001")));
}
