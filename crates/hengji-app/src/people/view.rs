//! What pages show of people: the session, accounts, the second factor.

use hengji_domain::id::{UnitId, UserId};
use hengji_domain::person::{Actor, Role};
use hengji_domain::{BudgetYear, Timestamp};
use serde::{Deserialize, Serialize};

use crate::common::Choice;

/// What a person must still do before anything else is open to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pending {
    /// Nothing: all pages are open.
    Nothing,
    /// 输入动态口令: the password was right, the second factor is still to be given.
    SecondFactor,
    /// 绑定动态口令: the roles need a second factor and none is bound yet.
    Enrolment,
    /// 修改初始密码: the password was given by somebody else or is too old.
    PasswordChange,
}

/// A signed-in person, as every page needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who acts, where, with which roles.
    pub actor: Actor,
    /// Name of the division acted in.
    pub division_name: String,
    /// 演示数据: the division is made up, and every page says so.
    pub is_demonstration: bool,
    /// The budget year chosen in the header.
    pub year: BudgetYear,
    /// 登录名.
    pub login_name: String,
    /// What must be done first.
    pub pending: Pending,
    /// Token against cross-site requests, bound to this session.
    pub form_token: String,
    /// Divisions the person may act in, with their names.
    pub divisions: Vec<Choice>,
    /// Budget years that may be chosen.
    pub years: Vec<BudgetYear>,
    /// When the session ends in any case.
    pub ends_at: Timestamp,
}

impl Session {
    /// Whether one of the roles reads or works on business data (administrators do not).
    pub fn sees_business(&self) -> bool {
        hengji_authz::scope(&self.actor) != hengji_authz::Scope::Nothing
    }

    /// The roles by name, for the header: 单位业务经办、单位财务经办.
    pub fn role_names(&self) -> String {
        let mut roles: Vec<Role> = self.actor.grants.iter().map(|grant| grant.role).collect();
        roles.sort_unstable();
        roles.dedup();
        roles
            .iter()
            .map(|role| role.name())
            .collect::<Vec<_>>()
            .join("、")
    }
}

/// A fresh session: the token goes into the cookie and is stored nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The secret of the cookie.
    pub token: String,
    /// What must be done first.
    pub pending: Pending,
}

impl std::fmt::Debug for SignedIn {
    /// Secrets stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn")
            .field("pending", &self.pending)
            .finish_non_exhaustive()
    }
}

/// What is shown when a second factor is bound.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The secret in base32, in groups of four, to be typed where no camera is at hand.
    pub secret: String,
    /// The `otpauth://` address that authenticator programs read.
    pub address: String,
}

impl std::fmt::Debug for Enrolment {
    /// Secrets stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Enrolment").finish_non_exhaustive()
    }
}

/// An account in the list of the administrators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Identity.
    pub id: UserId,
    /// 登录名.
    pub login_name: String,
    /// The name shown on papers.
    pub name: String,
    /// The unit the person works for; empty where none is named.
    pub unit_name: String,
    /// Whether the account may sign in.
    pub is_active: bool,
    /// Locked after failed sign-ins, until then.
    pub locked_until: Option<Timestamp>,
    /// Whether a second factor is bound.
    pub has_second_factor: bool,
    /// The password was given by somebody else and not changed yet.
    pub must_change_password: bool,
    /// Roles held in this division.
    pub grants: Vec<GrantRow>,
    /// Optimistic lock.
    pub version: i32,
}

/// A role held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRow {
    /// The role.
    pub role: Role,
    /// For which unit.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: String,
}

/// An account with a password that was made for it: shown once, valid for one sign-in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InitialPassword {
    /// The account.
    pub user: String,
    /// 登录名.
    pub login_name: String,
    /// The role it was made for, where it was made with one.
    pub role_name: Option<String>,
    /// The one-time password; absent when a retried request is answered, because it is stored nowhere.
    #[serde(skip)]
    pub password: Option<String>,
}

impl std::fmt::Debug for InitialPassword {
    /// Secrets stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InitialPassword")
            .field("login_name", &self.login_name)
            .finish_non_exhaustive()
    }
}
