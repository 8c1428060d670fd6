//! 绩效评价 (evaluations): one kind, one subject, one year, with its items, scores, facts and results.

mod facts;
mod hands;
mod items;
mod list;
mod results;
mod scores;
mod totals;

use diesel::prelude::*;
use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::{EvaluationId, ProjectId, UnitId, UserId};
use hengji_domain::{BudgetYear, Division, NaiveDate, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::evaluations;
use crate::text::{Row, year_column};

pub use facts::{EnteredFact, facts_of, insert_facts};
pub use hands::{HandIn, hand_in, hands_of, hands_of_many, take_back};
pub use items::{EvaluationItem, insert_items, items_of, items_of_many};
pub use list::{
    EvaluationFilter, EvaluationListing, EvaluationSort, KindCount, count, find_listing, kinds, list,
};
pub use results::{
    EvaluationResult, Reopening, converted_totals, insert_result, insert_results, reopen_result, result,
    results_of, results_of_many, standing_results,
};
pub use scores::{EvaluationScore, insert_scores, scores_of, scores_of_many};
pub use totals::{UnitTotal, totals_of_unit};

/// 绩效评价 (evaluation).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// Identity.
    pub id: EvaluationId,
    /// Budget year.
    pub year: BudgetYear,
    /// Code of the kind.
    pub kind: String,
    /// What tells subjects of one kind and year apart: a project or a unit, and a title where several are attached
    /// to the same one.
    pub subject_key: String,
    /// What is evaluated, as written on papers.
    pub title: String,
    /// The project it is attached to; none where it is a unit.
    pub project: Option<ProjectId>,
    /// The unit that is evaluated, or that spends the money of the project.
    pub unit: UnitId,
    /// Its department.
    pub department: UnitId,
    /// How far it has come.
    pub state: EvaluationState,
    /// Number of the conclusion that stands, from 1; 0 before the first.
    pub edition: i32,
    /// Kind, parts, facts, vetoes and grades as they were when it was opened, as canonical JSON.
    pub frame: String,
    /// The version of the rules at that time.
    pub rules_fingerprint: String,
    /// By when the unit scores itself; none where no rule says so.
    pub self_due_on: Option<NaiveDate>,
    /// Who opened it.
    pub opened_by: UserId,
    /// The name at the time.
    pub opened_by_name: String,
    /// When.
    pub opened_at: Timestamp,
    /// Optimistic lock of its state; a line has a lock of its own.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = evaluations, treat_none_as_default_value = false)]
pub(crate) struct EvaluationRow {
    division: String,
    evaluation_id: String,
    budget_year: i32,
    kind: String,
    subject_key: String,
    title: String,
    project_id: Option<String>,
    unit_id: String,
    department_id: String,
    state: String,
    edition: i32,
    frame: String,
    rules_fingerprint: String,
    self_due_on: Option<String>,
    opened_by: String,
    opened_by_name: String,
    opened_at: i64,
    version: i32,
}

impl EvaluationRow {
    fn new(division: Division, one: &Evaluation) -> Self {
        Self {
            division: division.to_string(),
            evaluation_id: one.id.to_string(),
            budget_year: year_column(one.year),
            kind: one.kind.clone(),
            subject_key: one.subject_key.clone(),
            title: one.title.clone(),
            project_id: one.project.map(|id| id.to_string()),
            unit_id: one.unit.to_string(),
            department_id: one.department.to_string(),
            state: one.state.code().to_owned(),
            edition: one.edition,
            frame: one.frame.clone(),
            rules_fingerprint: one.rules_fingerprint.clone(),
            self_due_on: one.self_due_on.map(|day| day.to_string()),
            opened_by: one.opened_by.to_string(),
            opened_by_name: one.opened_by_name.clone(),
            opened_at: one.opened_at.micros(),
            version: one.version,
        }
    }
}

impl TryFrom<EvaluationRow> for Evaluation {
    type Error = StoreError;

    fn try_from(read: EvaluationRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "evaluations",
            key: &read.evaluation_id,
        };
        Ok(Self {
            id: row.parse("evaluation_id", &read.evaluation_id)?,
            year: row.year(read.budget_year)?,
            project: row.parse_opt("project_id", read.project_id.as_deref())?,
            unit: row.parse("unit_id", &read.unit_id)?,
            department: row.parse("department_id", &read.department_id)?,
            state: row.code("state", &read.state, EvaluationState::from_code)?,
            self_due_on: row.date("self_due_on", read.self_due_on.as_deref())?,
            opened_by: row.parse("opened_by", &read.opened_by)?,
            opened_at: Timestamp::from_micros(read.opened_at),
            kind: read.kind,
            subject_key: read.subject_key,
            title: read.title,
            edition: read.edition,
            frame: read.frame,
            rules_fingerprint: read.rules_fingerprint,
            opened_by_name: read.opened_by_name,
            version: read.version,
        })
    }
}

/// Opens evaluations; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `evaluations_subject_unique` when one of the subjects has one of the kind already.
pub fn insert_many(db: &mut Db, division: Division, all: &[Evaluation]) -> Result<usize, StoreError> {
    let rows: Vec<EvaluationRow> = all.iter().map(|one| EvaluationRow::new(division, one)).collect();
    insert_chunked!(db, evaluations::table, rows)
}

/// The evaluation with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: EvaluationId) -> Result<Option<Evaluation>, StoreError> {
    evaluations::table
        .find((division.as_str(), id.to_string()))
        .select(EvaluationRow::as_select())
        .first(db)
        .optional()?
        .map(Evaluation::try_from)
        .transpose()
}

/// Moves an evaluation to a state and conclusion, one version further; the new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was moved since it was read.
pub fn set_state(
    db: &mut Db,
    division: Division,
    one: &Evaluation,
    state: EvaluationState,
    edition: i32,
) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let updated = diesel::update(
        evaluations::table
            .find((division.as_str(), one.id.to_string()))
            .filter(evaluations::version.eq(one.version)),
    )
    .set((
        evaluations::state.eq(state.code()),
        evaluations::edition.eq(edition),
        evaluations::version.eq(next),
    ))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "evaluations",
            key: one.id.to_string(),
        });
    }
    Ok(next)
}

/// Moves several evaluations that were just opened to their first conclusion, in bulk statements; how many.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn conclude_many(db: &mut Db, division: Division, ids: &[EvaluationId]) -> Result<usize, StoreError> {
    let mut moved = 0;
    for part in ids.chunks(crate::db::ROWS_PER_STATEMENT) {
        let part: Vec<String> = part.iter().map(ToString::to_string).collect();
        moved += diesel::update(
            evaluations::table
                .filter(evaluations::division.eq(division.as_str()))
                .filter(evaluations::evaluation_id.eq_any(part)),
        )
        .set((
            evaluations::state.eq(EvaluationState::Concluded.code()),
            evaluations::edition.eq(1),
            evaluations::version.eq(evaluations::version + 1),
        ))
        .execute(db)?;
    }
    Ok(moved)
}

#[cfg(test)]
mod tests;
