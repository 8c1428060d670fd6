//! 结果表 (sheet): headed columns of texts and numbers.

use std::io::{self, Write};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number: shortest exact digits in CSV, four decimals in the table.
    Number(f64),
    /// A count.
    Count(u64),
    /// An amount in fen, shown in yuan.
    Money(i64),
    /// Nothing to say.
    Missing,
}

impl Cell {
    /// Words.
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }

    /// A number.
    pub const fn number(value: f64) -> Self {
        Self::Number(value)
    }

    /// A number or nothing.
    pub fn number_if_any(value: Option<f64>) -> Self {
        value.map_or(Self::Missing, Self::Number)
    }

    /// A count.
    pub fn count(value: usize) -> Self {
        Self::Count(u64::try_from(value).unwrap_or(u64::MAX))
    }

    /// 是 or nothing: a flag that stands out where it is set.
    pub fn flag(is_set: bool) -> Self {
        if is_set { Self::text("是") } else { Self::Missing }
    }

    /// With all digits, so that reading it back gives the same number.
    fn exact(&self) -> String {
        match self {
            Self::Text(words) => words.clone(),
            Self::Number(value) => value.to_string(),
            Self::Count(value) => value.to_string(),
            Self::Money(fen) => yuan(*fen),
            Self::Missing => String::new(),
        }
    }

    /// As eyes like it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Number(value) => format!("{value:.4}"),
            Self::Missing => "–".to_owned(),
            other => other.exact(),
        }
    }

    /// Numbers stand to the right, so that their digits stand under each other.
    pub(super) const fn is_right(&self) -> bool {
        !matches!(self, Self::Text(_))
    }
}

/// Fen as yuan with two decimals.
fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

/// Headed columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// An empty sheet with these headings.
    pub fn new<S: Into<String>>(header: impl IntoIterator<Item = S>) -> Self {
        Self {
            header: header.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// As CSV with a byte order mark, without which spreadsheet programs on Chinese Windows read GBK.
    pub(super) fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(&self.header)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(guarded))?;
        }
        writer.flush()
    }
}

/// A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay as they are.
fn guarded(cell: &Cell) -> String {
    let exact = cell.exact();
    if matches!(cell, Cell::Text(_)) && exact.starts_with(['=', '+', '-', '@', '\t']) {
        format!("'{exact}")
    } else {
        exact
    }
}
