//! 指标库 (indicator library): search and pick, figures and the lists behind them, changes by review, files in and out.

mod check;
mod decide;
mod export;
mod figures;
mod import;
mod input;
mod keys;
mod mark;
mod page;
mod proposals;
mod propose;
mod search;
#[cfg(test)]
mod tests;
pub mod view;

pub use decide::Decision;
pub(crate) use figures::rate_bp;
pub use figures::{CoverageQuery, FateOrder, FateQuery, UseQuery};
pub use import::{ImportedLibrary, inputs_of};
pub use input::{IndicatorField, IndicatorInput};
pub use proposals::ProposalQuery;
pub use propose::NewProposal;
pub use search::LibraryQuery;

pub use hengji_store::library::proposals::{ProposalKind, ProposalState};

pub(crate) use check::check;
pub(crate) use mark::{marks, require_offered};

use hengji_domain::value::Comparator;

/// A comparator as it is printed on forms.
const fn sign(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "≥",
        Comparator::MoreThan => ">",
        Comparator::Equal => "=",
        Comparator::LessThan => "<",
        Comparator::AtMost => "≤",
        Comparator::Between => "区间",
        Comparator::ByDate => "期限",
    }
}
