//! Values as fields, and back to the same values.

use super::*;
use crate::in_force::RulesInForce;
use crate::sample::{division, embedded, year};

fn rules(book: &RuleBook, number: u16) -> RulesInForce {
    book.at(division("330108"), year(number))
}

fn value(rules: &RulesInForce, rule: &str) -> Option<Tree> {
    rules.content(rule).unwrap().value
}

/// What a browser would post for the fields as they are.
fn posted(field: &EditField) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    collect(field, &mut all);
    all
}

fn collect(field: &EditField, all: &mut BTreeMap<String, String>) {
    match &field.control {
        Control::Number { text, .. } | Control::Text(text) | Control::Lines(text) => {
            all.insert(field.name.clone(), text.clone());
        }
        Control::Choice { chosen, .. } => {
            all.insert(field.name.clone(), chosen.clone());
        }
        Control::Group(fields) => fields.iter().for_each(|field| collect(field, all)),
        Control::Rows(rows) => rows.iter().flatten().for_each(|field| collect(field, all)),
    }
}

#[test]
fn every_value_in_force_survives_its_form_unchanged() {
    let book = embedded();
    for number in [2019, 2020, 2021] {
        let rules = rules(&book, number);
        for row in rules.all() {
            let Some(value) = value(&rules, row.rule) else {
                continue;
            };
            let form = ValueForm::new(&book, division("330108"), row.rule, Some(&value)).unwrap();
            let fields = form.fields(Some(&value));
            assert_eq!(form.read(&posted(&fields)), value, "{} {number}", row.rule);
            let mut names = fields.names();
            names.sort();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{}", row.rule);
        }
    }
}

#[test]
fn a_value_survives_as_the_text_of_an_expert() {
    let book = embedded();
    let rules = rules(&book, 2021);
    for row in rules.all() {
        let Some(value) = value(&rules, row.rule) else {
            continue;
        };
        assert_eq!(Tree::of_toml(&value.to_toml()), Some(value), "{}", row.rule);
    }
}

fn labels(field: &EditField) -> Vec<&str> {
    match &field.control {
        Control::Group(fields) => fields.iter().map(|field| field.label.as_str()).collect(),
        Control::Rows(rows) => rows[0].iter().map(|field| field.label.as_str()).collect(),
        _ => vec![&field.label],
    }
}

fn fields_of(rule: &str) -> EditField {
    let book = embedded();
    let value = value(&rules(&book, 2020), rule);
    let form = ValueForm::new(&book, division("330108"), rule, value.as_ref()).unwrap();
    form.fields(value.as_ref())
}

#[test]
fn fields_are_called_by_the_words_on_paper() {
    for (rule, expected) in [
        (
            "goal.first_level_weights",
            "预算执行率 产出指标 效益指标 满意度指标",
        ),
        ("goal.review_reasons", "代码 理由 须写具体意见"),
        ("grade.self_evaluation", "等级 不低于(分)"),
        ("workflow.goal", "环节代码 环节名称 角色 可退回"),
        ("calendar.goal_submit", "哪一年 月 日(月末写 last)"),
        ("scoring.positive", "计分方法 及格线(%,用及格线法时填)"),
    ] {
        assert_eq!(labels(&fields_of(rule)).join(" "), expected, "{rule}");
    }
}

#[test]
fn a_list_has_blank_rows_for_new_entries_and_a_cleared_row_is_none() {
    let book = embedded();
    let grades = value(&rules(&book, 2020), "grade.self_evaluation").unwrap();
    let form = ValueForm::new(&book, division("330108"), "grade.self_evaluation", Some(&grades)).unwrap();
    let mut typed = posted(&form.fields(Some(&grades)));
    let height = grades.entries().len();
    typed.insert(format!("v.{height}.name"), "极差".to_owned());
    typed.insert(format!("v.{height}.from"), "0".to_owned());
    typed.insert("v.0.name".to_owned(), String::new());
    typed.insert("v.0.from".to_owned(), " ".to_owned());
    let read = form.read(&typed);
    assert_eq!(read.entries().len(), height);
    assert_eq!(
        read.entries()
            .last()
            .and_then(|last| last.field("name"))
            .and_then(Tree::text),
        Some("极差")
    );
}

#[test]
fn a_method_that_needs_more_finds_the_field_for_it() {
    let book = embedded();
    let value = value(&rules(&book, 2020), "scoring.positive");
    let form = ValueForm::new(&book, division("330108"), "scoring.positive", value.as_ref()).unwrap();
    let typed = [("v.method", "pass_gate"), ("v.gate", "60")];
    let typed = typed
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into();
    assert_eq!(
        form.read(&typed).to_toml(),
        "{ gate = 60, method = \"pass_gate\" }"
    );
}

#[test]
fn what_does_not_fit_stays_a_text_for_the_loader_to_refuse() {
    let book = embedded();
    let form = ValueForm::new(&book, division("330108"), "goal.indicator_count_min", None).unwrap();
    let read = |text: &str| {
        let typed = BTreeMap::from([("v".to_owned(), text.to_owned())]);
        form.read(&typed)
    };
    assert_eq!(read("8"), Tree::Integer(8));
    assert_eq!(read("1,000"), Tree::Integer(1_000));
    assert_eq!(read("八"), Tree::Text("八".to_owned()));
    assert_eq!(read("0.5"), Tree::Text("0.5".to_owned()));
    assert_eq!(read(""), Tree::Text(String::new()));
}

#[test]
fn an_unset_table_without_a_shape_can_only_be_written_as_text() {
    let book = embedded();
    assert!(ValueForm::new(&book, division("330108"), "appraisal.points", None).is_none());
    assert!(ValueForm::new(&book, division("330108"), "no.such_rule", None).is_none());
}
