//! 事实 (facts): figures with their source rows.

mod loads;

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::fact::Fact;
use hengji_domain::fact::money::{FactSum, ProjectMoney, by_subject};
use hengji_domain::{BudgetYear, Division, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::facts;
use crate::text::{Row, year_column};

pub use loads::{History, insert_loads, loads_of_year, retire, superseded_of_subject};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = facts, treat_none_as_default_value = false)]
struct FactRow {
    division: String,
    budget_year: i32,
    subject: String,
    fact_code: String,
    period: String,
    source: String,
    source_row: String,
    value: i64,
    loaded_at: i64,
}

impl FactRow {
    fn new(division: Division, fact: &Fact) -> Self {
        Self {
            division: division.to_string(),
            budget_year: year_column(fact.year),
            subject: fact.subject.clone(),
            fact_code: fact.code.clone(),
            period: fact.period.clone(),
            source: fact.source.clone(),
            source_row: fact.source_row.clone(),
            value: fact.value,
            loaded_at: fact.loaded_at.micros(),
        }
    }
}

impl TryFrom<FactRow> for Fact {
    type Error = StoreError;

    fn try_from(stored: FactRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "facts",
            key: &stored.subject,
        };
        Ok(Self {
            year: row.year(stored.budget_year)?,
            subject: stored.subject,
            code: stored.fact_code,
            period: stored.period,
            source: stored.source,
            source_row: stored.source_row,
            value: stored.value,
            loaded_at: Timestamp::from_micros(stored.loaded_at),
        })
    }
}

/// Loads facts; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a source row was loaded before: it must not be counted twice.
pub fn insert_many(db: &mut Db, division: Division, all: &[Fact]) -> Result<usize, StoreError> {
    let rows: Vec<FactRow> = all.iter().map(|fact| FactRow::new(division, fact)).collect();
    insert_chunked!(db, facts::table, rows)
}

/// The sum of a fact for each subject of the year that has one.
///
/// # Errors
///
/// [`StoreError`] of the engine; a sum beyond 64 bits is refused by both engines, never wrapped.
pub fn sum_by_subject(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    code: &str,
) -> Result<BTreeMap<String, i64>, StoreError> {
    let rows: Vec<(String, i64)> = facts::table
        .filter(facts::division.eq(division.as_str()))
        .filter(facts::budget_year.eq(year_column(year)))
        .filter(facts::fact_code.eq(code))
        .group_by(facts::subject)
        .order(facts::subject)
        .select((facts::subject, sql::<BigInt>("CAST(SUM(value) AS BIGINT)")))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// Facts of the year with one of these codes, added up for each subject, code, period, source and moment of
/// loading, in one statement whatever the number of projects.
///
/// # Errors
///
/// [`StoreError`] of the engine; a sum beyond 64 bits is refused by both engines, never wrapped.
pub fn sums_of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    codes: &[&str],
) -> Result<Vec<FactSum>, StoreError> {
    let key = (
        facts::subject,
        facts::fact_code,
        facts::period,
        facts::source,
        facts::loaded_at,
    );
    let rows: Vec<SumColumns> = facts::table
        .filter(facts::division.eq(division.as_str()))
        .filter(facts::budget_year.eq(year_column(year)))
        .filter(facts::fact_code.eq_any(codes.iter().copied()))
        .group_by(key)
        .order(key)
        .select((
            facts::subject,
            facts::fact_code,
            facts::period,
            facts::source,
            facts::loaded_at,
            sql::<BigInt>("CAST(SUM(value) AS BIGINT)"),
        ))
        .load(db)?;
    Ok(rows.into_iter().map(fact_sum).collect())
}

type SumColumns = (String, String, String, String, i64, i64);

fn fact_sum((subject, code, period, source, loaded_at, value): SumColumns) -> FactSum {
    FactSum {
        subject,
        code,
        period,
        source,
        loaded_at: Timestamp::from_micros(loaded_at),
        value,
    }
}

/// The money of every project of the year that has any: initial and adjusted budget, payments by month. One
/// statement whatever the number of projects; the key is the project's id as text.
///
/// # Errors
///
/// [`StoreError`] of the engine; a sum beyond 64 bits is refused by both engines, never wrapped.
pub fn project_money(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<BTreeMap<String, ProjectMoney>, StoreError> {
    let sums = sums_of_year(db, division, year, &hengji_domain::fact::code::OF_PROJECT)?;
    Ok(by_subject(&sums))
}

/// The sum of a fact over some years for each of these subjects that has one, in one statement for a thousand of them.
///
/// # Errors
///
/// [`StoreError`] of the engine; a sum beyond 64 bits is refused by both engines, never wrapped.
pub fn sum_of_subjects(
    db: &mut Db,
    division: Division,
    (first, last): (BudgetYear, BudgetYear),
    code: &str,
    subjects: &[String],
) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut found = BTreeMap::new();
    for part in subjects.chunks(crate::db::ROWS_PER_STATEMENT) {
        let rows: Vec<(String, i64)> = facts::table
            .filter(facts::division.eq(division.as_str()))
            .filter(facts::budget_year.between(year_column(first), year_column(last)))
            .filter(facts::fact_code.eq(code))
            .filter(facts::subject.eq_any(part.to_vec()))
            .group_by(facts::subject)
            .order(facts::subject)
            .select((facts::subject, sql::<BigInt>("CAST(SUM(value) AS BIGINT)")))
            .load(db)?;
        found.extend(rows);
    }
    Ok(found)
}

/// Every fact of a subject, by code and period: every figure on a page can name its source row.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_subject(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    subject: &str,
) -> Result<Vec<Fact>, StoreError> {
    facts::table
        .filter(facts::division.eq(division.as_str()))
        .filter(facts::budget_year.eq(year_column(year)))
        .filter(facts::subject.eq(subject))
        .order((facts::fact_code, facts::period, facts::source, facts::source_row))
        .select(FactRow::as_select())
        .load(db)?
        .into_iter()
        .map(Fact::try_from)
        .collect()
}

#[cfg(test)]
mod tests;
