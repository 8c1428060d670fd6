//! `hengji frontier`: who does more with less, with scale effects, peers, evidence and certificates.

mod answer;
pub(crate) mod choice;
mod findings;
mod sheet;
pub(crate) mod units;

#[cfg(test)]
mod tests;

use std::io::Write;
use std::num::{NonZeroU32, NonZeroUsize};

use clap::Args;
use hengji_analysis::frontier::{EvidenceGrade, EvidenceThresholds};

use crate::arguments::{Format, Shared};
use crate::report::{Method, Report};
use crate::rules::Rules;
use crate::threads::with_threads;
use crate::{Context, Exit, Failure, Outcome};
use answer::Answer;
use choice::{Direction, Quantile, Slack, Technology};
use findings::Findings;

/// 效率前沿:谁用更少的投入办成了更多的事,差距中多少是规模造成的
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji frontier <数据.csv> --unit 列 --inputs 列,… --outputs 列,… [选项]",
    after_help = "示例:\n  hengji frontier 街道.csv --unit 街道 --inputs 支出 --outputs 服务人次,办结件数 --rts vrs --orientation output --slacks\n  hengji frontier 街道.csv --unit 街道 --inputs 支出,人员 --outputs 服务人次 --portrait\n  hengji frontier 街道.csv --unit 街道 --inputs 支出 --outputs 服务人次 --rts fdh --order-m 10 --format json\n\n证据等级为 C(可比单位太少)时,csv 和表格不列效率值,只列“谁用更少办成更多”和单位成本,退出码为 1;\njson 总是列出全部数值和证据等级。每个数附证书,可用电子表格验算。"
)]
pub struct Arguments {
    #[command(flatten)]
    columns: units::Columns,
    /// 规模报酬:vrs 可变(默认)、crs 不变、nirs 非递增、ndrs 非递减、fdh 自由处置包(不作规模假设)
    #[arg(
        long,
        value_name = "假设",
        default_value = "vrs",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    rts: Technology,
    /// 导向:output 同样投入产出可放大几倍(默认),input 同样产出投入可缩到几成
    #[arg(
        long,
        value_name = "导向",
        default_value = "output",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    orientation: Direction,
    /// 第二阶段求松弛:scaled 每列除以最大值(不给值时)、plain 直接相加
    #[arg(
        long,
        value_name = "权重",
        num_args = 0..=1,
        default_missing_value = "scaled",
        hide_possible_values = true,
        help_heading = "选项"
    )]
    slacks: Option<Slack>,
    /// 超效率:把本单位排除在自己的参照之外
    #[arg(long = "super", help_heading = "选项")]
    super_efficiency: bool,
    /// 不可控的投入列(如人口、面积),用逗号分隔;须同时列在 --inputs 中
    #[arg(long, value_name = "列,…", value_delimiter = ',', help_heading = "选项")]
    fixed: Vec<String>,
    /// 期望前沿:与随机 M 个可比单位中最好的相比
    #[arg(long, value_name = "M", help_heading = "选项")]
    order_m: Option<NonZeroU32>,
    /// 分位前沿:与优于这一比例的可比单位的水平相比,如 0.95
    #[arg(long, value_name = "比例", help_heading = "选项")]
    order_alpha: Option<Quantile>,
    /// 证据等级为 C 时也在 csv 和表格中列出效率值(供专业人员)
    #[arg(long, help_heading = "选项")]
    show_all: bool,
    /// 用几个线程;结果与线程数无关
    #[arg(long, value_name = "个数", help_heading = "选项")]
    threads: Option<NonZeroUsize>,
    #[command(flatten)]
    shared: Shared,
}

/// Computes and prints.
pub(crate) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let thresholds = evidence_thresholds(&mut rules)?;
    let (units, input) = arguments.columns.read(context)?;
    let findings = with_threads(arguments.threads, || Findings::of(arguments, units, thresholds))??;
    let is_withheld =
        findings.evidence.grade == EvidenceGrade::C && !arguments.show_all && arguments.rts.scale().is_some();
    let sheet = if is_withheld {
        sheet::without_efficiency(arguments, &findings)
    } else {
        sheet::with_efficiency(arguments, &findings)
    };
    let method = method(
        arguments,
        Method::new(name(arguments), findings.units.len(), &input),
    )
    .rules(rules);
    let mut report = Report::new(method, Answer::of(&findings), sheet).note(format!(
        "证据等级 {:?}:{}",
        findings.evidence.grade, findings.evidence.reason
    ));
    if is_withheld && let Some(instead) = &findings.evidence.instead {
        report = report.note(instead);
    }
    report.write(arguments.shared.format, out, context)?;
    Ok(match arguments.shared.format {
        // The figures were asked for and are withheld: a script must not take this for an answer.
        Format::Csv | Format::Table if is_withheld => Exit::Findings,
        _ => Exit::Fine,
    })
}

/// How many units a grade needs, by the rules of the year.
pub(crate) fn evidence_thresholds(rules: &mut Rules) -> Result<EvidenceThresholds, Failure> {
    let asked = rules.parameters("analysis.evidence_frontier")?;
    Ok(EvidenceThresholds {
        a_units: asked.count("a_units")?,
        a_units_per_column: asked.count("a_units_per_column")?,
        b_units: asked.count("b_units")?,
    })
}

fn name(arguments: &Arguments) -> String {
    let model = match arguments.rts {
        Technology::Crs => "规模报酬不变径向模型(CCR)",
        Technology::Vrs => "规模报酬可变径向模型(BCC)",
        Technology::Nirs => "规模报酬非递增径向模型",
        Technology::Ndrs => "规模报酬非递减径向模型",
        Technology::Fdh => "自由处置包(FDH)",
    };
    let kind = if arguments.super_efficiency {
        "超效率"
    } else {
        ""
    };
    format!("{}{model}{kind}", arguments.orientation.words())
}

fn method(arguments: &Arguments, mut method: Method) -> Method {
    method = method
        .setting("inputs", arguments.columns.inputs.clone())
        .setting("outputs", arguments.columns.outputs.clone())
        .setting("rts", arguments.rts.code())
        .setting("orientation", arguments.orientation.code());
    if arguments.super_efficiency {
        method = method.setting("super", true);
    }
    if !arguments.fixed.is_empty() {
        method = method.setting("fixed", arguments.fixed.clone());
    }
    if let Some(drawn) = arguments.order_m {
        method = method.setting("order_m", drawn.get());
    }
    if let Some(quantile) = &arguments.order_alpha {
        method = method.setting("order_alpha", quantile.text());
    }
    match arguments.slacks {
        Some(slack) => method.weights(slack.words()),
        None => method,
    }
}
