//! A row of a table: each question answers or notes what is wrong with the cell.

use std::collections::HashMap;

use csv::StringRecord;

use super::fault::{Faults, quoted};
use super::{Column, number};

/// Names met so far, each with its row.
pub(super) type Seen = HashMap<(usize, String), usize>;

/// One row. A question that gives none has noted the fault; the row can then be left out, because the table
/// will be refused as a whole.
pub struct Row<'r> {
    number: usize,
    record: &'r StringRecord,
    header: &'r [String],
    faults: &'r mut Faults,
    seen: &'r mut Seen,
}

impl<'r> Row<'r> {
    pub(super) const fn new(
        number: usize,
        record: &'r StringRecord,
        header: &'r [String],
        faults: &'r mut Faults,
        seen: &'r mut Seen,
    ) -> Self {
        Self {
            number,
            record,
            header,
            faults,
            seen,
        }
    }

    /// The row's number as the spreadsheet shows it; the header is row 1.
    pub const fn number(&self) -> usize {
        self.number
    }

    /// The cell's text without spaces around it; empty where the row is short.
    pub fn cell(&self, column: &Column) -> &'r str {
        self.record.get(column.index).unwrap_or_default().trim()
    }

    /// A text that must be there.
    pub fn text(&mut self, column: &Column) -> Option<&'r str> {
        let cell = self.cell(column);
        if cell.is_empty() {
            self.empty(column);
            return None;
        }
        Some(cell)
    }

    /// A name that no other row may have in these columns together: one for a unit, two for a unit and a year.
    pub fn unique(&mut self, columns: &[&Column]) -> Option<String> {
        let mut parts = Vec::new();
        for column in columns {
            parts.push(self.text(column)?);
        }
        let first = columns.first()?;
        let key = (first.index, parts.join("\u{1f}"));
        if let Some(before) = self.seen.get(&key).copied() {
            let shown = quoted(&parts.join("、"));
            let number = self.number;
            let name = &first.name;
            self.faults.note(|| {
                format!("第 {number} 行“{name}”列:{shown}与第 {before} 行重复;请合并或改名,每个只留一行。 [row-duplicate]")
            });
            return None;
        }
        self.seen.insert(key, self.number);
        Some(parts.join(" "))
    }

    /// A number that must be there: finite, of either sign.
    pub fn finite(&mut self, column: &Column) -> Option<f64> {
        let cell = self.text(column)?;
        match number::parse(cell) {
            Ok(value) => Some(value),
            Err(reason) => {
                self.note(column, cell, reason.words());
                None
            }
        }
    }

    /// A number, or nothing where the cell is empty; none only where a fault was noted.
    pub fn finite_if_any(&mut self, column: &Column) -> Option<Option<f64>> {
        if self.cell(column).is_empty() {
            return Some(None);
        }
        self.finite(column).map(Some)
    }

    /// A number that is not negative.
    pub fn at_least_zero(&mut self, column: &Column) -> Option<f64> {
        let value = self.finite(column)?;
        if value < 0.0 {
            let words = "是负数;这里只能填零或正数。 [cell-negative]";
            self.note(column, self.cell(column), words);
            return None;
        }
        Some(value)
    }

    /// A number above zero.
    pub fn positive(&mut self, column: &Column) -> Option<f64> {
        let value = self.finite(column)?;
        if value <= 0.0 {
            let words = "不是正数;本方法要求大于零,没有数据的单位请删去这一行。 [cell-not-positive]";
            self.note(column, self.cell(column), words);
            return None;
        }
        Some(value)
    }

    /// A whole number that is not negative.
    pub fn whole(&mut self, column: &Column) -> Option<u64> {
        // Every whole number up to here is a float exactly.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let value = self.finite(column)?;
        if (0.0..=EXACT).contains(&value)
            && value.fract() == 0.0
            && let Ok(whole) = format!("{:.0}", value.abs()).parse()
        {
            return Some(whole);
        }
        let words = "不是零或正整数;请填个数。 [cell-not-whole]";
        self.note(column, self.cell(column), words);
        None
    }

    /// An amount of yuan, as fen.
    pub fn fen(&mut self, column: &Column) -> Option<i64> {
        let cell = self.text(column)?;
        let words = match number::parse_fen(cell) {
            Ok(Some(fen)) => return Some(fen),
            Ok(None) => "不是以元为单位、最多两位小数的金额;请改写。 [cell-not-money]",
            Err(reason) => reason.words(),
        };
        self.note(column, cell, words);
        None
    }

    /// Several numbers that are not negative; all cells are looked at, so that each fault is told.
    pub fn all_at_least_zero(&mut self, columns: &[Column]) -> Option<Vec<f64>> {
        let found: Vec<Option<f64>> = columns.iter().map(|column| self.at_least_zero(column)).collect();
        found.into_iter().collect()
    }

    /// Notes a fault of a cell in the command's own words, which end with a code.
    pub fn note(&mut self, column: &Column, cell: &str, words: &str) {
        let number = self.number;
        self.faults
            .note(|| format!("第 {number} 行“{}”列:{}{words}", column.name, quoted(cell)));
    }

    /// Cells beyond the header belong to no column; most often a comma inside an unquoted text.
    pub(super) fn check_length(&mut self) {
        let beyond = self.record.iter().skip(self.header.len());
        if beyond.clone().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let (number, found, expected) = (self.number, self.record.len(), self.header.len());
        self.faults.note(|| {
            format!(
                "第 {number} 行有 {found} 格,表头只有 {expected} 列;含分隔符的文字请加双引号。 [row-too-long]"
            )
        });
    }

    fn empty(&mut self, column: &Column) {
        let number = self.number;
        self.faults.note(|| {
            format!(
                "第 {number} 行“{}”列是空的;请补上,或删去这一行。 [cell-empty]",
                column.name
            )
        });
    }
}
