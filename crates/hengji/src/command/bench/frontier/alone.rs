//! One measurement in a process of its own, so that start and memory count and nothing else does.

use std::fs::File;
use std::io::BufWriter;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use serde::{Deserialize, Serialize};

use super::super::meter;
use crate::argument;
use crate::exit::{Exit, Failure, Outcome};
use crate::output;

/// How the measuring process asks the measured one.
#[derive(Debug, Args)]
pub(super) struct Alone {
    /// 求解这张表,打印本进程的用量
    #[arg(long, hide = true, requires = "answer")]
    alone: Option<PathBuf>,
    /// 结果写到哪里
    #[arg(long, hide = true)]
    answer: Option<PathBuf>,
    /// 线程数
    #[arg(long, hide = true, default_value = "1")]
    threads: NonZeroUsize,
}

/// What one process used.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Run {
    /// How many threads it was given.
    pub(super) threads: usize,
    /// User and system time since its start.
    cpu_ms: f64,
    /// The most memory it ever held; none where the system does not tell.
    peak_kb: Option<u64>,
}

/// What the answer of a process says, as far as it is compared.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    efficiencies: Vec<Option<f64>>,
    pub(super) efficient: usize,
    pub(super) certified: usize,
}

impl Run {
    pub(super) fn words(&self) -> String {
        figures(self.cpu_ms / 1_000.0, self.peak_kb)
    }
}

/// Seconds and megabytes.
pub(super) fn figures(cpu_seconds: f64, peak_kb: Option<u64>) -> String {
    let memory = peak_kb.map_or("内存不详".to_owned(), |kb| format!("{} MB", kb / 1_024));
    format!("{cpu_seconds:.3} 秒 / {memory}")
}

impl Alone {
    pub(super) const fn is_asked(&self) -> bool {
        self.alone.is_some()
    }

    /// Does exactly what `hengji frontier` does, then tells what this process used so far.
    pub(super) fn run(&self) -> Outcome {
        let (Some(table), Some(answer)) = (&self.alone, &self.answer) else {
            return Err(Failure::fault("缺少 --alone 或 --answer"));
        };
        let threads = self.threads.to_string();
        let line = [
            "hengji",
            "frontier",
            "--unit",
            "unit",
            "--inputs",
            "x1,x2,x3",
            "--outputs",
            "y1,y2,y3,y4",
            "--rts",
            "vrs",
            "--orientation",
            "output",
            "--slacks",
            "scaled",
            "--efficiency-only",
            "--format",
            "json",
            "--threads",
            &threads,
        ];
        let line = line.map(Into::into).into_iter().chain([table.into()]);
        let crate::command::Command::Analysis(command) =
            argument::read(line).map_err(|stop| Failure::fault(format!("{stop:?}")))?
        else {
            return Err(Failure::fault("不是分析命令"));
        };
        crate::command::analysis::into(&command, &mut BufWriter::new(File::create(answer)?))?;
        output::print_json(&Run {
            threads: self.threads.get(),
            cpu_ms: meter::process_cpu().as_secs_f64() * 1_000.0,
            peak_kb: meter::peak_memory_kb(),
        })?;
        Ok(Exit::Fine)
    }
}

/// Starts this program once more to solve the table.
pub(super) fn measured(
    table: &Path,
    threads: NonZeroUsize,
    directory: &Path,
) -> Result<(Run, Told), Failure> {
    let answer = directory.join("answer.json");
    let ran = Command::new(std::env::current_exe()?)
        .args(["bench", "frontier", "--threads", &threads.to_string(), "--alone"])
        .arg(table)
        .arg("--answer")
        .arg(&answer)
        .output()?;
    if !ran.status.success() {
        return Err(Failure::fault(String::from_utf8_lossy(&ran.stderr).trim()));
    }
    let run = serde_json::from_slice(&ran.stdout).map_err(Failure::fault)?;
    Ok((run, told(&std::fs::read(answer)?)?))
}

/// Reads the answer as any program would.
fn told(answer: &[u8]) -> Result<Told, Failure> {
    // As much of the JSON as is counted here.
    #[derive(Deserialize)]
    struct Answer {
        units: Vec<Unit>,
    }
    #[derive(Deserialize)]
    struct Unit {
        efficiency: Option<f64>,
        certificate: Certificate,
    }
    #[derive(Deserialize)]
    struct Certificate {
        ok: bool,
    }
    // The same margin within which certificates are accepted.
    const ON_THE_FRONTIER: f64 = 1.0 + 1e-9;
    let answer: Answer = serde_json::from_slice(answer).map_err(Failure::fault)?;
    let efficiencies: Vec<Option<f64>> = answer.units.iter().map(|unit| unit.efficiency).collect();
    Ok(Told {
        efficient: efficiencies
            .iter()
            .flatten()
            .filter(|efficiency| **efficiency <= ON_THE_FRONTIER)
            .count(),
        certified: answer.units.iter().filter(|unit| unit.certificate.ok).count(),
        efficiencies,
    })
}
