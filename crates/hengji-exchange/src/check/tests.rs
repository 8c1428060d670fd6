//! The report of a check: the contract's fields, the findings of the reader, and the words for people.

use hengji_domain::form::{AmountText, Form, FormLine, MoneyRow, NumberText};
use hengji_domain::rule::SheetRules;
use hengji_domain::sheet::SheetKind;
use hengji_domain::value::read::{read_actual, read_target};
use hengji_domain::{BudgetYear, Field, Finding, FindingCode, Money};
use hengji_rules::RuleBook;

use super::{CheckReport, findings};

fn year(number: u16) -> BudgetYear {
    BudgetYear::new(number).unwrap()
}

fn rules() -> SheetRules {
    let book = RuleBook::embedded().unwrap();
    SheetRules::clone(
        &book
            .at("330108".parse().unwrap(), year(2020))
            .sheet_rules()
            .unwrap(),
    )
}

fn number(text: &str) -> NumberText {
    NumberText {
        text: text.into(),
        value: text.parse().ok(),
    }
}

/// A form with one row whose score can be computed and one part that must not count.
fn form() -> Form {
    let amount = |fen| AmountText {
        text: "x".into(),
        money: Some(Money::from_fen(fen)),
    };
    let line = |name: &str, weight: &str, parent| FormLine {
        row: 12,
        level1: "产出指标".into(),
        level2: "数量指标".into(),
        level3: name.into(),
        target: read_target("≥3000米"),
        actual: read_actual("2600米"),
        weight: number(weight),
        score: number(weight),
        reason: String::new(),
        parent,
        formula_fields: vec![],
        cells: vec![(Field::Score, "H12".into())],
    };
    Form {
        kind: Some(SheetKind::SelfEvaluation),
        project: "道路养护".into(),
        year: Some(year(2020)),
        money: MoneyRow {
            adjusted: amount(20_000_000),
            executed: amount(10_000_000),
            weight: number("10"),
            score: number("5"),
            rate_text: "50%".into(),
            ..MoneyRow::default()
        },
        lines: vec![line("里程", "10", None), line("其中:主路", "7", Some(0))],
        total_score: number("15"),
        has_weight_column: true,
        has_score_column: true,
        ..Form::default()
    }
}

fn report(forms: &[Form]) -> CheckReport {
    let mut report = CheckReport::default();
    for form in forms {
        report.add("甲.xlsx", form, &rules(), year(2020));
    }
    report
}

#[test]
fn the_report_has_the_fields_and_units_of_the_contract() {
    let json = serde_json::to_value(report(&[form()])).unwrap();
    assert!(json.get("refused").is_none());
    let file = &json["files"][0];
    assert_eq!(
        (&file["file"], &file["form"], &file["year"]),
        (&"甲.xlsx".into(), &"self_evaluation".into(), &2020.into())
    );
    assert_eq!(
        file["money"],
        serde_json::json!({"initial_fen": null, "adjusted_fen": 20_000_000, "executed_fen": 10_000_000,
            "execution_rate_bp": 5_000, "stated_rate_text": "50%"})
    );
    let line = &file["lines"][0];
    assert_eq!(
        line["target"],
        serde_json::json!({"text": "≥3000米", "kind": "number", "comparator": ">=", "value": "3000", "unit": "米"})
    );
    let scores =
        ["weight_centi", "stated_score_centi", "computed_score_centi"].map(|name| line[name].as_i64());
    assert_eq!(scores, [Some(1_000), Some(1_000), Some(867)]);
    assert_eq!(line["rule"], "scoring.positive");
    assert!(line["explanation"].as_str().unwrap().contains("8.67"));
    assert_eq!(
        file["execution"],
        serde_json::json!({"weight_centi": 1_000, "stated_score_centi": 500, "computed_score_centi": 500})
    );
    assert_eq!(
        file["totals"]["weight_centi"], 2_000,
        "a part must not count twice"
    );
    assert_eq!(file["totals"]["stated_centi"], 1_500);
    assert_eq!(file["totals"]["sum_of_stated_centi"], 1_500);
    let finding = file["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["code"] == "full-score-though-missed")
        .unwrap();
    let keys: Vec<&str> = finding.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys.len(), 6);
    assert_eq!(
        (&finding["severity"], &finding["row"], &finding["cell"]),
        (&"warning".into(), &12.into(), &"H12".into())
    );
}

#[test]
fn a_form_without_weights_has_no_totals_of_zero() {
    let json = serde_json::to_value(report(&[Form {
        kind: Some(SheetKind::Goal),
        ..Form::default()
    }]))
    .unwrap();
    let totals = json["files"][0]["totals"].as_object().unwrap();
    assert!(totals.values().all(serde_json::Value::is_null), "{totals:?}");
}

#[test]
fn notes_of_the_reader_stand_among_the_findings_once() {
    let note = Finding::new(FindingCode::HiddenContent, "第 4 行被隐藏。", "请取消隐藏。").at_row(4);
    let form = Form {
        notes: vec![note],
        ..form()
    };
    let hidden = findings(&form, &rules(), year(2020))
        .into_iter()
        .filter(|it| it.code == FindingCode::HiddenContent);
    assert_eq!(hidden.count(), 1);
}

#[test]
fn another_year_than_the_one_asked_for_is_told() {
    let told = |asked| {
        findings(&form(), &rules(), year(asked))
            .iter()
            .any(|it| it.code == FindingCode::YearMismatch)
    };
    assert!(!told(2020));
    assert!(told(2021));
}

#[test]
fn a_goal_copied_from_an_earlier_file_is_told_with_the_project_it_came_from() {
    let goal = |project: &str| Form {
        kind: Some(SheetKind::Goal),
        project: project.into(),
        annual_goal: "完成全区三十条道路的养护,保持路面完好率".into(),
        ..Form::default()
    };
    let report = report(&[goal("甲路"), goal("乙路")]);
    let copied = |at: usize| {
        report.files[at]
            .findings
            .iter()
            .find(|finding| finding.code == "copied-goal-text")
    };
    assert_eq!(copied(0), None);
    assert!(copied(1).unwrap().message.contains("“甲路”"));
}
