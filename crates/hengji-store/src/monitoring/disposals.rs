//! 处置 (disposals): what is decided about a project that a closed period found behind.

use diesel::prelude::*;
use hengji_domain::id::{ProjectId, SheetId};
use hengji_domain::{BudgetYear, Division, NaiveDate, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::monitoring_disposals;
use crate::text::{Row, loaded, stored, year_column};

/// A disposal, decided or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disposal {
    /// The sheet that found the project behind.
    pub sheet: SheetId,
    /// The project.
    pub project: ProjectId,
    /// Until when it must be decided; none where no rule sets a day.
    pub due_on: Option<NaiveDate>,
    /// Code of the closed list; none while nothing is decided.
    pub decision: Option<String>,
    /// Why.
    pub words: String,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Optimistic lock.
    pub version: i32,
}

impl Disposal {
    /// Whether the day has passed without a decision: then the project counts as suspended.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.decision.is_none() && self.due_on.is_some_and(|due_on| due_on < today)
    }
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = monitoring_disposals, treat_none_as_default_value = false)]
struct DisposalRow {
    division: String,
    sheet_id: String,
    budget_year: i32,
    period: String,
    project_id: String,
    due_on: Option<String>,
    decision: Option<String>,
    words: Option<String>,
    decided_by_name: Option<String>,
    decided_at: Option<i64>,
    version: i32,
}

impl DisposalRow {
    fn read(self) -> Result<Disposal, StoreError> {
        let row = Row {
            table: "monitoring_disposals",
            key: &self.sheet_id,
        };
        Ok(Disposal {
            sheet: row.parse("sheet_id", &self.sheet_id)?,
            project: row.parse("project_id", &self.project_id)?,
            due_on: row.date("due_on", self.due_on.as_deref())?,
            decision: self.decision,
            words: loaded(self.words),
            decided_by: self.decided_by_name,
            decided_at: self.decided_at.map(Timestamp::from_micros),
            version: self.version,
        })
    }
}

/// Adds the disposals of a period, in bulk.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn insert_disposals(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    period: &str,
    all: &[Disposal],
) -> Result<(), StoreError> {
    let rows: Vec<DisposalRow> = all
        .iter()
        .map(|one| DisposalRow {
            division: division.to_string(),
            sheet_id: one.sheet.to_string(),
            budget_year: year_column(year),
            period: period.to_owned(),
            project_id: one.project.to_string(),
            due_on: one.due_on.map(|day| day.to_string()),
            decision: one.decision.clone(),
            words: stored(&one.words),
            decided_by_name: one.decided_by.clone(),
            decided_at: one.decided_at.map(Timestamp::micros),
            version: one.version,
        })
        .collect();
    insert_chunked!(db, monitoring_disposals::table, rows).map(|_| ())
}

/// The disposals of a period, by sheet.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn disposals_of_period(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    period: &str,
) -> Result<Vec<Disposal>, StoreError> {
    monitoring_disposals::table
        .filter(monitoring_disposals::division.eq(division.as_str()))
        .filter(monitoring_disposals::budget_year.eq(year_column(year)))
        .filter(monitoring_disposals::period.eq(period))
        .order(monitoring_disposals::sheet_id)
        .select(DisposalRow::as_select())
        .load(db)?
        .into_iter()
        .map(DisposalRow::read)
        .collect()
}

/// The disposal of a sheet.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_disposal(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
) -> Result<Option<Disposal>, StoreError> {
    monitoring_disposals::table
        .find((division.as_str(), sheet.to_string()))
        .select(DisposalRow::as_select())
        .first(db)
        .optional()?
        .map(DisposalRow::read)
        .transpose()
}

/// Writes a decision, one version further.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read.
pub fn decide(db: &mut Db, division: Division, disposal: &Disposal) -> Result<i32, StoreError> {
    let next = disposal.version.saturating_add(1);
    let updated = diesel::update(
        monitoring_disposals::table
            .find((division.as_str(), disposal.sheet.to_string()))
            .filter(monitoring_disposals::version.eq(disposal.version)),
    )
    .set((
        monitoring_disposals::decision.eq(disposal.decision.clone()),
        monitoring_disposals::words.eq(stored(&disposal.words)),
        monitoring_disposals::decided_by_name.eq(disposal.decided_by.clone()),
        monitoring_disposals::decided_at.eq(disposal.decided_at.map(Timestamp::micros)),
        monitoring_disposals::version.eq(next),
    ))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "monitoring_disposals",
            key: disposal.sheet.to_string(),
        });
    }
    Ok(next)
}
