//! The Rasch model against what must hold for any grades.

use proptest::prelude::*;

use super::*;
use crate::number::float;

type Row = (String, String, String, f64);

fn name(letter: &str, number: usize) -> String {
    format!("{letter}{number}")
}

/// All projects by all criteria by all evaluators, grades from a function.
fn full(sizes: [usize; 3], grade: impl Fn(usize, usize, usize) -> usize) -> Vec<Row> {
    let [projects, criteria, evaluators] = sizes;
    let mut rows = Vec::new();
    for project in 0..projects {
        for criterion in 0..criteria {
            for evaluator in 0..evaluators {
                let score = float(grade(project, criterion, evaluator));
                rows.push((
                    name("p", project),
                    name("c", criterion),
                    name("e", evaluator),
                    score,
                ));
            }
        }
    }
    rows
}

fn fit(rows: &[Row]) -> Result<RaschFit, RatersError> {
    rasch(&Judgements::new(rows.iter().cloned()).unwrap())
}

fn code<T: std::fmt::Debug>(result: Result<T, RatersError>) -> String {
    let message = result.unwrap_err().to_string();
    message
        .rsplit('[')
        .next()
        .unwrap_or_default()
        .trim_end_matches(']')
        .to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn where_there_is_a_maximum_observed_and_expected_scores_are_equal(
        grades in prop::collection::vec(0_usize..4, 5 * 2 * 3),
        holes in prop::collection::vec(prop::bool::weighted(0.1), 5 * 2 * 3),
    ) {
        let all = full([5, 2, 3], |project, criterion, evaluator| {
            grades.get(project * 6 + criterion * 3 + evaluator).copied().unwrap_or(0)
        });
        let rows: Vec<Row> = all.into_iter().zip(holes).filter(|(_, hole)| !hole).map(|(row, _)| row).collect();
        let Ok(found) = fit(&rows) else { return Ok(()) };
        prop_assert!(found.largest_difference < 1e-8);
        prop_assert!(found.log_likelihood < 0.0);
        for facet in [&found.criteria, &found.evaluators] {
            prop_assert!(facet.iter().map(|one| one.measure).sum::<f64>().abs() < 1e-9);
        }
        prop_assert!(found.thresholds.iter().map(|one| one.threshold).sum::<f64>().abs() < 1e-9);
        // Whoever got more of the same rows stands higher; here only within equal patterns of holes.
        let used: usize = found.projects.iter().map(|one| one.scores).sum();
        prop_assert_eq!(used, found.scores);
    }

    #[test]
    fn the_order_of_rows_does_not_matter(grades in prop::collection::vec(0_usize..3, 4 * 2 * 3)) {
        let mut rows = full([4, 2, 3], |project, criterion, evaluator| {
            grades.get(project * 6 + criterion * 3 + evaluator).copied().unwrap_or(0)
        });
        let Ok(before) = fit(&rows) else { return Ok(()) };
        rows.reverse();
        let after = fit(&rows).unwrap();
        for one in &before.evaluators {
            let other = after.evaluators.iter().find(|other| other.name == one.name).unwrap();
            prop_assert!((one.measure - other.measure).abs() < 1e-7, "{:?} {:?}", one, other);
        }
        prop_assert!((before.log_likelihood - after.log_likelihood).abs() < 1e-9);
    }
}

#[test]
fn a_stricter_evaluator_and_a_harder_criterion_stand_higher() {
    // Two of three points depend on the place in the table, so that no grade follows from the others.
    let found = fit(&full([8, 2, 2], |project, criterion, evaluator| {
        let chance = (project * 31 + criterion * 17 + evaluator * 11 + project * criterion * 7) % 3;
        (1 + project % 4 + chance)
            .saturating_sub(criterion + evaluator)
            .min(4)
    }))
    .unwrap();
    assert!(found.criteria[1].measure > found.criteria[0].measure);
    assert!(found.evaluators[1].measure > found.evaluators[0].measure);
    assert!(found.projects[3].measure > found.projects[0].measure);
}

#[test]
fn who_got_only_one_end_of_the_scale_is_set_aside_and_listed() {
    // The last project has the highest grade throughout; the others vary.
    let found = fit(&full([6, 2, 3], |project, criterion, evaluator| {
        if project == 5 {
            3
        } else {
            (project + criterion * 2 + evaluator * project) % 4
        }
    }))
    .unwrap();
    let expected = Extreme {
        facet: Facet::Project,
        name: "p5".to_owned(),
        highest: true,
        scores: 6,
    };
    assert_eq!(found.extremes, [expected]);
    assert_eq!(found.projects.len(), 5);
    assert_eq!(found.scores, 30);
}

#[test]
fn grades_may_start_at_any_number() {
    let grade = |project: usize, criterion: usize, evaluator: usize| {
        (project + criterion * 2 + evaluator * project) % 4
    };
    let from_nought = fit(&full([6, 2, 3], grade)).unwrap();
    let from_seven = fit(&full([6, 2, 3], |project, criterion, evaluator| {
        7 + grade(project, criterion, evaluator)
    }));
    let from_seven = from_seven.unwrap();
    assert_eq!((from_seven.lowest, from_seven.categories), (7, 4));
    assert_eq!(from_seven.thresholds[0].category, 8);
    assert_eq!(from_nought.projects, from_seven.projects);
}

#[test]
fn grades_that_cannot_be_used_are_refused() {
    let mixed = |project: usize, criterion: usize, evaluator: usize| {
        (project + criterion * 2 + evaluator * project) % 4
    };
    let same = full([3, 2, 2], |_, _, _| 1);
    assert_eq!(code(fit(&same)), "raters-rasch-all-extreme");
    let gap = full([6, 2, 3], |project, criterion, evaluator| {
        match mixed(project, criterion, evaluator) {
            2 => 1,
            grade => grade,
        }
    });
    assert_eq!(code(fit(&gap)), "raters-rasch-category-unused");
    for score in [1.5, -1.0, f64::NAN, 1e9] {
        let rows = vec![("p".to_owned(), "c".to_owned(), "e".to_owned(), score)];
        assert_eq!(code(Judgements::new(rows)), "raters-rasch-category", "{score}");
    }
    let none: Vec<Row> = Vec::new();
    assert_eq!(code(Judgements::new(none)), "raters-empty");
    let mut twice = full([2, 2, 2], mixed);
    twice.extend(twice.first().cloned());
    assert_eq!(code(Judgements::new(twice)), "raters-scored-twice");
}

#[test]
fn an_evaluator_of_one_criterion_only_cannot_be_told_from_it() {
    let all = full([8, 2, 2], |project, criterion, evaluator| {
        (project + criterion + evaluator * project) % 3
    });
    let rows: Vec<Row> = all
        .into_iter()
        .filter(|row| row.1.ends_with('0') == row.2.ends_with('0'))
        .collect();
    let refused = fit(&rows).unwrap_err();
    assert_eq!(
        refused,
        RatersError::RaschConfounded {
            undetermined: 1,
            bridges: Vec::new()
        }
    );
}

#[test]
fn groups_that_share_nothing_are_refused_with_the_scoring_that_would_join_them() {
    let grade = |project: usize, criterion: usize, evaluator: usize| {
        (project + criterion * 2 + evaluator * project) % 4
    };
    let all = full([12, 2, 4], grade);
    let rows: Vec<Row> = all
        .into_iter()
        .filter(|row| {
            ["p0", "p1", "p2", "p3", "p4", "p5"].contains(&row.0.as_str()) == (row.2.as_str() < "e2")
        })
        .collect();
    let message = fit(&rows).unwrap_err().to_string();
    assert!(
        message.contains("加评") && message.ends_with("[raters-rasch-confounded]"),
        "{message}"
    );
}

#[test]
fn where_the_likelihood_has_no_maximum_it_is_said() {
    // One evaluator gives 1 exactly where the other gives 0: their difference grows without end.
    let rows = full(
        [4, 1, 2],
        |project, _, evaluator| if project < 2 { evaluator } else { 1 - evaluator },
    );
    let found = fit(&rows).unwrap();
    assert!(found.largest_difference < 1e-8, "balanced, it has one");
    let rows = full([4, 1, 2], |_, _, evaluator| evaluator);
    assert_eq!(code(fit(&rows)), "raters-rasch-all-extreme");
    let rows = full([4, 2, 2], |project, criterion, evaluator| {
        match (project, criterion, evaluator) {
            (0, 0, 0) => 1,
            (_, _, evaluator) => evaluator + criterion,
        }
    });
    assert_eq!(code(fit(&rows)), "raters-rasch-not-converged");
}

#[test]
fn a_single_criterion_over_many_projects_still_has_its_maximum() {
    // The only criterion keeps nothing but rounding once thousands of projects are eliminated.
    let found = fit(&full([4_000, 1, 5], |project, _, evaluator| {
        (project * 7 + evaluator * 3 + project * evaluator % 5 + project / 3) % 4
    }))
    .unwrap();
    assert!(found.largest_difference < 1e-8, "{}", found.largest_difference);
    assert_eq!(found.criteria.len(), 1);
    assert_eq!(found.criteria[0].measure, 0.0);
}
