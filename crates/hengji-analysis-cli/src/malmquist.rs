//! `hengji malmquist`: did a unit catch up from year to year, or did everyone move.

mod panel;

#[cfg(test)]
mod tests;

use std::io::Write;
use std::num::NonZeroUsize;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use hengji_analysis::frontier::{
    Change, Distances, Evidence, EvidenceGrade, MalmquistSettings, MeanChange, Panel, Scale, Technology,
    Units, evidence, malmquist, mean_change,
};
use serde::Serialize;

use crate::arguments::{Format, Shared};
use crate::frontier::choice::Direction;
use crate::frontier::evidence_thresholds;
use crate::frontier::units::Columns;
use crate::report::{Cell, Method, Report, Sheet};
use crate::threads::with_threads;
use crate::{Context, Exit, Failure, Outcome};

/// 逐年变化(Malmquist 指数):进步来自追赶还是来自整体提高
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji malmquist <数据.csv> --unit 列 --period 列 --inputs 列,… --outputs 列,… [选项]",
    after_help = "示例:\n  hengji malmquist 三年.csv --unit 街道 --period 年度 --inputs 支出 --outputs 服务人次\n  hengji malmquist 三年.csv --unit 街道 --period 年度 --inputs 支出 --outputs 服务人次 --reference global --format csv\n\n每行一个单位的一个年度。指数大于 1 为进步,等于追赶与前沿移动之积。\n证据等级为 C(每年可比单位太少)时,csv 和表格不列指数,退出码为 1;json 总是列出。"
)]
pub struct Arguments {
    #[command(flatten)]
    columns: Columns,
    /// 年度所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    period: String,
    /// 前沿:adjacent 相邻两年各自的前沿(默认)、sequential 到当年为止、global 全部年度
    #[arg(
        long,
        value_name = "前沿",
        default_value = "adjacent",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    reference: Reference,
    /// 规模报酬:crs 不变(默认,指数的本来定义)、vrs 可变(跨年可能无解)
    #[arg(
        long,
        value_name = "假设",
        default_value = "crs",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    rts: Returns,
    /// 导向:output(默认)或 input
    #[arg(
        long,
        value_name = "导向",
        default_value = "output",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    orientation: Direction,
    /// 剔除缺年的单位并说明;不给则缺年时拒绝
    #[arg(long, help_heading = "选项")]
    drop_incomplete: bool,
    /// 证据等级为 C 时也在 csv 和表格中列出指数(供专业人员)
    #[arg(long, help_heading = "选项")]
    show_all: bool,
    /// 用几个线程;结果与线程数无关
    #[arg(long, value_name = "个数", help_heading = "选项")]
    threads: Option<NonZeroUsize>,
    #[command(flatten)]
    shared: Shared,
}

/// Against which frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Reference {
    /// 相邻两年
    Adjacent,
    /// 到当年为止
    Sequential,
    /// 全部年度
    Global,
}

impl Reference {
    const fn technology(self) -> Technology {
        match self {
            Self::Adjacent => Technology::Contemporaneous,
            Self::Sequential => Technology::Sequential,
            Self::Global => Technology::Global,
        }
    }
}

/// Returns to scale of the distances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Returns {
    /// 不变
    Crs,
    /// 可变
    Vrs,
}

impl Returns {
    const fn scale(self) -> Scale {
        match self {
            Self::Crs => Scale::Constant,
            Self::Vrs => Scale::Variable,
        }
    }
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer<'a> {
    evidence: &'a Evidence,
    units: Vec<ChangeAnswer<'a>>,
    means: Vec<MeanAnswer<'a>>,
    left_out: &'a [String],
}

/// One unit from one period to the next.
#[derive(Serialize)]
struct ChangeAnswer<'a> {
    unit: &'a str,
    from: &'a str,
    to: &'a str,
    index: Option<f64>,
    efficiency_change: Option<f64>,
    technical_change: Option<f64>,
    pure_efficiency_change: Option<f64>,
    scale_efficiency_change: Option<f64>,
    distances: &'a Distances,
    missing: Option<&'a str>,
    evidence_grade: EvidenceGrade,
}

/// Geometric means over the units of one pair of periods.
#[derive(Serialize)]
struct MeanAnswer<'a> {
    from: &'a str,
    to: &'a str,
    #[serde(flatten)]
    mean: MeanChange,
}

/// Computes and prints.
pub(crate) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let thresholds = evidence_thresholds(&mut rules)?;
    let read = panel::read(
        &arguments.columns,
        &arguments.period,
        arguments.drop_incomplete,
        context,
    )?;
    let panel = Panel::new(read.periods).map_err(Failure::unusable)?;
    let first = panel.units(0).ok_or_else(|| Failure::fault("没有年度"))?;
    let evidence = evidence(first, thresholds);
    let settings = MalmquistSettings {
        orientation: arguments.orientation.into(),
        scale: arguments.rts.scale(),
        technology: arguments.reference.technology(),
    };
    let changes =
        with_threads(arguments.threads, || malmquist(&panel, settings))?.map_err(Failure::unusable)?;
    let is_withheld =
        evidence.grade == EvidenceGrade::C && !arguments.show_all && arguments.shared.format != Format::Json;
    let method = method(arguments, Method::new(name(arguments), first.len(), &read.input)).rules(rules);
    let answer = Answer {
        evidence: &evidence,
        units: changes
            .iter()
            .map(|change| named(&panel, first, change, &evidence))
            .collect(),
        means: means(&panel, &changes),
        left_out: &read.left_out,
    };
    let sheet = sheet(&answer, is_withheld);
    let mut report =
        Report::new(method, answer, sheet).note(format!("证据等级 {:?}:{}", evidence.grade, evidence.reason));
    if is_withheld {
        report = report.note("可比单位太少,不列指数;可以说的是各单位每年的投入、产出和单位成本怎样变化。");
    }
    if !read.left_out.is_empty() {
        report = report.note(format!("缺年而剔除的单位:{}", read.left_out.join("、")));
    }
    report.write(arguments.shared.format, out, context)?;
    Ok(if is_withheld { Exit::Findings } else { Exit::Fine })
}

fn name(arguments: &Arguments) -> String {
    let reference = match arguments.reference {
        Reference::Adjacent => "相邻年度",
        Reference::Sequential => "累进前沿",
        Reference::Global => "全局前沿",
    };
    format!("{}Malmquist 指数({reference})", arguments.orientation.words())
}

fn method(arguments: &Arguments, method: Method) -> Method {
    let code =
        |value: Option<PossibleValue>| value.map_or_else(String::new, |value| value.get_name().to_owned());
    method
        .setting("inputs", arguments.columns.inputs.clone())
        .setting("outputs", arguments.columns.outputs.clone())
        .setting("reference", code(arguments.reference.to_possible_value()))
        .setting("rts", code(arguments.rts.to_possible_value()))
        .setting("orientation", arguments.orientation.code())
}

fn named<'a>(
    panel: &'a Panel,
    units: &'a Units,
    change: &'a Change,
    evidence: &Evidence,
) -> ChangeAnswer<'a> {
    ChangeAnswer {
        unit: units.name(change.unit),
        from: panel.period(change.from),
        to: panel.period(change.to),
        index: change.index,
        efficiency_change: change.efficiency_change,
        technical_change: change.technical_change,
        pure_efficiency_change: change.pure_efficiency_change,
        scale_efficiency_change: change.scale_efficiency_change,
        distances: &change.distances,
        missing: change.missing.as_deref(),
        evidence_grade: evidence.grade,
    }
}

fn means<'a>(panel: &'a Panel, changes: &[Change]) -> Vec<MeanAnswer<'a>> {
    changes
        .chunk_by(|one, other| one.to == other.to)
        .filter_map(|pair| {
            let first = pair.first()?;
            Some(MeanAnswer {
                from: panel.period(first.from),
                to: panel.period(first.to),
                mean: mean_change(pair),
            })
        })
        .collect()
}

fn sheet(answer: &Answer<'_>, is_withheld: bool) -> Sheet {
    if is_withheld {
        let mut sheet = Sheet::new(["年度", "至", "单位数"]);
        for mean in &answer.means {
            sheet.row([
                Cell::text(mean.from),
                Cell::text(mean.to),
                Cell::count(mean.mean.counted),
            ]);
        }
        return sheet;
    }
    let mut sheet = Sheet::new([
        "单位",
        "年度",
        "至",
        "指数",
        "追赶",
        "前沿移动",
        "纯效率变化",
        "规模效率变化",
        "说明",
    ]);
    for change in &answer.units {
        sheet.row([
            Cell::text(change.unit),
            Cell::text(change.from),
            Cell::text(change.to),
            Cell::number_if_any(change.index),
            Cell::number_if_any(change.efficiency_change),
            Cell::number_if_any(change.technical_change),
            Cell::number_if_any(change.pure_efficiency_change),
            Cell::number_if_any(change.scale_efficiency_change),
            change.missing.map_or(Cell::Missing, Cell::text),
        ]);
    }
    for MeanAnswer { from, to, mean } in &answer.means {
        sheet.row([
            Cell::text(format!("几何平均({} 个)", mean.counted)),
            Cell::text(*from),
            Cell::text(*to),
            Cell::number_if_any(mean.index),
            Cell::number_if_any(mean.efficiency_change),
            Cell::number_if_any(mean.technical_change),
            Cell::number_if_any(mean.pure_efficiency_change),
            Cell::number_if_any(mean.scale_efficiency_change),
            Cell::Missing,
        ]);
    }
    sheet
}
