//! 表 (sheets): what goals and self-evaluations share, from draft to conclusion.

pub(crate) mod approve;
pub(crate) mod around;
pub(crate) mod as_form;
pub(crate) mod case;
mod check;
pub(crate) mod diff;
pub(crate) mod draft;
pub(crate) mod judge;
pub(crate) mod opinion;
mod page;
pub(crate) mod return_for_revision;
pub(crate) mod save;
pub(crate) mod snapshot;
pub(crate) mod submit;
pub(crate) mod tag;
mod totals;
mod trace;
pub mod view;
mod withdraw;

pub use approve::Approval;
pub use draft::{LineDraft, SheetDraft};
pub use return_for_revision::{OpinionInput, ReturnForRevision};
pub use submit::Move;

pub(crate) use draft::Sourced;

#[cfg(test)]
mod tests;
