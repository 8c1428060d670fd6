//! 表 (sheets): what goals and self-evaluations share, from draft to conclusion.

mod approve;
pub(crate) mod around;
pub(crate) mod as_form;
pub(crate) mod case;
mod check;
mod diff;
mod draft;
pub(crate) mod judge;
pub(crate) mod opinion;
mod page;
mod return_for_revision;
mod save;
pub(crate) mod snapshot;
mod submit;
pub(crate) mod tag;
mod totals;
mod trace;
pub mod view;
mod withdraw;

pub use approve::Approval;
pub use draft::{LineDraft, SheetDraft};
pub use return_for_revision::{OpinionInput, ReturnForRevision};
pub use submit::Move;

#[cfg(test)]
mod tests;
