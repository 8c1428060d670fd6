//! 事实 (facts): figures with their source rows.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::fact::Fact;
use hengji_domain::{BudgetYear, Division, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::facts;
use crate::text::{Row, year_column};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = facts)]
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
