//! 规则 (rules): what is in force, with its sources.

pub mod view;
