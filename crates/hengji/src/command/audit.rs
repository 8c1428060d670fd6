//! `hengji audit`: checks audit chains, in a live database or in an exported file.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use hengji_app::App;
use hengji_app::audit::view::AuditVerdict;
use hengji_app::audit::{Checkpoint, verify_file};
use hengji_domain::Division;
use serde::Serialize;

use crate::data::{self, Data};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 核验审计链
#[derive(Debug, Args)]
#[command(override_usage = "hengji audit <命令>")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// 逐个事件核验审计链是否被改动或截断
    Verify(VerifyArguments),
}

/// 逐个事件核验审计链是否被改动或截断
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji audit verify [选项]",
    after_help = "示例:\n  hengji audit verify --database /srv/hengji/hengji.db\n  hengji audit verify --file 审计导出.jsonl --head 1250:3f…9c\n\n完好时退出码为 0,发现改动为 1。只有与另行留存的末端(--head)比对,才能发现链尾被整体截去。"
)]
struct VerifyArguments {
    #[command(flatten)]
    data: Data,
    /// 离线核验导出的文件,不需要数据库
    #[arg(long, value_name = "文件", help_heading = "选项")]
    file: Option<PathBuf>,
    /// 只核验这个区划;不给则核验全部
    #[arg(long, value_name = "区划", help_heading = "选项")]
    division: Option<Division>,
    /// 另行留存的链上位置,写成“序号:哈希”,可给多个
    #[arg(long, value_name = "序号:哈希", value_parser = checkpoint, help_heading = "选项")]
    head: Vec<Checkpoint>,
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
struct ChainJson {
    source: String,
    checked: u64,
    head: Option<String>,
    broken_at: Option<i64>,
    problem: Option<String>,
}

/// Does what was asked.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    match &arguments.deed {
        Deed::Verify(arguments) => verify(arguments),
    }
}

fn verify(arguments: &VerifyArguments) -> Outcome {
    let verdicts = match &arguments.file {
        Some(path) => {
            data::require_file(path)?;
            let export = BufReader::new(File::open(path)?);
            vec![(path.display().to_string(), verify_file(export, &arguments.head))]
        }
        None => live(arguments)?,
    };
    let chains: Vec<ChainJson> = verdicts.into_iter().map(chain).collect();
    match arguments.format {
        Format::Json => output::print_json(&chains)?,
        Format::Text => output::print(&chains.iter().map(in_words).collect::<String>())?,
    }
    if chains.iter().all(|chain| chain.problem.is_none()) {
        Ok(Exit::Fine)
    } else {
        Ok(Exit::Findings)
    }
}

fn live(arguments: &VerifyArguments) -> Result<Vec<(String, AuditVerdict)>, Failure> {
    let app = arguments.data.open_existing()?;
    let divisions = divisions(&app, arguments.division)?;
    if !arguments.head.is_empty() && divisions.len() != 1 {
        return Err(Failure::unusable(
            "--head 属于某一个区划的链,请同时用 --division 指明。 [audit-head-without-division]",
        ));
    }
    let mut verdicts = Vec::new();
    for division in divisions {
        let verdict = app.verify_audit_as_operator(division, &arguments.head)?;
        verdicts.push((division.to_string(), verdict));
    }
    Ok(verdicts)
}

fn divisions(app: &App, only: Option<Division>) -> Result<Vec<Division>, Failure> {
    let served = app.served_divisions()?;
    let all: Vec<Division> = served.iter().map(|served| served.division).collect();
    match only {
        None => Ok(all),
        Some(division) if all.contains(&division) => Ok(vec![division]),
        Some(division) => Err(Failure::unusable(format!(
            "数据库里没有区划 {division};去掉 --division 可核验全部。 [division-not-served]"
        ))),
    }
}

fn chain((source, verdict): (String, AuditVerdict)) -> ChainJson {
    ChainJson {
        head: verdict.head.map(|hash| format!("{}:{hash}", verdict.checked)),
        checked: verdict.checked,
        broken_at: verdict.broken.as_ref().map(|(seq, _)| *seq),
        problem: verdict.broken.map(|(_, what)| what),
        source,
    }
}

fn in_words(chain: &ChainJson) -> String {
    match (&chain.problem, chain.broken_at) {
        (Some(problem), Some(seq)) => format!(
            "{}:审计链在第 {seq} 号事件处不可信:{problem}(此前 {} 个事件完好)。 [audit-chain-broken]\n",
            chain.source, chain.checked
        ),
        _ => format!(
            "{}:{} 个事件,完好;末端 {}\n",
            chain.source,
            chain.checked,
            chain.head.as_deref().unwrap_or("(尚无事件)")
        ),
    }
}

/// Reads `序号:哈希`.
fn checkpoint(text: &str) -> Result<Checkpoint, String> {
    let refusal = || format!("“{text}”应写成“序号:哈希”,例如 1250:3f… [audit-head-unreadable]");
    let (seq, hash) = text.split_once(':').ok_or_else(refusal)?;
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    match seq.parse() {
        Ok(seq) if is_hash => Ok(Checkpoint {
            seq,
            hash: hash.to_lowercase(),
        }),
        _ => Err(refusal()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_head_is_a_number_and_a_hash() {
        let hash = "a".repeat(64);
        assert_eq!(
            checkpoint(&format!("7:{hash}")).unwrap(),
            Checkpoint { seq: 7, hash }
        );
        for text in [
            "",
            "7",
            "7:abc",
            &format!("x:{}", "a".repeat(64)),
            &format!("7:{}", "z".repeat(64)),
        ] {
            assert!(
                checkpoint(text).unwrap_err().ends_with("[audit-head-unreadable]"),
                "{text}"
            );
        }
    }
}
