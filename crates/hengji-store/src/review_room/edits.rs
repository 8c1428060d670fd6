//! 现场修改 (room edits): what was changed together, and whether the department stands by it.

use diesel::prelude::*;
use hengji_domain::centralised_review::RoomEditState;
use hengji_domain::id::{ReviewSlotId, RoomEditId, SheetId, UserId};
use hengji_domain::{Division, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::room_edits;
use crate::text::{Row, loaded, stored};

/// The department's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditAnswer {
    /// Who.
    pub by: UserId,
    /// The name at the time.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
    /// Words.
    pub words: String,
}

/// An edit made in the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomEdit {
    /// Identity.
    pub id: RoomEditId,
    /// Where.
    pub slot: ReviewSlotId,
    /// The goal.
    pub sheet: SheetId,
    /// The edition that was changed.
    pub from_edition: i32,
    /// Where it stands.
    pub state: RoomEditState,
    /// The proposal as JSON.
    pub proposal: String,
    /// Who typed it.
    pub proposed_by: UserId,
    /// The name at the time.
    pub proposed_by_name: String,
    /// When.
    pub proposed_at: Timestamp,
    /// The answer; none while it waits.
    pub answer: Option<EditAnswer>,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = room_edits, treat_none_as_default_value = false)]
struct EditRow {
    division: String,
    edit_id: String,
    slot_id: String,
    sheet_id: String,
    from_edition: i32,
    state: String,
    proposal: String,
    proposed_by: String,
    proposed_by_name: String,
    proposed_at: i64,
    answered_by: Option<String>,
    answered_by_name: Option<String>,
    answered_at: Option<i64>,
    answer_words: Option<String>,
    version: i32,
}

impl EditRow {
    fn new(division: Division, edit: &RoomEdit) -> Self {
        let answer = edit.answer.as_ref();
        Self {
            division: division.to_string(),
            edit_id: edit.id.to_string(),
            slot_id: edit.slot.to_string(),
            sheet_id: edit.sheet.to_string(),
            from_edition: edit.from_edition,
            state: edit.state.code().to_owned(),
            proposal: edit.proposal.clone(),
            proposed_by: edit.proposed_by.to_string(),
            proposed_by_name: edit.proposed_by_name.clone(),
            proposed_at: edit.proposed_at.micros(),
            answered_by: answer.map(|answer| answer.by.to_string()),
            answered_by_name: answer.map(|answer| answer.by_name.clone()),
            answered_at: answer.map(|answer| answer.at.micros()),
            answer_words: answer.and_then(|answer| stored(&answer.words)),
            version: edit.version,
        }
    }
}

impl TryFrom<EditRow> for RoomEdit {
    type Error = StoreError;

    fn try_from(read: EditRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "room_edits",
            key: &read.edit_id,
        };
        let answer = match (&read.answered_by, read.answered_at) {
            (Some(by), Some(at)) => Some(EditAnswer {
                by: row.parse("answered_by", by)?,
                by_name: loaded(read.answered_by_name),
                at: Timestamp::from_micros(at),
                words: loaded(read.answer_words),
            }),
            (None, None) => None,
            _ => return Err(row.corrupt("answered_by 与 answered_at 不一致")),
        };
        Ok(Self {
            id: row.parse("edit_id", &read.edit_id)?,
            slot: row.parse("slot_id", &read.slot_id)?,
            sheet: row.parse("sheet_id", &read.sheet_id)?,
            state: row.code("state", &read.state, RoomEditState::from_code)?,
            proposed_by: row.parse("proposed_by", &read.proposed_by)?,
            from_edition: read.from_edition,
            proposal: read.proposal,
            proposed_by_name: read.proposed_by_name,
            proposed_at: Timestamp::from_micros(read.proposed_at),
            answer,
            version: read.version,
        })
    }
}

/// Keeps edits; how many.
///
/// # Errors
///
/// [`StoreError::Reference`] when the sheet does not exist.
pub fn insert_many(db: &mut Db, division: Division, all: &[RoomEdit]) -> Result<usize, StoreError> {
    let rows: Vec<EditRow> = all.iter().map(|edit| EditRow::new(division, edit)).collect();
    insert_chunked!(db, room_edits::table, rows)
}

/// Writes the department's answer down.
///
/// # Errors
///
/// [`StoreError::Stale`] when somebody answered since `edit` was read.
pub fn answer(
    db: &mut Db,
    division: Division,
    edit: &RoomEdit,
    state: RoomEditState,
    answer: &EditAnswer,
) -> Result<(), StoreError> {
    let updated = diesel::update(
        room_edits::table
            .find((division.as_str(), edit.id.to_string()))
            .filter(room_edits::version.eq(edit.version)),
    )
    .set((
        room_edits::state.eq(state.code()),
        room_edits::answered_by.eq(answer.by.to_string()),
        room_edits::answered_by_name.eq(&answer.by_name),
        room_edits::answered_at.eq(answer.at.micros()),
        room_edits::answer_words.eq(stored(&answer.words)),
        room_edits::version.eq(edit.version.saturating_add(1)),
    ))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "room_edits",
            key: edit.id.to_string(),
        });
    }
    Ok(())
}

/// The edit with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: RoomEditId) -> Result<Option<RoomEdit>, StoreError> {
    room_edits::table
        .find((division.as_str(), id.to_string()))
        .select(EditRow::as_select())
        .first(db)
        .optional()?
        .map(RoomEdit::try_from)
        .transpose()
}

/// Every edit of these sheets, oldest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_sheets(db: &mut Db, division: Division, sheets: &[SheetId]) -> Result<Vec<RoomEdit>, StoreError> {
    let ids: Vec<String> = sheets.iter().map(ToString::to_string).collect();
    room_edits::table
        .filter(room_edits::division.eq(division.as_str()))
        .filter(room_edits::sheet_id.eq_any(ids))
        .order((room_edits::proposed_at, room_edits::edit_id))
        .select(EditRow::as_select())
        .load(db)?
        .into_iter()
        .map(RoomEdit::try_from)
        .collect()
}
