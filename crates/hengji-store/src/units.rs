//! 预算单位, 主管部门 and 科室 (units) of a division.

use diesel::prelude::*;
use hengji_domain::Division;
use hengji_domain::id::UnitId;
use hengji_domain::unit::{Unit, UnitKind};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::units;
use crate::sorted::Sorted;
use crate::text::Row;

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = units, treat_none_as_default_value = false)]
struct UnitRow {
    division: String,
    unit_id: String,
    code: String,
    name: String,
    kind: String,
    department_id: String,
    budget_division_id: Option<String>,
    pinyin_sort: String,
}

impl UnitRow {
    fn new(division: Division, unit: &Sorted<Unit>) -> Self {
        let Sorted { record, pinyin_sort } = unit;
        Self {
            division: division.to_string(),
            unit_id: record.id.to_string(),
            code: record.code.clone(),
            name: record.name.clone(),
            kind: record.kind.code().to_owned(),
            department_id: record.department.to_string(),
            budget_division_id: record.budget_division.map(|id| id.to_string()),
            pinyin_sort: pinyin_sort.clone(),
        }
    }
}

impl TryFrom<UnitRow> for Unit {
    type Error = StoreError;

    fn try_from(stored: UnitRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "units",
            key: &stored.unit_id,
        };
        Ok(Self {
            id: row.parse("unit_id", &stored.unit_id)?,
            kind: row.code("kind", &stored.kind, UnitKind::from_code)?,
            department: row.parse("department_id", &stored.department_id)?,
            budget_division: row.parse_opt("budget_division_id", stored.budget_division_id.as_deref())?,
            code: stored.code,
            name: stored.name,
        })
    }
}

/// Adds units. Those above may come after those below: references are checked at the end of the transaction.
///
/// # Errors
///
/// [`StoreError::Duplicate`] on a code that is taken.
pub fn insert_many(db: &mut Db, division: Division, all: &[Sorted<Unit>]) -> Result<usize, StoreError> {
    let rows: Vec<UnitRow> = all.iter().map(|unit| UnitRow::new(division, unit)).collect();
    insert_chunked!(db, units::table, rows)
}

/// Every unit of the division, in the order of their names.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(db: &mut Db, division: Division) -> Result<Vec<Unit>, StoreError> {
    units::table
        .filter(units::division.eq(division.as_str()))
        .order((units::pinyin_sort, units::unit_id))
        .select(UnitRow::as_select())
        .load(db)?
        .into_iter()
        .map(Unit::try_from)
        .collect()
}

/// The unit with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: UnitId) -> Result<Option<Unit>, StoreError> {
    units::table
        .find((division.as_str(), id.to_string()))
        .select(UnitRow::as_select())
        .first(db)
        .optional()?
        .map(Unit::try_from)
        .transpose()
}

/// The units with these codes; a code that no unit has is simply absent.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn by_codes(db: &mut Db, division: Division, codes: &[&str]) -> Result<Vec<Unit>, StoreError> {
    units::table
        .filter(units::division.eq(division.as_str()))
        .filter(units::code.eq_any(codes.iter().copied()))
        .order(units::unit_id)
        .select(UnitRow::as_select())
        .load(db)?
        .into_iter()
        .map(Unit::try_from)
        .collect()
}

/// Puts a unit under another department, if it still stands under the one that was seen; whether it did.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn set_department(
    db: &mut Db,
    division: Division,
    id: UnitId,
    (from, to): (UnitId, UnitId),
) -> Result<bool, StoreError> {
    let found = units::table
        .find((division.as_str(), id.to_string()))
        .filter(units::department_id.eq(from.to_string()));
    let changed = diesel::update(found)
        .set(units::department_id.eq(to.to_string()))
        .execute(db)?;
    Ok(changed == 1)
}

#[cfg(test)]
mod tests;
