//! Every published way of writing a value is read as expected, or stands in the committed list of exceptions.

use std::collections::BTreeMap;

use hengji_domain::value::read::{read_actual, read_split, read_target};
use hengji_domain::value::{Comparator, ValueText};
use serde_json::Value;

const FORMS: &str = include_str!("../../../../fixtures/value_forms.json");
const EXCEPTIONS: &str = include_str!("../../../../fixtures/value_forms_exceptions.json");

fn records(file: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(file).unwrap();
    file["records"].as_array().unwrap().clone()
}

/// `>= 50 个`; `-` where there is nothing. The published list knows only the five signs, so a deadline or a
/// range carries no sign here.
fn shown(value: &ValueText) -> String {
    let sign = value
        .comparator
        .filter(|sign| !matches!(sign, Comparator::ByDate | Comparator::Between));
    let number = value.number().map(|n| n.normalize().to_string());
    let unit = value.unit.as_deref().filter(|_| number.is_some());
    format!(
        "{} {} {}",
        sign.map_or("-", Comparator::code),
        number.as_deref().unwrap_or("-"),
        unit.unwrap_or("-")
    )
}

fn expected(record: &Value) -> String {
    let field = |name: &str| record[name].as_str().unwrap_or("-").to_owned();
    // 定性 is no sign of comparison: it says that there is none.
    let sign = field("op").replace("定性", "-");
    format!("{sign} {} {}", field("value"), field("unit"))
}

fn readings(record: &Value) -> Vec<String> {
    let text = record["text"].as_str().unwrap();
    let split = record["split"].as_array();
    let target = split.map_or_else(
        || read_target(text),
        |parts| {
            let part = |i: usize| parts[i].as_str().unwrap();
            read_split(part(0), part(1), part(2))
        },
    );
    assert_eq!(target.text, text, "the text is kept verbatim");
    if split.is_some() {
        vec![shown(&target)]
    } else {
        vec![shown(&target), shown(&read_actual(text))]
    }
}

#[test]
fn every_published_form_is_read_as_expected_or_explained() {
    let forms = records(FORMS);
    assert_eq!(forms.len(), 307);
    let mut explained: BTreeMap<String, String> = records(EXCEPTIONS)
        .iter()
        .map(|one| {
            assert!(!one["reason"].as_str().unwrap().is_empty());
            let text = |name: &str| one[name].as_str().unwrap().to_owned();
            (text("text"), text("read"))
        })
        .collect();
    let mut wrong = Vec::new();
    for record in &forms {
        let expected = expected(record);
        let text = record["text"].as_str().unwrap();
        let differs: Vec<String> = readings(record)
            .into_iter()
            .filter(|read| *read != expected)
            .collect();
        if differs.is_empty() {
            continue;
        }
        match explained.remove(text) {
            Some(read) if differs.iter().all(|one| *one == read) => {}
            _ => wrong.push(format!("{text}: expected {expected}, read {differs:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        explained.is_empty(),
        "exceptions that no longer differ: {explained:?}"
    );
}
