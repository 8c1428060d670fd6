//! csv files in UTF-8, UTF-16 or GBK (GB 18030): spreadsheet programs write all of them, and say which in none.

use encoding_rs::{Encoding, GB18030, UTF_8};
use hengji_app::ports::{RawRow, RawTable};

use crate::grid::cell_name;
use crate::limits::Limits;
use crate::refusal::WorkbookRefusal;

/// Reads a csv file as rows of texts.
pub(crate) fn from_text(name: &str, bytes: &[u8], limits: &Limits) -> Result<RawTable, WorkbookRefusal> {
    let text = decode(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut row, mut cells) = (0_u32, 0_usize);
    let mut record = csv::StringRecord::new();
    let damaged = |error: csv::Error| WorkbookRefusal::Damaged {
        detail: error.to_string(),
    };
    while reader.read_record(&mut record).map_err(damaged)? {
        row = row.saturating_add(1).saturating_add(blank_lines(&text, &record));
        let texts: Vec<String> = record.iter().map(|text| text.trim().to_owned()).collect();
        if texts.iter().all(String::is_empty) {
            continue;
        }
        check(name, row, &texts, limits)?;
        cells += texts.len();
        if limits.cells < cells {
            return Err(WorkbookRefusal::TooManyCells {
                worksheet: name.to_owned(),
                limit: limits.cells,
            });
        }
        rows.push(RawRow { row, cells: texts });
    }
    if rows.is_empty() {
        return Err(WorkbookRefusal::NothingInside {});
    }
    Ok(RawTable {
        worksheet: name.to_owned(),
        rows,
    })
}

/// Blank lines before a record. The reader skips them, but whoever opens the file sees them as rows, while a line
/// break inside quotes is none; so rows are counted by records and blank lines.
fn blank_lines(text: &str, record: &csv::StringRecord) -> u32 {
    let start = record
        .position()
        .and_then(|position| usize::try_from(position.byte()).ok())
        .unwrap_or(0);
    let Some((before, rest)) = text.split_at_checked(start) else {
        return 0;
    };
    let breaks = rest
        .chars()
        .take_while(|c| matches!(c, '\r' | '\n'))
        .filter(|c| *c == '\n')
        .count();
    // The second half of the line end of the record above is no blank line.
    let own = usize::from(before.ends_with('\r') && rest.starts_with('\n'));
    u32::try_from(breaks - own).unwrap_or(u32::MAX)
}

fn check(name: &str, row: u32, texts: &[String], limits: &Limits) -> Result<(), WorkbookRefusal> {
    let worksheet = || name.to_owned();
    if limits.rows < row {
        return Err(WorkbookRefusal::TooManyRows {
            worksheet: worksheet(),
            found: row,
            limit: limits.rows,
        });
    }
    let columns = u32::try_from(texts.len()).unwrap_or(u32::MAX);
    if limits.columns < columns {
        let limit = limits.columns;
        return Err(WorkbookRefusal::TooManyColumns {
            worksheet: worksheet(),
            found: columns,
            limit,
        });
    }
    let long = (1..)
        .zip(texts)
        .find(|(_, text)| limits.text_characters < text.chars().count());
    long.map_or(Ok(()), |(column, text)| {
        let (cell, found, limit) = (
            cell_name(row, column),
            text.chars().count(),
            limits.text_characters,
        );
        Err(WorkbookRefusal::TextTooLong {
            worksheet: worksheet(),
            cell,
            found,
            limit,
        })
    })
}

/// The text in whichever encoding it is: a byte order mark decides, then valid UTF-8, then GB 18030 (GBK).
fn decode(bytes: &[u8]) -> Result<String, WorkbookRefusal> {
    let unmarked = if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        GB18030
    };
    let encoding = Encoding::for_bom(bytes).map_or(unmarked, |(encoding, _)| encoding);
    let (text, _, has_errors) = encoding.decode(bytes);
    if has_errors || text.contains('\0') {
        return Err(WorkbookRefusal::EncodingUnknown {});
    }
    Ok(text.into_owned())
}

/// Semicolons and tabs are written by programs set to other habits; the first line tells.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |delimiter: char| first.matches(delimiter).count();
    let commas = count(',');
    [('\t', b'\t'), (';', b';')]
        .into_iter()
        .find(|(c, _)| commas < count(*c))
        .map_or(b',', |(_, byte)| byte)
}
