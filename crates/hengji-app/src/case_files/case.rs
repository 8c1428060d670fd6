//! What every step of a case file needs: the evaluation with its file, the lock, the trail, texts within their bounds.

use hengji_domain::case_file::CaseRefusal;
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_store::case_files::{self, CaseFile, CaseHand, CaseStep};

use crate::app::{App, Halt, Step, Tx};
use crate::common::Written;
use crate::error::AppError;
use crate::evaluations::case::EvaluationCase;

/// Longest texts, characters.
pub(super) const WORDS_MAX: usize = 4_000;
/// Longest short texts, characters.
pub(super) const SHORT_MAX: usize = 200;

impl App {
    /// Loads the evaluation whose case file a write is about.
    pub(super) fn find_file(
        &self,
        tx: &mut Tx<'_>,
        id: EvaluationId,
    ) -> Step<(hengji_authz::Resource, EvaluationCase)> {
        let (resource, case) = self.find_scored(tx, id)?;
        case.kept_file()?;
        Ok((resource, case))
    }
}

/// The file, unless somebody changed it since the version that the request knows.
pub(super) fn locked(case: &EvaluationCase, version: i32) -> Step<CaseFile> {
    let (file, _) = case.kept_file()?;
    if file.version == version {
        Ok(file.clone())
    } else {
        Err(Halt::stale("case_files", file.evaluation))
    }
}

/// Stores the file and writes down what was done.
pub(super) fn stepped(
    tx: &mut Tx<'_>,
    actor: &Actor,
    next: &CaseFile,
    deed: &str,
    words: &str,
) -> Step<Written> {
    let version = case_files::update(tx.db, tx.division, next)?;
    told(tx, next.evaluation, &hand(actor, tx), deed, words)?;
    tx.detail("result", deed);
    if !words.is_empty() {
        tx.detail("words", words.chars().take(SHORT_MAX).collect::<String>());
    }
    Ok(Written {
        id: next.evaluation.to_string(),
        version,
    })
}

/// Adds a step to the trail.
pub(crate) fn told(tx: &mut Tx<'_>, id: EvaluationId, hand: &CaseHand, deed: &str, words: &str) -> Step<()> {
    let known = case_files::steps_of(tx.db, tx.division, id)?;
    let step = CaseStep {
        serial: known.last().map_or(1, |last| last.serial.saturating_add(1)),
        deed: deed.to_owned(),
        words: words.to_owned(),
        hand: hand.clone(),
    };
    case_files::insert_steps(tx.db, tx.division, id, &[step])?;
    Ok(())
}

/// The hand of who acts, now.
pub(super) fn hand(actor: &Actor, tx: &Tx<'_>) -> CaseHand {
    CaseHand {
        name: actor.name.clone(),
        at: tx.now,
    }
}

/// A text without control characters, not longer than it may be.
pub(super) fn bounded(field: &str, what: &str, text: &str, most: usize) -> Result<String, AppError> {
    let text = text.trim();
    let length = text.chars().count();
    if most < length {
        let told = format!("{what}最多 {most} 字,现有 {length} 字,请精简。");
        return Err(AppError::field(field, "text-too-long", told));
    }
    Ok(text.chars().filter(|c| !c.is_control() || *c == '\n').collect())
}

/// A text that must not be blank.
pub(super) fn needed(field: &str, what: &str, text: &str, most: usize) -> Result<String, AppError> {
    let text = bounded(field, what, text, most)?;
    if text.is_empty() {
        let told = format!("请填写{what}。");
        return Err(AppError::field(field, "case-text-missing", told));
    }
    Ok(text)
}

/// A reason that is long enough to be one.
pub(super) fn reason(field: &str, what: &str, text: &str, least: u32) -> Result<String, AppError> {
    let text = bounded(field, what, text, WORDS_MAX)?;
    let length = text.chars().count();
    if length < usize::try_from(least).unwrap_or(usize::MAX) {
        let told = format!("{what}至少 {least} 字,现有 {length} 字,请写清楚依据和情况。");
        return Err(AppError::field(field, "case-reason-too-short", told));
    }
    Ok(text)
}

/// Refuses an item that the evaluation does not have.
pub(super) fn known_item(case: &EvaluationCase, key: &str) -> Result<(), AppError> {
    if case.item(key).is_some() {
        Ok(())
    } else {
        let told = format!("该评价没有指标“{key}”,请从列表中选择。");
        Err(AppError::field("item", "case-item-unknown", told))
    }
}

/// Evidence and records are collected until the report is final.
pub(super) fn require_collecting(case: &EvaluationCase, deed: &'static str) -> Result<(), CaseRefusal> {
    let (file, _) = case.kept_file()?;
    if file.stage == hengji_domain::case_file::CaseStage::Final {
        return Err(CaseRefusal::NotAtStage {
            stage: file.stage.name(),
            deed,
        });
    }
    Ok(())
}
