//! `hengji rules`.

use crate::run::hengji;

#[test]
fn every_case_beside_the_embedded_rules_holds() {
    let ran = hengji(["rules", "check", "--format", "json"]);
    let report = ran.json();
    assert_eq!(ran.code, 0, "{}", report["faults"]);
    assert!(60 < report["cases_held"].as_u64().unwrap());
    assert!(0 < report["unverified"].as_u64().unwrap());
}

/// A copy of the embedded rules in which one text is replaced.
fn changed(file: &str, from: &str, to: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    copy(&crate::run::fixture("../rules"), directory.path());
    let path = directory.path().join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file}: {from}");
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    directory
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_case_that_does_not_hold_is_a_finding() {
    let directory = changed(
        "000000/scoring.toml",
        r#"expected = { score = "9.00" }"#,
        r#"expected = { score = "9.50" }"#,
    );
    let ran = hengji(["rules", "check", "--rules", &directory.path().to_string_lossy()]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("[rule-case-failed]"), "{}", ran.out);
}

#[test]
fn a_rule_file_with_a_mistake_is_refused_with_file_and_key() {
    let directory = changed("000000/scoring.toml", "selects_on", "selects_no");
    let ran = hengji(["rules", "check", "--rules", &directory.path().to_string_lossy()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("scoring.toml"), "{}", ran.err);
    assert!(ran.err.contains("selects_no"), "{}", ran.err);
}

#[test]
fn rules_in_force_are_shown_with_source_and_mark() {
    let ran = hengji([
        "rules",
        "show",
        "--division",
        "330108",
        "--year",
        "2020",
        "--format",
        "json",
    ]);
    let answer = ran.json();
    assert_eq!(ran.code, 0);
    assert!(answer["fingerprint"].is_string());
    let weights = answer["rules"]
        .as_array()
        .unwrap()
        .iter()
        .find(|rule| rule["rule"] == "goal.first_level_weights")
        .unwrap();
    assert_eq!(weights["division"], "330108");
    assert_eq!(weights["mark"], "✔");
    assert!(weights["value"].as_str().unwrap().contains("50%"), "{weights}");
}

#[test]
fn rules_that_do_not_exist_are_an_error_not_an_empty_list() {
    for arguments in [
        ["--division", "330108", "--year", "2020", "--rule", "goal.nothing"],
        ["--division", "330108", "--year", "1995", "--rule", ""],
    ] {
        let ran = hengji(["rules", "show"].into_iter().chain(arguments));
        assert_eq!(ran.code, 2, "{arguments:?} {}", ran.out);
        assert!(ran.err.contains("[rule-missing]"), "{}", ran.err);
    }
}

#[test]
fn a_difference_between_years_shows_both_sides() {
    let between = |before, after| {
        hengji([
            "rules",
            "diff",
            "--division",
            "330108",
            before,
            after,
            "--format",
            "json",
        ])
    };
    let ran = between("2020", "2021");
    assert_eq!(ran.code, 1);
    let answer = ran.json();
    let change = answer["changes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|change| change["rule"] == "goal.first_level_weights")
        .unwrap();
    assert!(
        change["before"]["value"]
            .as_str()
            .unwrap()
            .contains("产出指标 50%"),
        "{change}"
    );
    assert!(
        change["after"]["value"]
            .as_str()
            .unwrap()
            .contains("成本指标 20%"),
        "{change}"
    );
    assert_eq!(between("2019", "2019").code, 0);
}
