//! 预计情况 (outlooks): expected year-end, likelihood, cause and measures of each line.

use std::collections::HashMap;

use diesel::prelude::*;
use hengji_domain::id::{LineKey, SheetId};
use hengji_domain::monitoring::Outlook;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{monitoring_outlooks, sheets};
use crate::text::{Row, loaded, stored, year_column};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = monitoring_outlooks, treat_none_as_default_value = false)]
struct OutlookRow {
    division: String,
    sheet_id: String,
    line_key: String,
    expected: Option<String>,
    likelihood: Option<String>,
    cause: Option<String>,
    measures: Option<String>,
}

impl OutlookRow {
    fn new(division: Division, sheet: SheetId, key: LineKey, outlook: &Outlook) -> Self {
        Self {
            division: division.to_string(),
            sheet_id: sheet.to_string(),
            line_key: key.to_string(),
            expected: stored(&outlook.expected),
            likelihood: stored(&outlook.likelihood),
            cause: stored(&outlook.cause),
            measures: stored(&outlook.measures),
        }
    }

    fn read(self) -> Result<(SheetId, LineKey, Outlook), StoreError> {
        let row = Row {
            table: "monitoring_outlooks",
            key: &self.sheet_id,
        };
        Ok((
            row.parse("sheet_id", &self.sheet_id)?,
            row.parse("line_key", &self.line_key)?,
            Outlook {
                expected: loaded(self.expected),
                likelihood: loaded(self.likelihood),
                cause: loaded(self.cause),
                measures: loaded(self.measures),
            },
        ))
    }
}

/// Puts what is said of the lines of a sheet in the place of what is stored. A line of which nothing is said has no
/// row.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn replace_outlooks(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
    all: &[(LineKey, Outlook)],
) -> Result<(), StoreError> {
    diesel::delete(
        monitoring_outlooks::table
            .filter(monitoring_outlooks::division.eq(division.as_str()))
            .filter(monitoring_outlooks::sheet_id.eq(sheet.to_string())),
    )
    .execute(db)?;
    let said: Vec<(SheetId, LineKey, Outlook)> = all
        .iter()
        .map(|(key, outlook)| (sheet, *key, outlook.clone()))
        .collect();
    insert_outlooks(db, division, &said)
}

/// Adds what is said of lines of many sheets.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn insert_outlooks(
    db: &mut Db,
    division: Division,
    all: &[(SheetId, LineKey, Outlook)],
) -> Result<(), StoreError> {
    let rows: Vec<OutlookRow> = all
        .iter()
        .filter(|(_, _, outlook)| *outlook != Outlook::default())
        .map(|(sheet, key, outlook)| OutlookRow::new(division, *sheet, *key, outlook))
        .collect();
    insert_chunked!(db, monitoring_outlooks::table, rows).map(|_| ())
}

/// What is said of the lines of a sheet.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn outlooks_of_sheet(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
) -> Result<HashMap<LineKey, Outlook>, StoreError> {
    monitoring_outlooks::table
        .filter(monitoring_outlooks::division.eq(division.as_str()))
        .filter(monitoring_outlooks::sheet_id.eq(sheet.to_string()))
        .select(OutlookRow::as_select())
        .load(db)?
        .into_iter()
        .map(|row| row.read().map(|(_, key, outlook)| (key, outlook)))
        .collect()
}

/// What is said of the lines of a period: sheet, line, words.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn outlooks_of_period(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    period: &str,
) -> Result<Vec<(SheetId, LineKey, Outlook)>, StoreError> {
    monitoring_outlooks::table
        .inner_join(
            sheets::table.on(sheets::division
                .eq(monitoring_outlooks::division)
                .and(sheets::sheet_id.eq(monitoring_outlooks::sheet_id))),
        )
        .filter(monitoring_outlooks::division.eq(division.as_str()))
        .filter(sheets::division.eq(division.as_str()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(SheetKind::Monitoring.code()))
        .filter(sheets::period.eq(period))
        .select(OutlookRow::as_select())
        .load(db)?
        .into_iter()
        .map(OutlookRow::read)
        .collect()
}
