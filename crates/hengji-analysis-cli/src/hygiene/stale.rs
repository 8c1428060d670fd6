//! `hengji hygiene stale`: the same target as last year although the money changed much.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::hygiene::{StaleTarget, TwoYears, stale_targets};
use serde::Serialize;

use super::QUESTION;
use crate::arguments::Shared;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::Table;
use crate::{Context, Exit, Failure, Outcome};

/// 目标未变:预算变动很大而目标值照旧
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji hygiene stale <数据.csv> --unit 列 --target-before 列 --target-after 列 --budget-before 列 --budget-after 列 [选项]",
    after_help = "示例:\n  hengji hygiene stale 两年.csv --unit 项目 --target-before 上年目标 --target-after 本年目标 --budget-before 上年预算 --budget-after 本年预算\n\n预算变动幅度取自规则 analysis.stale_target。有提示时退出码为 1。"
)]
pub(super) struct Arguments {
    /// 数据表(CSV,首行为列名,每行一个指标的两年);- 表示标准输入
    #[arg(value_name = "数据.csv", help_heading = "参数")]
    data: PathBuf,
    /// 项目名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: String,
    /// 上年目标值所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    target_before: String,
    /// 本年目标值所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    target_after: String,
    /// 上年预算所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    budget_before: String,
    /// 本年预算所在列,与上年同单位
    #[arg(long, value_name = "列", help_heading = "选项")]
    budget_after: String,
    #[command(flatten)]
    shared: Shared,
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer<'a> {
    targets: Vec<TargetAnswer<'a>>,
}

#[derive(Serialize)]
struct TargetAnswer<'a> {
    unit: &'a str,
    row: usize,
    target: &'a str,
    #[serde(flatten)]
    found: StaleTarget,
}

/// One row as read.
struct Read {
    unit: String,
    row: usize,
    before: String,
    after: String,
    budget_before: f64,
    budget_after: f64,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let change = rules
        .parameters("analysis.stale_target")?
        .float("budget_change")?;
    let table = Table::open(&arguments.data, context)?;
    let unit = table.column("--unit", &arguments.unit)?;
    let before = table.column("--target-before", &arguments.target_before)?;
    let after = table.column("--target-after", &arguments.target_after)?;
    let budget_before = table.column("--budget-before", &arguments.budget_before)?;
    let budget_after = table.column("--budget-after", &arguments.budget_after)?;
    let mut rows = Vec::new();
    let input = table.read(|row| {
        let name = row.text(&unit);
        let targets = (row.text(&before), row.text(&after));
        let budgets = (
            row.at_least_zero(&budget_before),
            row.at_least_zero(&budget_after),
        );
        if let (Some(name), (Some(before), Some(after)), (Some(budget_before), Some(budget_after))) =
            (name, targets, budgets)
        {
            rows.push(Read {
                unit: name.to_owned(),
                row: row.number(),
                before: before.to_owned(),
                after: after.to_owned(),
                budget_before,
                budget_after,
            });
        }
    })?;
    let years: Vec<TwoYears<'_>> = rows
        .iter()
        .map(|row| TwoYears {
            target_before: &row.before,
            target_after: &row.after,
            budget_before: row.budget_before,
            budget_after: row.budget_after,
        })
        .collect();
    let found = stale_targets(&years, change).map_err(Failure::refused)?;
    let targets: Vec<TargetAnswer<'_>> = rows
        .iter()
        .zip(found)
        .map(|(row, found)| TargetAnswer {
            unit: &row.unit,
            row: row.row,
            target: &row.after,
            found,
        })
        .collect();
    let is_clean = targets.iter().all(|one| !one.found.is_flagged);
    let method = Method::new("目标与预算两年对照", targets.len(), &input)
        .setting("budget_change", change)
        .rules(rules);
    let sheet = sheet(&targets);
    Report::new(method, Answer { targets }, sheet)
        .note(QUESTION)
        .write(arguments.shared.format, out, context)?;
    Ok(if is_clean { Exit::Fine } else { Exit::Findings })
}

fn sheet(targets: &[TargetAnswer<'_>]) -> Sheet {
    let mut sheet = Sheet::new(["项目", "行", "本年目标", "目标未变", "预算变动", "提示"]);
    for one in targets {
        sheet.row([
            Cell::text(one.unit),
            Cell::count(one.row),
            Cell::text(one.target),
            Cell::flag(one.found.is_unchanged),
            Cell::number_if_any(one.found.budget_change),
            Cell::flag(one.found.is_flagged),
        ]);
    }
    sheet
}
