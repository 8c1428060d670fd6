//! `hengji sbm`: the slacks-based measure, in which every surplus and every shortfall counts.

use std::io::Write;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use hengji_analysis::frontier::{Counted, Scale, SlacksSettings, evidence, slacks_based};

use super::{Answered, Measured, Value};
use crate::arguments::Shared;
use crate::frontier::choice::Technology;
use crate::frontier::evidence_thresholds;
use crate::frontier::units::Columns;
use crate::report::Method;
use crate::{Context, Failure, Outcome};

/// 松弛测度(SBM):每一项投入的多余、每一项产出的不足都计入
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji sbm <数据.csv> --unit 列 --inputs 列,… --outputs 列,… [选项]",
    after_help = "示例:\n  hengji sbm 片区.csv --unit 片区 --inputs 经费,养护工 --outputs 养护里程 --counted input\n  hengji sbm 片区.csv --unit 片区 --inputs 经费,养护工 --outputs 养护里程 --super --format json\n\n计入松弛的列须全部为正。证据等级为 C 时,csv 和表格不列数值,退出码为 1。"
)]
pub struct Arguments {
    #[command(flatten)]
    columns: Columns,
    /// 计入哪些松弛:both 投入和产出(默认)、input 投入、output 产出
    #[arg(
        long,
        value_name = "哪些",
        default_value = "both",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    counted: Which,
    /// 规模报酬:vrs 可变(默认)、crs 不变、nirs 非递增、ndrs 非递减
    #[arg(
        long,
        value_name = "假设",
        default_value = "vrs",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    rts: Technology,
    /// 超效率:把本单位排除在自己的参照之外
    #[arg(long = "super", help_heading = "选项")]
    super_efficiency: bool,
    /// 证据等级为 C 时也在 csv 和表格中列出数值(供专业人员)
    #[arg(long, help_heading = "选项")]
    show_all: bool,
    #[command(flatten)]
    shared: Shared,
}

/// Which slacks count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// 投入和产出
    Both,
    /// 投入
    Input,
    /// 产出
    Output,
}

impl From<Which> for Counted {
    fn from(which: Which) -> Self {
        match which {
            Which::Both => Self::Both,
            Which::Input => Self::Inputs,
            Which::Output => Self::Outputs,
        }
    }
}

/// The technology as the engine calls it; the free disposal hull has no slacks to average.
pub(super) fn scale(rts: Technology) -> Result<Scale, Failure> {
    rts.scale().ok_or_else(|| {
        Failure::unusable(
            "这里的 --rts 不能取 fdh;请用 vrs、crs、nirs 或 ndrs,或改用 hengji frontier。 [rts-needs-radial]",
        )
    })
}

/// Computes and prints.
pub(crate) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let thresholds = evidence_thresholds(&mut rules)?;
    let settings = SlacksSettings {
        counted: arguments.counted.into(),
        scale: scale(arguments.rts)?,
        super_efficiency: arguments.super_efficiency,
    };
    let (units, input) = arguments.columns.read(context)?;
    let found = slacks_based(&units, &settings).map_err(Failure::unusable)?;
    let counted = arguments.counted.to_possible_value();
    let method = Method::new("松弛测度(SBM)", units.len(), &input)
        .setting("inputs", arguments.columns.inputs.clone())
        .setting("outputs", arguments.columns.outputs.clone())
        .setting(
            "counted",
            counted.as_ref().map_or("", PossibleValue::get_name).to_owned(),
        )
        .setting("rts", arguments.rts.code())
        .setting("super", arguments.super_efficiency)
        .weights("1/own figure")
        .rules(rules);
    let answered = Answered {
        units: &units,
        evidence: &evidence(&units, thresholds),
        value: Value::Efficiency,
        found: found
            .iter()
            .map(|one| Measured {
                value: one.efficiency,
                peers: &one.peers,
                projected_inputs: &one.projected_inputs,
                projected_outputs: &one.projected_outputs,
                certificate: one.certificate,
            })
            .collect(),
    };
    answered.write(method, (&arguments.shared, arguments.show_all), out, context)
}
