//! 经过 (steps): the trail of a case file.

use diesel::prelude::*;
use hengji_domain::id::EvaluationId;
use hengji_domain::{Division, Timestamp};

use super::CaseHand;
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::case_steps;
use crate::text::{loaded, stored};

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseStep {
    /// Number within the case, from 1.
    pub serial: i32,
    /// What was done, in Chinese.
    pub deed: String,
    /// With which words.
    pub words: String,
    /// Whose hand.
    pub hand: CaseHand,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = case_steps, treat_none_as_default_value = false)]
struct StepRow {
    division: String,
    evaluation_id: String,
    serial: i32,
    deed: String,
    words: Option<String>,
    user_name: String,
    made_at: i64,
}

/// Writes steps down; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when somebody wrote a step of this number.
pub fn insert_steps(
    db: &mut Db,
    division: Division,
    id: EvaluationId,
    all: &[CaseStep],
) -> Result<usize, StoreError> {
    let rows: Vec<StepRow> = all
        .iter()
        .map(|one| StepRow {
            division: division.to_string(),
            evaluation_id: id.to_string(),
            serial: one.serial,
            deed: one.deed.clone(),
            words: stored(&one.words),
            user_name: one.hand.name.clone(),
            made_at: one.hand.at.micros(),
        })
        .collect();
    insert_chunked!(db, case_steps::table, rows)
}

/// The steps of a case, the first one first.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn steps_of(db: &mut Db, division: Division, id: EvaluationId) -> Result<Vec<CaseStep>, StoreError> {
    let rows: Vec<StepRow> = case_steps::table
        .filter(case_steps::division.eq(division.as_str()))
        .filter(case_steps::evaluation_id.eq(id.to_string()))
        .order(case_steps::serial)
        .select(StepRow::as_select())
        .load(db)?;
    let read = |row: StepRow| CaseStep {
        serial: row.serial,
        deed: row.deed,
        words: loaded(row.words),
        hand: CaseHand {
            name: row.user_name,
            at: Timestamp::from_micros(row.made_at),
        },
    };
    Ok(rows.into_iter().map(read).collect())
}
