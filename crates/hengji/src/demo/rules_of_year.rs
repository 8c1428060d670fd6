//! What the generator takes from the rules in force.

use hengji_domain::BudgetYear;
use hengji_domain::sheet::SheetKind;
use hengji_rules::{MissingRule, RulesInForce};

use super::subject::YearRules;

/// Reads it for one division and year.
///
/// # Errors
///
/// [`MissingRule`] where the division has no rules for that year.
pub(crate) fn read(rules: &RulesInForce, year: BudgetYear) -> Result<YearRules, MissingRule> {
    let bands = rules.scoring()?.qualitative.value.clone();
    Ok(YearRules {
        year,
        frame: rules.goal_frame()?.value,
        goal_chain: rules.chain(SheetKind::Goal)?.value,
        monitoring_chain: rules.chain(SheetKind::Monitoring)?.value,
        self_evaluation_chain: rules.chain(SheetKind::SelfEvaluation)?.value,
        reasons: rules.review_reasons()?.value,
        band_phrases: bands
            .into_iter()
            .map(|band| band.phrases.into_iter().next().unwrap_or(band.name))
            .collect(),
    })
}
