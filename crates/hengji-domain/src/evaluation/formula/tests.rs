//! Formulas as cases: what they give, and what is refused with its place.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

const FACTS: [&str; 5] = ["paid", "budget", "staff", "posts", "zero"];

fn value(name: &str) -> Option<Ratio> {
    Some(Ratio::whole(match name {
        WEIGHT => 5,
        "paid" => 90,
        "budget" => 100,
        "staff" => 105,
        "posts" => 100,
        "zero" => 0,
        _ => return None,
    }))
}

/// `formula -> number`, or the code of what is wrong with it.
fn check(case: &str) {
    let (text, expected) = case.rsplit_once(" -> ").unwrap();
    let found = match Formula::read(text, &FACTS, FormulaType::Number) {
        Err(fault) => fault.to_string().rsplit_once(" [").unwrap().1.replace(']', ""),
        Ok(formula) => match formula.number(&value) {
            Ok(number) => number.to_string(),
            Err(error) => error.to_string(),
        },
    };
    assert_eq!(found, expected, "{text}");
}

#[test]
fn the_usual_order_of_operations_holds() {
    check("1 + 2 × 3 -> 7");
    check("(1 + 2) * 3 -> 9");
    check("10 − 4 − 3 -> 3");
    check("100 ÷ 10 / 5 -> 2");
    check("-2 + 5 -> 3");
    check("-(2 + 5) × 2 -> -14");
    check("0.1 + 0.2 -> 0.3");
    check("1 ÷ 3 × 3 -> 1");
}

#[test]
fn published_ways_of_scoring_can_be_said() {
    check("weight × min(1, paid ÷ budget) -> 4.5");
    check("max(0, weight - 0.1 × floor((staff ÷ posts − 1) × 100)) -> 4.5");
    check("if(staff ≤ posts, weight, 0) -> 0");
    check("if(staff <= posts or paid >= 90, weight, 0) -> 5");
    check("if(staff > posts and paid != 90, weight, 0) -> 0");
    check("if(zero = 0, weight, 0) -> 5");
}

#[test]
fn what_is_no_formula_is_refused() {
    check("weight × min(1, paid ÷ budgets) -> formula-fact-unknown");
    check("if(paid, 1, 0) -> formula-type-wrong");
    check("1 + (paid < budget) -> formula-type-wrong");
    check("paid < budget -> formula-type-wrong");
    check("paid < budget < staff -> formula-unreadable");
    check("1 + -> formula-unreadable");
    check("(1 + 2 -> formula-unreadable");
    check("1 2 -> formula-unreadable");
    check("min(1) -> formula-unreadable");
    check("1.2.3 -> formula-unreadable");
    check("支出 ÷ 预算 -> formula-unreadable");
    check("paid ÷ 0 -> formula-divides-by-zero");
    check(&format!(
        "{}1{} -> formula-too-deep",
        "(".repeat(40),
        ")".repeat(40)
    ));
    check(&format!("1{} -> formula-too-deep", " + 1".repeat(140)));
    check(&format!("{} -> formula-too-deep", "1".repeat(601)));
}

#[test]
fn the_place_of_a_fault_is_told() {
    let fault = Formula::read("paid ÷ × 2", &FACTS, FormulaType::Number).unwrap_err();
    assert!(fault.to_string().starts_with("第 8 个字符处"), "{fault}");
}

#[test]
fn what_cannot_be_computed_says_why() {
    check("paid ÷ zero -> 公式中的除数为零");
    let formula = Formula::read("paid ÷ budget", &FACTS, FormulaType::Number).unwrap();
    let error = formula.number(&|name| (name == "paid").then_some(Ratio::ONE));
    assert_eq!(error.unwrap_err().to_string(), "缺少数据“budget”");
    let long = "9".repeat(28);
    check(&format!("{long} × {long} -> 数字过大,公式算不出结果"));
}

#[test]
fn a_condition_gives_a_truth_and_its_facts_are_known() {
    let formula = Formula::read("staff ≤ posts and weight > 0", &FACTS, FormulaType::Truth).unwrap();
    assert_eq!(formula.holds(&value), Ok(false));
    assert_eq!(
        formula.facts().into_iter().collect::<Vec<_>>(),
        ["posts", "staff"]
    );
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_fall_over(text in "[0-9a-z+*/()<>=,. ÷×−≤]{0,80}") {
        let _ = Formula::read(&text, &FACTS, FormulaType::Number);
    }

    #[test]
    fn a_share_of_the_weight_is_never_above_it(paid in 0_i64..1_000_000, budget in 1_i64..1_000_000, centi in 1_i64..10_000) {
        let formula = Formula::read("weight × min(1, paid ÷ budget)", &FACTS, FormulaType::Number).unwrap();
        let weight = Ratio::of_decimal(Decimal::new(centi, 2)).unwrap();
        let found = formula.number(&|name| match name {
            WEIGHT => Some(weight),
            "paid" => Some(Ratio::whole(paid)),
            _ => Some(Ratio::whole(budget)),
        }).unwrap();
        prop_assert!(found.compared(weight).unwrap().is_le());
        let exact = Ratio::new(i128::from(centi) * i128::from(paid.min(budget)), 100 * i128::from(budget)).unwrap();
        prop_assert_eq!(found, exact);
    }
}
