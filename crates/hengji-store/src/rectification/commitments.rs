//! 整改措施 (commitments): written by the unit, claimed by it, verified by the bureau.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::id::{CommitmentId, EvaluationFindingId, UserId};
use hengji_domain::rectification::CommitmentState;
use hengji_domain::{Division, NaiveDate, Timestamp};

use super::RectificationHand;
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::rectification_commitments;
use crate::text::Row;

/// 整改措施 (commitment).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// Identity.
    pub id: CommitmentId,
    /// The finding it answers.
    pub finding: EvaluationFindingId,
    /// Code of the kind.
    pub kind: String,
    /// What will be done.
    pub words: String,
    /// 责任科室或岗位: a post, never a person.
    pub owner: String,
    /// By when.
    pub due_on: NaiveDate,
    /// What will prove it.
    pub proof_asked: String,
    /// Where it stands.
    pub state: CommitmentState,
    /// Who promised it, and when.
    pub promised: RectificationHand,
    /// Who claimed it last.
    pub claimed_by: Option<UserId>,
    /// When it was claimed last.
    pub claimed_on: Option<NaiveDate>,
    /// Who verified it.
    pub verified_by: Option<UserId>,
    /// When it was verified.
    pub verified_on: Option<NaiveDate>,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = rectification_commitments, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, commitment_id))]
pub(super) struct CommitmentRow {
    division: String,
    commitment_id: String,
    finding_id: String,
    kind: String,
    words: String,
    owner: String,
    due_on: String,
    proof_asked: String,
    state: String,
    promised_by: Option<String>,
    promised_by_name: String,
    promised_at: i64,
    claimed_by: Option<String>,
    claimed_on: Option<String>,
    verified_by: Option<String>,
    verified_on: Option<String>,
    version: i32,
}

impl CommitmentRow {
    fn new(division: Division, one: &Commitment, version: i32) -> Self {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        Self {
            division: division.to_string(),
            commitment_id: one.id.to_string(),
            finding_id: one.finding.to_string(),
            kind: one.kind.clone(),
            words: one.words.clone(),
            owner: one.owner.clone(),
            due_on: one.due_on.to_string(),
            proof_asked: one.proof_asked.clone(),
            state: one.state.code().to_owned(),
            promised_by: one.promised.user.map(|id| id.to_string()),
            promised_by_name: one.promised.name.clone(),
            promised_at: one.promised.at.micros(),
            claimed_by: one.claimed_by.map(|id| id.to_string()),
            claimed_on: day(one.claimed_on),
            verified_by: one.verified_by.map(|id| id.to_string()),
            verified_on: day(one.verified_on),
            version,
        }
    }
}

impl TryFrom<CommitmentRow> for Commitment {
    type Error = StoreError;

    fn try_from(stored: CommitmentRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "rectification_commitments",
            key: &stored.commitment_id,
        };
        Ok(Self {
            id: row.parse("commitment_id", &stored.commitment_id)?,
            finding: row.parse("finding_id", &stored.finding_id)?,
            due_on: row.parse("due_on", &stored.due_on)?,
            state: row.code("state", &stored.state, CommitmentState::from_code)?,
            promised: RectificationHand {
                user: row.parse_opt("promised_by", stored.promised_by.as_deref())?,
                name: stored.promised_by_name.clone(),
                at: Timestamp::from_micros(stored.promised_at),
            },
            claimed_by: row.parse_opt("claimed_by", stored.claimed_by.as_deref())?,
            claimed_on: row.date("claimed_on", stored.claimed_on.as_deref())?,
            verified_by: row.parse_opt("verified_by", stored.verified_by.as_deref())?,
            verified_on: row.date("verified_on", stored.verified_on.as_deref())?,
            kind: stored.kind,
            words: stored.words,
            owner: stored.owner,
            proof_asked: stored.proof_asked,
            version: stored.version,
        })
    }
}

/// Writes commitments down; how many.
///
/// # Errors
///
/// [`StoreError::Reference`] for an unknown finding.
pub fn insert_commitments(db: &mut Db, division: Division, all: &[Commitment]) -> Result<usize, StoreError> {
    let rows: Vec<CommitmentRow> = all
        .iter()
        .map(|one| CommitmentRow::new(division, one, one.version))
        .collect();
    insert_chunked!(db, rectification_commitments::table, rows)
}

/// Stores a commitment as it is now; its new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read.
pub fn update_commitment(db: &mut Db, division: Division, one: &Commitment) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let updated = diesel::update(
        rectification_commitments::table
            .find((division.as_str(), one.id.to_string()))
            .filter(rectification_commitments::version.eq(one.version)),
    )
    .set(CommitmentRow::new(division, one, next))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "rectification_commitments",
            key: one.id.to_string(),
        });
    }
    Ok(next)
}

/// Takes a commitment out of a plan that was not handed in; whether it was there in this version.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn remove_commitment(
    db: &mut Db,
    division: Division,
    id: CommitmentId,
    version: i32,
) -> Result<bool, StoreError> {
    let removed = diesel::delete(
        rectification_commitments::table
            .find((division.as_str(), id.to_string()))
            .filter(rectification_commitments::version.eq(version)),
    )
    .execute(db)?;
    Ok(removed == 1)
}

/// The commitments of these findings, by finding and day, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn commitments_of_findings(
    db: &mut Db,
    division: Division,
    findings: &[EvaluationFindingId],
) -> Result<Vec<Commitment>, StoreError> {
    let ids: Vec<String> = findings.iter().map(ToString::to_string).collect();
    rectification_commitments::table
        .filter(rectification_commitments::division.eq(division.to_string()))
        .filter(rectification_commitments::finding_id.eq_any(ids))
        .order((
            rectification_commitments::finding_id,
            rectification_commitments::due_on,
            rectification_commitments::commitment_id,
        ))
        .select(CommitmentRow::as_select())
        .load(db)?
        .into_iter()
        .map(Commitment::try_from)
        .collect()
}

/// How many commitments of a finding stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CommitmentTotals {
    /// All of them.
    pub promised: u64,
    /// Claimed by the unit and not verified.
    pub claimed: u64,
    /// Verified by the bureau.
    pub verified: u64,
}

/// The totals of these findings, for each that has a commitment, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn totals_of_findings(
    db: &mut Db,
    division: Division,
    findings: &[EvaluationFindingId],
) -> Result<BTreeMap<EvaluationFindingId, CommitmentTotals>, StoreError> {
    let ids: Vec<String> = findings.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, String, i64)> = rectification_commitments::table
        .filter(rectification_commitments::division.eq(division.to_string()))
        .filter(rectification_commitments::finding_id.eq_any(ids))
        .group_by((
            rectification_commitments::finding_id,
            rectification_commitments::state,
        ))
        .select((
            rectification_commitments::finding_id,
            rectification_commitments::state,
            sql::<BigInt>("COUNT(*)"),
        ))
        .load(db)?;
    let mut totals: BTreeMap<EvaluationFindingId, CommitmentTotals> = BTreeMap::new();
    for (finding, state, count) in rows {
        let row = Row {
            table: "rectification_commitments",
            key: &finding,
        };
        let count: u64 = row.number("COUNT", count)?;
        let sum = totals.entry(row.parse("finding_id", &finding)?).or_default();
        sum.promised += count;
        match row.code("state", &state, CommitmentState::from_code)? {
            CommitmentState::Claimed => sum.claimed += count,
            CommitmentState::Verified => sum.verified += count,
            CommitmentState::Promised | CommitmentState::Rejected => {}
        }
    }
    Ok(totals)
}
