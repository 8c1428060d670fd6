//! 快照文件 (file) of a published snapshot, and its check offline: from the file alone, without a database.

use hengji_store::sha256_hex;
use serde::{Deserialize, Serialize};

use super::content::{Content, FORMAT, Sealed};
use crate::error::AppError;

/// A file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SnapshotFile {
    content: Content,
    sealed: Sealed,
    seal: String,
}

/// What a file says that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What it holds.
    pub content: Content,
    /// What the seal covers.
    pub sealed: Sealed,
    /// The seal.
    pub seal: String,
}

/// Why a file does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileRefusal {
    /// It is no snapshot at all.
    #[error("不是发布快照文件:{reason}。请核对是否从“发布快照”页下载的 json。 [snapshot-unreadable]")]
    Unreadable {
        /// Why.
        reason: String,
    },
    /// Its format is not known.
    #[error("发布快照的格式 {format} 不认识,请用新版程序核验。 [snapshot-format-unknown]")]
    Format {
        /// The format found.
        format: u32,
    },
    /// The content gives another digest than the one that was sealed.
    #[error(
        "内容与摘要不符:文件写明 {stated},由内容算出 {computed}。文件被改动过,请重新下载。 [snapshot-content-changed]"
    )]
    Content {
        /// As the file says.
        stated: String,
        /// As it is.
        computed: String,
    },
    /// What was sealed gives another seal.
    #[error(
        "封印不符:文件写明 {stated},由制作人、复核人和摘要算出 {computed}。签署信息被改动过,请重新下载。 [snapshot-seal-wrong]"
    )]
    Seal {
        /// As the file says.
        stated: String,
        /// As it is.
        computed: String,
    },
}

/// The text of a file.
pub(super) fn text_of(content: Content, sealed: Sealed, seal: String) -> Result<String, AppError> {
    let file = SnapshotFile {
        content,
        sealed,
        seal,
    };
    serde_json::to_string(&file).map_err(AppError::fault)
}

/// Checks a file: its digest and its seal, from its own bytes.
///
/// # Errors
///
/// [`FileRefusal`].
pub fn verify(text: &str) -> Result<Verified, FileRefusal> {
    let unreadable = |error: &dyn std::fmt::Display| FileRefusal::Unreadable {
        reason: error.to_string(),
    };
    let file: SnapshotFile = serde_json::from_str(text).map_err(|error| unreadable(&error))?;
    for format in [file.content.format, file.sealed.format] {
        if format != FORMAT {
            return Err(FileRefusal::Format { format });
        }
    }
    let content = file.content.to_text().map_err(|error| unreadable(&error))?;
    let computed = sha256_hex(content.as_bytes());
    if computed != file.sealed.content_sha256 {
        return Err(FileRefusal::Content {
            stated: file.sealed.content_sha256,
            computed,
        });
    }
    let computed = file.sealed.seal().map_err(|error| unreadable(&error))?;
    if computed != file.seal {
        return Err(FileRefusal::Seal {
            stated: file.seal,
            computed,
        });
    }
    Ok(Verified {
        content: file.content,
        sealed: file.sealed,
        seal: file.seal,
    })
}
