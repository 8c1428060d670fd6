//! A centralised review of a demonstration: sessions with their agenda, and the record of those that are over.

use hengji_authz::Action;
use hengji_domain::centralised_review::{
    AgendaEntry, LineVerdict, PointsTable, ReviewOutcome, Reviewer, SessionDays,
};
use hengji_domain::id::{ReviewSessionId, UnitId};
use hengji_domain::person::Role;
use hengji_domain::rule::ReviewReason;
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Division, Score, Timestamp};
use hengji_store::review_room::agenda::{self, ReviewSession};
use hengji_store::review_room::around::{self, RoomGoal};
use hengji_store::review_room::minutes::{self, Minutes, MinutesSignature};
use hengji_store::review_room::said::{self, Decision, GivenPoints, OutcomeRecord};
use hengji_store::{sha256_hex, sheets};

use super::Signers;
use crate::app::{App, Step, Tx};
use crate::error::AppError;
use crate::papers::issue::IssuingHand;
use crate::review_room::seeding::{ReviewRules, Table};

/// A session of a demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedReviewSession {
    /// Its name.
    pub name: String,
    /// Where.
    pub place: String,
    /// Its days.
    pub days: SessionDays,
    /// Begin and end of the slots, in order; departments beyond them are left out.
    pub slots: Vec<(Timestamp, Timestamp)>,
    /// Rooms, filled side by side; each has reviewers of its own only where the demonstration has them.
    pub room: String,
    /// The departments, in order.
    pub departments: Vec<UnitId>,
    /// Whether it is over: then it has a record and signed minutes.
    pub is_over: bool,
}

/// Of so many lines one is to be mended, by the first and by the second reviewer of a demonstration.
const ONE_IN: [u8; 2] = [7, 5];

/// Of so many goals one is read by both reviewers.
const BOTH_READ: usize = 3;

/// Days after which a goal that went back is read again.
const AGAIN_AFTER: i64 = 14;

impl App {
    /// Writes sessions with their agenda; of those that are over also what was said, decided and signed.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Fault`].
    pub fn seed_reviews(
        &self,
        division: Division,
        year: BudgetYear,
        all: &[SeedReviewSession],
        signers: &Signers,
    ) -> Result<(), AppError> {
        let names = self.names_of(division)?;
        let person = |role| -> Result<Reviewer, AppError> {
            let user = signers
                .get(&role)
                .copied()
                .ok_or_else(|| AppError::fault("演示数据缺少审核账户"))?;
            Ok(Reviewer {
                user,
                name: names.get(&user).cloned().unwrap_or_default(),
            })
        };
        let reviewers = vec![
            person(Role::PerformanceReviewer)?,
            person(Role::BudgetDivisionReviewer)?,
        ];
        let department = person(Role::DepartmentReviewer)?;
        let in_force = self.rules(division, year);
        let ground = Ground {
            year,
            rules: ReviewRules::read(&in_force)?,
            reasons: in_force.review_reasons()?.value,
            reviewers,
            department,
        };
        self.operate(division, Action::SeedDemonstration, |tx| {
            tx.detail("year", year);
            tx.detail("sessions", all.len());
            let goals = around::goals(tx.db, division, year, None)?;
            let papers = sheets::of_year(tx.db, division, year, SheetKind::Goal)?;
            for session in all {
                ground.session(self, tx, session, &goals, &papers)?;
            }
            Ok(())
        })
    }
}

struct Ground {
    year: BudgetYear,
    rules: ReviewRules,
    reasons: Vec<ReviewReason>,
    reviewers: Vec<Reviewer>,
    department: Reviewer,
}

impl Ground {
    fn session(
        &self,
        app: &App,
        tx: &mut Tx<'_>,
        seed: &SeedReviewSession,
        goals: &[RoomGoal],
        papers: &[Sheet],
    ) -> Step<()> {
        let id: ReviewSessionId = tx.fresh()?;
        let made_at = seed.slots.first().map_or(tx.now, |(from, _)| *from);
        let session = ReviewSession {
            id,
            year: self.year,
            name: seed.name.clone(),
            place: seed.place.clone(),
            days: seed.days,
            version: 1,
            created_by: self
                .reviewers
                .first()
                .map_or(self.department.user, |one| one.user),
            created_at: made_at,
        };
        agenda::insert_session(tx.db, tx.division, &session)?;
        for (department, (from, to)) in seed.departments.iter().zip(&seed.slots) {
            let entry = AgendaEntry {
                slot: tx.fresh()?,
                department: *department,
                department_name: String::new(),
                room: seed.room.clone(),
                from: *from,
                to: *to,
                reviewers: self.reviewers.clone(),
            };
            agenda::insert_slot(tx.db, tx.division, id, &entry)?;
            if seed.is_over {
                self.record(tx, &entry, goals, papers)?;
                self.minutes(app, tx, &entry)?;
            }
        }
        Ok(())
    }

    /// What was said in a slot: a goal that had gone back was read twice.
    fn record(&self, tx: &mut Tx<'_>, entry: &AgendaEntry, goals: &[RoomGoal], papers: &[Sheet]) -> Step<()> {
        let mut decisions = Vec::new();
        let mut points = Vec::new();
        let mut outcomes = Vec::new();
        let here = goals.iter().filter(|goal| goal.department == entry.department);
        for (index, goal) in here.enumerate() {
            let Some(sheet) = papers.iter().find(|sheet| sheet.id == goal.sheet.id) else {
                continue;
            };
            let again = entry.to.plus_seconds(AGAIN_AFTER * 24 * 3600);
            for edition in 1..=sheet.edition {
                let at = if edition == 1 { entry.from } else { again };
                let is_last = edition == sheet.edition;
                let is_returned = !is_last || matches!(sheet.state, SheetState::Returned { .. });
                for (seat, reviewer) in self.reviewers.iter().enumerate() {
                    if seat == 0 || index % BOTH_READ == 0 {
                        let said = Said {
                            entry,
                            sheet,
                            edition,
                            reviewer,
                            at,
                        };
                        decisions.extend(said.lines(seat, is_returned, &self.reasons));
                        if self.rules.must_score(goal.total) {
                            points.extend(said.points(seat, &self.rules.points));
                        }
                    }
                }
                outcomes.push(self.outcome(entry, sheet, edition, is_returned, at));
            }
        }
        said::insert_decisions(tx.db, tx.division, &decisions)?;
        for one in points.chunk_by(|one: &GivenPoints, two| {
            (one.sheet, one.edition, one.reviewer) == (two.sheet, two.edition, two.reviewer)
        }) {
            said::give_points(tx.db, tx.division, one)?;
        }
        said::insert_outcomes(tx.db, tx.division, &outcomes)?;
        Ok(())
    }

    fn outcome(
        &self,
        entry: &AgendaEntry,
        sheet: &Sheet,
        edition: i32,
        is_returned: bool,
        at: Timestamp,
    ) -> OutcomeRecord {
        let by = self.reviewers.first().unwrap_or(&self.department);
        OutcomeRecord {
            sheet: sheet.id,
            edition,
            slot: entry.slot,
            outcome: if is_returned {
                ReviewOutcome::Returned
            } else {
                ReviewOutcome::Passed
            },
            decided_by: by.user,
            decided_by_name: by.name.clone(),
            decided_at: at,
        }
    }

    fn minutes(&self, app: &App, tx: &mut Tx<'_>, entry: &AgendaEntry) -> Step<()> {
        let table = Table::read(tx.db, tx.division, entry.slot)?;
        let Some(content) = app.minutes_text(tx, &table)? else {
            return Ok(());
        };
        let signed = |reviewer: &Reviewer, name: String, minutes: i64| MinutesSignature {
            signer: reviewer.user,
            name,
            at: entry.to.plus_seconds(minutes * 60),
        };
        let by = self.reviewers.first().unwrap_or(&self.department);
        let made = Minutes {
            slot: entry.slot,
            edition: 1,
            sha256: sha256_hex(content.as_bytes()),
            content,
            made_by: by.user,
            made_by_name: by.name.clone(),
            made_at: entry.to,
            bureau: Some(signed(by, by.name.clone(), 5)),
            // One account stands behind the hands of all departments; the post is that of the department.
            department: Some(signed(
                &self.department,
                format!("{}绩效管理岗", table.slot.entry.department_name),
                20,
            )),
        };
        minutes::insert(tx.db, tx.division, &made)?;
        let signed = made.department.as_ref();
        let hand = IssuingHand {
            user: None,
            name: by.name.clone(),
            at: signed.map_or(entry.to, |signed| signed.at),
            serves: true,
        };
        app.issue_minutes(tx, &hand, &table, &made)?;
        Ok(())
    }
}

/// What one reviewer says of one edition.
struct Said<'a> {
    entry: &'a AgendaEntry,
    sheet: &'a Sheet,
    edition: i32,
    reviewer: &'a Reviewer,
    at: Timestamp,
}

impl Said<'_> {
    /// A decision for each line; of a goal that went back at least the first is to be mended.
    fn lines(&self, seat: usize, is_returned: bool, reasons: &[ReviewReason]) -> Vec<Decision> {
        let one_in = ONE_IN.get(seat).copied().unwrap_or(1).max(1);
        self.sheet
            .lines
            .iter()
            .enumerate()
            .map(|(index, line)| {
                let drawn = line.key.to_string().bytes().fold(0_u8, u8::wrapping_add);
                let is_to_mend = is_returned && (index == 0 || drawn % one_in == 0);
                let vague = reasons.iter().find(|reason| {
                    !reason.needs_text && (line.target.is_quantified() || reason.name.contains("量化"))
                });
                let verdict = match vague {
                    Some(reason) if is_to_mend => LineVerdict::ToMend {
                        reason: reason.code.clone(),
                        words: format!("“{}”请写明测算依据。", line.level3),
                    },
                    _ => LineVerdict::Accepted,
                };
                Decision {
                    sheet: self.sheet.id,
                    edition: self.edition,
                    line: Some(line.key),
                    slot: self.entry.slot,
                    reviewer: self.reviewer.user,
                    reviewer_name: self.reviewer.name.clone(),
                    verdict,
                    decided_at: self.at,
                }
            })
            .collect()
    }

    /// Nine tenths of each item from the first reviewer, eighty-five hundredths from the second.
    fn points(&self, seat: usize, table: &PointsTable) -> Vec<GivenPoints> {
        let share = if seat == 0 { 18 } else { 17 };
        table
            .items()
            .map(|item| GivenPoints {
                sheet: self.sheet.id,
                edition: self.edition,
                slot: self.entry.slot,
                reviewer: self.reviewer.user,
                reviewer_name: self.reviewer.name.clone(),
                item: item.name.clone(),
                points: Score::from_centi(item.points.centi() / 20 * share),
                given_at: self.at,
            })
            .collect()
    }
}
