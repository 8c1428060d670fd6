//! 形成结论和重新开启 (concluding): total, grade and trace are stored; a conclusion is opened again with a reason only.

use hengji_authz::Action;
use hengji_domain::evaluation::{EvaluationRefusal, EvaluationState, Side};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_store::evaluations::{self, EvaluationResult, Reopening};
use hengji_store::sha256_hex;
use serde::{Deserialize, Serialize};

use super::case::{BUREAU_SLOT, EvaluationCase};
use super::hand::{fix_computed, moved, reason_of};
use super::sign_off::supersede;
use crate::app::{App, Request, Step, Tx};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// A conclusion as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConclusionInput {
    /// The version that was opened.
    pub version: i32,
    /// Codes of the vetoes met.
    #[serde(default)]
    pub vetoes: Vec<String>,
    /// The conclusion in words.
    #[serde(default)]
    pub words: String,
}

/// Longest conclusion, characters.
const WORDS_MAX: usize = 2_000;

impl App {
    /// Draws the conclusion: computed items are fixed, the total and the grade are stored with their trace.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `evaluation-incomplete`, `evaluation-scorers-too-few`, `evaluation-fact-missing`,
    /// `case-exchange-open`, `evaluation-conversion-missing`, `evaluation-not-at-step`, `sign-off-missing`,
    /// `sign-off-unsigned`, `year-closed`; [`AppError::Invalid`] for an unknown veto, or one without words;
    /// [`AppError::Stale`].
    pub fn conclude_evaluation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &ConclusionInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::ConcludeEvaluation,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_scored(tx, id),
            |tx, case| {
                case.require_version(input.version)?;
                case.require_state(EvaluationState::Verification, "形成结论")?;
                require_open(tx, case.listing.evaluation.year)?;
                let words = checked(&case, input)?;
                enough_scorers(&case)?;
                case.require_exchange()?;
                case.require_signed_off()?;
                // What was signed was fixed when the sheet was issued; figures loaded since do not move it.
                if !case.frame.needs_sign_off {
                    fix_computed(tx, actor, &case, Side::Verification, BUREAU_SLOT)?;
                }
                self.conclude_in(tx, actor, id, (&input.vetoes, words))
            },
        )
    }

    /// Stores total, grade and trace of what is scored, inside the transaction of whoever may.
    pub(crate) fn conclude_in(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        id: EvaluationId,
        (vetoes, words): (&[String], String),
    ) -> Step<Written> {
        let case = self.load_scored(tx.db, tx.division, id)?;
        let found = case.concluded(vetoes)?;
        let one = &case.listing.evaluation;
        let numbers = case.results.iter().map(|result| result.edition);
        let result = EvaluationResult {
            evaluation: id,
            edition: numbers.max().unwrap_or_default().saturating_add(1),
            self_total: found.self_total.map(|total| total.total),
            total: found.total.total,
            grade: found.grade,
            vetoes: vetoes.to_vec(),
            words,
            trace_sha256: sha256_hex(found.trace.as_bytes()),
            trace: found.trace,
            rules_fingerprint: one.rules_fingerprint.clone(),
            concluded_by: actor.user,
            concluded_by_name: actor.name.clone(),
            concluded_at: tx.now,
            reopening: None,
        };
        evaluations::insert_result(tx.db, tx.division, &result)?;
        tx.detail("score", result.total);
        tx.detail("grade", &result.grade);
        tx.detail("edition", result.edition);
        let state = EvaluationState::Concluded;
        let version = evaluations::set_state(tx.db, tx.division, one, state, result.edition)?;
        Ok(Written {
            id: id.to_string(),
            version,
        })
    }

    /// Opens a conclusion again; it stays to be read, with the reason why it no longer stands, and so does
    /// the sign-off sheet, whose paper is taken back.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] without a reason; [`AppError::Refused`] `evaluation-not-at-step`, `year-closed`;
    /// [`AppError::Stale`].
    pub fn reopen_evaluation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &super::SideInput,
    ) -> Result<Written, AppError> {
        let reason = reason_of(&input.reason)?;
        self.act(
            actor,
            Action::ReopenEvaluation,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_scored(tx, id),
            |tx, case| {
                case.require_version(input.version)?;
                case.require_state(EvaluationState::Concluded, "重新开启")?;
                require_open(tx, case.listing.evaluation.year)?;
                let edition = case.listing.evaluation.edition;
                let reopening = Reopening {
                    name: actor.name.clone(),
                    at: tx.now,
                    reason: reason.clone(),
                };
                evaluations::reopen_result(tx.db, tx.division, id, edition, &reopening)?;
                supersede(tx, actor, &case, &reason)?;
                tx.detail("reason", &reason);
                tx.detail("edition", edition);
                moved(tx, &case, EvaluationState::Verification)
            },
        )
    }
}

/// The words of the conclusion; a veto must be explained, because it sets the grade whatever the score.
fn checked(case: &EvaluationCase, input: &ConclusionInput) -> Result<String, AppError> {
    let words = input.words.trim();
    let length = words.chars().count();
    if WORDS_MAX < length {
        let told = format!("结论最多 {WORDS_MAX} 字,现有 {length} 字,请精简。");
        return Err(AppError::field("words", "text-too-long", told));
    }
    if input.vetoes.iter().any(|code| case.frame.veto(code).is_none()) {
        let told = "所选的直接定级情形不在本体系内,请刷新后重选。";
        return Err(AppError::field("vetoes", "evaluation-veto-unknown", told));
    }
    if !input.vetoes.is_empty() && words.is_empty() {
        let told = "选了直接定级的情形,请在结论中写明事实和依据。";
        return Err(AppError::field("words", "evaluation-veto-reason", told));
    }
    Ok(words.chars().filter(|c| !c.is_control() || *c == '\n').collect())
}

/// As many independent scorers as the kind asks for.
pub(super) fn enough_scorers(case: &EvaluationCase) -> Step<()> {
    if case.is_unsealed() {
        return Ok(());
    }
    Err(EvaluationRefusal::ScorersTooFew {
        least: case.frame.scorers_least,
        found: case.handed_in(Side::Verification),
    }
    .into())
}
