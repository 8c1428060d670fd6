//! 历史口令 (earlier passwords), so that a new one can be compared with them.

use diesel::prelude::*;
use hengji_domain::id::UserId;
use hengji_domain::{Division, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::password_history;

/// Remembers the hash of a password that is or was in use.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when another was remembered for the same instant.
pub fn remember_password(
    db: &mut Db,
    home: Division,
    user: UserId,
    hash: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    diesel::insert_into(password_history::table)
        .values((
            password_history::division.eq(home.as_str()),
            password_history::user_id.eq(user.to_string()),
            password_history::changed_at.eq(at.micros()),
            password_history::password_hash.eq(hash),
        ))
        .execute(db)?;
    Ok(())
}

/// The hashes of the last passwords, newest first.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn earlier_passwords(
    db: &mut Db,
    home: Division,
    user: UserId,
    at_most: i64,
) -> Result<Vec<String>, StoreError> {
    Ok(password_history::table
        .filter(password_history::division.eq(home.as_str()))
        .filter(password_history::user_id.eq(user.to_string()))
        .order(password_history::changed_at.desc())
        .limit(at_most)
        .select(password_history::password_hash)
        .load(db)?)
}
