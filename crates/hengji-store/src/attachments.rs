//! 附件 (attachments): evidence for sheets; equal contents are stored once.

use diesel::prelude::*;
use hengji_domain::id::{AttachmentId, LineKey, SheetId, UserId};
use hengji_domain::{Division, Timestamp};

use crate::error::StoreError;
use crate::schema::{attachment_contents, attachments};
use crate::text::Row;
use crate::{Db, sha256_hex};

/// An attachment without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Identity.
    pub id: AttachmentId,
    /// The sheet it belongs to.
    pub sheet: SheetId,
    /// The line it proves; none for the whole sheet.
    pub line: Option<LineKey>,
    /// Name of the file as sent.
    pub file_name: String,
    /// Media type as recognised, not as claimed.
    pub media_type: String,
    /// Size in bytes.
    pub byte_count: u64,
    /// SHA-256 of the content.
    pub sha256: String,
    /// Who sent it.
    pub uploaded_by: UserId,
    /// When.
    pub uploaded_at: Timestamp,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = attachments, treat_none_as_default_value = false)]
struct AttachmentRow {
    division: String,
    attachment_id: String,
    sheet_id: String,
    line_key: Option<String>,
    file_name: String,
    media_type: String,
    byte_count: i64,
    sha256: String,
    uploaded_by: String,
    uploaded_at: i64,
    withdrawn_at: Option<i64>,
}

impl TryFrom<AttachmentRow> for Attachment {
    type Error = StoreError;

    fn try_from(stored: AttachmentRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "attachments",
            key: &stored.attachment_id,
        };
        Ok(Self {
            id: row.parse("attachment_id", &stored.attachment_id)?,
            sheet: row.parse("sheet_id", &stored.sheet_id)?,
            line: row.parse_opt("line_key", stored.line_key.as_deref())?,
            byte_count: row.number("byte_count", stored.byte_count)?,
            uploaded_by: row.parse("uploaded_by", &stored.uploaded_by)?,
            file_name: stored.file_name,
            media_type: stored.media_type,
            sha256: stored.sha256,
            uploaded_at: Timestamp::from_micros(stored.uploaded_at),
            withdrawn_at: stored.withdrawn_at.map(Timestamp::from_micros),
        })
    }
}

/// Stores bytes under their SHA-256, once; the hash.
///
/// # Errors
///
/// [`StoreError::Full`] when there is no space, or of the engine.
pub fn store_content(db: &mut Db, division: Division, content: &[u8]) -> Result<String, StoreError> {
    let sha256 = sha256_hex(content);
    let known: i64 = attachment_contents::table
        .filter(attachment_contents::division.eq(division.as_str()))
        .filter(attachment_contents::sha256.eq(&sha256))
        .count()
        .get_result(db)?;
    if known == 0 {
        let byte_count = i64::try_from(content.len())
            .map_err(|_| StoreError::corrupt("attachment_contents", &sha256, "byte_count"))?;
        diesel::insert_into(attachment_contents::table)
            .values((
                attachment_contents::division.eq(division.as_str()),
                attachment_contents::sha256.eq(&sha256),
                attachment_contents::byte_count.eq(byte_count),
                attachment_contents::content.eq(content),
            ))
            .execute(db)?;
    }
    Ok(sha256)
}

/// The bytes with this SHA-256, proven to be those.
///
/// # Errors
///
/// [`StoreError::Corrupt`] when the stored bytes have another hash.
pub fn content(db: &mut Db, division: Division, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let content: Option<Vec<u8>> = attachment_contents::table
        .find((division.as_str(), sha256))
        .select(attachment_contents::content)
        .first(db)
        .optional()?;
    match content {
        Some(bytes) if sha256_hex(&bytes) != sha256 => Err(StoreError::corrupt(
            "attachment_contents",
            sha256,
            "内容与其 SHA-256 不符",
        )),
        content => Ok(content),
    }
}

/// Attaches a stored content to a sheet.
///
/// # Errors
///
/// [`StoreError::Reference`] when the sheet or the content does not exist.
pub fn insert(db: &mut Db, division: Division, attachment: &Attachment) -> Result<(), StoreError> {
    diesel::insert_into(attachments::table)
        .values(AttachmentRow {
            division: division.to_string(),
            attachment_id: attachment.id.to_string(),
            sheet_id: attachment.sheet.to_string(),
            line_key: attachment.line.map(|key| key.to_string()),
            file_name: attachment.file_name.clone(),
            media_type: attachment.media_type.clone(),
            byte_count: i64::try_from(attachment.byte_count)
                .map_err(|_| StoreError::corrupt("attachments", attachment.id, "byte_count"))?,
            sha256: attachment.sha256.clone(),
            uploaded_by: attachment.uploaded_by.to_string(),
            uploaded_at: attachment.uploaded_at.micros(),
            withdrawn_at: attachment.withdrawn_at.map(Timestamp::micros),
        })
        .execute(db)?;
    Ok(())
}

/// The attachments of a sheet that stand, in the order in which they were sent.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn of_sheet(db: &mut Db, division: Division, sheet: SheetId) -> Result<Vec<Attachment>, StoreError> {
    attachments::table
        .filter(attachments::division.eq(division.as_str()))
        .filter(attachments::sheet_id.eq(sheet.to_string()))
        .filter(attachments::withdrawn_at.is_null())
        .order((attachments::uploaded_at, attachments::attachment_id))
        .select(AttachmentRow::as_select())
        .load(db)?
        .into_iter()
        .map(Attachment::try_from)
        .collect()
}

/// The attachment with this id, withdrawn or not.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
    attachments::table
        .find((division.as_str(), id.to_string()))
        .select(AttachmentRow::as_select())
        .first(db)
        .optional()?
        .map(Attachment::try_from)
        .transpose()
}

/// Withdraws an attachment; whether it stood. Its row stays, because the audit chain names it.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn withdraw(
    db: &mut Db,
    division: Division,
    id: AttachmentId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let withdrawn = diesel::update(
        attachments::table
            .find((division.as_str(), id.to_string()))
            .filter(attachments::withdrawn_at.is_null()),
    )
    .set(attachments::withdrawn_at.eq(at.micros()))
    .execute(db)?;
    Ok(withdrawn == 1)
}

#[cfg(test)]
mod tests;
