//! 年度对比 (compare): what changes from one budget year to another.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;

use super::page::rule;
use super::view::{ChangedRule, Comparison};
use crate::app::App;
use crate::error::AppError;

impl App {
    /// The rules that differ between two budget years of the acting division, before and after.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] outside the actor's division.
    pub fn compare_rules(
        &self,
        actor: &Actor,
        before: BudgetYear,
        after: BudgetYear,
    ) -> Result<Comparison, AppError> {
        self.may_look(actor, Action::ViewRules)?;
        let (book, overlay) = (self.rule_book(), self.live_rules().overlay());
        let changes = book
            .diff(actor.division, before, after)
            .into_iter()
            .map(|change| {
                let title = [&change.after, &change.before]
                    .into_iter()
                    .flatten()
                    .map(|row| row.description.clone())
                    .next();
                ChangedRule {
                    key: change.rule.to_owned(),
                    description: title.unwrap_or_default(),
                    before: change.before.map(|row| rule(row, &overlay)),
                    after: change.after.map(|row| rule(row, &overlay)),
                }
            })
            .collect();
        Ok(Comparison {
            before,
            after,
            same: book.at(actor.division, before).fingerprint()
                == book.at(actor.division, after).fingerprint(),
            changes,
        })
    }
}
