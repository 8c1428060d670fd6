//! 账户 (accounts): made, reset and closed by the system administrator, who grants no roles.

use std::collections::HashMap;

use hengji_authz::{Action, Resource};
use hengji_domain::Division;
use hengji_domain::id::{UnitId, UserId};
use hengji_domain::person::Actor;
use hengji_store::sessions;
use hengji_store::users::{self, User};
use serde::{Deserialize, Serialize};

use super::password;
use super::view::{AccountRow, GrantRow, InitialPassword};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// A new account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateAccount {
    /// 登录名: 3 to 40 lower-case letters, digits, `.`, `_`, `-`.
    pub login_name: String,
    /// The name shown on papers.
    pub name: String,
    /// The unit the person works for.
    #[serde(default)]
    pub unit: Option<String>,
}

/// An account to change, as it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    /// The account.
    pub user: String,
    /// Its version when it was opened.
    pub version: i32,
}

/// Whether an account may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// 启用.
    Active,
    /// 停用.
    Disabled,
}

impl App {
    /// Every account of the division with its roles.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for all but the three administrators.
    pub fn accounts(&self, actor: &Actor) -> Result<Vec<AccountRow>, AppError> {
        let resource = Resource::Accounts {
            division: actor.division,
            user: None,
        };
        self.may_view(actor, Action::ViewAccounts, &resource)?;
        let directory = self.directory(actor.division)?;
        let (all, records) = self.read(|db| {
            let all = users::list(db, actor.division)?;
            Ok((all, users::grants_in_division(db, actor.division)?))
        })?;
        let mut grants: HashMap<UserId, Vec<GrantRow>> = HashMap::new();
        for record in records {
            grants.entry(record.user).or_default().push(GrantRow {
                role: record.grant.role,
                unit: record.grant.unit,
                unit_name: directory.name(record.grant.unit),
            });
        }
        let now = self.now();
        Ok(all
            .into_iter()
            .map(|user| AccountRow {
                grants: grants.remove(&user.id).unwrap_or_default(),
                id: user.id,
                login_name: user.login_name,
                name: user.name,
                unit_name: user.unit.map(|unit| directory.name(unit)).unwrap_or_default(),
                is_active: !user.is_disabled,
                locked_until: user.locked_until.filter(|until| now < *until),
                has_second_factor: user.second_factor.is_some(),
                must_change_password: user.must_change_password,
                version: user.version,
            })
            .collect())
    }

    /// Makes an account with a one-time password. It holds no role until the security administrator grants one.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for an unfit or taken login name; [`AppError::Forbidden`].
    pub fn create_account(
        &self,
        actor: &Actor,
        key: &RequestKey,
        input: &CreateAccount,
    ) -> Result<InitialPassword, AppError> {
        let (login_name, name) = check_names(input)?;
        let unit: Option<UnitId> = input
            .unit
            .as_deref()
            .filter(|unit| !unit.is_empty())
            .map(|unit| unit.parse().map_err(|_| unknown_unit()))
            .transpose()?;
        let made = password::make_initial(&*self.ports().randomness)?;
        let hash = password::hash(&made, &*self.ports().randomness)?;
        let answer = self.act(
            actor,
            Action::CreateAccount,
            &Request::new(key, input)?,
            |_| Ok((accounts(actor, None), ())),
            |tx, ()| {
                if let Some(unit) = unit
                    && hengji_store::units::find(tx.db, tx.division, unit)?.is_none()
                {
                    return Err(unknown_unit().into());
                }
                let user = new_user(tx, &login_name, &name, unit, &hash)?;
                users::insert(tx.db, &user)?;
                tx.about("user", user.id);
                tx.detail("login_name", &login_name);
                Ok(InitialPassword {
                    user: user.id.to_string(),
                    login_name: login_name.clone(),
                    role_name: None,
                    password: Some(made.clone()),
                })
            },
        )?;
        Ok(answer)
    }

    /// Gives the account a one-time password, forgets its second factor and ends its sessions.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`], [`AppError::Stale`], [`AppError::Forbidden`].
    pub fn reset_password(
        &self,
        actor: &Actor,
        key: &RequestKey,
        input: &AccountChange,
    ) -> Result<InitialPassword, AppError> {
        let made = password::make_initial(&*self.ports().randomness)?;
        let hash = password::hash(&made, &*self.ports().randomness)?;
        self.change_account(actor, key, Action::ResetPassword, input, |tx, user| {
            users::remember_password(tx.db, user.home, user.id, &user.password_hash, tx.now)?;
            sessions::revoke_all_of(tx.db, user.home, user.id, tx.now)?;
            let next = User {
                password_hash: hash.clone(),
                must_change_password: true,
                password_changed_at: tx.now,
                second_factor: None,
                second_factor_step: None,
                failed_attempts: 0,
                locked_until: None,
                ..user
            };
            let stored = users::update(tx.db, &next)?;
            Ok(InitialPassword {
                user: stored.id.to_string(),
                login_name: stored.login_name,
                role_name: None,
                password: Some(made.clone()),
            })
        })
    }

    /// Opens or closes an account; closing ends its sessions at once.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`], [`AppError::Stale`], [`AppError::Forbidden`]; [`AppError::Refused`] `own-account`
    /// because an administrator who locks themselves out locks out everybody.
    pub fn set_account_state(
        &self,
        actor: &Actor,
        key: &RequestKey,
        input: &AccountChange,
        state: AccountState,
    ) -> Result<Written, AppError> {
        self.change_account(actor, key, Action::SetAccountActive, input, |tx, user| {
            if user.id == actor.user {
                return Err(AppError::refused("own-account", "不能停用自己的账户。").into());
            }
            if state == AccountState::Disabled {
                sessions::revoke_all_of(tx.db, user.home, user.id, tx.now)?;
            }
            tx.detail("active", state == AccountState::Active);
            let next = User {
                is_disabled: state == AccountState::Disabled,
                ..user
            };
            written(users::update(tx.db, &next)?)
        })
    }

    /// Ends every session of the account.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`], [`AppError::Stale`], [`AppError::Forbidden`].
    pub fn end_sessions(
        &self,
        actor: &Actor,
        key: &RequestKey,
        input: &AccountChange,
    ) -> Result<Written, AppError> {
        self.change_account(actor, key, Action::EndSessions, input, |tx, user| {
            let ended = sessions::revoke_all_of(tx.db, user.home, user.id, tx.now)?;
            tx.detail("ended", ended);
            written(user)
        })
    }

    fn change_account<T: Serialize + serde::de::DeserializeOwned>(
        &self,
        actor: &Actor,
        key: &RequestKey,
        action: Action,
        input: &AccountChange,
        change: impl Fn(&mut Tx<'_>, User) -> Step<T>,
    ) -> Result<T, AppError> {
        let id: UserId = input.user.parse()?;
        self.act(
            actor,
            action,
            &Request::new(key, input)?,
            |tx| {
                tx.about("user", id);
                let user = users::find(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
                Ok((accounts(actor, Some(id)), user))
            },
            |tx, user| {
                if user.version != input.version {
                    return Err(Halt::stale("users", user.id));
                }
                change(tx, user)
            },
        )
    }
}

pub(super) fn accounts(actor: &Actor, user: Option<UserId>) -> Resource {
    Resource::Accounts {
        division: actor.division,
        user,
    }
}

/// An account as it begins: with a password that must be changed.
pub(crate) fn new_user(
    tx: &Tx<'_>,
    login_name: &str,
    name: &str,
    unit: Option<UnitId>,
    password_hash: &str,
) -> Step<User> {
    Ok(User {
        id: tx.fresh()?,
        home: tx.division,
        login_name: login_name.to_owned(),
        name: name.to_owned(),
        unit,
        password_hash: password_hash.to_owned(),
        must_change_password: true,
        password_changed_at: tx.now,
        second_factor: None,
        second_factor_step: None,
        failed_attempts: 0,
        locked_until: None,
        is_disabled: false,
        created_at: tx.now,
        version: 1,
    })
}

fn written(user: User) -> Step<Written> {
    Ok(Written {
        id: user.id.to_string(),
        version: user.version,
    })
}

/// Login names are plain, so that they can be read out on the telephone and stand in an address.
fn check_names(input: &CreateAccount) -> Result<(String, String), AppError> {
    let login_name = input.login_name.trim().to_lowercase();
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    if !(3..=40).contains(&login_name.len()) || !login_name.bytes().all(is_plain) {
        return Err(AppError::field(
            "login_name",
            "login-name-unfit",
            "登录名须为 3 至 40 位小写字母、数字、“.”、“_”或“-”。",
        ));
    }
    let name = input.name.trim().to_owned();
    if !(1..=40).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(AppError::field("name", "name-unfit", "姓名须为 1 至 40 个字。"));
    }
    Ok((login_name, name))
}

fn unknown_unit() -> AppError {
    AppError::field("unit", "unit-unknown", "没有这个单位,请从列表中选择。")
}

impl App {
    /// The names of the division's users by id.
    pub(crate) fn names_of(&self, division: Division) -> Result<HashMap<UserId, String>, AppError> {
        let all = self.read(|db| Ok(users::list(db, division)?))?;
        Ok(all.into_iter().map(|user| (user.id, user.name)).collect())
    }
}
