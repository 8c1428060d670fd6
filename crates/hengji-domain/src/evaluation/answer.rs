//! 评分依据 (answer): what a scorer says about an item, from which its points follow by the method.

use std::collections::BTreeSet;

use crate::Score;

/// What a scorer says about an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Points given by judgement.
    Points(Score),
    /// The numbers of the elements that are met, from 1.
    Elements(BTreeSet<u32>),
    /// How often each deduction applies, in the order of the method.
    Counts(Vec<u32>),
    /// Whether the condition holds.
    Holds(bool),
    /// A survey.
    Survey {
        /// How many were asked.
        asked: u32,
        /// How many of them are satisfied.
        satisfied: u32,
    },
    /// Nothing to say: the points follow from facts.
    Computed,
}
