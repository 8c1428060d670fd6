//! 会签 (signatures): who answered for which content at which step.

mod hands;

use diesel::prelude::*;
use hengji_domain::id::{SheetId, UserId};
use hengji_domain::person::Role;
use hengji_domain::{Division, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::signatures;
use crate::text::Row;

pub use hands::signed_by;

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The sheet.
    pub sheet: SheetId,
    /// The edition that was signed.
    pub edition: i32,
    /// Index of the step in the chain; 0 is the submission.
    pub step: u32,
    /// The part the signer played.
    pub role: Role,
    /// Who.
    pub signer: UserId,
    /// The signer's name at the time.
    pub signer_name: String,
    /// SHA-256 of the edition's snapshot.
    pub content_sha256: String,
    /// When.
    pub signed_at: Timestamp,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = signatures, treat_none_as_default_value = false)]
struct SignatureRow {
    division: String,
    sheet_id: String,
    edition: i32,
    step: i32,
    role: String,
    signer_id: String,
    signer_name: String,
    content_sha256: String,
    signed_at: i64,
}

impl TryFrom<SignatureRow> for Signature {
    type Error = StoreError;

    fn try_from(stored: SignatureRow) -> Result<Self, StoreError> {
        let key = format!("{}#{}/{}", stored.sheet_id, stored.edition, stored.step);
        let row = Row {
            table: "signatures",
            key: &key,
        };
        Ok(Self {
            sheet: row.parse("sheet_id", &stored.sheet_id)?,
            step: row.number("step", stored.step)?,
            role: row.code("role", &stored.role, Role::from_code)?,
            signer: row.parse("signer_id", &stored.signer_id)?,
            edition: stored.edition,
            signer_name: stored.signer_name,
            content_sha256: stored.content_sha256,
            signed_at: Timestamp::from_micros(stored.signed_at),
        })
    }
}

impl SignatureRow {
    fn new(division: Division, signature: &Signature) -> Result<Self, StoreError> {
        Ok(Self {
            division: division.to_string(),
            sheet_id: signature.sheet.to_string(),
            edition: signature.edition,
            step: i32::try_from(signature.step)
                .map_err(|_| StoreError::corrupt("signatures", signature.sheet, "step"))?,
            role: signature.role.code().to_owned(),
            signer_id: signature.signer.to_string(),
            signer_name: signature.signer_name.clone(),
            content_sha256: signature.content_sha256.clone(),
            signed_at: signature.signed_at.micros(),
        })
    }
}

/// Signs.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when the step of the edition is signed already.
pub fn insert(db: &mut Db, division: Division, signature: &Signature) -> Result<(), StoreError> {
    insert_many(db, division, std::slice::from_ref(signature)).map(|_| ())
}

/// Writes many signatures; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when a step of an edition is signed already.
pub fn insert_many(db: &mut Db, division: Division, all: &[Signature]) -> Result<usize, StoreError> {
    let rows: Vec<SignatureRow> = all
        .iter()
        .map(|signature| SignatureRow::new(division, signature))
        .collect::<Result<_, _>>()?;
    insert_chunked!(db, signatures::table, rows)
}

/// Every signature on a sheet, by edition and step.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_sheet(db: &mut Db, division: Division, sheet: SheetId) -> Result<Vec<Signature>, StoreError> {
    signatures::table
        .filter(signatures::division.eq(division.as_str()))
        .filter(signatures::sheet_id.eq(sheet.to_string()))
        .order((signatures::edition, signatures::step))
        .select(SignatureRow::as_select())
        .load(db)?
        .into_iter()
        .map(Signature::try_from)
        .collect()
}

#[cfg(test)]
mod tests;
