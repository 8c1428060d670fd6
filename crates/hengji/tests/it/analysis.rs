//! The analysis commands, from a CSV file to an exit code.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::run::{HENGJI, Ran, hengji};

const FIVE: &str = "街道,支出,办结件数\n甲,2,1\n乙,3,4\n丙,6,6\n丁,9,7\n戊,5,3\n";

fn frontier(table: &[u8], options: &[&str]) -> Ran {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("街道.csv");
    std::fs::write(&path, table).unwrap();
    let path = path.to_string_lossy();
    let line = ["frontier", &path, "--unit", "街道", "--inputs", "支出"];
    hengji(line.iter().chain(options))
}

#[test]
fn a_frontier_is_answered_in_the_shape_of_the_contract() {
    let ran = frontier(
        FIVE.as_bytes(),
        &[
            "--outputs",
            "办结件数",
            "--rts",
            "vrs",
            "--orientation",
            "output",
            "--slacks",
            "--format",
            "json",
        ],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    let answer = ran.json();
    for field in [
        "name",
        "settings",
        "n",
        "weights",
        "version",
        "input_sha256",
        "rules",
    ] {
        assert!(answer["method"].get(field).is_some(), "{field}");
    }
    let last = &answer["units"][4];
    assert_eq!(last["unit"], "戊");
    assert!((last["efficiency"].as_f64().unwrap() - 16.0 / 9.0).abs() < 1e-9);
    assert_eq!(last["rts"], "drs");
    assert_eq!(last["evidence_grade"], "C");
    assert_eq!(last["certificate"]["ok"], true);
    assert_eq!(last["peers"][0]["unit"], "乙");
    assert!(last["scale_efficiency"].as_f64().unwrap() <= 1.0);
}

#[test]
fn too_few_units_end_with_one_and_a_bad_table_with_two() {
    let ran = frontier(FIVE.as_bytes(), &["--outputs", "办结件数"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("少于 B 级所需的 15 个"), "{}", ran.out);
    for (table, options, code) in [
        (FIVE, ["--outputs", "件数"], "[column-missing]"),
        (
            "街道,支出,件数\n甲,一,2\n",
            ["--outputs", "件数"],
            "[cell-not-a-number]",
        ),
    ] {
        let ran = frontier(table.as_bytes(), &options);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.trim_end().ends_with(code), "{}", ran.err);
        assert!(ran.out.is_empty());
    }
}

#[test]
fn a_table_may_come_through_a_pipe() {
    let mut child = Command::new(HENGJI)
        .args([
            "frontier",
            "-",
            "--unit",
            "街道",
            "--inputs",
            "支出",
            "--outputs",
            "办结件数",
        ])
        .args(["--rts", "fdh", "--format", "csv"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(FIVE.as_bytes()).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    let out = String::from_utf8(ended.stdout).unwrap();
    assert!(out.starts_with("\u{feff}单位,"), "{out}");
    let words = String::from_utf8(ended.stderr).unwrap();
    assert!(words.contains("数据:标准输入 SHA-256"), "{words}");
}

#[test]
fn tables_for_measuring_are_the_same_every_time() {
    let write = || {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().to_string_lossy().into_owned();
        let ran = hengji([
            "bench", "frontier", "--units", "50", "--write", &path, "--format", "json",
        ]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let bytes = std::fs::read(directory.path().join("units-50.csv")).unwrap();
        (ran.json()[0]["sha256"].clone(), bytes)
    };
    assert_eq!(write(), write());
}

#[test]
fn the_measurement_reports_certificates_and_what_others_needed() {
    let ran = hengji(["bench", "frontier", "--units", "60,1000", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let answer = ran.json();
    for (row, units) in answer["rows"].as_array().unwrap().iter().zip([60, 1000]) {
        assert_eq!(row["units"], units);
        assert_eq!(row["certified"], units);
        assert!(0.0 < row["runs"][0]["cpu_ms"].as_f64().unwrap());
    }
    let ran = hengji(["bench", "frontier", "--units", "1000"]);
    assert!(ran.out.contains("证书有效 1000 / 1000"), "{}", ran.out);
    assert!(ran.out.contains("highspy"), "{}", ran.out);
}
