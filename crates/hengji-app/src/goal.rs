//! 绩效目标 (goal): how it begins. What it shares with other sheets stands under `sheets`.

pub(crate) mod adjust;
mod adjustments;
mod letter;
mod open;
pub mod view;

pub use adjust::{AdjustmentDraft, DroppedDraft};
pub use letter::{GoalLetterRow, GoalLettersInput};

#[cfg(test)]
mod tests;
