//! Sessions, their slots, and who sits in them.

use std::collections::BTreeMap;

use diesel::prelude::*;
use hengji_domain::centralised_review::{AgendaEntry, Reviewer, SessionDays};
use hengji_domain::id::{ReviewSessionId, ReviewSlotId, UserId};
use hengji_domain::{BudgetYear, Division, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{review_reviewers, review_sessions, review_slots, units};
use crate::text::{Row, year_column};

/// 集中审核会议 (review session).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewSession {
    /// Identity.
    pub id: ReviewSessionId,
    /// Budget year whose goals are reviewed.
    pub year: BudgetYear,
    /// Its name, unique within the year.
    pub name: String,
    /// Where it is held.
    pub place: String,
    /// Its days.
    pub days: SessionDays,
    /// Raised with every change of the agenda.
    pub version: i32,
    /// Who planned it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
}

/// An entry of the agenda with the session it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The session.
    pub session: ReviewSessionId,
    /// The entry.
    pub entry: AgendaEntry,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = review_sessions, treat_none_as_default_value = false)]
struct SessionRow {
    division: String,
    session_id: String,
    budget_year: i32,
    name: String,
    place: String,
    begins_on: String,
    ends_on: String,
    version: i32,
    created_by: String,
    created_at: i64,
}

impl TryFrom<SessionRow> for ReviewSession {
    type Error = StoreError;

    fn try_from(stored: SessionRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "review_sessions",
            key: &stored.session_id,
        };
        Ok(Self {
            id: row.parse("session_id", &stored.session_id)?,
            year: row.year(stored.budget_year)?,
            days: SessionDays {
                from: row.parse("begins_on", &stored.begins_on)?,
                to: row.parse("ends_on", &stored.ends_on)?,
            },
            created_by: row.parse("created_by", &stored.created_by)?,
            name: stored.name,
            place: stored.place,
            version: stored.version,
            created_at: Timestamp::from_micros(stored.created_at),
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = review_slots)]
struct SlotRow {
    division: String,
    slot_id: String,
    session_id: String,
    department_id: String,
    room: String,
    begins_at: i64,
    ends_at: i64,
}

#[derive(Insertable)]
#[diesel(table_name = review_reviewers)]
struct ReviewerRow {
    division: String,
    slot_id: String,
    user_id: String,
    user_name: String,
}

/// Adds a session.
///
/// # Errors
///
/// [`StoreError::Duplicate`] with `review_sessions_name_unique` when the year has one of the name.
pub fn insert_session(db: &mut Db, division: Division, session: &ReviewSession) -> Result<(), StoreError> {
    let row = SessionRow {
        division: division.to_string(),
        session_id: session.id.to_string(),
        budget_year: year_column(session.year),
        name: session.name.clone(),
        place: session.place.clone(),
        begins_on: session.days.from.to_string(),
        ends_on: session.days.to.to_string(),
        version: session.version,
        created_by: session.created_by.to_string(),
        created_at: session.created_at.micros(),
    };
    insert_chunked!(db, review_sessions::table, [row]).map(|_| ())
}

/// The sessions of a year, by their first day.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn sessions_of_year(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
) -> Result<Vec<ReviewSession>, StoreError> {
    review_sessions::table
        .filter(review_sessions::division.eq(division.as_str()))
        .filter(review_sessions::budget_year.eq(year_column(year)))
        .order((review_sessions::begins_on, review_sessions::session_id))
        .select(SessionRow::as_select())
        .load(db)?
        .into_iter()
        .map(ReviewSession::try_from)
        .collect()
}

/// The session with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_session(
    db: &mut Db,
    division: Division,
    id: ReviewSessionId,
) -> Result<Option<ReviewSession>, StoreError> {
    review_sessions::table
        .find((division.as_str(), id.to_string()))
        .select(SessionRow::as_select())
        .first(db)
        .optional()?
        .map(ReviewSession::try_from)
        .transpose()
}

/// Raises the version of a session whose agenda changes; the new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when the agenda was changed since `version` was read.
pub fn touch_session(
    db: &mut Db,
    division: Division,
    id: ReviewSessionId,
    version: i32,
) -> Result<i32, StoreError> {
    let next = version.saturating_add(1);
    let updated = diesel::update(
        review_sessions::table
            .find((division.as_str(), id.to_string()))
            .filter(review_sessions::version.eq(version)),
    )
    .set(review_sessions::version.eq(next))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "review_sessions",
            key: id.to_string(),
        });
    }
    Ok(next)
}

/// Adds an entry with its reviewers.
///
/// # Errors
///
/// [`StoreError::Reference`] when session or department do not exist.
pub fn insert_slot(
    db: &mut Db,
    division: Division,
    session: ReviewSessionId,
    entry: &AgendaEntry,
) -> Result<(), StoreError> {
    let row = SlotRow {
        division: division.to_string(),
        slot_id: entry.slot.to_string(),
        session_id: session.to_string(),
        department_id: entry.department.to_string(),
        room: entry.room.clone(),
        begins_at: entry.from.micros(),
        ends_at: entry.to.micros(),
    };
    insert_chunked!(db, review_slots::table, [row])?;
    let reviewers: Vec<ReviewerRow> = entry
        .reviewers
        .iter()
        .map(|reviewer| ReviewerRow {
            division: division.to_string(),
            slot_id: entry.slot.to_string(),
            user_id: reviewer.user.to_string(),
            user_name: reviewer.name.clone(),
        })
        .collect();
    insert_chunked!(db, review_reviewers::table, reviewers).map(|_| ())
}

/// Takes an entry off the agenda. What was said in it keeps it there.
///
/// # Errors
///
/// [`StoreError::Reference`] when something was said in it.
pub fn delete_slot(db: &mut Db, division: Division, slot: ReviewSlotId) -> Result<(), StoreError> {
    diesel::delete(
        review_reviewers::table
            .filter(review_reviewers::division.eq(division.as_str()))
            .filter(review_reviewers::slot_id.eq(slot.to_string())),
    )
    .execute(db)?;
    diesel::delete(review_slots::table.find((division.as_str(), slot.to_string()))).execute(db)?;
    Ok(())
}

type SlotColumns = (String, String, String, String, i64, i64, String);

/// Slots with the names of their departments; a macro because the type of the query cannot be written down.
macro_rules! slots {
    ($division:expr) => {
        review_slots::table
            .inner_join(
                units::table.on(units::division
                    .eq(review_slots::division)
                    .and(units::unit_id.eq(review_slots::department_id))),
            )
            .filter(review_slots::division.eq($division.to_string()))
            .filter(units::division.eq($division.to_string()))
            .order((review_slots::begins_at, review_slots::slot_id))
            .select((
                review_slots::slot_id,
                review_slots::session_id,
                review_slots::department_id,
                review_slots::room,
                review_slots::begins_at,
                review_slots::ends_at,
                units::name,
            ))
    };
}

/// Every entry of the division that shares an instant with this time, in two statements.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn overlapping(
    db: &mut Db,
    division: Division,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<AgendaEntry>, StoreError> {
    let rows: Vec<SlotColumns> = slots!(division)
        .filter(review_slots::begins_at.lt(to.micros()))
        .filter(review_slots::ends_at.gt(from.micros()))
        .load(db)?;
    Ok(assemble(db, division, rows)?
        .into_iter()
        .map(|slot| slot.entry)
        .collect())
}

/// The agenda of sessions by time, in two statements.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn slots_of(
    db: &mut Db,
    division: Division,
    sessions: &[ReviewSessionId],
) -> Result<Vec<Slot>, StoreError> {
    let ids: Vec<String> = sessions.iter().map(ToString::to_string).collect();
    let rows: Vec<SlotColumns> = slots!(division)
        .filter(review_slots::session_id.eq_any(ids))
        .load(db)?;
    assemble(db, division, rows)
}

/// The entry with this id, in two statements.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_slot(db: &mut Db, division: Division, id: ReviewSlotId) -> Result<Option<Slot>, StoreError> {
    let rows: Vec<SlotColumns> = slots!(division)
        .filter(review_slots::slot_id.eq(id.to_string()))
        .load(db)?;
    Ok(assemble(db, division, rows)?.into_iter().next())
}

fn assemble(db: &mut Db, division: Division, rows: Vec<SlotColumns>) -> Result<Vec<Slot>, StoreError> {
    let ids: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
    let seated: Vec<(String, String, String)> = review_reviewers::table
        .filter(review_reviewers::division.eq(division.as_str()))
        .filter(review_reviewers::slot_id.eq_any(ids))
        .order((
            review_reviewers::slot_id,
            review_reviewers::user_name,
            review_reviewers::user_id,
        ))
        .select((
            review_reviewers::slot_id,
            review_reviewers::user_id,
            review_reviewers::user_name,
        ))
        .load(db)?;
    let mut reviewers: BTreeMap<String, Vec<Reviewer>> = BTreeMap::new();
    for (slot, user, name) in seated {
        let row = Row {
            table: "review_reviewers",
            key: &slot,
        };
        let user = row.parse("user_id", &user)?;
        reviewers
            .entry(slot.clone())
            .or_default()
            .push(Reviewer { user, name });
    }
    rows.into_iter()
        .map(|(slot, session, department, room, from, to, department_name)| {
            let row = Row {
                table: "review_slots",
                key: &slot,
            };
            Ok(Slot {
                session: row.parse("session_id", &session)?,
                entry: AgendaEntry {
                    slot: row.parse("slot_id", &slot)?,
                    department: row.parse("department_id", &department)?,
                    department_name,
                    room,
                    from: Timestamp::from_micros(from),
                    to: Timestamp::from_micros(to),
                    reviewers: reviewers.remove(&slot).unwrap_or_default(),
                },
            })
        })
        .collect()
}
