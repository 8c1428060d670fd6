//! The proofs of the allocation as properties, and its refusals.

use proptest::prelude::*;

use super::*;

fn department(name: &str, base_fen: i64, score: f64, reliability: f64) -> Department {
    Department {
        name: name.to_owned(),
        base_fen,
        score,
        reliability,
    }
}

fn settings(strength: f64) -> IncentiveSettings {
    IncentiveSettings {
        curve: Curve::Smooth {
            strength,
            reference: 80.0,
        },
        floor_bp: 9_000,
        cap_bp: 11_000,
        step_fen: 1,
    }
}

/// A pool so many thousandths of the way between the sums of floors and caps.
fn pool(departments: &[Department], thousandths: i64, settings: &IncentiveSettings) -> i64 {
    let rooms: Vec<Room> = departments
        .iter()
        .map(|department| room(department, 1.0, settings))
        .collect();
    let least: i64 = rooms.iter().map(|room| room.lower).sum();
    let most: i64 = rooms.iter().map(|room| room.upper).sum();
    least + (most - least) * thousandths / 1_000
}

fn row(base_fen: std::ops::Range<i64>) -> impl Strategy<Value = (i64, f64, f64)> {
    (base_fen, 40.0_f64..100.0, 0.0_f64..1.0)
}

fn district() -> impl Strategy<Value = (Vec<Department>, i64)> {
    (
        proptest::collection::vec(row(1..100_000_000_000), 1..12),
        0_i64..=1_000,
    )
        .prop_map(|(rows, thousandths)| {
            let named = rows.into_iter().enumerate();
            (
                named
                    .map(|(at, (base, score, r))| department(&format!("部门{at}"), base, score, r))
                    .collect(),
                thousandths,
            )
        })
}

fn shared(departments: &[Department], pool_fen: i64, settings: &IncentiveSettings) -> IncentiveAllocation {
    allocate_budget(departments, pool_fen, settings).unwrap()
}

/// What rounding in floats may move of amounts up to a hundred billion fen.
const FLOAT_FEN: f64 = 1e-2;

proptest! {
    #[test]
    fn the_pool_is_spent_to_the_fen_within_the_corridor((departments, part) in district(), strength in 0.0_f64..2.0) {
        let settings = settings(strength);
        let pool_fen = pool(&departments, part, &settings);
        let result = shared(&departments, pool_fen, &settings);
        prop_assert_eq!(result.departments.iter().map(|row| row.amount_fen).sum::<i64>(), pool_fen);
        for row in &result.departments {
            prop_assert!((row.lower_fen..=row.upper_fen).contains(&row.amount_fen), "{:?}", row);
        }
    }

    #[test]
    fn the_three_terms_add_up_to_the_change((departments, part) in district(), strength in 0.0_f64..2.0) {
        let settings = settings(strength);
        let result = shared(&departments, pool(&departments, part, &settings), &settings);
        for row in &result.departments {
            let terms = row.tightness_fen + row.performance_fen + row.bounds_fen;
            prop_assert_eq!(terms, row.amount_fen - row.base_fen, "{:?}", row);
        }
        prop_assert_eq!(result.departments.iter().map(|row| row.performance_fen).sum::<i64>(), 0);
        prop_assert_eq!(result.departments.iter().map(|row| row.bounds_fen).sum::<i64>(), 0);
    }

    #[test]
    fn a_better_score_never_costs_money_and_never_pays_others(
        (departments, part) in district(), strength in 0.0_f64..2.0, gain in 0.0_f64..40.0,
    ) {
        let settings = settings(strength);
        let pool_fen = pool(&departments, part, &settings);
        let before = shared(&departments, pool_fen, &settings);
        let mut better = departments;
        better[0].score = (better[0].score + gain).min(100.0);
        let after = shared(&better, pool_fen, &settings);
        prop_assert!(before.departments[0].exact <= after.departments[0].exact + FLOAT_FEN);
        for (before, after) in before.departments.iter().zip(&after.departments).skip(1) {
            prop_assert!(after.exact <= before.exact + FLOAT_FEN, "{:?} {:?}", before, after);
        }
    }

    #[test]
    fn among_equally_reliable_departments_the_order_of_scores_is_kept(
        (departments, part) in district(), strength in 0.0_f64..2.0, reliability in 0.0_f64..=1.0,
    ) {
        let settings = settings(strength);
        let equal: Vec<Department> =
            departments.into_iter().map(|department| Department { reliability, ..department }).collect();
        let result = shared(&equal, pool(&equal, part, &settings), &settings);
        for (a, row_a) in equal.iter().zip(&result.departments) {
            for (b, row_b) in equal.iter().zip(&result.departments).filter(|(b, _)| a.score <= b.score) {
                let (left, right) = (row_a.exact / float(a.base_fen), row_b.exact / float(b.base_fen));
                prop_assert!(left <= right + 1e-9, "{} {}", left, right);
            }
        }
    }

    #[test]
    fn a_larger_pool_takes_from_nobody((departments, part) in district(), strength in 0.0_f64..2.0) {
        let settings = settings(strength);
        let before = shared(&departments, pool(&departments, part, &settings), &settings);
        let after = shared(&departments, pool(&departments, 1_000, &settings), &settings);
        for (before, after) in before.departments.iter().zip(&after.departments) {
            prop_assert!(before.exact <= after.exact + FLOAT_FEN, "{:?} {:?}", before, after);
        }
    }

    #[test]
    fn splitting_a_department_gains_nothing(
        (departments, part) in district(), strength in 0.0_f64..2.0, first in 0.0_f64..1.0,
    ) {
        let settings = settings(strength);
        let pool_fen = pool(&departments, part, &settings);
        let one = &departments[0];
        let cut = (0..).take_while(|at| float(at * 1_000_000_000) < first * float(one.base_fen)).count();
        let part_fen = (i64::try_from(cut).unwrap() * 1_000_000_000).min(one.base_fen);
        let mut split = departments.clone();
        split[0].base_fen = part_fen;
        split.push(department("分立部门", one.base_fen - part_fen, one.score, one.reliability));
        // Halves of a fen in the corridors of the parts can put the pool just outside.
        let Ok(after) = allocate_budget(&split, pool_fen, &settings) else { return Ok(()) };
        let before = shared(&departments, pool_fen, &settings);
        let together = after.departments[0].exact + after.departments[departments.len()].exact;
        prop_assert!((before.departments[0].exact - together).abs() < FLOAT_FEN, "{} {}", before.departments[0].exact, together);
    }

    #[test]
    fn whole_ten_thousands_take_from_nobody_when_the_pool_grows(
        rows in proptest::collection::vec(row(2_000_000_000..100_000_000_000), 2..8),
        strength in 0.0_f64..2.0, steps in 0_i64..50,
    ) {
        let departments: Vec<Department> = rows
            .into_iter()
            .enumerate()
            .map(|(at, (base, score, r))| department(&format!("部门{at}"), base, score, r))
            .collect();
        let settings = IncentiveSettings { step_fen: 1_000_000, ..settings(strength) };
        let pool_fen = pool(&departments, 500, &settings) / 1_000_000 * 1_000_000;
        let before = shared(&departments, pool_fen, &settings);
        let after = shared(&departments, pool_fen + steps * 1_000_000, &settings);
        prop_assert_eq!(before.departments.iter().map(|row| row.amount_fen).sum::<i64>(), pool_fen);
        for (before, after) in before.departments.iter().zip(&after.departments) {
            prop_assert_eq!(before.amount_fen % 1_000_000, 0);
            prop_assert!((before.lower_fen..=before.upper_fen).contains(&before.amount_fen));
            prop_assert!(before.amount_fen <= after.amount_fen);
        }
    }
}

#[test]
fn without_strength_all_grow_alike() {
    let departments = [
        department("教育局", 1_000, 95.0, 1.0),
        department("民政局", 3_000, 60.0, 1.0),
    ];
    let result = shared(&departments, 4_200, &settings(0.0));
    let amounts: Vec<i64> = result.departments.iter().map(|row| row.amount_fen).collect();
    assert_eq!(amounts, [1_050, 3_150]);
    assert!(
        result
            .departments
            .iter()
            .all(|row| row.held == Held::Free && row.performance_fen == 0)
    );
}

#[test]
fn grades_are_drawn_towards_one_as_reliability_falls() {
    let steps = vec![
        Step {
            from: 0.0,
            factor: 0.0,
        },
        Step {
            from: 90.0,
            factor: 1.1,
        },
        Step {
            from: 60.0,
            factor: 0.8,
        },
    ];
    let curve = Curve::Steps(steps);
    for (score, reliability, expected) in [
        (95.0, 1.0, 1.1),
        (90.0, 0.5, 1.05),
        (89.9, 1.0, 0.8),
        (60.0, 0.0, 1.0),
        (59.0, 1.0, 0.0),
    ] {
        let found = factor(&department("教育局", 100, score, reliability), &curve).unwrap();
        assert!(
            (found - expected).abs() < 1e-12,
            "{score} at {reliability}: {found}"
        );
    }
}

#[test]
fn a_department_with_factor_zero_stays_at_its_floor() {
    let curve = Curve::Steps(vec![
        Step {
            from: 0.0,
            factor: 0.0,
        },
        Step {
            from: 60.0,
            factor: 1.0,
        },
    ]);
    let settings = IncentiveSettings {
        curve,
        ..settings(0.0)
    };
    let departments = [
        department("教育局", 1_000, 90.0, 1.0),
        department("民政局", 1_000, 50.0, 1.0),
    ];
    let result = shared(&departments, 2_000, &settings);
    assert_eq!(result.departments[1].amount_fen, 900);
    assert_eq!(result.departments[1].held, Held::Floor);
    let refusal = allocate_budget(&departments, 2_001, &settings)
        .err()
        .map(|error| error.to_string());
    assert!(
        refusal.as_deref().is_some_and(|text| text.contains("20.00元")),
        "{refusal:?}"
    );
}

#[test]
fn unusable_inputs_are_refused_with_their_figures() {
    let good = [department("教育局", 100_000, 85.0, 1.0)];
    let bad = |base, score, reliability| vec![department("教育局", base, score, reliability)];
    let twice = [good.to_vec(), good.to_vec()].concat();
    let steep = settings(f64::INFINITY);
    let upside_down = IncentiveSettings {
        floor_bp: 10_001,
        ..settings(0.1)
    };
    let coarse = IncentiveSettings {
        step_fen: 1_000_000,
        ..settings(0.1)
    };
    let gap = IncentiveSettings {
        curve: Curve::Steps(vec![Step {
            from: 90.0,
            factor: 1.0,
        }]),
        ..settings(0.1)
    };
    let table = [
        (vec![], 0, settings(0.1), "[allocate-nothing]"),
        (twice, 0, settings(0.1), "[allocate-duplicate]"),
        (bad(-1, 85.0, 1.0), 0, settings(0.1), "[allocate-money]"),
        (bad(i64::MAX, 85.0, 1.0), 0, settings(0.1), "[allocate-money]"),
        (bad(0, 85.0, 1.0), 0, settings(0.1), "[allocate-no-base]"),
        (
            bad(100, f64::NAN, 1.0),
            100,
            settings(0.1),
            "[allocate-out-of-range]",
        ),
        (
            bad(100, 101.0, 1.0),
            100,
            settings(0.1),
            "[allocate-out-of-range]",
        ),
        (
            bad(100, 85.0, -0.1),
            100,
            settings(0.1),
            "[allocate-out-of-range]",
        ),
        (good.to_vec(), 100_000, steep, "[allocate-out-of-range]"),
        (good.to_vec(), 100_000, upside_down, "[allocate-corridor]"),
        (good.to_vec(), 100_000, coarse, "[allocate-step]"),
        (good.to_vec(), 100_000, gap, "[allocate-no-step]"),
        (good.to_vec(), 89_999, settings(0.1), "[allocate-infeasible]"),
        (good.to_vec(), 110_001, settings(0.1), "[allocate-infeasible]"),
    ];
    for (departments, pool_fen, settings, code) in table {
        let refusal = allocate_budget(&departments, pool_fen, &settings)
            .err()
            .map(|error| error.to_string());
        assert!(
            refusal.as_deref().is_some_and(|text| text.ends_with(code)),
            "{code}: {refusal:?}"
        );
    }
}
