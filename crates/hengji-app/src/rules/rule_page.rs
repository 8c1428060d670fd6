//! 一条规则 (rule page): its value, where it comes from, what it was, and who wants to change it.

use hengji_authz::{Action, Resource, decide};
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;
use hengji_store::{regulations, rule_proposals};

use super::page::rule;
use super::view::RulePage;
use crate::app::App;
use crate::common::Choice;
use crate::error::AppError;

impl App {
    /// One rule of the acting division, seen from a year.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a name that no rule has here; [`AppError::Forbidden`].
    pub fn rule_page(&self, actor: &Actor, year: BudgetYear, key: &str) -> Result<RulePage, AppError> {
        self.may_look(actor, Action::ViewRules)?;
        let overlay = self.live_rules().overlay();
        let history: Vec<_> = self
            .rule_book()
            .values_of(actor.division, key)
            .into_iter()
            .map(|row| rule(row, &overlay))
            .collect();
        let first = history.first().ok_or(AppError::NotFound)?;
        let in_force = self.rules(actor.division, year).all();
        let now = in_force.into_iter().find(|row| row.rule == key);
        let (documents, proposals) = self.read(|db| {
            let documents = regulations::list(db, actor.division)?;
            Ok((documents, rule_proposals::list(db, actor.division)?))
        })?;
        let may = |action| decide(actor, action, &Resource::Division(actor.division)).allow;
        let proposals = if may(Action::ViewRuleProposals) {
            let own = proposals
                .into_iter()
                .filter(|proposal| proposal.rule == key)
                .collect();
            self.proposal_views(actor, own, &documents)?
        } else {
            Vec::new()
        };
        Ok(RulePage {
            key: key.to_owned(),
            description: first.description.clone(),
            now: now.map(|row| rule(row, &overlay)),
            documents: documents
                .iter()
                .filter(|kept| kept.regulation.rules.iter().any(|one| one == key))
                .map(|kept| Choice {
                    code: kept.regulation.id.to_string(),
                    name: kept.regulation.title(),
                })
                .collect(),
            proposals,
            may_propose: may(Action::ProposeRule),
            history,
        })
    }
}
