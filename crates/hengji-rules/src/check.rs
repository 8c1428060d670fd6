//! 规则检查 (check): runs the cases beside the rules and counts what is verified.

mod builtin;

use hengji_domain::rule::Verification;

use crate::book::RuleBook;
use crate::case::{Case, CaseOutcome};
use crate::in_force::RulesInForce;
use crate::tree::Tree;

/// Computes what a case asks for. The application supplies one that knows scoring; this crate knows the rest.
pub type Evaluator<'a> = dyn Fn(&Case, &RulesInForce) -> Result<CaseOutcome, String> + 'a;

/// How many values carry each mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VerificationCount {
    /// ✔.
    pub verified: usize,
    /// ◐.
    pub partly: usize,
    /// ✎.
    pub unverified: usize,
}

impl VerificationCount {
    fn add(&mut self, verification: Verification) {
        let count = match verification {
            Verification::Verified { .. } => &mut self.verified,
            Verification::Partly => &mut self.partly,
            Verification::Unverified => &mut self.unverified,
        };
        *count += 1;
    }
}

/// A case that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFault {
    /// The file it stands in.
    pub file: String,
    /// The rule it is about.
    pub rule: String,
    /// What it says.
    pub name: String,
    /// Expected and found, in Chinese.
    pub problem: String,
}

/// What a check found. The constraints held already when the book was loaded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Rules stated, each division counted.
    pub rules: usize,
    /// Frameworks of evaluation stated, each division counted.
    pub frameworks: usize,
    /// Dated values of rules and of frameworks.
    pub values: VerificationCount,
    /// Variants kept beside the rules.
    pub variants: usize,
    /// Cases that hold.
    pub cases_held: usize,
    /// Cases that do not, and cases that nobody could evaluate.
    pub faults: Vec<CaseFault>,
}

impl Report {
    /// Whether every case holds.
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }
}

impl RuleBook {
    /// Runs every case. A case that no evaluator knows is a fault: an example nobody computes proves nothing.
    pub fn check(&self, evaluator: &Evaluator<'_>) -> Report {
        let mut report = Report {
            rules: self.definitions.len(),
            frameworks: self.frameworks.len(),
            variants: self.definitions.iter().map(|one| one.variants.len()).sum(),
            ..Report::default()
        };
        for row in self.every_value() {
            report.values.add(row.citation.verification);
        }
        for framework in self.frameworks.iter().flat_map(|one| &one.values) {
            report.values.add(framework.citation.verification);
        }
        for case in &self.cases {
            match self.run(case, evaluator) {
                Ok(()) => report.cases_held += 1,
                Err(problem) => report.faults.push(CaseFault {
                    file: case.file.clone(),
                    rule: case.rule.clone(),
                    name: case.name.clone(),
                    problem,
                }),
            }
        }
        report
    }

    fn run(&self, case: &Case, evaluator: &Evaluator<'_>) -> Result<(), String> {
        let in_force = self.at(case.division, case.as_of);
        let rules = match &case.variant {
            None => in_force,
            Some(variant) => in_force
                .with_variant(&case.rule, variant)
                .ok_or_else(|| format!("规则没有名为“{variant}”的变体"))?,
        };
        let outcome = match builtin::evaluate(case, &rules)? {
            CaseOutcome::NotMine => evaluator(case, &rules)?,
            computed @ CaseOutcome::Computed(_) => computed,
        };
        match outcome {
            CaseOutcome::Computed(results) => compare(&case.expected, &results),
            CaseOutcome::NotMine => Err("没有程序能验算这一类规则的算例,请检查 rule 的写法".to_owned()),
        }
    }
}

/// Each expected name must be computed and equal; numbers are compared as numbers (9 is 9.00).
fn compare(expected: &Tree, results: &[(&'static str, Tree)]) -> Result<(), String> {
    let Tree::Table(expected) = expected else {
        return Err("expected 应为表".to_owned());
    };
    if expected.is_empty() {
        return Err("expected 为空,算例什么也没有验证".to_owned());
    }
    for (name, wanted) in expected {
        let Some((_, found)) = results.iter().find(|(computed, _)| computed == name) else {
            let known: Vec<&str> = results.iter().map(|(computed, _)| *computed).collect();
            return Err(format!(
                "expected 中的“{name}”不是可验算的结果;可写:{}",
                known.join("、")
            ));
        };
        let is_equal = match (wanted.decimal(), found.decimal()) {
            (Some(wanted), Some(found)) => wanted == found,
            _ => wanted == found,
        };
        if !is_equal {
            return Err(format!("{name} 应为 {wanted},按规则得出 {found}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
