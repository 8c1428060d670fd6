//! 现行规则 (rules page): every value in force with clause and mark, and beside it what other places do.

use hengji_authz::Action;
use hengji_domain::person::Actor;
use hengji_domain::rule::{Citation, Verification};
use hengji_domain::{BudgetYear, Division};
use hengji_rules::{OverlayValue, RuleRow, VariantRow};

use super::filter::RuleFilter;
use super::view::{RuleView, RulesPage, VariantView};
use crate::app::App;
use crate::error::AppError;

impl App {
    /// The rules in force for the acting division and the year.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] outside the actor's division; [`AppError::RuleMissing`] for a year without any rule.
    pub fn rules_page(&self, actor: &Actor, year: BudgetYear) -> Result<RulesPage, AppError> {
        self.filtered_rules(actor, year, &RuleFilter::default())
    }

    /// Those of them that the filter takes; the counts are of all.
    ///
    /// # Errors
    ///
    /// As for [`App::rules_page`].
    pub fn filtered_rules(
        &self,
        actor: &Actor,
        year: BudgetYear,
        filter: &RuleFilter,
    ) -> Result<RulesPage, AppError> {
        self.may_look(actor, Action::ViewRules)?;
        let in_force = self.rules(actor.division, year);
        let rows = in_force.all();
        if rows.is_empty() {
            // An empty page would look as if nothing had to be observed in that year.
            in_force.goal_frame()?;
        }
        let overlay = self.live_rules().overlay();
        let all: Vec<RuleView> = rows.into_iter().map(|row| rule(row, &overlay)).collect();
        let mut topics: Vec<String> = all.iter().map(|rule| topic(&rule.key).to_owned()).collect();
        topics.dedup();
        Ok(RulesPage {
            total: all.len(),
            unverified_count: all.iter().filter(|rule| rule.is_unverified).count(),
            local_count: all.iter().filter(|rule| rule.is_local).count(),
            topics,
            rules: all.into_iter().filter(|rule| filter.takes(rule)).collect(),
            fingerprint: in_force.fingerprint().to_owned(),
        })
    }
}

/// The word before the dot.
pub(super) fn topic(key: &str) -> &str {
    key.split('.').next().unwrap_or_default()
}

/// A row for people; whether the bureau changed it is told by the division and the day of the value.
pub(super) fn rule(row: RuleRow, overlay: &[OverlayValue]) -> RuleView {
    let is_local = overlay
        .iter()
        .any(|value| is_value(value, row.division, row.rule, &row));
    RuleView {
        key: row.rule.to_owned(),
        description: row.description,
        division: row.division.to_string(),
        from: row.from.to_string(),
        until: row.until.map(|until| until.to_string()),
        value: row.value,
        source: source(&row.citation),
        mark: row.citation.verification.mark(),
        verification: row.citation.verification.name(),
        is_unverified: row.citation.verification == Verification::Unverified,
        is_local,
        note: row.note,
        variants: row.variants.into_iter().map(variant).collect(),
    }
}

fn is_value(value: &OverlayValue, division: Division, rule: &str, row: &RuleRow) -> bool {
    use chrono::Datelike;
    value.division == division && value.rule == rule && i32::from(value.from.get()) == row.from.year()
}

fn variant(row: VariantRow) -> VariantView {
    VariantView {
        name: row.name,
        value: row.value,
        source: source(&row.citation),
        mark: row.citation.verification.mark(),
        verification: row.citation.verification.name(),
        note: row.note,
    }
}

pub(super) fn source(citation: &Citation) -> String {
    format!("{} {}", citation.source, citation.clause)
}
