//! 提交和退回 (handing in): the unit's own scores go to the bureau, an independent scorer's are sealed, and the
//! bureau may send the unit's back with a reason.

use hengji_authz::Action;
use hengji_domain::evaluation::{EvaluationRefusal, EvaluationState, ScoreStage, Side};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_store::evaluations::{self, EvaluationScore, HandIn};
use serde::{Deserialize, Serialize};

use super::case::EvaluationCase;
use super::frame::answer_text;
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// Handing in, or sending back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SideInput {
    /// The version that was opened.
    pub version: i32,
    /// Why, where it is sent back.
    #[serde(default)]
    pub reason: String,
}

/// Longest reason, characters.
const REASON_MAX: usize = 500;

impl App {
    /// Hands the unit's own scores in; computed items are fixed with their figures.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `evaluation-incomplete`, `evaluation-fact-missing`, `evaluation-conversion-missing`,
    /// `evaluation-not-at-step`; [`AppError::Stale`].
    pub fn hand_in_evaluation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &SideInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::HandInEvaluation,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_scored(tx, id),
            |tx, case| {
                case.require_version(input.version)?;
                case.require_state(EvaluationState::SelfScoring, "提交自评")?;
                let side = Side::SelfScore;
                let slot = case.slot(side, actor);
                fix_computed(tx, actor, &case, side, &slot)?;
                let case = self.load_scored(tx.db, tx.division, id)?;
                complete(&case, &slot, side)?;
                evaluations::hand_in(tx.db, tx.division, id, &hand(tx, actor, side, &slot))?;
                if let Some(total) = case.total(side)? {
                    tx.detail("score", total.total);
                }
                moved(tx, &case, EvaluationState::Verification)
            },
        )
    }

    /// Sends the unit's own scores back; they stay as they are and can be changed again.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] without a reason; [`AppError::Refused`] `evaluation-not-at-step`; [`AppError::Stale`].
    pub fn return_evaluation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &SideInput,
    ) -> Result<Written, AppError> {
        let reason = reason_of(&input.reason)?;
        self.act(
            actor,
            Action::ReturnEvaluation,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_scored(tx, id),
            |tx, case| {
                case.require_version(input.version)?;
                case.require_state(EvaluationState::Verification, "退回自评")?;
                case.require_scores_open()?;
                if !case.frame.has_self_score {
                    let told = "该类评价没有单位自评,无可退回。";
                    return Err(AppError::refused("evaluation-no-self-score", told).into());
                }
                tx.detail("reason", &reason);
                evaluations::take_back(tx.db, tx.division, id, Side::SelfScore)?;
                moved(tx, &case, EvaluationState::SelfScoring)
            },
        )
    }

    /// Hands in the scores of one independent scorer, which seals them until the others are in.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `evaluation-incomplete`, `evaluation-handed-in`, `evaluation-not-independent`; where a
    /// case file is kept `case-plan-not-approved`, `case-conflict` and the like.
    pub fn hand_in_verification(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::VerifyEvaluation,
            &Request::new(key, &(id.to_string(), "hand-in"))?,
            |tx| self.find_scored(tx, id),
            |tx, case| {
                case.require_state(EvaluationState::Verification, "提交评分")?;
                case.require_scores_open()?;
                let side = Side::Verification;
                if !case.frame.scores_independently() {
                    let told = "该类评价由财政局统一评分,不用逐人提交,评完后直接形成结论。";
                    return Err(AppError::refused("evaluation-not-independent", told).into());
                }
                case.require_scorer(actor)?;
                let slot = case.slot(side, actor);
                if case.is_handed_in(side, &slot) {
                    return Err(EvaluationRefusal::HandedIn {
                        side: "您的独立评分"
                    }
                    .into());
                }
                finish_verification(tx, actor, &case)?;
                moved(tx, &case, EvaluationState::Verification)
            },
        )
    }
}

/// Refuses a sheet of the bureau's side with open items; an independent scorer's is sealed unless it is already.
pub(crate) fn finish_verification(tx: &mut Tx<'_>, actor: &Actor, case: &EvaluationCase) -> Step<()> {
    case.require_state(EvaluationState::Verification, "提交评分")?;
    case.require_plan("提交评分")?;
    let side = Side::Verification;
    let slot = case.slot(side, actor);
    complete(case, &slot, side)?;
    if case.frame.scores_independently() && !case.is_handed_in(side, &slot) {
        let id = case.listing.evaluation.id;
        evaluations::hand_in(tx.db, tx.division, id, &hand(tx, actor, side, &slot))?;
    }
    Ok(())
}

/// A reason within its bound.
pub(super) fn reason_of(text: &str) -> Result<String, AppError> {
    let reason = text.trim();
    let length = reason.chars().count();
    if reason.is_empty() || REASON_MAX < length {
        let told = format!("请写明理由,不超过 {REASON_MAX} 字;现有 {length} 字。");
        return Err(AppError::field("reason", "evaluation-reason-missing", told));
    }
    Ok(reason.chars().filter(|c| !c.is_control() || *c == '\n').collect())
}

fn hand(tx: &Tx<'_>, actor: &Actor, side: Side, slot: &str) -> HandIn {
    HandIn {
        side,
        slot: slot.to_owned(),
        user: actor.user,
        name: actor.name.clone(),
        at: tx.now,
    }
}

/// Refuses a sheet with items that a person must score and has not.
fn complete(case: &EvaluationCase, slot: &str, side: Side) -> Result<(), EvaluationRefusal> {
    let by_hand = case
        .items
        .iter()
        .zip(&case.methods)
        .filter(|(_, method)| !method.is_computed());
    let missing: Vec<&str> = by_hand
        .filter(|(item, _)| case.standing(&item.key, side, slot).is_none())
        .map(|(item, _)| item.name.as_str())
        .collect();
    match missing.first() {
        None => Ok(()),
        Some(first) => Err(EvaluationRefusal::Incomplete {
            count: missing.len(),
            first: (*first).to_owned(),
            deed: "提交",
        }),
    }
}

/// Writes down what the computed items give a side now, where it is another than what stands.
pub(crate) fn fix_computed(
    tx: &mut Tx<'_>,
    actor: &Actor,
    case: &EvaluationCase,
    side: Side,
    slot: &str,
) -> Step<()> {
    let basis = case.basis(side);
    let mut rows = Vec::new();
    for (item, method) in case.items.iter().zip(&case.methods) {
        if !method.is_computed() {
            continue;
        }
        let found = case.computed(item, method, &basis)?;
        let trace = found.steps.join("\n");
        let latest = case.standing(&item.key, side, slot);
        if latest.is_some_and(|latest| latest.score == found.score && latest.trace == trace) {
            continue;
        }
        let sources: Vec<String> = method
            .formula()
            .map(|formula| {
                let known = formula
                    .facts()
                    .into_iter()
                    .filter_map(|code| case.fact(side, code));
                known.map(|fact| fact.source).collect()
            })
            .unwrap_or_default();
        rows.push(EvaluationScore {
            id: tx.fresh()?,
            evaluation: case.listing.evaluation.id,
            item: item.key.clone(),
            side,
            slot: slot.to_owned(),
            serial: latest.map_or(1, |latest| latest.serial.saturating_add(1)),
            stage: ScoreStage::Independent,
            scorer: actor.user,
            scorer_name: "系统按数据计分".to_owned(),
            score: found.score,
            answer: answer_text(&hengji_domain::evaluation::Answer::Computed)?,
            trace,
            evidence: sources.join(";"),
            made_at: tx.now,
        });
    }
    evaluations::insert_scores(tx.db, tx.division, &rows)?;
    Ok(())
}

/// Moves the evaluation on, one version further.
pub(super) fn moved(tx: &mut Tx<'_>, case: &EvaluationCase, state: EvaluationState) -> Step<Written> {
    let one = &case.listing.evaluation;
    let version = evaluations::set_state(tx.db, tx.division, one, state, one.edition)?;
    tx.detail("evaluation_state", state.name());
    Ok(Written {
        id: one.id.to_string(),
        version,
    })
}
