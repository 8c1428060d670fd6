//! 审核结果 (outcome): the review of a goal ends in the room, and the goal moves on or back in the same transaction.

use hengji_authz::{Action, decide};
use hengji_domain::centralised_review::{LineVerdict, ReviewOutcome};
use hengji_domain::id::{ReviewSlotId, SheetId};
use hengji_domain::person::Actor;
use hengji_domain::{Score, Timestamp};
use hengji_store::review_room::edits;
use hengji_store::review_room::said::{self, Decision, GivenPoints, OutcomeRecord};
use serde::{Deserialize, Serialize};

use super::decide::{InRoom, bounded};
use super::rules::ReviewRules;
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::sheets::approve::pass;
use crate::sheets::return_for_revision::{OpinionInput, ReturnForRevision, send_back};

/// Ending the review of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConcludeInput {
    /// The edition that was read.
    pub edition: i32,
    /// The version that was opened.
    pub version: i32,
    /// `passed` or `returned`.
    pub outcome: String,
    /// Words for the goal's file.
    #[serde(default)]
    pub words: String,
}

impl App {
    /// Ends the review of a goal. Whoever holds the step of its chain moves it at once; otherwise the outcome is
    /// written down and waits for that step.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `review-lines-open`, `review-lines-to-mend`, `review-nothing-to-mend`,
    /// `review-points-missing`, `review-grade-too-low`, `room-edit-open`, `review-concluded`; [`AppError::Stale`].
    pub fn conclude_in_room(
        &self,
        actor: &Actor,
        key: &RequestKey,
        slot: ReviewSlotId,
        sheet: SheetId,
        input: &ConcludeInput,
    ) -> Result<Written, AppError> {
        let outcome = ReviewOutcome::from_code(&input.outcome)
            .ok_or_else(|| AppError::field("outcome", "outcome-unknown", "请选择“审核通过”或“退回修改”。"))?;
        let words = bounded(&input.words)?;
        self.act(
            actor,
            Action::ConcludeReview,
            &Request::new(key, &(slot.to_string(), sheet.to_string(), input))?,
            |tx| self.find_in_room(tx, slot, sheet),
            |tx, found| {
                found.require_open(tx, actor, input.edition)?;
                found.case.require_version(input.version)?;
                let open = require_settled(tx, &found, outcome)?;
                let record = OutcomeRecord {
                    sheet,
                    edition: input.edition,
                    slot,
                    outcome,
                    decided_by: actor.user,
                    decided_by_name: actor.name.clone(),
                    decided_at: tx.now,
                };
                said::insert_outcomes(tx.db, tx.division, &[record])?;
                tx.detail("outcome", outcome.name());
                move_on(tx, actor, &found, outcome, &open, &words)
            },
        )
    }
}

/// Moves the goal where the actor holds its step.
fn move_on(
    tx: &mut Tx<'_>,
    actor: &Actor,
    found: &InRoom,
    outcome: ReviewOutcome,
    open: &[Decision],
    words: &str,
) -> Step<Written> {
    let case = &found.case;
    let kind = case.sheet.kind;
    let action = match outcome {
        ReviewOutcome::Returned => Action::return_for_revision(kind),
        ReviewOutcome::Passed if case.is_at_last_step() => Action::conclude(kind),
        ReviewOutcome::Passed => Action::approve(kind),
    };
    let may_return = case.step().is_some_and(|step| step.may_return);
    if !decide(actor, action, &case.resource()).allow || (outcome == ReviewOutcome::Returned && !may_return) {
        tx.detail("waits_for", case.step().map_or("", |step| step.name.as_str()));
        return Ok(found.written());
    }
    match outcome {
        ReviewOutcome::Passed => pass(tx, actor, case, words),
        ReviewOutcome::Returned => {
            let notice = ReturnForRevision {
                version: case.sheet.version,
                opinions: opinions(open),
            };
            send_back(tx, actor, case, &notice)
        }
    }
}

/// What the sheet goes back with: each reason of a line once, whoever gave it.
fn opinions(open: &[Decision]) -> Vec<OpinionInput> {
    let mut all: Vec<OpinionInput> = Vec::new();
    for decision in open {
        if let LineVerdict::ToMend { reason, words } = &decision.verdict {
            let opinion = OpinionInput {
                line: decision.line.map(|line| line.to_string()),
                reason: reason.clone(),
                text: words.clone(),
            };
            if !all.contains(&opinion) {
                all.push(opinion);
            }
        }
    }
    all
}

/// Refuses an outcome that the record does not bear out; what is to be mended in this edition.
fn require_settled(tx: &mut Tx<'_>, found: &InRoom, outcome: ReviewOutcome) -> Step<Vec<Decision>> {
    let sheet = &found.case.sheet;
    let edits = edits::of_sheets(tx.db, tx.division, &[sheet.id])?;
    if edits.iter().any(|edit| edit.answer.is_none()) {
        return Err(AppError::refused(
            "room-edit-open",
            "有一处现场修改还没有得到部门答复,请先由部门确认或不采纳。",
        )
        .into());
    }
    let all = said::decisions_of(tx.db, tx.division, &[sheet.id])?;
    let of_edition: Vec<Decision> = all
        .into_iter()
        .filter(|one| one.edition == sheet.edition)
        .collect();
    let open: Vec<Decision> = of_edition
        .iter()
        .filter(|one| one.verdict.is_to_mend())
        .cloned()
        .collect();
    match outcome {
        ReviewOutcome::Returned if open.is_empty() => Err(AppError::refused(
            "review-nothing-to-mend",
            "没有任何一条意见要求修改,不能退回;请先在有问题的指标行上选择理由。",
        )
        .into()),
        ReviewOutcome::Returned => Ok(open),
        ReviewOutcome::Passed => {
            require_accepted(found, &of_edition, open.len())?;
            let given = said::points_of(tx.db, tx.division, &[sheet.id])?;
            require_grade(found, &given)?;
            Ok(open)
        }
    }
}

fn require_accepted(found: &InRoom, said: &[Decision], open: usize) -> Result<(), AppError> {
    if 0 < open {
        return Err(AppError::refused(
            "review-lines-to-mend",
            format!("还有 {open} 条意见要求修改,不能通过;请退回,或改为认可。"),
        ));
    }
    let unseen: Vec<&str> = found
        .case
        .sheet
        .lines
        .iter()
        .filter(|line| said.iter().all(|one| one.line != Some(line.key)))
        .map(|line| line.level3.as_str())
        .collect();
    match unseen.first() {
        None => Ok(()),
        Some(first) => Err(AppError::refused(
            "review-lines-open",
            format!(
                "还有 {} 行指标没有表态(如“{first}”),请逐条认可或选择理由后再通过。",
                unseen.len()
            ),
        )),
    }
}

fn require_grade(found: &InRoom, given: &[GivenPoints]) -> Result<(), AppError> {
    let rules = ReviewRules::read(&found.case.in_force)?;
    let total = found.case.listing.project.funding.total().unwrap_or_default();
    if !rules.must_score(total) {
        return Ok(());
    }
    let Some(mean) = mean_total(given, found.case.sheet.edition) else {
        return Err(AppError::refused(
            "review-points-missing",
            format!("该项目资金 {total} 万元,按规则须按审核要点打分,请先打分再通过。"),
        ));
    };
    let grade = rules.points.grade(mean).unwrap_or_default();
    if rules.passing.iter().any(|passing| passing == grade) {
        return Ok(());
    }
    Err(AppError::refused(
        "review-grade-too-low",
        format!(
            "审核得分 {mean} 分,等级“{grade}”,按规则应“{}”,不能通过。",
            rules.consequence(grade)
        ),
    ))
}

/// Mean of the reviewers' totals for an edition, rounded half up.
pub(super) fn mean_total(given: &[GivenPoints], edition: i32) -> Option<Score> {
    let totals = totals(given, edition);
    let sum: i64 = totals.iter().map(|(_, total, _)| i64::from(total.centi())).sum();
    let count = i128::try_from(totals.len()).ok()?;
    let mean = hengji_domain::rounding::div_round_half_up(i128::from(sum), count)?;
    i32::try_from(mean).ok().map(Score::from_centi)
}

/// Each reviewer's total for an edition, with when it was given.
pub(super) fn totals(given: &[GivenPoints], edition: i32) -> Vec<(String, Score, Timestamp)> {
    let mut all: Vec<(hengji_domain::id::UserId, String, i32, Timestamp)> = Vec::new();
    for one in given.iter().filter(|one| one.edition == edition) {
        match all.iter_mut().find(|(user, ..)| *user == one.reviewer) {
            Some((_, _, sum, at)) => {
                *sum = sum.saturating_add(one.points.centi());
                *at = (*at).max(one.given_at);
            }
            None => all.push((
                one.reviewer,
                one.reviewer_name.clone(),
                one.points.centi(),
                one.given_at,
            )),
        }
    }
    all.into_iter()
        .map(|(_, name, sum, at)| (name, Score::from_centi(sum), at))
        .collect()
}
