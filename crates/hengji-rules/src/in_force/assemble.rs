//! Bundles of typed values, as scoring and the application ask for them.

use hengji_domain::monitoring::{Escalation, KeyChoice, MonitoringPeriod, MonitoringRules};
use hengji_domain::rule::{Dated, GoalFrame, GoalLimits, ScoringRules, SecurityRules, SheetRules};
use hengji_domain::{BudgetYear, Money};

use super::selection::{Gap, Selection};
use crate::parameters::Parameters;
use crate::value::{BasisPoints, Taxonomy, Typed, Weights, YearPeriod};

impl Selection {
    pub(crate) fn goal_frame(&self) -> Result<Dated<GoalFrame>, Gap> {
        let weights: Dated<Weights> = self.required("goal.first_level_weights")?;
        let taxonomy: Dated<Taxonomy> = self.required("goal.taxonomy")?;
        let frame = weights.value.frame(&taxonomy.value);
        Ok(Dated {
            value: frame.map_err(|_| Gap::absent("goal.taxonomy"))?,
            citation: weights.citation,
        })
    }

    pub(crate) fn goal_limits(&self) -> Result<GoalLimits, Gap> {
        let rate: Dated<Option<BasisPoints>> = self.optional("goal.quantification_rate_min")?;
        Ok(GoalLimits {
            indicator_count_min: self.optional("goal.indicator_count_min")?,
            quantification_rate_min_bp: Dated {
                value: rate.value.map(|BasisPoints(bp)| bp),
                citation: rate.citation,
            },
        })
    }

    pub(crate) fn assemble_scoring(&self) -> Result<ScoringRules, Gap> {
        Ok(ScoringRules {
            positive: self.scoring_rule("positive")?,
            equal: self.scoring_rule("equal")?,
            equal_zero: self.scoring_rule("equal_zero")?,
            reverse: self.scoring_rule("reverse")?,
            by_date: self.scoring_rule("by_date")?,
            between: self.scoring_rule("between")?,
            qualitative: self.scoring_rule("qualitative")?,
            yes_no: self.scoring_rule("yes_no")?,
            satisfaction: self.optional("scoring.satisfaction")?,
            deduction: self.scoring_rule("deduction")?,
            element_count: self.scoring_rule("element_count")?,
            veto: self.scoring_rule("veto")?,
            execution: self.scoring_rule("execution")?,
            over_target: self.scoring_rule("over_target")?,
            reverse_words: self.scoring_rule("reverse_words")?,
            score_tolerance: self.scoring_rule("score_tolerance")?,
            vague_phrases: self.scoring_rule("vague_phrases")?,
        })
    }

    fn scoring_rule<T: Typed + Clone>(&self, key: &str) -> Result<Dated<T>, Gap> {
        self.named("scoring", key)
    }

    pub(crate) fn assemble_sheet_rules(&self) -> Result<SheetRules, Gap> {
        let scoring = self.scoring.as_ref().map_err(Clone::clone)?;
        Ok(SheetRules {
            frame: self.goal_frame()?,
            limits: self.goal_limits()?,
            scoring: scoring.as_ref().clone(),
            grade_bands: self.named("grade", "self_evaluation")?,
        })
    }

    pub(crate) fn monitoring(&self) -> Result<MonitoringRules, Gap> {
        let gap: Dated<Option<BasisPoints>> = self.optional("monitoring.progress_gap")?;
        Ok(MonitoringRules {
            budget_lights: self.named("monitoring", "budget_lights")?,
            indicator_lights: self.named("monitoring", "indicator_lights")?,
            project_light: self.named("monitoring", "project_light")?,
            rate_target: self.named("monitoring", "rate_target")?,
            execution_floors: self.optional("monitoring.execution_floors")?,
            progress_gap_bp: Dated {
                value: gap.value.map(|BasisPoints(bp)| bp),
                citation: gap.citation,
            },
            likelihoods: self.named("monitoring", "likelihoods")?,
            causes: self.named("monitoring", "causes")?,
            disposals: self.named("monitoring", "disposals")?,
            disposal_days: self.optional("monitoring.disposal_days")?,
            escalation: self.escalation()?,
        })
    }

    fn escalation(&self) -> Result<Dated<Escalation>, Gap> {
        let numbers: Dated<Parameters> = self.named("monitoring", "escalation")?;
        let days = |name: &str| {
            let found = numbers.value.count(name);
            // The file was checked against the same list of names.
            found.map_err(|_| Gap::absent("monitoring.escalation"))
        };
        Ok(Dated {
            value: Escalation {
                remind_before_days: days("remind_before_days")?,
                head_after_days: days("head_after_days")?,
                department_after_days: days("department_after_days")?,
            },
            citation: numbers.citation,
        })
    }

    pub(crate) fn monitoring_periods(&self, year: BudgetYear) -> Result<Dated<Vec<MonitoringPeriod>>, Gap> {
        let periods: Dated<Vec<YearPeriod>> = self.named("monitoring", "periods")?;
        Ok(Dated {
            value: periods
                .value
                .iter()
                .filter_map(|period| period.in_year(year))
                .collect(),
            citation: periods.citation,
        })
    }

    pub(crate) fn key_choice(&self) -> Result<Dated<KeyChoice>, Gap> {
        let threshold: Dated<Money> = self.named("monitoring", "key_threshold")?;
        let most: Dated<Option<u32>> = self.optional("monitoring.key_most_of_department")?;
        Ok(Dated {
            value: KeyChoice {
                threshold: threshold.value,
                most_of_department: most.value,
            },
            citation: threshold.citation,
        })
    }

    pub(crate) fn security(&self) -> Result<SecurityRules, Gap> {
        Ok(SecurityRules {
            lockout_failures: self.limit("lockout_failures")?,
            lockout_minutes: self.limit("lockout_minutes")?,
            address_failures: self.limit("address_failures")?,
            idle_minutes: self.limit("idle_minutes")?,
            absolute_hours: self.limit("absolute_hours")?,
            password_length_min: self.limit("password_length_min")?,
            password_classes_min: self.limit("password_classes_min")?,
            password_days_max: self.limit("password_days_max")?,
            password_history: self.limit("password_history")?,
            initial_password_hours: self.limit("initial_password_hours")?,
            attachment_bytes_max: self.limit("attachment_bytes_max")?,
            workbook_bytes_max: self.limit("workbook_bytes_max")?,
        })
    }

    fn limit<T: Typed + Clone>(&self, key: &str) -> Result<T, Gap> {
        Ok(self.named("security", key)?.value)
    }
}
