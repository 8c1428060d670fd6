//! 规则更改申请 (proposals): one person proposes, another decides.

mod form;
mod list;
mod propose;
mod settle;

pub use list::ProposalFilter;
pub use propose::NewProposal;
pub use settle::Settle;

#[cfg(test)]
mod tests;
