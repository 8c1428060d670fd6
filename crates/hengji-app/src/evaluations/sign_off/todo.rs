//! 待办: sheets that wait for either side of the desk.

use hengji_authz::{Action, Scope, scope};
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;
use hengji_domain::sign_off::{SignOffSide, SignOffState};
use hengji_store::sign_offs::{self, SignOffCount};

use super::side_of;
use super::view::SignOffDue;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// What of sign-off sheets waits for the actor: one statement, none for people who do nothing with them.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read.
    pub(crate) fn sign_off_due(&self, actor: &Actor, year: BudgetYear) -> Result<SignOffDue, AppError> {
        let holds = |action: Action| action.roles().iter().any(|role| actor.has(*role));
        let side = side_of(actor);
        let asked = match side {
            SignOffSide::Bureau => Action::LookAgainAtPoint,
            SignOffSide::Department => Action::AnswerSignOffSheet,
        };
        if !holds(asked) {
            return Ok(SignOffDue::default());
        }
        let reach = reach_of(actor, asked);
        let counts = self.read(|db| Ok(sign_offs::counts(db, actor.division, year, &reach)?))?;
        let today = self.now().shanghai_date();
        let sum = |wanted: &dyn Fn(&SignOffCount) -> bool| -> u64 {
            counts.iter().filter(|one| wanted(one)).map(|one| one.count).sum()
        };
        let may_sign = holds(Action::SignSignOffSheet);
        let mut due = SignOffDue::default();
        match side {
            SignOffSide::Department => {
                due.to_answer = sum(&|one| one.state == SignOffState::Sent);
                due.late = sum(&|one| one.state == SignOffState::Sent && one.answer_due_on < today);
                if may_sign {
                    due.to_sign = sum(&|one| one.state == SignOffState::Settled && !one.has_department);
                }
            }
            SignOffSide::Bureau => {
                due.to_look = sum(&|one| one.state == SignOffState::Answered);
                if may_sign {
                    due.to_sign = sum(&|one| one.state == SignOffState::Settled && !one.has_bureau);
                }
                if holds(Action::ConcludeEvaluation) {
                    due.to_conclude = sum(&|one| one.state == SignOffState::Locked);
                }
            }
        }
        Ok(due)
    }
}

/// What the roles reach that take this step.
fn reach_of(actor: &Actor, action: Action) -> Scope {
    let mut part = actor.clone();
    part.grants.retain(|grant| action.roles().contains(&grant.role));
    scope(&part)
}
