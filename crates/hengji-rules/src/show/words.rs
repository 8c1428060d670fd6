//! A value in words, as an official would write it down.

use hengji_domain::rule::{
    Band, Chain, ExecutionRule, FirstLevel, GradeBand, OverTargetAction, OverTargetRule, PositiveRule, Step,
};
use hengji_domain::{Decimal, Money};

use super::labels::{field, method, rank, unit};
use crate::rule_file::Content;
use crate::tree::Tree;
use crate::value::{BasisPoints, ClassNames, TypedValue};

/// The content of a rule with this unit.
pub(super) fn content(content: &Content, unit_code: &str, names: &ClassNames) -> String {
    match &content.typed {
        TypedValue::Weights(weights) => join(
            weights
                .named(names)
                .map(|(name, weight)| format!("{name} {weight}%")),
        ),
        TypedValue::Taxonomy(taxonomy) => semicolon(taxonomy.levels().iter().map(first_level)),
        TypedValue::Reasons(reasons) => semicolon(
            (1..)
                .zip(reasons)
                .map(|(number, reason): (usize, _)| format!("{number} {}", reason.name)),
        ),
        TypedValue::Chain(chain) => steps_of(chain),
        TypedValue::Day(day) => day.to_string(),
        TypedValue::Grades(grades) => join(
            grades
                .iter()
                .map(|GradeBand { name, from }| format!("{name} {from} 分起")),
        ),
        TypedValue::Bands(bands) => semicolon((0..).zip(bands).map(|(index, band)| band_text(index, band))),
        TypedValue::Steps(steps) => tiers(steps),
        TypedValue::Positive(PositiveRule::Proportional) => "分值×完成÷目标,达到目标得满分".to_owned(),
        TypedValue::Positive(PositiveRule::PassGate { gate_bp }) => {
            format!("完成率不足 {}% 不得分,以上按比例", percent(*gate_bp))
        }
        TypedValue::Execution(ExecutionRule::Linear) => "分值×执行率,不超过分值".to_owned(),
        TypedValue::Execution(ExecutionRule::Tiers(steps)) => tiers(steps),
        TypedValue::OverTarget(rule) => over_target(*rule),
        TypedValue::Equal(_) | TypedValue::Reverse(_) | TypedValue::Method(()) => {
            method(content.tree.text().unwrap_or_default()).to_owned()
        }
        TypedValue::Words(words) => words.join("、"),
        TypedValue::Points(points) => format!("{points} 分"),
        TypedValue::Percent(BasisPoints(bp)) => format!("{}%", percent(*bp)),
        TypedValue::Yuan(money) => yuan(*money),
        TypedValue::Bytes(bytes) => size(*bytes),
        TypedValue::Count(count) => format!("{count} {}", unit(unit_code)),
        TypedValue::Lights(bands) => join(
            bands
                .iter()
                .map(|band| format!("{}灯 {}% 起", band.light.name(), percent(band.from_bp))),
        ),
        TypedValue::Floors(floors) => join(
            floors
                .iter()
                .map(|floor| format!("1—{} 月 {}%", floor.month, percent(floor.floor_bp))),
        ),
        TypedValue::Likelihoods(all) => join(all.iter().map(|one| {
            let mandatory = if one.needs_cause {
                "(须写原因和措施)"
            } else {
                ""
            };
            format!("{}{mandatory}", one.name)
        })),
        TypedValue::ProjectLight(_) | TypedValue::RateTarget(_) => {
            method(content.tree.text().unwrap_or_default()).to_owned()
        }
        TypedValue::Periods(periods) => semicolon(
            periods
                .iter()
                .map(|period| format!("{},单位 {} 前报送", period.name, period.unit_due)),
        ),
        TypedValue::Parameters(parameters) => join(parameters.words()),
        TypedValue::Open => open(&content.tree),
    }
}

fn join(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(",")
}

fn semicolon(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(";")
}

fn percent(bp: u32) -> Decimal {
    Decimal::new(i64::from(bp), 2).normalize()
}

fn first_level(level: &FirstLevel) -> String {
    let second: Vec<&str> = level
        .second_levels
        .iter()
        .map(|second| second.name.as_str())
        .collect();
    let required = if level.is_required { ",必填" } else { "" };
    format!("{}({}{required})", level.name, second.join("、"))
}

fn steps_of(chain: &Chain) -> String {
    let steps: Vec<String> = chain
        .steps
        .iter()
        .map(|step| format!("{}({})", step.name, step.role.name()))
        .collect();
    steps.join(" → ")
}

/// Every band but the best ends just below its upper bound.
fn band_text(index: usize, band: &Band) -> String {
    let end = if index == 0 { "]" } else { ")" };
    format!(
        "{} [{}%,{}%{end}",
        band.name,
        percent(band.from_bp),
        percent(band.to_bp)
    )
}

fn tiers(steps: &[Step]) -> String {
    join(
        steps
            .iter()
            .map(|step| format!("{}% 起得 {}%", percent(step.from_bp), percent(step.score_bp))),
    )
}

fn over_target(rule: OverTargetRule) -> String {
    let action = match rule.action {
        OverTargetAction::Off => return "不处理".to_owned(),
        OverTargetAction::ReasonRequired => "须写明原因",
        OverTargetAction::ManualDeduction => "可由评价人扣分",
    };
    format!("达到目标的 {}% {action}", percent(rule.trigger_bp))
}

fn yuan(money: Money) -> String {
    let yuan = Decimal::new(money.fen(), 2).normalize();
    let ten_thousand = Decimal::from(10_000);
    if (yuan % ten_thousand).is_zero() {
        format!("{} 万元", (yuan / ten_thousand).normalize())
    } else {
        format!("{yuan} 元")
    }
}

fn size(bytes: u64) -> String {
    let megabyte = 1_048_576;
    if bytes.is_multiple_of(megabyte) {
        format!("{} MB", bytes / megabyte)
    } else {
        format!("{bytes} 字节")
    }
}

/// A table that only a later stage reads: fields in reading order, with words where they need some.
fn open(tree: &Tree) -> String {
    match tree {
        Tree::Integer(number) => number.to_string(),
        Tree::Text(text) => text.clone(),
        Tree::Flag(flag) => if *flag { "是" } else { "否" }.to_owned(),
        Tree::Date(date) => date.to_string(),
        Tree::List(entries) => {
            let simple = !entries.iter().any(|entry| matches!(entry, Tree::Table(_)));
            let words: Vec<String> = entries.iter().map(open).collect();
            words.join(if simple { "、" } else { ";" })
        }
        Tree::Table(fields) => {
            let mut fields: Vec<(&String, &Tree)> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| rank(name));
            let words: Vec<String> = fields
                .iter()
                .map(|(name, inner)| open_field(name, inner))
                .collect();
            words.join(" ")
        }
    }
}

fn open_field(name: &str, inner: &Tree) -> String {
    let words = field(name).unwrap_or(name);
    match inner {
        Tree::List(entries) if entries.iter().any(|entry| matches!(entry, Tree::Table(_))) => {
            format!("{words}({})", open(inner))
        }
        _ => format!("{words} {}", open(inner)).trim_start().to_owned(),
    }
}
