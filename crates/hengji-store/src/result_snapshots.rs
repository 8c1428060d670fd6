//! 评价结果发布快照 (result snapshots): the results of a year as they were published.

use diesel::prelude::*;
use hengji_domain::id::{ResultSnapshotId, UserId};
use hengji_domain::result_snapshot::SnapshotState;
use hengji_domain::{BudgetYear, Division, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::result_snapshots;
use crate::text::{Row, loaded, stored, year_column};

/// Whose hand, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotHand {
    /// Who.
    pub user: UserId,
    /// The name at the time.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// 发布快照 (snapshot).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultSnapshot {
    /// Identity.
    pub id: ResultSnapshotId,
    /// Budget year.
    pub year: BudgetYear,
    /// Number in the year, from 1.
    pub number: i32,
    /// What people call it.
    pub title: String,
    /// The results as canonical JSON.
    pub content: String,
    /// The digest of the content.
    pub content_sha256: String,
    /// Where it stands.
    pub state: SnapshotState,
    /// Who froze it.
    pub maker: SnapshotHand,
    /// Who published or rejected it; none before.
    pub checker: Option<SnapshotHand>,
    /// Why it was rejected; empty otherwise.
    pub reason: String,
    /// Seal of the snapshot that was published before it in the year; empty for the first.
    pub previous_seal: String,
    /// 封印: the digest that covers content, chain and both hands; empty before it is published.
    pub seal: String,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = result_snapshots, treat_none_as_default_value = false)]
struct SnapshotRow {
    division: String,
    snapshot_id: String,
    budget_year: i32,
    number: i32,
    title: String,
    content: String,
    content_sha256: String,
    state: String,
    made_by: String,
    made_by_name: String,
    made_at: i64,
    checked_by: Option<String>,
    checked_by_name: Option<String>,
    checked_at: Option<i64>,
    reason: Option<String>,
    previous_seal: Option<String>,
    seal: Option<String>,
    version: i32,
}

impl SnapshotRow {
    fn new(division: Division, one: &ResultSnapshot) -> Self {
        let checker = one.checker.as_ref();
        Self {
            division: division.to_string(),
            snapshot_id: one.id.to_string(),
            budget_year: year_column(one.year),
            number: one.number,
            title: one.title.clone(),
            content: one.content.clone(),
            content_sha256: one.content_sha256.clone(),
            state: one.state.code().to_owned(),
            made_by: one.maker.user.to_string(),
            made_by_name: one.maker.name.clone(),
            made_at: one.maker.at.micros(),
            checked_by: checker.map(|hand| hand.user.to_string()),
            checked_by_name: checker.map(|hand| hand.name.clone()),
            checked_at: checker.map(|hand| hand.at.micros()),
            reason: stored(&one.reason),
            previous_seal: stored(&one.previous_seal),
            seal: stored(&one.seal),
            version: one.version,
        }
    }
}

impl TryFrom<SnapshotRow> for ResultSnapshot {
    type Error = StoreError;

    fn try_from(read: SnapshotRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "result_snapshots",
            key: &read.snapshot_id,
        };
        let checker: Option<UserId> = row.parse_opt("checked_by", read.checked_by.as_deref())?;
        let checker = checker.zip(read.checked_at).map(|(user, at)| SnapshotHand {
            user,
            name: read.checked_by_name.clone().unwrap_or_default(),
            at: Timestamp::from_micros(at),
        });
        Ok(Self {
            id: row.parse("snapshot_id", &read.snapshot_id)?,
            year: row.year(read.budget_year)?,
            number: read.number,
            state: row.code("state", &read.state, SnapshotState::from_code)?,
            maker: SnapshotHand {
                user: row.parse("made_by", &read.made_by)?,
                name: read.made_by_name.clone(),
                at: Timestamp::from_micros(read.made_at),
            },
            checker,
            reason: loaded(read.reason),
            previous_seal: loaded(read.previous_seal),
            seal: loaded(read.seal),
            title: read.title,
            content: read.content,
            content_sha256: read.content_sha256,
            version: read.version,
        })
    }
}

/// Writes a snapshot down.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `result_snapshots_number_unique` when somebody froze one in between.
pub fn insert(db: &mut Db, division: Division, one: &ResultSnapshot) -> Result<(), StoreError> {
    diesel::insert_into(result_snapshots::table)
        .values(SnapshotRow::new(division, one))
        .execute(db)?;
    Ok(())
}

/// Writes down how a snapshot was checked, one version further; the new version. Its content never changes.
///
/// # Errors
///
/// [`StoreError::Stale`] when somebody was faster.
pub fn check(db: &mut Db, division: Division, one: &ResultSnapshot) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let row = SnapshotRow::new(division, one);
    let updated = diesel::update(
        result_snapshots::table
            .find((division.as_str(), one.id.to_string()))
            .filter(result_snapshots::version.eq(one.version)),
    )
    .set((
        result_snapshots::state.eq(row.state),
        result_snapshots::checked_by.eq(row.checked_by),
        result_snapshots::checked_by_name.eq(row.checked_by_name),
        result_snapshots::checked_at.eq(row.checked_at),
        result_snapshots::reason.eq(row.reason),
        result_snapshots::previous_seal.eq(row.previous_seal),
        result_snapshots::seal.eq(row.seal),
        result_snapshots::version.eq(next),
    ))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "result_snapshots",
            key: one.id.to_string(),
        });
    }
    Ok(next)
}

/// The snapshot with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(
    db: &mut Db,
    division: Division,
    id: ResultSnapshotId,
) -> Result<Option<ResultSnapshot>, StoreError> {
    result_snapshots::table
        .find((division.as_str(), id.to_string()))
        .select(SnapshotRow::as_select())
        .first(db)
        .optional()?
        .map(ResultSnapshot::try_from)
        .transpose()
}

/// The snapshots of a year, the first one first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_year(db: &mut Db, division: Division, year: BudgetYear) -> Result<Vec<ResultSnapshot>, StoreError> {
    result_snapshots::table
        .filter(result_snapshots::division.eq(division.as_str()))
        .filter(result_snapshots::budget_year.eq(year_column(year)))
        .order(result_snapshots::number)
        .select(SnapshotRow::as_select())
        .load(db)?
        .into_iter()
        .map(ResultSnapshot::try_from)
        .collect()
}

#[cfg(test)]
mod tests;
