//! 发出和收回 (issuing and taking back): from then on scores stand still until both sides have signed, or the sheet is
//! taken back with a reason.

use hengji_authz::Action;
use hengji_domain::evaluation::{EvaluationRefusal, EvaluationState, Side};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::sign_off::{Closing, SignOffRefusal, SignOffSheet, issued_state};
use hengji_store::sign_offs;
use serde::{Deserialize, Serialize};

use super::points::chosen;
use super::{bounded, hand};
use crate::app::{App, Request};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::evaluations::case::BUREAU_SLOT;
use crate::evaluations::conclude::enough_scorers;
use crate::evaluations::hand::fix_computed;

/// The words of a line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointWords {
    /// Key of the item.
    pub item: String,
    /// What was found; blank leaves a line whose scores agree off the sheet.
    pub words: String,
}

/// A sheet to be issued.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOffIssueInput {
    /// The version of the evaluation that was opened.
    pub version: i32,
    /// Digest of the scores that were seen.
    pub seen: String,
    /// Words of lines.
    #[serde(default)]
    pub words: Vec<PointWords>,
    /// Findings that belong to no line, one each line of the text.
    #[serde(default)]
    pub findings: String,
}

/// Taking a sheet back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOffWithdrawal {
    /// The version of the sheet that was seen.
    pub version: i32,
    /// Why.
    pub reason: String,
}

impl App {
    /// Issues the sheet to the department: every line whose score differs from the unit's own, with its words.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `sign-off-not-needed`, `sign-off-exists`, `sign-off-words-missing`,
    /// `sign-off-scores-changed`, `evaluation-not-at-step`, `evaluation-scorers-too-few`, `evaluation-incomplete`,
    /// `evaluation-fact-missing`, `year-closed`, `holidays-missing`; [`AppError::Stale`]; [`AppError::RuleMissing`].
    pub fn issue_sign_off_sheet(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &SignOffIssueInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::IssueSignOffSheet,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_scored(tx, id),
            |tx, case| {
                if !case.frame.needs_sign_off {
                    return Err(SignOffRefusal::NotNeeded.into());
                }
                case.require_version(input.version)?;
                case.require_state(EvaluationState::Verification, "发出签证单")?;
                let year = case.listing.evaluation.year;
                require_open(tx, year)?;
                if let Some(sheet) = case.sheet_in_force() {
                    let (edition, state) = (sheet.edition, sheet.state);
                    return Err(SignOffRefusal::Exists { edition, state }.into());
                }
                enough_scorers(&case)?;
                if case.seen_scores() != input.seen {
                    let told = "打开签证单以后又有人改了评分,请刷新核对后再发出。";
                    return Err(AppError::refused("sign-off-scores-changed", told).into());
                }
                fix_computed(tx, actor, &case, Side::Verification, BUREAU_SLOT)?;
                let case = self.load_scored(tx.db, tx.division, id)?;
                let missing = case.unscored(Side::Verification);
                if let Some(first) = missing.first() {
                    return Err(EvaluationRefusal::Incomplete {
                        count: missing.len(),
                        first: first.name.clone(),
                        deed: "发出签证单",
                    }
                    .into());
                }
                let points = chosen(&case, input)?;
                let rules = self.rules(tx.division, year).sign_off()?;
                let holidays = self.rule_book().holidays_around(tx.division, year);
                let due_on = rules.answer.last_day(tx.now.shanghai_date(), &holidays)?;
                let editions = case.sign_offs.iter().map(|sheet| sheet.edition);
                let sheet = SignOffSheet {
                    id: tx.fresh()?,
                    evaluation: id,
                    edition: editions.max().unwrap_or_default().saturating_add(1),
                    state: issued_state(&points),
                    answer_due_on: due_on,
                    issued: hand(actor, tx),
                    answered: None,
                    bureau: None,
                    department: None,
                    closing: None,
                    paper: None,
                    version: 1,
                    points,
                };
                tx.detail("edition", sheet.edition);
                tx.detail("sign_off_points", sheet.points.len());
                tx.detail("due_on", due_on);
                sign_offs::insert_sheets(tx.db, tx.division, std::slice::from_ref(&sheet))?;
                Ok(Written {
                    id: sheet.id.to_string(),
                    version: sheet.version,
                })
            },
        )
    }

    /// Takes a sheet back before both sides have signed; it stays to be read, and scores may change again.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `sign-off-locked`; [`AppError::Invalid`] `sign-off-reason-short`; [`AppError::Stale`];
    /// [`AppError::NotFound`].
    pub fn withdraw_sign_off_sheet(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &SignOffWithdrawal,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::WithdrawSignOffSheet,
            &Request::new(key, &(id.to_string(), "withdraw", input))?,
            |tx| self.find_scored(tx, id),
            |tx, case| {
                let sheet = case.sheet_at(input.version)?;
                let rules = self.rules(tx.division, case.listing.evaluation.year).sign_off()?;
                let reason = bounded("reason", "收回理由", &input.reason)?;
                let (found, least) = (reason.chars().count(), rules.reason_least);
                if usize::try_from(least).is_ok_and(|least| found < least) {
                    let told = format!("收回理由至少 {least} 字,现有 {found} 字,请写清楚为什么收回。");
                    return Err(AppError::field("reason", "sign-off-reason-short", told).into());
                }
                tx.detail("edition", sheet.edition);
                tx.detail("reason", &reason);
                let closing = Closing {
                    hand: hand(actor, tx),
                    reason,
                };
                let closed = sheet.withdrawn(closing)?;
                let version = sign_offs::update_sheet(tx.db, tx.division, &closed)?;
                Ok(Written {
                    id: closed.id.to_string(),
                    version,
                })
            },
        )
    }
}
