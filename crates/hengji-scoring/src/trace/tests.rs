//! What a reader sees behind a score.

use super::*;
use crate::tests::sample::{line, scoring};

fn check(case: &str) {
    let (given, expected) = case.split_once(" -> ").unwrap();
    let parts: Vec<&str> = given.split('|').map(str::trim).collect();
    let trace = explain(&line(parts[0], parts[1], parts[2]), &scoring());
    assert_eq!(trace.arithmetic, expected, "{given}");
}

#[test]
fn the_arithmetic_is_put_into_figures() {
    check("≥3000米 | 2600米 | 10 -> 10 × 2600 ÷ 3000 = 8.6667 → 8.67(四舍五入到 0.01)");
    check("≥100 | 90 | 10 -> 10 × 90 ÷ 100 = 9");
    check("≥100 | 140 | 10 -> 140 ≥ 100,达标得满分 10");
    check("≤10 | 9 | 10 -> 9 ≤ 10,达标得满分 10");
    check("≤3 | 4 | 10 -> 10 × (1 − (4 − 3) ÷ 3) = 6.6667 → 6.67(四舍五入到 0.01)");
    check("≤10 | 25 | 10 -> 25 ≥ 2 × 10,得 0");
    check("=0件 | 2件 | 10 -> 实际 2 ≠ 0,得 0");
    check("=0件 | 0件 | 10 -> 实际 0 = 0,得满分 10");
    check("≤1.5万元 | 16000元 | 10 -> 10 × (1 − (16000 − 15000) ÷ 15000) = 9.3333 → 9.33(四舍五入到 0.01)");
    check("2020年5月 | 2020年6月 | 10 -> 未达到目标,得 0");
    check("是 | 是 | 10 -> 达到目标,得满分 10");
    check("290% | 95% | 10 -> 无法计算:指标值读不出数值,请改写成“比较符+数值+单位”,例如 ≥95%。");
}

#[test]
fn a_trace_names_rule_and_inputs() {
    let trace = explain(&line("≤30万元", "32万元", "10"), &scoring());
    assert_eq!(trace.rule_code, "scoring.reverse");
    assert_eq!(trace.rule.rule, "scoring.reverse");
    assert_eq!(trace.rule.clause, "第一条");
    let inputs: Vec<_> = trace
        .inputs
        .iter()
        .map(|(name, text)| format!("{name}={text}"))
        .collect();
    assert_eq!(
        inputs,
        [
            "三级指标=改造户数",
            "指标值=≤30万元",
            "实际完成值=32万元",
            "分值=10"
        ]
    );
    assert!(trace.notes.is_empty());
}

#[test]
fn what_was_assumed_or_converted_is_said() {
    let notes = |target: &str, actual: &str| explain(&line(target, actual, "10"), &scoring()).notes.join("|");
    assert_eq!(notes("100户", "90户"), "指标值没有比较符,推断为“≥”(越大越好)。");
    assert_eq!(
        notes("0起", "0起"),
        "指标值为 0 且没有比较符,按“=0”(不得发生)计分。"
    );
    assert_eq!(
        notes("≥266米", "≥266米"),
        "完成值带比较符“≥”,按其数值计分,请核实实际完成数。"
    );
    assert_eq!(
        notes("≤2万元", "15000元"),
        "指标值与完成值单位不同,均换算为“元”后比较。"
    );
    assert_eq!(notes("≥10", "-1"), "完成值为负数,按 0 计分。");
}
