//! `hengji hygiene targets`: actual values far beyond their targets in several indicators of one project.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::hygiene::{
    Achievement, Direction, Indicator, OverAchievement, OverAchievementThresholds, over_achievement,
};
use serde::Serialize;

use super::QUESTION;
use crate::arguments::Shared;
use crate::groups::Groups;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::Table;
use crate::{Context, Exit, Failure, Outcome};

/// 目标偏低:多个指标的完成值远超目标值
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji hygiene targets <数据.csv> --unit 列 --target 列 --actual 列 [选项]",
    after_help = "示例:\n  hengji hygiene targets 自评.csv --unit 项目 --target 目标值 --actual 完成值 --direction 符号\n\n每行一个定量指标,目标值与完成值同单位;--direction 一列写 ≥、≤、正向、反向,不给则都按正向。\n超出倍数和指标个数取自规则 analysis.over_achievement。有提示时退出码为 1。"
)]
pub(super) struct Arguments {
    /// 数据表(CSV,首行为列名,每行一个定量指标);- 表示标准输入
    #[arg(value_name = "数据.csv", help_heading = "参数")]
    data: PathBuf,
    /// 项目名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: String,
    /// 目标值所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    target: String,
    /// 完成值所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    actual: String,
    /// 方向所在列:≥ > = 正向,≤ < 反向
    #[arg(long, value_name = "列", help_heading = "选项")]
    direction: Option<String>,
    #[command(flatten)]
    shared: Shared,
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer<'a> {
    units: Vec<UnitAnswer<'a>>,
}

#[derive(Serialize)]
struct UnitAnswer<'a> {
    unit: &'a str,
    #[serde(flatten)]
    found: OverAchievement,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let numbers = rules.parameters("analysis.over_achievement")?;
    let thresholds = OverAchievementThresholds {
        ratio: numbers.float("ratio")?,
        lines: numbers.count("lines")?,
    };
    let table = Table::open(&arguments.data, context)?;
    let unit = table.column("--unit", &arguments.unit)?;
    let target = table.column("--target", &arguments.target)?;
    let actual = table.column("--actual", &arguments.actual)?;
    let sign = arguments.direction.as_ref();
    let sign = sign.map(|name| table.column("--direction", name)).transpose()?;
    let mut projects: Groups<Indicator> = Groups::new();
    let input = table.read(|row| {
        let name = row.text(&unit);
        let (target, actual) = (row.finite(&target), row.finite(&actual));
        let direction = match &sign {
            None => Some(Direction::AtLeast),
            Some(column) => {
                let found = direction(row.cell(column));
                if found.is_none() {
                    row.note(
                        column,
                        row.cell(column),
                        "不是方向;请写 ≥、≤、正向或反向。 [cell-not-direction]",
                    );
                }
                found
            }
        };
        if let (Some(name), Some(target), Some(actual), Some(direction)) = (name, target, actual, direction) {
            projects.add(
                name,
                Indicator {
                    direction,
                    target,
                    actual,
                },
            );
        }
    })?;
    let mut units = Vec::new();
    for (unit, indicators) in projects.iter() {
        let found = over_achievement(indicators, &thresholds).map_err(Failure::refused)?;
        units.push(UnitAnswer { unit, found });
    }
    let is_clean = units.iter().all(|unit| !unit.found.is_flagged);
    let method = Method::new("完成值与目标值之比", projects.len(), &input)
        .setting("ratio", thresholds.ratio)
        .setting("lines", thresholds.lines)
        .rules(rules);
    let sheet = sheet(&units);
    Report::new(method, Answer { units }, sheet)
        .note("这里问的是目标是否偏低,不影响计分规则对超额完成的处理。")
        .note(QUESTION)
        .write(arguments.shared.format, out, context)?;
    Ok(if is_clean { Exit::Fine } else { Exit::Findings })
}

/// The direction that a sign or a word means.
fn direction(text: &str) -> Option<Direction> {
    match text {
        "≥" | ">" | ">=" | "=" | "\u{ff1e}" | "\u{ff1d}" | "正向" | "不低于" => {
            Some(Direction::AtLeast)
        }
        "≤" | "<" | "<=" | "\u{ff1c}" | "反向" | "不高于" => Some(Direction::AtMost),
        _ => None,
    }
}

fn sheet(units: &[UnitAnswer<'_>]) -> Sheet {
    let mut sheet = Sheet::new(["项目", "可比指标数", "超出的指标数", "最大倍数", "提示"]);
    for UnitAnswer { unit, found } in units {
        let ratios = found.achievements.iter().filter_map(|one| match one {
            Achievement::Ratio(ratio) => Some(*ratio),
            Achievement::Boundless | Achievement::NotComparable => None,
        });
        sheet.row([
            Cell::text(*unit),
            Cell::count(found.comparable),
            Cell::count(found.over.len()),
            Cell::number_if_any(ratios.reduce(f64::max)),
            Cell::flag(found.is_flagged),
        ]);
    }
    sheet
}
