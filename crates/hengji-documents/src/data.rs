//! What the template reads: the paper as JSON, with every text cleaned of what cannot be printed.

use hengji_domain::paper::{Block, Layout, Paper, PaperTable, SignatureLine, printed_date};
use serde_json::{Value, json};

use crate::Imprint;
use crate::fonts::Families;
use crate::punctuation::chinese;
use crate::svg;

/// The word across the pages of what is not issued.
const DRAFT: &str = "草稿";

pub(crate) fn json(paper: &Paper, imprint: &Imprint, families: &Families) -> Value {
    let layout = match paper.kind.layout() {
        Layout::RedHead => "red_head",
        Layout::Report => "report",
        Layout::Minutes => "minutes",
    };
    let texts = |list: &[String]| -> Vec<String> { list.iter().map(|text| printed(text)).collect() };
    let family = families.text.first().copied().unwrap_or_default();
    let blocks: Vec<Value> = paper
        .blocks
        .iter()
        .map(|block| self::block(block, family))
        .collect();
    json!({
        "layout": layout,
        "issuer": printed(&paper.issuer),
        "number": paper.number.as_deref().map(printed),
        "title": printed(&paper.title),
        "addressee": paper.addressee.as_deref().map(printed),
        "blocks": blocks,
        "enclosures": texts(&paper.enclosures),
        "copies_to": texts(&paper.copies_to),
        "date": printed_date(paper.date),
        "signs": !paper.blocks.iter().any(|block| matches!(block, Block::Signatures(_))),
        "digest": imprint.digest.as_deref().map(grouped),
        "mark": mark(paper, imprint),
        "fonts": {
            "text": families.text,
            "heading": families.heading,
            "subheading": families.subheading,
            "title": families.title,
        },
    })
}

/// The word across the pages, if any.
pub(crate) fn mark(paper: &Paper, imprint: &Imprint) -> Option<String> {
    match &imprint.mark {
        Some(mark) => Some(printed(mark)),
        None => paper.is_draft.then(|| DRAFT.to_owned()),
    }
}

fn block(block: &Block, family: &str) -> Value {
    match block {
        Block::Heading { level, text } => json!({ "is": "heading", "level": level, "text": printed(text) }),
        Block::Paragraph(text) => json!({ "is": "paragraphs", "texts": paragraphs(text) }),
        Block::List(points) => {
            let texts: Vec<String> = points.iter().flat_map(|point| paragraphs(point)).collect();
            json!({ "is": "paragraphs", "texts": texts })
        }
        Block::Table(table) => self::table(table),
        Block::Picture { svg, caption } => {
            json!({ "is": "picture", "svg": svg::for_print(svg, family), "caption": printed(caption) })
        }
        Block::Signatures(lines) => {
            json!({ "is": "signatures", "lines": lines.iter().map(signature).collect::<Vec<_>>() })
        }
    }
}

fn table(table: &PaperTable) -> Value {
    let columns = table.columns.iter().map(|column| {
        json!({ "name": printed(&column.name), "width": column.width.max(1), "align": column.align.code() })
    });
    json!({
        "is": "table",
        "caption": printed(&table.caption),
        "columns": columns.collect::<Vec<_>>(),
        "rows": whole_rows(table),
    })
}

/// The rows with as many cells as there are columns, so that a short one does not shift those after it.
pub(crate) fn whole_rows(table: &PaperTable) -> Vec<Vec<String>> {
    let whole = |row: &Vec<String>| -> Vec<String> {
        let cells = row.iter().map(|cell| breakable(&printed(cell)));
        cells
            .chain(std::iter::repeat(String::new()))
            .take(table.columns.len())
            .collect()
    };
    table.rows.iter().map(whole).collect()
}

fn signature(line: &SignatureLine) -> Value {
    json!({
        "party": printed(&line.party),
        "role": printed(&line.role),
        "name": line.name.as_deref().map(printed).unwrap_or_default(),
        "date": line.date.map(printed_date).unwrap_or_default(),
    })
}

/// A text of several lines as so many paragraphs.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    let lines = text.lines().map(printed);
    lines.filter(|line| !line.trim().is_empty()).collect()
}

/// The text with Chinese marks, and without control characters, which no XML may hold and no font can show.
pub(crate) fn printed(text: &str) -> String {
    let is_printable = |letter: &char| {
        *letter == '\n'
            || *letter == '\t'
            || !(letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}'))
    };
    chinese(&text.chars().filter(is_printable).collect::<String>())
}

/// So many letters and figures of a code stay on one line of a cell.
const UNBROKEN: usize = 4;

/// The text with places where a long code may go on in the next line: a cell of a table is narrow, and a code has no
/// blanks.
fn breakable(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    let mut run = 0;
    for letter in text.chars() {
        run = if letter.is_ascii_alphanumeric() {
            run + 1
        } else {
            0
        };
        if UNBROKEN < run {
            broken.push('\u{200b}');
            run = 1;
        }
        broken.push(letter);
    }
    broken
}

/// A digest in groups of eight, as a person compares it.
pub(crate) fn grouped(digest: &str) -> String {
    let mut shown = String::with_capacity(digest.len() + digest.len() / 8);
    for (index, letter) in digest.chars().enumerate() {
        if 0 < index && index.is_multiple_of(8) {
            shown.push(' ');
        }
        shown.push(letter);
    }
    shown
}

#[cfg(test)]
mod tests {
    use hengji_domain::paper::PaperColumn;

    use super::*;

    #[test]
    fn a_long_code_may_go_on_in_the_next_line() {
        assert_eq!(breakable("33019920T"), "3301\u{200b}9920\u{200b}T");
        assert_eq!(breakable("1,089.5 万元 2020"), "1,089.5 万元 2020");
    }

    #[test]
    fn control_characters_are_dropped_and_rare_letters_kept() {
        assert_eq!(printed("甲\u{0}乙\u{8}丙\u{fffe}\u{20bb7}"), "甲乙丙\u{20bb7}");
        assert_eq!(paragraphs("一\r\n\n 二\n"), ["一", " 二"]);
    }

    #[test]
    fn a_row_has_as_many_cells_as_there_are_columns() {
        let table = PaperTable {
            caption: String::new(),
            columns: vec![PaperColumn::text("甲", 1), PaperColumn::text("乙", 1)],
            rows: vec![vec!["1".into()], vec!["1".into(), "2".into(), "3".into()]],
        };
        assert_eq!(whole_rows(&table), [["1", ""], ["1", "2"]]);
    }

    #[test]
    fn a_digest_is_grouped_for_the_eye() {
        assert_eq!(grouped("0123456789abcdef01"), "01234567 89abcdef 01");
        assert_eq!(grouped(""), "");
    }
}
