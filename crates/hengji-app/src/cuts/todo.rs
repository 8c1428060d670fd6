//! 待办: proposals that wait for the person's decision.

use hengji_authz::scope;
use hengji_domain::BudgetYear;
use hengji_domain::cut::CutState;
use hengji_domain::person::Actor;
use hengji_store::Count;
use hengji_store::cuts::{self, CutFilter};

use super::case::acting_as;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// How many proposals wait for the actor's decision: no statement for most people, one for each book otherwise.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read.
    pub(crate) fn cuts_to_decide(&self, actor: &Actor, year: BudgetYear) -> Result<u64, AppError> {
        // A year without books has nothing to decide on; its home page is shown all the same.
        let books = self.rules(actor.division, year).cut_books();
        let books = books.map(|books| books.value).unwrap_or_default();
        let mut waiting = 0;
        for book in books.iter().filter(|book| actor.has(book.decider)) {
            let filter = CutFilter {
                book: Some(book.code.clone()),
                state: Some(CutState::Proposed),
                ..CutFilter::of_year(year, scope(&acting_as(actor, book.decider)))
            };
            let count = self.read(|db| Ok(cuts::count(db, actor.division, &filter)?))?;
            let (Count::Exactly(count) | Count::MoreThan(count)) = count;
            waiting += count;
        }
        Ok(waiting)
    }
}
