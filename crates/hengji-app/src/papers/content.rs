//! The text of a paper as it is kept: one shape for the digest, the page and the print.
//!
//! The order of the fields never changes within a format, so that the same text has the same digest for ever.

use hengji_domain::NaiveDate;
use hengji_domain::paper::{Align, Block, Paper, PaperColumn, PaperKind, PaperTable, SignatureLine};
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The present format; a later change of the shape takes the next number.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Content {
    format: u32,
    kind: String,
    issuer: String,
    number: Option<String>,
    title: String,
    addressee: Option<String>,
    date: String,
    blocks: Vec<Part>,
    enclosures: Vec<String>,
    copies_to: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Part {
    Heading { level: u8, text: String },
    Paragraph(String),
    List(Vec<String>),
    Table(TablePart),
    Picture { svg: String, caption: String },
    Signatures(Vec<SignaturePart>),
}

#[derive(Serialize, Deserialize)]
struct TablePart {
    caption: String,
    columns: Vec<ColumnPart>,
    rows: Vec<Vec<String>>,
}

#[derive(Serialize, Deserialize)]
struct ColumnPart {
    name: String,
    width: u16,
    align: String,
}

#[derive(Serialize, Deserialize)]
struct SignaturePart {
    party: String,
    role: String,
    name: Option<String>,
    date: Option<String>,
}

/// The text of an issued paper.
///
/// # Errors
///
/// [`AppError::Fault`] when it cannot be written.
pub(crate) fn written(paper: &Paper) -> Result<String, AppError> {
    let content = Content {
        format: FORMAT,
        kind: paper.kind.code().to_owned(),
        issuer: paper.issuer.clone(),
        number: paper.number.clone(),
        title: paper.title.clone(),
        addressee: paper.addressee.clone(),
        date: paper.date.to_string(),
        blocks: paper.blocks.iter().map(part).collect(),
        enclosures: paper.enclosures.clone(),
        copies_to: paper.copies_to.clone(),
    };
    serde_json::to_string(&content).map_err(AppError::fault)
}

/// The paper that was written so.
///
/// # Errors
///
/// [`AppError::Fault`] for a text that the product cannot have written.
pub(crate) fn read(text: &str) -> Result<Paper, AppError> {
    let content: Content = serde_json::from_str(text).map_err(AppError::fault)?;
    let unknown = |what: &str, code: &str| AppError::fault(format!("公文{what}“{code}”未知"));
    if content.format != FORMAT {
        return Err(unknown("格式", &content.format.to_string()));
    }
    let kind = PaperKind::from_code(&content.kind).ok_or_else(|| unknown("种类", &content.kind))?;
    let blocks = content.blocks.into_iter().map(block);
    Ok(Paper {
        kind,
        issuer: content.issuer,
        number: content.number,
        title: content.title,
        addressee: content.addressee,
        blocks: blocks
            .collect::<Option<_>>()
            .ok_or_else(|| unknown("内容", &content.kind))?,
        enclosures: content.enclosures,
        copies_to: content.copies_to,
        date: day(&content.date).ok_or_else(|| unknown("日期", &content.date))?,
        is_draft: false,
    })
}

fn part(block: &Block) -> Part {
    match block {
        Block::Heading { level, text } => Part::Heading {
            level: *level,
            text: text.clone(),
        },
        Block::Paragraph(text) => Part::Paragraph(text.clone()),
        Block::List(points) => Part::List(points.clone()),
        Block::Table(table) => Part::Table(TablePart {
            caption: table.caption.clone(),
            columns: table
                .columns
                .iter()
                .map(|column| ColumnPart {
                    name: column.name.clone(),
                    width: column.width,
                    align: column.align.code().to_owned(),
                })
                .collect(),
            rows: table.rows.clone(),
        }),
        Block::Picture { svg, caption } => Part::Picture {
            svg: svg.clone(),
            caption: caption.clone(),
        },
        Block::Signatures(lines) => Part::Signatures(
            lines
                .iter()
                .map(|line| SignaturePart {
                    party: line.party.clone(),
                    role: line.role.clone(),
                    name: line.name.clone(),
                    date: line.date.map(|day| day.to_string()),
                })
                .collect(),
        ),
    }
}

fn block(part: Part) -> Option<Block> {
    Some(match part {
        Part::Heading { level, text } => Block::Heading { level, text },
        Part::Paragraph(text) => Block::Paragraph(text),
        Part::List(points) => Block::List(points),
        Part::Table(table) => {
            let column = |column: ColumnPart| {
                Some(PaperColumn {
                    align: Align::from_code(&column.align)?,
                    name: column.name,
                    width: column.width,
                })
            };
            Block::Table(PaperTable {
                caption: table.caption,
                columns: table.columns.into_iter().map(column).collect::<Option<_>>()?,
                rows: table.rows,
            })
        }
        Part::Picture { svg, caption } => Block::Picture { svg, caption },
        Part::Signatures(lines) => {
            let line = |line: SignaturePart| {
                Some(SignatureLine {
                    party: line.party,
                    role: line.role,
                    name: line.name,
                    date: match line.date {
                        Some(text) => Some(day(&text)?),
                        None => None,
                    },
                })
            };
            Block::Signatures(lines.into_iter().map(line).collect::<Option<_>>()?)
        }
    })
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Paper {
        Paper {
            kind: PaperKind::ReviewMinutes,
            issuer: "示范区财政局".into(),
            number: Some("区财绩审〔2020〕1号".into()),
            title: "纪要".into(),
            addressee: None,
            blocks: vec![
                Block::Heading {
                    level: 1,
                    text: "一、情况".into(),
                },
                Block::Paragraph("文字".into()),
                Block::List(vec!["1. 甲".into()]),
                Block::Table(PaperTable {
                    caption: String::new(),
                    columns: vec![PaperColumn::number("金额", 2)],
                    rows: vec![vec!["1".into()]],
                }),
                Block::Picture {
                    svg: "<svg/>".into(),
                    caption: "图".into(),
                },
                Block::Signatures(vec![SignatureLine {
                    party: "区城管局".into(),
                    role: "审核人".into(),
                    name: None,
                    date: NaiveDate::from_ymd_opt(2020, 8, 3),
                }]),
            ],
            enclosures: vec!["清单".into()],
            copies_to: vec!["区审计局".into()],
            date: NaiveDate::from_ymd_opt(2020, 8, 31).unwrap(),
            is_draft: false,
        }
    }

    #[test]
    fn every_part_of_a_paper_is_read_back_as_it_was_written() {
        let text = written(&paper()).unwrap();
        assert_eq!(read(&text).unwrap(), paper());
        assert_eq!(written(&read(&text).unwrap()).unwrap(), text);
        assert!(
            text.starts_with("{\"format\":1,\"kind\":\"review_minutes\""),
            "{text}"
        );
    }

    #[test]
    fn a_text_of_another_format_is_a_fault() {
        let text = written(&paper()).unwrap();
        for (from, to) in [
            ("\"format\":1", "\"format\":2"),
            ("review_minutes", "love_letter"),
            ("\"align\":\"right\"", "\"align\":\"up\""),
            ("2020-08-31", "2020-08-32"),
            ("2020-08-03", "August"),
            ("{", "["),
        ] {
            let changed = text.replacen(from, to, 1);
            assert!(matches!(read(&changed), Err(AppError::Fault(_))), "{to}");
        }
    }
}
