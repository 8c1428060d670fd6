//! `hengji check` on published forms and on files that are none.

use std::path::Path;

use serde_json::Value;

use crate::run::{Ran, fixture, hengji};

fn check(path: &Path) -> Ran {
    let path = path.to_string_lossy();
    hengji([
        "check",
        &path,
        "--division",
        "330108",
        "--year",
        "2020",
        "--format",
        "json",
    ])
}

fn case(name: &str) -> Value {
    let ran = check(&fixture(&format!("cases/{name}")));
    assert!(ran.code < 2, "{}", ran.err);
    ran.json()
}

/// Codes of the findings of the first form.
fn codes(report: &Value) -> Vec<&str> {
    let findings = report["files"][0]["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .collect()
}

#[test]
fn a_published_form_is_reported_in_the_shape_of_the_contract() {
    let report = case("self_evaluation/se-009.xlsx");
    let form = &report["files"][0];
    assert_eq!(form["file"], "se-009.xlsx");
    assert_eq!(form["form"], "self_evaluation");
    assert_eq!(form["year"], 2022);
    assert_eq!(form["money"]["adjusted_fen"], 20_000_000);
    assert_eq!(form["money"]["execution_rate_bp"], 10_000);
    let line = &form["lines"][0];
    assert_eq!(line["target"]["comparator"], ">=");
    assert_eq!(line["target"]["value"], "266");
    assert_eq!(line["target"]["unit"], "米");
    assert_eq!(line["rule"], "scoring.positive");
    assert_eq!(line["computed_score_centi"], line["weight_centi"]);
    assert_eq!(form["totals"]["weight_centi"], 11_000);
    assert!(codes(&report).contains(&"weights-not-100"));
    for finding in form["findings"].as_array().unwrap() {
        for field in ["code", "severity", "message", "suggestion"] {
            assert!(finding[field].is_string(), "{finding}");
        }
        assert!(finding.get("row").is_some() && finding.get("cell").is_some());
    }
}

#[test]
fn every_published_workbook_is_read() {
    for (folder, count) in [("self_evaluation", 33), ("goal", 17)] {
        let report = case(folder);
        assert!(report.get("refused").is_none(), "{}", report["refused"]);
        let mut files: Vec<&str> = report["files"]
            .as_array()
            .unwrap()
            .iter()
            .map(|form| form["file"].as_str().unwrap())
            .collect();
        files.dedup();
        assert_eq!(files.len(), count);
        for form in report["files"].as_array().unwrap() {
            assert!(form["form"].is_string(), "{}", form["file"]);
        }
    }
}

#[test]
fn the_same_form_reads_the_same_in_three_formats() {
    for (name, other) in [("se-002", "ods"), ("se-007", "ods"), ("se-009", "xls")] {
        let mut one = case(&format!("self_evaluation/{name}.xlsx"))["files"][0].clone();
        let mut two = case(&format!("formats/{name}.{other}"))["files"][0].clone();
        for form in [&mut one, &mut two] {
            form["file"] = Value::Null;
        }
        assert_eq!(one["lines"], two["lines"], "{name}");
        assert_eq!(one["totals"], two["totals"], "{name}");
    }
}

#[test]
fn without_a_year_each_form_is_checked_by_its_own() {
    let path = fixture("cases/self_evaluation/se-009.xlsx");
    let ran = hengji(["check", &path.to_string_lossy(), "--format", "json"]);
    let report = ran.json();
    assert!(!codes(&report).contains(&"year-mismatch"));
    assert!(codes(&case("self_evaluation/se-009.xlsx")).contains(&"year-mismatch"));
}

#[test]
fn findings_are_told_in_words_with_place_and_remedy() {
    let path = fixture("cases/self_evaluation/se-009.xlsx");
    let ran = hengji(["check", &path.to_string_lossy(), "--year", "2020"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("分值合计 110"), "{}", ran.out);
    assert!(ran.out.contains("[weights-not-100]"), "{}", ran.out);
    assert!(ran.out.contains("共 1 张表"), "{}", ran.out);
}

/// Writes `bytes` under this name and checks the file: exit code and code of the refusal.
fn refusal(name: &str, bytes: &[u8]) -> (i32, String) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let ran = check(&path);
    let report = ran.json();
    assert_eq!(report["files"].as_array().map(Vec::len), Some(0));
    assert!(ran.err.contains("[files-refused]"), "{}", ran.err);
    (
        ran.code,
        report["refused"][0]["code"].as_str().unwrap().to_owned(),
    )
}

#[test]
fn a_file_that_cannot_be_used_ends_with_two_and_says_why() {
    let whole = std::fs::read(fixture("cases/goal/tg-001.xlsx")).unwrap();
    let cases: [(&str, &[u8], &str); 4] = [
        ("empty.xlsx", b"", "workbook-empty"),
        ("text.xlsx", "这不是工作簿".as_bytes(), "not-a-workbook"),
        ("page.xlsx", b"<html></html>", "not-a-workbook"),
        ("cut.xlsx", &whole[..whole.len() / 2], "workbook-damaged"),
    ];
    for (name, bytes, code) in cases {
        assert_eq!(refusal(name, bytes), (2, code.to_owned()), "{name}");
    }
}

#[test]
fn one_bad_file_does_not_hide_the_good_ones() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a.xlsx"), b"x").unwrap();
    std::fs::copy(fixture("cases/goal/tg-001.xlsx"), directory.path().join("b.xlsx")).unwrap();
    let ran = check(directory.path());
    let report = ran.json();
    assert_eq!(ran.code, 2);
    assert_eq!(report["files"][0]["file"], "b.xlsx");
    assert_eq!(report["refused"][0]["file"], "a.xlsx");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let ran = hengji(["check", "没有这个文件.xlsx", "--year", "2020", "--format", "json"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.json()["refused"][0]["code"], "file-unreadable");
}

#[test]
fn a_year_without_rules_is_an_error_never_the_nearest_year() {
    let path = fixture("cases/self_evaluation/se-009.xlsx");
    let ran = hengji([
        "check",
        &path.to_string_lossy(),
        "--year",
        "2001",
        "--format",
        "json",
    ]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.json()["refused"][0]["code"], "rule-missing");
}
