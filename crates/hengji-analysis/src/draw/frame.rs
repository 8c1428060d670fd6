//! 抽取名单 (frame): every project that can be drawn, and the hash by which the list is frozen before the draw.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::error::DrawError;
use super::ticket::hex;

/// The first line of the canonical text. Another way of writing the list would be another first line.
pub const FRAME_FORMAT: &str = "hengji-frame-1";

/// Whole numbers up to 2^53 are exact in every program that might check a draw, also in a browser's.
pub(crate) const LARGEST_EXACT: i64 = 9_007_199_254_740_992;

/// A project in the list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Unit {
    /// 编号. Unique; the ticket is computed from it.
    pub id: String,
    /// 部门. Budget department; the strata are made of these.
    pub department: String,
    /// 金额, in fen; not negative.
    pub amount_fen: i64,
    /// 自评分, in hundredths of a point; absent where there is none.
    pub self_score_centi: Option<i64>,
}

/// A checked list of projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    units: Vec<Unit>,
    sha256: String,
}

impl Frame {
    /// Checks the list and puts it into the order of ids, so that the order in which it came says nothing.
    ///
    /// # Errors
    ///
    /// [`DrawError`] for an empty list, an id twice, a text that is empty or has blanks at its ends or control
    /// characters in it, and an amount or score out of range.
    pub fn new(mut units: Vec<Unit>) -> Result<Self, DrawError> {
        if units.is_empty() {
            return Err(DrawError::EmptyFrame);
        }
        for (position, unit) in (1..).zip(&units) {
            check_unit(unit, position)?;
        }
        check_ids(&units)?;
        let total: i128 = units.iter().map(|unit| i128::from(unit.amount_fen)).sum();
        if total > i128::from(LARGEST_EXACT) {
            return Err(DrawError::TotalAmount {
                largest: LARGEST_EXACT,
            });
        }
        units.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        let sha256 = hex(&Sha256::digest(canonical_text(&units).as_bytes()));
        Ok(Self { units, sha256 })
    }

    /// The projects in the order of their ids (as UTF-8 bytes).
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The canonical text, whose SHA-256 is the frame hash.
    ///
    /// UTF-8 without a byte order mark. First line [`FRAME_FORMAT`]; then one line per project in the order of ids
    /// (as bytes): id, department, amount in fen, self-score in hundredths (nothing where there is none),
    /// separated by tabs. Each line, the last too, ends with a line feed. Published as a file, it can be checked
    /// by any tool that computes SHA-256.
    #[must_use]
    pub fn canonical_text(&self) -> String {
        canonical_text(&self.units)
    }

    /// SHA-256 of the canonical text, sixty-four hexadecimal digits.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Finds a project by its id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Unit> {
        let at = self
            .units
            .binary_search_by(|unit| unit.id.as_str().cmp(id))
            .ok()?;
        self.units.get(at)
    }
}

fn canonical_text(units: &[Unit]) -> String {
    let mut text = String::with_capacity(units.len().saturating_mul(64));
    text.push_str(FRAME_FORMAT);
    text.push('\n');
    for unit in units {
        text.push_str(&unit.id);
        text.push('\t');
        text.push_str(&unit.department);
        text.push('\t');
        text.push_str(&unit.amount_fen.to_string());
        text.push('\t');
        if let Some(score) = unit.self_score_centi {
            text.push_str(&score.to_string());
        }
        text.push('\n');
    }
    text
}

fn check_unit(unit: &Unit, position: usize) -> Result<(), DrawError> {
    let place = || format!("第 {position} 个项目");
    check_text(&unit.id, "编号", place)?;
    check_text(&unit.department, "部门", place)?;
    if !(0..=LARGEST_EXACT).contains(&unit.amount_fen) {
        return Err(DrawError::AmountRange {
            id: unit.id.clone(),
            amount: unit.amount_fen,
            largest: LARGEST_EXACT,
        });
    }
    match unit.self_score_centi {
        Some(score) if !(-LARGEST_EXACT..=LARGEST_EXACT).contains(&score) => Err(DrawError::ScoreRange {
            id: unit.id.clone(),
            score,
        }),
        _ => Ok(()),
    }
}

/// Refuses a text that would be hashed and is empty, padded, or broken over lines.
pub(crate) fn check_text(
    text: &str,
    field: &'static str,
    place: impl Fn() -> String,
) -> Result<(), DrawError> {
    let is_clean = !text.is_empty() && text.trim() == text && !text.chars().any(char::is_control);
    if is_clean {
        return Ok(());
    }
    Err(DrawError::UncleanText {
        place: place(),
        field,
        text: text.escape_debug().to_string(),
    })
}

fn check_ids(units: &[Unit]) -> Result<(), DrawError> {
    let mut seen: HashMap<&str, usize> = HashMap::with_capacity(units.len());
    for (second, unit) in (1..).zip(units) {
        if let Some(first) = seen.insert(&unit.id, second) {
            return Err(DrawError::DuplicateId {
                id: unit.id.clone(),
                first,
                second,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
