//! 抽评通报 (circular of spot evaluation): numbers and periods; the words of its lists are read by the application.

use hengji_domain::circular::RankingNumbers;
use hengji_domain::rule::Dated;
use hengji_domain::time::working_days::DayCount;

use super::selection::Gap;
use super::{MissingRule, RulesInForce};

/// Numbers of the circular of spot evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircularNumbers {
    /// Least share of the drawn projects that must be concluded, basis points.
    pub concluded_bp: u32,
    /// How many departments are ranked and named.
    pub ranking: RankingNumbers,
    /// How many projects of a grade are named at most.
    pub examples: u32,
    /// How long departments have to rectify.
    pub rectify: DayCount,
}

impl RulesInForce {
    /// 抽评通报的数目和整改期限.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn circular_numbers(&self) -> Result<Dated<CircularNumbers>, MissingRule> {
        let rule = "spot_evaluation.circular";
        let numbers = self.parameters(rule)?;
        // The file was checked against the same list of names.
        let gap = |_| self.missing(Gap::absent(rule));
        let count = |name: &str| numbers.value.count(name).map_err(gap);
        let value = CircularNumbers {
            concluded_bp: numbers.value.percent_bp("concluded_min").map_err(gap)?,
            ranking: RankingNumbers {
                least: count("ranked_least")?,
                first: count("named_first")?,
                last: count("named_last")?,
            },
            examples: count("examples_most")?,
            rectify: self.day_count("spot_evaluation.circular_rectify_days")?,
        };
        Ok(Dated {
            value,
            citation: numbers.citation,
        })
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::BudgetYear;
    use hengji_domain::rule::Verification;
    use hengji_domain::time::working_days::DayCount;

    use crate::RuleBook;

    #[test]
    fn a_circular_of_2020_waits_for_every_conclusion_and_ranks_from_two_projects() {
        let book = RuleBook::embedded().unwrap();
        let at = |year| book.at("330108".parse().unwrap(), BudgetYear::new(year).unwrap());
        let dated = at(2020).circular_numbers().unwrap();
        let numbers = dated.value;
        assert_eq!((numbers.concluded_bp, numbers.examples), (10_000, 5));
        assert_eq!((numbers.ranking.least, numbers.ranking.first), (2, 3));
        assert_eq!(numbers.rectify, DayCount::WorkingDays(20));
        assert_eq!(dated.citation.verification, Verification::Unverified);
        let missing = at(2014).circular_numbers().unwrap_err().to_string();
        assert!(missing.ends_with("[rule-missing]"), "{missing}");
    }
}
