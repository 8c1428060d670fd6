//! The list of differences of a year: filtered, sorted and paged by the database, in one statement.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_authz::Scope;
use hengji_domain::difference::{Difference, DifferenceKind, DifferenceState};
use hengji_domain::{BudgetYear, Division};

use super::DifferenceRow;
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Page};
use crate::schema::{differences, units};
use crate::scope::unit_within;
use crate::text::{Row, contains_pattern, lower, year_column};

/// Which differences to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceFilter {
    /// Budget year.
    pub year: BudgetYear,
    /// What the reader may see: differences whose owner is inside.
    pub scope: Scope,
    /// Which two figures.
    pub kind: Option<DifferenceKind>,
    /// Where it stands.
    pub state: Option<DifferenceState>,
    /// Only those that still need somebody.
    pub is_pending: bool,
    /// Words in the name or code of the subject or in the name of the owner.
    pub words: Option<String>,
}

impl DifferenceFilter {
    /// Every difference of the year that the scope allows.
    pub const fn of_year(year: BudgetYear, scope: Scope) -> Self {
        Self {
            year,
            scope,
            kind: None,
            state: None,
            is_pending: false,
            words: None,
        }
    }
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceListing {
    /// The difference.
    pub difference: Difference,
    /// Name of the unit that must say why.
    pub owner_name: String,
}

/// Differences joined to their owners, narrowed by the filter, the greatest first; a macro because the type cannot
/// be written.
macro_rules! narrowed {
    ($division:expr, $filter:expr, $columns:expr) => {{
        let (division, filter): (Division, &DifferenceFilter) = ($division, $filter);
        let query = differences::table
            .inner_join(
                units::table.on(units::division
                    .eq(differences::division)
                    .and(units::unit_id.eq(differences::owner_unit_id))),
            )
            .select($columns)
            .into_boxed::<Engine>();
        let mut query = unit_within!(query, &filter.scope)
            .filter(differences::division.eq(division.to_string()))
            .filter(units::division.eq(division.to_string()))
            .filter(differences::budget_year.eq(year_column(filter.year)));
        if let Some(kind) = filter.kind {
            query = query.filter(differences::kind.eq(kind.code()));
        }
        if let Some(state) = filter.state {
            query = query.filter(differences::state.eq(state.code()));
        }
        if filter.is_pending {
            let pending = DifferenceState::ALL
                .into_iter()
                .filter(|state| state.is_pending());
            query = query.filter(differences::state.eq_any(pending.map(DifferenceState::code)));
        }
        if let Some(words) = &filter.words {
            let pattern = contains_pattern(words);
            query = query.filter(
                lower(differences::subject)
                    .like(pattern.clone())
                    .escape('\\')
                    .or(lower(differences::subject_name.assume_not_null())
                        .like(pattern.clone())
                        .escape('\\'))
                    .or(lower(units::name).like(pattern).escape('\\')),
            );
        }
        query
    }};
}

/// One page of the differences of a year: open ones first, among them the greatest.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(
    db: &mut Db,
    division: Division,
    filter: &DifferenceFilter,
    page: Page,
) -> Result<Vec<DifferenceListing>, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    narrowed!(division, filter, (DifferenceRow::as_select(), units::name))
        .order((
            differences::state.ne(DifferenceState::Open.code()),
            differences::state.ne(DifferenceState::Explained.code()),
            sql::<BigInt>("ABS(found_fen - expected_fen)").desc(),
            differences::difference_id,
        ))
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load::<(DifferenceRow, String)>(db)?
        .into_iter()
        .map(|(row, owner_name)| {
            Ok(DifferenceListing {
                difference: Difference::try_from(row)?,
                owner_name,
            })
        })
        .collect()
}

/// How many differences the filter finds.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count(db: &mut Db, division: Division, filter: &DifferenceFilter) -> Result<Count, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Count::Exactly(0));
    }
    page::count(db, narrowed!(division, filter, differences::difference_id))
}

/// How many differences stand in each state, of those the filter finds.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn count_by_state(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    scope: &Scope,
) -> Result<BTreeMap<DifferenceState, u64>, StoreError> {
    if *scope == Scope::Nothing {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(String, i64)> = unit_within!(
        differences::table
            .inner_join(
                units::table.on(units::division
                    .eq(differences::division)
                    .and(units::unit_id.eq(differences::owner_unit_id))),
            )
            .group_by(differences::state)
            .select((differences::state, sql::<BigInt>("COUNT(*)")))
            .into_boxed::<Engine>(),
        scope
    )
    .filter(differences::division.eq(division.to_string()))
    .filter(differences::budget_year.eq(year_column(year)))
    .load(db)?;
    rows.into_iter()
        .map(|(state, count)| {
            let row = Row {
                table: "differences",
                key: &state,
            };
            Ok((
                row.code("state", &state, DifferenceState::from_code)?,
                row.number("COUNT", count)?,
            ))
        })
        .collect()
}
