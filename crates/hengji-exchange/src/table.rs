//! 清单读取 (list): a project list as rows of texts, from a workbook or a csv file. No header is guessed here:
//! the person who imports says which column is what.

mod text;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use hengji_app::ports::{RawRow, RawTable};

use crate::grid::{Grid, Worksheet};
use crate::limits::Limits;
use crate::refusal::WorkbookRefusal;

pub(crate) use text::from_text;

/// A csv file that needs no other process to be read, such as one that the program itself carries.
///
/// # Errors
///
/// [`WorkbookRefusal`] when it cannot be used.
pub fn csv_table(name: &str, bytes: &[u8]) -> Result<RawTable, WorkbookRefusal> {
    from_text(name, bytes, &Limits::TABLE)
}

/// The first visible worksheet with content.
pub(crate) fn from_grid(grid: &Grid) -> Result<RawTable, WorkbookRefusal> {
    let worksheet = grid
        .worksheets
        .iter()
        .find(|it| !it.is_hidden && !it.cells.is_empty());
    worksheet.map(rows_of).ok_or(WorkbookRefusal::NothingInside {})
}

fn rows_of(worksheet: &Worksheet) -> RawTable {
    let merged = merged_down(worksheet);
    let rows = worksheet.rows().map(|row| {
        let own = worksheet
            .row(row)
            .iter()
            .map(|cell| (cell.column, cell.text.trim()));
        let above = merged.get(&row).into_iter().flatten().copied();
        RawRow {
            row,
            cells: spread(own.chain(above)),
        }
    });
    RawTable {
        worksheet: worksheet.name.clone(),
        rows: rows.collect(),
    }
}

/// Texts that are merged down over rows, by row: a department written once beside its projects belongs to each.
fn merged_down(worksheet: &Worksheet) -> HashMap<u32, Vec<(u32, &str)>> {
    let mut texts: HashMap<u32, Vec<(u32, &str)>> = HashMap::new();
    let last = worksheet.last_row();
    for area in worksheet.merges.iter().filter(|area| area.left == area.right) {
        let text = worksheet.text(area.top, area.left).trim();
        for row in area.top.saturating_add(1)..=area.bottom.min(last) {
            texts.entry(row).or_default().push((area.left, text));
        }
    }
    texts
}

/// Cells by column number as a row from column A on.
fn spread<'a>(cells: impl Iterator<Item = (u32, &'a str)>) -> Vec<String> {
    let mut row = Vec::new();
    for (column, text) in cells {
        let Ok(column) = usize::try_from(column) else {
            continue;
        };
        if row.len() < column {
            row.resize(column, String::new());
        }
        if let Some(cell) = row.get_mut(column.saturating_sub(1)) {
            text.clone_into(cell);
        }
    }
    row
}
