//! What the pages of documents show.

use hengji_domain::regulation::Regulation;

use crate::common::{Choice, Hand};

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegulationView {
    /// The document itself.
    pub regulation: Regulation,
    /// Its file: name, bytes, SHA-256.
    pub file: Option<(String, u64, String)>,
    /// The rules it grounds: key and name.
    pub rules: Vec<Choice>,
    /// Whether it has ended.
    pub has_ended: bool,
    /// Who entered it or changed it last.
    pub entered: Hand,
    /// Whether the reader may change it.
    pub may_edit: bool,
}
