//! The form in which a change is proposed, filled with the value in force.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;
use hengji_rules::{Tree, ValueForm};
use hengji_store::{closed_years, regulations};

use crate::app::App;
use crate::common::Choice;
use crate::error::AppError;
use crate::rules::page::rule;
use crate::rules::view::ProposalForm;

/// How many years ahead a change can be prepared.
const YEARS_AHEAD: u16 = 3;

impl App {
    /// The form for a rule of the acting division; `from` is brought to a year that is open.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a name that no rule has; [`AppError::Forbidden`].
    pub fn proposal_form(
        &self,
        actor: &Actor,
        key: &str,
        from: Option<BudgetYear>,
    ) -> Result<ProposalForm, AppError> {
        self.may_look(actor, Action::ProposeRule)?;
        let book = self.rule_book();
        let history = book.values_of(actor.division, key);
        let description = history.first().ok_or(AppError::NotFound)?.description.clone();
        let (closed, documents) = self.read(|db| {
            let closed = closed_years::list(db, actor.division)?;
            Ok((closed, regulations::list(db, actor.division)?))
        })?;
        let current = self.current_year()?.get();
        let first = closed
            .iter()
            .map(|one| one.year.get().saturating_add(1))
            .max()
            .unwrap_or(current.saturating_sub(1));
        let years: Vec<BudgetYear> = (first..=current.saturating_add(YEARS_AHEAD))
            .filter_map(|year| BudgetYear::new(year).ok())
            .collect();
        let next = BudgetYear::new(current.saturating_add(1)).map_err(AppError::fault)?;
        let from = from.filter(|year| years.contains(year)).unwrap_or(next);
        let in_force = book.at(actor.division, from);
        let value = in_force.content(key).ok().and_then(|dated| dated.value);
        let overlay = self.live_rules().overlay();
        let now = in_force.all().into_iter().find(|row| row.rule == key);
        let form = ValueForm::new(&book, actor.division, key, value.as_ref());
        Ok(ProposalForm {
            key: key.to_owned(),
            description,
            now: now.map(|row| rule(row, &overlay)),
            field: form.map(|form| form.fields(value.as_ref())),
            toml: value.as_ref().map(Tree::to_toml).unwrap_or_default(),
            documents: documents
                .into_iter()
                .map(|kept| Choice {
                    code: kept.regulation.id.to_string(),
                    name: kept.regulation.title(),
                })
                .collect(),
            years,
            from,
        })
    }
}
