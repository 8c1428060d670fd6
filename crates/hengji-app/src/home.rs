//! 首页 (home): what is to be done, until when, and what came back with which reasons.

mod due;
mod figures;
mod todo;
pub mod view;

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;

use crate::app::App;
use crate::error::AppError;
use due::Calendar;
use view::Home;

impl App {
    /// The home page, in at most sixteen statements while no monitoring period is open, however much there is to do.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read. Everybody has a home page; that of somebody without
    /// business data shows the deadlines only.
    pub fn home(&self, actor: &Actor, year: BudgetYear) -> Result<Home, AppError> {
        self.may_look(actor, Action::ViewHome)?;
        let calendar = Calendar::new(
            self.deadlines(actor.division, year),
            self.now().shanghai_date(),
            year,
        );
        let list = self.todos(actor, year, &calendar)?;
        Ok(Home {
            digests: self.monitoring_digests(actor, year)?,
            todos: list.todos,
            todo_count: list.count,
            figures: self.figures(actor, year, &calendar)?,
            library_reviews: self.library_reviews(actor)?,
            cuts_to_decide: self.cuts_to_decide(actor, year)?,
            spot_task: self.spot_task(actor, year)?,
            evaluations_to_score: self.evaluations_to_score(actor, year)?,
            case_files: self.case_files_due(actor, year)?,
            sign_offs: self.sign_off_due(actor, year)?,
            papers: self.papers_due(actor)?,
            rectification: self.rectification_due(actor, year)?,
            deadlines: calendar.views(),
        })
    }
}

#[cfg(test)]
mod tests;
