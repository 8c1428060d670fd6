//! 规则 (rules): what is in force, with its sources.

mod page;
pub mod view;
