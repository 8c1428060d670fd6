//! 待办: derived from where sheets stand and from what has not been begun, never stored.

use std::collections::BTreeMap;

use hengji_authz::{Action, Scope, scope};
use hengji_domain::BudgetYear;
use hengji_domain::id::SheetId;
use hengji_domain::person::{Actor, Role};
use hengji_domain::rule::{Chain, ReviewReason};
use hengji_domain::sheet::SheetKind;
use hengji_domain::workflow::SheetState;
use hengji_store::opinions::{self, Opinion};
use hengji_store::projects::{self, Progress, ProjectFilter, ProjectListing, ProjectSort};
use hengji_store::sheets::{Post, WaitingSheet, count_waiting, waiting_at};
use hengji_store::{Count, Db, Direction, Page, signatures};

use super::due::{Calendar, Holder};
use super::view::{LISTED_MAX, Todo};
use crate::app::{App, Step};
use crate::error::AppError;
use crate::sheets::opinion::opinion_view;
use crate::sheets::tag::tag;

/// The list with the number of all that is to be done.
pub(super) struct TodoList {
    pub(super) todos: Vec<Todo>,
    pub(super) count: u64,
}

/// What the database knows.
struct Found {
    waiting: Vec<WaitingSheet>,
    returns: BTreeMap<SheetId, Vec<Opinion>>,
    not_begun: Vec<(SheetKind, ProjectListing)>,
    count: u64,
}

impl App {
    /// What the actor has to do.
    pub(super) fn todos(
        &self,
        actor: &Actor,
        year: BudgetYear,
        calendar: &Calendar,
    ) -> Result<TodoList, AppError> {
        let rules = self.rules(actor.division, year);
        // Monitoring comes for all projects at once: it is told as one list, not as an item for each.
        let chains = SheetKind::SINGLY.map(|kind| (kind, rules.chain(kind).ok().map(|chain| chain.value)));
        let posts = posts(actor, &chains);
        let wanted = not_begun(actor, year, calendar.is_year_over);
        let found = self.read(|db| find(db, actor, year, &posts, &wanted))?;
        let teller = Teller {
            chains: &chains,
            // Without the list of reasons the codes are shown: what was said is not hidden.
            reasons: rules
                .review_reasons()
                .map(|reasons| reasons.value)
                .unwrap_or_default(),
            calendar,
        };
        let mut todos: Vec<Todo> = found
            .waiting
            .iter()
            .map(|waiting| teller.waiting(waiting, found.returns.get(&waiting.sheet.id)))
            .chain(
                found
                    .not_begun
                    .iter()
                    .map(|(kind, listing)| teller.not_begun(*kind, listing)),
            )
            .collect();
        let evaluations = self.ex_ante_todos(actor, year)?;
        let count = found.count + u64::try_from(evaluations.len()).unwrap_or(0);
        let due = |todo: Todo| {
            let due_on = calendar.due_on(SheetKind::ExAnteEvaluation, Holder::Review);
            Todo {
                due_on,
                days_left: due_on.map(|day| calendar.days_left(day)),
                ..todo
            }
        };
        todos.extend(evaluations.into_iter().map(due));
        // The sort is stable, so that equals keep the order of the database: longest waiting, then by code.
        todos.sort_by_key(|todo| (todo.due_on.is_none(), todo.due_on));
        todos.truncate(LISTED_MAX);
        Ok(TodoList { todos, count })
    }
}

/// Where the actor stands in the chains: at each step whose role they hold, for the units that role reaches.
fn posts(actor: &Actor, chains: &[(SheetKind, Option<Chain>)]) -> Vec<Post> {
    let mut posts = Vec::new();
    for (kind, chain) in chains {
        let steps = chain.iter().flat_map(|chain| &chain.steps);
        for (step, one) in steps.enumerate() {
            if actor.has(one.role) {
                posts.push(Post {
                    kind: *kind,
                    step,
                    scope: reach_of(actor, &[one.role]),
                });
            }
        }
    }
    posts
}

/// What some of the actor's roles reach.
fn reach_of(actor: &Actor, roles: &[Role]) -> Scope {
    let mut part = actor.clone();
    part.grants.retain(|grant| roles.contains(&grant.role));
    scope(&part)
}

/// The lists of projects whose sheet the actor has still to begin.
fn not_begun(actor: &Actor, year: BudgetYear, is_year_over: bool) -> Vec<(SheetKind, ProjectFilter)> {
    let of = |kind| ProjectFilter::of_year(year, reach_of(actor, Action::open(kind).roles()));
    let goals = ProjectFilter {
        goal: Some(Progress::NotOpened),
        ..of(SheetKind::Goal)
    };
    let evaluations = ProjectFilter {
        goal: Some(Progress::Concluded),
        self_evaluation: Some(Progress::NotOpened),
        ..of(SheetKind::SelfEvaluation)
    };
    let mut all = vec![(SheetKind::Goal, goals)];
    // What a year has brought is known when it is over.
    if is_year_over {
        all.push((SheetKind::SelfEvaluation, evaluations));
    }
    all.retain(|(_, filter)| filter.scope != Scope::Nothing);
    all
}

fn find(
    db: &mut Db,
    actor: &Actor,
    year: BudgetYear,
    posts: &[Post],
    wanted: &[(SheetKind, ProjectFilter)],
) -> Step<Found> {
    let division = actor.division;
    let at_most = u32::try_from(LISTED_MAX).unwrap_or(u32::MAX);
    let mut waiting = waiting_at(db, division, year, posts, at_most)?;
    let mut count = counted(count_waiting(db, division, year, posts)?);
    let is_reviewed = |sheet: &WaitingSheet| !sheet.sheet.state.is_editable();
    let reviewed: Vec<SheetId> = ids(&waiting, is_reviewed);
    // Nobody acts twice on one edition, so what the actor has signed waits for somebody else.
    let signed = signatures::signed_by(db, division, actor.user, &reviewed)?;
    waiting.retain(|sheet| !(is_reviewed(sheet) && signed.contains(&sheet.sheet.id)));
    count = count.saturating_sub(u64::try_from(signed.len()).unwrap_or(0));
    let returned = ids(&waiting, |sheet| {
        matches!(sheet.sheet.state, SheetState::Returned { .. })
    });
    let returns = opinions::last_returns(db, division, &returned)?;
    let mut not_begun = Vec::new();
    let page = Page {
        offset: 0,
        limit: at_most,
    };
    for (kind, filter) in wanted {
        let rows = projects::list(
            db,
            division,
            filter,
            ProjectSort::Code,
            Direction::Ascending,
            page,
        )?;
        not_begun.extend(rows.into_iter().map(|listing| (*kind, listing)));
        count += counted(projects::count(db, division, filter)?);
    }
    Ok(Found {
        waiting,
        returns,
        not_begun,
        count,
    })
}

fn ids(waiting: &[WaitingSheet], wanted: impl Fn(&WaitingSheet) -> bool) -> Vec<SheetId> {
    waiting
        .iter()
        .filter(|sheet| wanted(sheet))
        .map(|sheet| sheet.sheet.id)
        .collect()
}

const fn counted(count: Count) -> u64 {
    match count {
        Count::Exactly(count) | Count::MoreThan(count) => count,
    }
}

/// Puts what was found into words.
struct Teller<'a> {
    chains: &'a [(SheetKind, Option<Chain>)],
    reasons: Vec<ReviewReason>,
    calendar: &'a Calendar,
}

impl Teller<'_> {
    fn chain(&self, kind: SheetKind) -> Option<&Chain> {
        let known = self.chains.iter().find(|(one, _)| *one == kind)?;
        known.1.as_ref()
    }

    fn waiting(&self, waiting: &WaitingSheet, returned: Option<&Vec<Opinion>>) -> Todo {
        let brief = &waiting.sheet;
        let chain = self.chain(brief.kind);
        let (since, holder) = match brief.state {
            SheetState::Draft => (None, Holder::Unit),
            SheetState::Returned { at, .. } | SheetState::Concluded { at } => (Some(at), Holder::Unit),
            SheetState::InReview { step, since } => (Some(since), holder(chain, step)),
        };
        let due_on = self.calendar.due_on(brief.kind, holder);
        Todo {
            project: waiting.project,
            project_name: waiting.project_name.clone(),
            unit_name: waiting.unit_name.clone(),
            kind: brief.kind,
            sheet: Some(brief.id),
            what: tag(brief.kind, &brief.state, chain).name,
            since,
            due_on,
            days_left: due_on.map(|day| self.calendar.days_left(day)),
            opinions: returned
                .into_iter()
                .flatten()
                .map(|opinion| opinion_view(opinion, chain, &self.reasons))
                .collect(),
        }
    }

    fn not_begun(&self, kind: SheetKind, listing: &ProjectListing) -> Todo {
        let due_on = self.calendar.due_on(kind, Holder::Unit);
        Todo {
            project: listing.project.id,
            project_name: listing.project.name.clone(),
            unit_name: listing.unit_name.clone(),
            kind,
            sheet: None,
            what: "尚未填报".to_owned(),
            since: None,
            due_on,
            days_left: due_on.map(|day| self.calendar.days_left(day)),
            opinions: Vec::new(),
        }
    }
}

/// Who holds a sheet at a step of its chain.
fn holder(chain: Option<&Chain>, step: usize) -> Holder {
    let steps = chain.map(|chain| chain.steps.as_slice()).unwrap_or_default();
    match steps.get(step).map(|step| step.role) {
        Some(Role::UnitClerk | Role::UnitFinance | Role::UnitHead) => Holder::Unit,
        _ if step + 1 == steps.len() => Holder::LastStep,
        _ => Holder::Review,
    }
}
