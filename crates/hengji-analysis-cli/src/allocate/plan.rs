//! `hengji allocate plan`: which projects the year's evaluation days go to.

use std::io::Write;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use hengji_analysis::allocate::{
    Coverage, EvaluationPlan, Level, PlanProject, PlanSettings, Reason, Required, evaluation_value,
    plan_evaluations,
};

use super::{PROPOSAL, failure, is_yes};
use crate::arguments::Shared;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::{Column, Input, Row, Table};
use crate::{Context, Exit, Failure, Outcome};

/// 评价计划:有限的评价日用在哪些项目上,多一天值多少
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji allocate plan <项目.csv> --unit 列 --department 列 --amount 列 --level 列:检出率 … --days 天数 [选项]",
    after_help = "示例:\n  hengji allocate plan 项目.csv --unit 项目 --department 部门 --amount 金额 --risk 风险 --years-since 未评年数 --class 类别 --drawn 抽中 --level 抽评天数:0.5 --level 重点评价天数:1 --days 120\n\n价值 = 金额 × 风险 × (1 + 年数系数 × 未评年数) × 检出率。随机抽中的项目先定(hengji draw),一律列入;其余才择优。\n年数系数和最低覆盖比例取自规则 analysis.plan。评价日不足以完成必评项目时拒绝,并给出至少需要的天数。"
)]
pub(super) struct Arguments {
    /// 项目表(CSV,首行为列名,每个项目一行);- 表示标准输入
    #[arg(value_name = "项目.csv", help_heading = "参数")]
    data: PathBuf,
    /// 项目名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: String,
    /// 部门所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    department: String,
    /// 金额所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    amount: String,
    /// 风险(0 到 1)所在列;不给则都按 1
    #[arg(long, value_name = "列", help_heading = "选项")]
    risk: Option<String>,
    /// 距上次评价年数所在列;不给则都按 0
    #[arg(long, value_name = "列", help_heading = "选项")]
    years_since: Option<String>,
    /// 项目类别所在列:A 类必评
    #[arg(long, value_name = "列", help_heading = "选项")]
    class: Option<String>,
    /// 随机抽中所在列:填“是”的必评
    #[arg(long, value_name = "列", help_heading = "选项")]
    drawn: Option<String>,
    /// 一种评价方式:所需评价日所在列和检出率,可写几次;单元格留空表示该项目不适用
    #[arg(long, value_name = "列:检出率", required = true, help_heading = "选项")]
    level: Vec<Way>,
    /// 评价日总数
    #[arg(long, value_name = "天数", help_heading = "选项")]
    days: f64,
    /// 只要求覆盖这些部门;不给则每个部门至少一个项目
    #[arg(long, value_name = "部门,…", value_delimiter = ',', help_heading = "选项")]
    cover: Option<Vec<String>>,
    /// 精确求解最多搜索多少个节点,默认 100000
    #[arg(
        long,
        value_name = "个数",
        default_value_t = 100_000,
        hide_default_value = true,
        help_heading = "选项"
    )]
    node_limit: usize,
    #[command(flatten)]
    shared: Shared,
}

/// A way to evaluate: the column of its days and the share of what is wrong that it finds.
#[derive(Debug, Clone)]
struct Way {
    column: String,
    detection: f64,
}

impl FromStr for Way {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.rsplit_once([':', '：']);
        let parts = parts
            .and_then(|(column, detection)| Some((column.trim(), detection.trim().parse::<f64>().ok()?)));
        match parts {
            Some((column, detection)) if (0.0..=1.0).contains(&detection) => Ok(Self {
                column: column.to_owned(),
                detection,
            }),
            _ => Err("应写作 列名:检出率,检出率在 0 与 1 之间,例如 抽评天数:0.5".to_owned()),
        }
    }
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let published = rules.parameters("analysis.plan")?;
    let (years_factor, share_bp) = (published.float("years_factor")?, published.percent_bp("share")?);
    let (projects, input) = read(arguments, years_factor, context)?;
    let coverage = match &arguments.cover {
        Some(names) => Coverage::Only(names.iter().map(|name| name.trim().to_owned()).collect()),
        None => Coverage::Every,
    };
    let settings = PlanSettings {
        days: arguments.days,
        share_bp,
        coverage,
        node_limit: arguments.node_limit,
    };
    let plan = plan_evaluations(&projects, &settings).map_err(failure)?;
    let ways: Vec<String> = arguments
        .level
        .iter()
        .map(|way| format!("{}:{}", way.column, way.detection))
        .collect();
    let coverage = serde_json::to_value(&settings.coverage).map_err(Failure::fault)?;
    let method = Method::new("评价计划:逐项挑选、线性松弛上界、分支定界", plan.n, &input)
        .setting("days", settings.days)
        .setting("share_bp", share_bp)
        .setting("years_factor", years_factor)
        .setting("levels", ways)
        .setting("coverage", coverage)
        .setting("node_limit", settings.node_limit)
        .rules(rules);
    let (sheet, note) = (sheet(arguments, &plan), words(&plan));
    Report::new(method, plan, sheet).note(note).note(PROPOSAL).write(
        arguments.shared.format,
        out,
        context,
    )?;
    Ok(Exit::Fine)
}

/// The columns of the table.
struct Columns {
    unit: Column,
    department: Column,
    amount: Column,
    risk: Option<Column>,
    years_since: Option<Column>,
    class: Option<Column>,
    drawn: Option<Column>,
    ways: Vec<(Column, f64)>,
}

impl Columns {
    fn find(arguments: &Arguments, table: &Table) -> Result<Self, Failure> {
        let any = |option: &str, name: &Option<String>| {
            name.as_ref().map(|name| table.column(option, name)).transpose()
        };
        let way = |way: &Way| Ok((table.column("--level", &way.column)?, way.detection));
        Ok(Self {
            unit: table.column("--unit", &arguments.unit)?,
            department: table.column("--department", &arguments.department)?,
            amount: table.column("--amount", &arguments.amount)?,
            risk: any("--risk", &arguments.risk)?,
            years_since: any("--years-since", &arguments.years_since)?,
            class: any("--class", &arguments.class)?,
            drawn: any("--drawn", &arguments.drawn)?,
            ways: arguments.level.iter().map(way).collect::<Result<_, Failure>>()?,
        })
    }

    /// A project, or nothing where a fault was noted.
    fn project(&self, row: &mut Row<'_>, years_factor: f64) -> Option<PlanProject> {
        let mut number = |column: &Option<Column>, default: f64| match column {
            Some(column) => row.at_least_zero(column),
            None => Some(default),
        };
        let (risk, years_since) = (number(&self.risk, 1.0), number(&self.years_since, 0.0));
        let amount = row.at_least_zero(&self.amount);
        let days: Vec<(Option<Option<f64>>, f64)> = self
            .ways
            .iter()
            .map(|(column, detection)| (row.finite_if_any(column), *detection))
            .collect();
        let (name, department) = (row.unique(&[&self.unit]), row.text(&self.department));
        let is_a = self
            .class
            .as_ref()
            .is_some_and(|column| row.cell(column).starts_with(['A', 'a', 'Ａ']));
        let is_drawn = self.drawn.as_ref().is_some_and(|column| is_yes(row.cell(column)));
        let (amount, risk, years_since) = (amount?, risk?, years_since?);
        let value = |detection| evaluation_value(amount, risk, years_since, years_factor, detection);
        let mut levels = Vec::new();
        for (days, detection) in days {
            levels.push(days?.map(|days| Level {
                days,
                value: value(detection),
            }));
        }
        let required = match (is_a, is_drawn) {
            (true, _) => Required::ClassA,
            (false, true) => Required::Drawn,
            (false, false) => Required::No,
        };
        Some(PlanProject {
            name: name?,
            department: department?.to_owned(),
            required,
            levels,
        })
    }
}

fn read(
    arguments: &Arguments,
    years_factor: f64,
    context: &mut Context<'_>,
) -> Result<(Vec<PlanProject>, Input), Failure> {
    let table = Table::open(&arguments.data, context)?;
    let columns = Columns::find(arguments, &table)?;
    let mut projects = Vec::new();
    let input = table.read(|row| projects.extend(columns.project(row, years_factor)))?;
    Ok((projects, input))
}

fn words(plan: &EvaluationPlan) -> String {
    let proven = if plan.proven {
        "已证明最优".to_owned()
    } else {
        format!("节点用尽,距上界还差 {:.4} %", plan.gap * 100.0)
    };
    format!(
        "评价日 {} 天(必须完成的至少 {} 天),用去 {};价值 {:.3}({proven}),逐项挑选 {:.3},任何计划不超过 {:.3}。再增加 1 个评价日,可多覆盖价值 {:.3}。",
        plan.days,
        plan.least_days,
        plan.best.days,
        plan.best.value,
        plan.greedy.value,
        plan.bound,
        plan.next_day
    )
}

fn sheet(arguments: &Arguments, plan: &EvaluationPlan) -> Sheet {
    let mut sheet = Sheet::new(["项目", "部门", "评价方式", "评价日", "价值", "理由"]);
    for row in &plan.projects {
        let way = row.level.checked_sub(1).and_then(|at| arguments.level.get(at));
        let reason = match row.reason {
            Reason::NotChosen => "未列入:评价日用在别处价值更高",
            Reason::ClassA => "A 类必评",
            Reason::Drawn => "随机抽中",
            Reason::Department => "部门最低覆盖",
            Reason::Share => "最低覆盖比例",
            Reason::ValuePerDay => "单位评价日价值高",
        };
        sheet.row([
            Cell::text(&row.project),
            Cell::text(&row.department),
            way.map_or(Cell::Missing, |way| Cell::text(&way.column)),
            Cell::number(row.days),
            Cell::number(row.value),
            Cell::text(reason),
        ]);
    }
    sheet
}
