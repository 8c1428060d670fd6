//! 绩效分析 (analysis): draws, frontiers, benchmarks, raters, allocation, early warning and data hygiene.
//!
//! Pure numerics: plain slices and structs in, results with their diagnostics out. No input or output, no
//! clock, no hidden randomness; nothing here knows of the rest of Hengji, so any Rust program can use it. Every
//! threshold is an argument: an evaluating body sets and dates its own.

pub mod allocate;
pub mod benchmark;
pub mod distribution;
pub mod draw;
pub mod frontier;
pub mod hygiene;
pub mod lp;
pub mod mixed;
mod number;
pub mod progress;
pub mod raters;
