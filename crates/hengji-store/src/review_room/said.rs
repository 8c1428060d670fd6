//! What was said in the room: of single lines, in points, and how each goal came out of it.

use diesel::prelude::*;
use hengji_domain::centralised_review::{LineVerdict, ReviewOutcome};
use hengji_domain::id::{LineKey, ReviewSlotId, SheetId, UserId};
use hengji_domain::{Division, Score, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{review_decisions, review_outcomes, review_points};
use crate::text::{Row, loaded, stored};

/// How the whole sheet is named where a line would stand: part of a key, which cannot be NULL.
const WHOLE_SHEET: &str = "*";

/// What a reviewer said of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The goal.
    pub sheet: SheetId,
    /// The edition spoken of.
    pub edition: i32,
    /// The line; none for the whole sheet.
    pub line: Option<LineKey>,
    /// Where it was said.
    pub slot: ReviewSlotId,
    /// Who.
    pub reviewer: UserId,
    /// The name at the time.
    pub reviewer_name: String,
    /// What.
    pub verdict: LineVerdict,
    /// When.
    pub decided_at: Timestamp,
}

/// The points that a reviewer gave for one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenPoints {
    /// The goal.
    pub sheet: SheetId,
    /// The edition.
    pub edition: i32,
    /// Where.
    pub slot: ReviewSlotId,
    /// Who.
    pub reviewer: UserId,
    /// The name at the time.
    pub reviewer_name: String,
    /// The item, e.g. 规范完整.
    pub item: String,
    /// The points.
    pub points: Score,
    /// When.
    pub given_at: Timestamp,
}

/// How the review of an edition ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeRecord {
    /// The goal.
    pub sheet: SheetId,
    /// The edition.
    pub edition: i32,
    /// Where.
    pub slot: ReviewSlotId,
    /// How.
    pub outcome: ReviewOutcome,
    /// Who said so.
    pub decided_by: UserId,
    /// The name at the time.
    pub decided_by_name: String,
    /// When.
    pub decided_at: Timestamp,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = review_decisions, treat_none_as_default_value = false)]
struct DecisionRow {
    division: String,
    sheet_id: String,
    edition: i32,
    line_key: String,
    reviewer_id: String,
    slot_id: String,
    reviewer_name: String,
    reason: Option<String>,
    words: Option<String>,
    decided_at: i64,
}

impl DecisionRow {
    fn new(division: Division, decision: &Decision) -> Self {
        let (reason, words) = match &decision.verdict {
            LineVerdict::Accepted => (None, None),
            LineVerdict::ToMend { reason, words } => (Some(reason.clone()), stored(words)),
        };
        Self {
            division: division.to_string(),
            sheet_id: decision.sheet.to_string(),
            edition: decision.edition,
            line_key: line_column(decision.line),
            reviewer_id: decision.reviewer.to_string(),
            slot_id: decision.slot.to_string(),
            reviewer_name: decision.reviewer_name.clone(),
            reason,
            words,
            decided_at: decision.decided_at.micros(),
        }
    }
}

fn line_column(line: Option<LineKey>) -> String {
    line.map_or_else(|| WHOLE_SHEET.to_owned(), |line| line.to_string())
}

impl TryFrom<DecisionRow> for Decision {
    type Error = StoreError;

    fn try_from(read: DecisionRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "review_decisions",
            key: &read.sheet_id,
        };
        let line = Some(read.line_key.as_str()).filter(|key| *key != WHOLE_SHEET);
        Ok(Self {
            sheet: row.parse("sheet_id", &read.sheet_id)?,
            edition: read.edition,
            line: row.parse_opt("line_key", line)?,
            slot: row.parse("slot_id", &read.slot_id)?,
            reviewer: row.parse("reviewer_id", &read.reviewer_id)?,
            reviewer_name: read.reviewer_name,
            verdict: match read.reason {
                None => LineVerdict::Accepted,
                Some(reason) => LineVerdict::ToMend {
                    reason,
                    words: loaded(read.words),
                },
            },
            decided_at: Timestamp::from_micros(read.decided_at),
        })
    }
}

/// Writes decisions down, each in the place of what its reviewer said of that line before; they all speak of one
/// edition of one sheet.
///
/// # Errors
///
/// [`StoreError::Reference`] when the sheet does not exist.
pub fn decide(db: &mut Db, division: Division, all: &[Decision]) -> Result<usize, StoreError> {
    let Some(first) = all.first() else {
        return Ok(0);
    };
    let lines: Vec<String> = all.iter().map(|decision| line_column(decision.line)).collect();
    diesel::delete(
        review_decisions::table
            .filter(review_decisions::division.eq(division.as_str()))
            .filter(review_decisions::sheet_id.eq(first.sheet.to_string()))
            .filter(review_decisions::edition.eq(first.edition))
            .filter(review_decisions::reviewer_id.eq(first.reviewer.to_string()))
            .filter(review_decisions::line_key.eq_any(lines)),
    )
    .execute(db)?;
    insert_decisions(db, division, all)
}

/// Writes decisions down that nobody made before; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] where the reviewer has spoken of the line already.
pub fn insert_decisions(db: &mut Db, division: Division, all: &[Decision]) -> Result<usize, StoreError> {
    let rows: Vec<DecisionRow> = all
        .iter()
        .map(|decision| DecisionRow::new(division, decision))
        .collect();
    insert_chunked!(db, review_decisions::table, rows)
}

/// Everything said of these sheets, oldest first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn decisions_of(
    db: &mut Db,
    division: Division,
    sheets: &[SheetId],
) -> Result<Vec<Decision>, StoreError> {
    review_decisions::table
        .filter(review_decisions::division.eq(division.as_str()))
        .filter(review_decisions::sheet_id.eq_any(texts(sheets)))
        .order((
            review_decisions::decided_at,
            review_decisions::sheet_id,
            review_decisions::line_key,
            review_decisions::reviewer_id,
        ))
        .select(DecisionRow::as_select())
        .load(db)?
        .into_iter()
        .map(Decision::try_from)
        .collect()
}

/// Everything said in these slots.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn decisions_in(
    db: &mut Db,
    division: Division,
    slots: &[ReviewSlotId],
) -> Result<Vec<Decision>, StoreError> {
    let ids: Vec<String> = slots.iter().map(ToString::to_string).collect();
    review_decisions::table
        .filter(review_decisions::division.eq(division.as_str()))
        .filter(review_decisions::slot_id.eq_any(ids))
        .order((
            review_decisions::sheet_id,
            review_decisions::edition,
            review_decisions::line_key,
            review_decisions::reviewer_id,
        ))
        .select(DecisionRow::as_select())
        .load(db)?
        .into_iter()
        .map(Decision::try_from)
        .collect()
}

fn texts(sheets: &[SheetId]) -> Vec<String> {
    sheets.iter().map(ToString::to_string).collect()
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = review_points, treat_none_as_default_value = false)]
struct PointsRow {
    division: String,
    sheet_id: String,
    edition: i32,
    reviewer_id: String,
    item: String,
    slot_id: String,
    reviewer_name: String,
    points_centi: i32,
    given_at: i64,
}

/// Writes a reviewer's points for one edition down in the place of those given before.
///
/// # Errors
///
/// [`StoreError::Reference`] when the sheet does not exist.
pub fn give_points(db: &mut Db, division: Division, all: &[GivenPoints]) -> Result<usize, StoreError> {
    if let Some(first) = all.first() {
        diesel::delete(
            review_points::table
                .filter(review_points::division.eq(division.as_str()))
                .filter(review_points::sheet_id.eq(first.sheet.to_string()))
                .filter(review_points::edition.eq(first.edition))
                .filter(review_points::reviewer_id.eq(first.reviewer.to_string())),
        )
        .execute(db)?;
    }
    let rows: Vec<PointsRow> = all
        .iter()
        .map(|given| PointsRow {
            division: division.to_string(),
            sheet_id: given.sheet.to_string(),
            edition: given.edition,
            reviewer_id: given.reviewer.to_string(),
            item: given.item.clone(),
            slot_id: given.slot.to_string(),
            reviewer_name: given.reviewer_name.clone(),
            points_centi: given.points.centi(),
            given_at: given.given_at.micros(),
        })
        .collect();
    insert_chunked!(db, review_points::table, rows)
}

/// The points given to these sheets.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn points_of(
    db: &mut Db,
    division: Division,
    sheets: &[SheetId],
) -> Result<Vec<GivenPoints>, StoreError> {
    let rows: Vec<PointsRow> = review_points::table
        .filter(review_points::division.eq(division.as_str()))
        .filter(review_points::sheet_id.eq_any(texts(sheets)))
        .order((
            review_points::sheet_id,
            review_points::edition,
            review_points::reviewer_id,
            review_points::item,
        ))
        .select(PointsRow::as_select())
        .load(db)?;
    rows.into_iter()
        .map(|read| {
            let row = Row {
                table: "review_points",
                key: &read.sheet_id,
            };
            Ok(GivenPoints {
                sheet: row.parse("sheet_id", &read.sheet_id)?,
                slot: row.parse("slot_id", &read.slot_id)?,
                reviewer: row.parse("reviewer_id", &read.reviewer_id)?,
                edition: read.edition,
                reviewer_name: read.reviewer_name,
                item: read.item,
                points: Score::from_centi(read.points_centi),
                given_at: Timestamp::from_micros(read.given_at),
            })
        })
        .collect()
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = review_outcomes, treat_none_as_default_value = false)]
struct OutcomeRow {
    division: String,
    sheet_id: String,
    edition: i32,
    slot_id: String,
    outcome: String,
    decided_by: String,
    decided_by_name: String,
    decided_at: i64,
}

/// Writes outcomes down.
///
/// # Errors
///
/// [`StoreError::Duplicate`] with `review_outcomes_pkey` when the edition has an outcome.
pub fn insert_outcomes(db: &mut Db, division: Division, all: &[OutcomeRecord]) -> Result<usize, StoreError> {
    let rows: Vec<OutcomeRow> = all
        .iter()
        .map(|record| OutcomeRow {
            division: division.to_string(),
            sheet_id: record.sheet.to_string(),
            edition: record.edition,
            slot_id: record.slot.to_string(),
            outcome: record.outcome.code().to_owned(),
            decided_by: record.decided_by.to_string(),
            decided_by_name: record.decided_by_name.clone(),
            decided_at: record.decided_at.micros(),
        })
        .collect();
    insert_chunked!(db, review_outcomes::table, rows)
}

/// How these sheets came out of the room, oldest edition first.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn outcomes_of(
    db: &mut Db,
    division: Division,
    sheets: &[SheetId],
) -> Result<Vec<OutcomeRecord>, StoreError> {
    let rows: Vec<OutcomeRow> = review_outcomes::table
        .filter(review_outcomes::division.eq(division.as_str()))
        .filter(review_outcomes::sheet_id.eq_any(texts(sheets)))
        .order((review_outcomes::sheet_id, review_outcomes::edition))
        .select(OutcomeRow::as_select())
        .load(db)?;
    rows.into_iter()
        .map(|read| {
            let row = Row {
                table: "review_outcomes",
                key: &read.sheet_id,
            };
            Ok(OutcomeRecord {
                sheet: row.parse("sheet_id", &read.sheet_id)?,
                slot: row.parse("slot_id", &read.slot_id)?,
                outcome: row.code("outcome", &read.outcome, ReviewOutcome::from_code)?,
                decided_by: row.parse("decided_by", &read.decided_by)?,
                edition: read.edition,
                decided_by_name: read.decided_by_name,
                decided_at: Timestamp::from_micros(read.decided_at),
            })
        })
        .collect()
}
