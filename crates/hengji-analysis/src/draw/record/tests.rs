//! Records: whatever is changed in one is found, and said precisely.

use serde_json::Value;

use super::*;
use crate::draw::{Merged, Rounding, Selection, Strata};

pub(crate) fn units() -> Vec<Unit> {
    (0..40_i64)
        .map(|at| Unit {
            id: format!("330108-2020-{at:04}"),
            department: ["教育局", "住建局", "卫健局", "文旅局"][usize::try_from(at % 4).unwrap()].to_owned(),
            amount_fen: 100_000 + at * at * 7_919,
            self_score_centi: (at % 5 != 0).then_some(9_000 + at),
        })
        .collect()
}

pub(crate) fn occasion() -> Occasion {
    Occasion {
        title: "2020 年度项目绩效抽评".to_owned(),
        announced: "2021 年 1 月 15 日公告:以 1 月 31 日开奖号为起始值".to_owned(),
        start_value: "20210131-071923".to_owned(),
        drawn_at: "2021-02-01T09:30:00+08:00".to_owned(),
        number: 1,
        reason: None,
        columns: Columns {
            id: "项目编号".to_owned(),
            department: "预算部门".to_owned(),
            amount: "金额(元)".to_owned(),
            self_score: Some("自评分".to_owned()),
        },
    }
}

pub(crate) fn rules() -> Vec<Rule> {
    let merged = Merged {
        name: "社会事业".to_owned(),
        departments: vec!["卫健局".to_owned(), "文旅局".to_owned()],
    };
    let stratified = Rule {
        selection: Selection::Equal,
        strata: Strata::Departments(vec![merged]),
        share_bp: 1_000,
        least: 2,
        rounding: Rounding::Up,
        total: Some(12),
    };
    vec![
        stratified.clone(),
        Rule {
            selection: Selection::Proportional,
            strata: Strata::Whole,
            total: None,
            share_bp: 2_000,
            ..stratified.clone()
        },
        Rule {
            selection: Selection::Proportional,
            rounding: Rounding::Nearest,
            total: None,
            ..stratified
        },
    ]
}

fn codes(differences: &[Difference]) -> Vec<String> {
    differences
        .iter()
        .map(|difference| {
            let text = difference.to_string();
            text.rsplit_once('[')
                .map(|(_, code)| code.trim_end_matches(']').to_owned())
                .unwrap_or(text)
        })
        .collect()
}

#[test]
fn a_record_agrees_with_its_list_also_after_a_journey_as_json() {
    let frame = Frame::new(units()).unwrap();
    for rule in rules() {
        let record = Record::new(&frame, &rule, &occasion()).unwrap();
        let text = serde_json::to_string(&record).unwrap();
        let back: Record = serde_json::from_str(&text).unwrap();
        assert_eq!(back, record);
        assert_eq!(verify(&back, &frame), []);
        assert_eq!(
            record.sample.len(),
            record.units.iter().filter(|unit| unit.is_drawn).count()
        );
    }
}

/// Every leaf of the record, one after the other.
pub(crate) fn leaves(value: &Value, path: &str, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields
                .iter()
                .for_each(|(name, field)| leaves(field, &format!("{path}/{name}"), all));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(at, item)| leaves(item, &format!("{path}/{at}"), all));
        }
        _ => all.push(path.to_owned()),
    }
}

pub(crate) fn tampered(value: &Value) -> Value {
    match value {
        Value::String(text) if text == "up" => Value::from("nearest"),
        Value::String(text) if text == "equal" => Value::from("proportional"),
        Value::String(text) if text == "proportional" => Value::from("equal"),
        Value::String(text) => Value::from(format!("{text}0")),
        Value::Number(number) => Value::from(number.as_u64().unwrap_or(0) + 1),
        Value::Bool(is) => Value::from(!is),
        _ => Value::from(7),
    }
}

#[test]
fn every_single_tampered_field_is_found() {
    let frame = Frame::new(units()).unwrap();
    for rule in rules() {
        let record = serde_json::to_value(Record::new(&frame, &rule, &occasion()).unwrap()).unwrap();
        let mut paths = Vec::new();
        leaves(&record, "", &mut paths);
        assert!(paths.len() > 250, "all units are there");
        let mut readable = 0;
        for path in paths {
            let mut other = record.clone();
            let leaf = other.pointer_mut(&path).unwrap();
            *leaf = tampered(leaf);
            // What is no record any more cannot deceive either.
            let Ok(other) = serde_json::from_value::<Record>(other) else {
                continue;
            };
            readable += 1;
            assert!(!verify(&other, &frame).is_empty(), "{path} was changed unseen");
        }
        assert!(readable > 240, "{readable}");
    }
}

#[test]
fn a_difference_says_precisely_what_is_different() {
    let frame = Frame::new(units()).unwrap();
    let record = Record::new(&frame, &rules()[0], &occasion()).unwrap();
    let with = |change: &dyn Fn(&mut Vec<Unit>)| {
        let mut units = units();
        change(&mut units);
        verify(&record, &Frame::new(units).unwrap())
    };
    let added = with(&|units| {
        let more = Unit {
            id: "新增".to_owned(),
            ..units[0].clone()
        };
        units.push(more);
    });
    assert_eq!(codes(&added), ["draw-frame-changed", "draw-unit-added"]);
    let removed = with(&|units| drop(units.remove(3)));
    assert_eq!(codes(&removed), ["draw-frame-changed", "draw-unit-removed"]);
    let dearer = with(&|units| units[1].amount_fen += 1);
    assert_eq!(codes(&dearer), ["draw-frame-changed", "draw-unit-changed"]);
    assert!(
        dearer[1]
            .to_string()
            .contains("金额(元):抽取记录为“1079.19”,名单为“1079.20”"),
        "{}",
        dearer[1]
    );
    let recorded = |change: &dyn Fn(&mut Record)| {
        let mut other = record.clone();
        change(&mut other);
        codes(&verify(&other, &frame))
    };
    assert_eq!(
        recorded(&|record| record.units[5].ticket = "00".to_owned()),
        ["draw-ticket-wrong"]
    );
    assert_eq!(
        recorded(&|record| record.units[5].is_drawn ^= true),
        ["draw-selection-wrong"]
    );
    assert_eq!(
        recorded(&|record| record.units[5].unit.amount_fen += 1),
        ["draw-unit-changed", "draw-record-changed"]
    );
    assert_eq!(
        recorded(&|record| record.sample.swap(0, 1)),
        ["draw-sample-order", "draw-seal-wrong"]
    );
    assert_eq!(
        recorded(&|record| record.announced.push('。')),
        ["draw-seal-wrong"]
    );
    assert_eq!(
        recorded(&|record| record.strata[0].drawn += 1),
        ["draw-stratum-wrong", "draw-seal-wrong"]
    );
    assert_eq!(recorded(&|record| record.format.push('0')), ["draw-format"]);
    assert_eq!(
        recorded(&|record| record.number = 2),
        ["draw-occasion", "draw-seal-wrong"]
    );
    let foreign = recorded(&|record| record.sample[0] = "外来".to_owned());
    assert_eq!(
        foreign,
        ["draw-sample-extra", "draw-sample-missing", "draw-seal-wrong"]
    );
    assert!(recorded(&|record| record.rule.share_bp = 20_000).contains(&"draw-rule-unusable".to_owned()));
    assert!(recorded(&|record| record.units.clear()).contains(&"draw-record-list".to_owned()));
}

#[test]
fn another_start_value_changes_the_tickets_and_the_sample() {
    let frame = Frame::new(units()).unwrap();
    let mut record = Record::new(&frame, &rules()[0], &occasion()).unwrap();
    record.start_value = "20210131-071924".to_owned();
    let found = codes(&verify(&record, &frame));
    assert_eq!(
        found.iter().filter(|code| *code == "draw-ticket-wrong").count(),
        record.units.len()
    );
    assert!(found.contains(&"draw-sample-missing".to_owned()));
}

#[test]
fn refusals_of_a_record() {
    let frame = Frame::new(units()).unwrap();
    let refused = |change: &dyn Fn(&mut Occasion)| {
        let mut other = occasion();
        change(&mut other);
        Record::new(&frame, &rules()[0], &other)
            .map_or_else(|error| error.to_string(), |_| "drawn".to_owned())
    };
    assert_eq!(refused(&|_| ()), "drawn");
    assert!(refused(&|occasion| occasion.number = 0).ends_with("[draw-number-zero]"));
    assert!(refused(&|occasion| occasion.number = 2).ends_with("[draw-no-reason]"));
    let with_reason =
        |occasion: &mut Occasion| (occasion.number, occasion.reason) = (2, Some("名单有误".to_owned()));
    assert_eq!(refused(&with_reason), "drawn");
    assert!(refused(&|occasion| occasion.title.clear()).ends_with("[draw-unclean-text]"));
    assert!(refused(&|occasion| occasion.announced.push('\n')).ends_with("[draw-unclean-text]"));
    assert!(refused(&|occasion| occasion.columns.amount.insert(0, ' ')).ends_with("[draw-unclean-text]"));
}
