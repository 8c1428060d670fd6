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

/// The words of a rule that is a list of words.
pub(crate) fn words(
    in_force: &hengji_rules::RulesInForce,
    rule: &str,
) -> Result<Vec<String>, crate::error::AppError> {
    let content = in_force.content(rule)?.value;
    let entries = content
        .as_ref()
        .map(hengji_rules::Tree::entries)
        .unwrap_or_default();
    let words = entries.iter().filter_map(|entry| entry.text());
    Ok(words.map(str::to_owned).collect())
}

pub use evaluate::evaluate;
pub use filter::RuleFilter;
pub use hengji_rules::{Control, EditField};
pub use proposals::{NewProposal, ProposalFilter, Settle};
