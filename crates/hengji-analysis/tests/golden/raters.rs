//! Severity, agreement, many-facet Rasch.

use hengji_analysis::raters::{Ratings, severity};

use crate::fixture::{fixture, near};

/// A matrix as ratings: rows are projects, `null` is an empty cell.
fn ratings(rows: &[Vec<f64>]) -> Ratings {
    let table: Vec<Vec<Option<f64>>> = rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|score| (!score.is_nan()).then_some(*score))
                .collect()
        })
        .collect();
    let evaluators = rows.first().map_or(0, Vec::len);
    let names =
        |letter: &str, count: usize| (1..=count).map(|at| format!("{letter}{at}")).collect::<Vec<_>>();
    Ratings::from_table(names("P", rows.len()), names("E", evaluators), &table).unwrap()
}

#[test]
fn additive_severity_is_the_least_squares_fit_with_the_sign_turned() {
    let golden = fixture("additive_severity_shrout_fleiss");
    let fitted = severity(&ratings(&golden.matrix("ratings")), 0.95).unwrap();
    let component = &fitted.components[0];
    near(
        "grand mean",
        &[component.mean.unwrap()],
        &golden.vector("computed/grand_mean"),
        1e-11,
    );
    // The fixture writes the effect of a judge with a plus sign; a severity is its opposite.
    let effects: Vec<f64> = fitted
        .evaluators
        .iter()
        .filter_map(|one| one.severity)
        .map(|one| -one)
        .collect();
    near(
        "judge effects",
        &effects,
        &golden.vector("computed/judge_effect"),
        1e-11,
    );
    let levels: Vec<f64> = fitted
        .projects
        .iter()
        .filter_map(|project| project.level)
        .collect();
    near(
        "adjusted targets",
        &levels,
        &golden.vector("computed/target_adjusted"),
        1e-11,
    );
    let variance = component.variance.unwrap();
    let mean_squares = [
        ("computed/anova/MS_target", variance.projects.mean),
        ("computed/anova/MS_judge", variance.evaluators.mean),
        ("computed/anova/MSE", variance.residual.mean),
    ];
    for (path, found) in mean_squares {
        near(path, &[found.unwrap()], &golden.vector(path), 1e-11);
    }
}
