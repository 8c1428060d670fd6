//! What case files of evaluations ask of the rules.

use hengji_domain::case_file::{AgreementRule, CaseFileRules};
use hengji_domain::rule::{Dated, ReviewReason};

use super::selection::Gap;
use super::{MissingRule, RulesInForce};

impl RulesInForce {
    /// 评价档案: duties, the period of the exchange of views, reasons, agreement.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn case_files(&self) -> Result<CaseFileRules, MissingRule> {
        let duties: Dated<Vec<ReviewReason>> = self.answer(self.selection.required("case_file.duties"))?;
        let length: Dated<u32> = self.answer(self.selection.required("case_file.reason_length_min"))?;
        let rule = "case_file.agreement";
        let numbers = self.parameters(rule)?.value;
        // The file was checked against the same list of names.
        let gap = |_| self.missing(Gap::absent(rule));
        Ok(CaseFileRules {
            duties: duties.value,
            exchange: self.day_count("case_file.exchange_days")?,
            reason_length_min: length.value,
            agreement: AgreementRule {
                items_least: numbers.count("items_least").map_err(gap)?,
                near_bp: numbers.percent_bp("near").map_err(gap)?,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::BudgetYear;
    use hengji_domain::time::working_days::DayCount;

    use crate::RuleBook;

    #[test]
    fn the_rules_of_case_files_are_complete_from_the_first_year_on() {
        let book = RuleBook::embedded().unwrap();
        let at = |year| book.at("330108".parse().unwrap(), BudgetYear::new(year).unwrap());
        for year in [2015, 2020, 2021] {
            let rules = at(year).case_files().unwrap();
            assert_eq!(rules.exchange, DayCount::WorkingDays(5), "{year}");
            assert!(rules.duties.iter().any(|one| one.code == "lead"), "{year}");
            assert!(2 <= rules.agreement.items_least, "{year}");
            assert!((1..10_000).contains(&rules.agreement.near_bp), "{year}");
        }
        let missing = at(2014).case_files().unwrap_err().to_string();
        assert!(missing.ends_with("[rule-missing]"), "{missing}");
    }
}
