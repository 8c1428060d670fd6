//! `hengji progress dual`: money and goal side by side, each against like projects of past years.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::progress::{Field, Place, ProfileSettings, dual_monitoring};
use serde::Serialize;

use super::BESIDE;
use super::history::{CourseOptions, History, HistoryFile, Profiles, WHOLE};
use super::prior::PriorOptions;
use crate::arguments::Shared;
use crate::report::{Cell, Method, Report, Sheet};
use crate::rules::Numbers;
use crate::table::{Input, Table};
use crate::{Context, Exit, Failure, Outcome};

/// 双监控:资金进度与目标进度两方面对照
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji progress dual <当年.csv> --history 往年支出.csv --goal-history 往年目标.csv --unit 列 --period 期数 --reached 列 --goal 列 --periods 列,… [选项]",
    after_help = "示例:\n  hengji progress dual 七月.csv --history 往年支出.csv --goal-history 往年目标.csv --unit 项目 --category 类别 --period 7 --reached 累计支出 --budget 预算 --goal 累计完成 --goal-target 全年目标 --periods 1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月\n\n低于黄色分位即为偏慢;资金正常而目标偏慢为红色。分位取自规则 analysis.execution_alerts,往年太少则不作判断。\n有红色时退出码为 1。"
)]
pub(super) struct Arguments {
    /// 当年进度表(CSV,首行为列名,每行一个项目);- 表示标准输入
    #[arg(value_name = "当年.csv", help_heading = "参数")]
    data: PathBuf,
    #[command(flatten)]
    past: HistoryFile,
    /// 往年目标进度表(CSV),列名与 --periods、--goal-target、--category 相同
    #[arg(long, value_name = "往年目标.csv", help_heading = "选项")]
    goal_history: PathBuf,
    /// 项目名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: String,
    /// 到第几期末
    #[arg(long, value_name = "期数", help_heading = "选项")]
    period: usize,
    /// 累计支出所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    reached: String,
    /// 累计完成所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    goal: String,
    /// 全年目标所在列,累计完成除以它;不给则已是比例
    #[arg(long, value_name = "列", help_heading = "选项")]
    goal_target: Option<String>,
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
    #[serde(flatten)]
    place: Place,
    words: &'static str,
}

/// A project of the year as read, in shares.
struct Project {
    unit: String,
    category: String,
    money: f64,
    goal: f64,
}

/// One side's past.
struct Side {
    history: History,
    settings: ProfileSettings,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let numbers = rules.parameters("analysis.execution_alerts")?;
    let goal_course = CourseOptions {
        budget: arguments.goal_target.clone(),
        ..arguments.course.clone()
    };
    let mut side = |path, course| side(arguments, path, course, &numbers, context);
    let money = side(&arguments.past.history, &arguments.course)?;
    let goal = side(&arguments.goal_history, &goal_course)?;
    let (projects, input) = projects(arguments, context)?;
    let (mut money_profiles, mut goal_profiles) = (Profiles::new(), Profiles::new());
    let mut units = Vec::new();
    for project in projects {
        let of_money = money_profiles.of(&project.category, &money.history, &money.settings)?;
        let of_goal = goal_profiles.of(&project.category, &goal.history, &goal.settings)?;
        let place = dual_monitoring(
            (of_money, project.money),
            (of_goal, project.goal),
            arguments.period,
        )
        .map_err(|error| Failure::refused(format!("“{}”:{error}", project.unit)))?;
        units.push(UnitAnswer {
            unit: project.unit,
            category: project.category,
            place,
            words: place.field.words(),
        });
    }
    let is_clean = units.iter().all(|unit| unit.place.field != Field::GoalBehind);
    let method = Method::new("双监控:资金与目标各与同类往年比较", units.len(), &input)
        .setting("period", arguments.period)
        .setting("yellow", money.settings.yellow)
        .setting("prior_weight", money.settings.prior_weight)
        .setting(
            "money_prior",
            serde_json::to_value(money.settings.prior).map_err(Failure::fault)?,
        )
        .setting(
            "goal_prior",
            serde_json::to_value(goal.settings.prior).map_err(Failure::fault)?,
        )
        .and_input(&money.history.input)
        .and_input(&goal.history.input)
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

fn side(
    arguments: &Arguments,
    path: &std::path::Path,
    course: &CourseOptions,
    numbers: &Numbers,
    context: &mut Context<'_>,
) -> Result<Side, Failure> {
    let history = History::read(path, course, None, None, context)?;
    let settings = arguments.prior.settings(numbers, &history)?;
    Ok(Side { history, settings })
}

fn projects(arguments: &Arguments, context: &mut Context<'_>) -> Result<(Vec<Project>, Input), Failure> {
    let table = Table::open(&arguments.data, context)?;
    let maybe = |option: &str, name: &Option<String>| {
        name.as_ref().map(|name| table.column(option, name)).transpose()
    };
    let unit = table.column("--unit", &arguments.unit)?;
    let reached = table.column("--reached", &arguments.reached)?;
    let goal = table.column("--goal", &arguments.goal)?;
    let budget = maybe("--budget", &arguments.course.budget)?;
    let target = maybe("--goal-target", &arguments.goal_target)?;
    let category = maybe("--category", &arguments.course.category)?;
    let mut projects = Vec::new();
    let input = table.read(|row| {
        let name = row.unique(&[&unit]);
        let category = category.as_ref().map_or(Some(WHOLE), |column| row.text(column));
        let sides = (row.at_least_zero(&reached), row.at_least_zero(&goal));
        let budget = budget.as_ref().map_or(Some(1.0), |column| row.positive(column));
        let target = target.as_ref().map_or(Some(1.0), |column| row.positive(column));
        if let (Some(unit), Some(category), (Some(reached), Some(goal)), Some(budget), Some(target)) =
            (name, category, sides, budget, target)
        {
            projects.push(Project {
                unit,
                category: category.to_owned(),
                money: reached / budget,
                goal: goal / target,
            });
        }
    })?;
    Ok((projects, input))
}

fn sheet(units: &[UnitAnswer]) -> Sheet {
    let mut sheet = Sheet::new([
        "项目",
        "类别",
        "资金",
        "资金黄线",
        "资金条数",
        "目标",
        "目标黄线",
        "目标条数",
        "结论",
    ]);
    for one in units {
        let (money, goal) = (one.place.money, one.place.goal);
        sheet.row([
            Cell::text(one.unit.as_str()),
            Cell::text(one.category.as_str()),
            Cell::number(money.reached),
            Cell::number(money.bound),
            Cell::count(money.n),
            Cell::number(goal.reached),
            Cell::number(goal.bound),
            Cell::count(goal.n),
            Cell::text(one.words),
        ]);
    }
    sheet
}
