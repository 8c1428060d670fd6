//! 佐证 (evidence): files beside an item; equal contents are stored once, with the attachments.

use diesel::prelude::*;
use hengji_domain::evaluation::ItemKey;
use hengji_domain::id::{CaseEvidenceId, EvaluationId};
use hengji_domain::{Division, Timestamp};

use super::CaseHand;
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::case_evidence;
use crate::text::{Row, loaded, stored};

/// A file of evidence without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEvidence {
    /// Identity.
    pub id: CaseEvidenceId,
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// The item it proves; none for the whole.
    pub item: Option<ItemKey>,
    /// Where in the file: 第 3 页.
    pub page: String,
    /// What it shows.
    pub note: String,
    /// Name of the file as sent.
    pub file_name: String,
    /// Media type as recognised, not as claimed.
    pub media_type: String,
    /// Size in bytes.
    pub byte_count: u64,
    /// SHA-256 of the content.
    pub sha256: String,
    /// Who sent it.
    pub kept: CaseHand,
    /// Who withdrew it.
    pub withdrawn: Option<CaseHand>,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = case_evidence, treat_none_as_default_value = false)]
struct EvidenceRow {
    division: String,
    evidence_id: String,
    evaluation_id: String,
    item_key: Option<String>,
    page: Option<String>,
    note: Option<String>,
    file_name: String,
    media_type: String,
    byte_count: i64,
    sha256: String,
    kept_by_name: String,
    kept_at: i64,
    withdrawn_by_name: Option<String>,
    withdrawn_at: Option<i64>,
}

impl TryFrom<EvidenceRow> for CaseEvidence {
    type Error = StoreError;

    fn try_from(read: EvidenceRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "case_evidence",
            key: &read.evidence_id,
        };
        Ok(Self {
            id: row.parse("evidence_id", &read.evidence_id)?,
            evaluation: row.parse("evaluation_id", &read.evaluation_id)?,
            byte_count: row.number("byte_count", read.byte_count)?,
            item: read.item_key.as_deref().map(ItemKey::new),
            page: loaded(read.page),
            note: loaded(read.note),
            kept: CaseHand {
                name: read.kept_by_name,
                at: Timestamp::from_micros(read.kept_at),
            },
            withdrawn: CaseHand::read(read.withdrawn_by_name, read.withdrawn_at),
            file_name: read.file_name,
            media_type: read.media_type,
            sha256: read.sha256,
        })
    }
}

/// Writes evidence down whose contents are stored; how much.
///
/// # Errors
///
/// [`StoreError::Reference`] when a case file or a content does not exist.
pub fn insert_evidence(db: &mut Db, division: Division, all: &[CaseEvidence]) -> Result<usize, StoreError> {
    let rows: Vec<EvidenceRow> = all
        .iter()
        .map(|one| {
            Ok(EvidenceRow {
                division: division.to_string(),
                evidence_id: one.id.to_string(),
                evaluation_id: one.evaluation.to_string(),
                item_key: one.item.as_ref().map(ToString::to_string),
                page: stored(&one.page),
                note: stored(&one.note),
                file_name: one.file_name.clone(),
                media_type: one.media_type.clone(),
                byte_count: i64::try_from(one.byte_count)
                    .map_err(|_| StoreError::corrupt("case_evidence", one.id, "byte_count"))?,
                sha256: one.sha256.clone(),
                kept_by_name: one.kept.name.clone(),
                kept_at: one.kept.at.micros(),
                withdrawn_by_name: one.withdrawn.as_ref().map(|hand| hand.name.clone()),
                withdrawn_at: one.withdrawn.as_ref().map(|hand| hand.at.micros()),
            })
        })
        .collect::<Result<_, StoreError>>()?;
    insert_chunked!(db, case_evidence::table, rows)
}

/// The evidence of a case that stands, in the order in which it was sent.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn evidence_of(
    db: &mut Db,
    division: Division,
    id: EvaluationId,
) -> Result<Vec<CaseEvidence>, StoreError> {
    case_evidence::table
        .filter(case_evidence::division.eq(division.as_str()))
        .filter(case_evidence::evaluation_id.eq(id.to_string()))
        .filter(case_evidence::withdrawn_at.is_null())
        .order((case_evidence::kept_at, case_evidence::evidence_id))
        .select(EvidenceRow::as_select())
        .load(db)?
        .into_iter()
        .map(CaseEvidence::try_from)
        .collect()
}

/// The evidence with this id, unless it was withdrawn.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_evidence(
    db: &mut Db,
    division: Division,
    id: CaseEvidenceId,
) -> Result<Option<CaseEvidence>, StoreError> {
    case_evidence::table
        .find((division.as_str(), id.to_string()))
        .filter(case_evidence::withdrawn_at.is_null())
        .select(EvidenceRow::as_select())
        .first(db)
        .optional()?
        .map(CaseEvidence::try_from)
        .transpose()
}

/// Withdraws evidence; whether it stood. Its row stays, because the audit chain names it.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn withdraw_evidence(
    db: &mut Db,
    division: Division,
    (evaluation, id): (EvaluationId, CaseEvidenceId),
    hand: &CaseHand,
) -> Result<bool, StoreError> {
    let updated = diesel::update(
        case_evidence::table
            .find((division.as_str(), id.to_string()))
            .filter(case_evidence::evaluation_id.eq(evaluation.to_string()))
            .filter(case_evidence::withdrawn_at.is_null()),
    )
    .set((
        case_evidence::withdrawn_by_name.eq(&hand.name),
        case_evidence::withdrawn_at.eq(hand.at.micros()),
    ))
    .execute(db)?;
    Ok(updated == 1)
}
