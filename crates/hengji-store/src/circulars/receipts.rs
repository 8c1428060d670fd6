//! 签收 (receipts): each department that was served signs for itself, once.

use diesel::prelude::*;
use hengji_domain::circular::CircularState;
use hengji_domain::id::{CircularId, SpotRoundId, UnitId};
use hengji_domain::{BudgetYear, Division, NaiveDate};

use super::{CircularHand, hand};
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{circular_receipts, circulars};
use crate::text::{Row, year_column};

/// A department that a circular was served to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircularReceipt {
    /// The department.
    pub department: UnitId,
    /// Its name when the list was frozen.
    pub department_name: String,
    /// How many of its projects were drawn.
    pub projects: u32,
    /// Who signed for it, and when; none before.
    pub receipted: Option<CircularHand>,
}

/// A circular that waits for the signature of a department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircularWaiting {
    /// The circular.
    pub circular: CircularId,
    /// Its round.
    pub round: SpotRoundId,
    /// By when.
    pub due_on: Option<NaiveDate>,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = circular_receipts, treat_none_as_default_value = false)]
struct ReceiptRow {
    division: String,
    circular_id: String,
    department_id: String,
    department_name: String,
    projects: i32,
    receipted_by: Option<String>,
    receipted_by_name: Option<String>,
    receipted_at: Option<i64>,
}

/// Writes down whom a circular is served to, in bulk.
///
/// # Errors
///
/// [`StoreError::Reference`] for a department that is not there.
pub fn insert_receipts(
    db: &mut Db,
    division: Division,
    circular: CircularId,
    all: &[CircularReceipt],
) -> Result<usize, StoreError> {
    let rows: Vec<ReceiptRow> = all
        .iter()
        .map(|one| ReceiptRow {
            division: division.to_string(),
            circular_id: circular.to_string(),
            department_id: one.department.to_string(),
            department_name: one.department_name.clone(),
            projects: i32::try_from(one.projects).unwrap_or(i32::MAX),
            receipted_by: one.receipted.as_ref().map(|hand| hand.user.to_string()),
            receipted_by_name: one.receipted.as_ref().map(|hand| hand.name.clone()),
            receipted_at: one.receipted.as_ref().map(|hand| hand.at.micros()),
        })
        .collect();
    insert_chunked!(db, circular_receipts::table, rows)
}

/// Whom a circular was served to, by name.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn receipts_of(
    db: &mut Db,
    division: Division,
    circular: CircularId,
) -> Result<Vec<CircularReceipt>, StoreError> {
    circular_receipts::table
        .filter(circular_receipts::division.eq(division.as_str()))
        .filter(circular_receipts::circular_id.eq(circular.to_string()))
        .order((
            circular_receipts::department_name,
            circular_receipts::department_id,
        ))
        .select(ReceiptRow::as_select())
        .load(db)?
        .into_iter()
        .map(|read| {
            let row = Row {
                table: "circular_receipts",
                key: &read.circular_id,
            };
            let columns = (read.receipted_by, read.receipted_by_name, read.receipted_at);
            Ok(CircularReceipt {
                department: row.parse("department_id", &read.department_id)?,
                projects: row.number("projects", read.projects)?,
                receipted: hand(row, columns)?,
                department_name: read.department_name,
            })
        })
        .collect()
}

/// A department signs.
///
/// # Errors
///
/// [`StoreError::Stale`] when it has signed already or was never served.
pub fn receipt(
    db: &mut Db,
    division: Division,
    circular: CircularId,
    department: UnitId,
    by: &CircularHand,
) -> Result<(), StoreError> {
    let key = (division.as_str(), circular.to_string(), department.to_string());
    let signed = diesel::update(
        circular_receipts::table
            .find(key)
            .filter(circular_receipts::receipted_by.is_null()),
    )
    .set((
        circular_receipts::receipted_by.eq(by.user.to_string()),
        circular_receipts::receipted_by_name.eq(&by.name),
        circular_receipts::receipted_at.eq(by.at.micros()),
    ))
    .execute(db)?;
    if signed == 0 {
        return Err(StoreError::Stale {
            table: "circular_receipts",
            key: circular.to_string(),
        });
    }
    Ok(())
}

/// The circulars in force of a year that wait for the signature of these departments, the first due first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn waiting_receipts(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    departments: &[UnitId],
) -> Result<Vec<CircularWaiting>, StoreError> {
    let departments: Vec<String> = departments.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, String, Option<String>)> = circular_receipts::table
        .inner_join(
            circulars::table.on(circulars::division
                .eq(circular_receipts::division)
                .and(circulars::circular_id.eq(circular_receipts::circular_id))),
        )
        .filter(circular_receipts::division.eq(division.as_str()))
        .filter(circulars::division.eq(division.as_str()))
        .filter(circulars::budget_year.eq(year_column(year)))
        .filter(circulars::state.eq(CircularState::Issued.code()))
        .filter(circular_receipts::department_id.eq_any(departments))
        .filter(circular_receipts::receipted_by.is_null())
        .order((circulars::receipt_due_on, circulars::circular_id))
        .select((
            circulars::circular_id,
            circulars::round_id,
            circulars::receipt_due_on,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(circular, round, due_on)| {
            let row = Row {
                table: "circulars",
                key: &circular,
            };
            Ok(CircularWaiting {
                circular: row.parse("circular_id", &circular)?,
                round: row.parse("round_id", &round)?,
                due_on: row.date("receipt_due_on", due_on.as_deref())?,
            })
        })
        .collect()
}
