//! 现行规则 (rules page): every value in force with clause and mark, and beside it what other places do.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;
use hengji_domain::rule::{Citation, Verification};
use hengji_rules::{RuleRow, VariantRow};

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
        self.may_look(actor, Action::ViewRules)?;
        let in_force = self.rules(actor.division, year);
        let rows = in_force.all();
        if rows.is_empty() {
            // An empty page would look as if nothing had to be observed in that year.
            in_force.goal_frame()?;
        }
        Ok(RulesPage {
            unverified_count: rows.iter().filter(|row| is_unverified(&row.citation)).count(),
            rules: rows.into_iter().map(rule).collect(),
            fingerprint: in_force.fingerprint().to_owned(),
        })
    }
}

fn is_unverified(citation: &Citation) -> bool {
    citation.verification == Verification::Unverified
}

fn rule(row: RuleRow) -> RuleView {
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
        note: row.note,
        variants: row.variants.into_iter().map(variant).collect(),
    }
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

fn source(citation: &Citation) -> String {
    format!("{} {}", citation.source, citation.clause)
}
