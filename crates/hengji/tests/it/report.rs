//! `hengji report progress` on the demonstration: the figures of the published report, each with its list.

use std::path::Path;

use serde_json::Value;

use crate::run::{Ran, hengji};

/// A demonstration made in a directory.
fn made(directory: &Path) {
    let ran = hengji(["demo", "--prepare-only", "--data", &directory.to_string_lossy()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

fn report(directory: &Path, format: &str) -> Ran {
    let directory = directory.to_string_lossy();
    hengji([
        "report", "progress", "--year", "2020", "--format", format, "--data", &directory,
    ])
}

fn figure<'a>(report: &'a Value, code: &str) -> &'a Value {
    let figures = report["figures"].as_array().unwrap();
    figures.iter().find(|one| one["code"] == code).unwrap()
}

/// The demonstration's numbers stand for those of the published report of a district for 2020.
fn the_figures_of_the_report_stand(report: &Value) {
    let value = |code: &str| figure(report, code)["value"].as_i64().unwrap();
    assert_eq!(value("library_core"), 306);
    assert_eq!(figure(report, "library_quantification")["shown"], "88%");
    assert_eq!(value("library_quantification"), 8_791);
    assert!(6_000 < value("library_coverage"), "{report}");
    assert_eq!(value("key_monitored"), 23);
    for (code, fen, wan) in [
        ("cut_department_monitoring", 15_582_340_000, "15582.34"),
        ("cut_key_monitoring", 228_000_000, "228"),
    ] {
        assert_eq!(value(code), fen);
        assert_eq!(figure(report, code)["shown"], wan);
    }
}

#[test]
fn the_report_of_the_demonstration_has_the_published_figures_and_each_its_list() {
    let directory = tempfile::tempdir().unwrap();
    made(directory.path());
    let ran = report(directory.path(), "json");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let told = ran.json();
    assert_eq!(
        (told["division"].as_str(), told["year"].as_u64()),
        (Some("330199"), Some(2020))
    );
    the_figures_of_the_report_stand(&told);
    for one in told["figures"].as_array().unwrap() {
        assert!(
            one["counted"].as_str().is_some_and(|words| !words.is_empty()),
            "{one}"
        );
        assert!(
            one["list"].as_str().is_some_and(|list| list.starts_with('/')),
            "{one}"
        );
    }
    for stage in told["stages"].as_array().unwrap() {
        let parts = stage["parts"].as_array().unwrap();
        let sum: u64 = parts.iter().map(|part| part["count"].as_u64().unwrap()).sum();
        assert_eq!(Some(sum), stage["total"].as_u64(), "{stage}");
    }
    let departments = told["departments"].as_array().unwrap();
    let projects: u64 = departments
        .iter()
        .map(|one| one["projects"].as_u64().unwrap())
        .sum();
    assert_eq!(
        Some(projects),
        figure(&told, "library_coverage")["whole"].as_u64()
    );

    let text = report(directory.path(), "text").out;
    assert!(text.contains("共性核心指标:306 条"), "{text}");
    let csv = report(directory.path(), "csv").out;
    assert!(
        csv.contains("年度数据,key_monitored,财政重点监控项目,23,个,"),
        "{csv}"
    );
}

#[test]
fn a_report_of_what_is_not_there_is_refused_and_leaves_nothing_behind() {
    let directory = tempfile::tempdir().unwrap();
    let ran = report(directory.path(), "json");
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("[file-not-found]"), "{}", ran.err);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);

    made(directory.path());
    let path = directory.path().join("hengji.db");
    let path = path.to_string_lossy();
    let unserved = hengji([
        "report",
        "progress",
        "--year",
        "2020",
        "--division",
        "110101",
        "--database",
        &path,
    ]);
    assert_eq!(unserved.code, 2);
    assert!(unserved.err.contains("[division-not-served]"), "{}", unserved.err);
}
