//! 授权 (grants): kept in the division they are given for.

use diesel::prelude::*;
use hengji_domain::id::UserId;
use hengji_domain::person::{Grant, Role};
use hengji_domain::{Division, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::user_roles;
use crate::text::Row;

/// A grant with its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrantRecord {
    /// Who holds it.
    pub user: UserId,
    /// What was granted.
    pub grant: Grant,
    /// Who granted it; none for what the installation itself set up.
    pub granted_by: Option<UserId>,
    /// When.
    pub granted_at: Timestamp,
}

/// The roles that the user holds in the division.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn grants_of(db: &mut Db, division: Division, user: UserId) -> Result<Vec<Grant>, StoreError> {
    user_roles::table
        .filter(user_roles::division.eq(division.as_str()))
        .filter(user_roles::user_id.eq(user.to_string()))
        .order((user_roles::role, user_roles::unit_id))
        .select((user_roles::role, user_roles::unit_id))
        .load::<(String, String)>(db)?
        .iter()
        .map(|(role, unit)| read_grant(&user.to_string(), role, unit))
        .collect()
}

/// A grant from its columns.
pub(crate) fn read_grant(user: &str, role: &str, unit: &str) -> Result<Grant, StoreError> {
    let row = Row {
        table: "user_roles",
        key: user,
    };
    Ok(Grant {
        role: row.code("role", role, Role::from_code)?,
        unit: row.parse("unit_id", unit)?,
    })
}

/// Every grant given in the division.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn grants_in_division(db: &mut Db, division: Division) -> Result<Vec<GrantRecord>, StoreError> {
    type Columns = (String, String, String, Option<String>, i64);
    user_roles::table
        .filter(user_roles::division.eq(division.as_str()))
        .order((user_roles::user_id, user_roles::role, user_roles::unit_id))
        .select((
            user_roles::user_id,
            user_roles::role,
            user_roles::unit_id,
            user_roles::granted_by,
            user_roles::granted_at,
        ))
        .load::<Columns>(db)?
        .into_iter()
        .map(|(user, role, unit, granted_by, granted_at)| {
            let row = Row {
                table: "user_roles",
                key: &user,
            };
            Ok(GrantRecord {
                user: row.parse("user_id", &user)?,
                grant: read_grant(&user, &role, &unit)?,
                granted_by: row.parse_opt("granted_by", granted_by.as_deref())?,
                granted_at: Timestamp::from_micros(granted_at),
            })
        })
        .collect()
}

/// Gives a role.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when the user already holds it.
pub fn grant(db: &mut Db, division: Division, record: &GrantRecord) -> Result<(), StoreError> {
    diesel::insert_into(user_roles::table)
        .values((
            user_roles::division.eq(division.as_str()),
            user_roles::user_id.eq(record.user.to_string()),
            user_roles::role.eq(record.grant.role.code()),
            user_roles::unit_id.eq(record.grant.unit.to_string()),
            user_roles::granted_by.eq(record.granted_by.map(|by| by.to_string())),
            user_roles::granted_at.eq(record.granted_at.micros()),
        ))
        .execute(db)?;
    Ok(())
}

/// Takes a role away; whether there was one.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn revoke(db: &mut Db, division: Division, user: UserId, grant: Grant) -> Result<bool, StoreError> {
    let deleted = diesel::delete(user_roles::table.find((
        division.as_str(),
        user.to_string(),
        grant.role.code(),
        grant.unit.to_string(),
    )))
    .execute(db)?;
    Ok(deleted == 1)
}
