//! 事前绩效评估 (ex-ante evaluations): the list of a year, and one evaluation from its materials to its conclusion.

mod application;
mod case;
mod conclusion;
mod condition;
mod expert;
mod gate;
mod list;
mod make_list;
mod material;
mod matrix;
mod open;
mod page;
mod pass;
mod report;
mod score;
mod snapshot;
mod table;
mod todo;
pub mod view;

pub use application::Application;
pub use conclusion::{ConclusionInput, ConditionInput};
pub use condition::SettlementInput;
pub use expert::Invitation;
pub use list::{ExAnteQuery, ExAnteState};
pub use make_list::{ListInput, MadeList};
pub use material::MaterialDecision;
pub use pass::{PassInput, ReturnInput};
pub use score::{ItemScore, ScoreInput};

#[cfg(test)]
mod tests;
