//! 指标框架: first- and second-level classes of the year, their weights, and how many indicators there are.

use hengji_domain::form::FormLine;
use std::collections::{BTreeMap, BTreeSet};

use hengji_domain::rule::{FirstLevel, plain_name};
use hengji_domain::sheet::SheetKind;
use hengji_domain::{Field, FindingCode, Weight};

use super::{Desk, bare, name_of, shortened, weight_of};

pub(super) fn check(desk: &mut Desk<'_>) {
    if desk.form.lines.is_empty() {
        return;
    }
    names(desk);
    classes(desk);
    duplicates(desk);
    if desk.form.kind == Some(SheetKind::Goal) {
        limits(desk);
    }
}

/// The first-level class of a line. `产出指标40分` means 产出指标 too.
fn class_of<'r>(desk: &Desk<'r>, line: &FormLine) -> Option<&'r FirstLevel> {
    desk.rules.frame.value.first_level(without_points(&line.level1))
}

fn without_points(name: &str) -> &str {
    let name = name.trim();
    let head = name.strip_suffix('分').unwrap_or(name);
    let head = head.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    if head.len() + '分'.len_utf8() < name.len() {
        head
    } else {
        name
    }
}

/// A class name that stands on many rows is reported once, at its first row.
fn names(desk: &mut Desk<'_>) {
    let frame = &desk.rules.frame.value;
    let (mut seen, mut seen_first) = (BTreeSet::new(), BTreeSet::new());
    for line in &desk.form.lines {
        if !seen.insert((line.level1.as_str(), line.level2.as_str())) {
            continue;
        }
        let is_first_seen = seen_first.insert(line.level1.as_str());
        match class_of(desk, line) {
            None if is_first_seen => {
                let all: Vec<&str> = frame
                    .first_levels
                    .iter()
                    .map(|level| level.name.as_str())
                    .collect();
                let message = format!("一级指标“{}”不在当年的指标分类中。", shortened(&line.level1));
                let mend = format!("当年的一级指标为:{}。", all.join("、"));
                desk.line(FindingCode::TaxonomyUnknown, line, Field::Level1, message, mend);
            }
            Some(class) if class.second_level(without_points(&line.level2)).is_none() => {
                let all: Vec<&str> = class
                    .second_levels
                    .iter()
                    .map(|level| level.name.as_str())
                    .collect();
                let message = if line.level2.trim().is_empty() {
                    format!("“{}”之下没有写二级指标。", class.name)
                } else {
                    format!("二级指标“{}”不在“{}”之下。", shortened(&line.level2), class.name)
                };
                let mend = format!("“{}”之下为:{}。", class.name, all.join("、"));
                desk.line(FindingCode::TaxonomyUnknown, line, Field::Level2, message, mend);
            }
            _ => {}
        }
    }
}

fn classes(desk: &mut Desk<'_>) {
    let is_weighted = desk.form.lines.iter().any(|line| line.weight.value.is_some());
    for class in &desk.rules.frame.value.first_levels {
        let lines: Vec<&FormLine> = desk
            .form
            .lines
            .iter()
            .filter(|line| class_of(desk, line).is_some_and(|found| found.key == class.key))
            .collect();
        if lines.is_empty() {
            missing(desk, class);
        } else if is_weighted {
            let sum = Weight::total(lines.into_iter().filter_map(weight_of));
            weighs(desk, &class.name, sum, class.weight);
        }
    }
    let execution = desk.form.money.weight.value.and_then(Weight::from_points);
    if let Some(execution) = execution.filter(|_| is_weighted) {
        weighs(
            desk,
            "预算执行率",
            execution,
            desk.rules.frame.value.execution_weight,
        );
    }
}

fn weighs(desk: &mut Desk<'_>, name: &str, sum: Weight, due: Weight) {
    if sum != due {
        desk.whole(
            FindingCode::FirstLevelWeightOff,
            if name == "预算执行率" {
                Field::ExecutionWeight
            } else {
                Field::Level1
            },
            format!("“{name}”分值合计 {sum} 分,当年规则为 {due} 分。"),
            "请按规则分配各一级指标的分值;规则允许调整的,请附说明。",
        );
    }
}

fn missing(desk: &mut Desk<'_>, class: &FirstLevel) {
    let is_satisfaction = class.name.contains("满意");
    if is_satisfaction {
        let is_elsewhere = desk.form.lines.iter().any(|line| {
            [&line.level1, &line.level2, &line.level3]
                .iter()
                .any(|name| name.contains("满意"))
        });
        if !is_elsewhere {
            desk.whole(
                FindingCode::NoSatisfaction,
                Field::Level1,
                format!("没有“{}”。", class.name),
                "请补充服务对象满意度指标;确不适用的,请说明理由。",
            );
        }
    } else if class.is_required {
        desk.whole(
            FindingCode::FirstLevelMissing,
            Field::Level1,
            format!("缺少规则要求的一级指标“{}”。", class.name),
            "请补充至少一条该类指标。",
        );
    }
}

fn duplicates(desk: &mut Desk<'_>) {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for line in &desk.form.lines {
        let name = bare(&line.level3);
        if name.is_empty() {
            continue;
        }
        let key = format!("{}/{name}", plain_name(&line.level2));
        if let Some(row) = seen.get(&key) {
            let message = format!("与第 {row} 行的指标同名。");
            let mend = "请合并两行,或改名说明两者的区别。";
            desk.line(
                FindingCode::DuplicateIndicator,
                line,
                Field::Level3,
                message,
                mend,
            );
        } else {
            seen.insert(key, line.row);
        }
    }
}

/// Limits of the year; a limit that no source states is unset and checks nothing.
fn limits(desk: &mut Desk<'_>) {
    let limits = &desk.rules.limits;
    let own: Vec<&FormLine> = desk
        .form
        .lines
        .iter()
        .filter(|line| line.parent.is_none())
        .collect();
    let count = u32::try_from(own.len()).unwrap_or(u32::MAX);
    if let Some(least) = limits.indicator_count_min.value
        && count < least
    {
        desk.whole(
            FindingCode::TooFewIndicators,
            Field::Level3,
            format!("共 {count} 条三级指标,规则要求不少于 {least} 条。"),
            "请补充能反映项目产出和效益的指标。",
        );
    }
    let quantified: Vec<&&FormLine> = own.iter().filter(|line| line.target.is_quantified()).collect();
    let measured = u32::try_from(quantified.len()).unwrap_or(u32::MAX);
    if let Some(least_bp) = limits.quantification_rate_min_bp.value
        && u64::from(measured) * 10_000 < u64::from(least_bp) * u64::from(count)
    {
        let least = Weight::from_centi(i32::try_from(least_bp).unwrap_or(i32::MAX));
        let vague = own.iter().find(|line| !line.target.is_quantified());
        let example = vague.map_or_else(String::new, |line| format!(",例如{}", name_of(line)));
        desk.whole(
            FindingCode::QuantificationRateLow,
            Field::Target,
            format!("{count} 条指标中量化 {measured} 条,规则要求量化率不低于 {least}%。"),
            &format!("请把能量化的指标写成数值{example}。"),
        );
    }
}
