//! `hengji progress rating`: mean ratings with their intervals.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::progress::{MeanRating, Step, mean_rating};
use serde::Serialize;

use crate::arguments::Shared;
use crate::groups::Groups;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::Table;
use crate::{Context, Exit, Failure, Outcome};

/// 平均分的区间:按档次打分的满意度
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji progress rating <数据.csv> --points 列 --answers 列 [--unit 列] [选项]",
    after_help = "示例:\n  hengji progress rating 问卷.csv --unit 部门 --points 分值 --answers 份数\n\n每行一个档次(如 非常满意 5 分)和选它的份数。区间为 t 区间,置信水平取自规则 analysis.confidence。"
)]
pub(super) struct Arguments {
    /// 数据表(CSV,首行为列名,每行一个档次);- 表示标准输入
    #[arg(value_name = "数据.csv", help_heading = "参数")]
    data: PathBuf,
    /// 部门或项目所在列;不给则全表一组
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: Option<String>,
    /// 档次分值所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    points: String,
    /// 份数所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    answers: String,
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
    found: MeanRating,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let level = rules.parameters("analysis.confidence")?.float("level")?;
    let table = Table::open(&arguments.data, context)?;
    let unit = arguments
        .unit
        .as_ref()
        .map(|name| table.column("--unit", name))
        .transpose()?;
    let points = table.column("--points", &arguments.points)?;
    let answers = table.column("--answers", &arguments.answers)?;
    let mut scales: Groups<Step> = Groups::new();
    let input = table.read(|row| {
        let name = unit.as_ref().map_or(Some("全表"), |column| row.text(column));
        let (points, answers) = (row.at_least_zero(&points), row.whole(&answers));
        if let (Some(name), Some(points), Some(answers)) = (name, points, answers) {
            let answers = usize::try_from(answers).unwrap_or(usize::MAX);
            scales.add(name, Step { points, answers });
        }
    })?;
    let mut units = Vec::new();
    for (unit, scale) in scales.iter() {
        let found =
            mean_rating(scale, level).map_err(|error| Failure::refused(format!("“{unit}”:{error}")))?;
        units.push(UnitAnswer { unit, found });
    }
    let method = Method::new(
        "平均分的 t 区间",
        units.iter().map(|unit| unit.found.n).sum(),
        &input,
    )
    .setting("level", level)
    .rules(rules);
    let mut sheet = Sheet::new(["部门", "份数", "平均分", "标准差", "下限", "上限"]);
    for UnitAnswer { unit, found } in &units {
        sheet.row([
            Cell::text(*unit),
            Cell::count(found.n),
            Cell::number(found.mean),
            Cell::number(found.deviation),
            Cell::number(found.low),
            Cell::number(found.high),
        ]);
    }
    Report::new(method, Answer { units }, sheet)
        .note("区间只含抽样误差,以随机抽取的服务对象为前提。")
        .write(arguments.shared.format, out, context)?;
    Ok(Exit::Fine)
}
