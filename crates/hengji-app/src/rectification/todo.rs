//! 待办: what of findings and rectification waits for the person, on either side of the desk.

use hengji_authz::{Action, Scope, scope};
use hengji_domain::BudgetYear;
use hengji_domain::person::{Actor, Role};
use hengji_domain::rectification::{CommitmentState, FindingState, Level};
use hengji_store::Count;
use hengji_store::rectification::{
    CommitmentFilter, FindingFilter, count_findings, open_objections, tally_commitments,
};

use super::view::RectificationDue;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// What waits for the actor, whatever year it is of: at most one statement for each side of it.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read.
    pub(crate) fn rectification_due(
        &self,
        actor: &Actor,
        year: BudgetYear,
    ) -> Result<RectificationDue, AppError> {
        // A year without the rules has nothing to remind of; its home page is shown all the same.
        let Ok(rules) = self.rules(actor.division, year).rectification() else {
            return Ok(RectificationDue::default());
        };
        let division = actor.division;
        let today = self.now().shanghai_date();
        let by = |level| rules.escalation.reached_by(level, today).unwrap_or(today);
        let unit = reach_of(actor, Action::ClaimRectification.roles());
        let bureau = reach_of(actor, Action::VerifyRectification.roles());
        let department = reach_of(actor, &[Role::DepartmentReviewer]);
        let leader = reach_of(actor, &[Role::BureauLeader]);
        let feeding = reach_of(actor, Action::IssuePaper.roles());
        let answering = reach_of(actor, Action::DecideObjection.roles());
        self.read(|db| {
            let mut due = RectificationDue::default();
            let mut tally = |scope: Scope, level| {
                let filter = CommitmentFilter::of_year(None, scope);
                tally_commitments(db, division, &filter, (today, by(level)))
            };
            if unit != Scope::Nothing {
                let found = tally(unit, Level::Unit)?;
                (due.to_do, due.late) = (found.open_by, found.late);
            }
            if bureau != Scope::Nothing {
                let found = tally(bureau, Level::Unit)?;
                let claimed = found.states.get(&CommitmentState::Claimed);
                due.to_verify = claimed.copied().unwrap_or_default();
            }
            for (reach, level) in [(department, Level::Department), (leader, Level::Leader)] {
                if reach != Scope::Nothing {
                    due.escalated += tally(reach, level)?.open_by;
                }
            }
            if feeding != Scope::Nothing {
                let filter = FindingFilter {
                    state: Some(FindingState::Entered),
                    ..FindingFilter::of_year(None, feeding)
                };
                let (Count::Exactly(count) | Count::MoreThan(count)) = count_findings(db, division, &filter)?;
                due.to_feed_back = count;
            }
            if answering != Scope::Nothing {
                due.objections = open_objections(db, division, &answering, today)?;
            }
            Ok(due)
        })
    }
}

/// What some of the actor's roles reach.
fn reach_of(actor: &Actor, roles: &[Role]) -> Scope {
    let mut part = actor.clone();
    part.grants.retain(|grant| roles.contains(&grant.role));
    scope(&part)
}
