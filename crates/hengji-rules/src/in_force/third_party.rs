//! 第三方机构 (third-party institutions): what admission and assignment ask.

use hengji_domain::ex_ante::Framework;
use hengji_domain::rule::Dated;
use hengji_domain::third_party::{
    AdmissionRules, AssignmentRules, ConcentrationRules, ReportRules, SeverityRules,
};

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

    /// 委托集中度.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn institution_concentration(&self) -> Result<ConcentrationRules, MissingRule> {
        let numbers = self.parameters("third_party.concentration")?;
        let percent = |name| numbers.value.percent_bp(name).unwrap_or(u32::MAX);
        Ok(ConcentrationRules {
            cases_least: numbers.value.count("cases_least").unwrap_or(u32::MAX),
            watch_bp: percent("watch"),
            high_bp: percent("high"),
            basis: numbers.citation,
        })
    }

    /// 评价报告的文本检查.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn institution_report(&self) -> Result<ReportRules, MissingRule> {
        let numbers = self.parameters("third_party.report")?;
        let count = |name| numbers.value.count(name).unwrap_or(u32::MAX);
        let percent = |name| numbers.value.percent_bp(name).unwrap_or(u32::MAX);
        let words = |rule: &str| -> Result<Dated<Vec<String>>, MissingRule> {
            self.answer(self.selection.required::<Vec<String>>(rule))
        };
        let outcome = words("third_party.outcome_words")?;
        Ok(ReportRules {
            compliance_words: words("third_party.compliance_words")?.value,
            outcome_words: outcome.value,
            chars_least: count("chars_least"),
            outcome_least_bp: percent("outcome_least"),
            likeness_bp: percent("likeness"),
            passage_least: count("passage_least"),
            basis: numbers.citation,
            words_basis: outcome.citation,
        })
    }

    /// 评分宽严.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn scorer_severity(&self) -> Result<SeverityRules, MissingRule> {
        let numbers = self.parameters("third_party.severity")?;
        Ok(SeverityRules {
            shared_least: numbers.value.count("shared_least").unwrap_or(u32::MAX),
            basis: numbers.citation,
        })
    }

    /// 报告评分表.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn report_rubric(&self) -> Result<Dated<Framework>, MissingRule> {
        self.answer(self.selection.required("third_party.rubric"))
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
    use hengji_domain::third_party::Topic;

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
    fn reports_are_judged_by_words_and_a_rubric_of_a_hundred_points() {
        let book = RuleBook::embedded().unwrap();
        let rules = book.at("330108".parse().unwrap(), BudgetYear::new(2020).unwrap());
        let report = rules.institution_report().unwrap();
        assert_eq!(
            (report.chars_least, report.likeness_bp, report.outcome_least_bp),
            (300, 4_000, 4_000)
        );
        assert_eq!(report.words_basis.verification, Verification::Unverified);
        let topics = ["立项依据充分,审批手续齐全", "完成率达到目标,受益居民满意"]
            .map(|sentence| report.sentence_topic(sentence, Topic::Other));
        assert_eq!(topics, [Topic::Compliance, Topic::Outcome]);
        assert_eq!(rules.scorer_severity().unwrap().shared_least, 5);
        let bands = rules.grade_bands("institution_report").unwrap().value;
        assert_eq!(bands.last().unwrap().from.centi(), 0);
        assert_eq!(rules.report_rubric().unwrap().value.points().centi(), 10_000);
        let concentration = rules.institution_concentration().unwrap();
        assert_eq!((concentration.watch_bp, concentration.high_bp), (2_500, 4_000));
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
