//! What findings, rectification and look-back ask of the rules.

use hengji_domain::rectification::{Escalation, LookBackRule, RectificationRules};
use hengji_domain::rule::{Dated, ReviewReason};

use super::selection::Gap;
use super::{MissingRule, RulesInForce};

impl RulesInForce {
    /// 问题、整改、回头看: closed lists, periods and the draw.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn rectification(&self) -> Result<RectificationRules, MissingRule> {
        let list = |rule: &str| -> Result<Vec<ReviewReason>, MissingRule> {
            Ok(self
                .answer(self.selection.required::<Vec<ReviewReason>>(rule))?
                .value)
        };
        let length: Dated<u32> = self.answer(self.selection.required("rectification.reason_length_min"))?;
        Ok(RectificationRules {
            origins: list("rectification.origins")?,
            causes: list("rectification.causes")?,
            severities: list("rectification.severities")?,
            commitment_kinds: list("rectification.commitment_kinds")?,
            feedback: self.day_count("rectification.feedback_days")?,
            plan: self.day_count("rectification.plan_days")?,
            objection: self.day_count("rectification.objection_days")?,
            objection_decision: self.day_count("rectification.objection_decision_days")?,
            reason_length_min: length.value,
            escalation: self.escalation_of_rectification()?,
            look_back: self.look_back()?,
        })
    }

    fn escalation_of_rectification(&self) -> Result<Escalation, MissingRule> {
        let rule = "rectification.escalation";
        let numbers = self.parameters(rule)?.value;
        // The file was checked against the same list of names.
        let days = |name: &str| numbers.count(name).map_err(|_| self.missing(Gap::absent(rule)));
        Ok(Escalation {
            remind_before_days: days("remind_before_days")?,
            department_after_days: days("department_after_days")?,
            leader_after_days: days("leader_after_days")?,
        })
    }

    /// 回头看抽取.
    fn look_back(&self) -> Result<LookBackRule, MissingRule> {
        let rule = "rectification.look_back";
        let numbers = self.parameters(rule)?.value;
        let gap = |_| self.missing(Gap::absent(rule));
        Ok(LookBackRule {
            share_bp: numbers.percent_bp("share").map_err(gap)?,
            department_least: numbers.count("department_least").map_err(gap)?,
            years: numbers
                .count("years")
                .ok()
                .and_then(|years| u16::try_from(years).ok())
                .unwrap_or(1),
        })
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::BudgetYear;
    use hengji_domain::time::working_days::DayCount;

    use crate::RuleBook;

    #[test]
    fn the_rules_of_rectification_are_complete_from_the_first_year_on() {
        let book = RuleBook::embedded().unwrap();
        let at = |year| book.at("330108".parse().unwrap(), BudgetYear::new(year).unwrap());
        for year in [2015, 2018, 2020, 2021] {
            let rules = at(year).rectification().unwrap();
            assert_eq!(rules.feedback, DayCount::Days(20), "{year}");
            assert_eq!(rules.plan, DayCount::Days(30), "{year}");
            assert!(matches!(rules.objection, DayCount::WorkingDays(_)), "{year}");
            assert!(rules.origins.iter().any(|one| one.code == "look_back"), "{year}");
            assert!(rules.escalation.department_after_days <= rules.escalation.leader_after_days);
            assert!((1..=10_000).contains(&rules.look_back.share_bp), "{year}");
        }
        let missing = at(2014).rectification().unwrap_err().to_string();
        assert!(missing.ends_with("[rule-missing]"), "{missing}");
    }
}
