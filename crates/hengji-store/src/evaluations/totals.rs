//! 历年得分 (totals over the years) of one unit or department, in one statement.

use diesel::prelude::*;
use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::{EvaluationId, UnitId};
use hengji_domain::{BudgetYear, Division, Score};

use crate::Db;
use crate::error::StoreError;
use crate::schema::{evaluation_results, evaluations};
use crate::text::Row;

/// What an evaluation of the unit, or of one of its projects, was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitTotal {
    /// The evaluation.
    pub id: EvaluationId,
    /// Its budget year.
    pub year: BudgetYear,
    /// Code of its kind.
    pub kind: String,
    /// What was evaluated.
    pub title: String,
    /// Total of the unit's own scores.
    pub self_total: Option<Score>,
    /// The total.
    pub total: Score,
    /// The grade.
    pub grade: String,
}

type Columns = (String, i32, String, String, Option<i32>, i32, String);

/// The conclusions that stand of a unit, of a department with those of its units, year by year.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn totals_of_unit(db: &mut Db, division: Division, unit: UnitId) -> Result<Vec<UnitTotal>, StoreError> {
    let rows: Vec<Columns> = evaluations::table
        .inner_join(
            evaluation_results::table.on(evaluation_results::division
                .eq(evaluations::division)
                .and(evaluation_results::evaluation_id.eq(evaluations::evaluation_id))
                .and(evaluation_results::edition.eq(evaluations::edition))),
        )
        .filter(evaluations::division.eq(division.as_str()))
        .filter(
            evaluations::unit_id
                .eq(unit.to_string())
                .or(evaluations::department_id.eq(unit.to_string())),
        )
        .filter(evaluations::state.eq(EvaluationState::Concluded.code()))
        .order((
            evaluations::budget_year,
            evaluations::kind,
            evaluations::evaluation_id,
        ))
        .select((
            evaluations::evaluation_id,
            evaluations::budget_year,
            evaluations::kind,
            evaluations::title,
            evaluation_results::self_centi,
            evaluation_results::total_centi,
            evaluation_results::grade,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(id, year, kind, title, own, total, grade)| {
            let row = Row {
                table: "evaluations",
                key: &id,
            };
            Ok(UnitTotal {
                id: row.parse("evaluation_id", &id)?,
                year: row.year(year)?,
                kind,
                title,
                self_total: own.map(Score::from_centi),
                total: Score::from_centi(total),
                grade,
            })
        })
        .collect()
}
