//! What a snapshot holds, as canonical JSON, and the seal over it.
//!
//! The order of the fields is the order of the structs and never changes within a format: the same results give the
//! same bytes for ever, and any program can compute the digest again from the file (JSON without spaces, in the order
//! in which it stands, UTF-8).

use hengji_store::sha256_hex;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The one format that there is.
pub const FORMAT: u32 = 1;

/// The results of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The format.
    pub format: u32,
    /// Division code.
    pub division: String,
    /// Budget year.
    pub year: u16,
    /// What people call it.
    pub title: String,
    /// The version of the rules by which it was ranked.
    pub rules_fingerprint: String,
    /// How equal totals are placed.
    pub ties: String,
    /// The kinds.
    pub kinds: Vec<ContentKind>,
    /// The results, by kind and then the best first.
    pub results: Vec<ContentResult>,
}

/// A kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentKind {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Whether it is ranked.
    pub is_ranked: bool,
    /// How many have each grade, the best first.
    pub grades: Vec<(String, u64)>,
}

/// A result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentResult {
    /// Identity of the evaluation.
    pub id: String,
    /// Code of the kind.
    pub kind: String,
    /// What was evaluated.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// Its department.
    pub department: String,
    /// Its money in fen.
    pub money_fen: Option<i64>,
    /// The total in hundredths of a point.
    pub total_centi: i32,
    /// The grade.
    pub grade: String,
    /// Its place; none where the kind is not ranked.
    pub place: Option<u32>,
    /// How many findings it has.
    pub findings: u64,
    /// The conclusion in words.
    pub words: String,
    /// The digest of the trace from which the total follows.
    pub trace_sha256: String,
}

/// A hand on a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileHand {
    /// The name at the time.
    pub name: String,
    /// When, in Shanghai.
    pub at: String,
}

/// What the seal covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// The format.
    pub format: u32,
    /// Number of the snapshot in its year.
    pub number: i32,
    /// The digest of the content.
    pub content_sha256: String,
    /// Seal of the one published before it; empty for the first.
    pub previous_seal: String,
    /// Who froze it.
    pub maker: FileHand,
    /// Who published it.
    pub checker: FileHand,
}

impl Content {
    /// The canonical bytes.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when it cannot be written as JSON.
    pub fn to_text(&self) -> Result<String, AppError> {
        serde_json::to_string(self).map_err(AppError::fault)
    }

    /// Reads stored content.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] for what is no content of a known format.
    pub fn read(text: &str) -> Result<Self, AppError> {
        let content: Self = serde_json::from_str(text).map_err(AppError::fault)?;
        if content.format == FORMAT {
            Ok(content)
        } else {
            Err(AppError::fault(format!(
                "发布快照的格式 {} 不认识",
                content.format
            )))
        }
    }
}

impl Sealed {
    /// The seal: the digest of these fields as JSON without spaces.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when they cannot be written as JSON.
    pub fn seal(&self) -> Result<String, AppError> {
        let text = serde_json::to_string(self).map_err(AppError::fault)?;
        Ok(sha256_hex(text.as_bytes()))
    }
}
