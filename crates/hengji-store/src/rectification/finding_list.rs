//! The register as lists and counts: filtered, sorted and paged by the database within the reader's scope.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_authz::Scope;
use hengji_domain::id::{EvaluationFindingId, PaperId, UnitId};
use hengji_domain::rectification::FindingState;
use hengji_domain::{BudgetYear, Division};

use super::{EvaluationFinding, FindingRow};
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Direction, Page};
use crate::schema::{DEPARTMENTS, evaluation_findings, evaluations, projects, units};
use crate::text::{Row, contains_pattern, lower, year_column};

/// Which findings to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingFilter {
    /// Budget year; all of them where none.
    pub year: Option<BudgetYear>,
    /// What the reader may see.
    pub scope: Scope,
    /// Whether those that were never served are shown: until then they are the bureau's own.
    pub with_unserved: bool,
    /// Code of the origin.
    pub origin: Option<String>,
    /// Code of the kind of evaluation that found it; only findings of evaluations have one.
    pub evaluation_kind: Option<String>,
    /// Code of the root cause.
    pub cause: Option<String>,
    /// Code of the severity.
    pub severity: Option<String>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// Where they stand.
    pub state: Option<FindingState>,
    /// Words in the text, the origin or the name of the unit.
    pub words: Option<String>,
}

impl FindingFilter {
    /// Every finding of the year that the scope allows.
    pub const fn of_year(year: Option<BudgetYear>, scope: Scope) -> Self {
        Self {
            year,
            scope,
            with_unserved: true,
            origin: None,
            evaluation_kind: None,
            cause: None,
            severity: None,
            department: None,
            state: None,
            words: None,
        }
    }
}

/// By what the register is sorted; equal rows follow by year and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FindingSort {
    /// Year and number.
    #[default]
    Serial,
    /// The name of the unit.
    Unit,
    /// The money; findings without come last in either direction.
    Amount,
}

/// A finding with the names around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingListing {
    /// The finding.
    pub finding: EvaluationFinding,
    /// Name of the unit.
    pub unit_name: String,
    /// The bureau division that owns the unit's budget.
    pub budget_division: Option<UnitId>,
    /// 主管部门.
    pub department: UnitId,
    /// Its name.
    pub department_name: String,
    /// Name of the project, where there is one.
    pub project_name: Option<String>,
}

/// States in which those see a finding who only read what is settled.
const SETTLED: [FindingState; 3] = [
    FindingState::Served,
    FindingState::Rectifying,
    FindingState::Rectified,
];

/// Narrows a boxed query over findings and their units to what the reader may see; it must come first.
macro_rules! seen_within {
    ($query:expr, $scope:expr, $with_unserved:expr) => {{
        let mut query = $query;
        if let hengji_authz::Scope::Parts(parts) = $scope {
            let settled: Vec<&str> = if parts.concluded {
                $crate::rectification::finding_list::settled_codes()
            } else {
                Vec::new()
            };
            query = query.filter(
                units::unit_id
                    .eq_any($crate::scope::texts(&parts.units))
                    .or(units::department_id.eq_any($crate::scope::texts(&parts.departments)))
                    .or(units::budget_division_id
                        .assume_not_null()
                        .eq_any($crate::scope::texts(&parts.budget_divisions)))
                    .or(evaluation_findings::state.eq_any(settled)),
            );
        }
        if !$with_unserved {
            query = query.filter(evaluation_findings::served_on.is_not_null());
        }
        query
    }};
}
pub(super) use seen_within;

/// Codes of what is settled.
pub(super) fn settled_codes() -> Vec<&'static str> {
    SETTLED.map(FindingState::code).to_vec()
}

/// Findings joined to their units.
macro_rules! findings_of_units {
    () => {
        evaluation_findings::table.inner_join(
            units::table.on(units::division
                .eq(evaluation_findings::division)
                .and(units::unit_id.eq(evaluation_findings::unit_id))),
        )
    };
}

/// Narrows a boxed query over findings and their units.
macro_rules! narrowed {
    ($query:expr, $division:expr, $filter:expr) => {{
        let (division, filter): (Division, &FindingFilter) = ($division, $filter);
        let mut query = seen_within!($query, &filter.scope, filter.with_unserved)
            .filter(evaluation_findings::division.eq(division.to_string()))
            .filter(units::division.eq(division.to_string()));
        if let Some(year) = filter.year {
            query = query.filter(evaluation_findings::budget_year.eq(year_column(year)));
        }
        if let Some(origin) = &filter.origin {
            query = query.filter(evaluation_findings::origin_kind.eq(origin.clone()));
        }
        if let Some(kind) = &filter.evaluation_kind {
            let of_kind = evaluations::table
                .filter(evaluations::division.eq(division.to_string()))
                .filter(evaluations::kind.eq(kind.clone()))
                .select(evaluations::evaluation_id);
            query = query.filter(evaluation_findings::origin_id.assume_not_null().eq_any(of_kind));
        }
        if let Some(cause) = &filter.cause {
            query = query.filter(evaluation_findings::cause.eq(cause.clone()));
        }
        if let Some(severity) = &filter.severity {
            query = query.filter(evaluation_findings::severity.eq(severity.clone()));
        }
        if let Some(department) = filter.department {
            query = query.filter(units::department_id.eq(department.to_string()));
        }
        if let Some(state) = filter.state {
            query = query.filter(evaluation_findings::state.eq(state.code()));
        }
        if let Some(words) = &filter.words {
            let pattern = contains_pattern(words);
            query = query.filter(
                lower(evaluation_findings::words)
                    .like(pattern.clone())
                    .escape('\\')
                    .or(lower(evaluation_findings::origin_title)
                        .like(pattern.clone())
                        .escape('\\'))
                    .or(lower(units::name).like(pattern).escape('\\')),
            );
        }
        query
    }};
}

type ListingColumns = (
    FindingRow,
    (String, Option<String>, String),
    String,
    Option<String>,
);

/// The joins of a listing; a macro because the type of the query cannot be written down.
macro_rules! listings {
    () => {
        findings_of_units!()
            .inner_join(
                DEPARTMENTS.on(DEPARTMENTS
                    .field(units::division)
                    .eq(units::division)
                    .and(DEPARTMENTS.field(units::unit_id).eq(units::department_id))),
            )
            .left_join(
                projects::table.on(projects::division.eq(evaluation_findings::division).and(
                    projects::project_id
                        .nullable()
                        .eq(evaluation_findings::project_id),
                )),
            )
            .select((
                FindingRow::as_select(),
                (units::name, units::budget_division_id, units::department_id),
                DEPARTMENTS.field(units::name),
                projects::name.nullable(),
            ))
    };
}

/// One page of the register, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list_findings(
    db: &mut Db,
    division: Division,
    filter: &FindingFilter,
    (sort, direction): (FindingSort, Direction),
    page: Page,
) -> Result<Vec<FindingListing>, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let query = narrowed!(listings!().into_boxed::<Engine>(), division, filter);
    let (year, serial) = (evaluation_findings::budget_year, evaluation_findings::serial);
    let amount = evaluation_findings::amount_fen;
    let query = match (sort, direction) {
        (FindingSort::Serial, Direction::Ascending) => query.order((year.asc(), serial.asc())),
        (FindingSort::Serial, Direction::Descending) => query.order((year.desc(), serial.desc())),
        (FindingSort::Unit, Direction::Ascending) => {
            query.order((units::pinyin_sort.asc(), year.asc(), serial.asc()))
        }
        (FindingSort::Unit, Direction::Descending) => {
            query.order((units::pinyin_sort.desc(), year.asc(), serial.asc()))
        }
        (FindingSort::Amount, Direction::Ascending) => {
            query.order((amount.is_null(), amount.asc(), year.asc(), serial.asc()))
        }
        (FindingSort::Amount, Direction::Descending) => {
            query.order((amount.is_null(), amount.desc(), year.asc(), serial.asc()))
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

/// How many findings the filter finds.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count_findings(db: &mut Db, division: Division, filter: &FindingFilter) -> Result<Count, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Count::Exactly(0));
    }
    let query = findings_of_units!()
        .select(evaluation_findings::finding_id)
        .into_boxed::<Engine>();
    page::count(db, narrowed!(query, division, filter))
}

/// How many findings that the filter finds stand where, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn finding_states(
    db: &mut Db,
    division: Division,
    filter: &FindingFilter,
) -> Result<BTreeMap<FindingState, u64>, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(BTreeMap::new());
    }
    let query = findings_of_units!()
        .group_by(evaluation_findings::state)
        .select((evaluation_findings::state, sql::<BigInt>("COUNT(*)")))
        .into_boxed::<Engine>();
    let rows: Vec<(String, i64)> = narrowed!(query, division, filter).load(db)?;
    rows.into_iter()
        .map(|(state, count)| {
            let row = Row {
                table: "evaluation_findings",
                key: &state,
            };
            Ok((
                row.code("state", &state, FindingState::from_code)?,
                row.number("COUNT", count)?,
            ))
        })
        .collect()
}

/// Findings of one year, department and root cause together; withdrawn ones are not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    /// Budget year.
    pub year: BudgetYear,
    /// 主管部门.
    pub department: UnitId,
    /// Code of the root cause.
    pub cause: String,
    /// How many.
    pub findings: u64,
}

/// What was found, by year, department and root cause, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn recurrences(
    db: &mut Db,
    division: Division,
    filter: &FindingFilter,
) -> Result<Vec<Recurrence>, StoreError> {
    if filter.scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let key = (
        evaluation_findings::budget_year,
        units::department_id,
        evaluation_findings::cause,
    );
    let query = findings_of_units!()
        .group_by(key)
        .select((
            evaluation_findings::budget_year,
            units::department_id,
            evaluation_findings::cause,
            sql::<BigInt>("COUNT(*)"),
        ))
        .into_boxed::<Engine>();
    let rows: Vec<(i32, String, String, i64)> = narrowed!(query, division, filter)
        .filter(evaluation_findings::state.ne(FindingState::Withdrawn.code()))
        .order(key)
        .load(db)?;
    rows.into_iter()
        .map(|(year, department, cause, findings)| {
            let row = Row {
                table: "evaluation_findings",
                key: &department,
            };
            Ok(Recurrence {
                year: row.year(year)?,
                department: row.parse("department_id", &department)?,
                findings: row.number("COUNT", findings)?,
                cause,
            })
        })
        .collect()
}

/// One finding with the names around it; seen or not is for the caller to decide.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_finding_listing(
    db: &mut Db,
    division: Division,
    id: EvaluationFindingId,
) -> Result<Option<FindingListing>, StoreError> {
    listings!()
        .filter(evaluation_findings::division.eq(division.to_string()))
        .filter(evaluation_findings::finding_id.eq(id.to_string()))
        .get_result::<ListingColumns>(db)
        .optional()?
        .map(read_listing)
        .transpose()
}

/// These findings, by year and number, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn finding_listings(
    db: &mut Db,
    division: Division,
    ids: &[EvaluationFindingId],
) -> Result<Vec<FindingListing>, StoreError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    listings!()
        .filter(evaluation_findings::division.eq(division.to_string()))
        .filter(evaluation_findings::finding_id.eq_any(ids))
        .order((evaluation_findings::budget_year, evaluation_findings::serial))
        .load::<ListingColumns>(db)?
        .into_iter()
        .map(read_listing)
        .collect()
}

/// The findings of a letter, by number.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn listings_of_paper(
    db: &mut Db,
    division: Division,
    paper: PaperId,
) -> Result<Vec<FindingListing>, StoreError> {
    listings!()
        .filter(evaluation_findings::division.eq(division.to_string()))
        .filter(evaluation_findings::paper_id.eq(paper.to_string()))
        .order((evaluation_findings::budget_year, evaluation_findings::serial))
        .load::<ListingColumns>(db)?
        .into_iter()
        .map(read_listing)
        .collect()
}

/// The findings of a unit and year that wait for feedback, by number; the caller picks those of one origin.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn unserved_of_unit(
    db: &mut Db,
    division: Division,
    unit: UnitId,
    year: BudgetYear,
) -> Result<Vec<FindingListing>, StoreError> {
    listings!()
        .filter(evaluation_findings::division.eq(division.to_string()))
        .filter(evaluation_findings::unit_id.eq(unit.to_string()))
        .filter(evaluation_findings::budget_year.eq(year_column(year)))
        .filter(evaluation_findings::state.eq(FindingState::Entered.code()))
        .order(evaluation_findings::serial)
        .load::<ListingColumns>(db)?
        .into_iter()
        .map(read_listing)
        .collect()
}

fn read_listing(columns: ListingColumns) -> Result<FindingListing, StoreError> {
    let (finding, (unit_name, owner, department), department_name, project_name) = columns;
    let finding = EvaluationFinding::try_from(finding)?;
    let key = finding.id.to_string();
    let row = Row {
        table: "units",
        key: &key,
    };
    Ok(FindingListing {
        budget_division: row.parse_opt("budget_division_id", owner.as_deref())?,
        department: row.parse("department_id", &department)?,
        finding,
        unit_name,
        department_name,
        project_name,
    })
}
