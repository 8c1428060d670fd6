//! 新增指标 (add): a library indicator under the classes of the year, with its source.

use hengji_authz::{Action, Resource};
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;
use hengji_domain::rule::{FirstLevel, GoalFrame, SecondLevel};
use hengji_domain::value::read::read_split;
use hengji_domain::value::{Comparator, Reading};
use hengji_store::library::{self, LibraryIndicator};
use serde::{Deserialize, Serialize};

use super::sign;
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};
use crate::units::{initials, sort_key};

/// A new indicator of the library, as texts of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewIndicator {
    /// 一级指标, by its printed name or an alias.
    pub level1: String,
    /// 二级指标, by its printed name or an alias.
    pub level2: String,
    /// 三级指标.
    pub name: String,
    /// Usual comparator: ≥, >, =, <, ≤, 区间, 期限, or its code; blank for none.
    #[serde(default)]
    pub comparator: String,
    /// A target value as an example; blank for none.
    #[serde(default)]
    pub example: String,
    /// 计量单位; blank for none.
    #[serde(default)]
    pub unit: String,
    /// Where it was taken from.
    pub source: String,
}

/// A new indicator that is fit to be stored.
struct Checked {
    level1: String,
    level2: String,
    name: String,
    comparator: Option<Comparator>,
    example: Option<String>,
    unit: Option<String>,
    source: String,
}

impl App {
    /// Adds an indicator to the library of the acting division, under the classes in force in the year.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] with each unfit field, also when this library or one above has the indicator;
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`] for a year without classes.
    pub fn add_library_indicator(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        input: &NewIndicator,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::AddLibraryIndicator,
            &Request::new(key, &(year.get(), input))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let frame = self.rules(tx.division, year).goal_frame()?;
                let checked = check(input, &frame.value, year).map_err(AppError::Invalid)?;
                refuse_twin(tx, &checked)?;
                let indicator = stored(tx, checked)?;
                library::insert_many(tx.db, std::slice::from_ref(&indicator))?;
                tx.about("indicator", indicator.id);
                tx.detail("name", &indicator.name);
                Ok(Written {
                    id: indicator.id.to_string(),
                    version: 1,
                })
            },
        )
    }
}

fn stored(tx: &Tx<'_>, checked: Checked) -> Step<LibraryIndicator> {
    Ok(LibraryIndicator {
        id: tx.fresh()?,
        division: tx.division,
        initials: initials(&checked.name),
        pinyin_sort: sort_key(&checked.name),
        level1: checked.level1,
        level2: checked.level2,
        name: checked.name,
        comparator: checked.comparator,
        example: checked.example,
        unit: checked.unit,
        source: checked.source,
    })
}

/// The constraint of the database knows one division only; what a division above has would appear twice, too.
fn refuse_twin(tx: &mut Tx<'_>, checked: &Checked) -> Step<()> {
    let namesakes = library::search(tx.db, &tx.division.lineage(), &checked.name, u32::MAX)?;
    let twin = namesakes
        .iter()
        .find(|one| one.name == checked.name && one.level1 == checked.level1 && one.level2 == checked.level2);
    match twin {
        None => Ok(()),
        Some(twin) => {
            let message = format!(
                "区划 {} 的指标库在“{}”下已有“{}”,请直接选用。",
                twin.division, twin.level2, twin.name
            );
            Err(AppError::field("name", "indicator-taken", message).into())
        }
    }
}

fn check(input: &NewIndicator, frame: &GoalFrame, year: BudgetYear) -> Result<Checked, Vec<FieldError>> {
    let mut errors = Vec::new();
    let (level1, level2) = classes(input, frame, year, &mut errors);
    let name = text("name", "三级指标", &input.name, 60, &mut errors);
    let unit = text("unit", "计量单位", &input.unit, 20, &mut errors);
    let example = text("example", "指标值示例", &input.example, 100, &mut errors);
    let source = text("source", "来源", &input.source, 200, &mut errors);
    for (field, title, value) in [("name", "三级指标", &name), ("source", "来源", &source)] {
        if value.is_empty() {
            errors.push(FieldError::new(field, "text-missing", format!("请填写{title}。")));
        }
    }
    let comparator = comparator(&input.comparator, &mut errors);
    let reading = read_split(comparator.map_or("", written_before), &example, &unit).reading;
    if !example.is_empty() && reading == Reading::Unreadable {
        let message = format!("指标值示例“{example}”读不出数值或要求,选用的人也无从填写;请改写,例如 95。");
        errors.push(FieldError::new("example", "example-unreadable", message));
    }
    match (level1, level2) {
        (Some(level1), Some(level2)) if errors.is_empty() => Ok(Checked {
            level1: level1.name.clone(),
            level2: level2.name.clone(),
            name,
            comparator,
            example: some(example),
            unit: some(unit),
            source,
        }),
        _ => Err(errors),
    }
}

fn classes<'a>(
    input: &NewIndicator,
    frame: &'a GoalFrame,
    year: BudgetYear,
    errors: &mut Vec<FieldError>,
) -> (Option<&'a FirstLevel>, Option<&'a SecondLevel>) {
    let Some(level1) = frame.first_level(&input.level1) else {
        let known = names(frame.first_levels.iter().map(|class| class.name.as_str()));
        let message = format!("{year} 年没有一级指标“{}”,可填:{known}。", input.level1.trim());
        errors.push(FieldError::new("level1", "level1-unknown", message));
        return (None, None);
    };
    let level2 = level1.second_level(&input.level2);
    if level2.is_none() {
        let known = names(level1.second_levels.iter().map(|class| class.name.as_str()));
        let message = format!(
            "{year} 年“{}”下没有二级指标“{}”,可填:{known}。",
            level1.name,
            input.level2.trim()
        );
        errors.push(FieldError::new("level2", "level2-unknown", message));
    }
    (Some(level1), level2)
}

fn names<'a>(all: impl Iterator<Item = &'a str>) -> String {
    all.collect::<Vec<_>>().join("、")
}

fn text(field: &str, title: &str, given: &str, most: usize, errors: &mut Vec<FieldError>) -> String {
    let given = given.trim();
    let length = given.chars().count();
    if most < length || given.chars().any(char::is_control) {
        let message = format!("{title}须在一行之内,最多 {most} 个字;现有 {length} 个字。");
        errors.push(FieldError::new(field, "text-unfit", message));
    }
    given.to_owned()
}

fn comparator(given: &str, errors: &mut Vec<FieldError>) -> Option<Comparator> {
    let given = given.trim();
    if given.is_empty() {
        return None;
    }
    let known = Comparator::ALL
        .into_iter()
        .find(|one| one.code() == given || sign(*one) == given);
    if known.is_none() {
        let all = names(Comparator::ALL.into_iter().map(sign));
        let message = format!("没有比较符“{given}”,可填:{all};没有就留空。");
        errors.push(FieldError::new("comparator", "comparator-unknown", message));
    }
    known
}

/// A range and a deadline are told by the value itself; the others stand before it.
const fn written_before(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::Between | Comparator::ByDate => "",
        other => sign(other),
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
