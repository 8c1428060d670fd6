//! 阈值的出处 (where thresholds come from): dated rules, remembered so that the answer can name them.

use std::path::Path;

use hengji_domain::rule::{Citation, Dated};
use hengji_domain::{BudgetYear, Division};
use hengji_rules::{MissingRule, Parameters, RuleBook, RulesInForce};
use serde::Serialize;

use crate::Failure;

/// Analysis commands ask of this topic only.
const TOPIC: &str = "analysis";

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
            None => RuleBook::embedded_topic(TOPIC).map_err(Failure::fault)?,
            Some(path) => RuleBook::from_directory(path).map_err(Failure::unusable)?,
        };
        Ok(Self {
            in_force: book.at(division, year),
            used: Vec::new(),
        })
    }

    /// Asks for a rule and remembers it: `rules.ask(|rules| rules.parameters("analysis.plan"))`.
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

    /// The named numbers of a rule such as `analysis.confidence`.
    ///
    /// # Errors
    ///
    /// [`Failure::Unusable`] where no such rule is in force.
    pub fn parameters(&mut self, key: &str) -> Result<Numbers, Failure> {
        self.ask(|rules| rules.parameters(key)).map(Numbers)
    }

    /// The rules asked for so far, in the order of asking.
    pub fn into_used(self) -> Vec<UsedRule> {
        self.used
    }
}

/// The named numbers of a rule. A name that the rule does not have is our own fault: the files were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers(Parameters);

impl Numbers {
    /// A whole number.
    ///
    /// # Errors
    ///
    /// [`Failure::Fault`] for a name that is no whole number of this rule.
    pub fn count(&self, name: &str) -> Result<usize, Failure> {
        let count = self.0.count(name).map_err(Failure::fault)?;
        usize::try_from(count).map_err(Failure::fault)
    }

    /// A number of any kind as a float; 10 % is 0.1.
    ///
    /// # Errors
    ///
    /// [`Failure::Fault`] for a name that this rule does not have.
    pub fn float(&self, name: &str) -> Result<f64, Failure> {
        self.0.float(name).map_err(Failure::fault)
    }

    /// A percentage in basis points.
    ///
    /// # Errors
    ///
    /// [`Failure::Fault`] for a name that is no percentage of this rule.
    pub fn percent_bp(&self, name: &str) -> Result<u32, Failure> {
        self.0.percent_bp(name).map_err(Failure::fault)
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
            rules
                .ask(|rules| rules.parameters("analysis.confidence"))
                .unwrap();
        }
        let used = rules.into_used();
        assert_eq!(used.len(), 1);
        assert!(used.iter().all(|rule| rule.key == "analysis.confidence"));
    }

    #[test]
    fn thresholds_are_asked_by_name_and_a_wrong_name_is_our_fault() {
        let numbers = rules(2026).parameters("analysis.evidence_frontier").unwrap();
        assert!(numbers.count("b_units").unwrap() <= numbers.count("a_units").unwrap());
        for wrong in [
            numbers.count("c_units").unwrap_err(),
            numbers.percent_bp("a_units").unwrap_err(),
            numbers.float("").unwrap_err(),
        ] {
            assert!(matches!(wrong, Failure::Fault(_)), "{wrong:?}");
        }
        assert_eq!(numbers.float("b_units").ok(), Some(15.0));
    }

    #[test]
    fn a_year_without_the_rule_is_refused_never_guessed() {
        let failure = rules(1995)
            .ask(|rules| rules.parameters("analysis.confidence"))
            .unwrap_err();
        assert!(failure.message().ends_with("[rule-missing]"), "{failure:?}");
    }
}
