//! Incentive allocation, claims, apportionment, plans, assignment, weights.

use hengji_analysis::allocate::{
    AllocateError, Apportionment, ClaimsRule, Coverage, Curve, Department, Direction, Divisor,
    IncentiveAllocation, IncentiveSettings, Level, PlanProject, PlanSettings, Required, allocate_budget,
    apportion, closeness, compare, critic_weights, entropy_weights, largest_remainder, match_jobs,
    plan_evaluations, share_claims,
};

use crate::fixture::{Fixture, fixture, near};

/// A result that the fixture says exists.
#[track_caller]
#[expect(clippy::panic, reason = "Tests end by panicking.")]
fn solved<T>(result: Result<T, AllocateError>) -> T {
    match result {
        Ok(result) => result,
        Err(error) => panic!("{error}"),
    }
}

/// A decimal as a count of its parts: hundredths, ten thousandths.
#[track_caller]
#[expect(clippy::panic, reason = "Tests end by panicking.")]
fn whole(value: f64, parts: f64) -> i64 {
    match format!("{:.0}", value * parts).parse() {
        Ok(whole) => whole,
        Err(_) => panic!("{value} is no number of parts"),
    }
}

/// The departments of a case of `incentive_allocation`, a hundredth of its unit standing for one fen.
fn departments(file: &Fixture, case: &str) -> Vec<Department> {
    let column = |name: &str| file.vector(&format!("{case}/{name}"));
    let (scores, reliabilities) = (column("score"), column("reliability"));
    let rows = column("base")
        .into_iter()
        .zip(scores)
        .zip(reliabilities)
        .enumerate();
    rows.map(|(at, ((base, score), reliability))| Department {
        name: format!("部门{at}"),
        base_fen: whole(base, 100.0),
        score,
        reliability,
    })
    .collect()
}

fn settings(file: &Fixture, case: &str) -> IncentiveSettings {
    let number = |name: &str| file.number(&format!("{case}/{name}"));
    let basis_points = |name: &str| u32::try_from(whole(number(name), 10_000.0)).unwrap_or(0);
    IncentiveSettings {
        curve: Curve::Smooth {
            strength: number("kappa"),
            reference: number("mu"),
        },
        floor_bp: basis_points("floor"),
        cap_bp: basis_points("cap"),
        step_fen: 1,
    }
}

fn allocation(file: &Fixture, case: &str) -> IncentiveAllocation {
    let pool_fen = whole(file.number(&format!("{case}/pool")), 100.0);
    solved(allocate_budget(
        &departments(file, case),
        pool_fen,
        &settings(file, case),
    ))
}

#[test]
fn incentive_allocations_meet_two_independent_solvers() {
    let file = fixture("incentive_allocation");
    for case in ["cases/0", "cases/1"] {
        let result = allocation(&file, case);
        near(
            case,
            &[result.multiplier],
            &[file.number(&format!("{case}/expected/lam"))],
            1e-12,
        );
        let exact: Vec<f64> = result.departments.iter().map(|row| row.exact / 100.0).collect();
        near(case, &exact, &file.vector(&format!("{case}/expected/x")), 1e-12);
        let expected = file.vector(&format!("{case}/expected/rounded_largest_remainder"));
        let expected: Vec<i64> = expected.into_iter().map(|amount| whole(amount, 100.0)).collect();
        let fen: Vec<f64> = result.departments.iter().map(|row| row.exact).collect();
        assert_eq!(
            largest_remainder(&fen, result.pool_fen).as_ref(),
            Ok(&expected),
            "{case}"
        );
        // The fixture rounds without the corridor and so leaves it by parts of a fen; ours is held inside.
        let found: Vec<i64> = result.departments.iter().map(|row| row.amount_fen).collect();
        for (row, expected) in result.departments.iter().zip(expected) {
            assert!(
                (row.lower_fen..=row.upper_fen).contains(&row.amount_fen),
                "{case}: {row:?}"
            );
            assert!((row.amount_fen - expected).abs() <= 1, "{case}: {row:?}");
        }
        assert_eq!(
            found.iter().sum::<i64>(),
            result.pool_fen,
            "{case}: the pool is spent to the fen"
        );
    }
}

#[test]
fn incentive_allocations_have_the_listed_properties() {
    let file = fixture("incentive_allocation");
    assert_eq!(file.words("properties").len(), 6);
    for case in ["cases/0", "cases/1"] {
        let (rows, settings) = (departments(&file, case), settings(&file, case));
        let before = allocation(&file, case);
        let exact = |rows: &[Department], pool_fen: i64| -> Vec<f64> {
            let result = solved(allocate_budget(rows, pool_fen, &settings));
            result.departments.iter().map(|row| row.exact).collect()
        };
        let base = exact(&rows, before.pool_fen);

        for at in 0..rows.len() {
            let mut better = rows.clone();
            better[at].score = (better[at].score + 5.0).min(100.0);
            for (other, (after, before)) in exact(&better, before.pool_fen).iter().zip(&base).enumerate() {
                let falls = if other == at {
                    before - after
                } else {
                    after - before
                };
                assert!(falls < 1e-6, "{case}: {at} rises, {other} moves by {falls}");
            }
        }

        let larger = exact(&rows, before.pool_fen + 100);
        assert!(
            larger
                .iter()
                .zip(&base)
                .all(|(after, before)| *before < after + 1e-6),
            "{case}: pool monotone"
        );

        let mut split = rows.clone();
        split[0].base_fen /= 2;
        split.push(Department {
            name: "分立部门".to_owned(),
            base_fen: rows[0].base_fen - split[0].base_fen,
            ..rows[0].clone()
        });
        let parts = exact(&split, before.pool_fen);
        near(case, &[parts[0] + parts[rows.len()]], &[base[0]], 1e-9);

        let mut alike = rows.clone();
        alike[1] = Department {
            base_fen: alike[1].base_fen,
            name: alike[1].name.clone(),
            ..alike[0].clone()
        };
        let alike_exact = exact(&alike, before.pool_fen);
        let growth = |at: usize| alike_exact[at] / f64::from(i32::try_from(alike[at].base_fen).unwrap_or(0));
        near(case, &[growth(0)], &[growth(1)], 1e-12);
    }
}

#[test]
fn claims_are_shared_as_in_the_talmud() {
    let file = fixture("rationing_talmud");
    let claims: Vec<i64> = file
        .vector("claims")
        .into_iter()
        .map(|claim| whole(claim, 100.0))
        .collect();
    let rules = [
        ("cea", ClaimsRule::EqualAwards),
        ("cel", ClaimsRule::EqualLosses),
        ("proportional", ClaimsRule::Proportional),
        ("talmud", ClaimsRule::Talmud),
    ];
    for estate in ["100", "200", "300", "400", "500"] {
        let estate_fen = whole(estate.parse().unwrap_or(f64::NAN), 100.0);
        for (name, rule) in rules {
            let awards = solved(share_claims(&claims, estate_fen, rule));
            let exact: Vec<f64> = awards.iter().map(|award| award.exact / 100.0).collect();
            near(
                &format!("{estate} {name}"),
                &exact,
                &file.vector(&format!("computed/{estate}/{name}")),
                1e-14,
            );
            let published = format!("published/{estate}");
            if rule == ClaimsRule::Talmud && file.has(&published) {
                near(&published, &exact, &file.vector(&published), 1e-8);
            }
        }
    }
}

#[test]
fn the_seats_of_the_census_of_1790() {
    let file = fixture("apportionment_us1790");
    let states: Vec<&str> = file.below("population/").collect();
    let populations: Vec<u64> = states
        .iter()
        .map(|state| u64::try_from(whole(file.number(&format!("population/{state}")), 1.0)).unwrap_or(0))
        .collect();
    assert_eq!(states.len(), 15);
    for (name, seats, method) in [
        ("hamilton_120", 120, Apportionment::Hamilton),
        ("jefferson_105", 105, Apportionment::Divisor(Divisor::Jefferson)),
        ("webster_105", 105, Apportionment::Divisor(Divisor::Webster)),
    ] {
        let found = solved(apportion(&populations, seats, method));
        for (state, found) in states.iter().zip(found) {
            let expected = whole(file.number(&format!("computed/{name}/{state}")), 1.0);
            assert_eq!(i64::try_from(found), Ok(expected), "{name} {state}");
        }
    }
}

#[test]
fn evaluation_plans_meet_two_mixed_integer_solvers() {
    let file = fixture("evaluation_plan_milp");
    for case in ["cases/0", "cases/1"] {
        let (projects, settings) = plan(&file, case);
        let plan = solved(plan_evaluations(&projects, &settings));
        let optimum = file.number(&format!("{case}/optimum"));
        near(
            case,
            &[plan.best.value, plan.greedy.value],
            &[optimum, optimum],
            1e-9,
        );
        assert!(
            plan.proven && plan.best.value <= plan.lp_bound,
            "{case}: {plan:?}"
        );
        let levels = file.vector(&format!("{case}/levels"));
        let value_of_theirs: f64 = projects
            .iter()
            .zip(levels)
            .filter_map(|(project, level)| {
                usize::try_from(whole(level, 1.0) - 1)
                    .ok()
                    .and_then(|at| project.levels[at])
                    .map(|level| level.value)
            })
            .sum();
        near(case, &[value_of_theirs], &[plan.best.value], 1e-9);
    }
}

/// The projects of a case of `evaluation_plan_milp`.
fn plan(file: &Fixture, case: &str) -> (Vec<PlanProject>, PlanSettings) {
    let path = format!("{case}/projects");
    let rows = file.rows(&path);
    let level = |at: usize| {
        rows.numbers(&format!("days/{at}"))
            .into_iter()
            .zip(rows.numbers(&format!("value/{at}")))
    };
    let projects = level(1)
        .zip(level(2))
        .zip(rows.words("dept").into_iter().zip(rows.words("cls")))
        .enumerate();
    let projects = projects.map(|(at, ((desk, key), (department, class)))| PlanProject {
        name: format!("项目{at}"),
        department,
        required: if class == "A" {
            Required::ClassA
        } else {
            Required::No
        },
        levels: [desk, key]
            .map(|(days, value)| Some(Level { days, value }))
            .to_vec(),
    });
    let settings = PlanSettings {
        days: file.number(&format!("{case}/days_capacity")),
        share_bp: 1_000,
        coverage: Coverage::Every,
        node_limit: 10_000,
    };
    (projects.collect(), settings)
}

#[test]
fn the_drinks_of_saaty_are_weighed() {
    let file = fixture("ahp_saaty_drinks7");
    let found = solved(compare(&file.matrix("matrix")));
    near("weights", &found.weights, &file.vector("computed/weights"), 1e-12);
    near(
        "weights as printed",
        &found.weights,
        &file.vector("published/weights"),
        5e-4,
    );
    near(
        "eigenvalue",
        &[found.eigenvalue],
        &[file.number("computed/lambda_max")],
        1e-12,
    );
    near(
        "consistency ratio",
        &[found.consistency_ratio],
        &[file.number("computed/CR")],
        1e-12,
    );
    near(
        "consistency ratio as printed",
        &[found.consistency_ratio],
        &[file.number("published/CR")],
        5e-4,
    );
}

#[test]
fn data_weights_and_closeness_meet_their_papers() {
    for (name, printed) in [("entropy_xu2004", 5e-4), ("entropy_zavadskas2016", 5e-5)] {
        let file = fixture(name);
        let found = solved(entropy_weights(&file.matrix("matrix")));
        near(name, &found, &file.vector("computed"), 1e-12);
        near(name, &found, &file.vector("published"), printed);
    }
    let file = fixture("critic_tus2019");
    let found = solved(critic_weights(&file.matrix("matrix")));
    near("critic", &found, &file.vector("computed"), 1e-12);
    near("critic as printed", &found, &file.vector("published"), 5e-4);

    let file = fixture("topsis_papathanasiou2018");
    let direction = |kind: &f64| {
        if *kind < 0.0 {
            Direction::Less
        } else {
            Direction::More
        }
    };
    let directions: Vec<Direction> = file.vector("types").iter().map(direction).collect();
    let found = solved(closeness(
        &file.matrix("matrix"),
        &file.vector("weights"),
        &directions,
    ));
    near("topsis", &found, &file.vector("computed"), 1e-12);
    near("topsis as printed", &found, &file.vector("published"), 5e-4);
    for (value, rank) in found.iter().zip(file.vector("rank")) {
        let above = found.iter().filter(|other| value < other).count();
        assert_eq!(i64::try_from(above + 1), Ok(whole(rank, 1.0)));
    }
}

#[test]
fn assignments_of_the_or_library_reach_their_published_optima() {
    for name in ["gap_orlib_1", "gap_orlib_2"] {
        let file = fixture(name);
        assert_eq!(file.text("sense"), "maximise");
        let rows = file.rows("problems");
        let (agents, jobs) = (rows.numbers("m"), rows.numbers("n"));
        for (at, optimum) in file.vector("published_optima").into_iter().enumerate() {
            let size = |sizes: &[f64]| usize::try_from(whole(sizes[at], 1.0)).unwrap_or(0);
            let table = |column: &str| -> Vec<Vec<f64>> {
                let row = |agent| (0..size(&jobs)).map(move |job| format!("{column}/{agent}/{job}"));
                (0..size(&agents))
                    .map(|agent| row(agent).map(|name| rows.numbers(&name)[at]).collect())
                    .collect()
            };
            let capacities: Vec<f64> = (0..size(&agents))
                .map(|agent| rows.numbers(&format!("capacity/{agent}"))[at])
                .collect();
            let uses = table("resource");
            let found = solved(match_jobs(&table("profit"), &uses, &capacities, 100_000));
            assert!(found.proven, "{name} {at}: {found:?}");
            near(&format!("{name} {at}"), &[found.profit], &[optimum], 1e-12);
            for (agent, capacity) in capacities.iter().enumerate() {
                let used = found.agents.iter().enumerate().filter(|(_, who)| **who == agent);
                assert!(
                    used.map(|(job, _)| uses[agent][job]).sum::<f64>() <= *capacity,
                    "{name} {at}: {agent}"
                );
            }
        }
    }
}
