//! 回头看 (look-backs): the frozen list, the record of the draw, and what was seen of each drawn finding.

use std::collections::BTreeSet;

use diesel::prelude::*;
use hengji_domain::id::{EvaluationFindingId, LookBackId};
use hengji_domain::rectification::LookBackResult;
use hengji_domain::{BudgetYear, Division, NaiveDate, Timestamp};

use super::RectificationHand;
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{look_back_objects, look_backs};
use crate::text::{Row, loaded, stored, year_column};

/// 回头看 (look-back).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookBack {
    /// Identity.
    pub id: LookBackId,
    /// The year in which it is done.
    pub year: BudgetYear,
    /// Number in the year, from 1.
    pub number: i32,
    /// What people call it.
    pub title: String,
    /// The first and the last year that are looked back at.
    pub years: (BudgetYear, BudgetYear),
    /// Where and when the list's hash and the source of the start value were made public.
    pub announced: String,
    /// Why it is drawn again; empty for the first of the year.
    pub reason: String,
    /// The list as JSON.
    pub frame: String,
    /// Its hash.
    pub frame_sha256: String,
    /// Who froze it, and when.
    pub frozen: RectificationHand,
    /// The record of the draw as JSON, and who drew; none before the draw.
    pub drawn: Option<(String, RectificationHand)>,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = look_backs, treat_none_as_default_value = false)]
struct LookBackRow {
    division: String,
    look_back_id: String,
    budget_year: i32,
    number: i32,
    title: String,
    from_year: i32,
    to_year: i32,
    announced: String,
    reason: Option<String>,
    frame: String,
    frame_sha256: String,
    frozen_by_name: String,
    frozen_at: i64,
    record: Option<String>,
    drawn_by_name: Option<String>,
    drawn_at: Option<i64>,
    version: i32,
}

impl TryFrom<LookBackRow> for LookBack {
    type Error = StoreError;

    fn try_from(stored: LookBackRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "look_backs",
            key: &stored.look_back_id,
        };
        let hand = |name: String, at: i64| RectificationHand {
            user: None,
            name,
            at: Timestamp::from_micros(at),
        };
        Ok(Self {
            id: row.parse("look_back_id", &stored.look_back_id)?,
            year: row.year(stored.budget_year)?,
            years: (row.year(stored.from_year)?, row.year(stored.to_year)?),
            number: stored.number,
            title: stored.title,
            announced: stored.announced,
            reason: loaded(stored.reason),
            frame: stored.frame,
            frame_sha256: stored.frame_sha256,
            frozen: hand(stored.frozen_by_name, stored.frozen_at),
            drawn: match (stored.record, stored.drawn_by_name, stored.drawn_at) {
                (Some(record), Some(name), Some(at)) => Some((record, hand(name, at))),
                _ => None,
            },
            version: stored.version,
        })
    }
}

/// Writes a look-back down.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when its number of the year is taken.
pub fn insert_look_back(db: &mut Db, division: Division, one: &LookBack) -> Result<(), StoreError> {
    let drawn = one.drawn.as_ref();
    diesel::insert_into(look_backs::table)
        .values(LookBackRow {
            division: division.to_string(),
            look_back_id: one.id.to_string(),
            budget_year: year_column(one.year),
            number: one.number,
            title: one.title.clone(),
            from_year: year_column(one.years.0),
            to_year: year_column(one.years.1),
            announced: one.announced.clone(),
            reason: stored(&one.reason),
            frame: one.frame.clone(),
            frame_sha256: one.frame_sha256.clone(),
            frozen_by_name: one.frozen.name.clone(),
            frozen_at: one.frozen.at.micros(),
            record: drawn.map(|(record, _)| record.clone()),
            drawn_by_name: drawn.map(|(_, hand)| hand.name.clone()),
            drawn_at: drawn.map(|(_, hand)| hand.at.micros()),
            version: one.version,
        })
        .execute(db)?;
    Ok(())
}

/// Keeps the record of the draw; the new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was drawn before.
pub fn record_draw(
    db: &mut Db,
    division: Division,
    one: &LookBack,
    record: &str,
    hand: &RectificationHand,
) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let updated = diesel::update(
        look_backs::table
            .find((division.as_str(), one.id.to_string()))
            .filter(look_backs::version.eq(one.version))
            .filter(look_backs::record.is_null()),
    )
    .set((
        look_backs::record.eq(record),
        look_backs::drawn_by_name.eq(&hand.name),
        look_backs::drawn_at.eq(hand.at.micros()),
        look_backs::version.eq(next),
    ))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "look_backs",
            key: one.id.to_string(),
        });
    }
    Ok(next)
}

/// The look-back with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_look_back(
    db: &mut Db,
    division: Division,
    id: LookBackId,
) -> Result<Option<LookBack>, StoreError> {
    look_backs::table
        .find((division.as_str(), id.to_string()))
        .select(LookBackRow::as_select())
        .first(db)
        .optional()?
        .map(LookBack::try_from)
        .transpose()
}

/// The look-backs of a year, the latest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list_look_backs(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<Vec<LookBack>, StoreError> {
    look_backs::table
        .filter(look_backs::division.eq(division.as_str()))
        .filter(look_backs::budget_year.eq(year_column(year)))
        .order((look_backs::number.desc(), look_backs::look_back_id))
        .select(LookBackRow::as_select())
        .load(db)?
        .into_iter()
        .map(LookBack::try_from)
        .collect()
}

/// A drawn finding, and what was seen of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookBackObject {
    /// The look-back.
    pub look_back: LookBackId,
    /// The finding.
    pub finding: EvaluationFindingId,
    /// Its place in the order of the draw, from 1.
    pub position: i32,
    /// What was seen; none before.
    pub result: Option<LookBackResult>,
    /// What proves it.
    pub evidence: String,
    /// When it was looked at.
    pub looked_on: Option<NaiveDate>,
    /// Who wrote it down, and when.
    pub hand: Option<RectificationHand>,
    /// The new finding, where it was there again.
    pub relapse: Option<EvaluationFindingId>,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = look_back_objects, treat_none_as_default_value = false)]
struct ObjectRow {
    division: String,
    look_back_id: String,
    finding_id: String,
    position: i32,
    result: Option<String>,
    evidence: Option<String>,
    looked_on: Option<String>,
    looked_by_name: Option<String>,
    looked_at: Option<i64>,
    relapse_id: Option<String>,
    version: i32,
}

impl ObjectRow {
    fn new(division: Division, one: &LookBackObject) -> Self {
        Self {
            division: division.to_string(),
            look_back_id: one.look_back.to_string(),
            finding_id: one.finding.to_string(),
            position: one.position,
            result: one.result.map(|result| result.code().to_owned()),
            evidence: stored(&one.evidence),
            looked_on: one.looked_on.map(|day| day.to_string()),
            looked_by_name: one.hand.as_ref().map(|hand| hand.name.clone()),
            looked_at: one.hand.as_ref().map(|hand| hand.at.micros()),
            relapse_id: one.relapse.map(|id| id.to_string()),
            version: one.version,
        }
    }
}

impl TryFrom<ObjectRow> for LookBackObject {
    type Error = StoreError;

    fn try_from(stored: ObjectRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "look_back_objects",
            key: &stored.finding_id,
        };
        let result = stored.result.as_deref();
        Ok(Self {
            look_back: row.parse("look_back_id", &stored.look_back_id)?,
            finding: row.parse("finding_id", &stored.finding_id)?,
            result: result
                .map(|code| row.code("result", code, LookBackResult::from_code))
                .transpose()?,
            looked_on: row.date("looked_on", stored.looked_on.as_deref())?,
            hand: stored
                .looked_by_name
                .clone()
                .zip(stored.looked_at)
                .map(|(name, at)| RectificationHand {
                    user: None,
                    name,
                    at: Timestamp::from_micros(at),
                }),
            relapse: row.parse_opt("relapse_id", stored.relapse_id.as_deref())?,
            position: stored.position,
            evidence: loaded(stored.evidence),
            version: stored.version,
        })
    }
}

/// Writes drawn findings down; how many.
///
/// # Errors
///
/// [`StoreError::Reference`] for an unknown look-back or finding.
pub fn insert_objects(db: &mut Db, division: Division, all: &[LookBackObject]) -> Result<usize, StoreError> {
    let rows: Vec<ObjectRow> = all.iter().map(|one| ObjectRow::new(division, one)).collect();
    insert_chunked!(db, look_back_objects::table, rows)
}

/// Writes down what was seen, once; the new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when somebody else was faster.
pub fn record_result(db: &mut Db, division: Division, one: &LookBackObject) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let row = ObjectRow::new(division, one);
    let updated = diesel::update(
        look_back_objects::table
            .find((
                division.as_str(),
                one.look_back.to_string(),
                one.finding.to_string(),
            ))
            .filter(look_back_objects::version.eq(one.version))
            .filter(look_back_objects::result.is_null()),
    )
    .set((
        look_back_objects::result.eq(row.result),
        look_back_objects::evidence.eq(row.evidence),
        look_back_objects::looked_on.eq(row.looked_on),
        look_back_objects::looked_by_name.eq(row.looked_by_name),
        look_back_objects::looked_at.eq(row.looked_at),
        look_back_objects::relapse_id.eq(row.relapse_id),
        look_back_objects::version.eq(next),
    ))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "look_back_objects",
            key: one.finding.to_string(),
        });
    }
    Ok(next)
}

/// The drawn findings of a look-back, in the order of the draw.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn objects_of(
    db: &mut Db,
    division: Division,
    look_back: LookBackId,
) -> Result<Vec<LookBackObject>, StoreError> {
    objects_of_many(db, division, &[look_back])
}

/// The drawn findings of several look-backs, each look-back's in the order of the draw, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn objects_of_many(
    db: &mut Db,
    division: Division,
    look_backs: &[LookBackId],
) -> Result<Vec<LookBackObject>, StoreError> {
    let ids: Vec<String> = look_backs.iter().map(ToString::to_string).collect();
    look_back_objects::table
        .filter(look_back_objects::division.eq(division.as_str()))
        .filter(look_back_objects::look_back_id.eq_any(ids))
        .order((
            look_back_objects::look_back_id,
            look_back_objects::position,
            look_back_objects::finding_id,
        ))
        .select(ObjectRow::as_select())
        .load(db)?
        .into_iter()
        .map(LookBackObject::try_from)
        .collect()
}

/// The times a finding was drawn.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn objects_of_finding(
    db: &mut Db,
    division: Division,
    finding: EvaluationFindingId,
) -> Result<Vec<LookBackObject>, StoreError> {
    look_back_objects::table
        .filter(look_back_objects::division.eq(division.as_str()))
        .filter(look_back_objects::finding_id.eq(finding.to_string()))
        .order(look_back_objects::look_back_id)
        .select(ObjectRow::as_select())
        .load(db)?
        .into_iter()
        .map(LookBackObject::try_from)
        .collect()
}

/// Every finding of the division that a look-back has given a result: it need not be looked at again.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn looked_back_at(db: &mut Db, division: Division) -> Result<BTreeSet<EvaluationFindingId>, StoreError> {
    let ids: Vec<String> = look_back_objects::table
        .filter(look_back_objects::division.eq(division.as_str()))
        .filter(look_back_objects::result.is_not_null())
        .select(look_back_objects::finding_id)
        .load(db)?;
    ids.iter()
        .map(|id| {
            Row {
                table: "look_back_objects",
                key: id,
            }
            .parse("finding_id", id)
        })
        .collect()
}
