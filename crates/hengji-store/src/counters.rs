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
    let updated = diesel::update(counters::table.find((division.as_str(), name)))
        .set(counters::value.eq(counters::value + 1))
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
            counters::value.eq(1),
        ))
        .execute(db)?;
    Ok(1)
}

#[cfg(test)]
mod tests;
