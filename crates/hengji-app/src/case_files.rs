//! 评价档案 (case files): the work plan, the team, field records and evidence of an evaluation; the report from the
//! working paper over the exchange of views with the unit to its final form.
//!
//! Every kind of evaluation can keep one: a word in its framework file says so.

mod agreement;
mod case;
mod check;
pub(crate) mod evidence;
mod exchange;
mod export;
mod list;
pub(crate) mod page;
mod plan;
mod print;
mod record;
mod report;
pub(crate) mod stage;
mod team;
mod todo;
pub mod view;

pub(crate) use case::told;

pub use evidence::EvidenceInput;
pub use exchange::{AnswersInput, PointDecision, PointInput};
pub use export::CaseTable;
pub use list::CaseFileQuery;
pub use plan::{CaseInput, PlanInput, ReportInput};
pub use record::RecordInput;
pub use team::{DeclarationInput, MemberInput};

#[cfg(test)]
mod tests;
