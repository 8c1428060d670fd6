//! 行政区划 (divisions) that this database serves.

use diesel::prelude::*;
use hengji_domain::Division;

use crate::Db;
use crate::error::StoreError;
use crate::schema::divisions;
use crate::text::Row;

/// A division as served here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedDivision {
    /// Its code.
    pub division: Division,
    /// Its name.
    pub name: String,
    /// 演示数据: made up, and marked so everywhere.
    pub is_demonstration: bool,
}

/// Adds a division, or renames it.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn save(db: &mut Db, served: &ServedDivision) -> Result<(), StoreError> {
    let key = served.division.as_str();
    let values = (
        divisions::name.eq(&served.name),
        divisions::is_demonstration.eq(served.is_demonstration),
    );
    let updated = diesel::update(divisions::table.find(key))
        .set(values)
        .execute(db)?;
    if updated == 0 {
        diesel::insert_into(divisions::table)
            .values((divisions::division.eq(key), values.0, values.1))
            .execute(db)?;
    }
    Ok(())
}

/// Every division, by code.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(db: &mut Db) -> Result<Vec<ServedDivision>, StoreError> {
    divisions::table
        .select((divisions::division, divisions::name, divisions::is_demonstration))
        .order(divisions::division)
        .load::<(String, String, bool)>(db)?
        .into_iter()
        .map(|(code, name, is_demonstration)| {
            let row = Row {
                table: "divisions",
                key: &code,
            };
            Ok(ServedDivision {
                division: row.parse("division", &code)?,
                name,
                is_demonstration,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
