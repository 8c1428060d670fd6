//! Comparisons as cases.

use hengji_domain::Timestamp;
use hengji_domain::id::LineKey;

use super::*;

fn key(n: u8) -> String {
    LineKey::new(Timestamp::from_micros(0), [n; 10]).to_string()
}

fn snapshot(edition: i32, goal: &str, lines: &[(u8, &str, &str, i32)]) -> Snapshot {
    Snapshot {
        format: 1,
        sheet: "s".into(),
        kind: "goal".into(),
        year: 2020,
        edition,
        project: "道路养护".into(),
        unit: "市政所".into(),
        department: "城管局".into(),
        annual_goal: goal.into(),
        achievement: String::new(),
        initial_fen: Some(100_000_000),
        adjusted_fen: None,
        executed_fen: None,
        execution_weight_centi: None,
        execution_stated_centi: None,
        execution_computed_centi: None,
        stated_total_centi: None,
        computed_total_centi: None,
        rules_fingerprint: "f".into(),
        period: String::new(),
        expected_fen: None,
        adjustment: None,
        lines: lines
            .iter()
            .map(|(n, level3, target, weight)| SnapshotLine {
                key: key(*n),
                level1: "产出指标".into(),
                level2: "数量指标".into(),
                level3: (*level3).into(),
                target: (*target).into(),
                actual: String::new(),
                weight_centi: Some(*weight),
                stated_centi: None,
                computed_centi: None,
                reason: String::new(),
                parent: None,
                outlook: None,
            })
            .collect(),
    }
}

#[test]
fn each_line_is_added_changed_removed_or_the_same() {
    let from = snapshot(
        1,
        "养护",
        &[
            (1, "里程", "≥3公里", 1000),
            (2, "次数", "≥4次", 2000),
            (3, "面积", "≥5亩", 500),
        ],
    );
    let to = snapshot(
        2,
        "养护",
        &[
            (1, "里程", "≥3公里", 1000),
            (2, "次数", "≥6次", 2500),
            (4, "满意度", "≥90%", 1000),
        ],
    );
    let diff = compare(&from, &to).unwrap();
    let changes: Vec<(LineChange, &str)> = diff
        .lines
        .iter()
        .map(|line| (line.change, line.level3.as_str()))
        .collect();
    assert_eq!(
        changes,
        [
            (LineChange::Same, "里程"),
            (LineChange::Changed, "次数"),
            (LineChange::Added, "满意度"),
            (LineChange::Removed, "面积"),
        ]
    );
    let fields: Vec<String> = diff.lines[1]
        .fields
        .iter()
        .map(|change| format!("{} {}→{}", change.field, change.before, change.after))
        .collect();
    assert_eq!(fields, ["指标值 ≥4次→≥6次", "分值 20→25"]);
    assert!(diff.head.is_empty());
    assert_eq!((diff.from_edition, diff.to_edition), (1, 2));
}

#[test]
fn a_changed_head_is_named_in_chinese() {
    let mut to = snapshot(2, "养护并绿化", &[]);
    to.initial_fen = Some(200_000_000);
    let diff = compare(&snapshot(1, "养护", &[]), &to).unwrap();
    let names: Vec<&str> = diff.head.iter().map(|change| change.field).collect();
    assert_eq!(names, ["年度总体目标", "年初预算数(万元)"]);
    assert_eq!(diff.head[1].after, "200");
}

#[test]
fn a_snapshot_survives_its_canonical_json() {
    let snapshot = snapshot(1, "养护\n绿化", &[(1, "里程", "≥3公里", 1000)]);
    let json = snapshot.to_json().unwrap();
    assert_eq!(Snapshot::from_json(&json).unwrap(), snapshot);
    assert_eq!(Snapshot::from_json(&json).unwrap().to_json().unwrap(), json);
    assert!(Snapshot::from_json("{}").is_err());
}
