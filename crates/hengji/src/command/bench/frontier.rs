//! `hengji bench frontier`: CPU time and memory of efficiency frontiers on generated tables, other programs beside.

mod alone;
mod peers;
mod tables;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::scratch::Scratch;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};
use alone::Run;
use peers::{Measured, PeerRow};
use tables::Written;

/// 效率前沿:各种规模的生成表要多少 CPU 时间和内存,证书是否全部有效,与其他程序对照
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji bench frontier [选项]",
    after_help = "示例:\n  hengji bench frontier\n  hengji bench frontier --units 500,1000 --format json\n  hengji bench frontier --write 生成表目录\n\n表由固定的起始值生成,同一版本逐字节相同。每次测量是一个独立进程,含启动、读表、求解、写出。\n其他程序的数字由 bench/peers.py 在同一批表上测得。请用发布版测量:cargo run --release -- bench frontier"
)]
pub(super) struct Arguments {
    /// 单位数,用逗号分隔,默认 500,1000,2000,5000
    #[arg(
        long,
        value_name = "个数,…",
        value_delimiter = ',',
        default_value = "500,1000,2000,5000",
        hide_default_value = true,
        help_heading = "选项"
    )]
    units: Vec<NonZeroUsize>,
    /// 其他程序的测量结果(由 bench/peers.py 写出);不给则用程序内附的一份
    #[arg(long, value_name = "文件", help_heading = "选项")]
    peers: Option<PathBuf>,
    /// 只把生成的表写到这个目录,不测量
    #[arg(long, value_name = "目录", help_heading = "选项")]
    write: Option<PathBuf>,
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
    #[command(flatten)]
    alone: alone::Alone,
}

#[derive(Serialize)]
struct Answer {
    question: &'static str,
    rows: Vec<Row>,
    peers: Measured,
}

#[derive(Serialize)]
struct Row {
    units: usize,
    input_sha256: String,
    efficient: usize,
    certified: usize,
    runs: Vec<Run>,
}

/// What is solved on every table.
const QUESTION: &str = "规模报酬可变,产出导向,两阶段(松弛),3 项投入,4 项产出";

/// Measures, or writes the tables.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    if arguments.alone.is_asked() {
        return arguments.alone.run();
    }
    if let Some(directory) = &arguments.write {
        std::fs::create_dir_all(directory)?;
        let written = tables::write(directory, &arguments.units)?;
        match arguments.format {
            Format::Json => output::print_json(&written)?,
            Format::Text => output::print(&written.iter().map(Written::words).collect::<String>())?,
        }
        return Ok(Exit::Fine);
    }
    let scratch = Scratch::new("frontier")?;
    let written = tables::write(scratch.path(), &arguments.units)?;
    let bar = output::progress(u64::try_from(written.len()).unwrap_or(u64::MAX), "测量");
    let mut rows = Vec::new();
    for table in written {
        rows.push(measure(table, scratch.path())?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let answer = Answer {
        question: QUESTION,
        rows,
        peers: Measured::read(arguments.peers.as_deref())?,
    };
    match arguments.format {
        Format::Json => output::print_json(&answer)?,
        Format::Text => output::print(&in_words(&answer))?,
    }
    Ok(exit(&answer))
}

/// One thread and all cores, each in a process of its own; the answers have to be the same to the last byte.
fn measure(table: Written, directory: &Path) -> Result<Row, Failure> {
    let cores = std::thread::available_parallelism()?;
    let mut threads = vec![NonZeroUsize::MIN];
    if NonZeroUsize::MIN < cores {
        threads.push(cores);
    }
    let mut runs = Vec::new();
    let mut answers: Vec<alone::Told> = Vec::new();
    for count in threads {
        let (run, told) = alone::measured(&table.path, count, directory)?;
        runs.push(run);
        answers.push(told);
    }
    let Some((first, rest)) = answers.split_first() else {
        return Err(Failure::fault("没有测量"));
    };
    if rest.iter().any(|other| other != first) {
        return Err(Failure::fault("线程数不同,结果不同"));
    }
    Ok(Row {
        units: table.units,
        input_sha256: table.sha256,
        efficient: first.efficient,
        certified: first.certified,
        runs,
    })
}

/// An answer without a valid certificate is a finding, however fast it came.
fn exit(answer: &Answer) -> Exit {
    if answer.rows.iter().all(|row| row.certified == row.units) {
        Exit::Fine
    } else {
        Exit::Findings
    }
}

fn in_words(answer: &Answer) -> String {
    let mut words = format!(
        "{}\nCPU 秒(用户加系统)/ 内存峰值,整个进程,含启动、读表、写出\n",
        answer.question
    );
    for row in &answer.rows {
        words += &format!(
            "\n{} 个单位:前沿上 {} 个,证书有效 {} / {};表的 SHA-256 {}\n",
            row.units, row.efficient, row.certified, row.units, row.input_sha256
        );
        for run in &row.runs {
            words += &format!("  衡绩,{} 线程:{}\n", run.threads, run.words());
        }
        for peer in answer.peers.of(row.units) {
            words += &format!("  {}\n", peer_words(peer));
        }
    }
    words += &answer.peers.words();
    words
}

fn peer_words(peer: &PeerRow) -> String {
    match (&peer.problem, peer.times_our_cpu) {
        (Some(problem), _) => format!("{}:{problem}", peer.name()),
        (None, Some(times)) => format!("{}:{},为衡绩的 {times:.0} 倍", peer.name(), peer.figures()),
        (None, None) => format!("{}:{}", peer.name(), peer.figures()),
    }
}

#[cfg(test)]
mod tests;
