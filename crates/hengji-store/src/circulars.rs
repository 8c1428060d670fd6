//! 公开通报 (circulars) of rounds of spot evaluation: drafts, what was issued, and who signed for it.

mod receipts;

use diesel::prelude::*;
use hengji_domain::circular::CircularState;
use hengji_domain::id::{CircularId, PaperId, SpotRoundId, UserId};
use hengji_domain::{BudgetYear, Division, NaiveDate, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::circulars;
use crate::text::{Row, loaded, stored, year_column};

pub use receipts::{
    CircularReceipt, CircularWaiting, insert_receipts, receipt, receipts_of, waiting_receipts,
};

/// Whose hand, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircularHand {
    /// Who.
    pub user: UserId,
    /// The name at the time.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// 通报 (circular), without its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circular {
    /// Identity.
    pub id: CircularId,
    /// Budget year.
    pub year: BudgetYear,
    /// The round it concludes.
    pub round: SpotRoundId,
    /// Edition within the round, from 1.
    pub edition: i32,
    /// Where it stands.
    pub state: CircularState,
    /// What the drafter adds to the demands; empty where nothing.
    pub remarks: String,
    /// Why it shall take the place of an earlier edition; empty for the first.
    pub reason: String,
    /// Who drafted it.
    pub drafted: CircularHand,
    /// Who issued or returned it; none before.
    pub decided: Option<CircularHand>,
    /// Why it was returned, or what took its place; empty otherwise.
    pub decision: String,
    /// Digest of its figures; empty before it is issued.
    pub content_sha256: String,
    /// By when departments have to sign for it; none before it is issued.
    pub receipt_due_on: Option<NaiveDate>,
    /// Its paper; none before it is issued.
    pub paper: Option<PaperId>,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = circulars, treat_none_as_default_value = false)]
struct CircularRow {
    division: String,
    circular_id: String,
    budget_year: i32,
    round_id: String,
    edition: i32,
    state: String,
    remarks: Option<String>,
    reason: Option<String>,
    drafted_by: String,
    drafted_by_name: String,
    drafted_at: i64,
    decided_by: Option<String>,
    decided_by_name: Option<String>,
    decided_at: Option<i64>,
    decision: Option<String>,
    content_sha256: Option<String>,
    receipt_due_on: Option<String>,
    paper_id: Option<String>,
    version: i32,
}

impl CircularRow {
    fn new(division: Division, one: &Circular) -> Self {
        let decided = one.decided.as_ref();
        Self {
            division: division.to_string(),
            circular_id: one.id.to_string(),
            budget_year: year_column(one.year),
            round_id: one.round.to_string(),
            edition: one.edition,
            state: one.state.code().to_owned(),
            remarks: stored(&one.remarks),
            reason: stored(&one.reason),
            drafted_by: one.drafted.user.to_string(),
            drafted_by_name: one.drafted.name.clone(),
            drafted_at: one.drafted.at.micros(),
            decided_by: decided.map(|hand| hand.user.to_string()),
            decided_by_name: decided.map(|hand| hand.name.clone()),
            decided_at: decided.map(|hand| hand.at.micros()),
            decision: stored(&one.decision),
            content_sha256: stored(&one.content_sha256),
            receipt_due_on: one.receipt_due_on.map(|day| day.to_string()),
            paper_id: one.paper.map(|paper| paper.to_string()),
            version: one.version,
        }
    }
}

/// A hand from its columns.
fn hand(
    row: Row<'_>,
    (user, name, at): (Option<String>, Option<String>, Option<i64>),
) -> Result<Option<CircularHand>, StoreError> {
    let user: Option<UserId> = row.parse_opt("by", user.as_deref())?;
    Ok(user.zip(at).map(|(user, at)| CircularHand {
        user,
        name: name.unwrap_or_default(),
        at: Timestamp::from_micros(at),
    }))
}

impl TryFrom<CircularRow> for Circular {
    type Error = StoreError;

    fn try_from(read: CircularRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "circulars",
            key: &read.circular_id,
        };
        Ok(Self {
            id: row.parse("circular_id", &read.circular_id)?,
            year: row.year(read.budget_year)?,
            round: row.parse("round_id", &read.round_id)?,
            edition: read.edition,
            state: row.code("state", &read.state, CircularState::from_code)?,
            drafted: CircularHand {
                user: row.parse("drafted_by", &read.drafted_by)?,
                name: read.drafted_by_name,
                at: Timestamp::from_micros(read.drafted_at),
            },
            decided: hand(row, (read.decided_by, read.decided_by_name, read.decided_at))?,
            receipt_due_on: row.date("receipt_due_on", read.receipt_due_on.as_deref())?,
            paper: row.parse_opt("paper_id", read.paper_id.as_deref())?,
            remarks: loaded(read.remarks),
            reason: loaded(read.reason),
            decision: loaded(read.decision),
            content_sha256: loaded(read.content_sha256),
            version: read.version,
        })
    }
}

/// Writes a draft down.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `circulars_edition_unique` when somebody drafted one in between.
pub fn insert(db: &mut Db, division: Division, one: &Circular) -> Result<(), StoreError> {
    diesel::insert_into(circulars::table)
        .values(CircularRow::new(division, one))
        .execute(db)?;
    Ok(())
}

/// Writes down what became of a circular, one version further; the new version. Its figures are written by
/// [`issue`] and never again.
///
/// # Errors
///
/// [`StoreError::Stale`] when somebody was faster.
pub fn update(db: &mut Db, division: Division, one: &Circular) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let row = CircularRow::new(division, one);
    let updated = diesel::update(
        circulars::table
            .find((division.as_str(), one.id.to_string()))
            .filter(circulars::version.eq(one.version)),
    )
    .set((
        circulars::state.eq(row.state),
        circulars::decided_by.eq(row.decided_by),
        circulars::decided_by_name.eq(row.decided_by_name),
        circulars::decided_at.eq(row.decided_at),
        circulars::decision.eq(row.decision),
        circulars::content_sha256.eq(row.content_sha256),
        circulars::receipt_due_on.eq(row.receipt_due_on),
        circulars::paper_id.eq(row.paper_id),
        circulars::version.eq(next),
    ))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "circulars",
            key: one.id.to_string(),
        });
    }
    Ok(next)
}

/// Writes the figures of a circular that is being issued, once.
///
/// # Errors
///
/// [`StoreError::Stale`] when it has figures already.
pub fn issue(db: &mut Db, division: Division, id: CircularId, content: &str) -> Result<(), StoreError> {
    let updated = diesel::update(
        circulars::table
            .find((division.as_str(), id.to_string()))
            .filter(circulars::content.is_null()),
    )
    .set(circulars::content.eq(content))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "circulars",
            key: id.to_string(),
        });
    }
    Ok(())
}

/// The circular with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: CircularId) -> Result<Option<Circular>, StoreError> {
    circulars::table
        .find((division.as_str(), id.to_string()))
        .select(CircularRow::as_select())
        .first(db)
        .optional()?
        .map(Circular::try_from)
        .transpose()
}

/// The figures of an issued circular as they were written; none of a draft.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn content(db: &mut Db, division: Division, id: CircularId) -> Result<Option<String>, StoreError> {
    let found: Option<Option<String>> = circulars::table
        .find((division.as_str(), id.to_string()))
        .select(circulars::content)
        .first(db)
        .optional()?;
    Ok(found.flatten())
}

/// The circulars of a round, the first edition first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_round(db: &mut Db, division: Division, round: SpotRoundId) -> Result<Vec<Circular>, StoreError> {
    circulars::table
        .filter(circulars::division.eq(division.as_str()))
        .filter(circulars::round_id.eq(round.to_string()))
        .order(circulars::edition)
        .select(CircularRow::as_select())
        .load(db)?
        .into_iter()
        .map(Circular::try_from)
        .collect()
}

#[cfg(test)]
mod tests;
