//! 绩效抽评 (spot evaluation): the numbers of the draw.

use hengji_domain::rule::Dated;
use hengji_domain::spot::SpotDrawRules;

use super::{MissingRule, RulesInForce};
use crate::value::BasisPoints;

impl RulesInForce {
    /// 抽评抽取: the share by rule and the least numbers of a draw.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn spot_draw(&self) -> Result<SpotDrawRules, MissingRule> {
        let share: Dated<BasisPoints> = self.answer(self.selection.required("spot_evaluation.share_min"))?;
        let numbers = self.parameters("spot_evaluation.draw")?;
        // The catalogue demands both numbers, so neither can be absent.
        let count = |name| numbers.value.count(name).unwrap_or(u32::MAX);
        Ok(SpotDrawRules {
            share_bp: share.value.0,
            department_least: count("department_least"),
            reason_least: count("reason_least"),
            share_basis: share.citation,
            basis: numbers.citation,
        })
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::BudgetYear;
    use hengji_domain::rule::Verification;

    use crate::RuleBook;

    #[test]
    fn the_draw_of_2020_takes_a_tenth_and_no_less_than_the_rule() {
        let book = RuleBook::embedded().unwrap();
        let at = |year| book.at("330108".parse().unwrap(), BudgetYear::new(year).unwrap());
        let rules = at(2020).spot_draw().unwrap();
        assert_eq!((rules.share_bp, rules.department_least), (1_000, 2));
        assert_eq!(rules.basis.verification, Verification::Unverified);
        let missing = at(2019).spot_draw().unwrap_err().to_string();
        assert!(missing.contains("spot_evaluation.share_min"), "{missing}");
    }
}
