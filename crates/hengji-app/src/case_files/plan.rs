//! 工作方案 (work plan): written, submitted, approved by somebody else; and the texts that only people can write.

use hengji_authz::Action;
use hengji_domain::Money;
use hengji_domain::case_file::{CaseRefusal, CaseStage, PlanDeed};
use hengji_domain::id::EvaluationId;
use hengji_domain::money::MoneyUnit;
use hengji_domain::person::Actor;
use hengji_domain::value::read::read_amount;
use hengji_store::case_files::{CaseFile, PlanTexts, ReportTexts};
use serde::{Deserialize, Serialize};

use super::case::{SHORT_MAX, WORDS_MAX, bounded, locked, reason, stepped};
use crate::app::{App, Request};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::evaluations::case::EvaluationCase;

/// A plan as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanInput {
    /// The version that was read.
    pub version: i32,
    /// 评价目的.
    #[serde(default)]
    pub purpose: String,
    /// 评价对象和范围.
    #[serde(default)]
    pub scope: String,
    /// 评价方法.
    #[serde(default)]
    pub method: String,
    /// 进度安排.
    #[serde(default)]
    pub schedule: String,
    /// 涉及资金, 万元.
    #[serde(default)]
    pub funds: String,
    /// 资金数的来源.
    #[serde(default)]
    pub funds_source: String,
    /// 受托机构.
    #[serde(default)]
    pub institution: String,
}

/// Texts of the report as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportInput {
    /// The version that was read.
    pub version: i32,
    /// 主要经验及做法.
    #[serde(default)]
    pub experience: String,
    /// 有关建议.
    #[serde(default)]
    pub advice: String,
    /// 其他需要说明的问题.
    #[serde(default)]
    pub remarks: String,
}

/// A step with words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseInput {
    /// The version that was read.
    pub version: i32,
    /// Why, or with which remark.
    #[serde(default)]
    pub words: String,
}

impl App {
    /// Saves the plan.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`]; [`AppError::Refused`] `case-plan-not-at-step`, `case-file-not-kept`, `year-closed`;
    /// [`AppError::Stale`]; [`AppError::NotFound`] for strangers.
    pub fn save_case_plan(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &PlanInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::PlanCaseFile,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                require_open(tx, case.listing.evaluation.year)?;
                let file = locked(&case, input.version)?;
                let plan = file.plan.after(PlanDeed::Save)?;
                let text = |field, what, text| bounded(field, what, text, WORDS_MAX);
                let next = CaseFile {
                    plan,
                    texts: PlanTexts {
                        purpose: text("purpose", "评价目的", &input.purpose)?,
                        scope: text("scope", "评价对象和范围", &input.scope)?,
                        method: text("method", "评价方法", &input.method)?,
                        schedule: text("schedule", "进度安排", &input.schedule)?,
                        funds_source: bounded(
                            "funds_source",
                            "资金来源说明",
                            &input.funds_source,
                            SHORT_MAX,
                        )?,
                        institution: bounded("institution", "受托机构", &input.institution, SHORT_MAX)?,
                    },
                    funds: funds(&input.funds)?,
                    ..file
                };
                stepped(tx, actor, &next, "修改工作方案", "")
            },
        )
    }

    /// Submits the plan.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `case-plan-incomplete`, `case-members-too-few`, `case-plan-not-at-step`;
    /// [`AppError::Stale`].
    pub fn submit_case_plan(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &CaseInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::PlanCaseFile,
            &Request::new(key, &(id.to_string(), "submit", input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                require_open(tx, case.listing.evaluation.year)?;
                let file = locked(&case, input.version)?;
                let plan = file.plan.after(PlanDeed::Submit)?;
                complete(&case, &file)?;
                let next = CaseFile {
                    plan,
                    submitted_by: Some(actor.user),
                    ..file
                };
                stepped(tx, actor, &next, "提交工作方案", "")
            },
        )
    }

    /// Approves the plan that somebody else submitted.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `case-plan-own`, `case-plan-not-at-step`; [`AppError::Stale`].
    pub fn approve_case_plan(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &CaseInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::ApproveCasePlan,
            &Request::new(key, &(id.to_string(), "approve", input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                let file = locked(&case, input.version)?;
                let plan = file.plan.after(PlanDeed::Approve)?;
                if file.submitted_by == Some(actor.user) {
                    return Err(CaseRefusal::OwnPlan.into());
                }
                let words = bounded("words", "审批意见", &input.words, WORDS_MAX)?;
                let next = CaseFile { plan, ..file };
                stepped(tx, actor, &next, "批准工作方案", &words)
            },
        )
    }

    /// Sends the plan back, or opens an approved one again.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] without a reason; [`AppError::Refused`] `case-plan-not-at-step`, `case-not-at-stage` once
    /// there is a draft; [`AppError::Stale`].
    pub fn return_case_plan(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &CaseInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::ApproveCasePlan,
            &Request::new(key, &(id.to_string(), "return", input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                let file = locked(&case, input.version)?;
                let plan = file.plan.after(PlanDeed::Return)?;
                if file.stage != CaseStage::WorkingPaper {
                    return Err(CaseRefusal::NotAtStage {
                        stage: file.stage.name(),
                        deed: "退回方案",
                    }
                    .into());
                }
                let rules = self
                    .rules(tx.division, case.listing.evaluation.year)
                    .case_files()?;
                let words = reason("words", "退回理由", &input.words, rules.reason_length_min)?;
                let next = CaseFile {
                    plan,
                    submitted_by: None,
                    ..file
                };
                stepped(tx, actor, &next, "退回工作方案", &words)
            },
        )
    }

    /// Saves what people say in the report, until it is final.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for a text that is too long; [`AppError::Refused`] `case-not-at-stage`;
    /// [`AppError::Stale`].
    pub fn save_case_report_texts(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &ReportInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::PlanCaseFile,
            &Request::new(key, &(id.to_string(), "texts", input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                require_open(tx, case.listing.evaluation.year)?;
                super::case::require_collecting(&case, "修改报告文字")?;
                let file = locked(&case, input.version)?;
                let text = |field, what, text| bounded(field, what, text, WORDS_MAX);
                let next = CaseFile {
                    report: ReportTexts {
                        experience: text("experience", "主要经验及做法", &input.experience)?,
                        advice: text("advice", "有关建议", &input.advice)?,
                        remarks: text("remarks", "其他需要说明的问题", &input.remarks)?,
                    },
                    ..file
                };
                stepped(tx, actor, &next, "修改报告文字", "")
            },
        )
    }
}

/// The money of the plan; blank is not known yet.
fn funds(text: &str) -> Result<Option<Money>, AppError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let money = read_amount(text, MoneyUnit::TenThousandYuan).money;
    match money.filter(|money| Money::ZERO < *money) {
        Some(money) => Ok(Some(money)),
        None => {
            let told = format!("涉及资金“{text}”应为大于零的数字(万元),请核对。");
            Err(AppError::field("funds", "case-funds-unreadable", told))
        }
    }
}

/// What an approver must find in the plan.
fn complete(case: &EvaluationCase, file: &CaseFile) -> Result<(), CaseRefusal> {
    let texts = &file.texts;
    let missing: Vec<&str> = [
        ("评价目的", texts.purpose.is_empty()),
        ("评价对象和范围", texts.scope.is_empty()),
        ("评价方法", texts.method.is_empty()),
        ("进度安排", texts.schedule.is_empty()),
        ("涉及资金", file.funds.is_none()),
    ]
    .into_iter()
    .filter_map(|(name, is_missing)| is_missing.then_some(name))
    .collect();
    if !missing.is_empty() {
        return Err(CaseRefusal::PlanIncomplete {
            missing: missing.join("、"),
        });
    }
    let found = case.scorers();
    let least = case.frame.scorers_least;
    if found < usize::try_from(least).unwrap_or(usize::MAX) {
        return Err(CaseRefusal::MembersTooFew { least, found });
    }
    Ok(())
}
