//! `hengji bench spot`: every spot evaluation of the district concluded again from its stored scores.

use clap::Args;
use hengji_app::app::Place;
use hengji_app::evaluations::Recomputation;
use hengji_app::statements;
use hengji_domain::BudgetYear;
use serde::Serialize;

use super::meter::Meter;
use super::monitoring::judge;
use crate::data;
use crate::demo::{self, seed};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 抽评:全部抽评的结论按已存评分重算一遍要多久、多少次查询
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji bench spot [选项]",
    after_help = "示例:\n  hengji bench spot --format json\n\n在临时目录建立演示数据后测量,结束即删除。请用发布版测量:cargo run --release -- bench spot"
)]
pub(super) struct Arguments {
    /// 输出格式:text 文字(默认)或 json
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    format: Format,
}

#[derive(Serialize)]
struct Answer {
    evaluations: usize,
    concluded: usize,
    queries: u64,
    recompute_wall_ms: u64,
    recompute_cpu_ms: u64,
}

/// How often all are computed; the fastest counts, because others use the machine too.
const ROUNDS: u32 = 10;
/// The kind of evaluation that a draw opens.
const KIND: &str = "spot";

/// Measures.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let directory = super::scratch::Scratch::new("spot")?;
    let place = Place::Sqlite(directory.path().join("hengji.db"));
    let app = data::open(place, None, seed::ports()?)?;
    let size = seed::Size {
        prepared: 0,
        ..seed::Size::DISTRICT
    };
    let bar = output::progress(size.evaluated, "建立数据");
    seed::district(&app, size, &bar)?;
    bar.finish_and_clear();
    let year: BudgetYear = demo::EVALUATED_YEAR.parse().map_err(Failure::fault)?;
    let actor = judge()?;
    let mut answer = Answer {
        evaluations: 0,
        concluded: 0,
        queries: 0,
        recompute_wall_ms: u64::MAX,
        recompute_cpu_ms: u64::MAX,
    };
    for _ in 0..ROUNDS {
        let before = statements::sent();
        let meter = Meter::begin();
        let found: Recomputation = app.recompute_evaluations(&actor, year, KIND)?;
        let reading = meter.read();
        if 0 < found.different {
            return Err(Failure::fault(format!(
                "{} 项结论重算不一致 [bench-not-repeatable]",
                found.different
            )));
        }
        answer.evaluations = found.same + found.nothing;
        answer.concluded = found.same;
        answer.queries = statements::sent() - before;
        answer.recompute_wall_ms = answer.recompute_wall_ms.min(reading.wall_ms());
        answer.recompute_cpu_ms = answer.recompute_cpu_ms.min(reading.cpu_ms());
    }
    match arguments.format {
        Format::Json => output::print_json(&answer)?,
        Format::Text => output::print(&format!(
            "{} 项抽评(已有结论 {} 项)按已存评分重算:{} 毫秒(CPU {} 毫秒),{} 次查询\n",
            answer.evaluations,
            answer.concluded,
            answer.recompute_wall_ms,
            answer.recompute_cpu_ms,
            answer.queries
        ))?,
    }
    Ok(Exit::Fine)
}
