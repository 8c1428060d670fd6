//! `hengji draw`: draws that anyone can repeat, what a sample says of all projects, and how many to check.

mod estimate;
mod frame;
mod run;
mod share;
mod size;
mod verify;

#[cfg(test)]
mod tests;

use std::io::Write;
use std::path::Path;

use clap::{Args, Subcommand};
use hengji_analysis::draw::Record;

use crate::{Context, Failure, Outcome};

/// 抽取:任何人都能重算的抽样、核验、推断和样本量
#[derive(Debug, Args)]
#[command(override_usage = "hengji draw <命令>")]
pub struct Arguments {
    #[command(subcommand)]
    question: Question,
}

/// What is asked.
#[derive(Debug, Subcommand)]
enum Question {
    /// 抽取:按公布的名单、规则和起始值抽出样本,写下抽取记录和核验页
    Run(run::Arguments),
    /// 核验:按名单重抽一遍,列出与抽取记录的每一处不同
    Verify(verify::Arguments),
    /// 推断:由样本的复核得分推断全部项目的自评虚高
    Estimate(estimate::Arguments),
    /// 样本量:要查多少个才能下结论
    Size(size::Arguments),
}

/// Answers what was asked.
pub(crate) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    match &arguments.question {
        Question::Run(arguments) => run::run(arguments, out, context),
        Question::Verify(arguments) => verify::run(arguments, out, context),
        Question::Estimate(arguments) => estimate::run(arguments, out, context),
        Question::Size(arguments) => size::run(arguments, out, context),
    }
}

/// Reads a record; its bytes are given too, for their hash.
fn read_record(path: &Path) -> Result<(Record, Vec<u8>), Failure> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let bytes = std::fs::read(path).map_err(|error| {
        Failure::unusable(format!(
            "“{name}”打不开:{error}。请核对路径和权限。 [file-unreadable]"
        ))
    })?;
    let record = serde_json::from_slice(&bytes).map_err(|error| {
        Failure::unusable(format!(
            "“{name}”不是抽取记录(第 {} 行第 {} 列读不通)。请给 hengji draw run 写出的 JSON 文件。 [record-unreadable]",
            error.line(),
            error.column()
        ))
    })?;
    Ok((record, bytes))
}
