//! Word: the same paper to be edited, with the margins and type sizes of the PDF.
//!
//! Drawings stay out: Word cannot hold SVG in a way that older offices open. Their captions stand in their place.

mod parts;

use std::io::Cursor;

use docx_rs::{Docx, Footer, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph};
use hengji_domain::paper::{Block, Layout, Paper, printed_date};

use crate::data::{grouped, mark, paragraphs, printed};
use crate::{Imprint, PaperError};
use parts::{Face, RED, centred, indented, line, plain, right, run};

/// 三号 in half points.
const TEXT: usize = 32;
/// 二号.
const TITLE: usize = 44;
/// 四号.
const SMALL: usize = 28;
/// Width of the text field, 156 mm, in twentieths of a point.
const FIELD: usize = 8_844;
/// One of the twenty-two lines of a page.
const LINE: i32 = 580;

/// Writes the paper as a Word file. The same paper gives the same bytes.
///
/// # Errors
///
/// [`PaperError::NotWritten`] when the file cannot be put together.
pub fn docx(paper: &Paper, imprint: &Imprint) -> Result<Vec<u8>, PaperError> {
    let margin = PageMargin::new()
        .top(2_098)
        .bottom(1_984)
        .left(1_587)
        .right(1_474)
        .header(850)
        .footer(1_400)
        .gutter(0);
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(LINE);
    let mut docx = Docx::new()
        .page_size(11_906, 16_838)
        .page_margin(margin)
        .default_fonts(Face::Text.fonts())
        .default_size(TEXT)
        .default_line_spacing(spacing)
        .footer(footer());
    for paragraph in head(paper, imprint) {
        docx = docx.add_paragraph(paragraph);
    }
    for block in &paper.blocks {
        docx = add(docx, block);
    }
    for paragraph in foot(paper, imprint) {
        docx = docx.add_paragraph(paragraph);
    }
    let mut package = docx.build();
    package.document = parts::with_repeated_heads(&package.document);
    let mut bytes = Cursor::new(Vec::new());
    package
        .pack(&mut bytes)
        .map_err(|error| PaperError::NotWritten(error.to_string()))?;
    Ok(bytes.into_inner())
}

fn footer() -> Footer {
    let number = centred()
        .add_run(run("— ", Face::Text, SMALL))
        .add_page_num(PageNum::new())
        .add_run(run(" —", Face::Text, SMALL));
    Footer::new().add_paragraph(number)
}

fn head(paper: &Paper, imprint: &Imprint) -> Vec<Paragraph> {
    let mut lines = Vec::new();
    if let Some(mark) = mark(paper, imprint) {
        lines.push(right().add_run(run(&format!("【{mark}】"), Face::Heading, SMALL).color(RED)));
    }
    let number = paper.number.as_deref().unwrap_or_default();
    let title = centred()
        .line_spacing(
            LineSpacing::new()
                .line_rule(LineSpacingType::Auto)
                .before(400)
                .after(300),
        )
        .add_run(run(&paper.title, Face::Title, TITLE));
    if paper.kind.layout() == Layout::RedHead {
        let roomy = LineSpacing::new()
            .line_rule(LineSpacingType::Auto)
            .before(1_400)
            .after(500);
        lines.push(
            centred()
                .line_spacing(roomy)
                .add_run(run(&paper.issuer, Face::Title, issuer_size(&paper.issuer)).color(RED)),
        );
        lines.push(parts::over_red_line(number));
        lines.push(title);
    } else {
        lines.push(title);
        let under = match paper.kind.layout() {
            Layout::Report => vec![number, &paper.issuer],
            Layout::Minutes | Layout::RedHead => vec![number],
        };
        for text in under.into_iter().filter(|text| !text.is_empty()) {
            lines.push(centred().add_run(run(text, Face::Subheading, TEXT)));
        }
        lines.push(centred().add_run(run(&printed_date(paper.date), Face::Subheading, TEXT)));
        lines.push(line(""));
    }
    if let Some(addressee) = &paper.addressee {
        lines.push(line(&format!("{addressee}\u{ff1a}")));
    }
    lines
}

/// As large as fits in one line, and no larger than the head of an official paper is.
fn issuer_size(issuer: &str) -> usize {
    // Half points: 20 to a point of the field's 7.8 thousand twentieths, less a margin.
    let letters = issuer.chars().count().max(1);
    (FIELD / 10 / letters).min(84)
}

fn add(mut docx: Docx, block: &Block) -> Docx {
    match block {
        Block::Heading { level, text } => {
            let face = match level {
                1 => Face::Heading,
                2 => Face::Subheading,
                _ => Face::Text,
            };
            let heading = indented()
                .keep_next(true)
                .outline_lvl(usize::from(level.saturating_sub(1)));
            docx.add_paragraph(heading.add_run(run(text, face, TEXT)))
        }
        Block::Paragraph(text) => {
            for text in paragraphs(text) {
                docx = docx.add_paragraph(indented().add_run(run(&text, Face::Text, TEXT)));
            }
            docx
        }
        Block::List(points) => {
            for text in points.iter().flat_map(|point| paragraphs(point)) {
                docx = docx.add_paragraph(indented().add_run(run(&text, Face::Text, TEXT)));
            }
            docx
        }
        Block::Table(table) => {
            if !table.caption.is_empty() {
                let caption = centred().keep_next(true);
                docx = docx.add_paragraph(caption.add_run(run(&table.caption, Face::Heading, SMALL)));
            }
            docx.add_table(parts::table(table, FIELD)).add_paragraph(line(""))
        }
        Block::Picture { caption, .. } => {
            let words = format!("(图:{},见 PDF 正式文本)", printed(caption));
            docx.add_paragraph(centred().add_run(run(&words, Face::Heading, SMALL)))
        }
        Block::Signatures(lines) => docx
            .add_paragraph(line(""))
            .add_table(parts::signatures(lines, FIELD))
            .add_paragraph(line("")),
    }
}

fn foot(paper: &Paper, imprint: &Imprint) -> Vec<Paragraph> {
    let mut lines = Vec::new();
    let several = 1 < paper.enclosures.len();
    for (index, name) in paper.enclosures.iter().enumerate() {
        if index == 0 {
            lines.push(line(""));
        }
        let lead = if index == 0 { "附件\u{ff1a}" } else { "   " };
        let count = if several {
            format!("{}. ", index + 1)
        } else {
            String::new()
        };
        lines.push(indented().add_run(run(&format!("{lead}{count}{name}"), Face::Text, TEXT)));
    }
    let signs = !paper
        .blocks
        .iter()
        .any(|block| matches!(block, Block::Signatures(_)));
    if signs && paper.kind.layout() == Layout::RedHead {
        lines.extend([line(""), line("")]);
        for text in [paper.issuer.clone(), printed_date(paper.date)] {
            lines.push(parts::seal().add_run(run(&text, Face::Text, TEXT)));
        }
    }
    if !paper.copies_to.is_empty() {
        lines.push(line(""));
        let words = format!("抄送\u{ff1a}{}。", paper.copies_to.join("\u{ff0c}"));
        lines.push(plain().add_run(run(&words, Face::Text, SMALL)));
    }
    if let Some(digest) = &imprint.digest {
        lines.push(centred().add_run(run(&format!("核验码 {}", grouped(digest)), Face::Text, 15)));
    }
    lines
}

#[cfg(test)]
mod tests;
