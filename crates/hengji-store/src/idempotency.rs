//! 幂等键 (idempotency keys): a retry gets the first answer and makes no second record.

use diesel::prelude::*;
use hengji_domain::id::UserId;
use hengji_domain::{Division, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::idempotency_keys;

/// A request that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRequest {
    /// Who asked.
    pub user: UserId,
    /// The key the client made.
    pub request_key: String,
    /// What was asked.
    pub action: String,
    /// SHA-256 of the body: the same key with another body is a mistake of the client.
    pub body_sha256: String,
    /// What was answered, in the form the application gives it.
    pub answer: String,
    /// When.
    pub created_at: Timestamp,
}

/// The request with this key, if it was carried out.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn find(
    db: &mut Db,
    division: Division,
    user: UserId,
    request_key: &str,
) -> Result<Option<KnownRequest>, StoreError> {
    let columns: Option<(String, String, String, i64)> = idempotency_keys::table
        .find((division.as_str(), user.to_string(), request_key))
        .select((
            idempotency_keys::action,
            idempotency_keys::body_sha256,
            idempotency_keys::answer,
            idempotency_keys::created_at,
        ))
        .first(db)
        .optional()?;
    Ok(
        columns.map(|(action, body_sha256, answer, created_at)| KnownRequest {
            user,
            request_key: request_key.to_owned(),
            action,
            body_sha256,
            answer,
            created_at: Timestamp::from_micros(created_at),
        }),
    )
}

/// Remembers a request in the transaction of its effect.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when the same request was faster on another connection: the transaction is then
/// run once more and finds its answer.
pub fn insert(db: &mut Db, division: Division, request: &KnownRequest) -> Result<(), StoreError> {
    diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::division.eq(division.as_str()),
            idempotency_keys::user_id.eq(request.user.to_string()),
            idempotency_keys::request_key.eq(&request.request_key),
            idempotency_keys::action.eq(&request.action),
            idempotency_keys::body_sha256.eq(&request.body_sha256),
            idempotency_keys::answer.eq(&request.answer),
            idempotency_keys::created_at.eq(request.created_at.micros()),
        ))
        .execute(db)?;
    Ok(())
}

/// Forgets requests carried out before the instant; how many.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn forget_before(db: &mut Db, division: Division, before: Timestamp) -> Result<usize, StoreError> {
    Ok(diesel::delete(
        idempotency_keys::table
            .filter(idempotency_keys::division.eq(division.as_str()))
            .filter(idempotency_keys::created_at.lt(before.micros())),
    )
    .execute(db)?)
}

#[cfg(test)]
mod tests;
