//! 退回修改 (return for revision): back to the unit, with reasons of the closed list for each line concerned.

use hengji_authz::Action;
use hengji_domain::id::{LineKey, SheetId};
use hengji_domain::person::Actor;
use hengji_domain::workflow::{ReturnNotice, ReturnOpinion};
use hengji_store::opinions::{self, Opinion, Verdict};
use hengji_store::sheets;
use serde::{Deserialize, Serialize};

use super::approve::checked_words;
use super::case::Case;
use super::submit::roles;
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// Sending a sheet back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnForRevision {
    /// The version that was opened.
    pub version: i32,
    /// Why, at least one.
    pub opinions: Vec<OpinionInput>,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionInput {
    /// Key of the line; none for the whole sheet.
    #[serde(default)]
    pub line: Option<String>,
    /// Code of the closed list.
    pub reason: String,
    /// Free text; mandatory for 其他.
    #[serde(default)]
    pub text: String,
}

impl App {
    /// Returns the sheet to the unit.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `return-without-reason`, `return-reason-unknown`, `return-reason-needs-text`,
    /// `step-may-not-return`; [`AppError::Forbidden`]; [`AppError::Stale`].
    pub fn return_sheet(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &ReturnForRevision,
    ) -> Result<Written, AppError> {
        let action = Action::return_for_revision(self.kind_of(actor, id)?);
        self.act(
            actor,
            action,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_case(tx, id),
            |tx, case| {
                case.require_version(input.version)?;
                send_back(tx, actor, &case, input)
            },
        )
    }
}

pub(crate) fn send_back(
    tx: &mut Tx<'_>,
    actor: &Actor,
    case: &Case,
    input: &ReturnForRevision,
) -> Step<Written> {
    let sheet = &case.sheet;
    let opinions = input
        .opinions
        .iter()
        .map(|opinion| read_opinion(case, opinion))
        .collect::<Result<Vec<_>, AppError>>()?;
    let notice = ReturnNotice::new(opinions, &case.in_force.review_reasons()?.value)?;
    let state = case
        .chain
        .return_for_revision(&sheet.state, &roles(actor), &notice, tx.now)?;
    for opinion in notice.opinions() {
        let record = Opinion {
            id: tx.fresh()?,
            sheet: sheet.id,
            edition: sheet.edition,
            step: u32::try_from(case.step_index()).map_err(AppError::fault)?,
            verdict: Verdict::Returned,
            line: opinion.line,
            reason: Some(opinion.reason.clone()),
            words: opinion.text.clone(),
            author: actor.user,
            author_name: actor.name.clone(),
            made_at: tx.now,
        };
        opinions::insert(tx.db, tx.division, &record)?;
    }
    tx.detail("opinions", notice.opinions().len());
    tx.detail("edition", sheet.edition);
    if let Some(step) = case.step() {
        tx.detail("step", &step.name);
    }
    let version = sheets::set_state(tx.db, tx.division, sheet.id, sheet.version, &state, sheet.edition)?;
    Ok(Written {
        id: sheet.id.to_string(),
        version,
    })
}

fn read_opinion(case: &Case, input: &OpinionInput) -> Result<ReturnOpinion, AppError> {
    let line = input
        .line
        .as_deref()
        .filter(|key| !key.is_empty())
        .map(str::parse::<LineKey>)
        .transpose()?;
    if let Some(key) = line
        && case.sheet.lines.iter().all(|line| line.key != key)
    {
        return Err(AppError::refused(
            "line-unknown",
            "退回意见所指的指标行不在本表中,请刷新页面后重填。",
        ));
    }
    Ok(ReturnOpinion {
        line,
        reason: input.reason.trim().to_owned(),
        text: checked_words(&input.text)?,
    })
}
