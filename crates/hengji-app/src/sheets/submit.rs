//! 提交 (submit): hands the sheet to the first reviewer, as an edition with its hash and the first signature.

use hengji_authz::Action;
use hengji_domain::id::SheetId;
use hengji_domain::person::{Actor, Role};
use hengji_domain::sheet::{Line, Sheet, SheetKind};
use hengji_store::editions::{self, Edition};
use hengji_store::signatures::{self, Signature};
use hengji_store::{findings, sheets};
use serde::{Deserialize, Serialize};

use super::case::Case;
use super::judge::{blocking, judge};
use super::snapshot::{AdjustmentSnapshot, Snapshot};
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};
use crate::monitoring::fill::Beside;

/// A move of a sheet, of the version that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The version that was opened.
    pub version: i32,
}

impl App {
    /// Submits the sheet.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `sheet-has-errors` with the findings that stand in the way, or a refusal of the
    /// workflow; [`AppError::Invalid`] for lines of a self-evaluation without an answer; [`AppError::Stale`].
    pub fn submit_sheet(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &Move,
    ) -> Result<Written, AppError> {
        let action = Action::submit(self.kind_of(actor, id)?);
        self.act(
            actor,
            action,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_case(tx, id),
            |tx, case| {
                case.require_version(input.version)?;
                hand_in(self, tx, actor, &case)
            },
        )
    }
}

fn hand_in(app: &App, tx: &mut Tx<'_>, actor: &Actor, case: &Case) -> Step<Written> {
    let state = case.chain.submit(&case.sheet.state, &roles(actor), tx.now)?;
    let beside = match case.sheet.kind {
        SheetKind::Monitoring => Some(Beside::load(tx.db, case)?),
        _ => None,
    };
    let mut next = Sheet {
        state,
        edition: case.sheet.edition.saturating_add(1),
        ..case.sheet.clone()
    };
    let mut problems = judge(&mut next, case.names(), &case.rules);
    problems.extend(app.look_around(tx.db, case, &next)?);
    match &beside {
        Some(beside) => require_answers(beside.unanswered(case)?)?,
        None => require_clean(case, &next, &problems)?,
    }
    app.require_adjustable(tx, case, &next)?;
    let version = sheets::update_head(tx.db, tx.division, &next)?;
    sheets::replace_lines(tx.db, tx.division, &next)?;
    findings::replace_for_sheet(tx.db, tx.division, next.id, &problems)?;
    let fingerprint = case.in_force.fingerprint();
    let edition = Edition::of(
        next.id,
        next.edition,
        content(tx, case, &next, beside.as_ref(), fingerprint)?,
        fingerprint.to_owned(),
        actor.user,
        tx.now,
    );
    editions::insert(tx.db, tx.division, &edition)?;
    let role = case.chain.steps.first().map_or(Role::UnitClerk, |step| step.role);
    sign(tx, actor, &next, 0, role, &edition.sha256)?;
    tx.detail("edition", next.edition);
    tx.detail("content_sha256", &edition.sha256);
    Ok(Written {
        id: next.id.to_string(),
        version,
    })
}

/// What is handed in, as it is kept: an adjustment carries its reasons with it.
fn content(
    tx: &mut Tx<'_>,
    case: &Case,
    next: &Sheet,
    beside: Option<&Beside>,
    fingerprint: &str,
) -> Step<String> {
    let mut snapshot = Snapshot::of(next, case.names(), fingerprint).with_monitoring(beside);
    if next.kind == SheetKind::GoalAdjustment {
        let found = hengji_store::adjustments::find(tx.db, tx.division, next.id)?;
        snapshot.adjustment = found.map(|found| AdjustmentSnapshot {
            goal: found.goal.to_string(),
            from_edition: found.from_edition,
            reason: found.reason,
            basis: found.basis,
            dropped: found.dropped,
        });
    }
    Ok(snapshot.to_json()?)
}

/// The roles of the actor; authz has already asked for which unit.
pub(crate) fn roles(actor: &Actor) -> Vec<Role> {
    actor.grants.iter().map(|grant| grant.role).collect()
}

/// Signs a step of the present edition.
pub(crate) fn sign(
    tx: &mut Tx<'_>,
    actor: &Actor,
    sheet: &Sheet,
    step: usize,
    role: Role,
    content_sha256: &str,
) -> Step<()> {
    let signature = Signature {
        sheet: sheet.id,
        edition: sheet.edition,
        step: u32::try_from(step).map_err(AppError::fault)?,
        role,
        signer: actor.user,
        signer_name: actor.name.clone(),
        content_sha256: content_sha256.to_owned(),
        signed_at: tx.now,
    };
    Ok(signatures::insert(tx.db, tx.division, &signature)?)
}

pub(crate) fn require_clean(
    case: &Case,
    sheet: &Sheet,
    problems: &[hengji_domain::Finding],
) -> Result<(), AppError> {
    let in_the_way = blocking(problems);
    if !in_the_way.is_empty() {
        return Err(AppError::Refused {
            code: "sheet-has-errors".to_owned(),
            message: format!(
                "有 {} 处问题须先改正才能提交,请按提示逐项修改。",
                in_the_way.len()
            ),
            findings: in_the_way,
        });
    }
    require_answers(unanswered(case, sheet))
}

fn require_answers(unanswered: Vec<FieldError>) -> Result<(), AppError> {
    if unanswered.is_empty() {
        Ok(())
    } else {
        Err(AppError::Invalid(unanswered))
    }
}

/// What is simply not there yet, which the lint of a form leaves to whoever hands it in: no goal, no lines, lines
/// of a self-evaluation that say nothing or that only a person can score and nobody has.
pub(super) fn unanswered(case: &Case, sheet: &Sheet) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut refuse =
        |field: String, code, message: String| errors.push(FieldError::new(field, code, message));
    if case.asks_statement() && sheet.kind.is_goal_shaped() && sheet.annual_goal.trim().is_empty() {
        refuse(
            "annual_goal".to_owned(),
            "goal-text-missing",
            "没有填写年度总体目标。".to_owned(),
        );
    }
    if sheet.lines.is_empty() {
        refuse(
            "lines".to_owned(),
            "no-lines",
            "一行指标也没有,请先填写指标。".to_owned(),
        );
    }
    if sheet.kind != SheetKind::SelfEvaluation {
        return errors;
    }
    if sheet.achievement.trim().is_empty() {
        refuse(
            "achievement".to_owned(),
            "achievement-missing",
            "没有填写目标实际完成情况。".to_owned(),
        );
    }
    let weighted = |line: &&Line| line.weight.is_some();
    for (index, line) in sheet.lines.iter().enumerate().filter(|(_, line)| weighted(line)) {
        if line.actual.is_blank() {
            refuse(
                format!("lines[{index}].actual"),
                "actual-missing",
                format!("“{}”没有填写实际完成值。", line.level3),
            );
        } else if line.computed_score.is_none() && line.stated_score.is_none() {
            refuse(
                format!("lines[{index}].score"),
                "score-needed",
                format!("“{}”不能由规则自动算分,请按完成情况填写得分。", line.level3),
            );
        }
    }
    errors
}
