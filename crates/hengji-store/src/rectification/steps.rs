//! 经过 (steps) of findings and of commitments: added, never edited.

use diesel::prelude::*;
use hengji_domain::id::{CommitmentId, EvaluationFindingId};
use hengji_domain::{Division, Timestamp};

use super::RectificationHand;
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{finding_steps as of_findings, rectification_steps as of_commitments};
use crate::text::{Row, loaded, stored};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was done, as a code.
    pub deed: String,
    /// What was said.
    pub words: String,
    /// The text of the finding before; empty where it did not change.
    pub before: String,
    /// By whom, and when.
    pub hand: RectificationHand,
}

#[derive(Insertable)]
#[diesel(table_name = of_findings, treat_none_as_default_value = false)]
struct FindingStepRow {
    division: String,
    finding_id: String,
    made_at: i64,
    deed: String,
    words: Option<String>,
    text_before: Option<String>,
    made_by: Option<String>,
    made_by_name: String,
}

#[derive(Insertable)]
#[diesel(table_name = of_commitments, treat_none_as_default_value = false)]
struct CommitmentStepRow {
    division: String,
    commitment_id: String,
    made_at: i64,
    deed: String,
    words: Option<String>,
    made_by: Option<String>,
    made_by_name: String,
}

/// Adds steps of findings.
///
/// # Errors
///
/// [`StoreError::Reference`] for an unknown finding.
pub fn insert_finding_steps(
    db: &mut Db,
    division: Division,
    all: &[(EvaluationFindingId, Step)],
) -> Result<usize, StoreError> {
    let rows: Vec<FindingStepRow> = all
        .iter()
        .map(|(finding, step)| FindingStepRow {
            division: division.to_string(),
            finding_id: finding.to_string(),
            made_at: step.hand.at.micros(),
            deed: step.deed.clone(),
            words: stored(&step.words),
            text_before: stored(&step.before),
            made_by: step.hand.user.map(|id| id.to_string()),
            made_by_name: step.hand.name.clone(),
        })
        .collect();
    insert_chunked!(db, of_findings::table, rows)
}

/// Adds steps of commitments.
///
/// # Errors
///
/// [`StoreError::Reference`] for an unknown commitment.
pub fn insert_commitment_steps(
    db: &mut Db,
    division: Division,
    all: &[(CommitmentId, Step)],
) -> Result<usize, StoreError> {
    let rows: Vec<CommitmentStepRow> = all
        .iter()
        .map(|(commitment, step)| CommitmentStepRow {
            division: division.to_string(),
            commitment_id: commitment.to_string(),
            made_at: step.hand.at.micros(),
            deed: step.deed.clone(),
            words: stored(&step.words),
            made_by: step.hand.user.map(|id| id.to_string()),
            made_by_name: step.hand.name.clone(),
        })
        .collect();
    insert_chunked!(db, of_commitments::table, rows)
}

/// Forgets the steps of a measure that goes with a plan that was never handed in.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn remove_commitment_steps(
    db: &mut Db,
    division: Division,
    commitment: CommitmentId,
) -> Result<usize, StoreError> {
    Ok(diesel::delete(
        of_commitments::table
            .filter(of_commitments::division.eq(division.to_string()))
            .filter(of_commitments::commitment_id.eq(commitment.to_string())),
    )
    .execute(db)?)
}

type StepColumns = (i64, String, Option<String>, Option<String>, String);

/// The steps of a finding, oldest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn finding_steps(
    db: &mut Db,
    division: Division,
    finding: EvaluationFindingId,
) -> Result<Vec<Step>, StoreError> {
    let rows: Vec<(StepColumns, Option<String>)> = of_findings::table
        .filter(of_findings::division.eq(division.as_str()))
        .filter(of_findings::finding_id.eq(finding.to_string()))
        .order((of_findings::made_at, of_findings::deed, of_findings::finding_id))
        .select((
            (
                of_findings::made_at,
                of_findings::deed,
                of_findings::words,
                of_findings::made_by,
                of_findings::made_by_name,
            ),
            of_findings::text_before,
        ))
        .load(db)?;
    let read = |(columns, before)| read_step("finding_steps", columns, before);
    rows.into_iter().map(read).collect()
}

/// The steps of a commitment, oldest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn commitment_steps(
    db: &mut Db,
    division: Division,
    commitment: CommitmentId,
) -> Result<Vec<Step>, StoreError> {
    let rows: Vec<StepColumns> = of_commitments::table
        .filter(of_commitments::division.eq(division.as_str()))
        .filter(of_commitments::commitment_id.eq(commitment.to_string()))
        .order((
            of_commitments::made_at,
            of_commitments::deed,
            of_commitments::commitment_id,
        ))
        .select((
            of_commitments::made_at,
            of_commitments::deed,
            of_commitments::words,
            of_commitments::made_by,
            of_commitments::made_by_name,
        ))
        .load(db)?;
    let read = |columns| read_step("rectification_steps", columns, None);
    rows.into_iter().map(read).collect()
}

fn read_step(table: &'static str, columns: StepColumns, before: Option<String>) -> Result<Step, StoreError> {
    let (at, deed, words, by, name) = columns;
    let row = Row { table, key: &deed };
    Ok(Step {
        hand: RectificationHand {
            user: row.parse_opt("made_by", by.as_deref())?,
            name,
            at: Timestamp::from_micros(at),
        },
        words: loaded(words),
        before: loaded(before),
        deed,
    })
}
