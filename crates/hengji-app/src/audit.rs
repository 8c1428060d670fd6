//! 审计 (audit): reading and checking the chain.

pub mod view;
