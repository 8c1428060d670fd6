//! 评价结果应用 (results): grades, places and money of a year's concluded evaluations, and the snapshots of them that
//! are published.

pub mod content;
mod difference;
mod export;
mod file;
mod list;
mod profile;
mod snapshot;
pub mod view;

pub use export::ResultTable;
pub use file::{FileRefusal, Verified, verify};
pub(crate) use list::RankingRules;
pub use snapshot::{SnapshotInput, SnapshotRuling};

pub use hengji_domain::result_snapshot::SnapshotState;

#[cfg(test)]
mod tests;
