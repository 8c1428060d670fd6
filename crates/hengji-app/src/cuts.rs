//! 压减、核减台账 (register of budget cuts): proposed, decided by somebody else, carried out voucher by voucher.

mod case;
mod decide;
mod export;
mod list;
mod page;
mod propose;
mod sums;
mod todo;
pub mod view;
mod voucher;

pub use decide::Ruling;
pub use list::CutQuery;
pub use propose::DirectProposal;
pub use voucher::VoucherInput;

pub use hengji_domain::cut::CutState;
pub use hengji_store::cuts::CutSort;

pub(crate) use case::{Filing, Names, book_for, counter};
pub(crate) use propose::read_proposal;

#[cfg(test)]
mod tests;
