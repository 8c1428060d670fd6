//! Use cases: what people do with Hengji. The only crate that opens a write transaction, through one function.
//!
//! Pages, API and command line call the same functions; they hand in an actor, an input struct and a request key,
//! and get back views with ready values.

pub mod audit;
pub mod common;
pub mod error;
pub mod home;
pub mod imports;
pub mod library;
pub mod overview;
pub mod people;
pub mod ports;
pub mod projects;
pub mod rules;
pub mod sheets;

pub use hengji_authz as authz;
pub use hengji_domain as domain;

pub use common::{PageOf, RequestKey, Written};
pub use error::{AppError, FieldError, Stale};
pub use ports::{Clock, Ports, Randomness, SystemClock, SystemRandomness};
