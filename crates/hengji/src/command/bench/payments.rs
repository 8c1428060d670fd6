//! `hengji bench payments`: a year of payments of a district, read, checked, stored and reconciled.

use std::fmt::Write as _;

use clap::Args;
use hengji_app::App;
use hengji_app::app::Place;
use hengji_app::money::{ImportedMoney, OperatorMoney, UploadedMoney};
use hengji_domain::fact::load::LoadKind;
use hengji_domain::{BudgetYear, Division};
use serde::Serialize;

use super::meter::{Meter, Reading, peak_memory_kb};
use super::scratch::Scratch;
use crate::data;
use crate::demo::draw::Draw;
use crate::demo::{self, Plan, seed};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 支付:十万行支付明细读入、检查、入库、对账要多久
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji bench payments [选项]",
    after_help = "示例:\n  hengji bench payments --format json\n\n先登记项目、写出一份支付明细,再从头导入一次、整年替换一次。请用发布版测量:cargo run --release -- bench payments"
)]
pub(super) struct Arguments {
    /// 支付明细行数,默认 100000
    #[arg(
        long,
        value_name = "行数",
        default_value_t = 100_000,
        hide_default_value = true,
        help_heading = "选项"
    )]
    rows: u64,
    /// 项目数,默认 1400
    #[arg(
        long,
        value_name = "个数",
        default_value_t = 1_400,
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
    rows: u64,
    projects: u64,
    file_bytes: usize,
    first_wall_ms: u64,
    first_cpu_ms: u64,
    first_differences: u32,
    replacing_wall_ms: u64,
    replacing_cpu_ms: u64,
    replaced_rows: u32,
    peak_memory_kb: Option<u64>,
}

/// Measures.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let division: Division = demo::DIVISION.parse().map_err(Failure::fault)?;
    let year: BudgetYear = demo::EVALUATED_YEAR.parse().map_err(Failure::fault)?;
    let scratch = Scratch::new("payments")?;
    let place = Place::Sqlite(scratch.path().join("hengji.db"));
    let app = data::open(place, None, seed::ports()?)?;
    let plan = Plan::read(&app.rules(division, year)).map_err(Failure::fault)?;
    seed::register(&app, &plan, year, arguments.projects)?;
    let file = payments(&plan, arguments)?;
    let (first, done) = measured(&app, division, year, &file)?;
    let (replacing, again) = measured(&app, division, year, &file)?;
    let answer = Answer {
        rows: arguments.rows,
        projects: arguments.projects,
        file_bytes: file.len(),
        first_wall_ms: first.wall_ms(),
        first_cpu_ms: first.cpu_ms(),
        first_differences: done.new_differences,
        replacing_wall_ms: replacing.wall_ms(),
        replacing_cpu_ms: replacing.cpu_ms(),
        replaced_rows: again.replaced_rows,
        peak_memory_kb: peak_memory_kb(),
    };
    match arguments.format {
        Format::Json => output::print_json(&answer)?,
        Format::Text => output::print(&in_words(&answer))?,
    }
    Ok(Exit::Fine)
}

fn measured(
    app: &App,
    division: Division,
    year: BudgetYear,
    bytes: &[u8],
) -> Result<(Reading, ImportedMoney), Failure> {
    let import = OperatorMoney {
        division,
        year,
        file: UploadedMoney {
            kind: LoadKind::Payment.code().to_owned(),
            source: "国库集中支付".to_owned(),
            file_name: "支付明细.csv".to_owned(),
            bytes: bytes.to_vec(),
            ..UploadedMoney::default()
        },
        keeper: "00000000-0000-0000-0000-000000000000"
            .parse()
            .map_err(Failure::fault)?,
    };
    let meter = Meter::begin();
    let done = app.import_money_as_operator(&import)?;
    Ok((meter.read(), done))
}

/// Payments of a few thousand yuan, one in fifty of them a refund.
fn payments(plan: &Plan, arguments: &Arguments) -> Result<Vec<u8>, Failure> {
    let mut codes = Vec::new();
    for index in 0..arguments.projects {
        let missing = || Failure::fault("演示目录与单位类别不符 [demo-district-broken]");
        codes.push(plan.subject(index).ok_or_else(missing)?.project.code);
    }
    let mut draw = Draw::branch(demo::START, TOPIC_PAYMENTS, arguments.rows);
    let mut text = "单位:元\n项目代码,支付日期,支付金额,支付凭证号,用途\n".to_owned();
    for row in 0..arguments.rows {
        let code = draw.pick(&codes).map_or("", String::as_str);
        let (month, day) = (draw.between(1, 12), draw.between(1, 28));
        let sign = if draw.chance(20) { "-" } else { "" };
        let (yuan, cents) = (draw.between(10, 9_999), draw.between(0, 99));
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{code},2020-{month:02}-{day:02},{sign}{yuan}.{cents:02},{row:08},项目支出"
        );
    }
    Ok(text.into_bytes())
}

const TOPIC_PAYMENTS: u64 = 21;

fn in_words(answer: &Answer) -> String {
    format!(
        "{} 行支付({} 字节),{} 个项目\n首次导入:读取、检查、入库、对账 {} 毫秒(CPU {} 毫秒),差异 {} 项\n整年替换:{} 毫秒(CPU {} 毫秒),替换 {} 行\n峰值内存 {} MB\n",
        answer.rows,
        answer.file_bytes,
        answer.projects,
        answer.first_wall_ms,
        answer.first_cpu_ms,
        answer.first_differences,
        answer.replacing_wall_ms,
        answer.replacing_cpu_ms,
        answer.replaced_rows,
        answer
            .peak_memory_kb
            .map_or("—".to_owned(), |kb| (kb / 1024).to_string())
    )
}
