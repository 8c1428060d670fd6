//! Every known anomaly of the published forms is found under its code, in its cell.

use hengji_exchange::check::FileReport;

use crate::cases;

/// One line of `findings.txt`: `file -> code@cell, code`.
fn check(line: &str) -> Vec<String> {
    let (file, codes) = line.split_once(" -> ").unwrap();
    let report = cases::report(&format!("{file}.xlsx"));
    let is_found = |code: &str| {
        let (code, cell) = code
            .split_once('@')
            .map_or((code, None), |(code, cell)| (code, Some(cell)));
        let found = |report: &FileReport| {
            let mut findings = report.findings.iter();
            findings.any(|it| it.code == code && (cell.is_none() || it.cell.as_deref() == cell))
        };
        report.iter().any(found)
    };
    codes
        .split(", ")
        .filter(|code| !is_found(code))
        .map(|code| format!("{file}: {code} not found"))
        .collect()
}

#[test]
fn every_known_anomaly_is_found_under_its_code() {
    let table = String::from_utf8(cases::bytes("findings.txt")).unwrap();
    let lines = table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let missing: Vec<String> = lines.flat_map(check).collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn a_form_that_adds_up_has_no_findings_about_its_sums() {
    let report = cases::report("self_evaluation/se-023.xlsx");
    let codes: Vec<&str> = report[0].findings.iter().map(|finding| finding.code).collect();
    for code in [
        "weights-not-100",
        "scores-not-total",
        "sub-rows-not-sum",
        "full-score-though-missed",
    ] {
        assert!(!codes.contains(&code), "{codes:?}");
    }
}
