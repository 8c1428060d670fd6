//! `hengji draw estimate`: what the verification scores of a sample say of all projects.

mod figures;
mod observed;

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::draw::estimate::{Confidence, Law};

use crate::arguments::Shared;
use crate::report::{Method, Report};
use crate::{Context, Exit, Outcome};
use figures::Figures;

/// 推断:由样本的复核得分推断全部项目的自评虚高
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji draw estimate <复核.csv> --verified 列 (--record 抽取记录.json --id 列 | --department 列 --population 列 --score 列) [选项]",
    after_help = "示例:\n  hengji draw estimate 复核.csv --record 抽取记录.json --id 项目编号 --verified 复核得分\n  hengji draw estimate 复核.csv --department 部门 --population 部门项目数 --score 自评分 --verified 复核得分 --amount 金额 --known-mean 93.06\n\n虚高 = 自评分 − 指标复核得分(不是抽评得分)。给抽取记录时,部门、金额、自评分和入样概率都取自记录。\n置信水平取自规则 analysis.confidence。"
)]
pub(super) struct Arguments {
    /// 复核结果(CSV,首行为列名);- 表示标准输入
    #[arg(value_name = "复核.csv", help_heading = "参数")]
    data: PathBuf,
    /// 复核得分所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    verified: String,
    /// 抽取记录
    #[arg(long, value_name = "抽取记录.json", requires = "id", help_heading = "选项")]
    record: Option<PathBuf>,
    /// 项目编号所在列(与 --record 同用)
    #[arg(long, value_name = "列", help_heading = "选项")]
    id: Option<String>,
    /// 部门所在列(没有抽取记录时)
    #[arg(
        long,
        value_name = "列",
        required_unless_present = "record",
        conflicts_with = "record",
        help_heading = "选项"
    )]
    department: Option<String>,
    /// 该部门项目总数所在列(没有抽取记录时)
    #[arg(
        long,
        value_name = "列",
        required_unless_present = "record",
        conflicts_with = "record",
        help_heading = "选项"
    )]
    population: Option<String>,
    /// 自评分所在列(没有抽取记录时)
    #[arg(
        long,
        value_name = "列",
        required_unless_present = "record",
        conflicts_with = "record",
        help_heading = "选项"
    )]
    score: Option<String>,
    /// 金额(元)所在列(没有抽取记录时);给了就另按金额加权
    #[arg(long, value_name = "列", conflicts_with = "record", help_heading = "选项")]
    amount: Option<String>,
    /// 全部项目自评分的平均(没有抽取记录时);给了就推断全部项目的复核得分
    #[arg(long, value_name = "分", conflicts_with = "record", help_heading = "选项")]
    known_mean: Option<f64>,
    #[command(flatten)]
    shared: Shared,
}

/// What every estimate says under its rows.
const USE: &str = "部门高于全区,只提示下一年多抽;不能据此直接扣分。部门多时,总有几个是偶然超出。";

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let level = rules.parameters("analysis.confidence")?.float("level")?;
    let observed = observed::read(arguments, context)?;
    let figures = Figures::of(
        &observed,
        Confidence {
            level,
            law: Law::Student,
        },
    )?;
    let mut method =
        Method::new(observed.method(), observed.count(), &observed.input).setting("level", level);
    if let Some(record) = &observed.record {
        method = method.and_input(record);
    }
    let sheet = figures.sheet();
    let mut report = Report::new(method.rules(rules), figures, sheet);
    if let Some(missing) = observed.without_departments() {
        report = report.note(missing);
    }
    report.note(USE).write(arguments.shared.format, out, context)?;
    Ok(Exit::Fine)
}
