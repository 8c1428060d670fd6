//! 指标库 (indicator library): search, pick and add.

mod add;
mod search;
#[cfg(test)]
mod tests;
pub mod view;

pub use add::NewIndicator;
pub use search::LibraryQuery;

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
