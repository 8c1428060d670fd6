//! Papers in Word: what stands in the parts of the file.

use std::io::{Cursor, Read};

use super::*;
use crate::sample;

fn document(paper: &Paper) -> String {
    let imprint = Imprint {
        digest: Some("ab".repeat(32)),
        mark: None,
    };
    let bytes = docx(paper, &imprint).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// The words, paragraph after paragraph.
fn words(xml: &str) -> String {
    let mut words = String::new();
    for part in xml.split("<w:t") {
        let Some((attributes, rest)) = part.split_once('>') else {
            continue;
        };
        if attributes.is_empty() || attributes.starts_with(" xml") {
            words.push_str(rest.split("</w:t>").next().unwrap_or_default());
        }
    }
    words
}

#[test]
fn the_word_file_has_the_same_words_as_the_paper() {
    let text = words(&document(&sample::letter()));
    for part in [
        "杭州市滨江区财政局",
        "区财绩监〔2020〕1号",
        "区城市管理局\u{ff1a}",
        "一、预算执行情况",
        "59.40%",
        "附件\u{ff1a}1. 现场核查记录",
        "2020年8月31日",
        "抄送\u{ff1a}区审计局\u{ff0c}局预算科。",
        "核验码 abababab",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn tables_repeat_their_heads_over_pages() {
    for paper in [sample::letter(), sample::minutes()] {
        assert_eq!(document(&paper).matches("<w:tblHeader />").count(), 1);
    }
}

#[test]
fn it_is_read_back_by_a_reader_of_word_files() {
    for paper in [sample::letter(), sample::minutes(), sample::report()] {
        let bytes = docx(&paper, &Imprint::default()).unwrap();
        let read = docx_rs::read_docx(&bytes).unwrap();
        assert!(5 < read.document.children.len());
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let make = || docx(&sample::letter(), &Imprint::default()).unwrap();
    assert!(make() == make());
}

#[test]
fn a_draft_says_so_and_a_drawing_leaves_its_caption() {
    let text = words(&document(&sample::report()));
    assert!(text.contains("【草稿】"), "{text}");
    assert!(
        text.contains("\u{ff08}图\u{ff1a}各维度得分\u{ff0c}见 PDF 正式文本\u{ff09}"),
        "{text}"
    );
}

#[test]
fn brackets_and_control_characters_do_not_break_the_file() {
    let mut paper = sample::letter();
    paper.title = "</w:tblGrid><w:tr><w:trPr>\u{0}\u{b}&".into();
    let xml = document(&paper);
    assert!(xml.contains("&lt;/w:tblGrid&gt;"), "{xml}");
    assert_eq!(xml.matches("<w:tblHeader />").count(), 1);
}

#[test]
fn a_long_issuer_is_set_smaller() {
    assert_eq!(issuer_size("区财政局"), 84);
    assert_eq!(issuer_size(&"局".repeat(20)), 44);
}
