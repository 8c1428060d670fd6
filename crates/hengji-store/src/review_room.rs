//! 集中审核 (review room): sessions with their agenda, what was said of which line, edits made on the spot, minutes.

pub mod agenda;
pub mod around;
pub mod edits;
pub mod minutes;
pub mod said;

#[cfg(test)]
mod tests;
