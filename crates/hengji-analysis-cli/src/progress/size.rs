//! `hengji progress size`: how many answers a share needs.

use std::io::Write;

use clap::Args;
use hengji_analysis::progress::{SampleSettings, SampleSize, share_sample_size};
use serde::Serialize;

use super::typed;
use crate::arguments::Shared;
use crate::portion::Portion;
use crate::report::{Cell, Method, Report, Sheet};
use crate::{Context, Exit, Failure, Outcome};

/// 最少样本:要收回多少份才够
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji progress size --population 总数 [选项]",
    after_help = "示例:\n  hengji progress size --population 1400\n  hengji progress size --population 1400 --expected 90%\n\n允许误差和置信水平取自规则 analysis.satisfaction、analysis.confidence。回收份数要达到这个数,发出份数要更多。"
)]
pub(super) struct Arguments {
    /// 服务对象总数
    #[arg(long, value_name = "总数", help_heading = "选项")]
    population: String,
    /// 预计比例,默认 50%(不知道时最稳妥,所需最多)
    #[arg(
        long,
        value_name = "比例",
        default_value = "50%",
        hide_default_value = true,
        help_heading = "选项"
    )]
    expected: Portion,
    #[command(flatten)]
    shared: Shared,
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer {
    sample: SampleSize,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let margin = rules.parameters("analysis.satisfaction")?.float("margin")?;
    let level = rules.parameters("analysis.confidence")?.float("level")?;
    let table = typed::table(&[("--population", &arguments.population)], context)?;
    let column = table.column("--population", "--population")?;
    let mut population = None;
    let input =
        table.read(|row| population = row.whole(&column).and_then(|count| usize::try_from(count).ok()))?;
    let settings = SampleSettings {
        margin,
        level,
        expected: arguments.expected.0,
        population,
    };
    let sample = share_sample_size(&settings).map_err(Failure::refused)?;
    let method = Method::new(
        "比例的最少样本(有限总体修正,最后取整)",
        sample.n,
        &typed::input(input),
    )
    .setting("margin", margin)
    .setting("level", level)
    .setting("expected", settings.expected)
    .rules(rules);
    let mut sheet = Sheet::new(["服务对象总数", "不限总体时", "修正后", "最少样本"]);
    sheet.row([
        population.map_or(Cell::Missing, Cell::count),
        Cell::number(sample.unlimited),
        Cell::number(sample.exact),
        Cell::count(sample.n),
    ]);
    Report::new(method, Answer { sample }, sheet)
        .note("从服务对象名单中随机抽取,才可以这样推断。")
        .write(arguments.shared.format, out, context)?;
    Ok(Exit::Fine)
}
