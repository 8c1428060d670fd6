//! `hengji progress alert`: which projects of the year are slow for their kind, and where they will end.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::progress::{
    AlertThresholds, Alerts, Forecast, Level, Observation, Profile, alerts, forecast,
};
use serde::Serialize;

use super::BESIDE;
use super::history::{CourseOptions, History, HistoryFile, Profiles, WHOLE};
use super::prior::PriorOptions;
use crate::arguments::Shared;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::{Column, Input, Table};
use crate::{Context, Exit, Failure, Outcome};

/// 进度提示:当年哪些项目比同类慢,全年预计多少
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji progress alert <当年.csv> --history 往年.csv --unit 列 --period 期数 --reached 列 --periods 列,… [选项]",
    after_help = "示例:\n  hengji progress alert 七月.csv --history 往年.csv --history-year 年度 --unit 项目 --category 类别 --period 7 --reached 累计支出 --budget 预算 --largest 最大一笔 --periods 1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月\n\n目标进度同样可查:把累计完成数当作累计支出、全年目标当作预算。分位、十二月支出、单笔支付取自规则 analysis.execution_alerts。\n有红色或黄色提示时退出码为 1。"
)]
pub(super) struct Arguments {
    /// 当年进度表(CSV,首行为列名,每行一个项目);- 表示标准输入
    #[arg(value_name = "当年.csv", help_heading = "参数")]
    data: PathBuf,
    #[command(flatten)]
    past: HistoryFile,
    /// 往年进度表中年度所在列;给了才能提示上年最后一期集中支出
    #[arg(long, value_name = "列", help_heading = "选项")]
    history_year: Option<String>,
    /// 项目名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: String,
    /// 到第几期末
    #[arg(long, value_name = "期数", help_heading = "选项")]
    period: usize,
    /// 累计支出(或累计完成)所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    reached: String,
    /// 当年最大一笔支付所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    largest: Option<String>,
    #[command(flatten)]
    course: CourseOptions,
    #[command(flatten)]
    prior: PriorOptions,
    #[command(flatten)]
    shared: Shared,
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer {
    period: usize,
    units: Vec<UnitAnswer>,
}

#[derive(Serialize)]
struct UnitAnswer {
    unit: String,
    category: String,
    reached: f64,
    #[serde(flatten)]
    found: Alerts,
    forecast: Forecast,
    sentences: Vec<String>,
}

/// A project of the year as read.
struct Project {
    unit: String,
    category: String,
    reached: f64,
    largest: Option<f64>,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let numbers = rules.parameters("analysis.execution_alerts")?;
    let thresholds = AlertThresholds {
        last_period_jump: numbers.float("december_jump")?,
        single_payment: numbers.float("single_payment")?,
    };
    let past = &arguments.past;
    let year = arguments.history_year.as_deref();
    let history = History::read(
        &past.history,
        &arguments.course,
        Some(&arguments.unit),
        year,
        context,
    )?;
    let settings = arguments.prior.settings(&numbers, &history)?;
    let (projects, input) = projects(arguments, context)?;
    let mut profiles = Profiles::new();
    let mut units = Vec::new();
    for project in projects {
        let own = profiles.of(&project.category, &history, &settings)?;
        units.push(judged(arguments, project, &history, own, &thresholds)?);
    }
    let is_clean = units.iter().all(|unit| unit.found.alerts.is_empty());
    let method = Method::new("与同类往年分位线比较", units.len(), &input)
        .setting("period", arguments.period)
        .setting("red", settings.red)
        .setting("yellow", settings.yellow)
        .setting("prior_weight", settings.prior_weight)
        .setting(
            "prior",
            serde_json::to_value(settings.prior).map_err(Failure::fault)?,
        )
        .setting("last_period_jump", thresholds.last_period_jump)
        .setting("single_payment", thresholds.single_payment)
        .and_input(&history.input)
        .rules(rules);
    let sheet = sheet(&units);
    Report::new(
        method,
        Answer {
            period: arguments.period,
            units,
        },
        sheet,
    )
    .note(BESIDE)
    .write(arguments.shared.format, out, context)?;
    Ok(if is_clean { Exit::Fine } else { Exit::Findings })
}

fn projects(arguments: &Arguments, context: &mut Context<'_>) -> Result<(Vec<Project>, Input), Failure> {
    let table = Table::open(&arguments.data, context)?;
    let maybe = |option: &str, name: &Option<String>| {
        name.as_ref().map(|name| table.column(option, name)).transpose()
    };
    let unit = table.column("--unit", &arguments.unit)?;
    let reached = table.column("--reached", &arguments.reached)?;
    let budget = maybe("--budget", &arguments.course.budget)?;
    let category = maybe("--category", &arguments.course.category)?;
    let largest = maybe("--largest", &arguments.largest)?;
    let mut projects = Vec::new();
    let input = table.read(|row| {
        let name = row.unique(&[&unit]);
        let category = category.as_ref().map_or(Some(WHOLE), |column| row.text(column));
        let whole = budget.as_ref().map_or(Some(1.0), |column| row.positive(column));
        let reached = row.at_least_zero(&reached);
        let mut any = |column: &Column| row.finite_if_any(column);
        let largest = largest.as_ref().map_or(Some(None), &mut any);
        if let (Some(unit), Some(category), Some(whole), Some(reached), Some(largest)) =
            (name, category, whole, reached, largest)
        {
            projects.push(Project {
                unit,
                category: category.to_owned(),
                reached: reached / whole,
                largest: largest.map(|largest| largest / whole),
            });
        }
    })?;
    Ok((projects, input))
}

fn judged(
    arguments: &Arguments,
    project: Project,
    history: &History,
    own: &Profile,
    thresholds: &AlertThresholds,
) -> Result<UnitAnswer, Failure> {
    let named = |error| Failure::refused(format!("“{}”:{error}", project.unit));
    let observation = Observation {
        period: arguments.period,
        reached: project.reached,
        largest_payment: project.largest,
        last_year: history
            .last_year(&project.unit)
            .map(|course| course.curve.as_slice()),
    };
    let found = alerts(own, &observation, thresholds).map_err(named)?;
    let forecast = forecast(own, arguments.period, project.reached).map_err(named)?;
    let alerts = found.alerts.iter().map(ToString::to_string);
    let withheld = found.withheld.iter().map(ToString::to_string);
    let sentences = alerts.chain(withheld).collect();
    Ok(UnitAnswer {
        unit: project.unit,
        category: project.category,
        reached: project.reached,
        found,
        forecast,
        sentences,
    })
}

fn sheet(units: &[UnitAnswer]) -> Sheet {
    let mut sheet = Sheet::new([
        "项目",
        "类别",
        "往年条数",
        "已完成",
        "提示",
        "全年预计",
        "预计下限",
        "预计上限",
        "依据",
    ]);
    for one in units {
        let level = match one.found.alerts.first().map(|alert| alert.level) {
            Some(Level::Red) => Cell::text("红"),
            Some(Level::Yellow) => Cell::text("黄"),
            None => Cell::Missing,
        };
        sheet.row([
            Cell::text(one.unit.as_str()),
            Cell::text(one.category.as_str()),
            Cell::count(one.forecast.n),
            Cell::number(one.reached),
            level,
            Cell::number_if_any(one.forecast.year_end),
            Cell::number_if_any(one.forecast.low),
            Cell::number_if_any(one.forecast.high),
            Cell::text(one.sentences.join(";")),
        ]);
    }
    sheet
}
