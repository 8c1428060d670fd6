//! 集中审核 (review room): departments come with their goals, reviewers go through them line by line, and what was
//! agreed is written, confirmed and signed on the spot.

mod answer;
mod conclude;
mod consistency;
mod decide;
mod desk;
mod export;
mod minutes;
mod minutes_paper;
mod plan;
mod progress;
mod propose;
mod rules;
mod sessions;
mod slot;
pub mod view;

/// What the demonstration needs to write a review that is over.
pub(crate) mod seeding {
    pub(crate) use super::rules::ReviewRules;
    pub(crate) use super::slot::Table;
}

pub use answer::{EditAnswerInput, PaperSignature};
pub use conclude::ConcludeInput;
pub use decide::{LineDecision, PointsInput, SaidInput};
pub use export::ReviewExport;
pub use plan::{NewSession, NewSlot};
pub use propose::RoomEditInput;

#[cfg(test)]
mod tests;
