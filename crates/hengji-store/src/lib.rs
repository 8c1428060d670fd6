//! All SQL: one schema and one source of queries for SQLite and PostgreSQL.
//!
//! [`Database`] opens, checks and migrates a database; its `read` and `write` hand a [`Db`] to a closure.
//! The modules are repositories: free functions over `&mut Db`, one file for each aggregate, typed with the
//! domain's types. A stored row that the product cannot have written is refused, never guessed at.

pub mod adjustments;
pub mod attachments;
pub mod audit;
mod backup;
pub mod case_files;
pub mod circulars;
pub mod closed_years;
mod constraints;
pub mod counters;
#[cfg(test)]
mod crash_tests;
pub mod cuts;
mod database;
mod db;
pub mod differences;
pub mod divisions;
pub mod editions;
mod error;
pub mod evaluations;
pub mod ex_ante;
pub mod facts;
pub mod findings;
mod foreign_keys;
mod grams;
mod hash;
pub mod idempotency;
pub mod imports;
pub mod integrity;
pub mod jobs;
pub mod library;
mod migrate;
mod migrations;
pub mod monitoring;
pub mod opinions;
pub mod overview;
mod page;
pub mod papers;
pub mod project_classes;
pub mod projects;
pub mod rectification;
pub mod regulations;
pub mod result_snapshots;
pub mod review_room;
pub mod rule_proposals;
#[cfg(test)]
mod samples;
mod schema;
mod scope;
pub mod sessions;
pub mod sheets;
pub mod sign_offs;
pub mod signatures;
mod sorted;
pub mod spot;
#[cfg(test)]
mod sql_rules;
pub mod statements;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod text;
pub mod third_party;
pub mod units;
pub mod users;
pub mod year_progress;

pub use database::{Database, Durability, Options, Place, Standby, StoreFailure};
pub use db::Db;
pub use error::StoreError;
pub use foreign_keys::ForeignKeys;
pub use hash::sha256_hex;
pub use page::{Count, Direction, Page};
pub use sorted::Sorted;
