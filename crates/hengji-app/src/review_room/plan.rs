//! 安排 (planning): sessions, and an agenda in which nothing and nobody is in two places.

use hengji_authz::{Action, Resource};
use hengji_domain::centralised_review::{AgendaEntry, AgendaRefusal, Reviewer, SessionDays, admit};
use hengji_domain::id::{ReviewSessionId, ReviewSlotId, UnitId, UserId};
use hengji_domain::person::{Actor, Role};
use hengji_domain::unit::UnitKind;
use hengji_domain::{BudgetYear, NaiveDate, Timestamp};
use hengji_store::review_room::agenda::{self, ReviewSession};
use hengji_store::review_room::said;
use hengji_store::{counters, users};
use serde::{Deserialize, Serialize};

use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{Choice, RequestKey, Written};
use crate::error::{AppError, FieldError};

/// A session as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    /// Its name, unique within the year.
    pub name: String,
    /// Where.
    pub place: String,
    /// First day, `2020-11-16`.
    pub begins_on: String,
    /// Last day.
    pub ends_on: String,
}

/// An entry of the agenda as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSlot {
    /// The version of the session that was opened.
    pub version: i32,
    /// The department.
    pub department: String,
    /// 会议室.
    pub room: String,
    /// The day, `2020-11-16`.
    pub day: String,
    /// When it begins, `09:00`.
    pub from: String,
    /// When it ends, `10:30`.
    pub to: String,
    /// Who reviews.
    pub reviewers: Vec<String>,
}

/// Longest name of a session, a place or a room, characters.
const NAME_MAX: usize = 60;

/// Planners of a division queue here, so that two agendas cannot pass each other unseen.
const QUEUE: &str = "review_agenda";

/// Who may sit on the bureau's side of the table.
const REVIEWERS: [Role; 2] = [Role::BudgetDivisionReviewer, Role::PerformanceReviewer];

impl App {
    /// Plans a session.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for blank names, unreadable or reversed days; [`AppError::Refused`]
    /// `review-session-exists`.
    pub fn create_review_session(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        input: &NewSession,
    ) -> Result<Written, AppError> {
        let (name, place, days) = read_session(input)?;
        self.act(
            actor,
            Action::PlanReview,
            &Request::new(key, &(year.to_string(), input))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let session = ReviewSession {
                    id: tx.fresh()?,
                    year,
                    name: name.clone(),
                    place: place.clone(),
                    days,
                    version: 1,
                    created_by: actor.user,
                    created_at: tx.now,
                };
                agenda::insert_session(tx.db, tx.division, &session)?;
                tx.about("review_session", session.id);
                tx.detail("name", &session.name);
                tx.detail("year", year);
                Ok(Written {
                    id: session.id.to_string(),
                    version: session.version,
                })
            },
        )
    }

    /// Puts a department on the agenda of a session.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] with the words of [`AgendaRefusal`], which name both entries; [`AppError::Invalid`];
    /// [`AppError::Stale`] when the agenda was changed since it was opened.
    pub fn add_review_slot(
        &self,
        actor: &Actor,
        key: &RequestKey,
        session: ReviewSessionId,
        input: &NewSlot,
    ) -> Result<Written, AppError> {
        let typed = self.read_slot(actor, input)?;
        self.act(
            actor,
            Action::PlanReview,
            &Request::new(key, &(session.to_string(), input))?,
            |tx| find_session(tx, session),
            |tx, session| {
                let version = queue_up(tx, &session, input.version)?;
                let entry = AgendaEntry {
                    slot: tx.fresh()?,
                    ..typed.clone()
                };
                let others = agenda::overlapping(tx.db, tx.division, entry.from, entry.to)?;
                admit(&entry, session.days, &others).map_err(refused)?;
                agenda::insert_slot(tx.db, tx.division, session.id, &entry)?;
                tx.detail("name", entry.words());
                Ok(Written {
                    id: entry.slot.to_string(),
                    version,
                })
            },
        )
    }

    /// Takes an entry off the agenda.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `agenda-slot-in-use` when something was said in it; [`AppError::Stale`].
    pub fn remove_review_slot(
        &self,
        actor: &Actor,
        key: &RequestKey,
        slot: ReviewSlotId,
        version: i32,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::PlanReview,
            &Request::new(key, &(slot.to_string(), version))?,
            |tx| {
                let found = agenda::find_slot(tx.db, tx.division, slot)?.ok_or(AppError::NotFound)?;
                let (resource, session) = find_session(tx, found.session)?;
                Ok((resource, (session, found.entry)))
            },
            |tx, (session, entry)| {
                let version = queue_up(tx, &session, version)?;
                if !said::decisions_in(tx.db, tx.division, &[slot])?.is_empty() {
                    return Err(AppError::refused(
                        "agenda-slot-in-use",
                        format!("“{}”已有审核记录,不能从议程中移除。", entry.words()),
                    )
                    .into());
                }
                agenda::delete_slot(tx.db, tx.division, slot)?;
                tx.detail("name", entry.words());
                Ok(Written {
                    id: session.id.to_string(),
                    version,
                })
            },
        )
    }

    /// The people who may review, by name.
    pub(super) fn review_people(&self, actor: &Actor) -> Result<Vec<Reviewer>, AppError> {
        let division = actor.division;
        let names = self.names_of(division)?;
        let granted = self.read(|db| Ok(users::grants_in_division(db, division)?))?;
        let mut all: Vec<Reviewer> = granted
            .into_iter()
            .filter(|record| REVIEWERS.contains(&record.grant.role))
            .filter_map(|record| {
                let name = names.get(&record.user)?.clone();
                Some(Reviewer {
                    user: record.user,
                    name,
                })
            })
            .collect();
        all.sort_by(|one, two| (&one.name, one.user).cmp(&(&two.name, two.user)));
        all.dedup();
        Ok(all)
    }

    /// Departments and subdistricts, by name.
    pub(super) fn review_departments(&self, actor: &Actor) -> Result<Vec<Choice>, AppError> {
        let directory = self.directory(actor.division)?;
        Ok(directory
            .units()
            .iter()
            .filter(|unit| matches!(unit.kind, UnitKind::Department | UnitKind::Subdistrict))
            .map(|unit| Choice {
                code: unit.id.to_string(),
                name: unit.name.clone(),
            })
            .collect())
    }

    fn read_slot(&self, actor: &Actor, input: &NewSlot) -> Result<AgendaEntry, AppError> {
        let mut errors = Vec::new();
        let room = name_of(&mut errors, "room", "会议室", &input.room);
        let from = instant(&mut errors, "from", "开始时间", &input.day, &input.from);
        let to = instant(&mut errors, "to", "结束时间", &input.day, &input.to);
        let department: Option<UnitId> = input.department.parse().ok();
        let directory = self.directory(actor.division)?;
        let known = department.and_then(|id| directory.unit(id));
        if known.is_none() {
            errors.push(FieldError::new(
                "department",
                "department-missing",
                "请选择参加审核的部门。",
            ));
        }
        let people = self.review_people(actor)?;
        let mut reviewers = Vec::new();
        for text in input.reviewers.iter().filter(|text| !text.is_empty()) {
            let user: Option<UserId> = text.parse().ok();
            match people.iter().find(|person| Some(person.user) == user) {
                Some(person) if !reviewers.contains(person) => reviewers.push(person.clone()),
                Some(_) => {}
                None => errors.push(FieldError::new(
                    "reviewers",
                    "reviewer-unknown",
                    "所选审核人不是归口科室或绩效科的人员,请重新选择。",
                )),
            }
        }
        match (known, from, to) {
            (Some(unit), Some(from), Some(to)) if errors.is_empty() => Ok(AgendaEntry {
                // The identity is made inside the transaction.
                slot: ReviewSlotId::from_uuid(uuid::Uuid::nil()),
                department: unit.id,
                department_name: unit.name.clone(),
                room,
                from,
                to,
                reviewers,
            }),
            _ => Err(AppError::Invalid(errors)),
        }
    }
}

fn find_session(tx: &mut Tx<'_>, id: ReviewSessionId) -> Step<(Resource, ReviewSession)> {
    tx.about("review_session", id);
    let session = agenda::find_session(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
    Ok((Resource::Division(tx.division), session))
}

/// Waits for other planners, then refuses who has not seen what they planned; the new version of the session.
fn queue_up(tx: &mut Tx<'_>, session: &ReviewSession, version: i32) -> Step<i32> {
    counters::next(tx.db, tx.division, QUEUE)?;
    if session.version != version {
        return Err(Halt::stale("review_sessions", session.id));
    }
    Ok(agenda::touch_session(tx.db, tx.division, session.id, version)?)
}

/// The words of a refusal with its code.
fn refused(refusal: AgendaRefusal) -> AppError {
    let text = refusal.to_string();
    let (words, code) = text.rsplit_once(" [").unwrap_or((&text, "agenda-refused"));
    AppError::refused(code.trim_end_matches(']'), words)
}

fn read_session(input: &NewSession) -> Result<(String, String, SessionDays), AppError> {
    let mut errors = Vec::new();
    let name = name_of(&mut errors, "name", "会议名称", &input.name);
    let place = name_of(&mut errors, "place", "地点", &input.place);
    let from = day_of(&mut errors, "begins_on", "开始日期", &input.begins_on);
    let to = day_of(&mut errors, "ends_on", "结束日期", &input.ends_on);
    match (from, to) {
        (Some(from), Some(to)) if errors.is_empty() && from <= to => {
            Ok((name, place, SessionDays { from, to }))
        }
        (Some(from), Some(to)) if to < from => {
            errors.push(FieldError::new(
                "ends_on",
                "session-days-reversed",
                format!("结束日期 {to} 早于开始日期 {from},请改正。"),
            ));
            Err(AppError::Invalid(errors))
        }
        _ => Err(AppError::Invalid(errors)),
    }
}

fn name_of(errors: &mut Vec<FieldError>, field: &str, label: &str, text: &str) -> String {
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 {
        errors.push(FieldError::new(field, "name-missing", format!("请填写{label}。")));
    } else if NAME_MAX < length {
        errors.push(FieldError::new(
            field,
            "name-too-long",
            format!("{label}最多 {NAME_MAX} 字,现有 {length} 字。"),
        ));
    }
    text.chars().filter(|letter| !letter.is_control()).collect()
}

fn day_of(errors: &mut Vec<FieldError>, field: &str, label: &str, text: &str) -> Option<NaiveDate> {
    let day = text.trim().parse().ok();
    if day.is_none() {
        errors.push(FieldError::new(
            field,
            "date-unreadable",
            format!("{label}“{text}”无法识别,请按 2020-11-16 的样子填写。"),
        ));
    }
    day
}

fn instant(
    errors: &mut Vec<FieldError>,
    field: &str,
    label: &str,
    day: &str,
    clock: &str,
) -> Option<Timestamp> {
    let day: Option<NaiveDate> = day.trim().parse().ok();
    let minutes = clock.trim().split_once(':').and_then(|(hour, minute)| {
        let (hour, minute) = (hour.parse::<i64>().ok()?, minute.parse::<i64>().ok()?);
        ((0..24).contains(&hour) && (0..60).contains(&minute)).then(|| hour * 60 + minute)
    });
    match (day, minutes) {
        (Some(day), Some(minutes)) => Some(Timestamp::start_of_day(day).plus_seconds(minutes * 60)),
        _ => {
            errors.push(FieldError::new(
                field,
                "time-unreadable",
                format!(
                    "{label}“{day} {clock}”无法识别,请按 2020-11-16 和 09:30 的样子填写。",
                    day = day.map(|day| day.to_string()).unwrap_or_default()
                ),
            ));
            None
        }
    }
}
