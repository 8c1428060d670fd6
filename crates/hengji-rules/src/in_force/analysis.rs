//! 标杆 (benchmarks): which lines they are for.

use hengji_domain::rule::Dated;

use super::{MissingRule, RulesInForce};

impl RulesInForce {
    /// Names of the second-level classes whose lines say how much was done, so that money can be put beside them.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn benchmark_classes(&self) -> Result<Dated<Vec<String>>, MissingRule> {
        self.answer(self.selection.required("analysis.benchmark_classes"))
    }

    /// Names of the second-level classes that give the second output of a frontier.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn frontier_outcomes(&self) -> Result<Dated<Vec<String>>, MissingRule> {
        self.answer(self.selection.required("analysis.frontier_outcomes"))
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::BudgetYear;

    use crate::RuleBook;

    #[test]
    fn quantities_are_benchmarked_and_no_class_is_both_quantity_and_outcome() {
        let book = RuleBook::embedded().unwrap();
        let rules = book.at("330108".parse().unwrap(), BudgetYear::new(2020).unwrap());
        let classes = rules.benchmark_classes().unwrap().value;
        let outcomes = rules.frontier_outcomes().unwrap().value;
        assert_eq!(classes, ["数量指标"]);
        assert!(
            outcomes.iter().all(|name| !classes.contains(name)),
            "{outcomes:?}"
        );
    }
}
