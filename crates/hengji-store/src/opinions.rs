//! 审核意见 (opinions): what reviewers said, in which step of which edition.

mod returns;

use diesel::prelude::*;
use hengji_domain::id::{LineKey, OpinionId, SheetId, UserId};
use hengji_domain::{Division, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::opinions;
use crate::text::{Row, loaded, stored};

pub use returns::last_returns;

/// What the reviewer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// 通过, with words.
    Approved,
    /// 退回修改.
    Returned,
    /// 撤回 by the unit itself.
    Withdrawn,
}

impl Verdict {
    const ALL: [Self; 3] = [Self::Approved, Self::Returned, Self::Withdrawn];

    /// The stable identifier: approved, returned, withdrawn.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }
}

/// One opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Identity.
    pub id: OpinionId,
    /// The sheet.
    pub sheet: SheetId,
    /// The edition it speaks of.
    pub edition: i32,
    /// Index of the step in the chain.
    pub step: u32,
    /// What the reviewer did.
    pub verdict: Verdict,
    /// The line; none for the whole sheet.
    pub line: Option<LineKey>,
    /// Code of the closed list; none where nothing is returned.
    pub reason: Option<String>,
    /// Free words.
    pub words: String,
    /// Who.
    pub author: UserId,
    /// The author's name at the time.
    pub author_name: String,
    /// When.
    pub made_at: Timestamp,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = opinions, treat_none_as_default_value = false)]
struct OpinionRow {
    division: String,
    opinion_id: String,
    sheet_id: String,
    edition: i32,
    step: i32,
    verdict: String,
    line_key: Option<String>,
    reason: Option<String>,
    words: Option<String>,
    author_id: String,
    author_name: String,
    made_at: i64,
}

impl OpinionRow {
    fn new(division: Division, opinion: &Opinion) -> Result<Self, StoreError> {
        Ok(Self {
            division: division.to_string(),
            opinion_id: opinion.id.to_string(),
            sheet_id: opinion.sheet.to_string(),
            edition: opinion.edition,
            step: i32::try_from(opinion.step)
                .map_err(|_| StoreError::corrupt("opinions", opinion.id, "step"))?,
            verdict: opinion.verdict.code().to_owned(),
            line_key: opinion.line.map(|key| key.to_string()),
            reason: opinion.reason.clone(),
            words: stored(&opinion.words),
            author_id: opinion.author.to_string(),
            author_name: opinion.author_name.clone(),
            made_at: opinion.made_at.micros(),
        })
    }
}

impl TryFrom<OpinionRow> for Opinion {
    type Error = StoreError;

    fn try_from(row_read: OpinionRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "opinions",
            key: &row_read.opinion_id,
        };
        Ok(Self {
            id: row.parse("opinion_id", &row_read.opinion_id)?,
            sheet: row.parse("sheet_id", &row_read.sheet_id)?,
            step: row.number("step", row_read.step)?,
            verdict: row.code("verdict", &row_read.verdict, Verdict::from_code)?,
            line: row.parse_opt("line_key", row_read.line_key.as_deref())?,
            author: row.parse("author_id", &row_read.author_id)?,
            edition: row_read.edition,
            reason: row_read.reason,
            words: loaded(row_read.words),
            author_name: row_read.author_name,
            made_at: Timestamp::from_micros(row_read.made_at),
        })
    }
}

/// Writes opinions down.
///
/// # Errors
///
/// [`StoreError::Reference`] when the sheet does not exist.
pub fn insert_many(db: &mut Db, division: Division, all: &[Opinion]) -> Result<usize, StoreError> {
    let rows: Vec<OpinionRow> = all
        .iter()
        .map(|opinion| OpinionRow::new(division, opinion))
        .collect::<Result<_, _>>()?;
    insert_chunked!(db, opinions::table, rows)
}

/// Writes one opinion down.
///
/// # Errors
///
/// As [`insert_many`].
pub fn insert(db: &mut Db, division: Division, opinion: &Opinion) -> Result<(), StoreError> {
    insert_many(db, division, std::slice::from_ref(opinion)).map(|_| ())
}

/// Every opinion on a sheet, oldest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_sheet(db: &mut Db, division: Division, sheet: SheetId) -> Result<Vec<Opinion>, StoreError> {
    opinions::table
        .filter(opinions::division.eq(division.as_str()))
        .filter(opinions::sheet_id.eq(sheet.to_string()))
        .order((opinions::made_at, opinions::opinion_id))
        .select(OpinionRow::as_select())
        .load(db)?
        .into_iter()
        .map(Opinion::try_from)
        .collect()
}

#[cfg(test)]
mod tests;
