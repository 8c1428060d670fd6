//! 评分 (scoring): the unit's own scores, and those of the bureau or of each independent scorer.

use std::collections::BTreeSet;

use hengji_authz::Action;
use hengji_domain::evaluation::{Answer, EvaluationRefusal, EvaluationState, Method, ScoreStage, Side};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::sign_off::{SignOffPoint, SignOffRefusal};
use hengji_domain::third_party::{AssignmentState, ThirdPartyRefusal};
use hengji_domain::{Score, evaluation};
use hengji_scoring::evaluation::score_item;
use hengji_store::evaluations::{self, EvaluationItem, EvaluationScore};
use serde::{Deserialize, Serialize};

use super::case::EvaluationCase;
use super::frame::{answer_text, read_answer};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError, Stale};
use crate::third_party::access::{is_outsider, own_assignment};

/// One item as typed. Only the fields of the item's method count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineInput {
    /// Key of the item.
    pub item: String,
    /// Number of the score that was seen, 0 where there was none: the lock of the line.
    pub seen: i32,
    /// 判断法: points; blank while undecided.
    #[serde(default)]
    pub score: String,
    /// 要素法: numbers of the elements met.
    #[serde(default)]
    pub elements: Vec<u32>,
    /// 要素法: whether the elements were looked at, so that none met is an answer.
    #[serde(default)]
    pub looked_at: bool,
    /// 扣分法: how often each, in order; blank is never.
    #[serde(default)]
    pub counts: Vec<String>,
    /// 条件法: `true` or `false`; blank while undecided.
    #[serde(default)]
    pub holds: String,
    /// 问卷法: how many answered.
    #[serde(default)]
    pub asked: String,
    /// 问卷法: how many of them are satisfied.
    #[serde(default)]
    pub satisfied: String,
    /// Evidence: words, page, attachment; after the discussion the reason of the change.
    #[serde(default)]
    pub evidence: String,
}

/// Scores as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreInput {
    /// The items.
    pub items: Vec<LineInput>,
}

/// Longest evidence, characters.
const EVIDENCE_MAX: usize = 1_000;

impl App {
    /// Saves scores that the evaluated unit gives itself.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `evaluation-score-out-of-range`, `evaluation-survey-empty`, `evaluation-handed-in`,
    /// `evaluation-not-at-step`; where a case file is kept `case-not-member`, `case-conflict-undeclared`,
    /// `case-conflict`; [`AppError::Invalid`] for what is no number; [`AppError::Stale`] naming who scored
    /// the same item in between; [`AppError::NotFound`] for strangers.
    pub fn score_own_evaluation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &ScoreInput,
    ) -> Result<Written, AppError> {
        self.score_side(actor, key, (id, Side::SelfScore), input)
    }

    /// Saves scores of the bureau; after all independent scorers handed in, changes with a reason.
    ///
    /// # Errors
    ///
    /// As [`App::score_own_evaluation`], and `evaluation-change-reason-missing`.
    pub fn verify_evaluation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &ScoreInput,
    ) -> Result<Written, AppError> {
        self.score_side(actor, key, (id, Side::Verification), input)
    }

    fn score_side(
        &self,
        actor: &Actor,
        key: &RequestKey,
        (id, side): (EvaluationId, Side),
        input: &ScoreInput,
    ) -> Result<Written, AppError> {
        let action = match side {
            Side::SelfScore => Action::ScoreOwnEvaluation,
            Side::Verification => Action::VerifyEvaluation,
        };
        self.act(
            actor,
            action,
            &Request::new(key, &(id.to_string(), side.code(), input))?,
            |tx| self.find_scored(tx, id),
            |tx, case| {
                if side == Side::Verification {
                    case.require_scorer(actor)?;
                }
                let stage = may_score(&case, side, actor)?;
                case.require_scores_open()?;
                let rows = changed(tx, actor, &case, (side, stage), input)?;
                tx.detail("side", side.name());
                tx.detail("items", rows.len());
                evaluations::insert_scores(tx.db, tx.division, &rows)?;
                Ok(Written {
                    id: id.to_string(),
                    version: case.listing.evaluation.version,
                })
            },
        )
    }
}

/// Whether the side may write now, and in which stage.
fn may_score(case: &EvaluationCase, side: Side, actor: &Actor) -> Result<ScoreStage, Halt> {
    let state = match side {
        Side::SelfScore => EvaluationState::SelfScoring,
        Side::Verification => EvaluationState::Verification,
    };
    case.require_state(state, "评分")?;
    if is_done(actor, case) {
        return Err(ThirdPartyRefusal::HandedIn.into());
    }
    let slot = case.slot(side, actor);
    if !case.is_handed_in(side, &slot) {
        return Ok(ScoreStage::Independent);
    }
    if case.frame.scores_independently() && case.is_unsealed() {
        return Ok(ScoreStage::Revised);
    }
    Err(EvaluationRefusal::HandedIn { side: side.name() }.into())
}

/// Whether somebody's institution has handed the evaluation in, after which it changes nothing any more.
pub(super) fn is_done(actor: &Actor, case: &EvaluationCase) -> bool {
    let own = own_assignment(actor, &case.assignments).filter(|_| is_outsider(actor));
    own.is_some_and(|own| own.state == AssignmentState::HandedIn)
}

/// The rows that a request adds: items whose answer or evidence is another than the one that was seen.
fn changed(
    tx: &Tx<'_>,
    actor: &Actor,
    case: &EvaluationCase,
    (side, stage): (Side, ScoreStage),
    input: &ScoreInput,
) -> Step<Vec<EvaluationScore>> {
    let slot = case.slot(side, actor);
    let basis = case.basis(side);
    let mut errors = Vec::new();
    let mut rows = Vec::new();
    for line in &input.items {
        let (item, method) = case.item(&line.item).ok_or(AppError::NotFound)?;
        let Some(answer) = answer(item, method, line, &mut errors) else {
            continue;
        };
        let evidence = bounded(item, &line.evidence, &mut errors);
        let latest = case.standing(&item.key, side, &slot);
        let own = |one: &&EvaluationScore| one.item == item.key && one.side == side && one.slot == slot;
        let mut seen = case
            .scores
            .iter()
            .filter(own)
            .filter(|one| one.serial == line.seen);
        if let Some(seen) = seen.next()
            && read_answer(&seen.answer)? == answer
            && seen.evidence == evidence
        {
            continue;
        }
        if let Some(latest) = latest.filter(|latest| latest.serial != line.seen) {
            return Err(stale(item, latest).into());
        }
        if stage == ScoreStage::Revised && evidence.is_empty() {
            let item = item.name.clone();
            return Err(EvaluationRefusal::NoReason { item }.into());
        }
        let found = score_item(&item.name, item.weight, method, &answer, &basis);
        let found = found.map_err(|refusal| case.named(refusal))?;
        rows.push(EvaluationScore {
            id: tx.fresh()?,
            evaluation: case.listing.evaluation.id,
            item: item.key.clone(),
            side,
            slot: slot.clone(),
            serial: latest.map_or(1, |latest| latest.serial.saturating_add(1)),
            stage,
            scorer: actor.user,
            scorer_name: actor.name.clone(),
            score: found.score,
            answer: answer_text(&answer)?,
            trace: found.steps.join("\n"),
            evidence,
            made_at: tx.now,
        });
    }
    if errors.is_empty() {
        Ok(rows)
    } else {
        Err(AppError::Invalid(errors).into())
    }
}

/// The scores that a second look came to: the same on every sheet that counts, so that their mean is that score.
pub(super) fn amended(
    tx: &Tx<'_>,
    actor: &Actor,
    case: &EvaluationCase,
    point: &SignOffPoint,
    line: &LineInput,
    reason: &str,
) -> Step<Vec<EvaluationScore>> {
    let number = point.number;
    let key = point.item.as_ref().ok_or(AppError::NotFound)?;
    let (item, method) = case.item(key.as_str()).ok_or(AppError::NotFound)?;
    if method.is_computed() {
        return Err(SignOffRefusal::Computed { number }.into());
    }
    let mut errors = Vec::new();
    let Some(answer) = answer(item, method, line, &mut errors) else {
        let told = format!("第 {number} 项选择了变更,请填写变更后的评分。");
        errors.push(FieldError::new("score", "sign-off-score-missing", told));
        return Err(AppError::Invalid(errors).into());
    };
    let found = score_item(
        &item.name,
        item.weight,
        method,
        &answer,
        &case.basis(Side::Verification),
    );
    let found = found.map_err(|refusal| case.named(refusal))?;
    if case.side_score(item, Side::Verification) == Some(found.score) {
        let score = found.score.to_string();
        return Err(SignOffRefusal::SameScore { number, score }.into());
    }
    let trace = found.steps.join("\n");
    let mut rows = Vec::new();
    for latest in case.standing_scores(item, Side::Verification) {
        rows.push(EvaluationScore {
            id: tx.fresh()?,
            serial: latest.serial.saturating_add(1),
            stage: ScoreStage::Revised,
            scorer: actor.user,
            scorer_name: actor.name.clone(),
            score: found.score,
            answer: answer_text(&answer)?,
            trace: trace.clone(),
            evidence: format!("签证单第 {number} 项复查变更:{reason}"),
            made_at: tx.now,
            ..latest.clone()
        });
    }
    Ok(rows)
}

/// Who scored the item in between.
fn stale(item: &EvaluationItem, latest: &EvaluationScore) -> AppError {
    AppError::Stale(Stale {
        what: format!("为“{}”评 {} 分", item.name, latest.score),
        changed_by: latest.scorer_name.clone(),
        changed_at: Some(latest.made_at),
    })
}

fn bounded(item: &EvaluationItem, text: &str, errors: &mut Vec<FieldError>) -> String {
    let text = text.trim();
    let length = text.chars().count();
    if EVIDENCE_MAX < length {
        let told = format!(
            "“{}”的依据最多 {EVIDENCE_MAX} 字,现有 {length} 字,请精简。",
            item.name
        );
        errors.push(FieldError::new(
            format!("evidence-{}", item.key),
            "text-too-long",
            told,
        ));
    }
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}

/// What was typed as an answer; none where nothing was, or where the points follow from facts.
fn answer(
    item: &EvaluationItem,
    method: &Method,
    line: &LineInput,
    errors: &mut Vec<FieldError>,
) -> Option<Answer> {
    let mut refuse = |words: String| {
        let field = format!("item-{}", item.key);
        errors.push(FieldError::new(field, "evaluation-answer-unreadable", words));
    };
    let mut count = |text: &str| -> Option<u32> {
        let text = text.trim();
        let count = if text.is_empty() {
            Some(0)
        } else {
            text.parse().ok()
        };
        if count.is_none() {
            refuse(format!("“{}”的“{text}”不是整数,请填写 0 或正整数。", item.name));
        }
        count
    };
    match method {
        Method::Judgement { .. } => {
            let text = line.score.trim();
            if text.is_empty() {
                return None;
            }
            let score = text.parse().ok().and_then(Score::from_points);
            if score.is_none() {
                refuse(format!(
                    "“{}”的“{text}”不是分数,请填写数字,至多两位小数。",
                    item.name
                ));
            }
            score.map(Answer::Points)
        }
        Method::Elements { .. } => {
            let met: BTreeSet<u32> = line.elements.iter().copied().collect();
            (line.looked_at || !met.is_empty()).then_some(Answer::Elements(met))
        }
        Method::Deduction { deductions } => {
            let typed = line.counts.iter().any(|count| !count.trim().is_empty());
            if !typed {
                return None;
            }
            let blank = std::iter::repeat("");
            let texts = line.counts.iter().map(String::as_str).chain(blank);
            let counts: Option<Vec<u32>> = texts.take(deductions.len()).map(&mut count).collect();
            counts.map(Answer::Counts)
        }
        Method::Condition { holds: None, .. } => match line.holds.as_str() {
            "true" => Some(Answer::Holds(true)),
            "false" => Some(Answer::Holds(false)),
            _ => None,
        },
        Method::Survey { .. } => {
            if line.asked.trim().is_empty() && line.satisfied.trim().is_empty() {
                return None;
            }
            let (asked, satisfied) = (count(&line.asked)?, count(&line.satisfied)?);
            Some(evaluation::Answer::Survey { asked, satisfied })
        }
        Method::Condition { .. } | Method::Formula { .. } | Method::Conversion { .. } => None,
    }
}
