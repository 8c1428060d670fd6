//! 规则 (rules): what is in force and why, and how a bureau changes it.

mod compare;
mod evaluate;
mod export;
mod filter;
mod frameworks;
pub(crate) mod live;
mod overlay;
mod page;
mod proposals;
mod reach;
mod rule_page;
#[cfg(test)]
mod tests;
mod trial;
pub mod view;

pub use evaluate::evaluate;
pub(crate) use export::columns;
pub use filter::RuleFilter;
pub use hengji_rules::{Control, EditField};
pub use proposals::{NewProposal, ProposalFilter, Settle};
