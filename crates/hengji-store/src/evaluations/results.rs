//! 评价结果 (results): one row for each conclusion, with the trace from which anybody can compute it again.

use std::collections::BTreeMap;

use diesel::prelude::*;
use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::{EvaluationId, UnitId, UserId};
use hengji_domain::{BudgetYear, Division, Score, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{evaluation_results, evaluations};
use crate::text::{Row, loaded, stored, year_column};

/// 评价结果 (result).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationResult {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// Number of the conclusion, from 1.
    pub edition: i32,
    /// Total of the unit's own scores; none for kinds without them.
    pub self_total: Option<Score>,
    /// The total.
    pub total: Score,
    /// The grade.
    pub grade: String,
    /// Codes of the vetoes met, a line each.
    pub vetoes: Vec<String>,
    /// The conclusion in words.
    pub words: String,
    /// How it arose, as canonical JSON.
    pub trace: String,
    /// The digest of the trace.
    pub trace_sha256: String,
    /// The version of the rules when the evaluation was opened.
    pub rules_fingerprint: String,
    /// Who concluded.
    pub concluded_by: UserId,
    /// The name at the time.
    pub concluded_by_name: String,
    /// When.
    pub concluded_at: Timestamp,
    /// Why it no longer stands, where it was reopened.
    pub reopening: Option<Reopening>,
}

/// That a conclusion was opened again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopening {
    /// By whom.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = evaluation_results, treat_none_as_default_value = false)]
pub(super) struct ResultRow {
    division: String,
    evaluation_id: String,
    edition: i32,
    self_centi: Option<i32>,
    total_centi: i32,
    grade: String,
    vetoes: Option<String>,
    words: Option<String>,
    trace: String,
    trace_sha256: String,
    rules_fingerprint: String,
    concluded_by: String,
    concluded_by_name: String,
    concluded_at: i64,
    reopened_by_name: Option<String>,
    reopened_at: Option<i64>,
    reopen_reason: Option<String>,
}

impl TryFrom<ResultRow> for EvaluationResult {
    type Error = StoreError;

    fn try_from(read: ResultRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "evaluation_results",
            key: &read.evaluation_id,
        };
        let reopening = read.reopened_at.map(|at| Reopening {
            name: loaded(read.reopened_by_name),
            at: Timestamp::from_micros(at),
            reason: loaded(read.reopen_reason),
        });
        Ok(Self {
            evaluation: row.parse("evaluation_id", &read.evaluation_id)?,
            edition: read.edition,
            self_total: read.self_centi.map(Score::from_centi),
            total: Score::from_centi(read.total_centi),
            vetoes: loaded(read.vetoes).lines().map(str::to_owned).collect(),
            words: loaded(read.words),
            concluded_by: row.parse("concluded_by", &read.concluded_by)?,
            concluded_at: Timestamp::from_micros(read.concluded_at),
            grade: read.grade,
            trace: read.trace,
            trace_sha256: read.trace_sha256,
            rules_fingerprint: read.rules_fingerprint,
            concluded_by_name: read.concluded_by_name,
            reopening,
        })
    }
}

/// Writes a conclusion down.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when the number is taken.
pub fn insert_result(db: &mut Db, division: Division, result: &EvaluationResult) -> Result<(), StoreError> {
    insert_results(db, division, std::slice::from_ref(result)).map(|_| ())
}

/// Writes conclusions down, in bulk; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a number is taken.
pub fn insert_results(
    db: &mut Db,
    division: Division,
    all: &[EvaluationResult],
) -> Result<usize, StoreError> {
    let row = |result: &EvaluationResult| ResultRow {
        division: division.to_string(),
        evaluation_id: result.evaluation.to_string(),
        edition: result.edition,
        self_centi: result.self_total.map(Score::centi),
        total_centi: result.total.centi(),
        grade: result.grade.clone(),
        vetoes: stored(&result.vetoes.join("\n")),
        words: stored(&result.words),
        trace: result.trace.clone(),
        trace_sha256: result.trace_sha256.clone(),
        rules_fingerprint: result.rules_fingerprint.clone(),
        concluded_by: result.concluded_by.to_string(),
        concluded_by_name: result.concluded_by_name.clone(),
        concluded_at: result.concluded_at.micros(),
        reopened_by_name: None,
        reopened_at: None,
        reopen_reason: None,
    };
    let rows: Vec<ResultRow> = all.iter().map(row).collect();
    insert_chunked!(db, evaluation_results::table, rows)
}

/// The conclusions that stand of several evaluations, in one statement, in the order of the evaluations.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn results_of_many(
    db: &mut Db,
    division: Division,
    ids: &[EvaluationId],
) -> Result<Vec<EvaluationResult>, StoreError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    evaluation_results::table
        .inner_join(
            evaluations::table.on(evaluations::division
                .eq(evaluation_results::division)
                .and(evaluations::evaluation_id.eq(evaluation_results::evaluation_id))
                .and(evaluations::edition.eq(evaluation_results::edition))),
        )
        .filter(evaluation_results::division.eq(division.as_str()))
        .filter(evaluation_results::evaluation_id.eq_any(ids))
        .order(evaluation_results::evaluation_id)
        .select(ResultRow::as_select())
        .load(db)?
        .into_iter()
        .map(EvaluationResult::try_from)
        .collect()
}

/// Writes down why a conclusion no longer stands.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn reopen_result(
    db: &mut Db,
    division: Division,
    evaluation: EvaluationId,
    edition: i32,
    reopening: &Reopening,
) -> Result<(), StoreError> {
    diesel::update(evaluation_results::table.find((division.as_str(), evaluation.to_string(), edition)))
        .set((
            evaluation_results::reopened_by_name.eq(&reopening.name),
            evaluation_results::reopened_at.eq(reopening.at.micros()),
            evaluation_results::reopen_reason.eq(stored(&reopening.reason)),
        ))
        .execute(db)?;
    Ok(())
}

/// One conclusion.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn result(
    db: &mut Db,
    division: Division,
    evaluation: EvaluationId,
    edition: i32,
) -> Result<Option<EvaluationResult>, StoreError> {
    evaluation_results::table
        .find((division.as_str(), evaluation.to_string(), edition))
        .select(ResultRow::as_select())
        .first(db)
        .optional()?
        .map(EvaluationResult::try_from)
        .transpose()
}

/// Every conclusion of an evaluation, the latest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn results_of(
    db: &mut Db,
    division: Division,
    evaluation: EvaluationId,
) -> Result<Vec<EvaluationResult>, StoreError> {
    evaluation_results::table
        .filter(evaluation_results::division.eq(division.as_str()))
        .filter(evaluation_results::evaluation_id.eq(evaluation.to_string()))
        .order(evaluation_results::edition.desc())
        .select(ResultRow::as_select())
        .load(db)?
        .into_iter()
        .map(EvaluationResult::try_from)
        .collect()
}

/// The conclusions that stand of a year's evaluations, in the order of opening, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn standing_results(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<Vec<EvaluationResult>, StoreError> {
    evaluation_results::table
        .inner_join(
            evaluations::table.on(evaluations::division
                .eq(evaluation_results::division)
                .and(evaluations::evaluation_id.eq(evaluation_results::evaluation_id))
                .and(evaluations::edition.eq(evaluation_results::edition))),
        )
        .filter(evaluations::division.eq(division.as_str()))
        .filter(evaluations::budget_year.eq(year_column(year)))
        .filter(evaluations::state.eq(EvaluationState::Concluded.code()))
        .order(evaluations::evaluation_id)
        .select(ResultRow::as_select())
        .load(db)?
        .into_iter()
        .map(EvaluationResult::try_from)
        .collect()
}

/// Totals of a unit's concluded evaluations of the year, by kind: what another evaluation converts. Of a kind under
/// which the unit has several, the one opened first counts.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn converted_totals(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    unit: UnitId,
) -> Result<BTreeMap<String, Score>, StoreError> {
    let rows: Vec<(String, i32)> = evaluations::table
        .inner_join(
            evaluation_results::table.on(evaluation_results::division
                .eq(evaluations::division)
                .and(evaluation_results::evaluation_id.eq(evaluations::evaluation_id))
                .and(evaluation_results::edition.eq(evaluations::edition))),
        )
        .filter(evaluations::division.eq(division.as_str()))
        .filter(evaluations::unit_id.eq(unit.to_string()))
        .filter(evaluations::budget_year.eq(year_column(year)))
        .filter(evaluations::project_id.is_null())
        .filter(evaluations::state.eq(EvaluationState::Concluded.code()))
        .order(evaluations::evaluation_id.desc())
        .select((evaluations::kind, evaluation_results::total_centi))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(kind, centi)| (kind, Score::from_centi(centi)))
        .collect())
}
