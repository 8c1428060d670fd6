//! Commitments as a list and as figures: what is claimed and what is verified are never added up.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_authz::Scope;
use hengji_domain::id::{CommitmentId, EvaluationFindingId, UnitId};
use hengji_domain::rectification::CommitmentState;
use hengji_domain::{BudgetYear, Division, NaiveDate};

use super::commitments::CommitmentRow;
use super::finding_list::seen_within;
use super::{Commitment, EvaluationFinding, FindingRow};
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Direction, Page};
use crate::schema::{DEPARTMENTS, evaluation_findings, rectification_commitments, units};
use crate::text::{Row, contains_pattern, lower, year_column};

/// Which commitments to list. What is `None` does not narrow. Those of withdrawn findings and of plans that were not
/// handed in are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentFilter {
    /// Budget year of the finding; all of them where none.
    pub year: Option<BudgetYear>,
    /// What the reader may see.
    pub scope: Scope,
    /// Code of the kind.
    pub kind: Option<String>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// Where they stand.
    pub state: Option<CommitmentState>,
    /// Only those that the unit still has to do and that were due on this day or before.
    pub open_by: Option<NaiveDate>,
    /// Words in the commitment, its owner or the name of the unit.
    pub words: Option<String>,
}

impl CommitmentFilter {
    /// Every commitment of the year that the scope allows.
    pub const fn of_year(year: Option<BudgetYear>, scope: Scope) -> Self {
        Self {
            year,
            scope,
            kind: None,
            department: None,
            state: None,
            open_by: None,
            words: None,
        }
    }
}

/// By what the list is sorted; equal rows follow by identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CommitmentSort {
    /// The last day.
    #[default]
    Due,
    /// The name of the unit.
    Unit,
}

/// A commitment with its finding and the names around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentListing {
    /// The commitment.
    pub commitment: Commitment,
    /// The finding it answers.
    pub finding: EvaluationFinding,
    /// Name of the unit.
    pub unit_name: String,
    /// The bureau division that owns the unit's budget.
    pub budget_division: Option<UnitId>,
    /// 主管部门.
    pub department: UnitId,
    /// Its name.
    pub department_name: String,
}

/// Commitments joined to their findings and units.
macro_rules! commitments_of_units {
    () => {
        rectification_commitments::table
            .inner_join(
                evaluation_findings::table.on(evaluation_findings::division
                    .eq(rectification_commitments::division)
                    .and(evaluation_findings::finding_id.eq(rectification_commitments::finding_id))),
            )
            .inner_join(
                units::table.on(units::division
                    .eq(evaluation_findings::division)
                    .and(units::unit_id.eq(evaluation_findings::unit_id))),
            )
    };
}

/// Narrows a boxed query over commitments, their findings and units.
macro_rules! narrowed {
    ($query:expr, $division:expr, $filter:expr) => {{
        let (division, filter): (Division, &CommitmentFilter) = ($division, $filter);
        let mut query = seen_within!($query, &filter.scope, true)
            .filter(rectification_commitments::division.eq(division.to_string()))
            .filter(evaluation_findings::division.eq(division.to_string()))
            .filter(units::division.eq(division.to_string()))
            .filter(evaluation_findings::state.eq_any(["rectifying", "rectified"]));
        if let Some(year) = filter.year {
            query = query.filter(evaluation_findings::budget_year.eq(year_column(year)));
        }
        if let Some(kind) = &filter.kind {
            query = query.filter(rectification_commitments::kind.eq(kind.clone()));
        }
        if let Some(department) = filter.department {
            query = query.filter(units::department_id.eq(department.to_string()));
        }
        if let Some(state) = filter.state {
            query = query.filter(rectification_commitments::state.eq(state.code()));
        }
        if let Some(day) = filter.open_by {
            query = query
                .filter(rectification_commitments::state.eq_any(["promised", "rejected"]))
                .filter(rectification_commitments::due_on.le(day.to_string()));
        }
        if let Some(words) = &filter.words {
            let pattern = contains_pattern(words);
            query = query.filter(
                lower(rectification_commitments::words)
                    .like(pattern.clone())
                    .escape('\\')
                    .or(lower(rectification_commitments::owner)
                        .like(pattern.clone())
                        .escape('\\'))
                    .or(lower(units::name).like(pattern).escape('\\')),
            );
        }
        query
    }};
}

type ListingColumns = (
    CommitmentRow,
    FindingRow,
    (String, Option<String>, String),
    String,
);

/// The joins of a listing; a macro because the type of the query cannot be written down.
macro_rules! listings {
    () => {
        commitments_of_units!()
            .inner_join(
                DEPARTMENTS.on(DEPARTMENTS
                    .field(units::division)
                    .eq(units::division)
                    .and(DEPARTMENTS.field(units::unit_id).eq(units::department_id))),
            )
            .select((
                CommitmentRow::as_select(),
                FindingRow::as_select(),
                (units::name, units::budget_division_id, units::department_id),
                DEPARTMENTS.field(units::name),
            ))
    };
}

/// One page of the list, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list_commitments(
    db: &mut Db,
    division: Division,
    filter: &CommitmentFilter,
    (sort, direction): (CommitmentSort, Direction),
    page: Page,
) -> Result<Vec<CommitmentListing>, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let query = narrowed!(listings!().into_boxed::<Engine>(), division, filter);
    let (due, id) = (
        rectification_commitments::due_on,
        rectification_commitments::commitment_id,
    );
    let query = match (sort, direction) {
        (CommitmentSort::Due, Direction::Ascending) => query.order((due.asc(), id.asc())),
        (CommitmentSort::Due, Direction::Descending) => query.order((due.desc(), id.asc())),
        (CommitmentSort::Unit, Direction::Ascending) => {
            query.order((units::pinyin_sort.asc(), due.asc(), id.asc()))
        }
        (CommitmentSort::Unit, Direction::Descending) => {
            query.order((units::pinyin_sort.desc(), due.asc(), id.asc()))
        }
    };
    query
        .limit(i64::from(page.limit))
        .offset(i64::from(page.offset))
        .load::<ListingColumns>(db)?
        .into_iter()
        .map(read_listing)
        .collect()
}

/// How many commitments the filter finds.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count_commitments(
    db: &mut Db,
    division: Division,
    filter: &CommitmentFilter,
) -> Result<Count, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Count::Exactly(0));
    }
    let query = commitments_of_units!()
        .select(rectification_commitments::commitment_id)
        .into_boxed::<Engine>();
    page::count(db, narrowed!(query, division, filter))
}

/// Commitments of a list by where they stand, and those of them that are late.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommitmentTally {
    /// How many stand where.
    pub states: BTreeMap<CommitmentState, u64>,
    /// How many the unit still has to do after their last day.
    pub late: u64,
    /// How many the unit still has to do and that were due on the day asked for or before.
    pub open_by: u64,
}

/// What the filter finds, added up by where it stands, in one statement. `today` says what is late, `by` what is
/// counted as due by then.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn tally_commitments(
    db: &mut Db,
    division: Division,
    filter: &CommitmentFilter,
    (today, by): (NaiveDate, NaiveDate),
) -> Result<CommitmentTally, StoreError> {
    let mut tally = CommitmentTally::default();
    if filter.scope == Scope::Nothing {
        return Ok(tally);
    }
    let query = commitments_of_units!()
        .group_by((
            rectification_commitments::state,
            rectification_commitments::due_on,
        ))
        .select((
            rectification_commitments::state,
            rectification_commitments::due_on,
            sql::<BigInt>("COUNT(*)"),
        ))
        .into_boxed::<Engine>();
    let rows: Vec<(String, String, i64)> = narrowed!(query, division, filter).load(db)?;
    for (state, due_on, count) in rows {
        let row = Row {
            table: "rectification_commitments",
            key: &due_on,
        };
        let count: u64 = row.number("COUNT", count)?;
        let due_on: NaiveDate = row.parse("due_on", &due_on)?;
        let state = row.code("state", &state, CommitmentState::from_code)?;
        *tally.states.entry(state).or_default() += count;
        if state.is_late(due_on, today) {
            tally.late += count;
        }
        if state.is_open() && due_on <= by {
            tally.open_by += count;
        }
    }
    Ok(tally)
}

/// One commitment with its finding; seen or not is for the caller to decide.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_commitment_listing(
    db: &mut Db,
    division: Division,
    id: CommitmentId,
) -> Result<Option<CommitmentListing>, StoreError> {
    let mut found = listings_of(db, division, &[id])?;
    Ok(found.pop())
}

/// These commitments with their findings, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn listings_of(
    db: &mut Db,
    division: Division,
    ids: &[CommitmentId],
) -> Result<Vec<CommitmentListing>, StoreError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    listings!()
        .filter(rectification_commitments::division.eq(division.to_string()))
        .filter(rectification_commitments::commitment_id.eq_any(ids))
        .order(rectification_commitments::commitment_id)
        .load::<ListingColumns>(db)?
        .into_iter()
        .map(read_listing)
        .collect()
}

fn read_listing(columns: ListingColumns) -> Result<CommitmentListing, StoreError> {
    let (commitment, finding, (unit_name, owner, department), department_name) = columns;
    let finding = EvaluationFinding::try_from(finding)?;
    let key: EvaluationFindingId = finding.id;
    let key = key.to_string();
    let row = Row {
        table: "units",
        key: &key,
    };
    Ok(CommitmentListing {
        commitment: Commitment::try_from(commitment)?,
        budget_division: row.parse_opt("budget_division_id", owner.as_deref())?,
        department: row.parse("department_id", &department)?,
        finding,
        unit_name,
        department_name,
    })
}
