//! A sheet as a table for a terminal, where a Chinese character is two columns wide.

use std::io::{self, Write};

use super::sheet::{Cell, Sheet};

/// Between two columns.
const GAP: &str = "  ";

/// Writes the table with its headings and a rule under them.
pub(super) fn write(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Vec<String>> = sheet
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| one_line(&cell.shown())).collect())
        .collect();
    let widths: Vec<usize> = sheet
        .header
        .iter()
        .enumerate()
        .map(|(place, name)| {
            let cells = rows.iter().filter_map(|row| row.get(place));
            cells.map(|cell| width(cell)).max().unwrap_or(0).max(width(name))
        })
        .collect();
    let right: Vec<bool> = (0..sheet.header.len())
        .map(|place| is_right(sheet, place))
        .collect();
    line(out, &sheet.header, &widths, &right)?;
    let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    line(out, &rules, &widths, &right)?;
    for row in &rows {
        line(out, row, &widths, &right)?;
    }
    Ok(())
}

/// A column of numbers only.
fn is_right(sheet: &Sheet, place: usize) -> bool {
    let mut cells = sheet.rows.iter().filter_map(|row| row.get(place)).peekable();
    cells.peek().is_some() && cells.all(Cell::is_right)
}

fn line(out: &mut dyn Write, cells: &[String], widths: &[usize], right: &[bool]) -> io::Result<()> {
    let mut text = String::new();
    for ((cell, wanted), is_right) in cells.iter().zip(widths).zip(right) {
        let space = " ".repeat(wanted.saturating_sub(width(cell)));
        let (before, behind) = if *is_right {
            (space.as_str(), "")
        } else {
            ("", space.as_str())
        };
        text.push_str(before);
        text.push_str(cell);
        text.push_str(behind);
        text.push_str(GAP);
    }
    writeln!(out, "{}", text.trim_end())
}

/// A cell on one line, without characters that would move a terminal's cursor.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// Columns of a terminal that a text takes.
fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// Whether Unicode counts the character as wide or full-width (UAX 11), for the scripts that occur here.
const fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f9ff}' | '\u{20000}'..='\u{3fffd}')
}
