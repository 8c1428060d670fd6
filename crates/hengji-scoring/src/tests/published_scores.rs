//! Scores of published self-evaluations: each line agrees with the independent check, or is explained.

use std::collections::BTreeMap;

use hengji_domain::Decimal;
use hengji_domain::form::FormLine;
use hengji_domain::rule::{ReverseRule, ScoringRules};
use hengji_domain::value::read::{read_number, read_split};
use serde_json::Value;

use super::sample::{dated, line, scoring};
use crate::judge;

const EXPECTED: &str = include_str!("../../../../fixtures/self_eval_expected.json");
const EXCEPTIONS: &str = include_str!("../../../../fixtures/self_eval_exceptions.json");

fn records(file: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(file).unwrap();
    file["records"].as_array().unwrap().clone()
}

fn place(record: &Value) -> String {
    format!("{} row {}", record["id"].as_str().unwrap(), record["row"])
}

fn form_line(record: &Value) -> FormLine {
    let text = |name: &str| record[name].as_str().unwrap_or_default();
    let mut line = line(text("target"), text("actual"), text("weight"));
    line.level3 = text("level3").to_owned();
    line.score = read_number(text("stated_score"));
    if let Some(parts) = record["split"].as_array() {
        let part = |i: usize| parts[i].as_str().unwrap();
        line.target = read_split(part(0), part(1), part(2));
        assert_eq!(line.target.text, text("target"));
    }
    line
}

/// The places whose computed score is off by more than rounding, with the score.
fn differences(rules: &ScoringRules) -> BTreeMap<String, String> {
    let tolerance = Decimal::new(5, 2);
    let mut differences = BTreeMap::new();
    for record in records(EXPECTED) {
        let expected: Decimal = record["expected_score"].as_str().unwrap().parse().unwrap();
        let computed = judge(&form_line(&record), rules).score();
        let is_met = computed.is_some_and(|score| (score.points() - expected).abs() <= tolerance);
        if !is_met {
            let shown = computed.map_or_else(|| "none".to_owned(), |score| score.to_string());
            differences.insert(place(&record), shown);
        }
    }
    differences
}

#[test]
fn every_published_line_scores_as_checked_or_is_explained() {
    assert_eq!(records(EXPECTED).len(), 52);
    let explained: BTreeMap<String, String> = records(EXCEPTIONS)
        .iter()
        .map(|one| {
            assert!(!one["reason"].as_str().unwrap().is_empty());
            (place(one), one["computed"].as_str().unwrap().to_owned())
        })
        .collect();
    assert_eq!(differences(&scoring()), explained);
}

#[test]
fn under_the_ratio_variant_every_published_line_scores_as_checked() {
    let ratio = ScoringRules {
        reverse: dated("scoring.reverse", ReverseRule::Ratio),
        ..scoring()
    };
    assert_eq!(differences(&ratio), BTreeMap::new());
}
