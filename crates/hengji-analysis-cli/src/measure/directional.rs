//! `hengji directional`: less input, more output and less harm at once, along a declared direction.

use std::io::Write;

use clap::{Args, ValueEnum};
use hengji_analysis::frontier::{Direction, DirectionalSettings, Disposal, directional, evidence};

use super::sbm::scale;
use super::{Answered, Measured, Value};
use crate::arguments::Shared;
use crate::frontier::choice::Technology;
use crate::frontier::evidence_thresholds;
use crate::frontier::units::Columns;
use crate::report::Method;
use crate::{Context, Failure, Outcome};

/// 方向距离:少投入、多产出、少害处同时改进多少;可含超标、投诉等非期望产出
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji directional <数据.csv> --unit 列 --inputs 列,… --outputs 列,… [选项]",
    after_help = "示例:\n  hengji directional 污水站.csv --unit 站 --inputs 经费 --outputs 处理量,超标次数 --harmful 超标次数 --move-outputs 1 --move-harmful 1\n\n方向按各单位自身数值的倍数声明,至少一个大于 0;距离为 0 即在前沿上。\n证据等级为 C 时,csv 和表格不列数值,退出码为 1。"
)]
pub struct Arguments {
    #[command(flatten)]
    columns: Columns,
    /// 非期望产出列(如超标次数、投诉数),用逗号分隔;须同时列在 --outputs 中
    #[arg(long, value_name = "列,…", value_delimiter = ',', help_heading = "选项")]
    harmful: Vec<String>,
    /// 投入减少的方向(自身投入的倍数),默认 0
    #[arg(
        long,
        value_name = "倍数",
        default_value_t = 0.0,
        hide_default_value = true,
        help_heading = "选项"
    )]
    move_inputs: f64,
    /// 产出增加的方向(自身产出的倍数),默认 1
    #[arg(
        long,
        value_name = "倍数",
        default_value_t = 1.0,
        hide_default_value = true,
        help_heading = "选项"
    )]
    move_outputs: f64,
    /// 非期望产出减少的方向(自身数值的倍数),默认 1
    #[arg(
        long,
        value_name = "倍数",
        default_value_t = 1.0,
        hide_default_value = true,
        help_heading = "选项"
    )]
    move_harmful: f64,
    /// 处置性:weak 减少害处要以产出为代价(默认)、free 不需要
    #[arg(
        long,
        value_name = "假设",
        default_value = "weak",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    disposal: Cost,
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
    /// 证据等级为 C 时也在 csv 和表格中列出数值(供专业人员)
    #[arg(long, help_heading = "选项")]
    show_all: bool,
    #[command(flatten)]
    shared: Shared,
}

/// What reducing harm costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Cost {
    /// 以产出为代价
    Weak,
    /// 不需要代价
    Free,
}

impl Cost {
    const fn code(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Free => "free",
        }
    }
}

impl From<Cost> for Disposal {
    fn from(cost: Cost) -> Self {
        match cost {
            Cost::Weak => Self::Weak,
            Cost::Free => Self::Free,
        }
    }
}

/// Computes and prints.
pub(crate) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let thresholds = evidence_thresholds(&mut rules)?;
    let settings = DirectionalSettings {
        scale: scale(arguments.rts)?,
        direction: Direction {
            inputs: arguments.move_inputs,
            outputs: arguments.move_outputs,
            harmful: arguments.move_harmful,
        },
        harmful_outputs: harmful(arguments)?,
        disposal: arguments.disposal.into(),
    };
    let (units, input) = arguments.columns.read(context)?;
    let found = directional(&units, &settings).map_err(Failure::unusable)?;
    let method = Method::new("方向距离", units.len(), &input)
        .setting("inputs", arguments.columns.inputs.clone())
        .setting("outputs", arguments.columns.outputs.clone())
        .setting("harmful", arguments.harmful.clone())
        .setting("move_inputs", arguments.move_inputs)
        .setting("move_outputs", arguments.move_outputs)
        .setting("move_harmful", arguments.move_harmful)
        .setting("disposal", arguments.disposal.code())
        .setting("rts", arguments.rts.code())
        .rules(rules);
    let answered = Answered {
        units: &units,
        evidence: &evidence(&units, thresholds),
        value: Value::Distance,
        found: found
            .iter()
            .map(|one| Measured {
                value: one.distance,
                peers: &one.peers,
                projected_inputs: &one.projected_inputs,
                projected_outputs: &one.projected_outputs,
                certificate: one.certificate,
            })
            .collect(),
    };
    answered.write(method, (&arguments.shared, arguments.show_all), out, context)
}

/// The places of the harmful columns among the outputs.
fn harmful(arguments: &Arguments) -> Result<Vec<usize>, Failure> {
    let outputs = &arguments.columns.outputs;
    let place = |name: &String| {
        outputs.iter().position(|output| output == name).ok_or_else(|| {
            Failure::unusable(format!(
                "--harmful 的“{name}”不在 --outputs 中(现有:{});非期望产出也是产出,请同时列入。 [harmful-not-output]",
                outputs.join("、")
            ))
        })
    };
    arguments.harmful.iter().map(place).collect()
}
