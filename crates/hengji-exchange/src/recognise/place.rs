//! Where the forms stand on a worksheet: one block of rows for each.

use super::words::{self, HeadLabel};
use crate::grid::{Cell, Worksheet};

/// The rows of one form on a worksheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block<'a> {
    pub(super) worksheet: &'a Worksheet,
    pub(super) top: u32,
    pub(super) bottom: u32,
}

impl<'a> Block<'a> {
    /// Rows with content from `from` to `to`, both included and inside of the block.
    pub(super) fn rows(&self, from: u32, to: u32) -> impl Iterator<Item = u32> + 'a {
        self.worksheet
            .rows_between(from.max(self.top), to.min(self.bottom))
    }

    /// Cells with content from row `from` to row `to`.
    pub(super) fn cells(&self, from: u32, to: u32) -> impl Iterator<Item = &'a Cell> + 'a {
        let worksheet = self.worksheet;
        self.rows(from, to).flat_map(move |row| worksheet.row(row))
    }

    /// The texts of a row in one line, for a person to recognise it.
    pub(super) fn row_text(&self, row: u32) -> String {
        let texts: Vec<&str> = self
            .worksheet
            .row(row)
            .iter()
            .map(|cell| cell.text.trim())
            .collect();
        texts.join(" | ")
    }

    /// The last column that a cell covers.
    pub(super) fn right_of(&self, cell: &Cell) -> u32 {
        self.worksheet
            .area(cell.row, cell.column)
            .map_or(cell.column, |area| area.right)
    }

    /// The last row that a cell covers.
    pub(super) fn bottom_of(&self, cell: &Cell) -> u32 {
        self.worksheet
            .area(cell.row, cell.column)
            .map_or(cell.row, |area| area.bottom)
    }
}

/// The blocks of a worksheet: each label 项目名称 begins one, together with the title above it.
pub(super) fn blocks(worksheet: &Worksheet) -> Vec<Block<'_>> {
    let anchors: Vec<u32> = worksheet
        .rows()
        .filter(|row| {
            worksheet
                .row(*row)
                .iter()
                .any(|cell| words::head_label(&cell.text) == Some(HeadLabel::Project))
        })
        .collect();
    let mut tops = vec![1];
    for pair in anchors.windows(2) {
        if let [above, anchor] = pair {
            tops.push(title_row(worksheet, *above, *anchor).unwrap_or(*anchor));
        }
    }
    let last = worksheet.last_row();
    let ends = tops.iter().skip(1).map(|top| top - 1).chain([last]);
    tops.iter()
        .zip(ends)
        .map(|(top, bottom)| Block {
            worksheet,
            top: *top,
            bottom,
        })
        .collect()
}

/// Rows that may stand between the title and the label 项目名称: the year and the money unit, each with a blank row.
const TITLE_REACH: u32 = 6;

fn title_row(worksheet: &Worksheet, above: u32, anchor: u32) -> Option<u32> {
    let first = above.saturating_add(1).max(anchor.saturating_sub(TITLE_REACH));
    (first..anchor).rev().find(|row| match worksheet.row(*row) {
        [only] => looks_like_title(&only.text),
        _ => false,
    })
}

fn looks_like_title(text: &str) -> bool {
    let text = words::plain(text);
    text.contains("绩效") && text.chars().count() <= 40 && !words::is_footer(&text)
}

/// The title of a block: the first line that speaks of performance, else the first line that stands alone.
pub(super) fn title(block: &Block<'_>) -> Option<String> {
    let alone: Vec<&Cell> = block
        .rows(block.top, block.top.saturating_add(TITLE_REACH))
        .filter_map(|row| match block.worksheet.row(row) {
            [only] => Some(only),
            _ => None,
        })
        .collect();
    let named = alone.iter().find(|cell| looks_like_title(&cell.text));
    named
        .or_else(|| alone.first())
        .map(|cell| cell.text.trim().to_owned())
}
