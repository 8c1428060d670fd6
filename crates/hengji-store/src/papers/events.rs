//! 办理记录 (events): each step of a paper with who took it and what was said.

use diesel::prelude::*;
use hengji_domain::id::{PaperId, UserId};
use hengji_domain::paper::PaperState;
use hengji_domain::{Division, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::paper_events;
use crate::text::{Row, loaded, stored};

/// A step of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperEvent {
    /// The paper.
    pub paper: PaperId,
    /// Its version after the step.
    pub version: i32,
    /// Where it stood then.
    pub state: PaperState,
    /// What was said: an answer, or why it was taken back; empty for a step without words.
    pub words: String,
    /// Who; none where the demonstration wrote it.
    pub user: Option<UserId>,
    /// The name at the time.
    pub user_name: String,
    /// When.
    pub at: Timestamp,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = paper_events, treat_none_as_default_value = false)]
struct EventRow {
    division: String,
    paper_id: String,
    version: i32,
    state: String,
    words: Option<String>,
    user_id: Option<String>,
    user_name: String,
    made_at: i64,
}

/// Adds steps, in bulk.
///
/// # Errors
///
/// [`StoreError::Reference`] for a paper that is not there.
pub fn insert_events(db: &mut Db, division: Division, all: &[PaperEvent]) -> Result<usize, StoreError> {
    let rows: Vec<EventRow> = all
        .iter()
        .map(|event| EventRow {
            division: division.to_string(),
            paper_id: event.paper.to_string(),
            version: event.version,
            state: event.state.code().to_owned(),
            words: stored(&event.words),
            user_id: event.user.map(|user| user.to_string()),
            user_name: event.user_name.clone(),
            made_at: event.at.micros(),
        })
        .collect();
    insert_chunked!(db, paper_events::table, rows)
}

/// The steps of a paper, the first first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn events(db: &mut Db, division: Division, paper: PaperId) -> Result<Vec<PaperEvent>, StoreError> {
    paper_events::table
        .filter(paper_events::division.eq(division.as_str()))
        .filter(paper_events::paper_id.eq(paper.to_string()))
        .order(paper_events::version)
        .select(EventRow::as_select())
        .load(db)?
        .into_iter()
        .map(|read| {
            let row = Row {
                table: "paper_events",
                key: &read.paper_id,
            };
            Ok(PaperEvent {
                paper: row.parse("paper_id", &read.paper_id)?,
                version: read.version,
                state: row.code("state", &read.state, PaperState::from_code)?,
                user: row.parse_opt("user_id", read.user_id.as_deref())?,
                at: Timestamp::from_micros(read.made_at),
                words: loaded(read.words.clone()),
                user_name: read.user_name.clone(),
            })
        })
        .collect()
}
