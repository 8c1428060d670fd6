//! `hengji draw verify`: repeats a draw from the published list and lists every difference from its record.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::draw::{Columns, Difference, verify};
use serde::Serialize;

use super::{frame, read_record};
use crate::arguments::Shared;
use crate::report::{Cell, Method, Report, Sheet};
use crate::{Context, Exit, Outcome};

/// 核验:按名单重抽一遍,列出与抽取记录的每一处不同
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji draw verify <抽取记录.json> <名单.csv> [选项]",
    after_help = "示例:\n  hengji draw verify 抽取记录.json 名单.csv\n\n各列的名字记在抽取记录里;名单改过表头时用 --id 等选项另行指明。全部相同退出码为 0,有不同为 1。"
)]
pub(super) struct Arguments {
    /// 抽取记录(hengji draw run 写出的 JSON)
    #[arg(value_name = "抽取记录.json", help_heading = "参数")]
    record: PathBuf,
    /// 抽取前公布的名单(CSV);- 表示标准输入
    #[arg(value_name = "名单.csv", help_heading = "参数")]
    data: PathBuf,
    /// 项目编号所在列;不给则按抽取记录
    #[arg(long, value_name = "列", help_heading = "选项")]
    id: Option<String>,
    /// 部门所在列;不给则按抽取记录
    #[arg(long, value_name = "列", help_heading = "选项")]
    department: Option<String>,
    /// 金额(元)所在列;不给则按抽取记录
    #[arg(long, value_name = "列", help_heading = "选项")]
    amount: Option<String>,
    /// 自评分所在列;不给则按抽取记录
    #[arg(long, value_name = "列", help_heading = "选项")]
    score: Option<String>,
    #[command(flatten)]
    shared: Shared,
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer {
    agrees: bool,
    frame_sha256: String,
    seal: String,
    differences: Vec<Told>,
}

/// A difference with its sentence.
#[derive(Serialize)]
struct Told {
    sentence: String,
    #[serde(flatten)]
    difference: Difference,
}

/// Compares and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let (record, _) = read_record(&arguments.record)?;
    let or =
        |option: &Option<String>, recorded: &str| option.as_deref().map_or(recorded, str::trim).to_owned();
    let columns = Columns {
        id: or(&arguments.id, &record.columns.id),
        department: or(&arguments.department, &record.columns.department),
        amount: or(&arguments.amount, &record.columns.amount),
        self_score: arguments
            .score
            .clone()
            .or_else(|| record.columns.self_score.clone()),
    };
    let (frame, input) = frame::read(&arguments.data, &columns, context)?;
    let differences: Vec<Told> = verify(&record, &frame)
        .into_iter()
        .map(|difference| Told {
            sentence: difference.to_string(),
            difference,
        })
        .collect();
    let mut sheet = Sheet::new(["不同之处"]);
    for told in &differences {
        sheet.row([Cell::text(&told.sentence)]);
    }
    let agrees = differences.is_empty();
    let words = if agrees {
        format!(
            "一致:名单指纹、{} 个抽取号、各层个数、{} 个样本和封印都与重算相同。",
            record.units.len(),
            record.sample.len()
        )
    } else {
        format!("不一致:共 {} 处。", differences.len())
    };
    let method = Method::new("按名单、规则和起始值重抽并逐项比较", frame.units().len(), &input)
        .setting("record_format", record.format.clone());
    let answer = Answer {
        agrees,
        frame_sha256: frame.sha256().to_owned(),
        seal: record.seal,
        differences,
    };
    Report::new(method, answer, sheet)
        .note(words)
        .write(arguments.shared.format, out, context)?;
    Ok(if agrees { Exit::Fine } else { Exit::Findings })
}
