//! The list of papers of a year: filtered, sorted and paged by the database, in one statement.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_authz::Scope;
use hengji_domain::paper::{PaperKind, PaperState};
use hengji_domain::{BudgetYear, Division, NaiveDate};

use super::{PaperRecord, RecordRow};
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Direction, Page};
use crate::schema::{papers, units};
use crate::scope::unit_within;
use crate::text::{Row, contains_pattern, lower, year_column};

/// Which papers to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperFilter {
    /// Budget year.
    pub year: BudgetYear,
    /// What the reader may see: papers whose addressee is inside.
    pub scope: Scope,
    /// Whether papers that were never served are shown: they are the bureau's own until then.
    pub with_unserved: bool,
    /// What they are for.
    pub kind: Option<PaperKind>,
    /// Where they stand.
    pub state: Option<PaperState>,
    /// Only those with which the addressee is late on this day, or has answered late.
    pub late_on: Option<NaiveDate>,
    /// Words in number or title or in the name of the addressee.
    pub words: Option<String>,
}

impl PaperFilter {
    /// Every paper of the year that the scope allows.
    pub const fn of_year(year: BudgetYear, scope: Scope) -> Self {
        Self {
            year,
            scope,
            with_unserved: true,
            kind: None,
            state: None,
            late_on: None,
            words: None,
        }
    }
}

/// The order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PaperSort {
    /// By the day of issue.
    #[default]
    Issued,
    /// By what is due first; papers with nothing due come last in either direction.
    Due,
    /// By the name of the addressee.
    Unit,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperListing {
    /// The paper.
    pub record: PaperRecord,
    /// Name of the addressee.
    pub unit_name: String,
}

/// Papers joined to their addressees, narrowed by the filter; a macro because the type cannot be written.
macro_rules! narrowed {
    ($division:expr, $filter:expr, $columns:expr) => {{
        let (division, filter): (Division, &PaperFilter) = ($division, $filter);
        let query = papers::table
            .inner_join(
                units::table.on(units::division
                    .eq(papers::division)
                    .and(units::unit_id.eq(papers::unit_id))),
            )
            .select($columns)
            .into_boxed::<Engine>();
        let mut query = unit_within!(query, &filter.scope)
            .filter(papers::division.eq(division.to_string()))
            .filter(units::division.eq(division.to_string()))
            .filter(papers::budget_year.eq(year_column(filter.year)));
        if !filter.with_unserved {
            query = query.filter(papers::served_on.is_not_null());
        }
        if let Some(kind) = filter.kind {
            query = query.filter(papers::kind.eq(kind.code()));
        }
        if let Some(state) = filter.state {
            query = query.filter(papers::state.eq(state.code()));
        }
        if let Some(today) = filter.late_on {
            query = query.filter(
                papers::due_on
                    .assume_not_null()
                    .lt(today.to_string())
                    .or(papers::answered_on
                        .assume_not_null()
                        .gt(papers::answer_due_on.assume_not_null())),
            );
        }
        if let Some(words) = &filter.words {
            let pattern = contains_pattern(words);
            query = query.filter(
                lower(papers::number)
                    .like(pattern.clone())
                    .escape('\\')
                    .or(lower(papers::title).like(pattern.clone()).escape('\\'))
                    .or(lower(units::name).like(pattern).escape('\\')),
            );
        }
        query
    }};
}

/// One page of the papers of a year.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(
    db: &mut Db,
    division: Division,
    filter: &PaperFilter,
    (sort, direction): (PaperSort, Direction),
    page: Page,
) -> Result<Vec<PaperListing>, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let query = narrowed!(division, filter, (RecordRow::as_select(), units::name));
    let query = match (sort, direction) {
        (PaperSort::Issued, Direction::Ascending) => {
            query.order((papers::issued_on.asc(), papers::paper_id.asc()))
        }
        (PaperSort::Issued, Direction::Descending) => {
            query.order((papers::issued_on.desc(), papers::paper_id.desc()))
        }
        (PaperSort::Due, Direction::Ascending) => query.order((
            papers::due_on.is_null(),
            papers::due_on.asc(),
            papers::paper_id.asc(),
        )),
        (PaperSort::Due, Direction::Descending) => query.order((
            papers::due_on.is_null(),
            papers::due_on.desc(),
            papers::paper_id.asc(),
        )),
        (PaperSort::Unit, Direction::Ascending) => {
            query.order((units::pinyin_sort.asc(), papers::paper_id.asc()))
        }
        (PaperSort::Unit, Direction::Descending) => {
            query.order((units::pinyin_sort.desc(), papers::paper_id.asc()))
        }
    };
    query
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load::<(RecordRow, String)>(db)?
        .into_iter()
        .map(|(row, unit_name)| {
            Ok(PaperListing {
                record: row.read()?,
                unit_name,
            })
        })
        .collect()
}

/// How many papers the filter finds.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count(db: &mut Db, division: Division, filter: &PaperFilter) -> Result<Count, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Count::Exactly(0));
    }
    page::count(db, narrowed!(division, filter, papers::paper_id))
}

/// How many papers of a year stand in each state, within the scope.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn count_by_state(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    scope: &Scope,
    with_unserved: bool,
) -> Result<BTreeMap<PaperState, u64>, StoreError> {
    if *scope == Scope::Nothing {
        return Ok(BTreeMap::new());
    }
    let mut query = unit_within!(
        papers::table
            .inner_join(
                units::table.on(units::division
                    .eq(papers::division)
                    .and(units::unit_id.eq(papers::unit_id))),
            )
            .group_by(papers::state)
            .select((papers::state, sql::<BigInt>("COUNT(*)")))
            .into_boxed::<Engine>(),
        scope
    )
    .filter(papers::division.eq(division.to_string()))
    .filter(papers::budget_year.eq(year_column(year)));
    if !with_unserved {
        query = query.filter(papers::served_on.is_not_null());
    }
    let rows: Vec<(String, i64)> = query.load(db)?;
    rows.into_iter()
        .map(|(state, count)| {
            let row = Row {
                table: "papers",
                key: &state,
            };
            Ok((
                row.code("state", &state, PaperState::from_code)?,
                row.number("COUNT", count)?,
            ))
        })
        .collect()
}

/// What addressees have still to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// How many papers wait for a receipt or an answer.
    pub count: u64,
    /// How many of them are late.
    pub late: u64,
    /// The first day that must be kept.
    pub first_on: NaiveDate,
}

/// What waits for the addressees within the scope, whatever the year; none where nothing does.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn due(
    db: &mut Db,
    division: Division,
    scope: &Scope,
    today: NaiveDate,
) -> Result<Option<Due>, StoreError> {
    if *scope == Scope::Nothing {
        return Ok(None);
    }
    let days: Vec<(Option<String>, i64)> = unit_within!(
        papers::table
            .inner_join(
                units::table.on(units::division
                    .eq(papers::division)
                    .and(units::unit_id.eq(papers::unit_id))),
            )
            .group_by(papers::due_on)
            .select((papers::due_on, sql::<BigInt>("COUNT(*)")))
            .into_boxed::<Engine>(),
        scope
    )
    .filter(papers::division.eq(division.to_string()))
    .filter(papers::due_on.is_not_null())
    .order(papers::due_on)
    .load(db)?;
    let mut found: Option<Due> = None;
    for (day, count) in days {
        let day = day.unwrap_or_default();
        let row = Row {
            table: "papers",
            key: &day,
        };
        let due_on: NaiveDate = row.parse("due_on", &day)?;
        let count: u64 = row.number("COUNT", count)?;
        let late = if due_on < today { count } else { 0 };
        found = Some(found.map_or(
            Due {
                count,
                late,
                first_on: due_on,
            },
            |before| Due {
                count: before.count.saturating_add(count),
                late: before.late.saturating_add(late),
                ..before
            },
        ));
    }
    Ok(found)
}
