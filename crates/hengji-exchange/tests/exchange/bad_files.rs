//! Bad files through the real worker: each gets its refusal or its finding, and the reader lives on.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{Formula, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::cases::{bytes, report_of};
use crate::worker::{bad, reader};

const GOOD: &str = "self_evaluation/se-009.xlsx";

/// The code with which a file is refused; `ok` when it is read.
fn verdict(file: &[u8]) -> String {
    reader()
        .forms(file)
        .map_or_else(|refusal| refusal.code().to_owned(), |_| "ok".to_owned())
}

/// A published workbook with one part replaced or added.
fn with_part(name: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes(GOOD))).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let part = archive.by_index(index).unwrap();
        if part.name().unwrap() != name {
            writer.raw_copy_file(part).unwrap();
        }
    }
    writer.start_file(name, SimpleFileOptions::default()).unwrap();
    writer.write_all(content).unwrap();
    writer.finish().unwrap().into_inner()
}

fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

/// A self-evaluation with one indicator row; amounts, project name and weight as given.
fn form(project: &str, executed: &str, weight: &str, actual: &str) -> Vec<u8> {
    let rows = [
        vec!["项目支出绩效自评表"],
        vec!["(2020年度)"],
        vec!["项目名称", project],
        vec!["项目资金(万元)", "", "年初预算数", "全年预算数", "全年执行数"],
        vec!["", "年度资金总额", "20", "20", executed],
        vec![
            "一级指标",
            "二级指标",
            "三级指标",
            "指标值",
            "完成值",
            "分值",
            "得分",
        ],
        vec![
            "产出指标",
            "数量指标",
            "养护里程",
            "≥300公里",
            actual,
            weight,
            "10",
        ],
    ];
    workbook(|sheet| {
        for (row, cells) in (0_u32..).zip(&rows) {
            for (column, text) in (0_u16..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                match text.strip_prefix("==") {
                    Some(formula) => sheet
                        .write_formula(row, column, Formula::new(formula).set_result("310"))
                        .unwrap(),
                    None => sheet.write_string(row, column, *text).unwrap(),
                };
            }
        }
    })
}

/// The codes found in a file that can be read.
fn codes(file: &[u8]) -> Vec<&'static str> {
    let forms = reader().forms(file).unwrap();
    forms
        .iter()
        .flat_map(|form| report_of(form, 2020).findings)
        .map(|finding| finding.code)
        .collect()
}

#[test]
fn files_that_are_no_workbooks_are_refused_by_what_they_are() {
    let whole = bytes(GOOD);
    for (file, expected) in [
        (Vec::new(), "workbook-empty"),
        (b"\x89PNG\r\n\x1a\nrenamed.xlsx".to_vec(), "not-a-workbook"),
        ("项目,金额\n甲,1\n".into(), "not-a-workbook"),
        (whole[..whole.len() / 2].to_vec(), "workbook-damaged"),
        (whole[..100].to_vec(), "workbook-damaged"),
        (vec![b'P'; (20 << 20) + 1], "workbook-too-large"),
        (bad("password.xlsx"), "workbook-password-protected"),
        (bad("password.xls"), "workbook-password-protected"),
        (bad("password.ods"), "workbook-password-protected"),
    ] {
        assert_eq!(verdict(&file), expected);
    }
}

#[test]
fn packages_with_something_hidden_in_them_are_refused() {
    for (part, content, expected) in [
        ("xl/vbaProject.bin", b"x".as_slice(), "workbook-macros"),
        (
            "xl/externalLinks/externalLink1.xml",
            b"<x/>",
            "workbook-external-link",
        ),
        ("xl/embeddings/oleObject1.bin", b"x", "workbook-embedded-object"),
        ("xl/styles.xml", b"<!DOCTYPE x><x/>", "workbook-doctype"),
        ("../evil.xml", b"<x/>", "workbook-unsafe-part-name"),
        (
            "xl/worksheets/sheet1.xml",
            b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\"",
            "workbook-damaged",
        ),
        ("xl/worksheets/sheet1.xml", b"no xml at all", "workbook-damaged"),
        ("xl/workbook.xml", b"<workbook/>", "workbook-without-content"),
    ] {
        assert_eq!(verdict(&with_part(part, content)), expected, "{part}");
    }
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let spaces = vec![b' '; 64 << 20];
    assert_eq!(
        verdict(&with_part("xl/worksheets/sheet1.xml", &spaces)),
        "workbook-ratio-too-high"
    );
    // One shared string of megabytes that does not deflate so well.
    let text: String = (0..3_000_000_u32)
        .map(|n| char::from(b'a' + u8::try_from(n.wrapping_mul(2_654_435_761) >> 27).unwrap() % 26))
        .collect();
    let strings = format!(
        "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"1\"><si><t>{text}</t></si></sst>"
    );
    let sheet = workbook(|sheet| {
        sheet.write_string(0, 0, "x").unwrap();
    });
    let mut archive = ZipArchive::new(Cursor::new(sheet)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let part = archive.by_index(index).unwrap();
        if part.name().unwrap() != "xl/sharedStrings.xml" {
            writer.raw_copy_file(part).unwrap();
        }
    }
    writer
        .start_file("xl/sharedStrings.xml", SimpleFileOptions::default())
        .unwrap();
    writer.write_all(strings.as_bytes()).unwrap();
    assert_eq!(
        verdict(&writer.finish().unwrap().into_inner()),
        "workbook-text-too-long"
    );
}

#[test]
fn cells_at_far_corners_are_refused_or_end_the_worker_alone() {
    let far = workbook(|sheet| {
        sheet
            .write_string(0, 0, "近")
            .unwrap()
            .write_string(1_048_575, 16_383, "远")
            .unwrap();
    });
    assert_eq!(verdict(&far), "workbook-too-many-rows");
    assert_eq!(verdict(&bad("far-corners.xls")), "workbook-reader-died");
    assert_eq!(verdict(&bytes(GOOD)), "ok");
}

#[test]
fn a_worksheet_of_many_rows_is_refused_with_the_number_and_the_limit() {
    let long = workbook(|sheet| {
        for row in 0..20_000 {
            sheet.write_string(row, 0, "行").unwrap();
        }
    });
    let refusal = reader().forms(&long).unwrap_err().to_string();
    assert!(
        refusal.contains("第 5001 行") && refusal.contains("上限为 5000 行"),
        "{refusal}"
    );
}

#[test]
fn absurd_contents_of_a_form_are_refused_or_found() {
    assert_eq!(
        verdict(&form(&"名".repeat(10_000), "20", "10", "310公里")),
        "form-name-too-long"
    );
    assert!(codes(&form("道路养护", "20", "-10", "310公里")).contains(&"weight-not-positive"));
    assert!(codes(&form("道路养护", "195000", "10", "310公里")).contains(&"unit-mismatch"));
    assert!(codes(&form("道路养护", "19.5元", "10", "310公里")).contains(&"unit-mismatch"));
    assert!(codes(&form("道路养护", "20", "10", "==A1+1")).contains(&"formula-cell"));
    assert!(codes(&form("", "20", "10", "310公里")).contains(&"project-name-missing"));
}

#[test]
fn odd_characters_pass_as_they_are() {
    let odd = "道路\u{200b}养护\u{202e}\u{20000}😀\u{e000}\tA";
    let forms = reader().forms(&form(odd, "20", "10", "310公里")).unwrap();
    assert_eq!(forms[0].project, odd);
}
