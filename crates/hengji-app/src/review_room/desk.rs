//! The reviewer's screen: the goal under review, and beside each line whatever a reviewer would ask for.

mod compare;
mod last_year;

use hengji_authz::{Action, decide};
use hengji_domain::BudgetYear;
use hengji_domain::id::{IndicatorId, ReviewSlotId, SheetId};
use hengji_domain::person::Actor;
use hengji_domain::rule::ReviewReason;
use hengji_domain::workflow::SheetState;
use hengji_store::review_room::around::{self, GoalText, LibraryEntry, LineElsewhere};
use hengji_store::review_room::said::Decision;
use hengji_store::{editions, sheets};

use super::conclude::{mean_total, totals};
use super::propose::Proposal;
use super::rules::ReviewRules;
use super::sessions::slot_view;
use super::slot::{Table, is_concluded, place_of_goal};
use super::view::{DeskLine, DeskPage, EditView, PointsView, SaidView};
use crate::app::App;
use crate::common::Hand;
use crate::error::AppError;
use crate::sheets::diff::compare;
use crate::sheets::snapshot::Snapshot;
use crate::sheets::view::SheetPage;
use compare::{library_standing, nearest, similar};
use last_year::LastYearFound;

/// Lines of the same name that are looked at: the nearest in money are shown.
const ELSEWHERE_MAX: u32 = 2_000;

/// Goals whose text is compared: a sample where a province has more.
const TEXTS_MAX: u32 = 20_000;

/// What stands around a goal, beyond its own page.
struct Around {
    elsewhere: Vec<LineElsewhere>,
    library: Vec<LibraryEntry>,
    texts: Vec<GoalText>,
    last_year: Option<LastYearFound>,
}

impl App {
    /// The screen for one goal of a slot, in some thirty statements however many lines and goals there are.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a goal out of sight or of another department.
    pub fn review_desk(
        &self,
        actor: &Actor,
        slot: ReviewSlotId,
        sheet: SheetId,
    ) -> Result<DeskPage, AppError> {
        self.may_look(actor, Action::ViewReview)?;
        let page = self.sheet_page(actor, sheet)?;
        let division = actor.division;
        let mut table = self.read(|db| Table::read(db, division, slot))?;
        let reach = hengji_authz::scope(actor);
        table
            .goals
            .retain(|goal| reach.contains(&place_of_goal(goal), is_concluded(goal)));
        let at = table
            .goals
            .iter()
            .position(|goal| goal.sheet.id == sheet)
            .ok_or(AppError::NotFound)?;
        let around = self.around_goal(actor, &page)?;
        let rules = ReviewRules::read(&self.rules(division, page.project.year))?;
        let likeness = self
            .rules(division, page.project.year)
            .parameters("analysis.copied_text")?
            .value
            .float("likeness")
            .map_err(AppError::fault)?;
        let said = said_views(actor, &page, &table.decisions);
        let neighbour = |place: Option<usize>| place.and_then(|at| Some(table.goals.get(at)?.sheet.id));
        let may = Rights::of(self, actor, &table, &page, &rules)?;
        Ok(DeskPage {
            slot: slot_view(&table.slot, &table.minutes, &table.decisions),
            last_year: around.last_year.as_ref().map(|found| found.view(&page)),
            lines: lines(&page, &around, &said),
            findings: page
                .findings
                .iter()
                .filter(|finding| finding.position.is_none())
                .cloned()
                .collect(),
            said_of_sheet: said.iter().filter(|one| one.line.is_none()).cloned().collect(),
            similar: similar(&page, &around.texts, likeness),
            points: rules
                .must_score(page.project.total)
                .then(|| points_view(actor, &page, &table, &rules)),
            edits: self.edit_views(actor, &page, &table)?,
            outcome: table
                .outcomes
                .iter()
                .find(|one| one.sheet == sheet && one.edition == page.edition)
                .map(|one| {
                    let hand = Hand {
                        name: one.decided_by_name.clone(),
                        at: one.decided_at,
                    };
                    (one.outcome, hand)
                }),
            previous: neighbour(at.checked_sub(1)),
            next: neighbour(at.checked_add(1)),
            place: (at + 1, table.goals.len()),
            may_decide: may.decide,
            may_conclude: may.conclude,
            may_propose: may.propose,
            may_answer: may.answer,
            may_record_signature: may.record_signature,
            sheet: page,
        })
    }

    fn around_goal(&self, actor: &Actor, page: &SheetPage) -> Result<Around, AppError> {
        let division = actor.division;
        let year = page.project.year;
        let names: Vec<String> = page.lines.iter().map(|line| line.level3.clone()).collect();
        let ids: Vec<IndicatorId> = page
            .lines
            .iter()
            .filter_map(|line| line.library_indicator.as_deref()?.parse().ok())
            .collect();
        let before = year
            .get()
            .checked_sub(1)
            .and_then(|year| BudgetYear::new(year).ok());
        self.read(|db| {
            Ok(Around {
                elsewhere: around::lines_elsewhere(
                    db,
                    division,
                    year,
                    &names,
                    page.project.id,
                    ELSEWHERE_MAX,
                )?,
                library: around::library_entries(db, &division.lineage(), &names, &ids)?,
                texts: around::goal_texts(db, division, year, TEXTS_MAX)?,
                last_year: match before {
                    Some(before) => LastYearFound::read(db, division, before, page)?,
                    None => None,
                },
            })
        })
    }

    /// The changes made to a goal, each against the edition it was made from.
    fn edit_views(&self, actor: &Actor, page: &SheetPage, table: &Table) -> Result<Vec<EditView>, AppError> {
        let mine: Vec<_> = table.edits.iter().filter(|edit| edit.sheet == page.id).collect();
        if mine.is_empty() {
            return Ok(Vec::new());
        }
        let all = self.read(|db| Ok(editions::of_sheet(db, actor.division, page.id)?))?;
        let mut views = mine
            .into_iter()
            .map(|edit| {
                let proposal = Proposal::read(edit)?;
                let from = all.iter().find(|one| one.edition == edit.from_edition);
                let from =
                    from.ok_or_else(|| AppError::fault(format!("现场修改 {} 的原版次缺失", edit.id)))?;
                Ok(EditView {
                    id: edit.id,
                    version: edit.version,
                    state: edit.state,
                    words: proposal.words.clone(),
                    hand: Hand {
                        name: edit.proposed_by_name.clone(),
                        at: edit.proposed_at,
                    },
                    answer: edit.answer.as_ref().map(|answer| {
                        let hand = Hand {
                            name: answer.by_name.clone(),
                            at: answer.at,
                        };
                        (hand, answer.words.clone())
                    }),
                    diff: compare(&Snapshot::from_json(&from.snapshot)?, &proposal.snapshot)?,
                })
            })
            .collect::<Result<Vec<_>, AppError>>()?;
        views.reverse();
        Ok(views)
    }
}

/// What the reader may do on this screen now.
struct Rights {
    decide: bool,
    conclude: bool,
    propose: bool,
    answer: bool,
    record_signature: bool,
}

impl Rights {
    fn of(
        app: &App,
        actor: &Actor,
        table: &Table,
        page: &SheetPage,
        rules: &ReviewRules,
    ) -> Result<Self, AppError> {
        let sheet = app.read(|db| Ok(sheets::find(db, actor.division, page.id)?))?;
        let is_open = sheet.is_some_and(|sheet| matches!(sheet.state, SheetState::InReview { .. }));
        let is_concluded = table
            .outcomes
            .iter()
            .any(|one| one.sheet == page.id && one.edition == page.edition);
        let sits_here = table
            .slot
            .entry
            .reviewers
            .iter()
            .any(|reviewer| reviewer.user == actor.user);
        let goal = table.goals.iter().find(|goal| goal.sheet.id == page.id);
        let resource = hengji_authz::Resource::Project {
            division: actor.division,
            place: goal.map(place_of_goal).ok_or(AppError::NotFound)?,
            has_concluded: false,
        };
        let may = |action| decide(actor, action, &resource).allow;
        let at_table = is_open && !is_concluded && sits_here;
        let waits = table
            .edits
            .iter()
            .any(|edit| edit.sheet == page.id && edit.answer.is_none());
        Ok(Self {
            decide: at_table && may(Action::ReviewLines),
            conclude: at_table && may(Action::ConcludeReview),
            propose: at_table && !waits && may(Action::ProposeRoomEdit),
            answer: is_open && waits && may(Action::AnswerRoomEdit),
            record_signature: is_open && waits && rules.paper_confirms && may(Action::RecordRoomSignature),
        })
    }
}

fn said_views(actor: &Actor, page: &SheetPage, all: &[Decision]) -> Vec<SaidView> {
    all.iter()
        .rev()
        .filter(|decision| decision.sheet == page.id)
        .map(|decision| said_view(actor, page.edition, decision, &page.reasons))
        .collect()
}

fn said_view(actor: &Actor, edition: i32, decision: &Decision, reasons: &[ReviewReason]) -> SaidView {
    use hengji_domain::centralised_review::LineVerdict;
    let (reason, name, words) = match &decision.verdict {
        LineVerdict::Accepted => (None, "认可".to_owned(), String::new()),
        LineVerdict::ToMend { reason, words } => (
            Some(reason.clone()),
            super::minutes::reason_name(reason, reasons),
            words.clone(),
        ),
    };
    SaidView {
        line: decision.line,
        edition: decision.edition,
        reason,
        name,
        words,
        hand: Hand {
            name: decision.reviewer_name.clone(),
            at: decision.decided_at,
        },
        is_mine: decision.reviewer == actor.user && decision.edition == edition,
    }
}

fn lines(page: &SheetPage, around: &Around, said: &[SaidView]) -> Vec<DeskLine> {
    page.lines
        .iter()
        .map(|line| DeskLine {
            last: around.last_year.as_ref().and_then(|found| found.line(line)),
            library: library_standing(line, &around.library, &page.frame),
            findings: page
                .findings
                .iter()
                .filter(|finding| finding.position == Some(line.position))
                .cloned()
                .collect(),
            elsewhere: nearest(line, page.project.total, &around.elsewhere),
            said: said
                .iter()
                .filter(|one| one.line == Some(line.key))
                .cloned()
                .collect(),
            line: line.clone(),
        })
        .collect()
}

fn points_view(actor: &Actor, page: &SheetPage, table: &Table, rules: &ReviewRules) -> PointsView {
    let given = table.points_of(page.id);
    let mean = mean_total(&given, page.edition);
    let grade = mean
        .and_then(|mean| rules.points.grade(mean))
        .map(ToOwned::to_owned);
    PointsView {
        table: rules.points.clone(),
        mine: given
            .iter()
            .filter(|one| one.edition == page.edition && one.reviewer == actor.user)
            .map(|one| (one.item.clone(), one.points))
            .collect(),
        totals: totals(&given, page.edition)
            .into_iter()
            .map(|(name, total, _)| {
                let grade = rules.points.grade(total).unwrap_or_default().to_owned();
                (name, total, grade)
            })
            .collect(),
        mean,
        consequence: grade
            .as_deref()
            .map(|grade| rules.consequence(grade))
            .unwrap_or_default(),
        grade,
    }
}
