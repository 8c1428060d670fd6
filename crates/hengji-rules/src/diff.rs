//! 规则对比 (diff): what changes from one budget year to another.

use std::collections::BTreeMap;

use hengji_domain::{BudgetYear, Division};

use crate::book::RuleBook;
use crate::show::RuleRow;

/// A rule that differs between two years. A rule that appears or ends has one side only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleChange {
    /// `topic.key`.
    pub rule: &'static str,
    /// In the first year.
    pub before: Option<RuleRow>,
    /// In the second year.
    pub after: Option<RuleRow>,
}

impl RuleBook {
    /// The rules whose value in force differs between two budget years of a division.
    pub fn diff(&self, division: Division, before: BudgetYear, after: BudgetYear) -> Vec<RuleChange> {
        let mut sides: BTreeMap<&'static str, (Option<RuleRow>, Option<RuleRow>)> = BTreeMap::new();
        for row in self.at(division, before).all() {
            let side = &mut sides.entry(row.rule).or_default().0;
            *side = Some(row);
        }
        for row in self.at(division, after).all() {
            let side = &mut sides.entry(row.rule).or_default().1;
            *side = Some(row);
        }
        sides
            .into_iter()
            .filter(|(_, (before, after))| !is_same(before.as_ref(), after.as_ref()))
            .map(|(rule, (before, after))| RuleChange { rule, before, after })
            .collect()
    }
}

/// The same division's value from the same day is the same rule; equal words from another source are a change
/// that a reader wants to see.
fn is_same(before: Option<&RuleRow>, after: Option<&RuleRow>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => before.division == after.division && before.from == after.from,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
