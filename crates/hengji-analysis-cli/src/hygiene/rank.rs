//! `hengji hygiene rank`: which cases to look into this month.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::hygiene::{CheckRecord, Finding, Ranking, RankingSettings, rank};
use serde::Serialize;

use super::QUESTION;
use crate::arguments::Shared;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::{Input, Table};
use crate::{Context, Exit, Failure, Outcome};

/// 线索排序:按各项检查的命中率排出本月先看哪些
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji hygiene rank <线索.csv> --unit 列 --check 列 --capacity 件数 [选项]",
    after_help = "示例:\n  hengji hygiene rank 线索.csv --unit 项目 --check 检查 --amount 预算 --records 查实登记.csv --capacity 20\n\n线索表每行一条:哪个项目被哪项检查提示;登记表有“检查、查看、查实”三列。\n命中率可以断定低于规则 analysis.check_precision 的检查停用,其提示不计。"
)]
pub(super) struct Arguments {
    /// 线索表(CSV,首行为列名,每行一条);- 表示标准输入
    #[arg(value_name = "线索.csv", help_heading = "参数")]
    data: PathBuf,
    /// 项目或单位名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: String,
    /// 检查名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    check: String,
    /// 线索强弱所在列,0 至 1;不给则都为 1
    #[arg(long, value_name = "列", help_heading = "选项")]
    strength: Option<String>,
    /// 涉及金额所在列,得分相同时大者在前
    #[arg(long, value_name = "列", help_heading = "选项")]
    amount: Option<String>,
    /// 本月能查看几件
    #[arg(long, value_name = "件数", help_heading = "选项")]
    capacity: usize,
    /// 查实登记表(CSV),有“检查、查看、查实”三列
    #[arg(long, value_name = "登记.csv", help_heading = "选项")]
    records: Option<PathBuf>,
    #[command(flatten)]
    shared: Shared,
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    ranking: Ranking,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let settings = RankingSettings {
        capacity: arguments.capacity,
        precision_least: rules.parameters("analysis.check_precision")?.float("least")?,
        level: rules.parameters("analysis.confidence")?.float("level")?,
    };
    let (findings, input) = findings(arguments, context)?;
    let recorded = match &arguments.records {
        None => None,
        Some(path) => Some(records(path, context)?),
    };
    let known = recorded
        .as_ref()
        .map_or(&[][..], |(records, _)| records.as_slice());
    let ranking = rank(&findings, known, &settings).map_err(Failure::refused)?;
    let mut method = Method::new("命中率排序:1 − Π(1 − 命中率×强弱)", findings.len(), &input)
        .setting("capacity", settings.capacity)
        .setting("precision_least", settings.precision_least)
        .setting("level", settings.level)
        .rules(rules);
    if let Some((_, input)) = &recorded {
        method = method.and_input(input);
    }
    let dropped: Vec<String> = ranking
        .checks
        .iter()
        .filter(|check| check.is_dropped)
        .map(|check| {
            format!(
                "{}(查看 {},查实 {})",
                check.check, check.examined, check.confirmed
            )
        })
        .collect();
    let sheet = sheet(&ranking);
    let mut report = Report::new(method, Answer { ranking }, sheet).note(QUESTION);
    if !dropped.is_empty() {
        report = report.note(format!("命中率过低而停用的检查:{}", dropped.join("、")));
    }
    report.write(arguments.shared.format, out, context)?;
    Ok(Exit::Fine)
}

fn findings(arguments: &Arguments, context: &mut Context<'_>) -> Result<(Vec<Finding>, Input), Failure> {
    let table = Table::open(&arguments.data, context)?;
    let unit = table.column("--unit", &arguments.unit)?;
    let check = table.column("--check", &arguments.check)?;
    let maybe = |option: &str, name: &Option<String>| {
        name.as_ref().map(|name| table.column(option, name)).transpose()
    };
    let strength = maybe("--strength", &arguments.strength)?;
    let amount = maybe("--amount", &arguments.amount)?;
    let mut findings = Vec::new();
    let input = table.read(|row| {
        let names = (row.text(&unit), row.text(&check));
        let strength = strength
            .as_ref()
            .map_or(Some(1.0), |column| row.at_least_zero(column));
        let amount = amount
            .as_ref()
            .map_or(Some(0.0), |column| row.at_least_zero(column));
        if let ((Some(case), Some(check)), Some(strength), Some(amount)) = (names, strength, amount) {
            findings.push(Finding {
                case: case.to_owned(),
                check: check.to_owned(),
                strength,
                amount,
            });
        }
    })?;
    Ok((findings, input))
}

/// The record has fixed names, because it is kept for this command.
fn records(path: &std::path::Path, context: &mut Context<'_>) -> Result<(Vec<CheckRecord>, Input), Failure> {
    let table = Table::open(path, context)?;
    let check = table.column("--records", "检查")?;
    let examined = table.column("--records", "查看")?;
    let confirmed = table.column("--records", "查实")?;
    let mut records = Vec::new();
    let input = table.read(|row| {
        let counts = (row.whole(&examined), row.whole(&confirmed));
        if let (Some(check), (Some(examined), Some(confirmed))) = (row.text(&check), counts) {
            records.push(CheckRecord {
                check: check.to_owned(),
                examined: usize::try_from(examined).unwrap_or(usize::MAX),
                confirmed: usize::try_from(confirmed).unwrap_or(usize::MAX),
            });
        }
    })?;
    Ok((records, input))
}

fn sheet(ranking: &Ranking) -> Sheet {
    let mut sheet = Sheet::new(["名次", "项目", "得分", "涉及金额", "检查", "本月查看"]);
    for case in &ranking.cases {
        sheet.row([
            Cell::count(case.rank),
            Cell::text(case.case.as_str()),
            Cell::number(case.score),
            Cell::number(case.amount),
            Cell::text(case.checks.join("、")),
            Cell::flag(case.is_chosen),
        ]);
    }
    sheet
}
