//! 评估结果 (results): one row for each evaluation, with the money that the budget side asks for.

use diesel::prelude::*;
use hengji_domain::id::{ProjectId, SheetId};
use hengji_domain::{BudgetYear, Division, Money, Score, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::ex_ante_results;
use crate::text::{Row, loaded, stored, year_column};

/// What an evaluation has beside its sheet. The version of the sheet guards it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExAnteResult {
    /// The sheet.
    pub sheet: SheetId,
    /// The project.
    pub project: ProjectId,
    /// Its budget year.
    pub year: BudgetYear,
    /// 申请金额.
    pub asked: Money,
    /// 概况: what is to be done with it, as the unit says.
    pub summary: String,
    /// When and by whom the discussion was opened.
    pub discussion: Option<(Timestamp, String)>,
    /// Mean of the experts' totals when the conclusion was drawn.
    pub score: Option<Score>,
    /// Code of the conclusion that the rules propose.
    pub proposed: Option<String>,
    /// Code of the conclusion.
    pub conclusion: Option<String>,
    /// Why it is another than proposed; empty where it is not.
    pub departure_reason: String,
    /// 核定金额.
    pub granted: Option<Money>,
    /// 相关建议.
    pub advice: String,
    /// When it became final.
    pub concluded_at: Option<Timestamp>,
}

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = ex_ante_results, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, sheet_id))]
struct ResultRow {
    division: String,
    sheet_id: String,
    project_id: String,
    budget_year: i32,
    asked_fen: i64,
    summary: Option<String>,
    discussion_opened_at: Option<i64>,
    discussion_opened_by: Option<String>,
    score_centi: Option<i32>,
    proposed: Option<String>,
    conclusion: Option<String>,
    departure_reason: Option<String>,
    granted_fen: Option<i64>,
    cut_fen: Option<i64>,
    advice: Option<String>,
    concluded_at: Option<i64>,
}

impl ResultRow {
    fn new(division: Division, result: &ExAnteResult) -> Self {
        let cut = result
            .granted
            .map(|granted| result.asked.fen().saturating_sub(granted.fen()));
        Self {
            division: division.to_string(),
            sheet_id: result.sheet.to_string(),
            project_id: result.project.to_string(),
            budget_year: year_column(result.year),
            asked_fen: result.asked.fen(),
            summary: stored(&result.summary),
            discussion_opened_at: result.discussion.as_ref().map(|(at, _)| at.micros()),
            discussion_opened_by: result.discussion.as_ref().map(|(_, by)| by.clone()),
            score_centi: result.score.map(Score::centi),
            proposed: result.proposed.clone(),
            conclusion: result.conclusion.clone(),
            departure_reason: stored(&result.departure_reason),
            granted_fen: result.granted.map(Money::fen),
            cut_fen: cut,
            advice: stored(&result.advice),
            concluded_at: result.concluded_at.map(Timestamp::micros),
        }
    }
}

impl TryFrom<ResultRow> for ExAnteResult {
    type Error = StoreError;

    fn try_from(read: ResultRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "ex_ante_results",
            key: &read.sheet_id,
        };
        let opened_at = read.discussion_opened_at.map(Timestamp::from_micros);
        Ok(Self {
            sheet: row.parse("sheet_id", &read.sheet_id)?,
            project: row.parse("project_id", &read.project_id)?,
            year: row.year(read.budget_year)?,
            asked: Money::from_fen(read.asked_fen),
            summary: loaded(read.summary),
            discussion: opened_at.map(|at| (at, loaded(read.discussion_opened_by))),
            score: read.score_centi.map(Score::from_centi),
            proposed: read.proposed,
            conclusion: read.conclusion,
            departure_reason: loaded(read.departure_reason),
            granted: read.granted_fen.map(Money::from_fen),
            advice: loaded(read.advice),
            concluded_at: read.concluded_at.map(Timestamp::from_micros),
        })
    }
}

/// Adds the result row of a fresh evaluation.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when the project has one already.
pub fn insert_result(db: &mut Db, division: Division, result: &ExAnteResult) -> Result<(), StoreError> {
    diesel::insert_into(ex_ante_results::table)
        .values(ResultRow::new(division, result))
        .execute(db)?;
    Ok(())
}

/// Stores a changed result. The sheet must be moved one version further in the same transaction: its version
/// guards both.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn update_result(db: &mut Db, division: Division, result: &ExAnteResult) -> Result<(), StoreError> {
    diesel::update(ex_ante_results::table.find((division.as_str(), result.sheet.to_string())))
        .set(ResultRow::new(division, result))
        .execute(db)?;
    Ok(())
}

/// The result of a sheet.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_result(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
) -> Result<Option<ExAnteResult>, StoreError> {
    ex_ante_results::table
        .find((division.as_str(), sheet.to_string()))
        .select(ResultRow::as_select())
        .first(db)
        .optional()?
        .map(ExAnteResult::try_from)
        .transpose()
}

/// The result of a project.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn result_of_project(
    db: &mut Db,
    division: Division,
    project: ProjectId,
) -> Result<Option<ExAnteResult>, StoreError> {
    let rows: Vec<ResultRow> = ex_ante_results::table
        .filter(ex_ante_results::division.eq(division.as_str()))
        .filter(ex_ante_results::project_id.eq(project.to_string()))
        .select(ResultRow::as_select())
        .load(db)?;
    rows.into_iter().next().map(ExAnteResult::try_from).transpose()
}

/// The results of the year that are final, by when they became so: for the budget side.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn results_of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<Vec<ExAnteResult>, StoreError> {
    ex_ante_results::table
        .filter(ex_ante_results::division.eq(division.as_str()))
        .filter(ex_ante_results::budget_year.eq(year_column(year)))
        .filter(ex_ante_results::concluded_at.is_not_null())
        .order((ex_ante_results::concluded_at, ex_ante_results::sheet_id))
        .select(ResultRow::as_select())
        .load(db)?
        .into_iter()
        .map(ExAnteResult::try_from)
        .collect()
}
