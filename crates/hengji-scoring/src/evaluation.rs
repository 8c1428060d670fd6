//! 绩效评价计分 (scoring an evaluation): points of an item from its answer and its facts, then parts, total and grade.
//!
//! Everything is exact until it is stored: an item's points are rounded half up to a hundredth once, the total once.
//! Each result comes with its arithmetic in sentences, so that "why 8.57 points" can be answered for ever.

mod item;
mod total;

pub use item::{Basis, ItemScore, score_item};
pub use total::{PartScore, PartWeight, ScoredItem, Total, conclude_grade, mean_of_scorers, total_of};

#[cfg(test)]
mod tests;
