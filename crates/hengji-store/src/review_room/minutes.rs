//! 会审纪要 (review minutes): content with its digest, and the two signatures under it.

use diesel::prelude::*;
use hengji_domain::id::{ReviewSlotId, UserId};
use hengji_domain::{Division, Timestamp};

use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::review_minutes;
use crate::text::{Row, loaded};
use crate::{Db, sha256_hex};

/// Which side of the table signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// 财政局.
    Bureau,
    /// 部门.
    Department,
}

/// A signature under minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesSignature {
    /// Who.
    pub signer: UserId,
    /// The name at the time.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// The minutes of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minutes {
    /// The slot.
    pub slot: ReviewSlotId,
    /// Number of these minutes, from 1.
    pub edition: i32,
    /// The content as canonical JSON.
    pub content: String,
    /// SHA-256 of the content.
    pub sha256: String,
    /// Who made them.
    pub made_by: UserId,
    /// The name at the time.
    pub made_by_name: String,
    /// When.
    pub made_at: Timestamp,
    /// The bureau's signature.
    pub bureau: Option<MinutesSignature>,
    /// The department's signature.
    pub department: Option<MinutesSignature>,
}

impl Minutes {
    /// The signature of a side.
    pub const fn signature(&self, side: Side) -> Option<&MinutesSignature> {
        match side {
            Side::Bureau => self.bureau.as_ref(),
            Side::Department => self.department.as_ref(),
        }
    }

    /// The same with the signature of a side.
    #[must_use]
    pub fn signed_by(&self, side: Side, signature: MinutesSignature) -> Self {
        let mut signed = self.clone();
        match side {
            Side::Bureau => signed.bureau = Some(signature),
            Side::Department => signed.department = Some(signature),
        }
        signed
    }
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = review_minutes, treat_none_as_default_value = false)]
struct MinutesRow {
    division: String,
    slot_id: String,
    edition: i32,
    content: String,
    sha256: String,
    made_by: String,
    made_by_name: String,
    made_at: i64,
    bureau_signer_id: Option<String>,
    bureau_signer_name: Option<String>,
    bureau_signed_at: Option<i64>,
    department_signer_id: Option<String>,
    department_signer_name: Option<String>,
    department_signed_at: Option<i64>,
}

/// Signer, name and instant, each with its column.
type SignatureColumns = (Option<String>, Option<String>, Option<i64>);

fn signature(row: Row<'_>, columns: SignatureColumns) -> Result<Option<MinutesSignature>, StoreError> {
    match columns {
        (Some(signer), name, Some(at)) => Ok(Some(MinutesSignature {
            signer: row.parse("signer_id", &signer)?,
            name: loaded(name),
            at: Timestamp::from_micros(at),
        })),
        (None, _, None) => Ok(None),
        _ => Err(row.corrupt("签署人与签署时间不一致")),
    }
}

impl TryFrom<MinutesRow> for Minutes {
    type Error = StoreError;

    /// A content that does not have its own digest was changed behind the product's back.
    fn try_from(read: MinutesRow) -> Result<Self, StoreError> {
        let key = read.slot_id.clone();
        let row = Row {
            table: "review_minutes",
            key: &key,
        };
        if sha256_hex(read.content.as_bytes()) != read.sha256 {
            return Err(row.corrupt("内容与其 SHA-256 不符"));
        }
        let bureau = (
            read.bureau_signer_id,
            read.bureau_signer_name,
            read.bureau_signed_at,
        );
        let department = (
            read.department_signer_id,
            read.department_signer_name,
            read.department_signed_at,
        );
        Ok(Self {
            slot: row.parse("slot_id", &read.slot_id)?,
            made_by: row.parse("made_by", &read.made_by)?,
            edition: read.edition,
            content: read.content,
            sha256: read.sha256,
            made_by_name: read.made_by_name,
            made_at: Timestamp::from_micros(read.made_at),
            bureau: signature(row, bureau)?,
            department: signature(row, department)?,
        })
    }
}

/// Keeps minutes with whatever signatures they carry; the digest is made here.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when the slot has minutes of this edition.
pub fn insert(db: &mut Db, division: Division, minutes: &Minutes) -> Result<(), StoreError> {
    let columns = |signed: Option<&MinutesSignature>| {
        (
            signed.map(|one| one.signer.to_string()),
            signed.map(|one| one.name.clone()),
            signed.map(|one| one.at.micros()),
        )
    };
    let (bureau_signer_id, bureau_signer_name, bureau_signed_at) = columns(minutes.bureau.as_ref());
    let (department_signer_id, department_signer_name, department_signed_at) =
        columns(minutes.department.as_ref());
    let row = MinutesRow {
        division: division.to_string(),
        slot_id: minutes.slot.to_string(),
        edition: minutes.edition,
        content: minutes.content.clone(),
        sha256: sha256_hex(minutes.content.as_bytes()),
        made_by: minutes.made_by.to_string(),
        made_by_name: minutes.made_by_name.clone(),
        made_at: minutes.made_at.micros(),
        bureau_signer_id,
        bureau_signer_name,
        bureau_signed_at,
        department_signer_id,
        department_signer_name,
        department_signed_at,
    };
    insert_chunked!(db, review_minutes::table, [row]).map(|_| ())
}

/// Signs minutes for one side.
///
/// # Errors
///
/// [`StoreError::Stale`] when that side has signed already.
pub fn sign(
    db: &mut Db,
    division: Division,
    minutes: &Minutes,
    side: Side,
    signed: &MinutesSignature,
) -> Result<(), StoreError> {
    let found = review_minutes::table.find((division.as_str(), minutes.slot.to_string(), minutes.edition));
    let (signer, name, at) = (
        signed.signer.to_string(),
        signed.name.as_str(),
        signed.at.micros(),
    );
    let updated = match side {
        Side::Bureau => diesel::update(found.filter(review_minutes::bureau_signer_id.is_null()))
            .set((
                review_minutes::bureau_signer_id.eq(signer),
                review_minutes::bureau_signer_name.eq(name),
                review_minutes::bureau_signed_at.eq(at),
            ))
            .execute(db)?,
        Side::Department => diesel::update(found.filter(review_minutes::department_signer_id.is_null()))
            .set((
                review_minutes::department_signer_id.eq(signer),
                review_minutes::department_signer_name.eq(name),
                review_minutes::department_signed_at.eq(at),
            ))
            .execute(db)?,
    };
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "review_minutes",
            key: minutes.slot.to_string(),
        });
    }
    Ok(())
}

/// The minutes of these slots, those of a slot by edition.
///
/// # Errors
///
/// [`StoreError::Corrupt`] when a content was changed, or of the engine.
pub fn of_slots(db: &mut Db, division: Division, slots: &[ReviewSlotId]) -> Result<Vec<Minutes>, StoreError> {
    let ids: Vec<String> = slots.iter().map(ToString::to_string).collect();
    review_minutes::table
        .filter(review_minutes::division.eq(division.as_str()))
        .filter(review_minutes::slot_id.eq_any(ids))
        .order((review_minutes::slot_id, review_minutes::edition))
        .select(MinutesRow::as_select())
        .load(db)?
        .into_iter()
        .map(Minutes::try_from)
        .collect()
}
