//! Evaluations as a list: filtered, sorted and paged by the database.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_authz::Scope;
use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::{EvaluationId, UnitId};
use hengji_domain::sign_off::SignOffState;
use hengji_domain::third_party::AssignmentState;
use hengji_domain::{BudgetYear, Division, Score};

use super::{Evaluation, EvaluationRow};
use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::page::{self, Count, Direction, Page};
use crate::schema::{
    DEPARTMENTS, evaluation_results, evaluations, institution_assignments, sign_offs, units,
};
use crate::scope::{owned_units, texts};
use crate::text::{Row, contains_pattern, lower, year_column};

/// Which evaluations to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationFilter {
    /// Budget year.
    pub year: BudgetYear,
    /// What the reader may see.
    pub scope: Scope,
    /// Institutions that the reader acts for: what was given to them is seen beside the scope.
    pub institutions: Vec<UnitId>,
    /// Code of the kind.
    pub kind: Option<String>,
    /// How far they have come.
    pub state: Option<EvaluationState>,
    /// Grade of the conclusion that stands.
    pub grade: Option<String>,
    /// Where the sign-off sheet that counts stands.
    pub sign_off: Option<SignOffState>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// Words in the title or the name of the unit.
    pub words: Option<String>,
}

impl EvaluationFilter {
    /// Every evaluation of the year that the scope allows.
    pub const fn of_year(year: BudgetYear, scope: Scope) -> Self {
        Self {
            year,
            scope,
            institutions: Vec::new(),
            kind: None,
            state: None,
            grade: None,
            sign_off: None,
            department: None,
            words: None,
        }
    }

    /// Whether nothing at all can be seen.
    fn is_blind(&self) -> bool {
        self.scope == Scope::Nothing && self.institutions.is_empty()
    }
}

/// By what the list is sorted; equal rows follow in the order of opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EvaluationSort {
    /// Kind, then order of opening.
    #[default]
    Kind,
    /// The total; what has none stands last.
    Total,
}

/// An evaluation with the names around it and the conclusion that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationListing {
    /// The evaluation.
    pub evaluation: Evaluation,
    /// Name of the unit.
    pub unit_name: String,
    /// The bureau division that owns the unit's budget.
    pub budget_division: Option<UnitId>,
    /// Name of the department.
    pub department_name: String,
    /// Total of the unit's own scores, of the conclusion that stands.
    pub self_total: Option<Score>,
    /// The total.
    pub total: Option<Score>,
    /// The grade.
    pub grade: Option<String>,
    /// Where the sign-off sheet that counts stands; none without one.
    pub sign_off: Option<SignOffState>,
}

/// How many evaluations of a kind stand in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindCount {
    /// Code of the kind.
    pub kind: String,
    /// The state.
    pub state: EvaluationState,
    /// How many.
    pub count: u64,
}

/// Narrows a boxed query over evaluations, their units and their results. The scope comes first: `or_filter` widens
/// all that stands before it.
macro_rules! narrowed {
    ($query:expr, $division:expr, $filter:expr) => {{
        let (division, filter): (Division, &EvaluationFilter) = ($division, $filter);
        let mut query = $query;
        if let Scope::Parts(parts) = &filter.scope {
            if !parts.units.is_empty() {
                query = query.or_filter(evaluations::unit_id.eq_any(texts(&parts.units)));
            }
            if !parts.departments.is_empty() {
                query = query.or_filter(evaluations::department_id.eq_any(texts(&parts.departments)));
            }
            if !parts.budget_divisions.is_empty() {
                let owned = owned_units!(division, &parts.budget_divisions);
                query = query.or_filter(evaluations::unit_id.eq_any(owned));
            }
            if parts.concluded {
                query = query.or_filter(evaluations::state.eq(EvaluationState::Concluded.code()));
            }
        }
        if !filter.institutions.is_empty() && filter.scope != Scope::AllOfDivision {
            let given = institution_assignments::table
                .filter(institution_assignments::division.eq(division.to_string()))
                .filter(institution_assignments::unit_id.eq_any(texts(&filter.institutions)))
                .filter(institution_assignments::state.ne(AssignmentState::Withdrawn.code()))
                .select(institution_assignments::evaluation_id);
            query = query.or_filter(evaluations::evaluation_id.eq_any(given));
        }
        query = query
            .filter(evaluations::division.eq(division.to_string()))
            .filter(evaluations::budget_year.eq(year_column(filter.year)));
        if let Some(kind) = &filter.kind {
            query = query.filter(evaluations::kind.eq(kind.clone()));
        }
        if let Some(state) = filter.state {
            query = query.filter(evaluations::state.eq(state.code()));
        }
        if let Some(grade) = &filter.grade {
            query = query.filter(evaluation_results::grade.eq(grade.clone()));
        }
        if let Some(state) = filter.sign_off {
            query = query.filter(sign_offs::state.eq(state.code()));
        }
        if let Some(department) = filter.department {
            query = query.filter(evaluations::department_id.eq(department.to_string()));
        }
        if let Some(words) = &filter.words {
            let pattern = contains_pattern(words);
            query = query.filter(
                lower(evaluations::title)
                    .like(pattern.clone())
                    .escape('\\')
                    .or(lower(units::name).like(pattern).escape('\\')),
            );
        }
        query
    }};
}

/// Evaluations with their units and the conclusion that stands; a macro because the type cannot be written down.
macro_rules! evaluations_of_units {
    () => {
        evaluations::table
            .inner_join(
                units::table.on(units::division
                    .eq(evaluations::division)
                    .and(units::unit_id.eq(evaluations::unit_id))),
            )
            .left_join(
                evaluation_results::table.on(evaluation_results::division
                    .eq(evaluations::division)
                    .and(evaluation_results::evaluation_id.eq(evaluations::evaluation_id))
                    .and(evaluation_results::edition.eq(evaluations::edition))),
            )
            // A sheet that was taken back or superseded has a hand that closed it; at most one has none.
            .left_join(
                sign_offs::table.on(sign_offs::division
                    .eq(evaluations::division)
                    .and(sign_offs::evaluation_id.eq(evaluations::evaluation_id))
                    .and(sign_offs::closed_at.is_null())),
            )
    };
}

type ListingColumns = (
    EvaluationRow,
    (String, Option<String>),
    String,
    Option<(Option<i32>, i32, String)>,
    Option<String>,
);

macro_rules! listings {
    () => {
        evaluations_of_units!()
            .inner_join(
                DEPARTMENTS.on(DEPARTMENTS
                    .field(units::division)
                    .eq(evaluations::division)
                    .and(DEPARTMENTS.field(units::unit_id).eq(evaluations::department_id))),
            )
            .select((
                EvaluationRow::as_select(),
                (units::name, units::budget_division_id),
                DEPARTMENTS.field(units::name),
                (
                    evaluation_results::self_centi,
                    evaluation_results::total_centi,
                    evaluation_results::grade,
                )
                    .nullable(),
                sign_offs::state.nullable(),
            ))
    };
}

/// One page of the list, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(
    db: &mut Db,
    division: Division,
    filter: &EvaluationFilter,
    sort: EvaluationSort,
    direction: Direction,
    page: Page,
) -> Result<Vec<EvaluationListing>, StoreError> {
    if filter.is_blind() {
        return Ok(Vec::new());
    }
    let query = narrowed!(listings!().into_boxed::<Engine>(), division, filter);
    let (kind, id, total) = (
        evaluations::kind,
        evaluations::evaluation_id,
        evaluation_results::total_centi,
    );
    let query = match (sort, direction) {
        (EvaluationSort::Kind, Direction::Ascending) => query.order((kind.asc(), id.asc())),
        (EvaluationSort::Kind, Direction::Descending) => query.order((kind.desc(), id.desc())),
        // Engines disagree on where nothing sorts, so what has no total stands last in both directions.
        (EvaluationSort::Total, Direction::Ascending) => {
            query.order((total.nullable().is_null(), total.asc(), id.asc()))
        }
        (EvaluationSort::Total, Direction::Descending) => {
            query.order((total.nullable().is_null(), total.desc(), id.asc()))
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

/// How many evaluations the filter finds.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn count(db: &mut Db, division: Division, filter: &EvaluationFilter) -> Result<Count, StoreError> {
    if filter.is_blind() {
        return Ok(Count::Exactly(0));
    }
    let query = evaluations_of_units!()
        .select(evaluations::evaluation_id)
        .into_boxed::<Engine>();
    let query = narrowed!(query, division, filter).order(evaluations::evaluation_id);
    page::count(db, query)
}

/// How many evaluations of each kind stand where, within a filter.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn kinds(
    db: &mut Db,
    division: Division,
    filter: &EvaluationFilter,
) -> Result<Vec<KindCount>, StoreError> {
    if filter.is_blind() {
        return Ok(Vec::new());
    }
    let query = evaluations_of_units!()
        .group_by((evaluations::kind, evaluations::state))
        .select((evaluations::kind, evaluations::state, sql::<BigInt>("COUNT(*)")))
        .into_boxed::<Engine>();
    let query = narrowed!(query, division, filter);
    let rows: Vec<(String, String, i64)> = query.order((evaluations::kind, evaluations::state)).load(db)?;
    rows.into_iter()
        .map(|(kind, state, count)| {
            let row = Row {
                table: "evaluations",
                key: &kind,
            };
            Ok(KindCount {
                state: row.code("state", &state, EvaluationState::from_code)?,
                count: row.number("count", count)?,
                kind: kind.clone(),
            })
        })
        .collect()
}

/// One evaluation with the names around it; seen or not is for the caller to decide.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_listing(
    db: &mut Db,
    division: Division,
    id: EvaluationId,
) -> Result<Option<EvaluationListing>, StoreError> {
    listings!()
        .filter(evaluations::division.eq(division.to_string()))
        .filter(evaluations::evaluation_id.eq(id.to_string()))
        .get_result::<ListingColumns>(db)
        .optional()?
        .map(read_listing)
        .transpose()
}

fn read_listing(columns: ListingColumns) -> Result<EvaluationListing, StoreError> {
    let (read, (unit_name, owner), department_name, result, sign_off) = columns;
    let evaluation = Evaluation::try_from(read)?;
    let key = evaluation.id.to_string();
    let row = Row {
        table: "units",
        key: &key,
    };
    let (own, total, grade) = match result {
        None => (None, None, None),
        Some((own, total, grade)) => (own, Some(total), Some(grade)),
    };
    Ok(EvaluationListing {
        budget_division: row.parse_opt("budget_division_id", owner.as_deref())?,
        evaluation,
        unit_name,
        department_name,
        self_total: own.map(Score::from_centi),
        total: total.map(Score::from_centi),
        grade,
        sign_off: sign_off
            .map(|state| row.code("sign_offs.state", &state, SignOffState::from_code))
            .transpose()?,
    })
}
