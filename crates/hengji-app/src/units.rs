//! 单位 (units): the tree of the district, as choices and as it grows.

mod choices;
mod move_unit;

use hengji_authz::{Action, Resource};
use hengji_domain::id::UnitId;
use hengji_domain::person::Actor;
use hengji_domain::unit::{Unit, UnitKind};
use hengji_store::{Sorted, units};
use pinyin::ToPinyin;
use serde::{Deserialize, Serialize};

use crate::app::{App, Request};
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};

pub use move_unit::MoveUnit;

/// A new unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateUnit {
    /// 单位代码.
    pub code: String,
    /// 单位名称.
    pub name: String,
    /// Code of the kind of body.
    pub kind: String,
    /// The 主管部门 of a budget unit; blank for bodies that stand for themselves.
    #[serde(default)]
    pub department: String,
    /// The 归口科室 that owns its budget; blank for bodies without one.
    #[serde(default)]
    pub budget_division: String,
}

/// A unit in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    /// The unit.
    pub unit: Unit,
    /// Name of its department.
    pub department_name: String,
    /// Name of the bureau division that owns its budget; empty where none does.
    pub budget_division_name: String,
}

impl App {
    /// The units of the division: names of bodies are no business data, so administrators see them too.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read.
    pub fn units(&self, actor: &Actor) -> Result<Vec<UnitRow>, AppError> {
        let directory = self.directory(actor.division)?;
        let row = |unit: &Unit| UnitRow {
            department_name: directory.name(unit.department),
            budget_division_name: unit
                .budget_division
                .map(|id| directory.name(id))
                .unwrap_or_default(),
            unit: unit.clone(),
        };
        Ok(directory.units().iter().map(row).collect())
    }

    /// Adds a unit.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for wrong or taken fields; [`AppError::Forbidden`].
    pub fn create_unit(
        &self,
        actor: &Actor,
        key: &RequestKey,
        input: &CreateUnit,
    ) -> Result<Written, AppError> {
        let kind = check(input)?;
        let written = self.act(
            actor,
            Action::CreateUnit,
            &Request::new(key, input)?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let id: UnitId = tx.fresh()?;
                let all = units::list(tx.db, tx.division)?;
                let unit = Unit {
                    id,
                    code: input.code.trim().to_owned(),
                    name: input.name.trim().to_owned(),
                    kind,
                    department: department_of(kind, id, &input.department, &all)?,
                    budget_division: budget_division_of(&input.budget_division, &all)?,
                };
                tx.about("unit", id);
                tx.detail("name", &unit.name);
                units::insert_many(tx.db, tx.division, &[sorted(unit)])?;
                Ok(Written {
                    id: id.to_string(),
                    version: 1,
                })
            },
        )?;
        self.forget_directory(actor.division);
        Ok(written)
    }
}

fn check(input: &CreateUnit) -> Result<UnitKind, AppError> {
    let mut errors = Vec::new();
    if !(1..=21).contains(&input.code.trim().len()) || !input.code.trim().is_ascii() {
        errors.push(FieldError::new(
            "code",
            "unit-code-unfit",
            "单位代码须为 1 至 21 位字母或数字。",
        ));
    }
    if !(1..=100).contains(&input.name.trim().chars().count()) {
        errors.push(FieldError::new(
            "name",
            "name-unfit",
            "单位名称须为 1 至 100 个字。",
        ));
    }
    match UnitKind::from_code(&input.kind) {
        Some(kind) if errors.is_empty() => Ok(kind),
        Some(_) => Err(AppError::Invalid(errors)),
        None => {
            errors.push(FieldError::new("kind", "unit-kind-unknown", "请选择单位类别。"));
            Err(AppError::Invalid(errors))
        }
    }
}

fn department_of(kind: UnitKind, id: UnitId, text: &str, all: &[Unit]) -> Result<UnitId, AppError> {
    if kind != UnitKind::BudgetUnit {
        return Ok(id);
    }
    let department = all
        .iter()
        .find(|unit| unit.id.to_string() == text && unit.kind == UnitKind::Department);
    department
        .map(|unit| unit.id)
        .ok_or_else(|| AppError::field("department", "department-unknown", "预算单位须选择主管部门。"))
}

fn budget_division_of(text: &str, all: &[Unit]) -> Result<Option<UnitId>, AppError> {
    if text.is_empty() {
        return Ok(None);
    }
    let owner = all
        .iter()
        .find(|unit| unit.id.to_string() == text && unit.kind == UnitKind::BureauDivision);
    owner
        .map(|unit| Some(unit.id))
        .ok_or_else(|| AppError::field("budget_division", "budget-division-unknown", "没有这个归口科室。"))
}

/// A unit with the key that lists sort it by.
pub(crate) fn sorted(unit: Unit) -> Sorted<Unit> {
    Sorted {
        pinyin_sort: sort_key(&unit.name),
        record: unit,
    }
}

/// Full pinyin with blanks between syllables, compared bytewise: engines collate Chinese differently.
pub(crate) fn sort_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() * 2);
    for (c, pinyin) in name.chars().zip(name.to_pinyin()) {
        match pinyin {
            Some(pinyin) => {
                key.push_str(pinyin.plain());
                key.push(' ');
            }
            None => key.extend(c.to_lowercase()),
        }
    }
    key
}

/// First letters of the syllables, for quick search: `jcwh` for 基础维护.
pub(crate) fn initials(name: &str) -> String {
    name.to_pinyin()
        .flatten()
        .filter_map(|pinyin| pinyin.plain().chars().next())
        .collect()
}

#[cfg(test)]
mod tests {
    use hengji_domain::person::Role;

    use super::*;
    use crate::stage::district::{bureau, opened, person};
    use crate::stage::{codes, department, key};

    fn new_unit() -> CreateUnit {
        CreateUnit {
            code: "219012".into(),
            name: "绿化所".into(),
            kind: "budget_unit".into(),
            department: department().to_string(),
            budget_division: bureau().to_string(),
        }
    }

    #[test]
    fn the_system_administrator_adds_a_unit_that_everybody_sees_at_once() {
        let stage = opened();
        let system = person(Role::SystemAdministrator, bureau());
        stage.app.create_unit(&system, &key(1), &new_unit()).unwrap();
        let all = stage
            .app
            .units(&person(Role::PerformanceReviewer, bureau()))
            .unwrap();
        let made = all.iter().find(|row| row.unit.name == "绿化所").unwrap();
        assert_eq!(
            (made.department_name.as_str(), made.budget_division_name.as_str()),
            ("城管局", "经建科")
        );
        let denied =
            stage
                .app
                .create_unit(&person(Role::PerformanceReviewer, bureau()), &key(2), &new_unit());
        assert_eq!(codes(&denied.unwrap_err()), "role-not-held");
    }

    #[test]
    fn wrong_fields_of_a_unit_are_refused() {
        let stage = opened();
        let system = person(Role::SystemAdministrator, bureau());
        let check = |change: &dyn Fn(&mut CreateUnit), number, expected: &str| {
            let mut input = new_unit();
            change(&mut input);
            let refused = stage.app.create_unit(&system, &key(number), &input);
            assert_eq!(codes(&refused.unwrap_err()), expected);
        };
        check(&|unit| unit.code = String::new(), 1, "code:unit-code-unfit");
        check(&|unit| unit.code = "219011".into(), 2, "code:unit-code-taken");
        check(&|unit| unit.name = " ".into(), 3, "name:name-unfit");
        check(&|unit| unit.kind = "ministry".into(), 4, "kind:unit-kind-unknown");
        check(
            &|unit| unit.department = bureau().to_string(),
            5,
            "department:department-unknown",
        );
        check(
            &|unit| unit.budget_division = department().to_string(),
            6,
            "budget_division:budget-division-unknown",
        );
    }

    #[test]
    fn names_sort_by_pinyin() {
        let mut names = ["住建局", "城管局", "西兴街道", "财政局", "A 组"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["A 组", "财政局", "城管局", "西兴街道", "住建局"]);
    }

    #[test]
    fn initials_are_the_first_letters_of_syllables() {
        assert_eq!(initials("道路养护里程"), "dlyhlc");
        assert_eq!(initials("12345"), "");
    }
}
