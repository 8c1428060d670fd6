//! `hengji allocate budget`: a pool shared by base and result, in place of 基数+增长.

use std::io::Write;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use hengji_analysis::allocate::{
    Curve, Department, Held, IncentiveAllocation, IncentiveSettings, Step, allocate_budget,
};

use super::{PROPOSAL, failure, money};
use crate::arguments::Shared;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::{Input, Table};
use crate::{Context, Exit, Failure, Outcome};

/// 激励分配:按基数和得分分配总额,保底封顶,精确到分
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji allocate budget <部门.csv> --unit 列 --base 列 --score 列 --pool 总额 [选项]",
    after_help = "示例:\n  hengji allocate budget 部门.csv --unit 部门 --base 核定基数 --score 整体得分 --reliability 可靠度 --pool 8451.56 --wan\n  hengji allocate budget 部门.csv --unit 部门 --base 核定基数 --score 整体得分 --pool 8400 --wan --step 1 --grades 90:1.1,80:1,60:0.9,0:0\n\n基数是零基核定之后的数,不含人员经费、配套补助等刚性支出(刚性支出照拨,不参与分配)。\n强度、参照分、保底和封顶取自规则 analysis.incentive。总额超出保底封顶的可行范围时拒绝,并给出范围。"
)]
pub(super) struct Arguments {
    /// 部门表(CSV,首行为列名,每个部门一行);- 表示标准输入
    #[arg(value_name = "部门.csv", help_heading = "参数")]
    data: PathBuf,
    /// 部门名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: String,
    /// 基数所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    base: String,
    /// 整体绩效得分(0 到 100)所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    score: String,
    /// 得分可靠度(0 到 1)所在列;不给则都按 1
    #[arg(long, value_name = "列", help_heading = "选项")]
    reliability: Option<String>,
    /// 待分配总额
    #[arg(long, value_name = "总额", help_heading = "选项")]
    pool: String,
    /// 分到多大的整份;不给则精确到分
    #[arg(long, value_name = "金额", help_heading = "选项")]
    step: Option<String>,
    /// 改用分档系数,写作 起点分:系数,例如 90:1.1,80:1,60:0.9,0:0
    #[arg(long, value_name = "分:系数,…", value_delimiter = ',', help_heading = "选项")]
    grades: Vec<Grade>,
    #[command(flatten)]
    money: money::Unit,
    #[command(flatten)]
    shared: Shared,
}

/// A grade as given: `90:1.1`.
#[derive(Debug, Clone, Copy)]
struct Grade(Step);

impl FromStr for Grade {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once([':', '：']);
        let parts =
            parts.and_then(|(from, factor)| Some((from.trim().parse().ok()?, factor.trim().parse().ok()?)));
        let (from, factor) = parts.ok_or("应写作 起点分:系数,例如 90:1.1")?;
        Ok(Self(Step { from, factor }))
    }
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let published = rules.parameters("analysis.incentive")?;
    let (strength, reference) = (published.float("strength")?, published.float("reference")?);
    let curve = if arguments.grades.is_empty() {
        Curve::Smooth { strength, reference }
    } else {
        Curve::Steps(arguments.grades.iter().map(|grade| grade.0).collect())
    };
    let step = arguments
        .step
        .as_deref()
        .map(|step| arguments.money.option("--step", step));
    let settings = IncentiveSettings {
        curve,
        floor_bp: published.percent_bp("floor")?,
        cap_bp: published.percent_bp("cap")?,
        step_fen: step.transpose()?.unwrap_or(1),
    };
    let pool_fen = arguments.money.option("--pool", &arguments.pool)?;
    let (departments, input) = read(arguments, context)?;
    let result = allocate_budget(&departments, pool_fen, &settings).map_err(failure)?;
    let curve = serde_json::to_value(&settings.curve).map_err(Failure::fault)?;
    let method = Method::new("有界比例分配(最大余数法取整)", result.n, &input)
        .setting("curve", curve)
        .setting("floor_bp", settings.floor_bp)
        .setting("cap_bp", settings.cap_bp)
        .setting("step_fen", settings.step_fen)
        .setting("money", arguments.money.name())
        .rules(rules);
    let (sheet, note) = (sheet(&result), corridor(&result));
    Report::new(method, result, sheet)
        .note(note)
        .note(PROPOSAL)
        .write(arguments.shared.format, out, context)?;
    Ok(Exit::Fine)
}

fn read(arguments: &Arguments, context: &mut Context<'_>) -> Result<(Vec<Department>, Input), Failure> {
    let table = Table::open(&arguments.data, context)?;
    let unit = table.column("--unit", &arguments.unit)?;
    let base = table.column("--base", &arguments.base)?;
    let score = table.column("--score", &arguments.score)?;
    let reliability = arguments
        .reliability
        .as_ref()
        .map(|name| table.column("--reliability", name))
        .transpose()?;
    let mut departments = Vec::new();
    let input = table.read(|row| {
        let name = row.unique(&[&unit]);
        let base_fen = arguments.money.cell(row, &base);
        let score = row.at_least_zero(&score);
        let reliability = match &reliability {
            Some(column) => row.at_least_zero(column),
            None => Some(1.0),
        };
        if let (Some(name), Some(base_fen), Some(score), Some(reliability)) =
            (name, base_fen, score, reliability)
        {
            departments.push(Department {
                name,
                base_fen,
                score,
                reliability,
            });
        }
    })?;
    Ok((departments, input))
}

fn corridor(result: &IncentiveAllocation) -> String {
    let yuan = |fen: i64| format!("{}.{:02} 元", fen / 100, fen % 100);
    format!(
        "可行范围 {} 至 {};{} 个部门保底、{} 个封顶。变动 = 盘子松紧 + 绩效 + 保底封顶,后两项各自合计为零。",
        yuan(result.least_fen),
        yuan(result.most_fen),
        result.at_floor,
        result.at_cap
    )
}

fn sheet(result: &IncentiveAllocation) -> Sheet {
    let mut sheet = Sheet::new([
        "部门",
        "基数(元)",
        "挂钩系数",
        "分配额(元)",
        "增幅",
        "盘子松紧(元)",
        "绩效(元)",
        "保底封顶(元)",
        "边界",
    ]);
    for row in &result.departments {
        sheet.row([
            Cell::text(&row.department),
            Cell::Money(row.base_fen),
            Cell::number(row.factor),
            Cell::Money(row.amount_fen),
            Cell::number_if_any(row.growth),
            Cell::Money(row.tightness_fen),
            Cell::Money(row.performance_fen),
            Cell::Money(row.bounds_fen),
            match row.held {
                Held::Free => Cell::Missing,
                Held::Floor => Cell::text("保底"),
                Held::Cap => Cell::text("封顶"),
            },
        ]);
    }
    sheet
}
