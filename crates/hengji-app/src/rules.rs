//! 规则 (rules): what is in force, with its sources.

mod page;
#[cfg(test)]
mod tests;
pub mod view;
