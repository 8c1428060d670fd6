//! The small language of constraints, each with the good value and the one just beside it.

use super::*;

/// `constraint | value -> ok`, or the words of the fault.
fn check(case: &str) {
    let (given, expected) = case.split_once(" -> ").unwrap();
    let (text, value) = given.split_once(" | ").unwrap();
    let tree = crate::tree::read("f", &format!("v = {value}")).unwrap();
    let place = Place::new("f", "v", tree.field("v").unwrap());
    let text = Tree::Text(text.to_owned());
    let constraint = Constraint::read(&Place::new("f", "constraint", &text)).unwrap();
    let found = match constraint.hold(&place) {
        Ok(()) => "ok".to_owned(),
        Err(refusal) => match refusal.fault {
            Fault::ConstraintBroken { found, .. } => found,
            other => other.to_string(),
        },
    };
    assert_eq!(found, expected, "{given}");
}

#[test]
fn fields_of_a_table_add_up() {
    check("sum == 100 | { a = 10, b = 90 } -> ok");
    check("sum == 100 | { a = 10, b = \"90.0\" } -> ok");
    check("sum == 100 | { a = 10, b = 85 } -> 合计为 95,应为 100");
    check("sum == 100 | { a = 10, b = \"x\" } -> 有一项不是数");
    check("sum == 100 | [10, 90] -> 不是表,无法合计");
}

#[test]
fn one_field_of_each_entry_adds_up() {
    check("sum of points == 100 | [{ points = 40 }, { points = 60 }] -> ok");
    check("sum of points == 100 | [{ points = 40 }, { points = 50 }] -> 合计为 90,应为 100");
    check("sum of points == 100 | [{ points = 40 }, { score = 60 }] -> 有一项不是数");
}

#[test]
fn a_number_stays_within_its_bounds() {
    check("1 <= value <= 30 | 1 -> ok");
    check("1 <= value <= 30 | 30 -> ok");
    check("1 <= value <= 30 | 0 -> 现为 0");
    check("1 <= value <= 30 | \"30.01\" -> 现为 30.01");
    check("1 <= value <= 30 | { a = 1 } -> 不是数");
}

#[test]
fn steps_fall_to_zero() {
    check("from falls to 0 | [{ from = 90 }, { from = 60 }, { from = 0 }] -> ok");
    check("from falls to 0 | [{ from = 90 }, { from = 90 }, { from = 0 }] -> 90 之后是 90,应逐档降低");
    check(
        "from falls to 0 | [{ from = 90 }, { from = 60 }] -> 最后一档从 60 起,应从 0 起,否则更低的数没有档",
    );
    check("from falls to 0 | [{ from = 90 }, { to = 0 }] -> 有一档没有数值 from");
    check("from falls to 0 | 90 -> 没有任何一档");
}

#[test]
fn bands_leave_no_gap() {
    check("bands cover 0..100 | [{ from = 80, to = 100 }, { from = 0, to = 80 }] -> ok");
    check(
        "bands cover 0..100 | [{ from = 80, to = 100 }, { from = 0, to = 79 }] -> 0–79 这一档应止于 80,且下限低于上限",
    );
    check(
        "bands cover 0..100 | [{ from = 100, to = 100 }, { from = 0, to = 100 }] -> 100–100 这一档应止于 100,且下限低于上限",
    );
    check("bands cover 0..100 | [{ from = 80, to = 100 }] -> 最低一档从 80 起,应从 0 起");
    check("bands cover 0..100 | [{ from = 80 }] -> 有一档缺少数值 from 或 to");
}

#[test]
fn words_outside_the_language_are_refused() {
    for text in [
        "",
        "sum = 100",
        "sum == hundred",
        "1 <= value",
        "value <= 30",
        "always",
    ] {
        assert_eq!(demand(text), None, "{text}");
    }
}

#[test]
fn fields_stand_in_an_order() {
    check("floor < 100 < cap | { floor = 90, cap = 110 } -> ok");
    check("floor < 100 < cap | { floor = 100, cap = 110 } -> floor 100 应小于 100");
    check("floor < 100 < cap | { floor = 90, cap = \"99.9\" } -> 100 应小于 cap 99.9");
    check("b <= a | { a = 15, b = 15 } -> ok");
    check("b <= a | { a = 15, b = 16 } -> b 16 应不大于 a 15");
    check("b <= a | { a = 15 } -> 没有数值 b");
    check("b <= a | 15 -> 没有数值 b");
    check(
        "close < acceptable < marginal | { close = 1, acceptable = 3, marginal = 2 } -> acceptable 3 应小于 marginal 2",
    );
}

#[test]
fn an_order_without_a_field_or_with_another_sign_is_refused() {
    for text in [
        "1 < 2",
        "floor < ",
        "floor cap",
        "floor > cap",
        "Floor < cap",
        "floor < value",
        "floor",
    ] {
        assert_eq!(demand(text), None, "{text}");
    }
}
