//! 问题、整改、回头看 (findings, rectification, look-back): one register for whatever found something; what a unit
//! claims and what the bureau verified are never counted as one.

mod case;
mod claim;
mod commitment_list;
mod commitment_page;
mod enter;
mod export;
mod letter;
mod list;
mod look_back;
mod look_back_page;
mod objection;
mod page;
mod plan;
mod recurrence;
mod remind;
mod todo;
mod verify;
pub mod view;

pub use claim::Claim;
pub use commitment_list::CommitmentQuery;
pub use enter::{FindingInput, FindingPrefill, Withdrawal};
pub use letter::LetterInput;
pub use list::FindingQuery;
pub use look_back::{FreezeInput, LookBackDraw, LookBackFinding};
pub use objection::{ObjectionInput, ObjectionRuling};
pub use plan::{CommitmentInput, PlanInput};
pub use verify::{BulkVerified, Verification};

pub use hengji_domain::rectification::{CommitmentState, FindingState, LookBackResult, ObjectionOutcome};
pub use hengji_store::rectification::{CommitmentSort, FindingSort};

pub(crate) use case::sees_unserved;
pub(crate) use enter::{NewFinding, enter};
pub(crate) use letter::follow_letter;
pub(crate) use look_back::{eligible as eligible_for_look_back, frame as frame_of_findings};

#[cfg(test)]
mod tests;
