//! What the pages show of evaluations.

pub use super::recompute::Recomputed;
