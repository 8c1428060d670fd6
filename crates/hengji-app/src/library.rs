//! 指标库 (indicator library): search and pick.

pub mod view;
