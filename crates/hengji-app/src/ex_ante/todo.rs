//! 待办 of ex-ante evaluations: derived from where they stand, for the unit, the lead, the experts and the bureau.

use std::collections::BTreeMap;

use hengji_domain::BudgetYear;
use hengji_domain::id::SheetId;
use hengji_domain::person::{Actor, Role};
use hengji_domain::rule::Chain;
use hengji_domain::sheet::SheetKind;
use hengji_domain::workflow::SheetState;
use hengji_store::ex_ante::{self, ExAnteListing};

use super::case::SCORING;
use crate::app::App;
use crate::error::AppError;
use crate::home::view::Todo;

/// Roles that have something to do with evaluations; for anybody else not even the database is asked.
const HANDS: [Role; 5] = [
    Role::UnitClerk,
    Role::DepartmentReviewer,
    Role::BudgetDivisionReviewer,
    Role::PerformanceReviewer,
    Role::ThirdParty,
];

impl App {
    /// What the actor has to do, in at most two statements; deadlines are left to the caller.
    pub(crate) fn ex_ante_todos(&self, actor: &Actor, year: BudgetYear) -> Result<Vec<Todo>, AppError> {
        let Ok(chain) = self
            .rules(actor.division, year)
            .chain(SheetKind::ExAnteEvaluation)
        else {
            // A year without such a chain knows no evaluations.
            return Ok(Vec::new());
        };
        if !HANDS.iter().any(|role| actor.has(*role)) {
            return Ok(Vec::new());
        }
        let assigned = if actor.has(Role::ThirdParty) {
            self.read(|db| Ok(ex_ante::assigned_sheets(db, actor.division, actor.user)?))?
        } else {
            BTreeMap::new()
        };
        let desk = Desk {
            actor,
            chain: &chain.value,
            assigned,
        };
        let all = self.ex_ante_listings(actor, year)?;
        Ok(all.iter().filter_map(|listing| desk.todo(listing)).collect())
    }
}

struct Desk<'a> {
    actor: &'a Actor,
    chain: &'a Chain,
    assigned: BTreeMap<SheetId, bool>,
}

impl Desk<'_> {
    fn todo(&self, listing: &ExAnteListing) -> Option<Todo> {
        let holds = |role, unit| {
            let mut grants = self.actor.grants.iter();
            grants.any(|grant| grant.role == role && grant.unit == unit)
        };
        let is_clerk = holds(Role::UnitClerk, listing.unit);
        let Some(sheet) = &listing.sheet else {
            let what = (listing.object.is_listed && is_clerk).then(|| "报送事前评估材料".to_owned());
            return what.map(|what| todo(listing, what, None));
        };
        match &sheet.state {
            SheetState::Draft => is_clerk.then(|| todo(listing, "报送事前评估材料".to_owned(), None)),
            SheetState::Returned { at, .. } => {
                is_clerk.then(|| todo(listing, "材料退回,补充后重新提交".to_owned(), Some(*at)))
            }
            SheetState::Concluded { .. } => None,
            SheetState::InReview { step, since } => {
                let step = self.chain.steps.get(*step)?;
                // An invitation is answered by scores, not by passing the step.
                if step.code == SCORING && self.assigned.get(&sheet.id) == Some(&false) {
                    return Some(todo(listing, "专家独立评分".to_owned(), Some(*since)));
                }
                let is_mine = match step.role {
                    Role::DepartmentReviewer => holds(step.role, listing.object.lead),
                    Role::BudgetDivisionReviewer => listing
                        .budget_division
                        .is_some_and(|owner| holds(step.role, owner)),
                    role => self.actor.has(role) && role != Role::ThirdParty,
                };
                is_mine.then(|| todo(listing, step.name.clone(), Some(*since)))
            }
        }
    }
}

fn todo(listing: &ExAnteListing, what: String, since: Option<hengji_domain::Timestamp>) -> Todo {
    Todo {
        project: listing.object.project,
        project_name: listing.project_name.clone(),
        unit_name: listing.unit_name.clone(),
        kind: SheetKind::ExAnteEvaluation,
        sheet: listing.sheet.as_ref().map(|sheet| sheet.id),
        what,
        since,
        due_on: None,
        days_left: None,
        opinions: Vec::new(),
    }
}
