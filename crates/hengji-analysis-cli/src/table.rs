//! 数据表 (table): a CSV file as spreadsheet programs write it, read row by row.
//!
//! UTF-8, UTF-16 or GBK; comma, semicolon or tab. Rows are counted as the spreadsheet shows them. What is wrong
//! with a file is collected and told at once, because an official who mends one cell per run gives up.

mod fault;
mod number;
mod row;
mod source;
mod text;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::Path;

use csv::{Reader, ReaderBuilder, StringRecord};

use crate::{Context, Failure};
use fault::Faults;
pub use fault::quoted;
pub use row::Row;
use source::Source;
use text::{END, Text};

/// A column that the header has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its place, from 0.
    index: usize,
    /// Its name in the header.
    pub name: String,
}

/// A table whose header has been read.
#[derive(Debug)]
pub struct Table {
    file: String,
    header: Vec<String>,
    header_row: usize,
    most: Option<(usize, String)>,
    reader: Reader<Text>,
}

/// What was read to the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The file's name without its directories.
    pub file: String,
    /// Rows with content, without the header.
    pub rows: usize,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal digits.
    pub sha256: String,
}

impl Table {
    /// Opens a file, or standard input for `-`, and reads its header.
    ///
    /// # Errors
    ///
    /// [`Failure::Unusable`] for what is no CSV table with a header.
    pub fn open(path: &Path, context: &mut Context<'_>) -> Result<Self, Failure> {
        let source = Source::open(path, context.input)?;
        let file = source.name.clone();
        let (text, delimiter) = source.into_text()?;
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text);
        let mut record = StringRecord::new();
        let header_row = next(&mut reader, &mut record, &file, 0)?.unwrap_or(0);
        let header: Vec<String> = record.iter().map(|name| name.trim().to_owned()).collect();
        if header.iter().all(String::is_empty) {
            return Err(Failure::unusable(format!(
                "“{file}”是空的:第一行应为列名,其下每行一个单位。 [table-empty]"
            )));
        }
        Ok(Self {
            file,
            header,
            header_row,
            most: None,
            reader,
        })
    }

    /// The names of the columns, in the order of the file.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The column of this name; `option` is the option that named it.
    ///
    /// # Errors
    ///
    /// [`Failure::Unusable`] listing the columns there are.
    pub fn column(&self, option: &str, name: &str) -> Result<Column, Failure> {
        let mut found = self.columns(option, &[name.to_owned()])?;
        found.pop().ok_or_else(|| Failure::fault("列未找到"))
    }

    /// The columns of these names; all that are missing are told at once.
    ///
    /// # Errors
    ///
    /// [`Failure::Unusable`] listing the columns there are, or naming one that was given twice.
    pub fn columns(&self, option: &str, names: &[String]) -> Result<Vec<Column>, Failure> {
        let mut found: Vec<Column> = Vec::new();
        let mut missing = Vec::new();
        for name in names.iter().map(|name| name.trim()) {
            if found.iter().any(|column| column.name == name) {
                return Err(Failure::unusable(format!(
                    "{option} 里“{name}”写了两次;每列只写一次。 [column-twice]"
                )));
            }
            let mut places = self.header.iter().enumerate().filter(|(_, one)| *one == name);
            match (places.next(), places.next()) {
                (Some((index, _)), None) => found.push(Column {
                    index,
                    name: name.to_owned(),
                }),
                (Some((first, _)), Some((second, _))) => {
                    return Err(Failure::unusable(format!(
                        "“{}”有两列都叫“{name}”(第 {} 列和第 {} 列);请在表头改成不同的名字。 [column-ambiguous]",
                        self.file,
                        first + 1,
                        second + 1
                    )));
                }
                (None, _) => missing.push(format!("“{name}”")),
            }
        }
        if missing.is_empty() {
            Ok(found)
        } else {
            Err(self.without(option, &missing))
        }
    }

    fn without(&self, option: &str, missing: &[String]) -> Failure {
        // A header of hundreds of columns would hide the message itself.
        const SHOWN: usize = 30;
        let mut there: Vec<&str> = self.header.iter().map(String::as_str).take(SHOWN).collect();
        if SHOWN < self.header.len() {
            there.push("…");
        }
        Failure::unusable(format!(
            "“{}”没有{}列;有的列:{}。请核对 {option},或在表头改名。 [column-missing]",
            self.file,
            missing.join("、"),
            there.join("、")
        ))
    }

    /// Sets the most rows that a method can take; `instead` says what can be done with more.
    pub fn at_most(mut self, rows: usize, instead: &str) -> Self {
        self.most = Some((rows, instead.to_owned()));
        self
    }

    /// Reads all rows, one at a time. Each question to a [`Row`] notes its own fault.
    ///
    /// # Errors
    ///
    /// [`Failure::Unusable`] with the first faults and their number, for a table without rows, and for one with
    /// more rows than the method takes.
    pub fn read(mut self, mut each: impl FnMut(&mut Row<'_>)) -> Result<Input, Failure> {
        let mut faults = Faults::default();
        let mut seen = HashMap::new();
        let mut record = StringRecord::new();
        let (mut number, mut rows) = (self.header_row, 0);
        while let Some(found) = next(&mut self.reader, &mut record, &self.file, number)? {
            number = found;
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            rows += 1;
            if self.most.as_ref().is_some_and(|(most, _)| *most < rows) {
                // Counted on to the end, so that the refusal can say how many there are.
                continue;
            }
            let mut row = Row::new(number, &record, &self.header, &mut faults, &mut seen);
            row.check_length();
            each(&mut row);
        }
        self.refuse_count(rows)?;
        faults.into_result(&self.file)?;
        Ok(Input {
            file: self.file,
            rows,
            sha256: self.reader.into_inner().sha256(),
        })
    }

    fn refuse_count(&self, rows: usize) -> Result<(), Failure> {
        match &self.most {
            Some((most, instead)) if *most < rows => Err(Failure::refused(format!(
                "“{}”有 {rows} 行,本方法最多 {most} 行;{instead} [too-many-rows]",
                self.file
            ))),
            _ if rows == 0 => Err(Failure::unusable(format!(
                "“{}”只有列名,没有数据行。 [table-empty]",
                self.file
            ))),
            _ => Ok(()),
        }
    }
}

/// Reads the next record and says in which row of the spreadsheet it stands; none at the end.
///
/// The reader skips blank lines, which a spreadsheet shows as rows, and a line break inside quotes makes no row.
/// The text has bare line feeds and a last line end of its own, so the lines that a record took, less those
/// inside its cells, are its blank lines and itself.
fn next(
    reader: &mut Reader<Text>,
    record: &mut StringRecord,
    file: &str,
    row: usize,
) -> Result<Option<usize>, Failure> {
    let before = reader.position().line();
    let more = reader
        .read_record(record)
        .map_err(|error| text::unreadable(file, row + 1, &error))?;
    let lines = usize::try_from(reader.position().line() - before).unwrap_or(usize::MAX);
    if !more || record.iter().eq([END]) {
        record.clear();
        return Ok(None);
    }
    let inside: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
    let here = row + lines.saturating_sub(inside).max(1);
    if record.iter().any(|cell| cell.contains(END)) {
        return Err(Failure::unusable(format!(
            "“{file}”第 {here} 行有一个没有配对的双引号,其后的内容都被当成一格;请补上或删去这个引号。 [quote-open]"
        )));
    }
    Ok(Some(here))
}
