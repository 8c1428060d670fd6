//! 阈值的出处 (where thresholds come from): dated rules, remembered so that the answer can name them.

use std::path::Path;

use hengji_domain::rule::{Citation, Dated};
use hengji_domain::{BudgetYear, Division};
use hengji_rules::{MissingRule, RuleBook, RulesInForce};
use serde::Serialize;

use crate::Failure;

/// A rule that an answer used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UsedRule {
    /// `topic.key`.
    pub key: String,
    /// In force from this day.
    pub from: String,
    /// ✔, ◐ or ✎: how well its source is known.
    pub mark: &'static str,
    /// The same in words, e.g. 未核实.
    pub verification: &'static str,
    /// The division whose file states it.
    pub division: String,
}

/// The rules in force for a command; it remembers which were asked.
#[derive(Debug, Clone)]
pub struct Rules {
    in_force: RulesInForce,
    used: Vec<UsedRule>,
}

impl Rules {
    /// The rules of a division and year, from a directory or as built in.
    ///
    /// # Errors
    ///
    /// [`Failure::Unusable`] for a directory with a faulty rule.
    pub fn load(directory: Option<&Path>, division: Division, year: BudgetYear) -> Result<Self, Failure> {
        let book = match directory {
            // The embedded book was checked when the program was built, so a refusal is our own fault.
            None => RuleBook::embedded().map_err(Failure::fault)?,
            Some(path) => RuleBook::from_directory(path).map_err(Failure::unusable)?,
        };
        Ok(Self {
            in_force: book.at(division, year),
            used: Vec::new(),
        })
    }

    /// Asks for a rule and remembers it: `rules.ask(|rules| rules.quantity("rectification.feedback_days"))`.
    ///
    /// # Errors
    ///
    /// [`Failure::Unusable`] where no such rule is in force: a missing threshold is never guessed.
    pub fn ask<T>(
        &mut self,
        question: impl FnOnce(&RulesInForce) -> Result<Dated<T>, MissingRule>,
    ) -> Result<T, Failure> {
        let Dated { value, citation } = question(&self.in_force).map_err(Failure::unusable)?;
        let used = UsedRule::from(citation.as_ref());
        if !self.used.contains(&used) {
            self.used.push(used);
        }
        Ok(value)
    }

    /// The rules asked for so far, in the order of asking.
    pub fn into_used(self) -> Vec<UsedRule> {
        self.used
    }
}

impl From<&Citation> for UsedRule {
    fn from(citation: &Citation) -> Self {
        Self {
            key: citation.rule.clone(),
            from: citation.from.to_string(),
            mark: citation.verification.mark(),
            verification: citation.verification.name(),
            division: citation.division.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(year: u16) -> Rules {
        Rules::load(None, "330108".parse().unwrap(), BudgetYear::new(year).unwrap()).unwrap()
    }

    #[test]
    fn a_rule_asked_twice_is_named_once() {
        let mut rules = rules(2026);
        for _ in 0..2 {
            rules.ask(|rules| rules.grade_bands("self_evaluation")).unwrap();
        }
        let used = rules.into_used();
        assert_eq!(used.len(), 1);
        assert!(used.iter().all(|rule| rule.key == "grade.self_evaluation"));
    }

    #[test]
    fn a_year_without_the_rule_is_refused_never_guessed() {
        let failure = rules(1995)
            .ask(|rules| rules.grade_bands("self_evaluation"))
            .unwrap_err();
        assert!(failure.message().ends_with("[rule-missing]"), "{failure:?}");
    }
}
