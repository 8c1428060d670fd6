//! Parts of a Word file: runs, paragraphs, tables.

use docx_rs::{
    AlignmentType, HeightRule, Paragraph, Run, RunFonts, SpecialIndentType, Table, TableCell,
    TableLayoutType, TableRow, VAlignType, WidthType,
};
use hengji_domain::paper::{Align, PaperTable, SignatureLine, printed_date};

use crate::data::{printed, whole_rows};

/// The red of the head.
pub(super) const RED: &str = "D0021B";
/// Two characters of 三号, in twentieths of a point.
const INDENT: i32 = 640;
/// 小四, of tables, in half points.
const CELL: usize = 24;
/// 五号, of wide tables.
const NARROW_CELL: usize = 21;
/// Up to so many columns a table is set in 小四.
const WIDE: usize = 5;

/// A face, by the names that offices know.
#[derive(Debug, Clone, Copy)]
pub(super) enum Face {
    /// 仿宋.
    Text,
    /// 黑体.
    Heading,
    /// 楷体.
    Subheading,
    /// 小标宋.
    Title,
}

impl Face {
    pub(super) fn fonts(self) -> RunFonts {
        let name = match self {
            Self::Text => "仿宋",
            Self::Heading => "黑体",
            Self::Subheading => "楷体",
            Self::Title => "方正小标宋简体",
        };
        RunFonts::new().east_asia(name).ascii(name).hi_ansi(name)
    }
}

pub(super) fn run(text: &str, face: Face, size: usize) -> Run {
    Run::new().add_text(printed(text)).fonts(face.fonts()).size(size)
}

pub(super) fn plain() -> Paragraph {
    Paragraph::new()
}

pub(super) fn line(text: &str) -> Paragraph {
    plain().add_run(Run::new().add_text(printed(text)))
}

pub(super) fn centred() -> Paragraph {
    plain().align(AlignmentType::Center)
}

pub(super) fn right() -> Paragraph {
    plain().align(AlignmentType::Right)
}

/// A paragraph of the text: its first line stands in by two characters. (The crate's `first_line_chars` writes
/// nothing that an office reads.)
pub(super) fn indented() -> Paragraph {
    plain()
        .align(AlignmentType::Both)
        .indent(None, Some(SpecialIndentType::FirstLine(INDENT)), None, None)
}

/// Issuer and date stand four characters from the right edge, under the seal.
pub(super) fn seal() -> Paragraph {
    right()
        .keep_lines(true)
        .indent(None, None, Some(2 * INDENT), None)
}

/// The number of the paper, with the red line under it.
pub(super) fn over_red_line(number: &str) -> Paragraph {
    let mut paragraph = centred().add_run(run(number, Face::Text, super::TEXT));
    let border = docx_rs::ParagraphBorder::new(docx_rs::ParagraphBorderPosition::Bottom)
        .val(docx_rs::BorderType::Single)
        .size(12)
        .space(8)
        .color(RED);
    paragraph.property = paragraph
        .property
        .set_borders(docx_rs::ParagraphBorders::with_empty().set(border));
    paragraph
}

pub(super) fn table(table: &PaperTable, width: usize) -> Table {
    let shares: Vec<usize> = table
        .columns
        .iter()
        .map(|column| usize::from(column.width.max(1)))
        .collect();
    let grid = widths(&shares, width);
    let size = if table.columns.len() <= WIDE {
        CELL
    } else {
        NARROW_CELL
    };
    let head = table
        .columns
        .iter()
        .zip(&grid)
        .map(|(column, width)| cell(&column.name, Face::Heading, size, AlignmentType::Center, *width));
    let mut rows = vec![TableRow::new(head.collect()).cant_split()];
    for row in whole_rows(table) {
        let cells = row
            .iter()
            .zip(&table.columns)
            .zip(&grid)
            .map(|((text, column), width)| {
                let align = match column.align {
                    Align::Left => AlignmentType::Left,
                    Align::Centre => AlignmentType::Center,
                    Align::Right => AlignmentType::Right,
                };
                cell(text, Face::Text, size, align, *width)
            });
        rows.push(TableRow::new(cells.collect()));
    }
    framed(rows, grid, width)
}

pub(super) fn signatures(lines: &[SignatureLine], width: usize) -> Table {
    let grid = widths(&[40, 24, 26, 30], width);
    let row = |texts: [&str; 4], face| {
        let cells = texts.iter().zip(&grid).map(|(text, width)| {
            cell(text, face, CELL, AlignmentType::Center, *width).vertical_align(VAlignType::Center)
        });
        TableRow::new(cells.collect()).cant_split()
    };
    let mut rows = vec![row(["单位", "身份", "签字", "日期"], Face::Heading)];
    for line in lines {
        let date = line
            .date
            .map_or_else(|| "    年  月  日".to_owned(), printed_date);
        let name = line.name.as_deref().unwrap_or_default();
        let texts = [line.party.as_str(), line.role.as_str(), name, date.as_str()];
        rows.push(
            row(texts, Face::Text)
                .row_height(740.0)
                .height_rule(HeightRule::AtLeast),
        );
    }
    framed(rows, grid.clone(), width)
}

fn framed(rows: Vec<TableRow>, grid: Vec<usize>, width: usize) -> Table {
    Table::new(rows)
        .set_grid(grid)
        .width(width, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
}

fn cell(text: &str, face: Face, size: usize, align: AlignmentType, width: usize) -> TableCell {
    let spacing = docx_rs::LineSpacing::new()
        .line_rule(docx_rs::LineSpacingType::AtLeast)
        .line(320);
    let paragraph = plain().align(align).line_spacing(spacing);
    TableCell::new()
        .width(width, WidthType::Dxa)
        .add_paragraph(paragraph.add_run(run(text, face, size)))
}

/// The whole width, divided by shares; what division leaves over goes to the last.
fn widths(shares: &[usize], width: usize) -> Vec<usize> {
    let whole: usize = shares.iter().sum::<usize>().max(1);
    let mut grid: Vec<usize> = shares.iter().map(|share| width * share / whole).collect();
    let left = width.saturating_sub(grid.iter().sum());
    if let Some(last) = grid.last_mut() {
        *last += left;
    }
    grid
}

/// Marks the first row of each table as its head, so that an office repeats it on every page: the crate has no
/// word for it. What people wrote cannot look like this, since its brackets are escaped.
pub(super) fn with_repeated_heads(document: &[u8]) -> Vec<u8> {
    const BEFORE: &str = "</w:tblGrid><w:tr><w:trPr>";
    let text = String::from_utf8_lossy(document);
    text.replace(BEFORE, &format!("{BEFORE}<w:tblHeader />"))
        .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_field() {
        assert_eq!(widths(&[1, 1, 1], 100), [33, 33, 34]);
        assert_eq!(widths(&[], 100), Vec::<usize>::new());
    }
}
