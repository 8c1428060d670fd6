//! The published cases under `fixtures/cases`, shared by the tests.

use std::path::PathBuf;
use std::sync::LazyLock;

use hengji_domain::BudgetYear;
use hengji_domain::form::Form;
use hengji_exchange::Limits;
use hengji_exchange::check::FileReport;
use hengji_exchange::grid::read_grid;
use hengji_exchange::recognise::recognise;
use hengji_rules::RuleBook;
use serde::Deserialize;

/// A published table: the facts that must be read from its workbook.
#[derive(Debug, Deserialize)]
pub(crate) struct Expected {
    pub(crate) file: String,
    pub(crate) kind: String,
    pub(crate) project: Option<String>,
    pub(crate) department: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) year: Option<u16>,
    pub(crate) amount: Option<String>,
    pub(crate) budget: Option<Amounts>,
    #[serde(default)]
    pub(crate) parts: Vec<Part>,
    pub(crate) execution: Option<Execution>,
    pub(crate) total: Option<Total>,
    pub(crate) lines: Vec<Line>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Amounts {
    pub(crate) initial: Option<String>,
    pub(crate) adjusted: Option<String>,
    pub(crate) executed: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) executed: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Execution {
    pub(crate) rate: Option<String>,
    pub(crate) weight: Option<String>,
    pub(crate) score: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Total {
    pub(crate) weight: Option<serde_json::Number>,
    pub(crate) score: Option<String>,
    pub(crate) grade: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Line {
    pub(crate) level1: Option<String>,
    pub(crate) level2: Option<String>,
    pub(crate) level3: Option<String>,
    pub(crate) target: Option<Value>,
    pub(crate) actual: Option<Value>,
    pub(crate) weight: Option<String>,
    pub(crate) score: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) expected_score: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Value {
    pub(crate) text: Option<String>,
    pub(crate) value: Option<String>,
    pub(crate) form: String,
    pub(crate) split: Option<Split>,
}

/// A target in three columns.
#[derive(Debug, Deserialize)]
pub(crate) struct Split {
    #[serde(rename = "性质")]
    pub(crate) comparator: Option<String>,
    #[serde(rename = "指标值")]
    pub(crate) value: Option<String>,
    #[serde(rename = "单位")]
    pub(crate) unit: Option<String>,
}

impl Value {
    /// The text as the workbook shows it.
    pub(crate) fn written(&self) -> Option<String> {
        let Some(split) = &self.split else {
            return self.text.clone();
        };
        let parts = [&split.comparator, &split.value, &split.unit];
        Some(parts.into_iter().flatten().map(String::as_str).collect())
    }
}

/// The folder of the published cases.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cases")
}

/// The bytes of a file of the folder.
pub(crate) fn bytes(file: &str) -> Vec<u8> {
    std::fs::read(folder().join(file)).unwrap()
}

/// The forms of a workbook of the folder.
pub(crate) fn read(file: &str) -> Vec<Form> {
    let grid = read_grid(&bytes(file), &Limits::FORMS).unwrap();
    recognise(&grid, &Limits::FORMS).unwrap()
}

/// All published tables.
pub(crate) fn expected() -> Vec<Expected> {
    serde_json::from_slice(&bytes("expected.json")).unwrap()
}

/// A text without blanks and with half-width brackets: excerpts of the web have lost both.
pub(crate) fn plain(text: &str) -> String {
    let text: String = text.split_whitespace().collect();
    text.replace('\u{ff08}', "(").replace('\u{ff09}', ")")
}

/// The report of each form of a workbook of the folder, by the rules of 330108 for the year that the form states.
pub(crate) fn report(file: &str) -> Vec<FileReport> {
    let of_its_year = |form: &Form| report_of(form, form.year.map_or(2020, BudgetYear::get));
    read(file).iter().map(of_its_year).collect()
}

/// The report of one form by the rules of 330108 for a year.
pub(crate) fn report_of(form: &Form, year: u16) -> FileReport {
    static BOOK: LazyLock<RuleBook> = LazyLock::new(|| RuleBook::embedded().unwrap());
    let year = BudgetYear::new(year).unwrap();
    let rules = BOOK.at("330108".parse().unwrap(), year).sheet_rules().unwrap();
    FileReport::of("x.xlsx", form, &rules, year)
}
