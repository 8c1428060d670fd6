//! Papers in print: what a reader that is not ours finds in them.

use std::process::Command;

use hengji_domain::paper::{Block, PaperColumn, PaperTable};

use super::*;
use crate::sample;

/// The text of each page, by a program that is not ours.
fn pages(bytes: &[u8]) -> Vec<String> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("paper.pdf");
    std::fs::write(&path, bytes).unwrap();
    let output = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8"])
        .arg(&path)
        .arg("-")
        .output()
        .expect("pdftotext, of Debian's poppler-utils, reads the papers in tests");
    let text = String::from_utf8(output.stdout).unwrap();
    let mut pages: Vec<String> = text.split('\u{c}').map(str::to_owned).collect();
    assert_eq!(pages.pop().as_deref(), Some(""), "every page ends in a form feed");
    pages
}

/// Without the spaces by which the layout is imitated.
fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

fn set(paper: &Paper) -> Vec<u8> {
    let fonts = Fonts::find(None).unwrap();
    pdf(paper, &Imprint::default(), &fonts).unwrap()
}

#[test]
fn a_letter_has_the_parts_of_an_official_paper_in_their_order() {
    let all = pages(&set(&sample::letter())).concat();
    let text = dense(&all);
    let parts = [
        "杭州市滨江区财政局",
        "区财绩监〔2020〕1号",
        "关于道路设施维修养护项目绩效重点监控情况的反馈书",
        "区城市管理局\u{ff1a}",
        "一、预算执行情况",
        "\u{ff08}一\u{ff09}主要原因",
        "绩效指标完成情况表",
        "59.40%",
        "附件\u{ff1a}1.现场核查记录",
        "2.支付明细表",
        "2020年8月31日",
        "抄送\u{ff1a}区审计局\u{ff0c}局预算科。",
    ];
    let mut from = 0;
    for part in parts {
        let at = text[from..]
            .find(part)
            .unwrap_or_else(|| panic!("{part} after byte {from}: {text}"));
        from += at;
    }
}

#[test]
fn a_table_over_pages_repeats_its_head_and_pages_are_numbered() {
    let mut letter = sample::letter();
    for block in &mut letter.blocks {
        if let Block::Table(table) = block {
            table.rows = std::iter::repeat_n(&table.rows, 5).flatten().cloned().collect();
        }
    }
    let pages = pages(&set(&letter));
    let with_rows = pages
        .iter()
        .filter(|page| dense(page).contains("标段完成"))
        .count();
    assert!(1 < with_rows, "{pages:?}");
    for (index, page) in pages.iter().enumerate() {
        let text = dense(page);
        assert_eq!(
            text.contains("绩效指标目标值完成值完成率"),
            text.contains("标段完成"),
            "page {}: {text}",
            index + 1
        );
        assert!(
            text.contains(&format!("—{}—", index + 1)),
            "page {}: {text}",
            index + 1
        );
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes_whatever_was_set_between() {
    let fonts = Fonts::find(None).unwrap();
    let letter = sample::letter();
    let first = pdf(&letter, &Imprint::default(), &fonts).unwrap();
    pdf(&sample::report(), &Imprint::default(), &fonts).unwrap();
    comemo::evict(0);
    let fresh = Fonts::find(None).unwrap();
    assert!(first == pdf(&letter, &Imprint::default(), &fresh).unwrap());
}

#[test]
fn fonts_are_embedded_as_subsets_in_an_archive_format() {
    let bytes = set(&sample::letter());
    assert!(bytes.len() < 200_000, "{} bytes", bytes.len());
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("pdfaid:part") && text.contains("pdfaid:conformance"));
}

#[test]
fn a_draft_and_a_withdrawn_paper_say_so_and_a_digest_is_printed() {
    let fonts = Fonts::find(None).unwrap();
    let draft = pages(&pdf(&sample::report(), &Imprint::default(), &fonts).unwrap()).concat();
    assert!(dense(&draft).contains("草稿") || draft.contains('草'), "{draft}");
    let imprint = Imprint {
        digest: Some("00ff".repeat(16)),
        mark: Some("已撤回".into()),
    };
    for page in pages(&pdf(&sample::letter(), &imprint, &fonts).unwrap()) {
        assert!(dense(&page).contains("核验码00ff00ff00ff00ff"), "{page}");
    }
}

#[test]
fn minutes_end_with_blank_fields_for_pens() {
    let text = dense(&pages(&set(&sample::minutes())).concat());
    assert!(text.contains("单位身份签字日期"), "{text}");
    assert!(text.contains("区财政局绩效科审核人年月日"), "{text}");
    assert!(!text.contains("抄送"), "{text}");
}

#[test]
fn what_people_wrote_is_printed_and_never_run() {
    let mut paper = sample::letter();
    let hostile = "#read(\"/etc/passwd\") $x$ *粗* `码` \\ @此 <签> #{panic()} 〔〕";
    paper.blocks = vec![
        Block::Paragraph(hostile.into()),
        Block::Table(PaperTable {
            caption: hostile.into(),
            columns: vec![PaperColumn::text("#1+1", 1)],
            rows: vec![vec![hostile.into()]],
        }),
    ];
    let text = dense(&pages(&set(&paper)).concat());
    assert!(
        text.contains("#read(\"/etc/passwd\")$x$*粗*`码`\\@此<签>#{panic()}〔〕"),
        "{text}"
    );
    assert!(text.contains("#1+1"), "{text}");
}

#[test]
fn a_character_without_a_glyph_costs_the_archive_format_and_not_the_paper() {
    let mut paper = sample::letter();
    // A private-use character, as left by other people's input methods.
    paper.blocks = vec![Block::Paragraph("养护\u{e815}里程".into())];
    let bytes = set(&paper);
    assert!(dense(&pages(&bytes).concat()).contains("里程"));
}

#[test]
fn a_drawing_that_is_none_is_refused_with_words_for_the_log() {
    let mut paper = sample::report();
    paper.blocks = vec![Block::Picture {
        svg: "no drawing".into(),
        caption: "图".into(),
    }];
    let fonts = Fonts::find(None).unwrap();
    let refusal = pdf(&paper, &Imprint::default(), &fonts).unwrap_err().to_string();
    assert!(refusal.ends_with("[paper-not-set]"), "{refusal}");
}

#[test]
fn papers_are_drawn_for_a_look() {
    // Written only where somebody asks for it: `PAPERS_LOOK=directory`.
    let Some(directory) = std::env::var_os("PAPERS_LOOK") else {
        return;
    };
    let imprint = Imprint {
        digest: Some("3f9a".repeat(16)),
        mark: None,
    };
    let fonts = Fonts::find(None).unwrap();
    for (name, paper) in [
        ("letter", sample::letter()),
        ("minutes", sample::minutes()),
        ("report", sample::report()),
    ] {
        let path = std::path::Path::new(&directory);
        std::fs::write(
            path.join(name).with_extension("pdf"),
            pdf(&paper, &imprint, &fonts).unwrap(),
        )
        .unwrap();
        std::fs::write(
            path.join(name).with_extension("docx"),
            crate::docx(&paper, &imprint).unwrap(),
        )
        .unwrap();
    }
}
