//! What waits for somebody as the addressee of papers.

use hengji_authz::{Action, scope};
use hengji_domain::person::Actor;
use hengji_store::papers;

use super::view::PapersDue;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// The papers that the actor's unit has to sign for or to answer, in one statement; none where there is nothing.
    ///
    /// # Errors
    ///
    /// Of the database.
    pub(crate) fn papers_due(&self, actor: &Actor) -> Result<Option<PapersDue>, AppError> {
        let mut addressee = actor.clone();
        addressee
            .grants
            .retain(|grant| Action::ReceiptPaper.roles().contains(&grant.role));
        let today = self.now().shanghai_date();
        let due = self.read(|db| Ok(papers::due(db, actor.division, &scope(&addressee), today)?))?;
        Ok(due.map(|due| PapersDue {
            count: due.count,
            late: due.late,
            first_on: due.first_on,
            days_left: due.first_on.signed_duration_since(today).num_days(),
        }))
    }
}
