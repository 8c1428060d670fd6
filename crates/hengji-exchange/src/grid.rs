//! 网格 (grid): the cells of a workbook as bounded plain text, the only thing that leaves the import worker.

mod hidden;
mod ods;
mod read;
mod tags;
mod text;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use read::read_grid;

/// 单元格 (cell) with content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Row, from 1.
    pub row: u32,
    /// Column, from 1.
    pub column: u32,
    /// The text as a reader of the sheet sees it, as far as that can be known.
    pub text: String,
    /// The cell holds a formula; the text is its stored result.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_formula: bool,
}

/// 合并区域 (merged area), both ends included, rows and columns from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

impl Area {
    /// Whether the area covers a place.
    pub const fn covers(&self, row: u32, column: u32) -> bool {
        self.top <= row && row <= self.bottom && self.left <= column && column <= self.right
    }
}

/// 工作表 (worksheet) of a workbook; not a sheet in the sense of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Worksheet {
    /// Name on the tab.
    pub name: String,
    /// Hidden from the reader of the workbook.
    pub is_hidden: bool,
    /// Cells with content, by row and column.
    pub cells: Vec<Cell>,
    /// Merged areas, by row and column.
    pub merges: Vec<Area>,
    /// Rows hidden from the reader of the workbook (known for .xlsx only).
    pub hidden_rows: Vec<u32>,
}

/// 工作簿 (workbook) as read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Grid {
    /// The worksheets in order.
    pub worksheets: Vec<Worksheet>,
}

impl Worksheet {
    /// The cells of one row, by column.
    pub fn row(&self, row: u32) -> &[Cell] {
        let start = self.cells.partition_point(|cell| cell.row < row);
        let end = self.cells.partition_point(|cell| cell.row <= row);
        self.cells.get(start..end).unwrap_or(&[])
    }

    /// The cell at a place, where it has content of its own.
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        let found = self
            .cells
            .binary_search_by_key(&(row, column), |cell| (cell.row, cell.column));
        found.ok().and_then(|at| self.cells.get(at))
    }

    /// The text at a place; empty where there is none.
    pub fn text(&self, row: u32, column: u32) -> &str {
        self.cell(row, column).map_or("", |cell| cell.text.as_str())
    }

    /// The merged area that covers a place.
    pub fn area(&self, row: u32, column: u32) -> Option<Area> {
        self.merges.iter().copied().find(|area| area.covers(row, column))
    }

    /// The cell that a reader of the sheet sees at a place: of a merged area its first cell.
    pub fn seen(&self, row: u32, column: u32) -> Option<&Cell> {
        match self.area(row, column) {
            Some(area) => self.cell(area.top, area.left),
            None => self.cell(row, column),
        }
    }

    /// Numbers of the rows with content from `from` to `to`, both included.
    pub fn rows_between(&self, from: u32, to: u32) -> impl Iterator<Item = u32> + '_ {
        let start = self.cells.partition_point(|cell| cell.row < from);
        let end = self.cells.partition_point(|cell| cell.row <= to);
        let cells = self.cells.get(start..end).unwrap_or(&[]);
        cells
            .chunk_by(|a, b| a.row == b.row)
            .filter_map(|cells| cells.first().map(|cell| cell.row))
    }

    /// Numbers of the rows with content.
    pub fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        self.rows_between(1, u32::MAX)
    }

    /// Number of the last row with content.
    pub fn last_row(&self) -> u32 {
        self.cells.last().map_or(0, |cell| cell.row)
    }
}

/// The name of a cell as spreadsheet programs write it, e.g. `F12`.
pub fn cell_name(row: u32, column: u32) -> String {
    format!("{}{row}", column_name(column))
}

/// The letters of a column, e.g. `AB` for 28.
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while 0 < rest {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}
