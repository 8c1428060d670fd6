//! The arithmetic alone: the vectors of the rules of the field, and properties over many numbers.

use proptest::prelude::*;

use super::*;

fn check(case: &str) {
    let (given, expected) = case.split_once(" -> ").unwrap();
    let mut parts = given.split_whitespace();
    let rule = parts.next().unwrap();
    let number = |name: &str| -> i128 {
        let found = given
            .split_whitespace()
            .find_map(|part| part.strip_prefix(name)?.parse().ok());
        found.unwrap_or_default()
    };
    let (actual, target) = (number("a"), number("t"));
    let kernel = match rule {
        "positive" => Kernel::Proportional { actual, target },
        "zero" => Kernel::Zero { actual },
        "strict" => Kernel::Strict { actual, target },
        "linear" => Kernel::ReverseLinear { actual, target },
        "ratio" => Kernel::ReverseRatio { actual, target },
        "gate" => Kernel::PassGate {
            actual,
            target,
            gate_bp: 6000,
        },
        "steps" => Kernel::Steps {
            part: actual,
            whole: target,
            steps: Arc::from(crate::tests::sample::satisfaction_tiers()),
        },
        "deduct" => Kernel::Deduction {
            actual,
            target,
            unit: 100,
            each: Weight::from_centi(10),
        },
        "elements" => Kernel::Elements { met: 2, all: 3 },
        "by_hand" => Kernel::ByHand {
            stated: Score::from_centi(i32::try_from(actual).unwrap()),
        },
        _ => Kernel::Whole {
            is_met: rule == "met",
        },
    };
    let weight = Weight::from_centi(i32::try_from(number("w")).unwrap() * 100);
    assert_eq!(kernel.score(weight).to_string(), expected, "{given}");
}

#[test]
fn published_vectors_of_each_rule() {
    check("positive t100 a90 w10 -> 9");
    check("positive t100 a140 w10 -> 10");
    check("positive t3 a2 w10 -> 6.67");
    check("positive t3000 a2600 w10 -> 8.67");
    check("positive t8 a1 w1 -> 0.13");
    check("zero a0 w8 -> 8");
    check("zero a1 w8 -> 0");
    check("positive t50 a45 w8 -> 7.2");
    check("positive t50 a55 w8 -> 8");
    check("strict t50 a50 w8 -> 8");
    check("strict t50 a55 w8 -> 7.2");
    check("strict t50 a45 w8 -> 7.2");
    check("strict t50 a120 w8 -> 0");
    check("linear t10 a12 w10 -> 8");
    check("linear t10 a20 w10 -> 0");
    check("linear t10 a9 w10 -> 10");
    check("linear t3 a4 w10 -> 6.67");
    check("linear t10 a15 w8 -> 4");
    check("linear t0 a0 w8 -> 8");
    check("linear t0 a1 w8 -> 0");
    check("ratio t5300 a5830 w10 -> 9.09");
    check("ratio t10 a20 w10 -> 5");
    check("ratio t0 a3 w10 -> 0");
    check("gate t100 a59 w10 -> 0");
    check("gate t100 a60 w10 -> 0");
    check("gate t100 a75 w10 -> 3.75");
    check("gate t100 a90 w10 -> 7.5");
    check("gate t100 a100 w10 -> 10");
    check("steps t100 a95 w10 -> 10");
    check("steps t100 a90 w10 -> 10");
    check("steps t100 a89 w10 -> 8");
    check("steps t100 a79 w10 -> 5");
    check("steps t100 a59 w10 -> 0");
    check("deduct t10000 a10000 w1 -> 1");
    check("deduct t10000 a10199 w1 -> 0.9");
    check("deduct t10000 a10300 w1 -> 0.7");
    check("deduct t10000 a99999 w1 -> 0");
    check("elements w10 -> 6.67");
    check("by_hand a850 w10 -> 8.5");
    check("by_hand a1200 w10 -> 10");
    check("met w10 -> 10");
    check("missed w10 -> 0");
}

fn kernels(actual: i128, target: i128) -> [Kernel; 5] {
    [
        Kernel::Proportional { actual, target },
        Kernel::PassGate {
            actual,
            target,
            gate_bp: 6000,
        },
        Kernel::Strict { actual, target },
        Kernel::ReverseLinear { actual, target },
        Kernel::ReverseRatio { actual, target },
    ]
}

proptest! {
    #[test]
    fn a_score_lies_between_nothing_and_the_weight(actual in 0..=LARGEST, target in 1..=LARGEST, centi in 1..=i32::MAX) {
        let weight = Weight::from_centi(centi);
        for kernel in kernels(actual, target) {
            let score = kernel.score(weight);
            prop_assert!(Score::ZERO <= score && score <= weight.full_score(), "{kernel:?}");
        }
    }

    #[test]
    fn more_never_costs_points_where_more_is_better(target in 1_i128..1_000_000, low in 0_i128..2_000_000, more in 0_i128..1_000_000, centi in 1..10_000) {
        let weight = Weight::from_centi(centi);
        let (low, high) = (kernels(low, target), kernels(low + more, target));
        for i in [0, 1] {
            prop_assert!(low[i].score(weight) <= high[i].score(weight));
        }
        for i in [3, 4] {
            prop_assert!(high[i].score(weight) <= low[i].score(weight));
        }
    }

    #[test]
    fn the_step_of_counting_does_not_change_the_score(actual in 0_i128..1_000_000, target in 1_i128..1_000_000, power in 0_u32..18, centi in 1..10_000) {
        let weight = Weight::from_centi(centi);
        let by = 10_i128.pow(power);
        for (one, many) in kernels(actual, target).iter().zip(kernels(actual * by, target * by)) {
            prop_assert_eq!(one.score(weight), many.score(weight));
        }
    }

    #[test]
    fn the_narrow_division_agrees_with_the_wide_one(part in 0_i64..i64::MAX, whole in 1_i64..i64::MAX, centi in 1..100_000) {
        let weight = Weight::from_centi(centi);
        let wide = div_round_half_up(i128::from(centi) * i128::from(part), whole.into());
        let expected = wide.map_or(i64::from(centi), |wide| wide.min(centi.into()));
        prop_assert_eq!(i64::from(share(weight, part.into(), whole.into()).centi()), expected);
    }
}
