//! The text of a paper on a page: what is printed, laid out to be read on a screen.

use hengji_domain::paper::{Align, Block, Paper, PaperTable, SignatureLine, printed_date};
use maud::{Markup, html};

/// The whole text.
pub(crate) fn paper_text(paper: &Paper) -> Markup {
    html! {
        article class="official" aria-label="公文正文" {
            p class="issuer" { (paper.issuer) }
            p class="number" { @match &paper.number { Some(number) => (number) None => "(草稿,尚未编号)" } }
            h2 { (paper.title) }
            @if let Some(addressee) = &paper.addressee { p { (addressee) ":" } }
            @for block in &paper.blocks { (one(block)) }
            @if !paper.enclosures.is_empty() { p { "附件:" (paper.enclosures.join("、")) } }
            p class="issued" { (paper.issuer) br; (printed_date(paper.date)) }
            @if !paper.copies_to.is_empty() { p class="copies" { "抄送:" (paper.copies_to.join(",")) "。" } }
        }
    }
}

fn one(block: &Block) -> Markup {
    match block {
        Block::Heading { text, .. } => html! { h3 { (text) } },
        Block::Paragraph(text) => html! { p class="indent" { (text) } },
        Block::List(points) => html! { @for point in points { p class="indent" { (point) } } },
        Block::Table(table) => self::table(table),
        Block::Picture { caption, .. } => html! { p class="caption" { "(图:" (caption) ",见 PDF)" } },
        Block::Signatures(lines) => signatures(lines),
    }
}

fn table(table: &PaperTable) -> Markup {
    let class = |align: Align| match align {
        Align::Left => "",
        Align::Centre => "centre",
        Align::Right => "num",
    };
    html! {
        table class="list" {
            @if !table.caption.is_empty() { caption { (table.caption) } }
            thead { tr { @for column in &table.columns { th scope="col" class=(class(column.align)) { (column.name) } } } }
            tbody {
                @for row in &table.rows {
                    tr { @for (cell, column) in row.iter().zip(&table.columns) { td class=(class(column.align)) { (cell) } } }
                }
            }
        }
    }
}

fn signatures(lines: &[SignatureLine]) -> Markup {
    html! {
        table class="list" {
            thead { tr { th scope="col" { "单位" } th scope="col" { "身份" } th scope="col" { "签字" } th scope="col" { "日期" } } }
            tbody {
                @for line in lines {
                    tr { td { (line.party) } td { (line.role) } td { (line.name.as_deref().unwrap_or("—")) } td { @match line.date { Some(day) => (printed_date(day)) None => "—" } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::NaiveDate;
    use hengji_domain::paper::{PaperColumn, PaperKind};

    use super::*;

    #[test]
    fn what_people_wrote_in_a_paper_is_text_on_the_page() {
        let paper = Paper {
            kind: PaperKind::MonitoringFeedback,
            issuer: "示范区财政局".into(),
            number: None,
            title: "<script>".into(),
            addressee: Some("城管局".into()),
            blocks: vec![
                Block::Heading {
                    level: 1,
                    text: "一、情况".into(),
                },
                Block::List(vec!["1. <b>甲</b>".into()]),
                Block::Table(PaperTable {
                    caption: "表".into(),
                    columns: vec![PaperColumn::number("金额", 1)],
                    rows: vec![vec!["12.5".into()]],
                }),
                Block::Picture {
                    svg: "<svg onload=x>".into(),
                    caption: "曲线".into(),
                },
            ],
            enclosures: vec![],
            copies_to: vec!["区审计局".into()],
            date: NaiveDate::from_ymd_opt(2020, 8, 31).unwrap(),
            is_draft: true,
        };
        let shown = paper_text(&paper).into_string();
        for part in [
            "尚未编号",
            "&lt;script&gt;",
            "1. &lt;b&gt;甲",
            "class=\"num\">12.5",
            "2020年8月31日",
            "抄送:区审计局。",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert!(!shown.contains("onload"), "{shown}");
    }
}
