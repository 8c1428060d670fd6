//! 第三方机构 (third-party institutions): what admission and assignment ask.

use hengji_domain::rule::Dated;
use hengji_domain::third_party::{AdmissionRules, AssignmentRules};

use super::{MissingRule, RulesInForce};

impl RulesInForce {
    /// 入选条件.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn institution_admission(&self) -> Result<AdmissionRules, MissingRule> {
        let clean: Dated<u32> = self.answer(self.selection.required("third_party.clean_years"))?;
        let lead: Dated<u32> = self.answer(self.selection.required("third_party.lead_years"))?;
        let numbers = self.parameters("third_party.admission")?;
        // The catalogue demands every number, so none can be absent.
        let count = |name| numbers.value.count(name).unwrap_or(u32::MAX);
        Ok(AdmissionRules {
            clean_years: clean.value,
            lead_years: lead.value,
            lead_evaluation_years: count("lead_evaluation_years"),
            leads_least: count("leads_least"),
            people_least: count("people_least"),
            credit_months: count("credit_months"),
            clean_basis: clean.citation,
            lead_basis: lead.citation,
            basis: numbers.citation,
        })
    }

    /// 委托和回避.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn institution_assignment(&self) -> Result<AssignmentRules, MissingRule> {
        let numbers = self.parameters("third_party.assignment")?;
        let count = |name| numbers.value.count(name).unwrap_or(u32::MAX);
        Ok(AssignmentRules {
            conflict_years: count("conflict_years"),
            pair_years: count("pair_years"),
            cases_most: count("cases_most"),
            reason_least: count("reason_least"),
            basis: numbers.citation,
        })
    }

    /// 机构种类 and 回避情形, as people choose them.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn institution_words(&self) -> Result<(Vec<String>, Vec<String>), MissingRule> {
        let words = |rule: &str| -> Result<Vec<String>, MissingRule> {
            Ok(self.answer(self.selection.required::<Vec<String>>(rule))?.value)
        };
        Ok((words("third_party.kinds")?, words("third_party.conflict_kinds")?))
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::BudgetYear;
    use hengji_domain::rule::Verification;

    use crate::RuleBook;

    #[test]
    fn admission_cites_the_measure_since_it_is_in_force_and_our_own_default_before() {
        let book = RuleBook::embedded().unwrap();
        let at = |year| book.at("330108".parse().unwrap(), BudgetYear::new(year).unwrap());
        let rules = at(2022).institution_admission().unwrap();
        assert_eq!(
            (rules.clean_years, rules.lead_years, rules.lead_evaluation_years),
            (3, 5, 3)
        );
        assert_eq!(rules.basis.verification, Verification::Unverified);
        assert!(
            rules.lead_basis.source.contains("财监〔2021〕4号"),
            "{:?}",
            rules.lead_basis
        );
        let before = at(2021).institution_admission().unwrap();
        assert!(
            before.lead_basis.source.contains("衡绩"),
            "{:?}",
            before.lead_basis
        );
        assert_eq!(before.lead_years, 5);
        let missing = at(2014).institution_admission().unwrap_err().to_string();
        assert!(missing.contains("third_party.clean_years"), "{missing}");
    }

    #[test]
    fn assignment_and_closed_lists_hold_for_every_year_that_is_evaluated() {
        let book = RuleBook::embedded().unwrap();
        let rules = book.at("330108".parse().unwrap(), BudgetYear::new(2020).unwrap());
        let assignment = rules.institution_assignment().unwrap();
        assert_eq!((assignment.conflict_years, assignment.pair_years), (2, 2));
        let (kinds, conflicts) = rules.institution_words().unwrap();
        assert!(kinds.contains(&"会计师事务所".to_owned()));
        assert!(!conflicts.is_empty());
    }
}
