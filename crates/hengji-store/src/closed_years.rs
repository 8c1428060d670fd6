//! 年度结账 (closed years): what nobody changes any more.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::id::UserId;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::{closed_years, sheets};
use crate::sheets::CONCLUDED;
use crate::text::{Row, loaded, stored, year_column};

/// A closed budget year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedYear {
    /// Which.
    pub year: BudgetYear,
    /// The version of the rules under which it was closed.
    pub rules_fingerprint: String,
    /// What was written beside it.
    pub note: String,
    /// Who closed it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// Sheets of one kind in one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearSheets {
    /// The budget year.
    pub year: BudgetYear,
    /// The kind.
    pub kind: SheetKind,
    /// Issued or finalised.
    pub concluded: u64,
    /// On their way, drafts among them.
    pub open: u64,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = closed_years, treat_none_as_default_value = false)]
struct YearRow {
    division: String,
    budget_year: i32,
    rules_fingerprint: String,
    note: Option<String>,
    closed_by: String,
    closed_at: i64,
}

/// Closes a year.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `closed_years_pkey` when it is closed.
pub fn insert(db: &mut Db, division: Division, closed: &ClosedYear) -> Result<(), StoreError> {
    diesel::insert_into(closed_years::table)
        .values(YearRow {
            division: division.to_string(),
            budget_year: year_column(closed.year),
            rules_fingerprint: closed.rules_fingerprint.clone(),
            note: stored(&closed.note),
            closed_by: closed.by.to_string(),
            closed_at: closed.at.micros(),
        })
        .execute(db)?;
    Ok(())
}

/// The closed years of the division, the earliest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(db: &mut Db, division: Division) -> Result<Vec<ClosedYear>, StoreError> {
    let rows: Vec<YearRow> = closed_years::table
        .filter(closed_years::division.eq(division.as_str()))
        .order(closed_years::budget_year)
        .select(YearRow::as_select())
        .load(db)?;
    let read = |stored: YearRow| {
        let key = stored.budget_year.to_string();
        let row = Row {
            table: "closed_years",
            key: &key,
        };
        Ok(ClosedYear {
            year: row.year(stored.budget_year)?,
            rules_fingerprint: stored.rules_fingerprint,
            note: loaded(stored.note),
            by: row.parse("closed_by", &stored.closed_by)?,
            at: Timestamp::from_micros(stored.closed_at),
        })
    };
    rows.into_iter().map(read).collect()
}

/// Whether the year is closed.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn is_closed(db: &mut Db, division: Division, year: BudgetYear) -> Result<bool, StoreError> {
    let count: i64 = closed_years::table
        .find((division.as_str(), year_column(year)))
        .count()
        .get_result(db)?;
    Ok(count == 1)
}

/// How the sheets of each year and kind stand, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn sheets_by_year(db: &mut Db, division: Division) -> Result<Vec<YearSheets>, StoreError> {
    let rows: Vec<(i32, String, String, i64)> = sheets::table
        .filter(sheets::division.eq(division.as_str()))
        .group_by((sheets::budget_year, sheets::kind, sheets::state))
        .order((sheets::budget_year, sheets::kind, sheets::state))
        .select((
            sheets::budget_year,
            sheets::kind,
            sheets::state,
            sql::<BigInt>("COUNT(*)"),
        ))
        .load(db)?;
    let mut all: Vec<YearSheets> = Vec::new();
    for (year, kind, state, count) in rows {
        let key = year.to_string();
        let row = Row {
            table: "sheets",
            key: &key,
        };
        let (year, kind) = (row.year(year)?, row.code("kind", &kind, SheetKind::from_code)?);
        let count: u64 = row.number("COUNT", count)?;
        let (concluded, open) = if state == CONCLUDED {
            (count, 0)
        } else {
            (0, count)
        };
        match all.iter_mut().find(|one| (one.year, one.kind) == (year, kind)) {
            Some(known) => {
                known.concluded += concluded;
                known.open += open;
            }
            None => all.push(YearSheets {
                year,
                kind,
                concluded,
                open,
            }),
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests;
