//! 整改证明 (proofs): files beside a claim; equal contents are stored once, with the attachments.

use diesel::prelude::*;
use hengji_domain::id::{CommitmentId, ProofId};
use hengji_domain::{Division, Timestamp};

use super::RectificationHand;
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::rectification_proofs;
use crate::text::Row;

/// A proof without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Identity.
    pub id: ProofId,
    /// What it proves.
    pub commitment: CommitmentId,
    /// The version of the commitment that it was sent for: a rejection begins another round.
    pub round: i32,
    /// Name of the file as sent.
    pub file_name: String,
    /// Media type as recognised, not as claimed.
    pub media_type: String,
    /// Size in bytes.
    pub byte_count: u64,
    /// SHA-256 of the content.
    pub sha256: String,
    /// Who sent it, and when.
    pub hand: RectificationHand,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = rectification_proofs)]
struct ProofRow {
    division: String,
    proof_id: String,
    commitment_id: String,
    round: i32,
    file_name: String,
    media_type: String,
    byte_count: i64,
    sha256: String,
    uploaded_by_name: String,
    uploaded_at: i64,
}

impl TryFrom<ProofRow> for Proof {
    type Error = StoreError;

    fn try_from(stored: ProofRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "rectification_proofs",
            key: &stored.proof_id,
        };
        Ok(Self {
            id: row.parse("proof_id", &stored.proof_id)?,
            commitment: row.parse("commitment_id", &stored.commitment_id)?,
            byte_count: row.number("byte_count", stored.byte_count)?,
            round: stored.round,
            file_name: stored.file_name,
            media_type: stored.media_type,
            sha256: stored.sha256,
            hand: RectificationHand {
                user: None,
                name: stored.uploaded_by_name,
                at: Timestamp::from_micros(stored.uploaded_at),
            },
        })
    }
}

/// Writes proofs down whose contents are stored; how many.
///
/// # Errors
///
/// [`StoreError::Reference`] when a commitment or a content does not exist.
pub fn insert_proofs(db: &mut Db, division: Division, all: &[Proof]) -> Result<usize, StoreError> {
    let rows: Vec<ProofRow> = all
        .iter()
        .map(|one| {
            Ok(ProofRow {
                division: division.to_string(),
                proof_id: one.id.to_string(),
                commitment_id: one.commitment.to_string(),
                round: one.round,
                file_name: one.file_name.clone(),
                media_type: one.media_type.clone(),
                byte_count: i64::try_from(one.byte_count)
                    .map_err(|_| StoreError::corrupt("rectification_proofs", one.id, "byte_count"))?,
                sha256: one.sha256.clone(),
                uploaded_by_name: one.hand.name.clone(),
                uploaded_at: one.hand.at.micros(),
            })
        })
        .collect::<Result<_, StoreError>>()?;
    insert_chunked!(db, rectification_proofs::table, rows)
}

/// The proofs of a commitment, in the order in which they were sent.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn proofs_of(
    db: &mut Db,
    division: Division,
    commitment: CommitmentId,
) -> Result<Vec<Proof>, StoreError> {
    rectification_proofs::table
        .filter(rectification_proofs::division.eq(division.as_str()))
        .filter(rectification_proofs::commitment_id.eq(commitment.to_string()))
        .order((rectification_proofs::uploaded_at, rectification_proofs::proof_id))
        .select(ProofRow::as_select())
        .load(db)?
        .into_iter()
        .map(Proof::try_from)
        .collect()
}

/// The proof with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_proof(db: &mut Db, division: Division, id: ProofId) -> Result<Option<Proof>, StoreError> {
    rectification_proofs::table
        .find((division.as_str(), id.to_string()))
        .select(ProofRow::as_select())
        .first(db)
        .optional()?
        .map(Proof::try_from)
        .transpose()
}
