//! 专家评分 (scores): what an expert gave before the discussion, and what was changed after it.

use diesel::prelude::*;
use hengji_domain::id::{LineKey, SheetId, UserId};
use hengji_domain::{Division, Score, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::ex_ante_scores;
use crate::text::{Row, loaded, stored};

/// Before the discussion or after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Round {
    /// 独立评分.
    Independent,
    /// 讨论后改分.
    Revised,
}

impl Round {
    const fn number(self) -> i32 {
        match self {
            Self::Independent => 1,
            Self::Revised => 2,
        }
    }

    fn from_number(number: i32) -> Option<Self> {
        [Self::Independent, Self::Revised]
            .into_iter()
            .find(|round| round.number() == number)
    }
}

/// One score of one expert for one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpertScore {
    /// The expert.
    pub user: UserId,
    /// The item.
    pub line: LineKey,
    /// Before the discussion or after it.
    pub round: Round,
    /// The score.
    pub score: Score,
    /// The opinion; after the discussion the reason of the change.
    pub words: String,
    /// When.
    pub made_at: Timestamp,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = ex_ante_scores, treat_none_as_default_value = false)]
struct ScoreRow {
    division: String,
    sheet_id: String,
    user_id: String,
    line_key: String,
    round: i32,
    score_centi: i32,
    words: Option<String>,
    made_at: i64,
}

/// Puts the scores of an expert's round in the place of those stored.
///
/// # Errors
///
/// [`StoreError::Reference`] when the expert is not invited.
pub fn replace_round(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
    user: UserId,
    round: Round,
    all: &[ExpertScore],
) -> Result<usize, StoreError> {
    diesel::delete(
        ex_ante_scores::table
            .filter(ex_ante_scores::division.eq(division.as_str()))
            .filter(ex_ante_scores::sheet_id.eq(sheet.to_string()))
            .filter(ex_ante_scores::user_id.eq(user.to_string()))
            .filter(ex_ante_scores::round.eq(round.number())),
    )
    .execute(db)?;
    let rows: Vec<ScoreRow> = all
        .iter()
        .map(|one| ScoreRow {
            division: division.to_string(),
            sheet_id: sheet.to_string(),
            user_id: user.to_string(),
            line_key: one.line.to_string(),
            round: round.number(),
            score_centi: one.score.centi(),
            words: stored(&one.words),
            made_at: one.made_at.micros(),
        })
        .collect();
    insert_chunked!(db, ex_ante_scores::table, rows)
}

/// Every score of an evaluation, by expert, item and round.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn scores_of_sheet(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
) -> Result<Vec<ExpertScore>, StoreError> {
    let rows: Vec<ScoreRow> = ex_ante_scores::table
        .filter(ex_ante_scores::division.eq(division.as_str()))
        .filter(ex_ante_scores::sheet_id.eq(sheet.to_string()))
        .order((
            ex_ante_scores::user_id,
            ex_ante_scores::line_key,
            ex_ante_scores::round,
        ))
        .select(ScoreRow::as_select())
        .load(db)?;
    rows.into_iter()
        .map(|read| {
            let row = Row {
                table: "ex_ante_scores",
                key: &read.sheet_id,
            };
            Ok(ExpertScore {
                user: row.parse("user_id", &read.user_id)?,
                line: row.parse("line_key", &read.line_key)?,
                round: Round::from_number(read.round)
                    .ok_or_else(|| row.corrupt(format!("round 为 {}", read.round)))?,
                score: Score::from_centi(read.score_centi),
                words: loaded(read.words),
                made_at: Timestamp::from_micros(read.made_at),
            })
        })
        .collect()
}
