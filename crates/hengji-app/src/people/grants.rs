//! 授权 (grants): given and taken by the security administrator, who makes no accounts.

use hengji_authz::Action;
use hengji_domain::id::{UnitId, UserId};
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::unit::UnitKind;
use hengji_store::users::{self, GrantRecord, User};
use serde::{Deserialize, Serialize};

use super::accounts::accounts;
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// A role to give or take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantChange {
    /// The account.
    pub user: String,
    /// Code of the role.
    pub role: String,
    /// The unit it is held for.
    pub unit: String,
}

impl App {
    /// Gives a role.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `administrators-exclusive` when the three administrators or business and
    /// administration would meet in one person; [`AppError::Invalid`] for a role that does not fit the unit.
    pub fn grant_role(
        &self,
        actor: &Actor,
        key: &RequestKey,
        input: &GrantChange,
    ) -> Result<Written, AppError> {
        self.change_grant(actor, key, Action::GrantRole, input, |tx, user, grant| {
            let held = users::grants_of(tx.db, tx.division, user.id)?;
            check_exclusive(&held, grant.role)?;
            let unit = hengji_store::units::find(tx.db, tx.division, grant.unit)?;
            let unit = unit.ok_or_else(|| AppError::field("unit", "unit-unknown", "没有这个单位。"))?;
            check_fit(grant.role, unit.kind)?;
            let record = GrantRecord {
                user: user.id,
                grant,
                granted_by: Some(actor.user),
                granted_at: tx.now,
            };
            Ok(users::grant(tx.db, tx.division, &record)?)
        })
    }

    /// Takes a role away; it is gone with the next request.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] when it is not held.
    pub fn revoke_role(
        &self,
        actor: &Actor,
        key: &RequestKey,
        input: &GrantChange,
    ) -> Result<Written, AppError> {
        self.change_grant(actor, key, Action::RevokeRole, input, |tx, user, grant| {
            if users::revoke(tx.db, tx.division, user.id, grant)? {
                Ok(())
            } else {
                Err(AppError::NotFound.into())
            }
        })
    }

    fn change_grant(
        &self,
        actor: &Actor,
        key: &RequestKey,
        action: Action,
        input: &GrantChange,
        change: impl Fn(&mut Tx<'_>, &User, Grant) -> Step<()>,
    ) -> Result<Written, AppError> {
        let id: UserId = input.user.parse()?;
        let unit: UnitId = input.unit.parse()?;
        let role = Role::from_code(&input.role)
            .ok_or_else(|| AppError::field("role", "role-unknown", "没有这个角色,请从列表中选择。"))?;
        let written = self.act(
            actor,
            action,
            &Request::new(key, input)?,
            |tx| {
                tx.about("user", id);
                tx.detail("role", role.code());
                tx.detail("unit", unit);
                let user = users::find(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
                Ok((accounts(actor, Some(id)), user))
            },
            |tx, user| {
                change(tx, &user, Grant { role, unit })?;
                Ok(Written {
                    id: user.id.to_string(),
                    version: user.version,
                })
            },
        )?;
        self.kept_places().forget(&id);
        Ok(written)
    }
}

/// 三员分立: each of the three stands alone, and none of them touches business.
pub(super) fn check_exclusive(held: &[Grant], role: Role) -> Result<(), AppError> {
    let clash = held
        .iter()
        .map(|grant| grant.role)
        .find(|other| *other != role && (other.is_administrator() || role.is_administrator()));
    match clash {
        None => Ok(()),
        Some(other) => Err(AppError::refused(
            "administrators-exclusive",
            format!(
                "该用户已是“{}”,不能再授予“{}”:系统、安全、审计三类管理员互斥,也不得兼任业务角色。请换一个账户。",
                other.name(),
                role.name()
            ),
        )),
    }
}

/// A role belongs to a kind of body: a budget unit has no 归口科室 of its own.
fn check_fit(role: Role, kind: UnitKind) -> Result<(), AppError> {
    let fits = match role {
        Role::UnitClerk | Role::UnitFinance | Role::UnitHead => matches!(
            kind,
            UnitKind::BudgetUnit | UnitKind::Department | UnitKind::Subdistrict
        ),
        Role::DepartmentReviewer => matches!(kind, UnitKind::Department | UnitKind::Subdistrict),
        Role::ThirdParty => kind == UnitKind::ThirdPartyInstitution,
        Role::OversightReader => true,
        Role::BudgetDivisionReviewer
        | Role::PerformanceReviewer
        | Role::BureauLeader
        | Role::SystemAdministrator
        | Role::SecurityAdministrator
        | Role::AuditAdministrator => kind == UnitKind::BureauDivision,
    };
    if fits {
        Ok(())
    } else {
        Err(AppError::field(
            "unit",
            "role-unfit-for-unit",
            format!("“{}”不能授予在这类单位上,请选择与角色相符的单位。", role.name()),
        ))
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::Timestamp;

    use super::*;

    fn check(case: &str) {
        let (given, expected) = case.split_once(" -> ").unwrap();
        let (held, role) = given.split_once('+').unwrap();
        let unit = UnitId::new(Timestamp::from_micros(0), [1; 10]);
        let grants: Vec<Grant> = held
            .split_whitespace()
            .map(|code| Grant {
                role: Role::from_code(code).unwrap(),
                unit,
            })
            .collect();
        let result = check_exclusive(&grants, Role::from_code(role.trim()).unwrap());
        let shown = result
            .err()
            .map_or_else(|| "ok".to_owned(), |error| error.code().to_owned());
        assert_eq!(shown, expected, "{case}");
    }

    #[test]
    fn administrators_stand_alone() {
        check("+ system_administrator -> ok");
        check("unit_clerk + unit_finance -> ok");
        check("system_administrator + system_administrator -> ok");
        check("system_administrator + security_administrator -> administrators-exclusive");
        check("audit_administrator + system_administrator -> administrators-exclusive");
        check("unit_clerk + audit_administrator -> administrators-exclusive");
        check("audit_administrator + unit_clerk -> administrators-exclusive");
    }

    #[test]
    fn a_role_fits_its_kind_of_body() {
        for (role, kind, fits) in [
            (Role::UnitClerk, UnitKind::BudgetUnit, true),
            (Role::UnitClerk, UnitKind::BureauDivision, false),
            (Role::DepartmentReviewer, UnitKind::Department, true),
            (Role::DepartmentReviewer, UnitKind::BudgetUnit, false),
            (Role::PerformanceReviewer, UnitKind::BureauDivision, true),
            (Role::BureauLeader, UnitKind::Department, false),
            (Role::OversightReader, UnitKind::Department, true),
            (Role::ThirdParty, UnitKind::ThirdPartyInstitution, true),
        ] {
            assert_eq!(check_fit(role, kind).is_ok(), fits, "{role:?} {kind:?}");
        }
    }
}
