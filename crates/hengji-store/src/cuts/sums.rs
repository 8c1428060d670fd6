//! The register added up by the database: by book, ground, department, month and state, and what each book decided.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_authz::Scope;
use hengji_domain::cut::CutState;
use hengji_domain::id::UnitId;
use hengji_domain::{BudgetYear, Division, Money};

use super::CutFilter;
use super::list::{cuts_of_projects, narrowed};
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::schema::{budget_cuts, projects};
use crate::scope::within;
use crate::text::{Row, contains_pattern, lower, year_column};

/// Cuts of one book, ground, department, month and state together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutSum {
    /// Code of the book.
    pub book: String,
    /// Code of the ground.
    pub ground: String,
    /// 主管部门.
    pub department: UnitId,
    /// Month of the decision; none where nothing was cut.
    pub month: Option<String>,
    /// Where they stand.
    pub state: CutState,
    /// How many.
    pub cuts: u64,
    /// What was proposed.
    pub proposed: Money,
    /// What was decided.
    pub decided: Money,
}

/// What was decided in one book.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BookSum {
    /// How many cuts.
    pub cuts: u64,
    /// Of how many projects.
    pub projects: u64,
    /// What was decided.
    pub decided: Money,
    /// Codes of the grounds that occur.
    pub grounds: BTreeSet<String>,
}

/// The cuts that the filter finds, added up by book, ground, department, month and state, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine; a sum beyond 64 bits is refused by both engines, never wrapped.
pub fn sums(db: &mut Db, division: Division, filter: &CutFilter) -> Result<Vec<CutSum>, StoreError> {
    type Columns = (String, String, String, Option<String>, String, i64, i64, i64);
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let key = (
        budget_cuts::book,
        budget_cuts::ground,
        projects::department_id,
        budget_cuts::decided_month,
        budget_cuts::state,
    );
    let query = cuts_of_projects!()
        .group_by(key)
        .select((
            budget_cuts::book,
            budget_cuts::ground,
            projects::department_id,
            budget_cuts::decided_month,
            budget_cuts::state,
            sql::<BigInt>("COUNT(*)"),
            sql::<BigInt>("CAST(SUM(proposed_fen) AS BIGINT)"),
            sql::<BigInt>("COALESCE(CAST(SUM(decided_fen) AS BIGINT), 0)"),
        ))
        .into_boxed::<Engine>();
    narrowed!(query, division, filter)
        .order(key)
        .load::<Columns>(db)?
        .into_iter()
        .map(read_sum)
        .collect()
}

fn read_sum(
    (book, ground, department, month, state, cuts, proposed, decided): (
        String,
        String,
        String,
        Option<String>,
        String,
        i64,
        i64,
        i64,
    ),
) -> Result<CutSum, StoreError> {
    let row = Row {
        table: "budget_cuts",
        key: &book,
    };
    Ok(CutSum {
        department: row.parse("department_id", &department)?,
        state: row.code("state", &state, CutState::from_code)?,
        cuts: row.number("cuts", cuts)?,
        proposed: Money::from_fen(proposed),
        decided: Money::from_fen(decided),
        ground,
        month,
        book,
    })
}

/// What was decided in each book of the year that has a decision, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine; a sum beyond 64 bits is refused, never wrapped.
pub fn decided_by_book(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    scope: &Scope,
) -> Result<BTreeMap<String, BookSum>, StoreError> {
    type Columns = (String, String, String, i64, i64);
    let mut books: BTreeMap<String, BookSum> = BTreeMap::new();
    let mut counted: BTreeSet<(String, String)> = BTreeSet::new();
    if *scope == Scope::Nothing {
        return Ok(books);
    }
    let filter = &CutFilter {
        state: Some(CutState::Approved),
        ..CutFilter::of_year(year, scope.clone())
    };
    // A project may lose money on two grounds and is still one project, so it is told apart here.
    let key = (budget_cuts::book, budget_cuts::ground, budget_cuts::project_id);
    let query = cuts_of_projects!()
        .group_by(key)
        .select((
            budget_cuts::book,
            budget_cuts::ground,
            budget_cuts::project_id,
            sql::<BigInt>("COUNT(*)"),
            sql::<BigInt>("COALESCE(CAST(SUM(decided_fen) AS BIGINT), 0)"),
        ))
        .into_boxed::<Engine>();
    for (book, ground, project, cuts, fen) in narrowed!(query, division, filter).load::<Columns>(db)? {
        let row = Row {
            table: "budget_cuts",
            key: &book,
        };
        let sum = books.entry(book.clone()).or_default();
        let more: u64 = row.number("cuts", cuts)?;
        sum.cuts += more;
        let total = sum.decided.fen().checked_add(fen);
        sum.decided = Money::from_fen(total.ok_or_else(|| row.corrupt("a sum beyond 64 bits"))?);
        sum.grounds.insert(ground);
        if counted.insert((book, project)) {
            sum.projects += 1;
        }
    }
    Ok(books)
}
