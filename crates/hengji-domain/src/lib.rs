//! What things are in budget performance management (预算绩效管理): pure types.
//!
//! Nothing here does IO, reads a clock, or knows a serialisation format. Money is integer fen, a score is
//! integer hundredths of a point, a weight is basis points; values written by people are kept verbatim
//! beside what was read from them.

pub mod case_file;
pub mod centralised_review;
pub mod circular;
pub mod cut;
pub mod difference;
pub mod division;
pub mod evaluation;
pub mod ex_ante;
pub mod fact;
pub mod finding;
pub mod form;
pub mod id;
pub mod library;
pub mod money;
pub mod monitoring;
pub mod paper;
pub mod person;
pub mod project;
pub mod project_class;
pub mod ranking;
pub mod rectification;
pub mod regulation;
pub mod result_snapshot;
pub mod rounding;
pub mod rule;
pub mod rule_proposal;
pub mod score;
pub mod sheet;
pub mod sign_off;
pub mod spot;
pub mod third_party;
pub mod time;
pub mod unit;
pub mod value;
pub mod workflow;

pub use chrono::NaiveDate;
pub use rust_decimal::Decimal;

pub use division::{BudgetYear, Division};
pub use finding::{Field, Finding, FindingCode, Severity};
pub use money::Money;
pub use score::{Score, Weight};
pub use time::Timestamp;
