//! 会审纪要 (minutes): made from the record of a slot, digested, signed by both sides.

use hengji_authz::{Action, Resource};
use hengji_domain::centralised_review::{LineVerdict, ReviewOutcome, RoomEditState};
use hengji_domain::id::ReviewSlotId;
use hengji_domain::person::Actor;
use hengji_domain::rule::ReviewReason;
use hengji_store::review_room::around::RoomGoal;
use hengji_store::review_room::minutes::{self, Minutes, MinutesSignature, Side};
use hengji_store::review_room::said::Decision;
use hengji_store::{sha256_hex, sheets};
use serde::{Deserialize, Serialize};

use super::conclude::mean_total;
use super::propose::Proposal;
use super::rules::ReviewRules;
use super::slot::{Table, side_of};
use super::view::{MinutesGoal, MinutesOpinion, MinutesPaper, MinutesState, MinutesView, OPEN};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{Hand, RequestKey, Written};
use crate::error::AppError;
use crate::papers::issue::IssuingHand;
use crate::sheets::diff::compare;
use crate::sheets::snapshot::Snapshot;
use crate::sheets::view::{LineChange, SheetDiff};

/// The content of minutes as it is kept: the order of the fields never changes within a format, so that the same
/// content has the same digest for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Content {
    /// 1; a later change of the shape takes the next number.
    format: u32,
    session: String,
    place: String,
    time: String,
    department: String,
    reviewers: Vec<String>,
    goals: Vec<GoalContent>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct GoalContent {
    project: String,
    unit: String,
    sheet: String,
    edition: i32,
    outcome: String,
    points: String,
    opinions: Vec<OpinionContent>,
    edits: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct OpinionContent {
    line: String,
    reason: String,
    words: String,
}

impl App {
    /// Makes minutes of what was said and decided so far; earlier ones stay, and the new ones are signed anew.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `minutes-nothing-said` before anybody spoke, `minutes-unchanged` when the last ones say
    /// the same.
    pub fn make_review_minutes(
        &self,
        actor: &Actor,
        key: &RequestKey,
        slot: ReviewSlotId,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::MakeReviewMinutes,
            &Request::new(key, &slot.to_string())?,
            |tx| self.find_table(tx, slot),
            |tx, table| {
                let content = self.minutes_text(tx, &table)?.ok_or_else(|| {
                    AppError::refused("minutes-nothing-said", "这一场还没有任何审核记录,不能生成纪要。")
                })?;
                if table.minutes.last().is_some_and(|last| last.content == content) {
                    return Err(AppError::refused(
                        "minutes-unchanged",
                        "审核记录与上一份纪要相同,不用重新生成。",
                    )
                    .into());
                }
                let edition = table
                    .minutes
                    .last()
                    .map_or(1, |last| last.edition.saturating_add(1));
                let made = Minutes {
                    slot,
                    edition,
                    sha256: sha256_hex(content.as_bytes()),
                    content,
                    made_by: actor.user,
                    made_by_name: actor.name.clone(),
                    made_at: tx.now,
                    bureau: None,
                    department: None,
                };
                minutes::insert(tx.db, tx.division, &made)?;
                tx.detail("edition", edition);
                tx.detail("content_sha256", &made.sha256);
                Ok(Written {
                    id: slot.to_string(),
                    version: edition,
                })
            },
        )
    }

    /// Signs the last minutes for the actor's side of the table.
    ///
    /// # Errors
    ///
    /// [`AppError::Stale`] when that side has signed or there are newer minutes; [`AppError::NotFound`] without any;
    /// [`AppError::Refused`] `minutes-both-sides` for somebody who signed for the other side;
    /// [`AppError::RuleMissing`] without the rules of the paper that the second signature makes.
    pub fn sign_review_minutes(
        &self,
        actor: &Actor,
        key: &RequestKey,
        slot: ReviewSlotId,
        sha256: &str,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::SignReviewMinutes,
            &Request::new(key, &(slot.to_string(), sha256))?,
            |tx| self.find_table(tx, slot),
            |tx, table| {
                let last = table.minutes.last().ok_or(AppError::NotFound)?;
                if last.sha256 != sha256 {
                    return Err(Halt::stale("review_minutes", slot));
                }
                let side = side_of(actor);
                let other = match side {
                    Side::Bureau => Side::Department,
                    Side::Department => Side::Bureau,
                };
                if last
                    .signature(other)
                    .is_some_and(|signed| signed.signer == actor.user)
                {
                    return Err(AppError::refused(
                        "minutes-both-sides",
                        "您已代表另一方签署,同一人不能代表双方签署。",
                    )
                    .into());
                }
                let signed = MinutesSignature {
                    signer: actor.user,
                    name: actor.name.clone(),
                    at: tx.now,
                };
                minutes::sign(tx.db, tx.division, last, side, &signed)?;
                tx.detail("edition", last.edition);
                tx.detail("content_sha256", sha256);
                let last = last.signed_by(side, signed);
                if last.signature(other).is_some() {
                    let hand = IssuingHand::serving(actor, tx);
                    let paper = self.issue_minutes(tx, &hand, &table, &last)?;
                    tx.detail("paper", paper.number);
                }
                Ok(Written {
                    id: slot.to_string(),
                    version: last.edition,
                })
            },
        )
    }

    fn find_table(&self, tx: &mut Tx<'_>, slot: ReviewSlotId) -> Step<(Resource, Table)> {
        tx.about("review_slot", slot);
        let table = Table::read(tx.db, tx.division, slot)?;
        tx.detail("name", table.slot.entry.words());
        Ok((self.slot_resource(tx.division, &table.slot)?, table))
    }

    /// The content of minutes as it is kept; none while nothing was said.
    pub(crate) fn minutes_text(&self, tx: &mut Tx<'_>, table: &Table) -> Step<Option<String>> {
        let content = self.content(tx, table)?;
        if content.goals.is_empty() {
            return Ok(None);
        }
        Ok(Some(serde_json::to_string(&content).map_err(AppError::fault)?))
    }

    fn content(&self, tx: &mut Tx<'_>, table: &Table) -> Step<Content> {
        let in_force = self.rules(tx.division, table.year());
        let rules = ReviewRules::read(&in_force)?;
        let reasons = in_force.review_reasons()?.value;
        let entry = &table.slot.entry;
        let mut goals = Vec::new();
        let spoken = |goal: &&RoomGoal| {
            table
                .decisions
                .iter()
                .any(|one| one.sheet == goal.sheet.id && one.slot == entry.slot)
        };
        for goal in table.goals.iter().filter(spoken) {
            goals.push(goal_content(tx, table, goal, &rules, &reasons)?);
        }
        let (from, to) = (entry.from.to_string(), entry.to.to_string());
        Ok(Content {
            format: 1,
            session: table.session.name.clone(),
            place: format!("{} {}", table.session.place, entry.room),
            time: format!(
                "{}至{}",
                from.get(..16).unwrap_or(&from),
                to.get(11..16).unwrap_or(&to)
            ),
            department: entry.department_name.clone(),
            reviewers: entry
                .reviewers
                .iter()
                .map(|reviewer| reviewer.name.clone())
                .collect(),
            goals,
        })
    }
}

fn goal_content(
    tx: &mut Tx<'_>,
    table: &Table,
    goal: &RoomGoal,
    rules: &ReviewRules,
    reasons: &[ReviewReason],
) -> Step<GoalContent> {
    let sheet = goal.sheet.id;
    let outcome = table.outcomes.iter().rfind(|one| one.sheet == sheet);
    // Without an outcome the minutes speak of the edition that was last spoken of.
    let spoken = table.decisions.iter().filter(|one| one.sheet == sheet);
    let edition = outcome.map_or_else(
        || spoken.clone().map(|one| one.edition).max().unwrap_or_default(),
        |one| one.edition,
    );
    let points = mean_total(&table.points_of(sheet), edition);
    let has_opinions = spoken.clone().any(|one| one.verdict.is_to_mend());
    let lines = if has_opinions {
        sheets::find(tx.db, tx.division, sheet)?.map(|found| found.lines)
    } else {
        None
    };
    let name = |decision: &Decision| match decision.line {
        None => "全表".to_owned(),
        Some(key) => lines
            .iter()
            .flatten()
            .find(|line| line.key == key)
            .map_or_else(|| "已删除的指标".to_owned(), |line| line.level3.clone()),
    };
    let mut opinions: Vec<OpinionContent> = Vec::new();
    for decision in spoken.filter(|one| one.edition <= edition) {
        if let LineVerdict::ToMend { reason, words } = &decision.verdict {
            let opinion = OpinionContent {
                line: name(decision),
                reason: reason_name(reason, reasons),
                words: words.clone(),
            };
            if !opinions.contains(&opinion) {
                opinions.push(opinion);
            }
        }
    }
    Ok(GoalContent {
        project: goal.project_name.clone(),
        unit: goal.unit_name.clone(),
        sheet: sheet.to_string(),
        edition,
        outcome: outcome
            .map_or(OPEN, |one: &_| ReviewOutcome::name(one.outcome))
            .to_owned(),
        points: points.map_or_else(String::new, |points| {
            format!("{points} 分({})", rules.points.grade(points).unwrap_or_default())
        }),
        opinions,
        edits: edits_in_words(tx, table, goal)?,
    })
}

/// What was changed on the spot: who typed it, whose hand confirmed it, and what it changed.
fn edits_in_words(tx: &mut Tx<'_>, table: &Table, goal: &RoomGoal) -> Step<Vec<String>> {
    let confirmed: Vec<_> = table
        .edits
        .iter()
        .filter(|edit| edit.sheet == goal.sheet.id && edit.state == RoomEditState::Confirmed)
        .collect();
    if confirmed.is_empty() {
        return Ok(Vec::new());
    }
    let editions = hengji_store::editions::of_sheet(tx.db, tx.division, goal.sheet.id)?;
    let mut words = Vec::new();
    for edit in confirmed {
        let proposal = Proposal::read(edit)?;
        let Some(from) = editions.iter().find(|one| one.edition == edit.from_edition) else {
            continue;
        };
        let diff = compare(&Snapshot::from_json(&from.snapshot)?, &proposal.snapshot)?;
        let by = edit.answer.as_ref().map_or("", |answer| answer.by_name.as_str());
        words.push(format!(
            "第 {} 版改为第 {} 版({}录入,{by}确认):{}",
            edit.from_edition,
            edit.from_edition.saturating_add(1),
            edit.proposed_by_name,
            in_words(&diff)
        ));
    }
    Ok(words)
}

/// A comparison in one line.
fn in_words(diff: &SheetDiff) -> String {
    let mut parts: Vec<String> = diff
        .head
        .iter()
        .map(|field| format!("{}由“{}”改为“{}”", field.field, field.before, field.after))
        .collect();
    for line in &diff.lines {
        match line.change {
            LineChange::Same => {}
            LineChange::Added => parts.push(format!("新增“{}”", line.level3)),
            LineChange::Removed => parts.push(format!("删除“{}”", line.level3)),
            LineChange::Changed => parts.extend(line.fields.iter().map(|field| {
                format!(
                    "“{}”{}由“{}”改为“{}”",
                    line.level3, field.field, field.before, field.after
                )
            })),
        }
    }
    parts.join(";")
}

/// A reason that has left the list since is shown by its code.
pub(super) fn reason_name(code: &str, reasons: &[ReviewReason]) -> String {
    reasons
        .iter()
        .find(|reason| reason.code == code)
        .map_or_else(|| code.to_owned(), |reason| reason.name.clone())
}

/// Where the minutes of a slot stand.
pub(super) fn state_of(all: &[Minutes], slot: ReviewSlotId) -> MinutesState {
    all.iter()
        .rfind(|minutes| minutes.slot == slot)
        .map_or(MinutesState::None, signed_state)
}

fn signed_state(minutes: &Minutes) -> MinutesState {
    match (&minutes.bureau, &minutes.department) {
        (None, None) => MinutesState::Unsigned,
        (None, Some(_)) => MinutesState::BureauMissing,
        (Some(_), None) => MinutesState::DepartmentMissing,
        (Some(_), Some(_)) => MinutesState::Signed,
    }
}

/// Minutes for a page.
pub(super) fn minutes_view(minutes: &Minutes) -> Result<MinutesView, AppError> {
    let content: Content = serde_json::from_str(&minutes.content).map_err(AppError::fault)?;
    let hand = |signed: &Option<MinutesSignature>| {
        signed.as_ref().map(|signed| Hand {
            name: signed.name.clone(),
            at: signed.at,
        })
    };
    Ok(MinutesView {
        edition: minutes.edition,
        sha256: minutes.sha256.clone(),
        state: signed_state(minutes),
        hand: Hand {
            name: minutes.made_by_name.clone(),
            at: minutes.made_at,
        },
        bureau: hand(&minutes.bureau),
        department: hand(&minutes.department),
        paper: MinutesPaper {
            session: content.session,
            place: content.place,
            time: content.time,
            department: content.department,
            reviewers: content.reviewers,
            goals: content.goals.into_iter().map(minutes_goal).collect(),
        },
    })
}

fn minutes_goal(goal: GoalContent) -> MinutesGoal {
    MinutesGoal {
        project: goal.project,
        unit: goal.unit,
        edition: goal.edition,
        outcome: goal.outcome,
        points: goal.points,
        opinions: goal
            .opinions
            .into_iter()
            .map(|opinion| MinutesOpinion {
                line: opinion.line,
                reason: opinion.reason,
                words: opinion.words,
            })
            .collect(),
        edits: goal.edits,
    }
}
