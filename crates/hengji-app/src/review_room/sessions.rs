//! The sessions of a year with their agenda, and how far the review has come.

use hengji_authz::{Action, Resource, decide};
use hengji_domain::BudgetYear;
use hengji_domain::id::{ReviewSessionId, ReviewSlotId, SheetId};
use hengji_domain::person::Actor;
use hengji_store::review_room::agenda::{self, ReviewSession, Slot};
use hengji_store::review_room::edits;
use hengji_store::review_room::minutes::{self, Minutes};
use hengji_store::review_room::said::Decision;

use super::minutes::state_of;
use super::progress::{Ground, progress};
use super::slot::place_of_goal;
use super::view::{SessionView, SessionsPage, SlotView, WaitingEdit};
use crate::app::App;
use crate::common::{Choice, Hand};
use crate::error::AppError;

impl App {
    /// The page of the review, in a dozen statements however many goals there are.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for administrators and others without a part in it.
    pub fn review_sessions(&self, actor: &Actor, year: BudgetYear) -> Result<SessionsPage, AppError> {
        self.may_look(actor, Action::ViewReview)?;
        let division = actor.division;
        let directory = self.directory(division)?;
        let (sessions, slots, minutes, ground, waiting) = self.read(|db| {
            let sessions = agenda::sessions_of_year(db, division, year)?;
            let ids: Vec<ReviewSessionId> = sessions.iter().map(|session| session.id).collect();
            let slots = agenda::slots_of(db, division, &ids)?;
            let ids: Vec<ReviewSlotId> = slots.iter().map(|slot| slot.entry.slot).collect();
            let minutes = minutes::of_slots(db, division, &ids)?;
            let ground = Ground::read(db, division, year, &ids)?;
            let seen: std::collections::BTreeSet<SheetId> =
                ground.decisions.iter().map(|one| one.sheet).collect();
            let seen: Vec<SheetId> = seen.into_iter().collect();
            let edits = edits::of_sheets(db, division, &seen)?;
            Ok((sessions, slots, minutes, ground, edits))
        })?;
        let waiting = waiting
            .into_iter()
            .filter(|edit| edit.answer.is_none())
            .filter_map(|edit| {
                let goal = ground.goals.iter().find(|goal| goal.sheet.id == edit.sheet)?;
                let resource = Resource::Project {
                    division,
                    place: place_of_goal(goal),
                    has_concluded: false,
                };
                decide(actor, Action::AnswerRoomEdit, &resource)
                    .allow
                    .then(|| WaitingEdit {
                        sheet: edit.sheet,
                        slot: edit.slot,
                        project_name: goal.project_name.clone(),
                        hand: Hand {
                            name: edit.proposed_by_name,
                            at: edit.proposed_at,
                        },
                    })
            })
            .collect();
        let may_plan = decide(actor, Action::PlanReview, &Resource::Division(division)).allow;
        Ok(SessionsPage {
            progress: progress(&ground, &slots, &minutes, &directory),
            sessions: sessions
                .into_iter()
                .map(|session| session_view(session, &slots, &minutes, &ground.decisions))
                .collect(),
            waiting,
            departments: if may_plan {
                self.review_departments(actor)?
            } else {
                Vec::new()
            },
            reviewers: if may_plan {
                self.review_people(actor)?
                    .into_iter()
                    .map(|person| Choice {
                        code: person.user.to_string(),
                        name: person.name,
                    })
                    .collect()
            } else {
                Vec::new()
            },
        })
    }
}

fn session_view(
    session: ReviewSession,
    slots: &[Slot],
    minutes: &[Minutes],
    decisions: &[Decision],
) -> SessionView {
    SessionView {
        slots: slots
            .iter()
            .filter(|slot| slot.session == session.id)
            .map(|slot| slot_view(slot, minutes, decisions))
            .collect(),
        id: session.id,
        name: session.name,
        place: session.place,
        days: session.days,
        version: session.version,
    }
}

/// An entry for a page.
pub(super) fn slot_view(slot: &Slot, minutes: &[Minutes], decisions: &[Decision]) -> SlotView {
    let entry = &slot.entry;
    SlotView {
        id: entry.slot,
        department: entry.department,
        department_name: entry.department_name.clone(),
        room: entry.room.clone(),
        from: entry.from,
        to: entry.to,
        reviewers: entry
            .reviewers
            .iter()
            .map(|reviewer| reviewer.name.clone())
            .collect(),
        minutes: state_of(minutes, entry.slot),
        has_record: decisions.iter().any(|decision| decision.slot == entry.slot),
    }
}
