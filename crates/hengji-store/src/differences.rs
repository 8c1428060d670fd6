//! 对账差异 (differences): one record for each, listed by whoever must say why.

mod list;

use diesel::prelude::*;
use hengji_domain::difference::{Difference, DifferenceKind, DifferenceState, Found, Statement};
use hengji_domain::id::DifferenceId;
use hengji_domain::{BudgetYear, Division, Money, Timestamp};

use crate::Db;
use crate::db::{ROWS_PER_STATEMENT, insert_chunked};
use crate::error::StoreError;
use crate::schema::differences;
use crate::text::{Row, loaded, stored, year_column};

pub use list::{DifferenceFilter, DifferenceListing, count, count_by_state, list};

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = differences, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, difference_id))]
struct DifferenceRow {
    division: String,
    difference_id: String,
    budget_year: i32,
    kind: String,
    subject: String,
    subject_name: Option<String>,
    period: String,
    owner_unit_id: String,
    expected_fen: i64,
    found_fen: i64,
    state: String,
    explanation: Option<String>,
    explained_by_name: Option<String>,
    explained_at: Option<i64>,
    conclusion: Option<String>,
    concluded_by_name: Option<String>,
    concluded_at: Option<i64>,
    found_at: i64,
    version: i32,
}

type Said = (Option<String>, Option<String>, Option<i64>);

fn said(statement: Option<&Statement>) -> Said {
    match statement {
        None => (None, None, None),
        Some(said) => (stored(&said.text), stored(&said.by_name), Some(said.at.micros())),
    }
}

fn read_said((text, by_name, at): Said) -> Option<Statement> {
    Some(Statement {
        text: text?,
        by_name: loaded(by_name),
        at: Timestamp::from_micros(at?),
    })
}

impl DifferenceRow {
    fn new(division: Division, one: &Difference, version: i32) -> Self {
        let (explanation, explained_by_name, explained_at) = said(one.explanation.as_ref());
        let (conclusion, concluded_by_name, concluded_at) = said(one.conclusion.as_ref());
        Self {
            division: division.to_string(),
            difference_id: one.id.to_string(),
            budget_year: year_column(one.year),
            kind: one.found.kind.code().to_owned(),
            subject: one.found.subject.clone(),
            subject_name: stored(&one.found.subject_name),
            period: one.found.period.clone(),
            owner_unit_id: one.found.owner.to_string(),
            expected_fen: one.found.expected.fen(),
            found_fen: one.found.found.fen(),
            state: one.state.code().to_owned(),
            explanation,
            explained_by_name,
            explained_at,
            conclusion,
            concluded_by_name,
            concluded_at,
            found_at: one.found_at.micros(),
            version,
        }
    }
}

impl TryFrom<DifferenceRow> for Difference {
    type Error = StoreError;

    fn try_from(read: DifferenceRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "differences",
            key: &read.difference_id,
        };
        Ok(Self {
            id: row.parse("difference_id", &read.difference_id)?,
            year: row.year(read.budget_year)?,
            state: row.code("state", &read.state, DifferenceState::from_code)?,
            found_at: Timestamp::from_micros(read.found_at),
            version: read.version,
            found: Found {
                kind: row.code("kind", &read.kind, DifferenceKind::from_code)?,
                owner: row.parse("owner_unit_id", &read.owner_unit_id)?,
                subject: read.subject,
                subject_name: loaded(read.subject_name),
                period: read.period,
                expected: Money::from_fen(read.expected_fen),
                found: Money::from_fen(read.found_fen),
            },
            explanation: read_said((read.explanation, read.explained_by_name, read.explained_at)),
            conclusion: read_said((read.conclusion, read.concluded_by_name, read.concluded_at)),
        })
    }
}

/// Adds differences that have no record yet.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when one has a record already; [`StoreError::Reference`] without an owner.
pub fn insert_many(db: &mut Db, division: Division, all: &[Difference]) -> Result<usize, StoreError> {
    let rows: Vec<DifferenceRow> = all
        .iter()
        .map(|one| DifferenceRow::new(division, one, one.version))
        .collect();
    insert_chunked!(db, differences::table, rows)
}

/// Stores a difference as given, one version further; the new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read.
pub fn update(db: &mut Db, division: Division, one: &Difference) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let updated = diesel::update(
        differences::table
            .find((division.as_str(), one.id.to_string()))
            .filter(differences::version.eq(one.version)),
    )
    .set(DifferenceRow::new(division, one, next))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "differences",
            key: one.id.to_string(),
        });
    }
    Ok(next)
}

/// Puts many changed records in the place of those stored, each one version further, in few statements: reconciling
/// may change thousands. The transaction has read them, so nobody can have changed them since.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn replace_many(db: &mut Db, division: Division, all: &[Difference]) -> Result<usize, StoreError> {
    for chunk in all.chunks(ROWS_PER_STATEMENT) {
        let ids: Vec<String> = chunk.iter().map(|one| one.id.to_string()).collect();
        diesel::delete(
            differences::table
                .filter(differences::division.eq(division.as_str()))
                .filter(differences::difference_id.eq_any(ids)),
        )
        .execute(db)?;
    }
    let next: Vec<Difference> = all
        .iter()
        .map(|one| Difference {
            version: one.version.saturating_add(1),
            ..one.clone()
        })
        .collect();
    insert_many(db, division, &next)
}

/// The difference with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: DifferenceId) -> Result<Option<Difference>, StoreError> {
    differences::table
        .find((division.as_str(), id.to_string()))
        .select(DifferenceRow::as_select())
        .first(db)
        .optional()?
        .map(Difference::try_from)
        .transpose()
}

/// Every difference of the year, concluded ones among them: what reconciling compares with.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_year(db: &mut Db, division: Division, year: BudgetYear) -> Result<Vec<Difference>, StoreError> {
    differences::table
        .filter(differences::division.eq(division.as_str()))
        .filter(differences::budget_year.eq(year_column(year)))
        .order(differences::difference_id)
        .select(DifferenceRow::as_select())
        .load(db)?
        .into_iter()
        .map(Difference::try_from)
        .collect()
}

#[cfg(test)]
mod tests;
