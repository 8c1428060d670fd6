//! Two texts as whole numbers of one step.

use hengji_domain::value::read::{read_actual, read_target};
use proptest::prelude::*;

use super::*;

fn check(case: &str) {
    let (given, expected) = case.split_once(" -> ").unwrap();
    let (target, actual) = given.split_once(" | ").unwrap();
    let found = match measure(&read_target(target), &read_actual(actual)) {
        Ok(found) => format!(
            "{} : {} {}{}",
            found.target,
            found.actual,
            found.unit,
            if found.is_converted { " converted" } else { "" }
        ),
        Err(why) => why.code().to_owned(),
    };
    assert_eq!(found.trim(), expected, "{given}");
}

#[test]
fn numbers_meet_in_the_smallest_step_of_either() {
    check("≥2.5个 | 3个 -> 25 : 30 个");
    check("≥2.50 | 3.125 -> 2500 : 3125");
    check("≥1,000人 | 999.5 -> 10000 : 9995 人");
    check("≥5 | -3 -> 5 : 0");
}

#[test]
fn units_of_one_base_are_converted_and_others_are_not() {
    check("≤3万元 | 29999.5元 -> 300000 : 299995 元 converted");
    check("≤1亿元 | 9999万元 -> 100000000 : 99990000 元 converted");
    check("≤1% | 12‰ -> 10 : 12 % converted");
    check("100%覆盖 | 95% -> 100 : 95 %");
    check("≥10公里 | 9000米 -> units-differ");
    check("≥10人 | 10人次 -> units-differ");
    check("≤5元/人 | 5元 -> units-differ");
}

#[test]
fn a_bare_share_of_one_is_not_taken_for_a_percentage() {
    check("≥95% | 0.96 -> fraction-or-percent");
    check("≥95% | 1 -> fraction-or-percent");
    check("≥95% | 1.01 -> 9500 : 101 %");
    check("≥1% | 1 -> 1 : 1 %");
    check("≥95% | 96 -> 95 : 96 %");
}

#[test]
fn numbers_beyond_exact_arithmetic_are_refused() {
    check("≥1000000000000000000000000 | 1 -> 1000000000000000000000000 : 1");
    check("≥1000000000000000000000001 | 1 -> out-of-range");
    check("≥1 | 0.0000000000000000000000001 -> out-of-range");
    check("≥500000000000000000000万元 | 1元 -> out-of-range");
}

proptest! {
    #[test]
    fn the_shown_numbers_are_the_written_ones(target in 0_i64..1_000_000_000, actual in 0_i64..1_000_000_000, places in 0_u32..5) {
        let (target, actual) = (Decimal::new(target, places), Decimal::new(actual, 2));
        let found = measure(&read_target(&format!("≥{target}个")), &read_actual(&format!("{actual}个"))).unwrap();
        prop_assert_eq!(found.target_shown(), target.normalize());
        prop_assert_eq!(found.actual_shown(), actual.normalize());
    }
}
