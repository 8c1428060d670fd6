//! `hengji allocate classes`: projects in classes A, B and C, and how much hangs on the weights.

use std::io::Write;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use hengji_analysis::allocate::{
    ClassProject, ClassSettings, Classes, Criterion, HardRule, MoneyScale, ProjectClass, classify,
};

use super::{PROPOSAL, failure, is_yes, money};
use crate::arguments::Shared;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::{Input, Table};
use crate::{Context, Exit, Failure, Outcome};

/// 项目分类:A、B、C 类及其对权重的敏感性
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji allocate classes <项目.csv> --unit 列 --criteria 列:权重,… --amount 列 --money-weight 权重 --money-from 金额 --money-full 金额 --a-from 分 --b-from 分 [选项]",
    after_help = "示例:\n  hengji allocate classes 项目.csv --unit 项目 --criteria 重点工作相关性:30,主要职能相关性:25,性质和阶段:20 --amount 金额 --money-weight 25 --money-from 10 --money-full 1000 --wan --a-from 75 --b-from 50 --at-least-b 500 --rigid 刚性\n\n准则得分 0 到 100;资金规模按对数计分,--money-from 及以下 0 分,--money-full 及以上 100 分。\n权重变动幅度和明确所需比例取自规则 analysis.class_stability;有类别不明确的项目时退出码为 1,应由人定。"
)]
pub(super) struct Arguments {
    /// 项目表(CSV,首行为列名,每个项目一行);- 表示标准输入
    #[arg(value_name = "项目.csv", help_heading = "参数")]
    data: PathBuf,
    /// 项目名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: String,
    /// 准则得分所在列及其权重
    #[arg(
        long,
        value_name = "列:权重,…",
        value_delimiter = ',',
        required = true,
        help_heading = "选项"
    )]
    criteria: Vec<Weighed>,
    /// 金额所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    amount: String,
    /// 资金规模的权重
    #[arg(long, value_name = "权重", help_heading = "选项")]
    money_weight: f64,
    /// 资金规模得 0 分的金额
    #[arg(long, value_name = "金额", help_heading = "选项")]
    money_from: String,
    /// 资金规模得 100 分的金额
    #[arg(long, value_name = "金额", help_heading = "选项")]
    money_full: String,
    /// A 类的起点分
    #[arg(long, value_name = "分", help_heading = "选项")]
    a_from: f64,
    /// B 类的起点分
    #[arg(long, value_name = "分", help_heading = "选项")]
    b_from: f64,
    /// 金额从多少起至少为 B 类
    #[arg(long, value_name = "金额", help_heading = "选项")]
    at_least_b: Option<String>,
    /// 刚性支出所在列:填“是”的归 C 类
    #[arg(long, value_name = "列", help_heading = "选项")]
    rigid: Option<String>,
    #[command(flatten)]
    money: money::Unit,
    #[command(flatten)]
    shared: Shared,
}

/// A column of points and its weight.
#[derive(Debug, Clone)]
struct Weighed {
    column: String,
    weight: f64,
}

impl FromStr for Weighed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.rsplit_once([':', '：']);
        let parts =
            parts.and_then(|(column, weight)| Some((column.trim().to_owned(), weight.trim().parse().ok()?)));
        let (column, weight) = parts.ok_or("应写作 列名:权重,例如 重点工作相关性:30")?;
        Ok(Self { column, weight })
    }
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let stability = rules.parameters("analysis.class_stability")?;
    let settings = settings(
        arguments,
        stability.float("span")?,
        stability.float("clear_from")?,
    )?;
    let (projects, input) = read(arguments, context)?;
    let classes = classify(&projects, &settings).map_err(failure)?;
    let mut weights: Vec<String> = arguments.criteria.iter().map(|one| one.column.clone()).collect();
    weights.push("资金规模".to_owned());
    let weights: serde_json::Map<String, serde_json::Value> = weights
        .into_iter()
        .zip(classes.weights.iter().map(|weight| (*weight).into()))
        .collect();
    let hard = serde_json::to_value(&settings.rules).map_err(Failure::fault)?;
    let method = Method::new(
        "加权得分分类,类别可接受度按权重区域体积精确计算",
        classes.n,
        &input,
    )
    .setting("a_from", settings.a_from)
    .setting("b_from", settings.b_from)
    .setting("money_from_fen", settings.money.from_fen)
    .setting("money_full_fen", settings.money.full_fen)
    .setting("hard_rules", hard)
    .setting("span", settings.span)
    .setting("clear_from", settings.clear_from)
    .weights(weights)
    .rules(rules);
    let exit = if classes.unclear == 0 {
        Exit::Fine
    } else {
        Exit::Findings
    };
    let [a, b, c] = classes.counts;
    let note = format!(
        "A 类 {a} 个、B 类 {b} 个、C 类 {c} 个;{} 个类别不明确,应由人定。",
        classes.unclear
    );
    let sheet = sheet(arguments, &classes);
    Report::new(method, classes, sheet)
        .note(note)
        .note(PROPOSAL)
        .write(arguments.shared.format, out, context)?;
    Ok(exit)
}

fn settings(arguments: &Arguments, span: f64, clear_from: f64) -> Result<ClassSettings, Failure> {
    let criterion = |one: &Weighed| Criterion {
        name: one.column.clone(),
        weight: one.weight,
    };
    let mut rules = Vec::new();
    if let Some(amount) = &arguments.at_least_b {
        let amount_fen = arguments.money.option("--at-least-b", amount)?;
        rules.push(HardRule::AmountFrom {
            amount_fen,
            at_least: ProjectClass::B,
        });
    }
    if arguments.rigid.is_some() {
        rules.push(HardRule::Rigid {
            at_most: ProjectClass::C,
        });
    }
    Ok(ClassSettings {
        criteria: arguments.criteria.iter().map(criterion).collect(),
        money: MoneyScale {
            weight: arguments.money_weight,
            from_fen: arguments.money.option("--money-from", &arguments.money_from)?,
            full_fen: arguments.money.option("--money-full", &arguments.money_full)?,
        },
        a_from: arguments.a_from,
        b_from: arguments.b_from,
        rules,
        span,
        clear_from,
    })
}

fn read(arguments: &Arguments, context: &mut Context<'_>) -> Result<(Vec<ClassProject>, Input), Failure> {
    let table = Table::open(&arguments.data, context)?;
    let unit = table.column("--unit", &arguments.unit)?;
    let names: Vec<String> = arguments.criteria.iter().map(|one| one.column.clone()).collect();
    let criteria = table.columns("--criteria", &names)?;
    let amount = table.column("--amount", &arguments.amount)?;
    let rigid = arguments
        .rigid
        .as_ref()
        .map(|name| table.column("--rigid", name))
        .transpose()?;
    let mut projects = Vec::new();
    let input = table.read(|row| {
        let name = row.unique(&[&unit]);
        let points = row.all_at_least_zero(&criteria);
        let amount_fen = arguments.money.cell(row, &amount);
        let is_rigid = rigid.as_ref().is_some_and(|column| is_yes(row.cell(column)));
        if let (Some(name), Some(points), Some(amount_fen)) = (name, points, amount_fen) {
            projects.push(ClassProject {
                name,
                points,
                amount_fen,
                is_rigid,
            });
        }
    })?;
    Ok((projects, input))
}

fn sheet(arguments: &Arguments, classes: &Classes) -> Sheet {
    let contributions = arguments.criteria.iter().map(|one| format!("{}得分", one.column));
    let header = ["项目", "类别", "总分"].into_iter().map(str::to_owned);
    let header = header.chain(contributions).chain(
        [
            "资金规模得分",
            "A 可接受度",
            "B 可接受度",
            "C 可接受度",
            "明确",
            "依据",
        ]
        .into_iter()
        .map(str::to_owned),
    );
    let mut sheet = Sheet::new(header);
    let name = |class| match class {
        ProjectClass::A => "A",
        ProjectClass::B => "B",
        ProjectClass::C => "C",
    };
    for row in &classes.projects {
        let first = [
            Cell::text(&row.project),
            Cell::text(name(row.class)),
            Cell::number(row.score),
        ];
        let points = row.contributions.iter().map(|points| Cell::number(*points));
        let shares = row.shares.map(Cell::number);
        let basis = match row.rule {
            Some(_) => format!("硬性规则(按得分为 {})", name(row.by_score)),
            None => "得分".to_owned(),
        };
        let last = [Cell::flag(row.is_clear), Cell::text(basis)];
        sheet.row(first.into_iter().chain(points).chain(shares).chain(last));
    }
    sheet
}
