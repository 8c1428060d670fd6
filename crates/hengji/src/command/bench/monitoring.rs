//! `hengji bench monitoring`: every sheet of a period judged again, from the database to the lights.

use clap::Args;
use hengji_app::app::Place;
use hengji_app::statements;
use hengji_domain::id::{UnitId, UserId};
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::{BudgetYear, Timestamp};
use serde::Serialize;

use super::meter::Meter;
use crate::data;
use crate::demo::{self, monitored::PERIOD, seed};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 监控:全区一个监控期重新研判要多少 CPU 时间、多少次查询
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji bench monitoring [选项]",
    after_help = "示例:\n  hengji bench monitoring --format json\n\n在临时目录建立合成数据后测量,结束即删除。请用发布版测量:cargo run --release -- bench monitoring"
)]
pub(super) struct Arguments {
    /// 年度项目数,默认 1400
    #[arg(
        long,
        value_name = "个数",
        default_value_t = 1400,
        hide_default_value = true,
        help_heading = "选项"
    )]
    projects: u64,
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
    projects: u64,
    sheets: usize,
    queries: u64,
    judge_wall_ms: u64,
    judge_cpu_ms: u64,
}

/// How often the period is judged; the fastest counts, because others use the machine too.
const ROUNDS: u32 = 5;

/// Measures.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let directory = super::scratch::Scratch::new("monitoring")?;
    let place = Place::Sqlite(directory.path().join("hengji.db"));
    let app = data::open(place, None, seed::ports()?)?;
    let bar = output::progress(arguments.projects, "建立数据");
    let size = seed::Size {
        evaluated: arguments.projects,
        prepared: 0,
    };
    seed::district(&app, size, &bar)?;
    bar.finish_and_clear();
    let year: BudgetYear = demo::EVALUATED_YEAR.parse().map_err(Failure::fault)?;
    let actor = judge()?;
    let mut answer = Answer {
        projects: arguments.projects,
        sheets: 0,
        queries: 0,
        judge_wall_ms: u64::MAX,
        judge_cpu_ms: u64::MAX,
    };
    for _ in 0..ROUNDS {
        let before = statements::sent();
        let meter = Meter::begin();
        answer.sheets = app.judge_monitoring(&actor, year, PERIOD)?;
        let reading = meter.read();
        answer.queries = statements::sent() - before;
        answer.judge_wall_ms = answer.judge_wall_ms.min(reading.wall_ms());
        answer.judge_cpu_ms = answer.judge_cpu_ms.min(reading.cpu_ms());
    }
    match arguments.format {
        Format::Json => output::print_json(&answer)?,
        Format::Text => output::print(&format!(
            "{} 个项目,{} 张监控表重新研判:{} 毫秒(CPU {} 毫秒),{} 次查询\n",
            answer.projects, answer.sheets, answer.judge_wall_ms, answer.judge_cpu_ms, answer.queries
        ))?,
    }
    Ok(Exit::Fine)
}

/// Somebody of the performance division, which alone may judge a year again.
pub(super) fn judge() -> Result<Actor, Failure> {
    let at = Timestamp::from_micros(0);
    Ok(Actor {
        user: UserId::new(at, [1; 10]),
        name: "测量".to_owned(),
        division: demo::DIVISION.parse().map_err(Failure::fault)?,
        grants: vec![Grant {
            role: Role::PerformanceReviewer,
            unit: UnitId::new(at, [2; 10]),
        }],
        address: String::new(),
    })
}
