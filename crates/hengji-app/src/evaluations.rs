//! 绩效评价 (evaluations): opened from a framework in force, scored by the unit and by the bureau, concluded with a
//! total, a grade and the trace of both.
//!
//! One machinery serves every kind. What a kind asks for — who scores, how many independently, whether a sign-off
//! sheet is needed — comes from the rules and is frozen with the items when the evaluation is opened.

pub mod benchmark;
pub(crate) mod case;
mod conclude;
mod export;
mod fact;
pub(crate) mod frame;
pub(crate) mod hand;
mod list;
mod many;
pub(crate) mod open;
mod page;
mod recompute;
mod score;
pub(crate) mod seed;
pub mod sign_off;
mod tell;
mod todo;
mod total;
pub mod view;

pub use conclude::ConclusionInput;
pub use fact::{FactInput, FactsInput};
pub use hand::SideInput;
pub use list::EvaluationQuery;
pub use many::Recomputation;
pub use open::{OpenInput, Opened};
pub use score::{LineInput, ScoreInput};
pub use sign_off::{
    PointWords, SecondLookInput, SignOffAnswerInput, SignOffAnswersInput, SignOffIssueInput,
    SignOffWithdrawal,
};
pub(crate) use tell::{Told, ToldAnswer, ToldFact};

pub use hengji_domain::evaluation::{EvaluationState, Side};
pub use hengji_domain::sign_off::{SecondOutcome, SignOffSide, SignOffState, Verdict};
pub use hengji_store::evaluations::EvaluationSort;

pub(crate) use hand::finish_verification;

#[cfg(test)]
pub(crate) mod tests;
