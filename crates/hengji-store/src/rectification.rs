//! 问题、整改、回头看 (findings, rectification, look-back): one register for whatever found something.

mod commitment_list;
mod commitments;
mod finding_list;
mod look_backs;
mod objections;
mod proofs;
mod steps;

use diesel::prelude::*;
use hengji_domain::id::{EvaluationFindingId, LineKey, PaperId, ProjectId, UnitId, UserId};
use hengji_domain::rectification::FindingState;
use hengji_domain::{BudgetYear, Division, Money, NaiveDate, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::evaluation_findings;
use crate::text::{Row, loaded, stored, year_column};

pub use commitment_list::{
    CommitmentFilter, CommitmentListing, CommitmentSort, CommitmentTally, count_commitments,
    find_commitment_listing, list_commitments, listings_of, tally_commitments,
};
pub use commitments::{
    Commitment, CommitmentTotals, commitments_of_findings, insert_commitments, remove_commitment,
    totals_of_findings, update_commitment,
};
pub use finding_list::{
    FindingFilter, FindingListing, FindingSort, Recurrence, count_findings, find_finding_listing,
    finding_listings, finding_states, list_findings, listings_of_paper, recurrences, unserved_of_unit,
};
pub use look_backs::{
    LookBack, LookBackObject, find_look_back, insert_look_back, insert_objects, list_look_backs,
    looked_back_at, objects_of, objects_of_finding, objects_of_many, record_draw, record_result,
};
pub use objections::{
    Objection, ObjectionEnd, decide_objection, find_objection, insert_objections, objections_of,
    open_objections,
};
pub use proofs::{Proof, find_proof, insert_proofs, proofs_of};
pub use steps::{
    Step, commitment_steps, finding_steps, insert_commitment_steps, insert_finding_steps,
    remove_commitment_steps,
};

/// Whose hand, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RectificationHand {
    /// Who; none where the demonstration or another register wrote it.
    pub user: Option<UserId>,
    /// The name at the time.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// Where a finding comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingOrigin {
    /// Code of the rule's list.
    pub kind: String,
    /// Identifier of the thing in its own register; none for what was entered by hand.
    pub id: Option<String>,
    /// What people call it: the project, the evaluation, the document it is based on.
    pub title: String,
}

/// 问题 (finding).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationFinding {
    /// Identity.
    pub id: EvaluationFindingId,
    /// Budget year.
    pub year: BudgetYear,
    /// Number in the year, from 1.
    pub serial: i32,
    /// Where it comes from.
    pub origin: FindingOrigin,
    /// The unit that has to rectify it.
    pub unit: UnitId,
    /// The project, where there is one.
    pub project: Option<ProjectId>,
    /// The indicator line or item it hangs on.
    pub line: Option<LineKey>,
    /// The same in words; empty where it hangs on the whole.
    pub place: String,
    /// The text, verbatim.
    pub words: String,
    /// Code of the root cause.
    pub cause: String,
    /// Code of the severity.
    pub severity: String,
    /// The money it is about.
    pub amount: Option<Money>,
    /// What proves it.
    pub evidence: String,
    /// Where it stands.
    pub state: FindingState,
    /// The feedback letter it stands in.
    pub paper: Option<PaperId>,
    /// The finding it is the relapse of.
    pub earlier: Option<EvaluationFindingId>,
    /// By when its letter must be served.
    pub feedback_due_on: Option<NaiveDate>,
    /// When it was served.
    pub served_on: Option<NaiveDate>,
    /// Who entered it, and when.
    pub entered: RectificationHand,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = evaluation_findings, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, finding_id))]
pub(crate) struct FindingRow {
    division: String,
    finding_id: String,
    budget_year: i32,
    serial: i32,
    origin_kind: String,
    origin_id: Option<String>,
    origin_title: String,
    unit_id: String,
    project_id: Option<String>,
    line_key: Option<String>,
    place: Option<String>,
    words: String,
    cause: String,
    severity: String,
    amount_fen: Option<i64>,
    evidence: Option<String>,
    state: String,
    paper_id: Option<String>,
    earlier_id: Option<String>,
    feedback_due_on: Option<String>,
    served_on: Option<String>,
    entered_by: Option<String>,
    entered_by_name: String,
    entered_at: i64,
    version: i32,
}

impl FindingRow {
    fn new(division: Division, one: &EvaluationFinding, version: i32) -> Self {
        Self {
            division: division.to_string(),
            finding_id: one.id.to_string(),
            budget_year: year_column(one.year),
            serial: one.serial,
            origin_kind: one.origin.kind.clone(),
            origin_id: one.origin.id.clone(),
            origin_title: one.origin.title.clone(),
            unit_id: one.unit.to_string(),
            project_id: one.project.map(|id| id.to_string()),
            line_key: one.line.map(|key| key.to_string()),
            place: stored(&one.place),
            words: one.words.clone(),
            cause: one.cause.clone(),
            severity: one.severity.clone(),
            amount_fen: one.amount.map(Money::fen),
            evidence: stored(&one.evidence),
            state: one.state.code().to_owned(),
            paper_id: one.paper.map(|id| id.to_string()),
            earlier_id: one.earlier.map(|id| id.to_string()),
            feedback_due_on: one.feedback_due_on.map(|day| day.to_string()),
            served_on: one.served_on.map(|day| day.to_string()),
            entered_by: one.entered.user.map(|id| id.to_string()),
            entered_by_name: one.entered.name.clone(),
            entered_at: one.entered.at.micros(),
            version,
        }
    }
}

impl TryFrom<FindingRow> for EvaluationFinding {
    type Error = StoreError;

    fn try_from(stored: FindingRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "evaluation_findings",
            key: &stored.finding_id,
        };
        Ok(Self {
            id: row.parse("finding_id", &stored.finding_id)?,
            year: row.year(stored.budget_year)?,
            unit: row.parse("unit_id", &stored.unit_id)?,
            project: row.parse_opt("project_id", stored.project_id.as_deref())?,
            line: row.parse_opt("line_key", stored.line_key.as_deref())?,
            state: row.code("state", &stored.state, FindingState::from_code)?,
            paper: row.parse_opt("paper_id", stored.paper_id.as_deref())?,
            earlier: row.parse_opt("earlier_id", stored.earlier_id.as_deref())?,
            feedback_due_on: row.date("feedback_due_on", stored.feedback_due_on.as_deref())?,
            served_on: row.date("served_on", stored.served_on.as_deref())?,
            entered: RectificationHand {
                user: row.parse_opt("entered_by", stored.entered_by.as_deref())?,
                name: stored.entered_by_name.clone(),
                at: Timestamp::from_micros(stored.entered_at),
            },
            origin: FindingOrigin {
                kind: stored.origin_kind,
                id: stored.origin_id,
                title: stored.origin_title,
            },
            serial: stored.serial,
            place: loaded(stored.place),
            words: stored.words,
            cause: stored.cause,
            severity: stored.severity,
            amount: stored.amount_fen.map(Money::from_fen),
            evidence: loaded(stored.evidence),
            version: stored.version,
        })
    }
}

/// Writes findings down; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a number of the year is taken; [`StoreError::Reference`] for an unknown unit,
/// project or earlier finding.
pub fn insert_evaluation_findings(
    db: &mut Db,
    division: Division,
    all: &[EvaluationFinding],
) -> Result<usize, StoreError> {
    let rows: Vec<FindingRow> = all
        .iter()
        .map(|one| FindingRow::new(division, one, one.version))
        .collect();
    insert_chunked!(db, evaluation_findings::table, rows)
}

/// Stores a finding as it is now, one version further; its number, origin and first hand never differ.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read.
pub fn update_evaluation_finding(
    db: &mut Db,
    division: Division,
    one: &EvaluationFinding,
) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let updated = diesel::update(
        evaluation_findings::table
            .find((division.as_str(), one.id.to_string()))
            .filter(evaluation_findings::version.eq(one.version)),
    )
    .set(FindingRow::new(division, one, next))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "evaluation_findings",
            key: one.id.to_string(),
        });
    }
    Ok(next)
}

/// Puts findings that wait for feedback into a letter, in one statement; how many.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn put_into_letter(
    db: &mut Db,
    division: Division,
    findings: &[EvaluationFindingId],
    paper: PaperId,
) -> Result<usize, StoreError> {
    let ids: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Ok(diesel::update(
        evaluation_findings::table
            .filter(evaluation_findings::division.eq(division.to_string()))
            .filter(evaluation_findings::finding_id.eq_any(ids))
            .filter(evaluation_findings::state.eq(FindingState::Entered.code())),
    )
    .set((
        evaluation_findings::paper_id.eq(paper.to_string()),
        evaluation_findings::version.eq(evaluation_findings::version + 1),
    ))
    .execute(db)?)
}

/// Moves the findings of a letter with it, in one statement: those in the first state come into the second. How many.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn move_with_letter(
    db: &mut Db,
    division: Division,
    paper: PaperId,
    (from, to): (FindingState, FindingState),
    served_on: Option<NaiveDate>,
) -> Result<usize, StoreError> {
    let kept = (to != FindingState::Entered).then(|| paper.to_string());
    Ok(diesel::update(
        evaluation_findings::table
            .filter(evaluation_findings::division.eq(division.to_string()))
            .filter(evaluation_findings::paper_id.eq(paper.to_string()))
            .filter(evaluation_findings::state.eq(from.code())),
    )
    .set((
        evaluation_findings::state.eq(to.code()),
        evaluation_findings::paper_id.eq(kept),
        evaluation_findings::served_on.eq(served_on.map(|day| day.to_string())),
        evaluation_findings::version.eq(evaluation_findings::version + 1),
    ))
    .execute(db)?)
}

#[cfg(test)]
mod tests;
