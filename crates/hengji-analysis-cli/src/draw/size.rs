//! `hengji draw size`: how many to check before one may say that a share, an amount or a mean is known.

use std::io::Write;

use clap::{Args, ValueEnum};
use hengji_analysis::draw::attribute::{attribute_size, hypergeometric_size, mean_size, monetary_unit_size};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::share::Percentage;
use crate::arguments::Shared;
use crate::portion::Portion;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::Input;
use crate::{Context, Exit, Failure, Outcome};

/// 样本量:要查多少个才能下结论
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji draw size --for rate|money|mean [选项]",
    after_help = "示例:\n  hengji draw size --for rate --tolerable 5% --expected 1%\n  hengji draw size --for rate --tolerable 5% --population 1400\n  hengji draw size --for money --tolerable 2%\n  hengji draw size --for mean --deviation 8 --margin 1 --population 1400\n\nrate 查差错率,money 查差错金额占比(按货币单位抽取),mean 查平均分。置信水平取自规则 analysis.confidence。"
)]
pub(super) struct Arguments {
    /// 查什么:rate 差错率、money 差错金额占比、mean 平均分
    #[arg(
        long = "for",
        value_name = "什么",
        hide_possible_values = true,
        help_heading = "选项"
    )]
    purpose: Purpose,
    /// 可容忍的差错率或差错金额占比,如 5%
    #[arg(long, value_name = "比例", required_if_eq_any([("purpose", "rate"), ("purpose", "money")]), help_heading = "选项")]
    tolerable: Option<Percentage>,
    /// 预计差错率,默认 0%
    #[arg(
        long,
        value_name = "比例",
        default_value = "0%",
        hide_default_value = true,
        help_heading = "选项"
    )]
    expected: Percentage,
    /// 样本中预计的差错个数(money,或给了 --population 的 rate),默认 0
    #[arg(
        long,
        value_name = "个数",
        default_value_t = 0,
        hide_default_value = true,
        help_heading = "选项"
    )]
    errors: u64,
    /// 名单共有多少个;rate 给了它就按有限总体(超几何)算
    #[arg(
        long,
        value_name = "个数",
        required_if_eq("purpose", "mean"),
        help_heading = "选项"
    )]
    population: Option<usize>,
    /// 单个项目得分的标准差(mean)
    #[arg(
        long,
        value_name = "分",
        required_if_eq("purpose", "mean"),
        help_heading = "选项"
    )]
    deviation: Option<f64>,
    /// 平均分允许的误差(mean)
    #[arg(
        long,
        value_name = "分",
        required_if_eq("purpose", "mean"),
        help_heading = "选项"
    )]
    margin: Option<f64>,
    /// 置信水平,如 95%;不给则按规则
    #[arg(long, value_name = "比例", help_heading = "选项")]
    level: Option<Portion>,
    /// 最多试到多少个,默认 100000
    #[arg(
        long,
        value_name = "个数",
        default_value_t = 100_000,
        hide_default_value = true,
        help_heading = "选项"
    )]
    limit: u64,
    #[command(flatten)]
    shared: Shared,
}

/// What is to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Purpose {
    /// 差错率
    Rate,
    /// 差错金额占比
    Money,
    /// 平均分
    Mean,
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer {
    size: u64,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let level = match arguments.level {
        Some(level) => level.0,
        None => rules.parameters("analysis.confidence")?.float("level")?,
    };
    let (name, size) = match arguments.purpose {
        Purpose::Rate => rate(arguments, level)?,
        Purpose::Money => {
            let size = monetary_unit_size(arguments.errors, tolerable(arguments)?.float(), level);
            ("货币单位抽样(泊松)", size.map_err(Failure::refused)?)
        }
        Purpose::Mean => ("平均数的样本量(有限总体修正)", mean(arguments, level)?),
    };
    let method = Method::new(
        name,
        usize::try_from(size).unwrap_or(usize::MAX),
        &given(arguments),
    )
    .setting("level", level)
    .rules(rules);
    let mut sheet = Sheet::new(["样本量"]);
    sheet.row([Cell::Count(size)]);
    Report::new(method, Answer { size }, sheet)
        .note("须从名单中随机抽取才可以这样推断;查出的差错超过预计时,应扩大样本或不作结论。")
        .write(arguments.shared.format, out, context)?;
    Ok(Exit::Fine)
}

fn tolerable(arguments: &Arguments) -> Result<Percentage, Failure> {
    arguments
        .tolerable
        .ok_or_else(|| Failure::fault("缺 --tolerable"))
}

fn rate(arguments: &Arguments, level: f64) -> Result<(&'static str, u64), Failure> {
    let share = |percentage: Percentage| percentage.share().ok_or_else(|| Failure::fault("比例超出范围"));
    let tolerable = share(tolerable(arguments)?)?;
    let Some(population) = arguments.population else {
        let size = attribute_size(share(arguments.expected)?, tolerable, level, arguments.limit);
        return Ok((
            "差错率的样本量(二项,AICPA 表 A-1 的算法)",
            size.map_err(Failure::refused)?,
        ));
    };
    let population = u64::try_from(population).unwrap_or(u64::MAX);
    // The first number of deviations that is not tolerable any more.
    let too_many = tolerable.ceil_of(population).max(1);
    let size = hypergeometric_size(population, too_many, arguments.errors, level);
    Ok(("差错率的样本量(超几何,有限总体)", size.map_err(Failure::refused)?))
}

fn mean(arguments: &Arguments, level: f64) -> Result<u64, Failure> {
    let (Some(deviation), Some(margin), Some(population)) =
        (arguments.deviation, arguments.margin, arguments.population)
    else {
        return Err(Failure::fault("缺 --deviation、--margin 或 --population"));
    };
    let size = mean_size(deviation, margin, level, population).map_err(Failure::refused)?;
    Ok(u64::try_from(size).unwrap_or(u64::MAX))
}

/// What was typed, as an input with a hash of its own.
fn given(arguments: &Arguments) -> Input {
    let text = format!(
        "{:?} {:?} {:?} {} {:?} {:?} {:?} {}",
        arguments.purpose,
        arguments.tolerable,
        arguments.expected,
        arguments.errors,
        arguments.population,
        arguments.deviation,
        arguments.margin,
        arguments.limit
    );
    let sha256 = Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Input {
        file: "命令行".to_owned(),
        rows: 0,
        sha256,
    }
}
