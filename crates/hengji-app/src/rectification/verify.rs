//! 核实 (verification): a second person, at the bureau and not of the claimer's side, finds a measure done or not.

use hengji_authz::Action;
use hengji_domain::id::{CommitmentId, EvaluationFindingId};
use hengji_domain::person::{Actor, Role};
use hengji_domain::rectification::{CommitmentState, FindingState};
use hengji_store::rectification::{
    Commitment, CommitmentListing, EvaluationFinding, insert_commitment_steps, update_commitment,
    update_evaluation_finding,
};
use serde::{Deserialize, Serialize};

use super::case::{Names, WORDS_MAX, excerpt, find_measure, not_longer, step};
use super::claim::require_handed_in;
use super::letter::tell_one;
use super::plan::totals_of;
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// A verification as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// The version that was read.
    pub version: i32,
    /// What was seen; mandatory where it is rejected.
    #[serde(default)]
    pub words: String,
}

/// What became of many verifications.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BulkVerified {
    /// How many were verified.
    pub done: u64,
    /// The others, with the words of their refusal.
    pub refused: Vec<(CommitmentId, String)>,
}

/// Most rows of one deed: what a page shows.
const ROWS_MAX: usize = 200;

impl App {
    /// Finds a measure done; the finding is rectified with the last of its measures.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `commitment-not-claimed`, `commitment-verified`, `verifier-of-claimer-side`;
    /// [`AppError::Stale`]; [`AppError::Forbidden`]; [`AppError::NotFound`].
    pub fn verify_rectification(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: CommitmentId,
        input: &Verification,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::VerifyRectification,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| find_measure(tx, id),
            |tx, listing| {
                let state = listing.commitment.state.verify()?;
                require(actor, &listing, input.version)?;
                let words = not_longer("words", "核实意见", input.words.trim(), WORDS_MAX)?;
                let next = Commitment {
                    state,
                    verified_by: Some(actor.user),
                    verified_on: Some(tx.now.shanghai_date()),
                    ..listing.commitment.clone()
                };
                let version = write(tx, actor, &next, "verified", words)?;
                conclude(tx, actor, listing.finding)?;
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }

    /// Finds a measure not done, with the reason: it is with the unit again, and wants new proof.
    ///
    /// # Errors
    ///
    /// As [`Self::verify_rectification`]; [`AppError::Invalid`] `rejection-needs-reason`.
    pub fn reject_rectification(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: CommitmentId,
        input: &Verification,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::RejectRectification,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| find_measure(tx, id),
            |tx, listing| {
                let state = listing.commitment.state.reject()?;
                require(actor, &listing, input.version)?;
                let names = Names::of(&self.rules(tx.division, listing.finding.year))?;
                let words = names.reason("words", "rejection-needs-reason", "不通过的理由", &input.words)?;
                let next = Commitment {
                    state,
                    ..listing.commitment.clone()
                };
                let version = write(tx, actor, &next, "rejected", words)?;
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }

    /// Finds many measures done, each in a transaction of its own with its own audit event.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `bulk-empty`, `bulk-too-many`; faults and a busy database end the whole.
    pub fn bulk_verify(
        &self,
        actor: &Actor,
        key: &RequestKey,
        rows: &[(CommitmentId, i32)],
    ) -> Result<BulkVerified, AppError> {
        if rows.is_empty() {
            let told = "没有选择任何措施,请先在列表左侧勾选。";
            return Err(AppError::refused("bulk-empty", told));
        }
        if ROWS_MAX < rows.len() {
            let told = format!("一次最多办理 {ROWS_MAX} 项,现选择了 {} 项。", rows.len());
            return Err(AppError::refused("bulk-too-many", told));
        }
        let mut outcome = BulkVerified::default();
        for (index, (id, version)) in rows.iter().enumerate() {
            // Each row has a key of its own, so that a retry of the whole does again only what was not done.
            let row_key = RequestKey::new(&format!("{}-{index}", key.as_str()))?;
            let input = Verification {
                version: *version,
                words: String::new(),
            };
            match self.verify_rectification(actor, &row_key, *id, &input) {
                Ok(_) => outcome.done += 1,
                Err(error @ (AppError::Fault(_) | AppError::Busy)) => return Err(error),
                Err(error) => outcome.refused.push((*id, error.to_string())),
            }
        }
        Ok(outcome)
    }
}

/// Whoever claimed, or works for the unit or its department, does not verify: claimed and verified would be one.
pub(super) fn is_of_claimer_side(actor: &Actor, listing: &CommitmentListing) -> bool {
    let side = [
        Role::UnitClerk,
        Role::UnitFinance,
        Role::UnitHead,
        Role::DepartmentReviewer,
    ];
    let works_there = |unit| unit == listing.finding.unit || unit == listing.department;
    listing.commitment.claimed_by == Some(actor.user)
        || actor
            .grants
            .iter()
            .any(|grant| side.contains(&grant.role) && works_there(grant.unit))
}

fn require(actor: &Actor, listing: &CommitmentListing, version: i32) -> Step<()> {
    require_handed_in(listing)?;
    if is_of_claimer_side(actor, listing) {
        let told =
            "您是报送完成的人,或者在该单位、其主管部门任职,不能核实本方的整改,请由财政部门的另一人办理。";
        return Err(AppError::refused("verifier-of-claimer-side", told).into());
    }
    if listing.commitment.version != version {
        return Err(Halt::stale("rectification_commitments", listing.commitment.id));
    }
    Ok(())
}

fn write(tx: &mut Tx<'_>, actor: &Actor, next: &Commitment, deed: &str, words: &str) -> Step<i32> {
    let version = update_commitment(tx.db, tx.division, next)?;
    let done = step(actor, tx, deed, words, "");
    insert_commitment_steps(tx.db, tx.division, &[(next.id, done)])?;
    if !words.is_empty() {
        tx.detail("words", excerpt(words));
    }
    Ok(version)
}

/// A finding is rectified when every measure of it is verified.
fn conclude(tx: &mut Tx<'_>, actor: &Actor, finding: EvaluationFinding) -> Step<()> {
    let id: EvaluationFindingId = finding.id;
    let totals = totals_of(tx.db, tx.division, id)?;
    if totals.verified != totals.promised || finding.state != FindingState::Rectifying {
        return Ok(());
    }
    let next = EvaluationFinding {
        state: FindingState::Rectified,
        ..finding
    };
    update_evaluation_finding(tx.db, tx.division, &next)?;
    tell_one(tx, actor, id, "rectified", "")
}

/// What a measure waits for, in words.
pub(super) fn next_words(listing: &CommitmentListing) -> String {
    let one = &listing.commitment;
    match (one.state, listing.finding.state) {
        (_, FindingState::Served) => "整改方案还没有报送。".to_owned(),
        (_, FindingState::Withdrawn) => "问题已撤销,措施不再办理。".to_owned(),
        (CommitmentState::Promised, _) => {
            format!("请{}在 {} 前完成,上传证明并报送。", listing.unit_name, one.due_on)
        }
        (CommitmentState::Rejected, _) => {
            format!(
                "核实未通过:请{}补充新的证明后重新报送(期限 {})。",
                listing.unit_name, one.due_on
            )
        }
        (CommitmentState::Claimed, _) => "单位已报完成,等财政部门另一人核实;核实之前不算完成。".to_owned(),
        (CommitmentState::Verified, _) => "已经核实,办理完毕。".to_owned(),
    }
}
