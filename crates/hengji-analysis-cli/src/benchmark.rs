//! `hengji benchmark`: is a planned target in proportion to its money, by the history of its type and category?

mod answer;
mod rows;
mod sheet;

#[cfg(test)]
mod tests;

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::benchmark::{
    Band, Bands, EvidenceThresholds, Judgement, PriceIndex, ScaleModel, Settings, Sizes,
};

use crate::arguments::Shared;
use crate::report::{Method, Report};
use crate::rules::Rules;
use crate::{Context, Exit, Failure, Outcome};
use answer::Answer;

/// What every answer ends with: the number starts a question.
const QUESTION: &str = "结果只用于提问,不能据此直接扣减预算;须连同样本量、方法和阈值一起使用,由人签字。";

/// 单位成本标杆:目标值与资金量是否匹配,考虑规模效应和部分汇总
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji benchmark <历史.csv> --type 列 --quantity 列 --amount 列 [--plan 计划.csv] [选项]",
    after_help = "示例:\n  hengji benchmark 历史.csv --unit 项目 --type 指标 --quantity 数量 --amount 金额 --region 区 --period 年度 --category 类别 --plan 计划.csv\n  hengji benchmark 历史.csv --type 指标 --quantity 数量 --amount 金额 --period 年度 --price-index 价格.csv\n\n计划表用与历史表相同的列名;不给 --plan 时只列出从历史学到的规模关系和疑似单位错误。\n证据等级和偏离档次取自规则 analysis.evidence_benchmark、analysis.benchmark_bands、analysis.confidence。有提示时退出码为 1。"
)]
pub struct Arguments {
    #[command(flatten)]
    columns: rows::Columns,
    /// 计划表(CSV,列名同历史表);不给则只分析历史
    #[arg(long, value_name = "计划.csv", help_heading = "选项")]
    plan: Option<PathBuf>,
    /// 价格指数表(CSV,两列:年度、价格指数),把金额折成最后一年的价格
    #[arg(long, value_name = "价格.csv", help_heading = "选项")]
    price_index: Option<PathBuf>,
    /// 各指标类型的计量单位互不相同(如公里与人次):没有历史的类型不作推断
    #[arg(long, help_heading = "选项")]
    own_units: bool,
    /// 比较单位成本的共同规模;不给则用各类型的典型规模
    #[arg(
        long,
        value_name = "数量",
        allow_negative_numbers = true,
        help_heading = "选项"
    )]
    common_size: Option<f64>,
    /// 超过几个残差标准差的行降低影响(Huber),默认取规则;0 表示不降低
    #[arg(
        long,
        value_name = "倍数",
        allow_negative_numbers = true,
        help_heading = "选项"
    )]
    huber: Option<f64>,
    /// 金额单位写错时相差的倍数,默认 10,1000,10000
    #[arg(
        long,
        value_name = "倍数,…",
        value_delimiter = ',',
        default_values_t = [10.0, 1_000.0, 10_000.0],
        hide_default_value = true,
        help_heading = "选项"
    )]
    unit_factors: Vec<f64>,
    /// 每个计划列出几个规模最接近的历史项目,默认 10
    #[arg(
        long,
        value_name = "个数",
        default_value_t = 10,
        hide_default_value = true,
        help_heading = "选项"
    )]
    compared: usize,
    #[command(flatten)]
    shared: Shared,
}

/// Computes and prints.
pub(crate) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let settings = settings(arguments, &mut rules)?;
    let (history, input) = arguments.columns.history(context)?;
    let mut method = Method::new(NAME, history.len(), &input);
    let mut prices = PriceIndex::none();
    if let Some(path) = &arguments.price_index {
        let (read, input) = rows::prices(path, context)?;
        (prices, method) = (read, method.and_input(&input));
    }
    let mut plans = Vec::new();
    if let Some(path) = &arguments.plan {
        let (read, input) = arguments.columns.plans(path, context)?;
        (plans, method) = (read, method.and_input(&input));
    }
    let method = with_settings(method, &settings, &prices).rules(rules);
    let model = ScaleModel::fit(&history, &prices, &settings).map_err(Failure::unusable)?;
    let judged: Result<Vec<Judgement>, _> = plans.iter().map(|plan| model.judge(plan)).collect();
    let judged = judged.map_err(Failure::unusable)?;
    let answer = Answer::of(&model, &plans, &judged);
    let sheet = match arguments.plan {
        Some(_) => sheet::plans(&plans, &judged),
        None => sheet::categories(&answer),
    };
    let exit = if answer.has_unit_errors() || judged.iter().any(is_finding) {
        Exit::Findings
    } else {
        Exit::Fine
    };
    let notes = answer.notes();
    let mut report = Report::new(method, answer, sheet);
    for note in notes {
        report = report.note(note);
    }
    report
        .note(QUESTION)
        .write(arguments.shared.format, out, context)?;
    Ok(exit)
}

const NAME: &str =
    "规模模型 ln c = a + b ln q + 地区 + 年度 + 误差,a、b 按指标类型部分汇总(REML,小样本用闭式)";

fn settings(arguments: &Arguments, rules: &mut Rules) -> Result<Settings, Failure> {
    let evidence = rules.parameters("analysis.evidence_benchmark")?;
    let bands = rules.parameters("analysis.benchmark_bands")?;
    let confidence = rules.parameters("analysis.confidence")?;
    let huber = match arguments.huber {
        Some(huber) => huber,
        None => bands.float("downweighted")?,
    };
    Ok(Settings {
        evidence: EvidenceThresholds {
            own_history: evidence.count("own_history")?,
            category: evidence.count("category")?,
        },
        bands: Bands {
            in_line: bands.float("in_line")?,
            ask: bands.float("ask")?,
            unit_error: bands.float("unit_error")?,
        },
        confidence: confidence.float("level")?,
        sizes: if arguments.own_units {
            Sizes::OwnUnits
        } else {
            Sizes::Comparable
        },
        // Zero reads as "no limit"; anything else the engine checks.
        huber: (huber != 0.0).then_some(huber),
        unit_factors: arguments.unit_factors.clone(),
        common_size: arguments.common_size,
        compared_rows: arguments.compared,
    })
}

fn with_settings(method: Method, settings: &Settings, prices: &PriceIndex) -> Method {
    let sizes = match settings.sizes {
        Sizes::Comparable => "comparable",
        Sizes::OwnUnits => "own_units",
    };
    method
        .setting("confidence", settings.confidence)
        .setting("sizes", sizes)
        .setting("huber", settings.huber)
        .setting("unit_factors", settings.unit_factors.clone())
        .setting("constant_prices", prices.converts())
}

fn is_finding(judgement: &Judgement) -> bool {
    let in_line = matches!(judgement.band, Band::InLine | Band::NoJudgement);
    !in_line || judgement.stretch.is_some_and(|stretch| stretch.less_for_more)
}
