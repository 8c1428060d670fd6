//! 逐条表态 (decisions): a reviewer accepts a line or says what must be mended, and gives points where the rule asks.

use hengji_authz::{Action, Resource};
use hengji_domain::Score;
use hengji_domain::centralised_review::LineVerdict;
use hengji_domain::id::{LineKey, ReviewSlotId, SheetId};
use hengji_domain::person::Actor;
use hengji_domain::workflow::SheetState;
use hengji_store::review_room::agenda::{self, Slot};
use hengji_store::review_room::said::{self, Decision, GivenPoints};
use serde::{Deserialize, Serialize};

use super::rules::ReviewRules;
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};
use crate::sheets::case::Case;

/// What is said of lines of one edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaidInput {
    /// The edition that was read.
    pub edition: i32,
    /// The lines spoken of; at least one.
    pub lines: Vec<LineDecision>,
}

/// What is said of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineDecision {
    /// Key of the line; none for the whole sheet.
    #[serde(default)]
    pub line: Option<String>,
    /// Code of the closed list; blank accepts.
    #[serde(default)]
    pub reason: String,
    /// Words; mandatory for 其他.
    #[serde(default)]
    pub words: String,
}

/// Points of one edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointsInput {
    /// The edition that was read.
    pub edition: i32,
    /// Item and points as typed.
    pub items: Vec<(String, String)>,
}

/// Longest words, characters.
const WORDS_MAX: usize = 1_000;

impl App {
    /// Writes down what a reviewer says of lines; what they said of the same lines before is replaced.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `not-a-reviewer-here`, `review-not-open`, `review-concluded`, `line-unknown` and those
    /// of the closed list; [`AppError::Stale`] when the goal has another edition by now.
    pub fn decide_lines(
        &self,
        actor: &Actor,
        key: &RequestKey,
        slot: ReviewSlotId,
        sheet: SheetId,
        input: &SaidInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::ReviewLines,
            &Request::new(key, &(slot.to_string(), sheet.to_string(), input))?,
            |tx| self.find_in_room(tx, slot, sheet),
            |tx, found| {
                found.require_open(tx, actor, input.edition)?;
                let reasons = found.case.in_force.review_reasons()?.value;
                let all = input
                    .lines
                    .iter()
                    .map(|one| {
                        Ok(Decision {
                            sheet,
                            edition: input.edition,
                            line: found.line(one.line.as_deref())?,
                            slot,
                            reviewer: actor.user,
                            reviewer_name: actor.name.clone(),
                            verdict: LineVerdict::read(&one.reason, &bounded(&one.words)?, &reasons)?,
                            decided_at: tx.now,
                        })
                    })
                    .collect::<Result<Vec<_>, AppError>>()?;
                if all.is_empty() {
                    return Err(AppError::refused("nothing-said", "没有选择任何指标行。").into());
                }
                said::decide(tx.db, tx.division, &all)?;
                tx.detail("edition", input.edition);
                tx.detail("lines", all.len());
                tx.detail(
                    "to_mend",
                    all.iter().filter(|one| one.verdict.is_to_mend()).count(),
                );
                Ok(found.written())
            },
        )
    }

    /// Writes down the points that a reviewer gives.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] as for [`App::decide_lines`]; [`AppError::Invalid`] for points that are missing or
    /// outside their item.
    pub fn score_in_room(
        &self,
        actor: &Actor,
        key: &RequestKey,
        slot: ReviewSlotId,
        sheet: SheetId,
        input: &PointsInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::ScoreReview,
            &Request::new(key, &(slot.to_string(), sheet.to_string(), input))?,
            |tx| self.find_in_room(tx, slot, sheet),
            |tx, found| {
                found.require_open(tx, actor, input.edition)?;
                let rules = ReviewRules::read(&found.case.in_force)?;
                let given = read_points(input)?;
                let total = rules.points.total(&given).map_err(|refusal| {
                    let text = refusal.to_string();
                    let (words, _) = text.rsplit_once(" [").unwrap_or((&text, ""));
                    AppError::field("points", "review-points", words)
                })?;
                let all: Vec<GivenPoints> = given
                    .into_iter()
                    .map(|(item, points)| GivenPoints {
                        sheet,
                        edition: input.edition,
                        slot,
                        reviewer: actor.user,
                        reviewer_name: actor.name.clone(),
                        item,
                        points,
                        given_at: tx.now,
                    })
                    .collect();
                said::give_points(tx.db, tx.division, &all)?;
                tx.detail("edition", input.edition);
                tx.detail("points", total);
                Ok(found.written())
            },
        )
    }

    /// A goal in its slot, with what the decision needs; the audit event is about the goal.
    pub(super) fn find_in_room(
        &self,
        tx: &mut Tx<'_>,
        slot: ReviewSlotId,
        sheet: SheetId,
    ) -> Step<(Resource, InRoom)> {
        tx.about("sheet", sheet);
        let slot = agenda::find_slot(tx.db, tx.division, slot)?.ok_or(AppError::NotFound)?;
        let case = self.load_case(tx.db, tx.division, sheet)?;
        tx.detail("project", &case.listing.project.name);
        tx.detail("kind", case.sheet.kind.code());
        if case.listing.project.department != slot.entry.department {
            return Err(AppError::NotFound.into());
        }
        Ok((case.resource(), InRoom { slot, case }))
    }
}

/// A goal that lies on the table.
pub(super) struct InRoom {
    pub(super) slot: Slot,
    pub(super) case: Case,
}

impl InRoom {
    /// Refuses who does not sit here, an edition that is no longer the present one, a goal that is not under review
    /// and one whose review has ended.
    pub(super) fn require_open(&self, tx: &mut Tx<'_>, actor: &Actor, edition: i32) -> Step<()> {
        let entry = &self.slot.entry;
        if entry.reviewers.iter().all(|reviewer| reviewer.user != actor.user) {
            let names: Vec<&str> = entry
                .reviewers
                .iter()
                .map(|reviewer| reviewer.name.as_str())
                .collect();
            return Err(AppError::refused(
                "not-a-reviewer-here",
                format!(
                    "“{}”的审核人是{},您没有被安排在这一场;请由绩效科调整议程。",
                    entry.words(),
                    names.join("、")
                ),
            )
            .into());
        }
        self.require_present(edition)?;
        let sheet = &self.case.sheet;
        let outcomes = said::outcomes_of(tx.db, tx.division, &[sheet.id])?;
        if let Some(outcome) = outcomes.iter().find(|one| one.edition == sheet.edition) {
            return Err(AppError::refused(
                "review-concluded",
                format!(
                    "第 {} 版已于{}由“{}”确定为“{}”,不能再改动意见。",
                    outcome.edition,
                    outcome.decided_at,
                    outcome.decided_by_name,
                    outcome.outcome.name()
                ),
            )
            .into());
        }
        Ok(())
    }

    /// Refuses an edition that is no longer the present one, and a goal that is not under review.
    pub(super) fn require_present(&self, edition: i32) -> Step<()> {
        let sheet = &self.case.sheet;
        if sheet.edition != edition {
            return Err(Halt::stale("sheets", sheet.id));
        }
        if matches!(sheet.state, SheetState::InReview { .. }) {
            return Ok(());
        }
        Err(AppError::refused(
            "review-not-open",
            "该目标不在审核环节(尚未提交、已退回或已批复),现在不能审核。",
        )
        .into())
    }

    /// The line with this key, none for the whole sheet.
    pub(super) fn line(&self, key: Option<&str>) -> Result<Option<LineKey>, AppError> {
        let Some(key) = key.filter(|key| !key.is_empty()) else {
            return Ok(None);
        };
        let key: LineKey = key.parse()?;
        if self.case.sheet.lines.iter().any(|line| line.key == key) {
            return Ok(Some(key));
        }
        Err(AppError::refused(
            "line-unknown",
            "意见所指的指标行不在本表中,请刷新页面后重填。",
        ))
    }

    pub(super) fn written(&self) -> Written {
        Written {
            id: self.case.sheet.id.to_string(),
            version: self.case.sheet.version,
        }
    }
}

/// Words within their bound.
pub(super) fn bounded(words: &str) -> Result<String, AppError> {
    let words = words.trim();
    let length = words.chars().count();
    if WORDS_MAX < length {
        return Err(AppError::field(
            "words",
            "text-too-long",
            format!("意见最多 {WORDS_MAX} 字,现有 {length} 字,请精简。"),
        ));
    }
    Ok(words.chars().filter(|c| !c.is_control() || *c == '\n').collect())
}

fn read_points(input: &PointsInput) -> Result<Vec<(String, Score)>, AppError> {
    let mut errors = Vec::new();
    let mut given = Vec::new();
    for (item, text) in input.items.iter().filter(|(_, text)| !text.trim().is_empty()) {
        match text.trim().parse().ok().and_then(Score::from_points) {
            Some(points) => given.push((item.clone(), points)),
            None => errors.push(FieldError::new(
                "points",
                "points-unreadable",
                format!("“{item}”的分数“{text}”不是数字。"),
            )),
        }
    }
    if errors.is_empty() {
        Ok(given)
    } else {
        Err(AppError::Invalid(errors))
    }
}
