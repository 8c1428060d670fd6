//! Time that stands still until told, workbooks that are what their bytes say.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use hengji_app::ports::{
    DocumentRefusal, Documents, RawRow, RawTable, Table, TableWriter, WorkbookReader, WorkbookRefusal,
};
use hengji_app::{Clock, Ports, SystemRandomness};
use hengji_domain::Timestamp;
use hengji_domain::form::Form;
use hengji_domain::paper::{Imprint, Paper};

use super::district;

/// 2019-10-20 09:00 in Shanghai: before the goals of 2020 are due.
const START: i64 = 1_571_533_200_000_000;

/// A clock that stands still.
pub(crate) struct TestClock(AtomicI64);

impl Default for TestClock {
    fn default() -> Self {
        Self(AtomicI64::new(START))
    }
}

impl TestClock {
    pub(crate) fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::Relaxed))
    }
}

/// Reads `goal`, `goal of strangers` and lists in plain commas; refuses the rest.
struct PlainReader;

impl WorkbookReader for PlainReader {
    fn read_forms(&self, _: &str, bytes: &[u8]) -> Result<Vec<Form>, WorkbookRefusal> {
        match bytes {
            b"goal" => Ok(vec![district::goal_form("道路养护经费")]),
            b"goal of strangers" => Ok(vec![district::goal_form("无此项目")]),
            b"panic" => panic!("a reader that breaks"),
            _ => Err(refusal()),
        }
    }

    fn read_table(&self, name: &str, bytes: &[u8]) -> Result<RawTable, WorkbookRefusal> {
        let text = std::str::from_utf8(bytes).map_err(|_| refusal())?;
        let row = |(row, line): (u32, &str)| RawRow {
            row,
            cells: line.split(',').map(str::to_owned).collect(),
        };
        Ok(RawTable {
            worksheet: name.to_owned(),
            rows: (1..).zip(text.lines()).map(row).collect(),
        })
    }
}

fn refusal() -> WorkbookRefusal {
    WorkbookRefusal {
        code: "workbook-unreadable".to_owned(),
        message: "文件不是可读的工作簿。".to_owned(),
    }
}

/// Writes cells as text, so that a test can read what was written.
struct PlainWriter;

impl TableWriter for PlainWriter {
    fn write_table(&self, table: &Table) -> Result<Vec<u8>, String> {
        Ok(format!("{table:?}").into_bytes())
    }
}

/// Prints a paper as its words, so that a test can read what would stand on it.
struct PlainPress;

impl Documents for PlainPress {
    fn pdf(&self, paper: &Paper, imprint: &Imprint) -> Result<Vec<u8>, DocumentRefusal> {
        Ok(format!("{paper:?} {imprint:?}").into_bytes())
    }

    fn docx(&self, _: &Paper, _: &Imprint) -> Result<Vec<u8>, DocumentRefusal> {
        Err(DocumentRefusal {
            code: "fonts-missing".to_owned(),
            message: "服务器上没有可用于公文的中文字体。".to_owned(),
        })
    }
}

pub(crate) fn ports(clock: Arc<TestClock>) -> Ports {
    Ports {
        clock,
        randomness: Arc::new(SystemRandomness),
        workbook_reader: Arc::new(PlainReader),
        table_writer: Arc::new(PlainWriter),
        documents: Arc::new(PlainPress),
    }
}
