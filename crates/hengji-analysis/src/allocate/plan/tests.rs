//! The plan against every plan there is, against another solver, and its refusals.

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Variable};
use proptest::prelude::*;

use super::*;

fn project(name: usize, department: u8, required: Required, levels: &[(f64, f64)]) -> PlanProject {
    PlanProject {
        name: format!("项目{name}"),
        department: format!("部门{department}"),
        required,
        levels: levels
            .iter()
            .map(|&(days, value)| Some(Level { days, value }))
            .collect(),
    }
}

fn settings(days: f64) -> PlanSettings {
    PlanSettings {
        days,
        share_bp: 1_000,
        coverage: Coverage::Every,
        node_limit: 100_000,
    }
}

/// Whether a choice of levels keeps the rules.
fn is_feasible(problem: &Problem, levels: &[usize]) -> bool {
    let days: f64 = problem
        .projects
        .iter()
        .zip(levels)
        .map(|(project, at)| project.level(*at).days)
        .sum();
    let covered = |department: usize| {
        problem
            .projects
            .iter()
            .zip(levels)
            .any(|(project, at)| *at != 0 && project.department == Some(department))
    };
    problem.fits(days)
        && problem.least <= levels.iter().filter(|at| **at != 0).count()
        && (0..problem.departments).all(covered)
        && problem
            .projects
            .iter()
            .zip(levels)
            .all(|(project, at)| *at != 0 || !project.required)
}

/// The best of all choices, by trying every one.
fn by_trying(problem: &Problem) -> Option<f64> {
    let mut best: Option<f64> = None;
    let mut levels = vec![0_usize; problem.projects.len()];
    loop {
        if is_feasible(problem, &levels) {
            let value = problem.selection(levels.clone()).value;
            best = Some(best.map_or(value, |best| best.max(value)));
        }
        let mut at = 0;
        loop {
            let Some(level) = levels.get_mut(at) else {
                return best;
            };
            *level += 1;
            if *level < problem.projects[at].levels.len() {
                break;
            }
            *level = 0;
            at += 1;
        }
    }
}

/// The optimum by another solver, with whole choices or with parts of choices allowed.
fn by_another_solver(problem: &Problem, whole: bool) -> Option<f64> {
    let mut program = microlp::Problem::new(OptimizationDirection::Maximize);
    let mut days = LinearExpr::empty();
    let mut count = LinearExpr::empty();
    let mut departments = vec![LinearExpr::empty(); problem.departments];
    for project in &problem.projects {
        let mut one = LinearExpr::empty();
        for (at, level) in project.levels.iter().enumerate() {
            let choice: Variable = if whole {
                program.add_binary_var(level.value)
            } else {
                program.add_var(level.value, (0.0, 1.0))
            };
            one.add(choice, 1.0);
            days.add(choice, level.days);
            if at != 0 {
                count.add(choice, 1.0);
                if let Some(department) = project.department {
                    departments[department].add(choice, 1.0);
                }
            } else if project.required {
                program.add_constraint([(choice, 1.0)], ComparisonOp::Eq, 0.0);
            }
        }
        program.add_constraint(one, ComparisonOp::Eq, 1.0);
    }
    program.add_constraint(days, ComparisonOp::Le, problem.capacity);
    program.add_constraint(count, ComparisonOp::Ge, float(problem.least));
    for department in departments {
        program.add_constraint(department, ComparisonOp::Ge, 1.0);
    }
    let solution = program.solve().ok()?.into_solution().ok()?;
    let values = problem
        .projects
        .iter()
        .flat_map(|project| project.levels.iter().map(|level| level.value));
    Some(
        solution
            .iter()
            .zip(values)
            .map(|((_, part), value)| part * value)
            .sum(),
    )
}

fn district(size: std::ops::Range<usize>) -> impl Strategy<Value = (Vec<PlanProject>, f64)> {
    let required =
        prop_oneof![4 => Just(Required::No), 1 => Just(Required::ClassA), 1 => Just(Required::Drawn)];
    let levels = proptest::collection::vec((0_u8..8, 0_u16..1_000), 1..4);
    (
        proptest::collection::vec((0_u8..3, required, levels), size),
        0_u8..60,
    )
        .prop_map(|(rows, days)| {
            let rows = rows
                .into_iter()
                .enumerate()
                .map(|(name, (department, required, levels))| {
                    let levels: Vec<(f64, f64)> = levels
                        .into_iter()
                        .map(|(days, value)| (f64::from(days) / 2.0, f64::from(value) / 10.0))
                        .collect();
                    project(name, department, required, &levels)
                });
            (rows.collect(), f64::from(days))
        })
}

proptest! {
    #[test]
    fn a_plan_is_the_best_of_all_there_are((projects, days) in district(1..7)) {
        let settings = settings(days);
        let problem = Problem::new(&projects, &settings).unwrap();
        match (plan_evaluations(&projects, &settings), by_trying(&problem)) {
            (Ok(plan), Some(best)) => {
                prop_assert!((plan.best.value - best).abs() < 1e-9, "{} is not {}", plan.best.value, best);
                prop_assert!(plan.proven && plan.gap.abs() < 1e-9);
            }
            (plan, best) => prop_assert!(plan.is_err() && best.is_none(), "{:?} {:?}", plan, best),
        }
    }

    #[test]
    fn greedy_is_below_exact_and_exact_below_the_bound((projects, days) in district(8..40)) {
        let settings = settings(days);
        let problem = Problem::new(&projects, &settings).unwrap();
        let Ok(plan) = plan_evaluations(&projects, &settings) else {
            prop_assert!(by_another_solver(&problem, true).is_none());
            return Ok(());
        };
        prop_assert!(plan.greedy.value <= plan.best.value + 1e-9);
        prop_assert!(plan.best.value <= plan.bound + 1e-9);
        prop_assert!(plan.bound <= plan.lp_bound + 1e-9);
        let levels = |pick: &dyn Fn(&PlanRow) -> usize| plan.projects.iter().map(pick).collect::<Vec<usize>>();
        prop_assert!(is_feasible(&problem, &levels(&|row| row.level)), "{:?}", plan);
        prop_assert!(is_feasible(&problem, &levels(&|row| row.greedy_level)), "{:?}", plan);
    }

    #[test]
    fn another_solver_finds_the_same_bound_and_optimum((projects, days) in district(5..15)) {
        let settings = settings(days);
        let problem = Problem::new(&projects, &settings).unwrap();
        let Ok(plan) = plan_evaluations(&projects, &settings) else { return Ok(()) };
        let bound = by_another_solver(&problem, false).unwrap();
        prop_assert!((plan.lp_bound - bound).abs() < 1e-6 * bound.max(1.0), "{} is not {}", plan.lp_bound, bound);
        let best = by_another_solver(&problem, true).unwrap();
        prop_assert!((plan.best.value - best).abs() < 1e-6 * best.max(1.0), "{} is not {}", plan.best.value, best);
    }

    #[test]
    fn a_day_is_worth_what_the_bound_gains((projects, days) in district(5..30)) {
        let now = settings(days);
        let Ok(plan) = plan_evaluations(&projects, &now) else { return Ok(()) };
        let later = plan_evaluations(&projects, &settings(days + 1.0)).unwrap();
        // The bound is concave in the days: a day brings no more than its marginal price.
        prop_assert!(later.lp_bound - plan.lp_bound <= plan.day_price + 1e-6);
        prop_assert!(plan.next_day <= plan.day_price + 1e-6);
        prop_assert!(later.day_price <= plan.day_price + 1e-6);
    }
}

#[test]
fn every_project_is_told_why() {
    let projects = [
        project(0, 0, Required::ClassA, &[(2.0, 1.0)]),
        project(1, 0, Required::Drawn, &[(2.0, 1.0)]),
        project(2, 1, Required::No, &[(2.0, 1.0)]),
        project(3, 0, Required::No, &[(2.0, 90.0)]),
        project(4, 0, Required::No, &[(2.0, 10.0)]),
        project(5, 0, Required::No, &[]),
    ];
    let plan = plan_evaluations(&projects, &settings(9.0)).unwrap();
    let reasons: Vec<Reason> = plan.projects.iter().map(|row| row.reason).collect();
    let expected = [
        Reason::ClassA,
        Reason::Drawn,
        Reason::Department,
        Reason::ValuePerDay,
        Reason::NotChosen,
        Reason::NotChosen,
    ];
    assert_eq!(reasons, expected);
    assert!(
        (plan.day_price - 5.0).abs() < 1e-12,
        "half of the next project: {}",
        plan.day_price
    );
    assert!((plan.best.value - 93.0).abs() < 1e-12);
}

#[test]
fn a_level_that_does_not_suit_a_project_is_left_out() {
    let mut projects = vec![project(
        0,
        0,
        Required::ClassA,
        &[(1.0, 1.0), (2.0, 9.0), (3.0, 10.0)],
    )];
    projects[0].levels[1] = None;
    let level = |days| plan_evaluations(&projects, &settings(days)).unwrap().projects[0].level;
    assert_eq!((level(2.0), level(3.0)), (1, 3));
    projects[0].levels.fill(None);
    assert!(plan_evaluations(&projects, &settings(3.0)).is_err());
}

#[test]
fn the_share_takes_what_costs_least() {
    let rows = [(2.0, 2.0), (4.0, 1.0), (1.0, 0.0)];
    let projects: Vec<PlanProject> = rows
        .iter()
        .enumerate()
        .map(|(at, level)| project(at, 0, Required::No, &[*level]))
        .collect();
    let settings = PlanSettings {
        share_bp: 6_000,
        ..settings(3.0)
    };
    let plan = plan_evaluations(&projects, &settings).unwrap();
    assert_eq!(plan.least_projects, 2);
    let levels: Vec<usize> = plan.projects.iter().map(|row| row.level).collect();
    assert_eq!(levels, [1, 0, 1]);
    assert_eq!(plan.projects[2].reason, Reason::Share);
}

#[test]
fn a_stopped_search_tells_what_is_left_open() {
    let projects: Vec<PlanProject> = (0..14_u8)
        .map(|at| {
            let value = 50.0 + f64::from(at * 7 % 13);
            project(
                usize::from(at),
                0,
                Required::No,
                &[
                    (f64::from(3 + at % 5), value),
                    (f64::from(8 + at % 3), 1.7 * value),
                ],
            )
        })
        .collect();
    let stopped = plan_evaluations(
        &projects,
        &PlanSettings {
            node_limit: 0,
            ..settings(31.5)
        },
    )
    .unwrap();
    assert!(!stopped.proven && stopped.nodes == 0);
    assert!(stopped.best.value < stopped.bound && 0.0 < stopped.gap);
    let finished = plan_evaluations(&projects, &settings(31.5)).unwrap();
    assert!(finished.proven && finished.best.value <= stopped.bound);
}

#[test]
fn unusable_plans_are_refused_with_their_figures() {
    let fine = || {
        vec![
            project(0, 0, Required::ClassA, &[(2.0, 5.0)]),
            project(1, 1, Required::No, &[(1.5, 3.0)]),
        ]
    };
    let only = |name: &str| PlanSettings {
        coverage: Coverage::Only([name.to_owned()].into()),
        ..settings(9.0)
    };
    let with = |levels: &[(f64, f64)]| vec![project(0, 0, Required::ClassA, levels)];
    let table = [
        (vec![], settings(9.0), "[allocate-nothing]"),
        ([fine(), fine()].concat(), settings(9.0), "[allocate-duplicate]"),
        (fine(), settings(f64::NAN), "[allocate-out-of-range]"),
        (fine(), settings(3.0), "[allocate-too-few-days]"),
        (
            fine(),
            PlanSettings {
                share_bp: 10_001,
                ..settings(9.0)
            },
            "[allocate-out-of-range]",
        ),
        (with(&[]), settings(9.0), "[allocate-no-level]"),
        (
            with(&[(f64::INFINITY, 1.0)]),
            settings(9.0),
            "[allocate-out-of-range]",
        ),
        (with(&[(1.0, -1.0)]), settings(9.0), "[allocate-out-of-range]"),
        (with(&[(0.0, 0.0); 64]), settings(9.0), "[allocate-out-of-range]"),
        (
            vec![project(0, 0, Required::No, &[])],
            settings(9.0),
            "[allocate-too-few-projects]",
        ),
        (fine(), only("无此部门"), "[allocate-no-project]"),
    ];
    for (projects, settings, code) in table {
        let refusal = plan_evaluations(&projects, &settings)
            .err()
            .map(|error| error.to_string());
        assert!(
            refusal.as_deref().is_some_and(|text| text.ends_with(code)),
            "{code}: {refusal:?}"
        );
    }
    assert!(plan_evaluations(&fine(), &only("部门0")).is_ok_and(|plan| plan.least_days < 2.1));
}

#[test]
fn value_grows_with_money_risk_and_time() {
    for (amount, risk, years, expected) in [
        (100.0, 0.5, 0.0, 25.0),
        (100.0, 0.5, 2.0, 30.0),
        (0.0, 0.5, 2.0, 0.0),
    ] {
        assert!((evaluation_value(amount, risk, years, 0.1, 0.5) - expected).abs() < 1e-12);
    }
}
