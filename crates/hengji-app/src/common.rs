//! Small things all use cases share: request keys, outcomes, pages of a list, texts of time.

use hengji_domain::Timestamp;
use hengji_store::Count;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// 请求编号 (request key): made when a page is rendered or sent by an integrator, so that a retried request
/// never makes a second record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey(String);

impl RequestKey {
    /// A key of 8 to 64 letters, digits, `-` and `_`.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for anything else.
    pub fn new(text: &str) -> Result<Self, AppError> {
        let well_formed = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        if well_formed && (8..=64).contains(&text.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(AppError::field(
                "request_key",
                "request-key-unreadable",
                "请求编号须为 8 至 64 位字母、数字、“-”或“_”。",
            ))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What most writes give back: what was written and its version now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The identifier of what was written.
    pub id: String,
    /// Its version now.
    pub version: i32,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageOf<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// Which page, from 1.
    pub page: u32,
    /// Rows a page holds.
    pub page_size: u32,
    /// Rows of the whole list, or as many as were counted.
    pub total: u64,
    /// Whether counting went to the end; otherwise there are more than `total` rows.
    pub is_total_exact: bool,
}

impl<T> PageOf<T> {
    /// A page of a counted list.
    pub(crate) fn of(rows: Vec<T>, request: PageRequest, total: Count) -> Self {
        let (total, is_total_exact) = match total {
            Count::Exactly(total) => (total, true),
            Count::MoreThan(total) => (total, false),
        };
        Self {
            rows,
            page: request.page,
            page_size: request.page_size,
            total,
            is_total_exact,
        }
    }

    /// How many pages there are, at least one.
    pub fn pages(&self) -> u64 {
        self.total.div_ceil(u64::from(self.page_size.max(1))).max(1)
    }
}

/// Which page is asked for: sizes outside 1–100 are brought inside, because a list page shows at most 100 rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    /// Which page, from 1.
    pub page: u32,
    /// Rows a page holds.
    pub page_size: u32,
}

impl PageRequest {
    /// A page request within bounds.
    pub fn new(page: u32, page_size: u32) -> Self {
        Self {
            page: page.clamp(1, 100_000),
            page_size: page_size.clamp(1, 100),
        }
    }

    /// Rows before this page.
    pub(crate) const fn offset(self) -> u32 {
        self.page.saturating_sub(1).saturating_mul(self.page_size)
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self::new(1, 20)
    }
}

/// A code with its Chinese name, for selects and tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The stable code or identifier.
    pub code: String,
    /// The name people read.
    pub name: String,
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// The name at that time.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_keys_are_short_and_plain() {
        for good in ["01234567", "0190d2a4-7b1c-7def-8123-456789abcdef"] {
            assert_eq!(RequestKey::new(good).unwrap().as_str(), good);
        }
        for bad in ["", "1234567", "含有汉字的编号", "a b c d e", &"x".repeat(65)] {
            assert!(RequestKey::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_empty_list_has_one_page() {
        let page = |total| PageOf::<u8> {
            rows: vec![],
            page: 1,
            page_size: 20,
            total,
            is_total_exact: true,
        };
        assert_eq!(page(0).pages(), 1);
        assert_eq!(page(20).pages(), 1);
        assert_eq!(page(21).pages(), 2);
    }

    #[test]
    fn a_page_request_stays_within_bounds() {
        assert_eq!(
            PageRequest::new(0, 0),
            PageRequest {
                page: 1,
                page_size: 1
            }
        );
        assert_eq!(PageRequest::new(7, 9_999).page_size, 100);
    }
}
