//! How the sheets of one kind stand in each unit: by state and step, with the sum of their scores.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_authz::Scope;
use hengji_domain::id::UnitId;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division};

use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::projects::Progress;
use crate::schema::{projects, sheets};
use crate::scope::within;
use crate::sheets::CONCLUDED;
use crate::text::{Row, year_column};

/// Sheets of a unit that stand at the same place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The unit.
    pub unit: UnitId,
    /// How far they have come.
    pub progress: Progress,
    /// Index of the step they wait at; none while with the unit and when concluded.
    pub step: Option<usize>,
    /// How many there are.
    pub sheets: u64,
    /// How many of them have a computed total.
    pub scored: u64,
    /// Sum of those totals, hundredths of a point.
    pub score_sum_centi: i64,
}

/// Where the sheets of a kind stand, unit by unit, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn standings(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    kind: SheetKind,
    scope: &Scope,
) -> Result<Vec<Standing>, StoreError> {
    if *scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let query = sheets::table
        .inner_join(
            projects::table.on(projects::division
                .eq(sheets::division)
                .and(projects::project_id.eq(sheets::project_id))),
        )
        .group_by((projects::unit_id, sheets::state, sheets::step))
        .select((
            projects::unit_id,
            sheets::state,
            sheets::step,
            sql::<BigInt>("COUNT(*)"),
            sql::<BigInt>("COUNT(sheets.computed_total_centi)"),
            sql::<BigInt>("CAST(COALESCE(SUM(sheets.computed_total_centi), 0) AS BIGINT)"),
        ))
        .into_boxed::<Engine>();
    let query = within!(query, division, scope, sheets::state.eq(CONCLUDED));
    query
        .filter(sheets::division.eq(division.to_string()))
        .filter(projects::division.eq(division.to_string()))
        .filter(sheets::budget_year.eq(year_column(year)))
        .filter(sheets::kind.eq(kind.code()))
        .order((projects::unit_id, sheets::state, sheets::step))
        .load::<Columns>(db)?
        .into_iter()
        .map(read_standing)
        .collect()
}

type Columns = (String, String, Option<i32>, i64, i64, i64);

fn read_standing(
    (unit, state, step, sheets, scored, score_sum_centi): Columns,
) -> Result<Standing, StoreError> {
    let row = Row {
        table: "sheets",
        key: &unit,
    };
    let progress = row.code("state", &state, Progress::from_state_code)?;
    // A returned sheet remembers the step that sent it back, but it waits with the unit.
    let step = step.filter(|_| progress == Progress::InReview);
    Ok(Standing {
        unit: row.parse("unit_id", &unit)?,
        progress,
        step: step.map(|step| row.number("step", step)).transpose()?,
        sheets: row.number("COUNT", sheets)?,
        scored: row.number("COUNT", scored)?,
        score_sum_centi,
    })
}

#[cfg(test)]
mod tests;
