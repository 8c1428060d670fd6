//! 异议 (objections): one for a finding, decided by somebody else than who entered it.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_authz::Scope;
use hengji_domain::id::{EvaluationFindingId, UserId};
use hengji_domain::rectification::ObjectionOutcome;
use hengji_domain::{Division, NaiveDate, Timestamp};

use super::RectificationHand;
use super::finding_list::seen_within;
use crate::Db;
use crate::db::{Engine, insert_chunked};
use crate::error::StoreError;
use crate::schema::{evaluation_findings, finding_objections, units};
use crate::text::{Row, loaded, stored};

/// How an objection ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectionEnd {
    /// What became of the finding.
    pub outcome: ObjectionOutcome,
    /// Why.
    pub words: String,
    /// The text of the finding before.
    pub before: String,
    /// The text after; the same where it was kept.
    pub after: String,
    /// By whom, and when.
    pub hand: RectificationHand,
}

/// 异议 (objection).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// The finding.
    pub finding: EvaluationFindingId,
    /// What the unit says.
    pub words: String,
    /// Who raised it, and when.
    pub raised: RectificationHand,
    /// By when it must be answered.
    pub due_on: NaiveDate,
    /// How it ended; none while it waits.
    pub end: Option<ObjectionEnd>,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = finding_objections, treat_none_as_default_value = false)]
struct ObjectionRow {
    division: String,
    finding_id: String,
    words: String,
    raised_by: String,
    raised_by_name: String,
    raised_at: i64,
    due_on: String,
    outcome: Option<String>,
    decision: Option<String>,
    text_before: Option<String>,
    text_after: Option<String>,
    decided_by: Option<String>,
    decided_by_name: Option<String>,
    decided_at: Option<i64>,
    version: i32,
}

impl ObjectionRow {
    fn new(division: Division, one: &Objection) -> Self {
        let end = one.end.as_ref();
        Self {
            division: division.to_string(),
            finding_id: one.finding.to_string(),
            words: one.words.clone(),
            raised_by: one
                .raised
                .user
                .map(|id| id.to_string())
                .unwrap_or_else(|| "-".to_owned()),
            raised_by_name: one.raised.name.clone(),
            raised_at: one.raised.at.micros(),
            due_on: one.due_on.to_string(),
            outcome: end.map(|end| end.outcome.code().to_owned()),
            decision: end.and_then(|end| stored(&end.words)),
            text_before: end.and_then(|end| stored(&end.before)),
            text_after: end.and_then(|end| stored(&end.after)),
            decided_by: end.and_then(|end| end.hand.user).map(|id| id.to_string()),
            decided_by_name: end.map(|end| end.hand.name.clone()),
            decided_at: end.map(|end| end.hand.at.micros()),
            version: one.version,
        }
    }

    fn end(&self, row: Row<'_>) -> Result<Option<ObjectionEnd>, StoreError> {
        let (Some(outcome), Some(name), Some(at)) = (&self.outcome, &self.decided_by_name, self.decided_at)
        else {
            return Ok(None);
        };
        Ok(Some(ObjectionEnd {
            outcome: row.code("outcome", outcome, ObjectionOutcome::from_code)?,
            words: loaded(self.decision.clone()),
            before: loaded(self.text_before.clone()),
            after: loaded(self.text_after.clone()),
            hand: RectificationHand {
                user: row.parse_opt("decided_by", self.decided_by.as_deref())?,
                name: name.clone(),
                at: Timestamp::from_micros(at),
            },
        }))
    }
}

impl TryFrom<ObjectionRow> for Objection {
    type Error = StoreError;

    fn try_from(stored: ObjectionRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "finding_objections",
            key: &stored.finding_id,
        };
        let user: Option<UserId> = stored.raised_by.parse().ok();
        Ok(Self {
            finding: row.parse("finding_id", &stored.finding_id)?,
            raised: RectificationHand {
                user,
                name: stored.raised_by_name.clone(),
                at: Timestamp::from_micros(stored.raised_at),
            },
            due_on: row.parse("due_on", &stored.due_on)?,
            end: stored.end(row)?,
            words: stored.words,
            version: stored.version,
        })
    }
}

/// Writes objections down; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a finding has one; [`StoreError::Reference`] for an unknown finding.
pub fn insert_objections(db: &mut Db, division: Division, all: &[Objection]) -> Result<usize, StoreError> {
    let rows: Vec<ObjectionRow> = all.iter().map(|one| ObjectionRow::new(division, one)).collect();
    insert_chunked!(db, finding_objections::table, rows)
}

/// Writes down how an objection ended; its new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when somebody else was faster.
pub fn decide_objection(db: &mut Db, division: Division, one: &Objection) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let row = ObjectionRow::new(division, one);
    let updated = diesel::update(
        finding_objections::table
            .find((division.as_str(), one.finding.to_string()))
            .filter(finding_objections::version.eq(one.version))
            .filter(finding_objections::outcome.is_null()),
    )
    .set((
        finding_objections::outcome.eq(row.outcome),
        finding_objections::decision.eq(row.decision),
        finding_objections::text_before.eq(row.text_before),
        finding_objections::text_after.eq(row.text_after),
        finding_objections::decided_by.eq(row.decided_by),
        finding_objections::decided_by_name.eq(row.decided_by_name),
        finding_objections::decided_at.eq(row.decided_at),
        finding_objections::version.eq(next),
    ))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "finding_objections",
            key: one.finding.to_string(),
        });
    }
    Ok(next)
}

/// The objection against a finding.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_objection(
    db: &mut Db,
    division: Division,
    finding: EvaluationFindingId,
) -> Result<Option<Objection>, StoreError> {
    finding_objections::table
        .find((division.as_str(), finding.to_string()))
        .select(ObjectionRow::as_select())
        .first(db)
        .optional()?
        .map(Objection::try_from)
        .transpose()
}

/// The objections against these findings, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn objections_of(
    db: &mut Db,
    division: Division,
    findings: &[EvaluationFindingId],
) -> Result<Vec<Objection>, StoreError> {
    let ids: Vec<String> = findings.iter().map(ToString::to_string).collect();
    finding_objections::table
        .filter(finding_objections::division.eq(division.to_string()))
        .filter(finding_objections::finding_id.eq_any(ids))
        .order(finding_objections::finding_id)
        .select(ObjectionRow::as_select())
        .load(db)?
        .into_iter()
        .map(Objection::try_from)
        .collect()
}

/// How many objections within the scope wait for an answer, and how many of them are late on this day.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn open_objections(
    db: &mut Db,
    division: Division,
    scope: &Scope,
    today: NaiveDate,
) -> Result<(u64, u64), StoreError> {
    if *scope == Scope::Nothing {
        return Ok((0, 0));
    }
    let query = finding_objections::table
        .inner_join(
            evaluation_findings::table.on(evaluation_findings::division
                .eq(finding_objections::division)
                .and(evaluation_findings::finding_id.eq(finding_objections::finding_id))),
        )
        .inner_join(
            units::table.on(units::division
                .eq(evaluation_findings::division)
                .and(units::unit_id.eq(evaluation_findings::unit_id))),
        )
        .group_by(finding_objections::due_on)
        .select((finding_objections::due_on, sql::<BigInt>("COUNT(*)")))
        .into_boxed::<Engine>();
    let days: Vec<(String, i64)> = seen_within!(query, scope, true)
        .filter(finding_objections::division.eq(division.to_string()))
        .filter(finding_objections::outcome.is_null())
        .load(db)?;
    let (mut all, mut late) = (0, 0);
    for (day, count) in days {
        let row = Row {
            table: "finding_objections",
            key: &day,
        };
        let count: u64 = row.number("COUNT", count)?;
        let due_on: NaiveDate = row.parse("due_on", &day)?;
        all += count;
        if due_on < today {
            late += count;
        }
    }
    Ok((all, late))
}
