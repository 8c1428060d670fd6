//! 提交 (hands): who handed the scores of a side in.

use diesel::prelude::*;
use hengji_domain::evaluation::Side;
use hengji_domain::id::{EvaluationId, UserId};
use hengji_domain::{Division, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::evaluation_hands;
use crate::text::Row;

/// That scores were handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandIn {
    /// Which side.
    pub side: Side,
    /// Whose sheet, as in the scores.
    pub slot: String,
    /// Who.
    pub user: UserId,
    /// The name at the time.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = evaluation_hands)]
struct HandRow {
    division: String,
    evaluation_id: String,
    side: String,
    slot: String,
    user_id: String,
    user_name: String,
    handed_in_at: i64,
}

/// Writes down that scores were handed in.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when they were already.
pub fn hand_in(
    db: &mut Db,
    division: Division,
    evaluation: EvaluationId,
    hand: &HandIn,
) -> Result<(), StoreError> {
    diesel::insert_into(evaluation_hands::table)
        .values(HandRow {
            division: division.to_string(),
            evaluation_id: evaluation.to_string(),
            side: hand.side.code().to_owned(),
            slot: hand.slot.clone(),
            user_id: hand.user.to_string(),
            user_name: hand.name.clone(),
            handed_in_at: hand.at.micros(),
        })
        .execute(db)?;
    Ok(())
}

/// Opens the sheets of a side again; how many were handed in.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn take_back(
    db: &mut Db,
    division: Division,
    evaluation: EvaluationId,
    side: Side,
) -> Result<usize, StoreError> {
    Ok(diesel::delete(
        evaluation_hands::table
            .filter(evaluation_hands::division.eq(division.as_str()))
            .filter(evaluation_hands::evaluation_id.eq(evaluation.to_string()))
            .filter(evaluation_hands::side.eq(side.code())),
    )
    .execute(db)?)
}

/// What was handed in of an evaluation, by side and sheet.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn hands_of(db: &mut Db, division: Division, id: EvaluationId) -> Result<Vec<HandIn>, StoreError> {
    let all = hands_of_many(db, division, &[id])?;
    Ok(all.into_iter().map(|(_, hand)| hand).collect())
}

/// What was handed in of several evaluations, each evaluation's by side and sheet, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn hands_of_many(
    db: &mut Db,
    division: Division,
    ids: &[EvaluationId],
) -> Result<Vec<(EvaluationId, HandIn)>, StoreError> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<HandRow> = evaluation_hands::table
        .filter(evaluation_hands::division.eq(division.as_str()))
        .filter(evaluation_hands::evaluation_id.eq_any(ids))
        .order((
            evaluation_hands::evaluation_id,
            evaluation_hands::side,
            evaluation_hands::slot,
        ))
        .select(HandRow::as_select())
        .load(db)?;
    rows.into_iter()
        .map(|read| {
            let row = Row {
                table: "evaluation_hands",
                key: &read.evaluation_id,
            };
            let evaluation = row.parse("evaluation_id", &read.evaluation_id)?;
            let hand = HandIn {
                side: row.code("side", &read.side, Side::from_code)?,
                user: row.parse("user_id", &read.user_id)?,
                at: Timestamp::from_micros(read.handed_in_at),
                slot: read.slot,
                name: read.user_name,
            };
            Ok((evaluation, hand))
        })
        .collect()
}
