//! 现场记录 (field records): added and withdrawn, never edited.

use diesel::prelude::*;
use hengji_domain::evaluation::ItemKey;
use hengji_domain::id::{CaseRecordId, EvaluationId};
use hengji_domain::{Division, NaiveDate, Timestamp};

use super::CaseHand;
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::case_records;
use crate::text::{Row, loaded, stored};

/// A field record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRecord {
    /// Identity.
    pub id: CaseRecordId,
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// The day.
    pub seen_on: NaiveDate,
    /// The place.
    pub place: String,
    /// Who was there.
    pub present: String,
    /// What was seen.
    pub situation: String,
    /// The items it says something about.
    pub items: Vec<ItemKey>,
    /// Who wrote it down.
    pub kept: CaseHand,
    /// Who withdrew it.
    pub withdrawn: Option<CaseHand>,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = case_records, treat_none_as_default_value = false)]
struct RecordRow {
    division: String,
    record_id: String,
    evaluation_id: String,
    seen_on: String,
    place: String,
    present: String,
    situation: String,
    items: Option<String>,
    kept_by_name: String,
    kept_at: i64,
    withdrawn_by_name: Option<String>,
    withdrawn_at: Option<i64>,
}

/// Writes field records down; how many.
///
/// # Errors
///
/// [`StoreError::Reference`] when a case file does not exist.
pub fn insert_records(db: &mut Db, division: Division, all: &[CaseRecord]) -> Result<usize, StoreError> {
    let rows: Vec<RecordRow> = all
        .iter()
        .map(|one| {
            let items: Vec<&str> = one.items.iter().map(ItemKey::as_str).collect();
            RecordRow {
                division: division.to_string(),
                record_id: one.id.to_string(),
                evaluation_id: one.evaluation.to_string(),
                seen_on: one.seen_on.to_string(),
                place: one.place.clone(),
                present: one.present.clone(),
                situation: one.situation.clone(),
                items: stored(&items.join("\n")),
                kept_by_name: one.kept.name.clone(),
                kept_at: one.kept.at.micros(),
                withdrawn_by_name: one.withdrawn.as_ref().map(|hand| hand.name.clone()),
                withdrawn_at: one.withdrawn.as_ref().map(|hand| hand.at.micros()),
            }
        })
        .collect();
    insert_chunked!(db, case_records::table, rows)
}

/// The field records of a case, by day; the withdrawn ones too.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn records_of(db: &mut Db, division: Division, id: EvaluationId) -> Result<Vec<CaseRecord>, StoreError> {
    let rows: Vec<RecordRow> = case_records::table
        .filter(case_records::division.eq(division.as_str()))
        .filter(case_records::evaluation_id.eq(id.to_string()))
        .order((case_records::seen_on, case_records::record_id))
        .select(RecordRow::as_select())
        .load(db)?;
    rows.into_iter()
        .map(|read| {
            let row = Row {
                table: "case_records",
                key: &read.record_id,
            };
            Ok(CaseRecord {
                id: row.parse("record_id", &read.record_id)?,
                evaluation: row.parse("evaluation_id", &read.evaluation_id)?,
                seen_on: row.parse("seen_on", &read.seen_on)?,
                items: loaded(read.items).lines().map(ItemKey::new).collect(),
                kept: CaseHand {
                    name: read.kept_by_name,
                    at: Timestamp::from_micros(read.kept_at),
                },
                withdrawn: CaseHand::read(read.withdrawn_by_name, read.withdrawn_at),
                place: read.place,
                present: read.present,
                situation: read.situation,
            })
        })
        .collect()
}

/// Withdraws a record; whether one stood.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn withdraw_record(
    db: &mut Db,
    division: Division,
    (evaluation, id): (EvaluationId, CaseRecordId),
    hand: &CaseHand,
) -> Result<bool, StoreError> {
    let updated = diesel::update(
        case_records::table
            .find((division.as_str(), id.to_string()))
            .filter(case_records::evaluation_id.eq(evaluation.to_string()))
            .filter(case_records::withdrawn_at.is_null()),
    )
    .set((
        case_records::withdrawn_by_name.eq(&hand.name),
        case_records::withdrawn_at.eq(hand.at.micros()),
    ))
    .execute(db)?;
    Ok(updated == 1)
}
