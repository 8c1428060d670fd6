//! `hengji progress profile`: how like projects ran in past years.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::progress::{Line, Profile, profile};
use serde::Serialize;

use super::BESIDE;
use super::history::{CourseOptions, History};
use super::prior::PriorOptions;
use crate::arguments::Shared;
use crate::report::{Cell, Method, Report, Sheet};
use crate::{Context, Exit, Failure, Outcome};

/// 进度分位线:同类项目往年各月执行到多少
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji progress profile <往年.csv> --periods 列,… [选项]",
    after_help = "示例:\n  hengji progress profile 往年.csv --category 类别 --budget 预算 --periods 1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月\n\n每行一个项目的一个往年,各列为累计数。分位和先验权重取自规则 analysis.execution_alerts;往年太少而不能提示的分位会注明。"
)]
pub(super) struct Arguments {
    /// 往年进度表(CSV,首行为列名,每行一个项目的一年);- 表示标准输入
    #[arg(value_name = "往年.csv", help_heading = "参数")]
    data: PathBuf,
    #[command(flatten)]
    course: CourseOptions,
    #[command(flatten)]
    prior: PriorOptions,
    #[command(flatten)]
    shared: Shared,
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer<'a> {
    periods: &'a [String],
    categories: Vec<CategoryAnswer<'a>>,
}

#[derive(Serialize)]
struct CategoryAnswer<'a> {
    category: &'a str,
    #[serde(flatten)]
    profile: Profile,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let numbers = rules.parameters("analysis.execution_alerts")?;
    let history = History::read(&arguments.data, &arguments.course, None, None, context)?;
    let settings = arguments.prior.settings(&numbers, &history)?;
    let mut categories = Vec::new();
    for (category, rows) in history.categories.iter() {
        let curves: Vec<&[f64]> = rows.iter().map(|row| row.curve.as_slice()).collect();
        let profile = profile(&curves, &settings).map_err(Failure::unusable)?;
        categories.push(CategoryAnswer { category, profile });
    }
    let method = Method::new(
        "累计进度的分位线(保序,向先验收缩)",
        history.input.rows,
        &history.input,
    )
    .setting("red", settings.red)
    .setting("yellow", settings.yellow)
    .setting("prior_weight", settings.prior_weight)
    .setting(
        "prior",
        serde_json::to_value(settings.prior).map_err(Failure::fault)?,
    )
    .rules(rules);
    let answer = Answer {
        periods: &arguments.course.periods,
        categories,
    };
    let sheet = sheet(&answer);
    Report::new(method, answer, sheet)
        .note(BESIDE)
        .write(arguments.shared.format, out, context)?;
    Ok(Exit::Fine)
}

fn sheet(answer: &Answer<'_>) -> Sheet {
    let header = ["类别", "条数", "分位", "可提示"].into_iter().map(str::to_owned);
    let mut sheet = Sheet::new(header.chain(answer.periods.iter().cloned()));
    for one in &answer.categories {
        let profile = &one.profile;
        for line in [&profile.red, &profile.yellow, &profile.median, &profile.upper] {
            let head = [
                Cell::text(one.category),
                Cell::count(profile.n),
                Cell::number(line.quantile),
                Cell::text(support(line)),
            ];
            sheet.row(
                head.into_iter()
                    .chain(line.shares.iter().map(|share| Cell::number(*share))),
            );
        }
    }
    sheet
}

fn support(line: &Line) -> String {
    if line.is_supported {
        "是".to_owned()
    } else {
        format!("否,至少 {} 条", line.needs)
    }
}
