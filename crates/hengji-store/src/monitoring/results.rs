//! 监控结果 (results): lights with the money they rest on, and the monthly shares of past years behind a forecast.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::fact::code;
use hengji_domain::id::SheetId;
use hengji_domain::monitoring::Light;
use hengji_domain::project::ProjectType;
use hengji_domain::{BudgetYear, Division, Money};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{facts, monitoring_results, projects};
use crate::text::{Row, loaded, stored, year_column};

/// The result of a project in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRow {
    /// The sheet.
    pub sheet: SheetId,
    /// 预算数.
    pub budget: Money,
    /// 累计执行数.
    pub executed: Money,
    /// 全年预计执行数, as the unit expects.
    pub expected: Option<Money>,
    /// Execution over what was due, hundredths of a percent.
    pub execution_centi: Option<i64>,
    /// Light of the execution.
    pub execution_light: Option<Light>,
    /// Worst light of the lines.
    pub goal_light: Option<Light>,
    /// Light of the project.
    pub light: Option<Light>,
    /// Mean completion of the goal, basis points.
    pub goal_bp: Option<i64>,
    /// Expected execution at the end of the year, basis points of the budget.
    pub forecast_bp: Option<i64>,
    /// Lower bound; none where the history is too thin.
    pub forecast_low_bp: Option<i64>,
    /// Upper bound; none where the history is too thin.
    pub forecast_high_bp: Option<i64>,
    /// Curves of past years behind the forecast.
    pub history: u32,
    /// Lines that the unit does not call certain.
    pub unlikely: u32,
    /// Warnings in words; empty without any.
    pub warning: String,
    /// The trace; empty until the period closes.
    pub trace: String,
    /// Version of the rules it was frozen under; empty until then.
    pub rules_version: String,
}

/// The columns of a result.
#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = monitoring_results, treat_none_as_default_value = false)]
pub(super) struct ResultColumns {
    division: String,
    sheet_id: String,
    budget_year: i32,
    period: String,
    budget_fen: i64,
    executed_fen: i64,
    expected_fen: Option<i64>,
    execution_centi: Option<i64>,
    execution_light: Option<String>,
    goal_light: Option<String>,
    light: Option<String>,
    goal_bp: Option<i64>,
    forecast_bp: Option<i64>,
    forecast_low_bp: Option<i64>,
    forecast_high_bp: Option<i64>,
    history: i32,
    unlikely: i32,
    warning: Option<String>,
    trace: Option<String>,
    rules_version: Option<String>,
}

impl ResultColumns {
    fn new(division: Division, year: BudgetYear, period: &str, result: &ResultRow) -> Self {
        let light = |light: Option<Light>| light.map(|light| light.code().to_owned());
        let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        Self {
            division: division.to_string(),
            sheet_id: result.sheet.to_string(),
            budget_year: year_column(year),
            period: period.to_owned(),
            budget_fen: result.budget.fen(),
            executed_fen: result.executed.fen(),
            expected_fen: result.expected.map(Money::fen),
            execution_centi: result.execution_centi,
            execution_light: light(result.execution_light),
            goal_light: light(result.goal_light),
            light: light(result.light),
            goal_bp: result.goal_bp,
            forecast_bp: result.forecast_bp,
            forecast_low_bp: result.forecast_low_bp,
            forecast_high_bp: result.forecast_high_bp,
            history: number(result.history),
            unlikely: number(result.unlikely),
            warning: stored(&result.warning),
            trace: stored(&result.trace),
            rules_version: stored(&result.rules_version),
        }
    }

    pub(super) fn read(self) -> Result<ResultRow, StoreError> {
        let row = Row {
            table: "monitoring_results",
            key: &self.sheet_id,
        };
        let light = |column: &str, text: Option<&str>| -> Result<Option<Light>, StoreError> {
            text.map(|text| row.code(column, text, Light::from_code))
                .transpose()
        };
        Ok(ResultRow {
            sheet: row.parse("sheet_id", &self.sheet_id)?,
            budget: Money::from_fen(self.budget_fen),
            executed: Money::from_fen(self.executed_fen),
            expected: self.expected_fen.map(Money::from_fen),
            execution_centi: self.execution_centi,
            execution_light: light("execution_light", self.execution_light.as_deref())?,
            goal_light: light("goal_light", self.goal_light.as_deref())?,
            light: light("light", self.light.as_deref())?,
            goal_bp: self.goal_bp,
            forecast_bp: self.forecast_bp,
            forecast_low_bp: self.forecast_low_bp,
            forecast_high_bp: self.forecast_high_bp,
            history: row.number("history", self.history)?,
            unlikely: row.number("unlikely", self.unlikely)?,
            warning: loaded(self.warning),
            trace: loaded(self.trace),
            rules_version: loaded(self.rules_version),
        })
    }
}

/// Puts the results of a period in the place of those stored, in bulk.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn replace_results(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    period: &str,
    all: &[ResultRow],
) -> Result<(), StoreError> {
    diesel::delete(
        monitoring_results::table
            .filter(monitoring_results::division.eq(division.as_str()))
            .filter(monitoring_results::budget_year.eq(year_column(year)))
            .filter(monitoring_results::period.eq(period)),
    )
    .execute(db)?;
    let rows: Vec<ResultColumns> = all
        .iter()
        .map(|one| ResultColumns::new(division, year, period, one))
        .collect();
    insert_chunked!(db, monitoring_results::table, rows).map(|_| ())
}

/// Puts one result in the place of the one stored.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn replace_result(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    period: &str,
    result: &ResultRow,
) -> Result<(), StoreError> {
    diesel::delete(monitoring_results::table.find((division.as_str(), result.sheet.to_string())))
        .execute(db)?;
    diesel::insert_into(monitoring_results::table)
        .values(ResultColumns::new(division, year, period, result))
        .execute(db)?;
    Ok(())
}

/// The result of a sheet.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn result_of_sheet(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
) -> Result<Option<ResultRow>, StoreError> {
    monitoring_results::table
        .find((division.as_str(), sheet.to_string()))
        .select(ResultColumns::as_select())
        .first(db)
        .optional()?
        .map(ResultColumns::read)
        .transpose()
}

/// Every result of a period, traces included, by sheet.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn results_of_period(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    period: &str,
) -> Result<Vec<ResultRow>, StoreError> {
    monitoring_results::table
        .filter(monitoring_results::division.eq(division.as_str()))
        .filter(monitoring_results::budget_year.eq(year_column(year)))
        .filter(monitoring_results::period.eq(period))
        .order(monitoring_results::sheet_id)
        .select(ResultColumns::as_select())
        .load(db)?
        .into_iter()
        .map(ResultColumns::read)
        .collect()
}

/// What a project has spent up to a month, and its adjusted budget where one was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Execution {
    /// 累计执行数.
    pub executed: Money,
    /// 全年预算数 as last loaded.
    pub adjusted: Option<Money>,
}

/// The money of every project of a year up to a month (`2020-07`), by subject, in two statements. With a subject
/// only that one is read.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn executed_until(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    last_month: &str,
    subject: Option<&str>,
) -> Result<BTreeMap<String, Execution>, StoreError> {
    let mut paid = facts::table
        .filter(facts::division.eq(division.to_string()))
        .filter(facts::budget_year.eq(year_column(year)))
        .filter(facts::fact_code.eq(code::EXECUTED_FEN))
        .filter(facts::period.le(last_month.to_owned()))
        .group_by(facts::subject)
        .select((facts::subject, sql::<BigInt>("CAST(SUM(value) AS BIGINT)")))
        .into_boxed::<crate::db::Engine>();
    let mut adjusted = facts::table
        .filter(facts::division.eq(division.to_string()))
        .filter(facts::budget_year.eq(year_column(year)))
        .filter(facts::fact_code.eq(code::ADJUSTED_BUDGET_FEN))
        .order((facts::loaded_at, facts::subject, facts::source, facts::source_row))
        .select((facts::subject, facts::value))
        .into_boxed::<crate::db::Engine>();
    if let Some(subject) = subject {
        paid = paid.filter(facts::subject.eq(subject.to_owned()));
        adjusted = adjusted.filter(facts::subject.eq(subject.to_owned()));
    }
    let mut found: BTreeMap<String, Execution> = BTreeMap::new();
    for (subject, fen) in paid.load::<(String, i64)>(db)? {
        found.entry(subject).or_default().executed = Money::from_fen(fen);
    }
    // The newest comes last and stays.
    for (subject, fen) in adjusted.load::<(String, i64)>(db)? {
        found.entry(subject).or_default().adjusted = Some(Money::from_fen(fen));
    }
    Ok(found)
}

/// A payment of a past year, with the budget it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthlyPayment {
    /// 项目类型.
    pub project_type: ProjectType,
    /// The project as facts name it.
    pub subject: String,
    /// 年初预算数.
    pub budget: Money,
    /// Month of the year, from 1.
    pub month: u32,
    /// The amount.
    pub paid: Money,
}

/// The payments of a year by project and month: how like projects ran before.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn shares_by_month(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<Vec<MonthlyPayment>, StoreError> {
    let rows: Vec<(String, String, i64, String, i64)> = facts::table
        .inner_join(
            projects::table.on(projects::division
                .eq(facts::division)
                .and(projects::project_id.eq(facts::subject))),
        )
        .filter(facts::division.eq(division.as_str()))
        .filter(projects::division.eq(division.as_str()))
        .filter(facts::budget_year.eq(year_column(year)))
        .filter(facts::fact_code.eq(code::EXECUTED_FEN))
        .order((facts::subject, facts::period, facts::source, facts::source_row))
        .select((
            projects::project_type,
            facts::subject,
            projects::total_fen,
            facts::period,
            facts::value,
        ))
        .load(db)?;
    let mut found = Vec::with_capacity(rows.len());
    for (project_type, subject, total, period, fen) in rows {
        let row = Row {
            table: "facts",
            key: &subject,
        };
        // A payment of the whole year has no month and no place in a course of the year.
        let Some(month) = period.split_once('-').and_then(|(_, month)| month.parse().ok()) else {
            continue;
        };
        let project_type = row.code("project_type", &project_type, ProjectType::from_code)?;
        found.push(MonthlyPayment {
            project_type,
            subject,
            budget: Money::from_fen(total),
            month,
            paid: Money::from_fen(fen),
        });
    }
    Ok(found)
}
