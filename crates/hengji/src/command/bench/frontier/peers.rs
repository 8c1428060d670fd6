//! What other programs needed for the same tables, as `bench/peers.py` measured it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::alone::figures;
use crate::exit::Failure;

/// The measurement that comes with the program.
const EMBEDDED: &str = include_str!("../../../../../../bench/peers.json");

/// A measurement of other programs.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Measured {
    measured_on: String,
    machine: String,
    load_before: Vec<f64>,
    load_after: Vec<f64>,
    left_out: Vec<String>,
    tables: Vec<Table>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Table {
    units: usize,
    input_sha256: String,
    rows: Vec<PeerRow>,
}

/// One program on one table.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PeerRow {
    program: String,
    #[serde(default)]
    version: Option<String>,
    #[serde(default)]
    threads: Option<usize>,
    cpu_seconds: f64,
    peak_kb: u64,
    #[serde(default)]
    pub(super) times_our_cpu: Option<f64>,
    #[serde(default)]
    efficiency_gap: Option<f64>,
    #[serde(default)]
    slack_sums_below: Option<usize>,
    #[serde(default)]
    slack_sums_above: Option<usize>,
    #[serde(default)]
    pub(super) problem: Option<String>,
}

impl Measured {
    /// Reads a file, or the measurement that comes with the program.
    pub(super) fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let text = match path {
            None => EMBEDDED.to_owned(),
            Some(path) => std::fs::read_to_string(path).map_err(|error| {
                Failure::unusable(format!("“{}”打不开:{error}。 [file-unreadable]", path.display()))
            })?,
        };
        serde_json::from_str(&text).map_err(|error| {
            Failure::unusable(format!(
                "测量结果无法理解:{error};请用 bench/peers.py 重新写出。 [peers-unreadable]"
            ))
        })
    }

    /// The rows for a table of so many units, our own among them.
    pub(super) fn of(&self, units: usize) -> impl Iterator<Item = &PeerRow> {
        self.tables
            .iter()
            .filter(move |table| table.units == units)
            .flat_map(|table| &table.rows)
    }

    /// When, where and under which load it was measured.
    pub(super) fn words(&self) -> String {
        let load = |load: &[f64]| {
            load.first()
                .map_or("不详".to_owned(), |load| format!("{load:.1}"))
        };
        let mut words = format!(
            "\n其他程序(与其同时测得的衡绩标为“当时”):{} 测于 {},负荷 {} 至 {};倍数是与当时的衡绩单线程之比。\n",
            self.measured_on,
            self.machine,
            load(&self.load_before),
            load(&self.load_after)
        );
        for left_out in &self.left_out {
            words += &format!("未测:{left_out}\n");
        }
        words
    }
}

impl PeerRow {
    /// Program and version, with the threads where they were varied.
    pub(super) fn name(&self) -> String {
        let version = self.version.as_deref().unwrap_or_default();
        match self.threads {
            Some(threads) => format!("当时的 {} {version},{threads} 线程", self.program),
            None => format!("{} {version}", self.program),
        }
    }

    /// Time, memory, and whether its figures agree with ours.
    pub(super) fn figures(&self) -> String {
        let mut words = figures(self.cpu_seconds, Some(self.peak_kb));
        if let Some(gap) = self.efficiency_gap {
            words += &format!(",效率值相差至多 {gap:.0e}");
        }
        if let (Some(below), Some(above)) = (self.slack_sums_below, self.slack_sums_above)
            && 0 < below + above
        {
            words += &format!(",松弛合计偏低 {below} 个、偏高 {above} 个");
        }
        words
    }
}
