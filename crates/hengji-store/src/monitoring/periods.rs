//! 监控期 (periods) as they were opened and closed.

use diesel::prelude::*;
use hengji_domain::monitoring::MonitoringPeriod;
use hengji_domain::{BudgetYear, Division, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::monitoring_periods;
use crate::text::{Row, year_column};

/// Whether a period takes entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodState {
    /// 填报中.
    Open,
    /// 已关闭: results are frozen.
    Closed,
}

impl PeriodState {
    const ALL: [Self; 2] = [Self::Open, Self::Closed];

    /// The stable identifier: open, closed.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A period with its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedPeriod {
    /// Code, name and days, as they were when it was opened.
    pub period: MonitoringPeriod,
    /// Budget year.
    pub year: BudgetYear,
    /// Whether it takes entries.
    pub state: PeriodState,
    /// Who opened it.
    pub opened_by: String,
    /// When.
    pub opened_at: Timestamp,
    /// Who closed it.
    pub closed_by: Option<String>,
    /// When.
    pub closed_at: Option<Timestamp>,
    /// Version of the rules under which the results were frozen.
    pub rules_version: Option<String>,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = monitoring_periods, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, budget_year, period))]
struct PeriodRow {
    division: String,
    budget_year: i32,
    period: String,
    name: String,
    month: i32,
    cut_off: String,
    unit_due_on: String,
    department_due_on: String,
    finance_due_on: String,
    state: String,
    opened_by_name: String,
    opened_at: i64,
    closed_by_name: Option<String>,
    closed_at: Option<i64>,
    rules_version: Option<String>,
    version: i32,
}

impl PeriodRow {
    fn new(division: Division, opened: &OpenedPeriod, version: i32) -> Self {
        let period = &opened.period;
        Self {
            division: division.to_string(),
            budget_year: year_column(opened.year),
            period: period.code.clone(),
            name: period.name.clone(),
            month: i32::try_from(period.month).unwrap_or_default(),
            cut_off: period.cut_off.to_string(),
            unit_due_on: period.unit_due_on.to_string(),
            department_due_on: period.department_due_on.to_string(),
            finance_due_on: period.finance_due_on.to_string(),
            state: opened.state.code().to_owned(),
            opened_by_name: opened.opened_by.clone(),
            opened_at: opened.opened_at.micros(),
            closed_by_name: opened.closed_by.clone(),
            closed_at: opened.closed_at.map(Timestamp::micros),
            rules_version: opened.rules_version.clone(),
            version,
        }
    }

    fn read(self) -> Result<OpenedPeriod, StoreError> {
        let row = Row {
            table: "monitoring_periods",
            key: &self.period,
        };
        Ok(OpenedPeriod {
            year: row.year(self.budget_year)?,
            state: row.code("state", &self.state, PeriodState::from_code)?,
            period: MonitoringPeriod {
                month: row.number("month", self.month)?,
                cut_off: row.parse("cut_off", &self.cut_off)?,
                unit_due_on: row.parse("unit_due_on", &self.unit_due_on)?,
                department_due_on: row.parse("department_due_on", &self.department_due_on)?,
                finance_due_on: row.parse("finance_due_on", &self.finance_due_on)?,
                name: self.name,
                code: self.period.clone(),
            },
            opened_by: self.opened_by_name,
            opened_at: Timestamp::from_micros(self.opened_at),
            closed_by: self.closed_by_name,
            closed_at: self.closed_at.map(Timestamp::from_micros),
            rules_version: self.rules_version,
            version: self.version,
        })
    }
}

/// Opens a period.
///
/// # Errors
///
/// [`StoreError::Duplicate`] with `monitoring_periods_pkey` when it was opened before.
pub fn insert_period(db: &mut Db, division: Division, opened: &OpenedPeriod) -> Result<(), StoreError> {
    diesel::insert_into(monitoring_periods::table)
        .values(PeriodRow::new(division, opened, opened.version))
        .execute(db)?;
    Ok(())
}

/// The period with this code.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_period(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    code: &str,
) -> Result<Option<OpenedPeriod>, StoreError> {
    monitoring_periods::table
        .find((division.as_str(), year_column(year), code))
        .select(PeriodRow::as_select())
        .first(db)
        .optional()?
        .map(PeriodRow::read)
        .transpose()
}

/// The periods of a year, the earliest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn periods_of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<Vec<OpenedPeriod>, StoreError> {
    monitoring_periods::table
        .filter(monitoring_periods::division.eq(division.as_str()))
        .filter(monitoring_periods::budget_year.eq(year_column(year)))
        .order((monitoring_periods::month, monitoring_periods::period))
        .select(PeriodRow::as_select())
        .load(db)?
        .into_iter()
        .map(PeriodRow::read)
        .collect()
}

/// Stores the period as given, one version further.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read.
pub fn set_period(db: &mut Db, division: Division, opened: &OpenedPeriod) -> Result<(), StoreError> {
    let code = opened.period.code.as_str();
    let next = opened.version.saturating_add(1);
    let updated = diesel::update(
        monitoring_periods::table
            .find((division.as_str(), year_column(opened.year), code))
            .filter(monitoring_periods::version.eq(opened.version)),
    )
    .set(PeriodRow::new(division, opened, next))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "monitoring_periods",
            key: code.to_owned(),
        });
    }
    Ok(())
}
