//! 调整隶属: a budget unit under another department, as a reform of the bodies asks for it.
//!
//! The tree has two levels: a department, and the units under it. What would make a third one, or a circle, is refused.

use hengji_authz::{Action, Resource};
use hengji_domain::id::UnitId;
use hengji_domain::person::Actor;
use hengji_domain::unit::{Unit, UnitKind};
use hengji_store::units;
use serde::{Deserialize, Serialize};

use crate::app::{App, Halt, Request};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// A unit under another department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoveUnit {
    /// The department that was seen above the unit.
    pub from: String,
    /// The department above it from now on.
    pub to: String,
    /// Why: the decision about the bodies.
    pub reason: String,
}

/// Longest reason, characters.
const REASON_MAX: usize = 500;

impl App {
    /// Puts a unit under another department. Projects that it has stay with the department that they were handed in
    /// under; those of the next list come under the new one.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `unit-tree-circular` for a unit under itself, and for a department under one of its own
    /// units; `unit-tree-too-deep` for a department under another, `unit-not-under-department` for a body that
    /// stands under none; [`AppError::Invalid`] for a department that does not exist or is the same, and without a
    /// reason; [`AppError::Stale`]; [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn move_unit(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: UnitId,
        input: &MoveUnit,
    ) -> Result<Written, AppError> {
        let reason = input.reason.trim();
        let length = reason.chars().count();
        let written = self.act(
            actor,
            Action::MoveUnit,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| {
                tx.about("unit", id);
                Ok((Resource::Division(tx.division), ()))
            },
            |tx, ()| {
                if !(1..=REASON_MAX).contains(&length) {
                    return Err(AppError::field(
                        "reason",
                        "move-reason-unfit",
                        format!("请写明调整依据(如机构改革文件),1 至 {REASON_MAX} 字,现有 {length} 字。"),
                    )
                    .into());
                }
                let all = units::list(tx.db, tx.division)?;
                let unit = all.iter().find(|unit| unit.id == id).ok_or(AppError::NotFound)?;
                let to = fitting(unit, &input.to, &all)?;
                let from: UnitId = input.from.parse()?;
                if !units::set_department(tx.db, tx.division, id, (from, to.id))? {
                    return Err(Halt::stale("units", id));
                }
                let before = all.iter().find(|one| one.id == from);
                tx.detail("name", &unit.name);
                tx.detail("from", before.map_or("", |one| one.name.as_str()));
                tx.detail("to", &to.name);
                tx.detail("reason", reason);
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

/// The department that the unit may stand under.
fn fitting<'a>(unit: &Unit, to: &str, all: &'a [Unit]) -> Result<&'a Unit, AppError> {
    let unknown = || AppError::field("to", "department-unknown", "请选择一个主管部门。");
    let to = all
        .iter()
        .find(|one| one.id.to_string() == to)
        .ok_or_else(unknown)?;
    if to.id == unit.id {
        return Err(AppError::refused(
            "unit-tree-circular",
            format!("“{}”不能隶属于自己;请选择另一个主管部门。", unit.name),
        ));
    }
    if to.department == unit.id {
        return Err(AppError::refused(
            "unit-tree-circular",
            format!(
                "“{}”现在是“{}”的下属单位,反过来隶属会成环;请先调整“{}”的隶属。",
                to.name, unit.name, to.name
            ),
        ));
    }
    match unit.kind {
        UnitKind::BudgetUnit => {}
        UnitKind::Department => {
            return Err(AppError::refused(
                "unit-tree-too-deep",
                format!(
                    "“{}”是主管部门,不能隶属于其他部门;请把它的下属单位逐个调整到新的主管部门。",
                    unit.name
                ),
            ));
        }
        UnitKind::Subdistrict | UnitKind::BureauDivision | UnitKind::ThirdPartyInstitution => {
            return Err(AppError::refused(
                "unit-not-under-department",
                format!("“{}”不是预算单位,没有主管部门可以调整。", unit.name),
            ));
        }
    }
    if to.kind != UnitKind::Department {
        return Err(unknown());
    }
    if to.id == unit.department {
        return Err(AppError::field(
            "to",
            "department-unchanged",
            format!("“{}”现在就隶属于“{}”,不用调整。", unit.name, to.name),
        ));
    }
    Ok(to)
}

#[cfg(test)]
mod tests {
    use hengji_domain::person::Role;

    use super::*;
    use crate::stage::district::{bureau, of_year, opened, person, schools, works};
    use crate::stage::{codes, department, key};

    fn moved(from: UnitId, to: impl ToString) -> MoveUnit {
        MoveUnit {
            from: from.to_string(),
            to: to.to_string(),
            reason: "机构改革".into(),
        }
    }

    #[test]
    fn a_unit_is_moved_and_its_projects_stay_where_they_were() {
        let stage = opened();
        let system = person(Role::SystemAdministrator, bureau());
        let own = |app: &App| {
            let rows = app.units(&system).unwrap();
            let row = rows.into_iter().find(|row| row.unit.id == works()).unwrap();
            row.unit.department
        };
        let before = stage
            .app
            .year_progress(&person(Role::PerformanceReviewer, bureau()), of_year());
        stage
            .app
            .move_unit(&system, &key(2), works(), &moved(department(), schools()))
            .unwrap();
        assert_eq!(own(&stage.app), schools());
        let after = stage
            .app
            .year_progress(&person(Role::PerformanceReviewer, bureau()), of_year());
        assert_eq!(before.unwrap().departments, after.unwrap().departments);
        let late = stage
            .app
            .move_unit(&system, &key(3), works(), &moved(department(), department()));
        assert!(matches!(late, Err(AppError::Stale { .. })), "{late:?}");
    }

    #[test]
    fn what_would_bend_the_tree_is_refused() {
        let stage = opened();
        let system = person(Role::SystemAdministrator, bureau());
        let check = |number, unit: UnitId, input: &MoveUnit, expected: &str| {
            let refused = stage.app.move_unit(&system, &key(number), unit, input);
            assert_eq!(codes(&refused.unwrap_err()), expected);
        };
        check(1, works(), &moved(department(), works()), "unit-tree-circular");
        check(
            2,
            department(),
            &moved(department(), works()),
            "unit-tree-circular",
        );
        check(
            3,
            bureau(),
            &moved(bureau(), department()),
            "unit-not-under-department",
        );
        check(
            4,
            works(),
            &moved(department(), bureau()),
            "to:department-unknown",
        );
        check(5, works(), &moved(department(), "?"), "to:department-unknown");
        check(
            6,
            works(),
            &moved(department(), department()),
            "to:department-unchanged",
        );
        let silent = MoveUnit {
            reason: " ".into(),
            ..moved(department(), department())
        };
        check(7, works(), &silent, "reason:move-reason-unfit");
        let stranger = person(Role::PerformanceReviewer, bureau());
        let denied = stage
            .app
            .move_unit(&stranger, &key(8), works(), &moved(department(), works()));
        assert_eq!(codes(&denied.unwrap_err()), "role-not-held");
    }
}
