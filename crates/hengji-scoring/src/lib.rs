//! How numbers arise: pure scoring with traces, and the lint of sheets.
//!
//! One road leads from a line to its score: the texts are matched to a rule and turned into whole numbers
//! ([`line`]), the [`kernel`] computes, the [`trace`] puts the same computation into words. Bulk re-scoring
//! keeps the compiled lines and runs the kernel alone, so the three can never disagree.

pub mod compiled;
pub mod direction;
pub mod evaluation;
pub mod execution;
pub mod form;
pub mod kernel;
pub mod line;
pub mod lint;
pub mod monitoring;
pub mod project_class;
pub mod rule_name;
pub mod trace;
pub mod why_not;

mod measure;

#[cfg(test)]
mod tests;

pub use compiled::CompiledLine;
pub use execution::{ExecutionJudgement, explain_execution, judge_execution};
pub use form::{FormScore, grade, score_form};
pub use kernel::Kernel;
pub use line::{Judgement, judge};
pub use lint::lint;

pub use rule_name::RuleName;
pub use trace::{Trace, explain};
pub use why_not::WhyNot;
