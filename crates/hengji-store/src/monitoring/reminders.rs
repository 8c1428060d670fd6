//! 催报 (reminders): one for a unit.

use diesel::prelude::*;
use hengji_domain::id::{ReminderId, UnitId};
use hengji_domain::{BudgetYear, Division, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::monitoring_reminders;
use crate::text::{Row, year_column};

/// A reminder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Identity.
    pub id: ReminderId,
    /// Whom it reminds.
    pub unit: UnitId,
    /// Of how many sheets.
    pub sheets: u32,
    /// Who sent it.
    pub sent_by: String,
    /// When.
    pub sent_at: Timestamp,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = monitoring_reminders)]
struct ReminderRow {
    division: String,
    reminder_id: String,
    budget_year: i32,
    period: String,
    unit_id: String,
    sheets: i32,
    sent_by_name: String,
    sent_at: i64,
}

/// Adds reminders of a period.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn insert_reminders(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    period: &str,
    all: &[Reminder],
) -> Result<(), StoreError> {
    let rows: Vec<ReminderRow> = all
        .iter()
        .map(|one| ReminderRow {
            division: division.to_string(),
            reminder_id: one.id.to_string(),
            budget_year: year_column(year),
            period: period.to_owned(),
            unit_id: one.unit.to_string(),
            sheets: i32::try_from(one.sheets).unwrap_or(i32::MAX),
            sent_by_name: one.sent_by.clone(),
            sent_at: one.sent_at.micros(),
        })
        .collect();
    insert_chunked!(db, monitoring_reminders::table, rows).map(|_| ())
}

/// The reminders of a period, the newest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn last_reminders(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    period: &str,
) -> Result<Vec<Reminder>, StoreError> {
    monitoring_reminders::table
        .filter(monitoring_reminders::division.eq(division.as_str()))
        .filter(monitoring_reminders::budget_year.eq(year_column(year)))
        .filter(monitoring_reminders::period.eq(period))
        .order((
            monitoring_reminders::sent_at.desc(),
            monitoring_reminders::reminder_id,
        ))
        .select(ReminderRow::as_select())
        .load(db)?
        .into_iter()
        .map(|stored| {
            let row = Row {
                table: "monitoring_reminders",
                key: &stored.reminder_id,
            };
            Ok(Reminder {
                id: row.parse("reminder_id", &stored.reminder_id)?,
                unit: row.parse("unit_id", &stored.unit_id)?,
                sheets: row.number("sheets", stored.sheets)?,
                sent_by: stored.sent_by_name.clone(),
                sent_at: Timestamp::from_micros(stored.sent_at),
            })
        })
        .collect()
}
