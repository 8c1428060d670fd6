//! 环节 (passing a step): on to the next hand, back to the unit or to the lead, and at the end the formal report.

use hengji_authz::Action;
use hengji_domain::ex_ante::conclusion::propose;
use hengji_domain::ex_ante::material;
use hengji_domain::fact::Fact;
use hengji_domain::id::SheetId;
use hengji_domain::person::Actor;
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::workflow::{ReturnNotice, ReturnOpinion, SheetState, WorkflowRefusal};
use hengji_store::ex_ante::{self, ExAnteResult};
use hengji_store::opinions::{self, Opinion, Verdict};
use hengji_store::{facts, sheets};
use serde::{Deserialize, Serialize};

use super::case::{CONCLUSION, EvaluationCase, MATERIALS, SCORING, refused};
use super::conclusion::scored;
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::sheets::approve::checked_words;
use crate::sheets::submit::{roles, sign};

/// Passing the present step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassInput {
    /// The version that was opened.
    pub version: i32,
    /// An opinion; the bureau's divisions must give one.
    #[serde(default)]
    pub words: String,
}

/// Sending back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnInput {
    /// The version that was opened.
    pub version: i32,
    /// Why.
    pub reason: String,
}

/// Codes of the facts that a formal conclusion leaves for the budget side, fen each.
mod fact_code {
    /// 申请金额.
    pub(super) const ASKED: &str = "ex_ante.asked_fen";
    /// 核定金额.
    pub(super) const GRANTED: &str = "ex_ante.granted_fen";
    /// 评减金额.
    pub(super) const CUT: &str = "ex_ante.cut_fen";
}

impl App {
    /// Passes the step at which the evaluation waits; at the last one the report becomes 正式稿.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `materials-not-accepted`, `experts-too-few`, `conclusion-not-drawn`,
    /// `conclusion-outdated`, `opinion-missing`; [`AppError::Forbidden`]; [`AppError::Stale`].
    pub fn pass_ex_ante_evaluation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &PassInput,
    ) -> Result<Written, AppError> {
        let words = checked_words(&input.words)?;
        let action = self.passing(actor, id)?;
        self.act(
            actor,
            action,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_evaluation(tx, id),
            |tx, case| {
                case.require_version(input.version)?;
                let state = case.chain.approve(&case.sheet.state, &roles(actor), tx.now)?;
                let result = self.ready(tx, actor, &case, &words)?;
                self.go_on(tx, actor, &case, &state, &result, &words)
            },
        )
    }

    /// Passing the last step is an action of its own in the matrix and the audit chain.
    fn passing(&self, actor: &Actor, id: SheetId) -> Result<Action, AppError> {
        let sheet = self.read(|db| Ok(sheets::find(db, actor.division, id)?))?;
        let sheet = sheet
            .filter(|sheet| sheet.kind == SheetKind::ExAnteEvaluation)
            .ok_or(AppError::NotFound)?;
        let steps = self
            .rules(actor.division, sheet.year)
            .chain(sheet.kind)?
            .value
            .steps;
        let is_last = matches!(sheet.state, SheetState::InReview { step, .. } if step + 1 == steps.len());
        Ok(if is_last {
            Action::ConcludeExAnteEvaluation
        } else {
            Action::ApproveExAnteEvaluation
        })
    }

    /// What each step demands before it is passed; the result as it is to be stored.
    fn ready(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        case: &EvaluationCase,
        words: &str,
    ) -> Step<ExAnteResult> {
        let mut result = case.result.clone();
        if case.is_at(MATERIALS) {
            material::accepted(&case.materials).map_err(refused)?;
        } else if case.is_at(SCORING) {
            enough_experts(case)?;
            result.discussion = Some((tx.now, actor.name.clone()));
        } else if case.is_at(CONCLUSION) {
            self.conclusion_stands(tx, case)?;
        } else if words.is_empty() && !case.is_at_last_step() {
            return Err(AppError::refused(
                "opinion-missing",
                "联合意见须写明具体意见(对项目、金额、前置条件的看法),请填写后再通过。",
            )
            .into());
        }
        if case.is_at_last_step() {
            result.concluded_at = Some(tx.now);
        }
        Ok(result)
    }

    fn conclusion_stands(&self, tx: &mut Tx<'_>, case: &EvaluationCase) -> Step<()> {
        let Some(drawn_at) = case.result.score.filter(|_| case.result.conclusion.is_some()) else {
            return Err(AppError::refused(
                "conclusion-not-drawn",
                "还没有形成评估结论,请先填写结论、核定金额和建议并保存。",
            )
            .into());
        };
        let now = scored(&case.scores(tx.db)?)?;
        let proposed = |score| propose(&case.rules.conclusions.value, score).map(|rule| &rule.code);
        if now != drawn_at && proposed(now) != proposed(drawn_at) {
            return Err(AppError::refused(
                "conclusion-outdated",
                format!(
                    "形成结论后专家改分,总分由 {drawn_at} 变为 {now},规则建议的结论随之改变;请重新核对并保存结论。"
                ),
            )
            .into());
        }
        Ok(())
    }

    fn go_on(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        case: &EvaluationCase,
        state: &SheetState,
        result: &ExAnteResult,
        words: &str,
    ) -> Step<Written> {
        let step = case.step().ok_or(AppError::NotFound)?;
        tx.detail("step", &step.name);
        let keeps = case.is_at(CONCLUSION) || case.is_at_last_step();
        ex_ante::update_result(tx.db, tx.division, result)?;
        let (edition, sha256) = if keeps {
            let kept = self.keep_edition(tx, actor, case, result)?;
            (kept.edition, kept.sha256)
        } else {
            (case.sheet.edition, signed_content(case)?)
        };
        let next = Sheet {
            edition,
            ..case.sheet.clone()
        };
        sign(tx, actor, &next, case.step_index(), step.role, &sha256)?;
        if !words.is_empty() {
            say(tx, actor, case, edition, Verdict::Approved, words)?;
        }
        if case.is_at_last_step() {
            leave_facts(tx, result)?;
        }
        case.moved(tx, state, edition)
    }

    /// Sends the evaluation back: from the materials to the unit, from the bureau to the lead.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `ex-ante-reason-missing`, `step-may-not-return`; [`AppError::Forbidden`];
    /// [`AppError::Stale`].
    pub fn return_ex_ante_evaluation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &ReturnInput,
    ) -> Result<Written, AppError> {
        let reason = checked_words(&input.reason)?;
        if reason.is_empty() {
            return Err(AppError::refused(
                "ex-ante-reason-missing",
                "退回须写明理由,说明哪里要改、怎样改。",
            ));
        }
        self.act(
            actor,
            Action::ReturnExAnteEvaluation,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_evaluation(tx, id),
            |tx, case| {
                case.require_version(input.version)?;
                let state = back(tx, actor, &case, &reason)?;
                if let Some(step) = case.step() {
                    tx.detail("step", &step.name);
                }
                tx.detail("reason", &reason);
                say(tx, actor, &case, case.sheet.edition, Verdict::Returned, &reason)?;
                case.moved(tx, &state, case.sheet.edition)
            },
        )
    }
}

/// Where it goes back to.
fn back(tx: &Tx<'_>, actor: &Actor, case: &EvaluationCase, reason: &str) -> Step<SheetState> {
    let conclusion = case.index_of(CONCLUSION)?;
    if case.step_index() <= conclusion {
        let closed_list = case.in_force.review_reasons()?.value;
        let free = closed_list.iter().find(|one| one.needs_text);
        let opinion = ReturnOpinion {
            line: None,
            reason: free.map(|one| one.code.clone()).unwrap_or_default(),
            text: reason.to_owned(),
        };
        let notice = ReturnNotice::new(vec![opinion], &closed_list)?;
        return Ok(case
            .chain
            .return_for_revision(&case.sheet.state, &roles(actor), &notice, tx.now)?);
    }
    match case.step() {
        Some(step) if !step.may_return => Err(WorkflowRefusal::MayNotReturn {
            step: step.name.clone(),
        }
        .into()),
        Some(_) => Ok(SheetState::InReview {
            step: conclusion,
            since: tx.now,
        }),
        None => Err(WorkflowRefusal::Concluded.into()),
    }
}

fn enough_experts(case: &EvaluationCase) -> Result<(), AppError> {
    let least = case.rules.experts.value.least;
    let submitted = case
        .experts
        .iter()
        .filter(|expert| expert.submitted_at.is_some())
        .count();
    if usize::try_from(least).is_ok_and(|least| least <= submitted) {
        return Ok(());
    }
    Err(AppError::refused(
        "experts-too-few",
        format!(
            "规则要求至少 {least} 名专家独立评分,现有 {submitted} 名已提交(邀请 {} 名);请等候专家提交或增邀专家后再开启讨论。",
            case.experts.len()
        ),
    ))
}

/// Digest of the content that the unit handed in, which later hands sign too.
fn signed_content(case: &EvaluationCase) -> Step<String> {
    let of_edition = |edition| {
        let all = case.signatures.iter();
        all.filter(move |signature| signature.edition == edition)
            .map(|signature| signature.content_sha256.clone())
            .next()
    };
    of_edition(case.sheet.edition)
        .ok_or_else(|| AppError::fault(format!("评估 {} 的版次没有签名", case.sheet.id)).into())
}

fn say(
    tx: &mut Tx<'_>,
    actor: &Actor,
    case: &EvaluationCase,
    edition: i32,
    verdict: Verdict,
    words: &str,
) -> Step<()> {
    let opinion = Opinion {
        id: tx.fresh()?,
        sheet: case.sheet.id,
        edition,
        step: u32::try_from(case.step_index()).map_err(AppError::fault)?,
        verdict,
        line: None,
        reason: None,
        words: words.to_owned(),
        author: actor.user,
        author_name: actor.name.clone(),
        made_at: tx.now,
    };
    Ok(opinions::insert(tx.db, tx.division, &opinion)?)
}

/// The budget side reads these: nobody retypes what the evaluation granted.
fn leave_facts(tx: &mut Tx<'_>, result: &ExAnteResult) -> Step<()> {
    let granted = result.granted.unwrap_or_default();
    let fact = |code: &str, value| Fact {
        year: result.year,
        subject: result.project.to_string(),
        code: code.to_owned(),
        period: result.year.to_string(),
        value,
        source: "事前绩效评估正式稿".to_owned(),
        source_row: result.sheet.to_string(),
        loaded_at: tx.now,
    };
    let asked = result.asked.fen();
    let all = [
        fact(fact_code::ASKED, asked),
        fact(fact_code::GRANTED, granted.fen()),
        fact(fact_code::CUT, asked - granted.fen()),
    ];
    tx.detail("granted", granted);
    facts::insert_many(tx.db, tx.division, &all)?;
    Ok(())
}
