//! `hengji bench letters`: how long a letter of two pages takes to be set.

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

/// 公文:两页的反馈书排成 PDF 和 Word 要多久
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji bench letters [选项]",
    after_help = "示例:\n  hengji bench letters --format json\n\n先排一次以读入字体,再重复测量。请用发布版测量:cargo run --release -- bench letters"
)]
pub(super) struct Arguments {
    /// 重复几遍,默认 50
    #[arg(
        long,
        value_name = "遍数",
        default_value_t = 50,
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

/// Rows of the table: enough to carry the letter over to its second page.
const ROWS: u32 = 12;

#[derive(Serialize)]
struct Answer {
    first_pdf_ms: u64,
    pdf_p50_us: u64,
    pdf_p99_us: u64,
    pdf_bytes: usize,
    docx_p50_us: u64,
    docx_p99_us: u64,
    docx_bytes: usize,
}

/// Measures.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let press = Press::new(None);
    let imprint = Imprint {
        digest: Some("3f9a".repeat(16)),
        mark: None,
    };
    let cold = Meter::begin();
    let pdf = press.pdf(&letter(0), &imprint).map_err(refused)?;
    let first_pdf_ms = cold.read().wall_ms();
    let docx = press.docx(&letter(0), &imprint).map_err(refused)?;
    // Each round is another letter, since the typesetter remembers what it has set.
    let (mut pdfs, mut docxs) = (Vec::new(), Vec::new());
    for round in 1..=arguments.rounds.max(1) {
        let paper = letter(round);
        let one = Meter::begin();
        press.pdf(&paper, &imprint).map_err(refused)?;
        pdfs.push(one.read().wall);
        let one = Meter::begin();
        press.docx(&paper, &imprint).map_err(refused)?;
        docxs.push(one.read().wall);
    }
    let answer = Answer {
        first_pdf_ms,
        pdf_p50_us: quantile(&mut pdfs, 50),
        pdf_p99_us: quantile(&mut pdfs, 99),
        pdf_bytes: pdf.len(),
        docx_p50_us: quantile(&mut docxs, 50),
        docx_p99_us: quantile(&mut docxs, 99),
        docx_bytes: docx.len(),
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

fn letter(round: usize) -> Paper {
    let paragraph = |text: &str| Block::Paragraph(text.to_owned());
    let row = |number: u32| {
        vec![
            format!("道路设施维修养护第{number}标段完成里程(第{round}稿)"),
            "≥266公里".to_owned(),
            "158公里".to_owned(),
            "有可能".to_owned(),
        ]
    };
    let heading = |text: &str| Block::Heading {
        level: 1,
        text: text.to_owned(),
    };
    Paper {
        kind: PaperKind::MonitoringFeedback,
        issuer: "示范区财政局".into(),
        number: Some(format!("区财绩监〔2020〕{round}号")),
        title: "关于道路设施维修养护项目绩效重点监控情况的反馈书".into(),
        addressee: Some("市政设施管理中心".into()),
        blocks: vec![
            paragraph(
                "我局对你单位2020年度道路设施维修养护项目的预算执行和绩效目标实现情况开展了重点监控。现将发现的情况反馈如下。",
            ),
            heading("一、预算执行情况"),
            paragraph(
                "该项目年度预算1,200万元,截至2020年7月31日累计执行350万元,执行率29.16%,预算执行灯为红;项目综合灯为红。",
            ),
            heading("二、绩效目标完成情况"),
            Block::Table(PaperTable {
                caption: "1—7月绩效指标完成情况".into(),
                columns: vec![
                    PaperColumn::text("绩效指标", 5),
                    PaperColumn::word("年度指标值", 3),
                    PaperColumn::word("实际完成值", 3),
                    PaperColumn::word("完成可能性", 2),
                ],
                rows: (1..=ROWS).map(row).collect(),
            }),
            heading("三、存在的问题"),
            Block::List(vec!["1. 部分工程量签证滞后,支付进度慢于形象进度。".into()]),
            paragraph("请你单位针对上述问题制定措施、及时纠正,于2020年9月29日前将整改情况书面答复我局。"),
        ],
        enclosures: vec![],
        copies_to: vec!["区城市管理局".into()],
        date: seed::OPENS_AT.shanghai_date(),
        is_draft: false,
    }
}

/// The time below which so many of a hundred stay, in microseconds.
fn quantile(times: &mut [Duration], percent: usize) -> u64 {
    times.sort_unstable();
    let at = (times.len().saturating_sub(1)) * percent / 100;
    times
        .get(at)
        .map_or(0, |time| u64::try_from(time.as_micros()).unwrap_or(u64::MAX))
}

fn in_words(answer: &Answer) -> String {
    format!(
        "PDF:首次(含读字体){} 毫秒,之后 p50 {} 微秒,p99 {} 微秒,{} 字节\nWord:p50 {} 微秒,p99 {} 微秒,{} 字节\n",
        answer.first_pdf_ms,
        answer.pdf_p50_us,
        answer.pdf_p99_us,
        answer.pdf_bytes,
        answer.docx_p50_us,
        answer.docx_p99_us,
        answer.docx_bytes
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_round_is_another_letter() {
        assert_ne!(letter(1), letter(2));
    }
}
