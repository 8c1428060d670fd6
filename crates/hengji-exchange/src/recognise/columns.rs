//! The header of the indicator table: which column holds what.

use super::place::Block;
use super::words::{self, Column};

/// The columns of the indicator table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// First row of the header.
    pub(super) top: u32,
    /// Last row of the header: headers have one to three rows.
    pub(super) bottom: u32,
    pub(super) level1: Option<u32>,
    pub(super) level2: Option<u32>,
    pub(super) level3: Option<u32>,
    pub(super) comparator: Option<u32>,
    pub(super) target: Option<u32>,
    pub(super) unit: Option<u32>,
    pub(super) actual: Option<u32>,
    pub(super) weight: Option<u32>,
    pub(super) score: Option<u32>,
    pub(super) reason: Option<u32>,
    /// Headings that are not known, with their columns: what stands under them is reported, not dropped.
    pub(super) unknown: Vec<(u32, String)>,
}

/// Rows that a header may go on below its first.
const DEPTH: u32 = 2;

/// Finds the header: the first row that names indicators and something said about them.
pub(super) fn find(block: &Block<'_>) -> Option<Header> {
    block.rows(block.top, block.bottom).find_map(|row| {
        let mut header = Header {
            top: row,
            bottom: row,
            ..Header::default()
        };
        header.add_row(block, row);
        if !header.is_complete() {
            return None;
        }
        for below in row + 1..=row + DEPTH {
            if is_continuation(block, &header, below) {
                header.replace_row(block, below);
                header.bottom = below;
            }
        }
        header.find_unknown(block);
        Some(header)
    })
}

/// A row under the header that goes on naming columns: all its own cells are headings.
fn is_continuation(block: &Block<'_>, header: &Header, row: u32) -> bool {
    let cells = block.worksheet.row(row);
    let is_heading = |text: &str| words::column(text).is_some();
    let inside = |column: u32| {
        header
            .level1
            .or(header.level3)
            .is_some_and(|first| first <= column)
    };
    row <= block.bottom
        && !cells.is_empty()
        && cells
            .iter()
            .all(|cell| inside(cell.column) && is_heading(&cell.text))
}

impl Header {
    /// Takes the headings seen in a row; cells merged down from above count, because a reader sees them there.
    fn add_row(&mut self, block: &Block<'_>, row: u32) {
        for column in 1..=last_column(block, row) {
            let Some(cell) = block.worksheet.seen(row, column) else {
                continue;
            };
            if cell.column == column
                && let Some(what) = words::column(&cell.text)
            {
                self.slot(what).get_or_insert(column);
            }
        }
    }

    /// Takes the headings of a row below: they say more exactly what the column above them holds.
    fn replace_row(&mut self, block: &Block<'_>, row: u32) {
        for cell in block.worksheet.row(row) {
            if let Some(what) = words::column(&cell.text) {
                for slot in self.slots() {
                    if *slot == Some(cell.column) {
                        *slot = None;
                    }
                }
                *self.slot(what) = Some(cell.column);
            }
        }
    }

    fn slot(&mut self, what: Column) -> &mut Option<u32> {
        match what {
            Column::Level1 => &mut self.level1,
            Column::Level2 => &mut self.level2,
            Column::Level3 => &mut self.level3,
            Column::Comparator => &mut self.comparator,
            Column::Target => &mut self.target,
            Column::Unit => &mut self.unit,
            Column::Actual => &mut self.actual,
            Column::Weight => &mut self.weight,
            Column::Score => &mut self.score,
            Column::Reason => &mut self.reason,
        }
    }

    fn slots(&mut self) -> [&mut Option<u32>; 10] {
        [
            &mut self.level1,
            &mut self.level2,
            &mut self.level3,
            &mut self.comparator,
            &mut self.target,
            &mut self.unit,
            &mut self.actual,
            &mut self.weight,
            &mut self.score,
            &mut self.reason,
        ]
    }

    /// The columns that are known.
    pub(super) fn known(&self) -> impl Iterator<Item = u32> {
        [
            self.level1,
            self.level2,
            self.level3,
            self.comparator,
            self.target,
            self.unit,
            self.actual,
            self.weight,
            self.score,
            self.reason,
        ]
        .into_iter()
        .flatten()
    }

    fn is_complete(&self) -> bool {
        let names = self.level3.or(self.level2);
        names.is_some() && (self.target.is_some() || self.actual.is_some() || self.score.is_some())
    }

    fn find_unknown(&mut self, block: &Block<'_>) {
        let known: Vec<u32> = self.known().collect();
        let first = known.iter().min().copied().unwrap_or(1);
        let cells = (self.top..=self.bottom).flat_map(|row| block.worksheet.row(row));
        self.unknown = cells
            .filter(|cell| first < cell.column && !known.contains(&cell.column))
            .filter(|cell| cell.column == block.right_of(cell))
            .map(|cell| (cell.column, cell.text.trim().to_owned()))
            .collect();
    }
}

fn last_column(block: &Block<'_>, row: u32) -> u32 {
    let own = block
        .worksheet
        .row(row)
        .last()
        .map_or(0, |cell| block.right_of(cell));
    let merged = block
        .worksheet
        .merges
        .iter()
        .filter(|area| area.top <= row && row <= area.bottom);
    merged.map(|area| area.right).max().unwrap_or(0).max(own)
}
