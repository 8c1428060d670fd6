//! 用户 (users): accounts in their home division, and the roles granted to them anywhere.

mod grants;
mod passwords;

use diesel::prelude::*;
use hengji_domain::id::{UnitId, UserId};
use hengji_domain::{Division, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::{login_names, users};
use crate::text::Row;

pub(crate) use grants::read_grant;
pub use grants::{GrantRecord, grant, grants_in_division, grants_of, revoke};
pub use passwords::{earlier_passwords, remember_password};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Identity.
    pub id: UserId,
    /// The division where the account lives.
    pub home: Division,
    /// 登录名, unique over all divisions.
    pub login_name: String,
    /// The name shown on papers.
    pub name: String,
    /// The body the person works for.
    pub unit: Option<UnitId>,
    /// Argon2 hash in its own text form.
    pub password_hash: String,
    /// The password was given by somebody else and must be changed at the next sign-in.
    pub must_change_password: bool,
    /// When the password was last changed.
    pub password_changed_at: Timestamp,
    /// Secret of the second factor, in the form the application gives it.
    pub second_factor: Option<String>,
    /// The last time step whose code was used: a code is good once.
    pub second_factor_step: Option<i64>,
    /// Failed sign-ins since the last good one.
    pub failed_attempts: i32,
    /// Locked until this instant.
    pub locked_until: Option<Timestamp>,
    /// 停用.
    pub is_disabled: bool,
    /// When the account was made.
    pub created_at: Timestamp,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = users, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, user_id))]
pub(crate) struct UserRow {
    division: String,
    user_id: String,
    login_name: String,
    name: String,
    unit_id: Option<String>,
    password_hash: String,
    must_change_password: bool,
    password_changed_at: i64,
    second_factor: Option<String>,
    second_factor_step: Option<i64>,
    failed_attempts: i32,
    locked_until: Option<i64>,
    is_disabled: bool,
    created_at: i64,
    version: i32,
}

impl From<&User> for UserRow {
    fn from(user: &User) -> Self {
        Self {
            division: user.home.to_string(),
            user_id: user.id.to_string(),
            login_name: user.login_name.clone(),
            name: user.name.clone(),
            unit_id: user.unit.map(|id| id.to_string()),
            password_hash: user.password_hash.clone(),
            must_change_password: user.must_change_password,
            password_changed_at: user.password_changed_at.micros(),
            second_factor: user.second_factor.clone(),
            second_factor_step: user.second_factor_step,
            failed_attempts: user.failed_attempts,
            locked_until: user.locked_until.map(Timestamp::micros),
            is_disabled: user.is_disabled,
            created_at: user.created_at.micros(),
            version: user.version,
        }
    }
}

impl TryFrom<UserRow> for User {
    type Error = StoreError;

    fn try_from(stored: UserRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "users",
            key: &stored.user_id,
        };
        Ok(Self {
            id: row.parse("user_id", &stored.user_id)?,
            home: row.parse("division", &stored.division)?,
            unit: row.parse_opt("unit_id", stored.unit_id.as_deref())?,
            login_name: stored.login_name,
            name: stored.name,
            password_hash: stored.password_hash,
            must_change_password: stored.must_change_password,
            password_changed_at: Timestamp::from_micros(stored.password_changed_at),
            second_factor: stored.second_factor,
            second_factor_step: stored.second_factor_step,
            failed_attempts: stored.failed_attempts,
            locked_until: stored.locked_until.map(Timestamp::from_micros),
            is_disabled: stored.is_disabled,
            created_at: Timestamp::from_micros(stored.created_at),
            version: stored.version,
        })
    }
}

/// Adds an account and takes its login name.
///
/// # Errors
///
/// [`StoreError::Duplicate`] with `login_names_pkey` when the name is taken in any division.
pub fn insert(db: &mut Db, user: &User) -> Result<(), StoreError> {
    diesel::insert_into(login_names::table)
        .values((
            login_names::login_name.eq(&user.login_name),
            login_names::division.eq(user.home.as_str()),
            login_names::user_id.eq(user.id.to_string()),
        ))
        .execute(db)?;
    diesel::insert_into(users::table)
        .values(UserRow::from(user))
        .execute(db)?;
    Ok(())
}

/// The account with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, home: Division, id: UserId) -> Result<Option<User>, StoreError> {
    users::table
        .find((home.as_str(), id.to_string()))
        .select(UserRow::as_select())
        .first(db)
        .optional()?
        .map(User::try_from)
        .transpose()
}

/// The account with this login name, wherever it lives.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn by_login(db: &mut Db, login_name: &str) -> Result<Option<User>, StoreError> {
    let place: Option<(String, String)> = login_names::table
        .find(login_name)
        .select((login_names::division, login_names::user_id))
        .first(db)
        .optional()?;
    let Some((home, id)) = place else {
        return Ok(None);
    };
    let row = Row {
        table: "login_names",
        key: login_name,
    };
    find(db, row.parse("division", &home)?, row.parse("user_id", &id)?)
}

/// Every account of the division, by login name.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(db: &mut Db, home: Division) -> Result<Vec<User>, StoreError> {
    users::table
        .filter(users::division.eq(home.as_str()))
        .order((users::login_name, users::user_id))
        .select(UserRow::as_select())
        .load(db)?
        .into_iter()
        .map(User::try_from)
        .collect()
}

/// Stores the account as given, one version further. The login name stays as it was.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since `user` was read.
pub fn update(db: &mut Db, user: &User) -> Result<User, StoreError> {
    let next = User {
        version: user.version.saturating_add(1),
        ..user.clone()
    };
    let updated = diesel::update(
        users::table
            .find((user.home.as_str(), user.id.to_string()))
            .filter(users::version.eq(user.version)),
    )
    .set(UserRow::from(&next))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "users",
            key: user.id.to_string(),
        });
    }
    Ok(next)
}

#[cfg(test)]
mod tests;
