//! Merged areas of .ods worksheets, which the reader does not tell.

use std::collections::HashMap;

use super::Area;
use super::tags::{Tag, tags};
use crate::limits::Limits;
use crate::precheck::part_text;

/// Merged areas by name of the worksheet.
pub(super) fn merges_by_worksheet(bytes: &[u8], limits: &Limits) -> HashMap<String, Vec<Area>> {
    let mut all: HashMap<String, Vec<Area>> = HashMap::new();
    let Some(content) = part_text(bytes, "content.xml", limits) else {
        return all;
    };
    let mut name = String::new();
    let (mut row, mut next_row, mut column) = (0_u32, 1_u32, 1_u32);
    for tag in tags(&content) {
        match tag.name {
            "table:table" => {
                name = tag.attribute("table:name").unwrap_or_default();
                (row, next_row) = (0, 1);
            }
            "table:table-row" => {
                row = next_row;
                next_row = row.saturating_add(tag.number("table:number-rows-repeated").unwrap_or(1));
                column = 1;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                if let Some(area) = spanned(&tag, row, column) {
                    all.entry(name.clone()).or_default().push(area);
                }
                column = column.saturating_add(tag.number("table:number-columns-repeated").unwrap_or(1));
            }
            _ => {}
        }
    }
    all
}

fn spanned(tag: &Tag<'_>, row: u32, column: u32) -> Option<Area> {
    let rows = tag.number("table:number-rows-spanned").unwrap_or(1);
    let columns = tag.number("table:number-columns-spanned").unwrap_or(1);
    (1 < rows || 1 < columns).then(|| Area {
        top: row,
        left: column,
        bottom: row.saturating_add(rows.saturating_sub(1)),
        right: column.saturating_add(columns.saturating_sub(1)),
    })
}
