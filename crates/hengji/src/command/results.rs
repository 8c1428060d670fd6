//! `hengji results`: checks published snapshots of evaluation results offline, from their files alone.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use hengji_app::results::{Verified, verify};
use serde::Serialize;

use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 评价结果的发布快照:离线核验
#[derive(Debug, Args)]
#[command(override_usage = "hengji results <命令>")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// 核验快照文件:内容、摘要、封印,以及同一年度几份之间是否前后相连
    Verify(VerifyArguments),
}

/// 核验快照文件:内容、摘要、封印,以及同一年度几份之间是否前后相连
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji results verify <文件…> [选项]",
    after_help = "示例:\n  hengji results verify results-2020-1.json\n  hengji results verify results-2020-1.json results-2020-2.json --format json\n\n不需要数据库,也不联网。全部相符时退出码为 0,有不符为 1,文件读不出为 2。给出多份时按编号排好,后一份必须写着前一份的封印。"
)]
struct VerifyArguments {
    /// 从“发布快照”页下载的 json 文件,可给多份
    #[arg(value_name = "文件", required = true, help_heading = "参数")]
    files: Vec<PathBuf>,
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
struct Checked {
    file: String,
    holds: bool,
    problem: Option<String>,
    year: Option<u16>,
    number: Option<i32>,
    title: Option<String>,
    results: Option<usize>,
    maker: Option<String>,
    checker: Option<String>,
    seal: Option<String>,
}

/// Does what was asked.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    match &arguments.deed {
        Deed::Verify(arguments) => check(arguments),
    }
}

fn check(arguments: &VerifyArguments) -> Outcome {
    let mut all = Vec::with_capacity(arguments.files.len());
    let mut before: Option<Verified> = None;
    for path in &arguments.files {
        let (one, verified) = checked(path, before.as_ref())?;
        all.push(one);
        before = verified.or(before);
    }
    let holds = all.iter().all(|one| one.holds);
    match arguments.format {
        Format::Json => output::print_json(&all)?,
        Format::Text => output::print(&all.iter().map(told).collect::<String>())?,
    }
    Ok(if holds { Exit::Fine } else { Exit::Findings })
}

/// One file, and what it holds where it holds.
fn checked(path: &Path, before: Option<&Verified>) -> Result<(Checked, Option<Verified>), Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::unusable(format!(
            "读不出“{}”:{error}。请核对文件名。 [file-not-found]",
            path.display()
        ))
    })?;
    let outcome = verify(&text).map_err(|refusal| refusal.to_string());
    let outcome = outcome.and_then(|verified| match before.map(|before| follows(before, &verified)) {
        Some(Err(problem)) => Err(problem),
        _ => Ok(verified),
    });
    let verified = outcome.as_ref().ok();
    let one = Checked {
        file: path.display().to_string(),
        holds: verified.is_some(),
        problem: outcome.as_ref().err().cloned(),
        year: verified.map(|one| one.content.year),
        number: verified.map(|one| one.sealed.number),
        title: verified.map(|one| one.content.title.clone()),
        results: verified.map(|one| one.content.results.len()),
        maker: verified.map(|one| one.sealed.maker.name.clone()),
        checker: verified.map(|one| one.sealed.checker.name.clone()),
        seal: verified.map(|one| one.seal.clone()),
    };
    Ok((one, outcome.ok()))
}

/// Whether a file was published right after the one before it.
fn follows(before: &Verified, one: &Verified) -> Result<(), String> {
    if before.content.year != one.content.year || before.content.division != one.content.division {
        return Ok(());
    }
    if one.sealed.previous_seal == before.seal {
        return Ok(());
    }
    Err(format!(
        "第 {} 份写明的上一份封印是 {},与第 {} 份的封印 {} 不同:中间缺了一份,或次序不对。 [snapshot-chain-broken]",
        one.sealed.number, one.sealed.previous_seal, before.sealed.number, before.seal
    ))
}

fn told(one: &Checked) -> String {
    match (&one.problem, &one.title, &one.seal) {
        (None, Some(title), Some(seal)) => format!(
            "{}:相符。{title},第 {} 份,{} 项结果,制作 {},复核签署 {},封印 {seal}\n",
            one.file,
            one.number.unwrap_or_default(),
            one.results.unwrap_or_default(),
            one.maker.as_deref().unwrap_or_default(),
            one.checker.as_deref().unwrap_or_default(),
        ),
        (problem, _, _) => format!("{}:不符。{}\n", one.file, problem.as_deref().unwrap_or_default()),
    }
}
