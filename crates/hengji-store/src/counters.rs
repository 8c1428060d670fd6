//! 编号 (business numbers): without gaps, because they are given in the transaction that uses them.

use diesel::prelude::*;
use hengji_domain::Division;

use crate::Db;
use crate::error::StoreError;
use crate::schema::counters;

/// The next number of a counter, from 1.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when two are first at once; the transaction is then run once more.
pub fn next(db: &mut Db, division: Division, name: &str) -> Result<i64, StoreError> {
    take(db, division, name, 1)
}

/// The next numbers of a counter, so many in a row: the last of them.
///
/// # Errors
///
/// [`StoreError::Duplicate`], as above.
pub fn take(db: &mut Db, division: Division, name: &str, count: i64) -> Result<i64, StoreError> {
    let updated = diesel::update(counters::table.find((division.as_str(), name)))
        .set(counters::value.eq(counters::value + count))
        .returning(counters::value)
        .get_result(db)
        .optional()?;
    if let Some(value) = updated {
        return Ok(value);
    }
    diesel::insert_into(counters::table)
        .values((
            counters::division.eq(division.as_str()),
            counters::name.eq(name),
            counters::value.eq(count),
        ))
        .execute(db)?;
    Ok(count)
}

#[cfg(test)]
mod tests;
