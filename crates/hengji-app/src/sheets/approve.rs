//! 审核通过 (approve): signs the present step; at the last one the sheet is issued or finalised.

use hengji_authz::Action;
use hengji_domain::id::SheetId;
use hengji_domain::person::Actor;
use hengji_domain::workflow::SheetState;
use hengji_store::opinions::{self, Opinion, Verdict};
use hengji_store::sheets;
use serde::{Deserialize, Serialize};

use super::case::Case;
use super::submit::{roles, sign};
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::goal::adjust::take_effect;

/// Passing a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The version that was opened.
    pub version: i32,
    /// An opinion, if any.
    #[serde(default)]
    pub words: String,
}

/// Longest opinion, characters.
pub(super) const WORDS_MAX: usize = 1_000;

impl App {
    /// Passes the step at which the sheet waits.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for another step's role or a second hand on one edition; refusals of the workflow;
    /// `ex-ante-*` when a goal is issued that an evaluation before the budget does not support; [`AppError::Stale`].
    pub fn approve_sheet(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &Approval,
    ) -> Result<Written, AppError> {
        let action = self.passing_action(actor, id)?;
        let words = checked_words(&input.words)?;
        self.act(
            actor,
            action,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_case(tx, id),
            |tx, case| {
                case.require_version(input.version)?;
                if action == Action::IssueGoal {
                    self.require_ex_ante(tx, &case.listing)?;
                }
                pass(tx, actor, &case, &words)
            },
        )
    }

    /// Passing the last step is an action of its own in the matrix and the audit chain.
    fn passing_action(&self, actor: &Actor, id: SheetId) -> Result<Action, AppError> {
        self.read(|db| {
            let sheet = sheets::find(db, actor.division, id)?.ok_or(AppError::NotFound)?;
            let last = self
                .rules(actor.division, sheet.year)
                .chain(sheet.kind)?
                .value
                .steps
                .len();
            let is_last = matches!(sheet.state, SheetState::InReview { step, .. } if step + 1 == last);
            Ok(if is_last {
                Action::conclude(sheet.kind)
            } else {
                Action::approve(sheet.kind)
            })
        })
    }
}

pub(crate) fn pass(tx: &mut Tx<'_>, actor: &Actor, case: &Case, words: &str) -> Step<Written> {
    let sheet = &case.sheet;
    let state = case.chain.approve(&sheet.state, &roles(actor), tx.now)?;
    let step = case.step().ok_or(AppError::NotFound)?;
    let sha256 = case
        .content_sha256()
        .ok_or_else(|| AppError::fault(format!("表 {} 的版次 {} 没有提交签名", sheet.id, sheet.edition)))?;
    sign(tx, actor, sheet, case.step_index(), step.role, sha256)?;
    if !words.is_empty() {
        let opinion = Opinion {
            id: tx.fresh()?,
            sheet: sheet.id,
            edition: sheet.edition,
            step: u32::try_from(case.step_index()).map_err(AppError::fault)?,
            verdict: Verdict::Approved,
            line: None,
            reason: None,
            words: words.to_owned(),
            author: actor.user,
            author_name: actor.name.clone(),
            made_at: tx.now,
        };
        opinions::insert(tx.db, tx.division, &opinion)?;
    }
    tx.detail("step", &step.name);
    tx.detail("edition", sheet.edition);
    tx.detail("content_sha256", sha256);
    let version = sheets::set_state(tx.db, tx.division, sheet.id, sheet.version, &state, sheet.edition)?;
    if matches!(state, SheetState::Concluded { .. }) {
        take_effect(tx, actor, case)?;
    }
    Ok(Written {
        id: sheet.id.to_string(),
        version,
    })
}

/// An opinion within its bound.
pub(crate) fn checked_words(words: &str) -> Result<String, AppError> {
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
