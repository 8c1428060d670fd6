//! 检查指标 (check): whether the texts of an indicator are fit for the library, field by field.

use hengji_domain::id::IndicatorId;
use hengji_domain::library::LibraryRules;
use hengji_domain::rule::GoalFrame;
use hengji_domain::value::read::read_split;
use hengji_domain::value::{Comparator, Reading};
use hengji_domain::{BudgetYear, Division};
use hengji_store::library::LibraryIndicator;

use super::input::yes_or_no;
use super::{IndicatorInput, sign};
use crate::error::FieldError;
use crate::units::{initials, sort_key};

/// An indicator that is fit to be stored, still without identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checked(LibraryIndicator);

impl Checked {
    /// The indicator with its identity.
    pub(crate) fn stored(self, id: IndicatorId, division: Division, version: i32) -> LibraryIndicator {
        LibraryIndicator {
            id,
            division,
            version,
            ..self.0
        }
    }

    /// The same as texts, with the names of classes as the frame prints them.
    pub(super) fn texts(&self) -> IndicatorInput {
        IndicatorInput::of(&self.0)
    }
}

/// Checks an indicator under the rules of the year from which it is to hold.
///
/// # Errors
///
/// Every unfit field.
pub(crate) fn check(
    input: &IndicatorInput,
    rules: &LibraryRules,
    frame: &GoalFrame,
    division: Division,
) -> Result<Checked, Vec<FieldError>> {
    let mut errors = Errors::default();
    for field in IndicatorInput::FIELDS {
        errors.text(
            field.code,
            field.title,
            input.text(field.code),
            field.most,
            field.is_needed,
        );
    }
    errors.code(&input.code);
    errors.category(&input.category, rules);
    let place = errors.classes(input, frame);
    errors.closed("value_basis", &input.value_basis, &rules.value_bases);
    errors.closed("obtained_by", &input.obtained_by, &rules.obtained_by);
    errors.closed("scoring_kind", &input.scoring_kind, &rules.scoring_kinds);
    errors.classification("functional_classes", &input.functional_classes, &[3, 5, 7]);
    errors.classification("economic_classes", &input.economic_classes, &[3, 5]);
    let comparator = errors.comparator(&input.comparator);
    let is_quantified = errors.flag("is_quantified", "是否量化", &input.is_quantified);
    let is_core = errors.flag("is_core", "是否核心", &input.is_core);
    errors.measure(is_quantified, comparator, input);
    let valid_from = errors.year("valid_from", &input.valid_from);
    let valid_to = errors.year("valid_to", &input.valid_to);
    if let (Some(from), Some(to)) = (valid_from, valid_to)
        && to < from
    {
        let message = format!("失效年度 {to} 早于生效年度 {from},请改正。");
        errors.add("valid_to", "years-reversed", message);
    }
    match (place, valid_from) {
        (Some((level1, level2, class_key)), Some(valid_from)) if errors.0.is_empty() => {
            let name = input.name.clone();
            Ok(Checked(LibraryIndicator {
                id: IndicatorId::from_uuid(uuid::Uuid::nil()),
                division,
                initials: initials(&name),
                pinyin_sort: sort_key(&name),
                code: input.code.to_uppercase(),
                category: input.category.clone(),
                class_key,
                level1,
                level2,
                name,
                explanation: input.explanation.clone(),
                formula: input.formula.clone(),
                comparator,
                example: some(&input.example),
                unit: some(&input.unit),
                evidence: input.evidence.clone(),
                data_source: input.data_source.clone(),
                value_basis: input.value_basis.clone(),
                obtained_by: input.obtained_by.clone(),
                scoring_kind: input.scoring_kind.clone(),
                functional_classes: input.functional_classes.clone(),
                economic_classes: input.economic_classes.clone(),
                is_quantified,
                is_core,
                valid_from,
                valid_to,
                successor: None,
                version: 1,
                source: input.source.clone(),
            }))
        }
        _ => Err(errors.0),
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[derive(Default)]
struct Errors(Vec<FieldError>);

impl Errors {
    fn add(&mut self, field: &str, code: &'static str, message: impl Into<String>) {
        self.0.push(FieldError::new(field, code, message));
    }

    fn text(&mut self, field: &str, title: &str, given: &str, most: usize, is_needed: bool) {
        let length = given.chars().count();
        if is_needed && given.trim().is_empty() {
            self.add(field, "text-missing", format!("请填写{title}。"));
        } else if most < length || given.chars().any(char::is_control) {
            let message = format!("{title}须在一行之内,最多 {most} 个字;现有 {length} 个字。");
            self.add(field, "text-unfit", message);
        }
    }

    fn code(&mut self, code: &str) {
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        if !code.chars().all(is_plain) {
            let message = format!("编码“{code}”只能用字母、数字和“-”,例如 A01-16;也可留空,由系统顺编。");
            self.add("code", "code-unfit", message);
        }
    }

    fn category(&mut self, code: &str, rules: &LibraryRules) {
        if !code.is_empty() && rules.kind(code).is_none() {
            let kinds = rules.categories.iter().filter(|one| one.group.is_some());
            let known: Vec<String> = kinds.map(|one| format!("{} {}", one.code, one.name)).collect();
            let message = format!("没有项目小类“{code}”,可填:{}。", known.join("、"));
            self.add("category", "category-unknown", message);
        }
    }

    /// The printed names of the two levels and the key of the class.
    fn classes(&mut self, input: &IndicatorInput, frame: &GoalFrame) -> Option<(String, String, String)> {
        if input.level1.trim().is_empty() || input.level2.trim().is_empty() {
            return None;
        }
        let year = input.valid_from.trim();
        let Some(level1) = frame.first_level(&input.level1) else {
            let known = names(frame.first_levels.iter().map(|class| class.name.as_str()));
            let message = format!("{year} 年没有一级指标“{}”,可填:{known}。", input.level1.trim());
            self.add("level1", "level1-unknown", message);
            return None;
        };
        let Some(level2) = level1.second_level(&input.level2) else {
            let known = names(level1.second_levels.iter().map(|class| class.name.as_str()));
            let message = format!(
                "{year} 年“{}”下没有二级指标“{}”,可填:{known}。",
                level1.name,
                input.level2.trim()
            );
            self.add("level2", "level2-unknown", message);
            return None;
        };
        Some((level1.name.clone(), level2.name.clone(), level2.key.clone()))
    }

    fn closed(&mut self, field: &str, given: &str, known: &[String]) {
        if !given.trim().is_empty() && !known.iter().any(|one| one == given) {
            let message = format!("“{given}”不在清单内,可填:{}。", known.join("、"));
            self.add(field, "choice-unknown", message);
        }
    }

    /// Codes of a classification of expenditure: 类, 款, 项 add two digits each after the first three.
    fn classification(&mut self, field: &str, given: &str, lengths: &[usize]) {
        let is_code =
            |code: &str| lengths.contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
        let bad = given.split('、').map(str::trim).find(|code| !is_code(code));
        if let Some(bad) = bad.filter(|_| !given.trim().is_empty()) {
            let all: Vec<String> = lengths.iter().map(ToString::to_string).collect();
            let message = format!(
                "科目代码“{bad}”应为 {} 位数字,多个代码用“、”分开。",
                all.join("、")
            );
            self.add(field, "classification-unreadable", message);
        }
    }

    fn comparator(&mut self, given: &str) -> Option<Comparator> {
        let given = given.trim();
        if given.is_empty() {
            return None;
        }
        let known = Comparator::ALL
            .into_iter()
            .find(|one| one.code() == given || sign(*one) == given);
        if known.is_none() {
            let all = names(Comparator::ALL.into_iter().map(sign));
            let message = format!("没有比较符“{given}”,可填:{all};定性指标留空。");
            self.add("comparator", "comparator-unknown", message);
        }
        known
    }

    fn flag(&mut self, field: &str, title: &str, given: &str) -> bool {
        let flag = given == yes_or_no(true);
        if !flag && !given.is_empty() && given != yes_or_no(false) {
            self.add(
                field,
                "flag-unreadable",
                format!("{title}只能填“是”或“否”,现为“{given}”。"),
            );
        }
        flag
    }

    fn year(&mut self, field: &str, given: &str) -> Option<BudgetYear> {
        let given = given.trim();
        if given.is_empty() {
            return None;
        }
        let year = given.parse().ok();
        if year.is_none() {
            self.add(
                field,
                "year-unreadable",
                format!("“{given}”不是预算年度,请写四位年份,例如 2021。"),
            );
        }
        year
    }

    /// A quantified indicator says how it is compared, and its example can be read as a target.
    fn measure(&mut self, is_quantified: bool, comparator: Option<Comparator>, input: &IndicatorInput) {
        if is_quantified && input.comparator.trim().is_empty() {
            self.add(
                "comparator",
                "comparator-missing",
                "量化指标须写比较符;不能比较的请把“是否量化”改为否。",
            );
        }
        if !is_quantified && comparator.is_some() {
            self.add(
                "comparator",
                "comparator-unfit",
                "定性指标不写比较符;能比较的请把“是否量化”改为是。",
            );
        }
        let unit = input.unit.split('、').next().unwrap_or_default();
        let reading = read_split(comparator.map_or("", written_before), &input.example, unit).reading;
        if !input.example.is_empty() && reading == Reading::Unreadable {
            let message = format!(
                "指标值示例“{}”读不出数值或要求,选用的人也无从填写;请改写,例如 95。",
                input.example
            );
            self.add("example", "example-unreadable", message);
        }
    }
}

fn names<'a>(all: impl Iterator<Item = &'a str>) -> String {
    all.collect::<Vec<_>>().join("、")
}

/// A range and a deadline are told by the value itself; the others stand before it.
const fn written_before(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::Between | Comparator::ByDate => "",
        other => sign(other),
    }
}
