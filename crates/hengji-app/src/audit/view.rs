//! What the audit page shows.

use hengji_domain::Timestamp;

use crate::common::PageOf;

/// An event of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Place in the chain, from 1, without gaps.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who, by the name at that time.
    pub who: String,
    /// Stable code of the action.
    pub action: String,
    /// The action in Chinese.
    pub action_name: String,
    /// success, denied or refused.
    pub outcome: String,
    /// What it was done to.
    pub subject: String,
    /// More about it, as JSON text without secrets: what the hash covers.
    pub detail: String,
    /// The same as an auditor reads it.
    pub words: String,
    /// The network address.
    pub address: String,
    /// SHA-256 of the event and its predecessor.
    pub hash: String,
}

/// The audit page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// The events, newest first.
    pub page: PageOf<AuditRow>,
}

/// What a check of the chain says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditVerdict {
    /// How many events were checked.
    pub checked: u64,
    /// Hash of the last one: to be kept outside, so that a cut tail is found.
    pub head: Option<String>,
    /// The first event that does not fit, and why.
    pub broken: Option<(i64, String)>,
}
