//! A slot: the department's goals on the table, what was said of each, and the minutes.

use std::collections::BTreeSet;

use hengji_authz::{Action, Place, Resource, decide, scope};
use hengji_domain::id::{ReviewSlotId, SheetId};
use hengji_domain::paper::PaperSource;
use hengji_domain::person::Actor;
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Division};
use hengji_store::Db;
use hengji_store::papers::{self, PaperRecord};
use hengji_store::review_room::agenda::{self, ReviewSession, Slot};
use hengji_store::review_room::around::{self, RoomGoal};
use hengji_store::review_room::edits::{self, RoomEdit};
use hengji_store::review_room::minutes::{self, Minutes, Side};
use hengji_store::review_room::said::{self, Decision, GivenPoints, OutcomeRecord};

use super::conclude::mean_total;
use super::minutes::minutes_view;
use super::progress::number;
use super::rules::ReviewRules;
use super::sessions::slot_view;
use super::view::{RoomGoalRow, SlotPage};
use crate::app::{App, Step};
use crate::error::AppError;
use crate::projects::enter::unit_resource;
use crate::sheets::tag::tag;

/// Everything of a slot, from nine statements.
pub(crate) struct Table {
    pub(super) session: ReviewSession,
    pub(crate) slot: Slot,
    /// The goals that were handed in at least once, those that can be reviewed first.
    pub(super) goals: Vec<RoomGoal>,
    pub(super) decisions: Vec<Decision>,
    pub(super) points: Vec<GivenPoints>,
    pub(super) outcomes: Vec<OutcomeRecord>,
    pub(super) edits: Vec<RoomEdit>,
    pub(super) minutes: Vec<Minutes>,
}

impl Table {
    pub(crate) fn read(db: &mut Db, division: Division, id: ReviewSlotId) -> Step<Self> {
        let slot = agenda::find_slot(db, division, id)?.ok_or(AppError::NotFound)?;
        let session = agenda::find_session(db, division, slot.session)?.ok_or(AppError::NotFound)?;
        let mut goals = around::goals(db, division, session.year, Some(slot.entry.department))?;
        goals.retain(|goal| 0 < goal.sheet.edition);
        // What can be reviewed now lies on top; within each part the order of the codes stays.
        goals.sort_by_key(|goal| match goal.sheet.state {
            SheetState::InReview { step, .. } => (0, usize::MAX - step),
            SheetState::Draft | SheetState::Returned { .. } => (1, 0),
            SheetState::Concluded { .. } => (2, 0),
        });
        let ids: Vec<SheetId> = goals.iter().map(|goal| goal.sheet.id).collect();
        Ok(Self {
            decisions: said::decisions_of(db, division, &ids)?,
            points: said::points_of(db, division, &ids)?,
            outcomes: said::outcomes_of(db, division, &ids)?,
            edits: edits::of_sheets(db, division, &ids)?,
            minutes: minutes::of_slots(db, division, &[id])?,
            session,
            slot,
            goals,
        })
    }

    /// The year whose goals lie here.
    pub(super) const fn year(&self) -> BudgetYear {
        self.session.year
    }

    /// The points given to one goal.
    pub(super) fn points_of(&self, sheet: SheetId) -> Vec<GivenPoints> {
        self.points
            .iter()
            .filter(|one| one.sheet == sheet)
            .cloned()
            .collect()
    }
}

impl App {
    /// The page of a slot.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a slot that does not exist; [`AppError::Forbidden`] as for the sessions.
    pub fn review_slot(&self, actor: &Actor, id: ReviewSlotId) -> Result<SlotPage, AppError> {
        self.may_look(actor, Action::ViewReview)?;
        let division = actor.division;
        let (mut table, paper) = self.read(|db| {
            let table = Table::read(db, division, id)?;
            let source = PaperSource::ReviewSlot(id);
            let known = papers::of_sources(db, division, table.year(), &[source])?;
            Ok((table, known.into_iter().find(PaperRecord::stands)))
        })?;
        let reach = scope(actor);
        table
            .goals
            .retain(|goal| reach.contains(&place_of_goal(goal), is_concluded(goal)));
        let in_force = self.rules(division, table.year());
        let rules = ReviewRules::read(&in_force)?;
        let chain = in_force
            .chain(hengji_domain::sheet::SheetKind::Goal)
            .ok()
            .map(|chain| chain.value);
        let resource = self.slot_resource(division, &table.slot)?;
        let goals = table
            .goals
            .iter()
            .map(|goal| {
                let state = tag(goal.sheet.kind, &goal.sheet.state, chain.as_ref());
                goal_row(&table, goal, state, &rules)
            })
            .collect();
        let last = table.minutes.last();
        let unsigned = |side| last.is_some_and(|minutes| minutes.signature(side).is_none());
        let side = side_of(actor);
        Ok(SlotPage {
            session_name: table.session.name.clone(),
            place: table.session.place.clone(),
            slot: slot_view(&table.slot, &table.minutes, &table.decisions),
            goals,
            minutes: last.map(minutes_view).transpose()?,
            paper: paper.map(|paper| (paper.id, paper.number)),
            may_make_minutes: decide(actor, Action::MakeReviewMinutes, &resource).allow,
            may_sign: unsigned(side) && decide(actor, Action::SignReviewMinutes, &resource).allow,
        })
    }

    /// What a decision about the slot as a whole needs: it belongs to its department.
    pub(super) fn slot_resource(&self, division: Division, slot: &Slot) -> Result<Resource, AppError> {
        let directory = self.directory(division)?;
        let unit = directory.unit(slot.entry.department).ok_or(AppError::NotFound)?;
        Ok(unit_resource(division, unit))
    }
}

/// The side of the table on which somebody sits.
pub(super) fn side_of(actor: &Actor) -> Side {
    if actor.has(hengji_domain::person::Role::DepartmentReviewer) {
        Side::Department
    } else {
        Side::Bureau
    }
}

/// Where a goal stands in the district.
pub(super) const fn place_of_goal(goal: &RoomGoal) -> Place {
    Place {
        unit: goal.unit,
        department: goal.department,
        budget_division: goal.budget_division,
    }
}

pub(super) const fn is_concluded(goal: &RoomGoal) -> bool {
    matches!(goal.sheet.state, SheetState::Concluded { .. })
}

fn goal_row(
    table: &Table,
    goal: &RoomGoal,
    state: crate::sheets::view::StateTag,
    rules: &ReviewRules,
) -> RoomGoalRow {
    let sheet = &goal.sheet;
    let present = |decision: &&Decision| decision.sheet == sheet.id && decision.edition == sheet.edition;
    let to_mend: BTreeSet<_> = table
        .decisions
        .iter()
        .filter(present)
        .filter(|one| one.verdict.is_to_mend())
        .map(|one| one.line)
        .collect();
    let accepted: BTreeSet<_> = table
        .decisions
        .iter()
        .filter(present)
        .filter(|one| one.line.is_some() && !to_mend.contains(&one.line))
        .map(|one| one.line)
        .collect();
    let points = mean_total(&table.points_of(sheet.id), sheet.edition);
    RoomGoalRow {
        sheet: sheet.id,
        code: goal.code.clone(),
        project_name: goal.project_name.clone(),
        unit_name: goal.unit_name.clone(),
        total: goal.total,
        state,
        edition: sheet.edition,
        accepted: number(accepted.len()),
        to_mend: number(to_mend.len()),
        must_score: rules.must_score(goal.total),
        grade: points.and_then(|points| rules.points.grade(points).map(ToOwned::to_owned)),
        points,
        has_open_edit: table
            .edits
            .iter()
            .any(|edit| edit.sheet == sheet.id && edit.answer.is_none()),
        outcome: table
            .outcomes
            .iter()
            .rfind(|one| one.sheet == sheet.id)
            .map(|one| (one.outcome, one.edition)),
    }
}
