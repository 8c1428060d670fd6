//! `hengji bench reports`: how long an evaluation report of sixty pages takes to be set.

use std::time::Duration;

use clap::Args;
use hengji_app::ports::{DocumentRefusal, Documents};
use hengji_domain::paper::{Block, Imprint, Paper, PaperColumn, PaperKind, PaperTable};
use serde::Serialize;

use super::meter::Meter;
use crate::data::Press;
use crate::demo::seed;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 评价报告:六十页的报告排成 PDF 和 Word 要多久
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji bench reports [选项]",
    after_help = "示例:\n  hengji bench reports --format json\n\n先排一封短信以读入字体,再重复测量;页数从排好的 PDF 中数出。请用发布版测量:cargo run --release -- bench reports"
)]
pub(super) struct Arguments {
    /// 重复几遍,默认 5
    #[arg(
        long,
        value_name = "遍数",
        default_value_t = 5,
        hide_default_value = true,
        help_heading = "选项"
    )]
    rounds: usize,
    /// 输出格式:text 文字(默认)或 json
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    format: Format,
}

/// Sections of the report: as many as fill sixty pages.
const SECTIONS: usize = 44;
/// Rows of the table of a section.
const ROWS: usize = 14;
/// Pages that the report must have at least for the measurement to count.
const PAGES_LEAST: usize = 60;

#[derive(Serialize)]
struct Answer {
    pages: usize,
    pdf_p50_ms: u64,
    pdf_max_ms: u64,
    pdf_bytes: usize,
    docx_p50_ms: u64,
    docx_max_ms: u64,
    docx_bytes: usize,
}

/// Measures.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let press = Press::new(None);
    let imprint = Imprint {
        digest: Some("3f9a".repeat(16)),
        mark: None,
    };
    // Fonts are read once in the life of a server, so they are read before the clock runs.
    press.pdf(&report(0, 1), &imprint).map_err(refused)?;
    let (mut pdfs, mut docxs) = (Vec::new(), Vec::new());
    let (mut pages, mut pdf_bytes, mut docx_bytes) = (usize::MAX, 0, 0);
    // Each round is another report, since the typesetter remembers what it has set.
    for round in 1..=arguments.rounds.max(1) {
        let paper = report(round, SECTIONS);
        let one = Meter::begin();
        let pdf = press.pdf(&paper, &imprint).map_err(refused)?;
        pdfs.push(one.read().wall);
        let one = Meter::begin();
        let docx = press.docx(&paper, &imprint).map_err(refused)?;
        docxs.push(one.read().wall);
        pages = pages.min(pages_of(&pdf));
        (pdf_bytes, docx_bytes) = (pdf.len(), docx.len());
    }
    if pages < PAGES_LEAST {
        return Err(Failure::fault(format!(
            "排出的报告只有 {pages} 页,不足 {PAGES_LEAST} 页,测量无效 [bench-report-short]"
        )));
    }
    let answer = Answer {
        pages,
        pdf_p50_ms: quantile(&mut pdfs, 50),
        pdf_max_ms: quantile(&mut pdfs, 100),
        pdf_bytes,
        docx_p50_ms: quantile(&mut docxs, 50),
        docx_max_ms: quantile(&mut docxs, 100),
        docx_bytes,
    };
    match arguments.format {
        Format::Json => output::print_json(&answer)?,
        Format::Text => output::print(&in_words(&answer))?,
    }
    Ok(Exit::Fine)
}

fn refused(refusal: DocumentRefusal) -> Failure {
    Failure::unusable(refusal.to_string())
}

/// Pages of a PDF: dictionaries of the type Page, which are not compressed.
fn pages_of(pdf: &[u8]) -> usize {
    let key = b"/Type";
    let starts = pdf
        .windows(key.len())
        .enumerate()
        .filter(|(_, bytes)| *bytes == key);
    starts
        .filter(|(at, _)| {
            let rest = pdf.get(at + key.len()..).unwrap_or_default();
            let rest = rest.trim_ascii_start();
            let after = rest.strip_prefix(b"/Page");
            after.is_some_and(|after| after.first().is_none_or(|byte| !byte.is_ascii_alphanumeric()))
        })
        .count()
}

fn report(round: usize, sections: usize) -> Paper {
    let mut blocks = Vec::new();
    for section in 1..=sections {
        blocks.push(Block::Heading {
            level: 1,
            text: format!("{section}、指标分析(第{round}稿)"),
        });
        for part in ["决策", "过程", "产出", "效益"] {
            blocks.push(Block::Paragraph(format!(
                "{part}部分满分25分,得21.5分,得分率86.0%。资金分配依据充分,部分街道的任务量与资金规模不匹配;\
                 补助档案基本完整,抽查60份档案中5份缺少审核意见;完成户数950户,完成率95.0%,未完成部分没有说明原因。"
            )));
        }
        let row = |number: usize| {
            vec![
                "过程".to_owned(),
                format!("资金管理 / 第{section}-{number}项(第{round}稿)"),
                "6".to_owned(),
                "4.5".to_owned(),
                "75.0%".to_owned(),
            ]
        };
        blocks.push(Block::Table(PaperTable {
            caption: format!("评分表{section}"),
            columns: vec![
                PaperColumn::word("部分", 2),
                PaperColumn::text("指标", 7),
                PaperColumn::number("分值", 2),
                PaperColumn::number("得分", 2),
                PaperColumn::number("得分率", 2),
            ],
            rows: (1..=ROWS).map(row).collect(),
        }));
    }
    Paper {
        kind: PaperKind::EvaluationReport,
        issuer: "示范区财政局".into(),
        number: Some(format!("区财绩价〔2021〕{round}号")),
        title: "老旧小区综合改造补助政策绩效评价报告".into(),
        addressee: Some("区市政设施管理中心".into()),
        blocks,
        enclosures: vec![],
        copies_to: vec![],
        date: seed::OPENS_AT.shanghai_date(),
        is_draft: false,
    }
}

/// The time below which so many of a hundred stay, in milliseconds, rounded up.
fn quantile(times: &mut [Duration], percent: usize) -> u64 {
    times.sort_unstable();
    let at = (times.len().saturating_sub(1)) * percent / 100;
    times.get(at).map_or(0, |time| {
        u64::try_from(time.as_micros().div_ceil(1_000)).unwrap_or(u64::MAX)
    })
}

fn in_words(answer: &Answer) -> String {
    format!(
        "{} 页\nPDF:p50 {} 毫秒,最长 {} 毫秒,{} 字节\nWord:p50 {} 毫秒,最长 {} 毫秒,{} 字节\n",
        answer.pages,
        answer.pdf_p50_ms,
        answer.pdf_max_ms,
        answer.pdf_bytes,
        answer.docx_p50_ms,
        answer.docx_max_ms,
        answer.docx_bytes
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_round_is_another_report_of_as_many_sections_as_asked() {
        assert_ne!(report(1, 2), report(2, 2));
        let headings = |paper: &Paper| {
            let all = paper.blocks.iter();
            all.filter(|block| matches!(block, Block::Heading { .. })).count()
        };
        assert_eq!(headings(&report(1, 3)), 3);
    }

    #[test]
    fn pages_are_counted_and_their_tree_is_not() {
        let pdf = b"<< /Type /Pages /Count 2 >> << /Type/Page /Parent 1 0 R >> << /Type /Page>> /Type /Font";
        assert_eq!(pages_of(pdf), 2);
    }
}
