//! Use cases: what people do with Hengji. The only crate that opens a write transaction, through one function.
//!
//! Pages, API and command line call the same functions; they hand in an actor, an input struct and a request key,
//! and get back views with ready values.

pub mod app;
pub mod attachments;
pub mod audit;
pub mod budget_years;
pub mod case_files;
pub mod common;
pub mod cuts;
mod deadlines;
pub mod error;
pub mod evaluation_report;
pub mod evaluations;
pub mod ex_ante;
mod exports;
pub mod findings;
pub mod goal;
pub mod health;
pub mod home;
pub mod imports;
pub mod library;
pub mod lists;
pub mod money;
pub mod monitoring;
pub mod overview;
pub mod papers;
pub mod people;
pub mod ports;
pub mod progress;
pub mod project_classes;
pub mod projects;
pub mod recompute;
pub mod rectification;
pub mod regulations;
pub mod results;
pub mod review_room;
pub mod rules;
pub mod seed;
mod self_evaluation;
pub mod sheets;
pub mod spot;
#[cfg(test)]
mod stage;
pub mod standard;
pub mod third_party;
pub mod units;

pub use hengji_authz as authz;
pub use hengji_domain as domain;
pub use hengji_store::statements;

pub use app::{App, AppConfig};
pub use common::{PageOf, RequestKey, Written};
pub use error::{AppError, FieldError, Stale};
pub use ports::{Clock, Ports, Randomness, SystemClock, SystemRandomness};
