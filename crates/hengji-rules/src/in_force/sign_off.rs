//! 签证单 (sign-off sheet): the days for the answer and the shortest reason.

use hengji_domain::rule::Dated;
use hengji_domain::sign_off::SignOffRules;

use super::{MissingRule, RulesInForce};

impl RulesInForce {
    /// 签证单的期限和最少字数.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn sign_off(&self) -> Result<SignOffRules, MissingRule> {
        let answer_days = "evaluation.sign_off_answer_days";
        let least: Dated<u32> = self.answer(self.selection.required("evaluation.sign_off_reason_min"))?;
        let days: Dated<u32> = self.answer(self.selection.required(answer_days))?;
        Ok(SignOffRules {
            answer: self.day_count(answer_days)?,
            reason_least: least.value,
            basis: days.citation,
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
    fn the_answer_to_a_sign_off_sheet_is_counted_in_working_days() {
        let book = RuleBook::embedded().unwrap();
        let at = |year| book.at("330108".parse().unwrap(), BudgetYear::new(year).unwrap());
        let rules = at(2020).sign_off().unwrap();
        assert_eq!((rules.answer, rules.reason_least), (DayCount::WorkingDays(5), 6));
        assert_eq!(rules.basis.verification, Verification::Unverified);
        let missing = at(2014).sign_off().unwrap_err().to_string();
        assert!(missing.ends_with("[rule-missing]"), "{missing}");
    }
}
