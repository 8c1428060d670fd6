//! 申请 (application): what the unit asks for and why, handed in with the materials.

use hengji_authz::Action;
use hengji_domain::Money;
use hengji_domain::ex_ante::material;
use hengji_domain::id::SheetId;
use hengji_domain::money::MoneyUnit;
use hengji_domain::person::{Actor, Role};
use hengji_domain::value::read::read_amount;
use hengji_store::ex_ante::{self, ExAnteResult};
use serde::{Deserialize, Serialize};

use super::case::{EvaluationCase, bounded, refused};
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::sheets::Move;
use crate::sheets::submit::{roles, sign};

/// What the unit writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// The version that was opened.
    pub version: i32,
    /// 申请金额, 万元 unless it says otherwise.
    pub asked: String,
    /// 概况: what is to be done, why and how.
    pub summary: String,
}

/// Longest summary, characters.
const SUMMARY_MAX: usize = 2_000;

impl App {
    /// Saves what is asked for.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for an amount that is none; [`AppError::Refused`] when it is not with the unit;
    /// [`AppError::Stale`].
    pub fn save_ex_ante_application(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &Application,
    ) -> Result<Written, AppError> {
        let asked = amount("asked", &input.asked)?;
        let summary = bounded("summary", &input.summary, SUMMARY_MAX)?;
        self.act(
            actor,
            Action::SaveExAnteEvaluation,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_evaluation(tx, id),
            |tx, case| {
                case.require_with_unit()?;
                case.require_version(input.version)?;
                let result = ExAnteResult {
                    asked,
                    summary: summary.clone(),
                    ..case.result.clone()
                };
                ex_ante::update_result(tx.db, tx.division, &result)?;
                tx.detail("asked", asked);
                case.touched(tx)
            },
        )
    }

    /// Hands the materials in: the report becomes 送审稿.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `materials-incomplete`, `ex-ante-nothing-asked`, `ex-ante-summary-missing` or a refusal
    /// of the workflow; [`AppError::Stale`].
    pub fn submit_ex_ante_evaluation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &Move,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::SubmitExAnteEvaluation,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_evaluation(tx, id),
            |tx, case| {
                case.require_version(input.version)?;
                hand_in(self, tx, actor, &case)
            },
        )
    }

    /// Takes it back before the lead has acted.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `too-late-to-withdraw` and the other refusals of the workflow; [`AppError::Stale`].
    pub fn withdraw_ex_ante_evaluation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &Move,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::WithdrawExAnteEvaluation,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_evaluation(tx, id),
            |tx, case| {
                case.require_version(input.version)?;
                let state = case.chain.withdraw(&case.sheet.state, &roles(actor))?;
                case.moved(tx, &state, case.sheet.edition)
            },
        )
    }
}

fn hand_in(app: &App, tx: &mut Tx<'_>, actor: &Actor, case: &EvaluationCase) -> Step<Written> {
    let state = case.chain.submit(&case.sheet.state, &roles(actor), tx.now)?;
    if case.result.asked <= Money::ZERO {
        return Err(
            AppError::refused("ex-ante-nothing-asked", "申请金额为 0,请先填写申请金额再提交。").into(),
        );
    }
    if case.result.summary.is_empty() {
        return Err(AppError::refused(
            "ex-ante-summary-missing",
            "没有填写项目概况(做什么、为什么、怎样做、钱怎么算),请补充后提交。",
        )
        .into());
    }
    material::complete(&case.materials).map_err(refused)?;
    let edition = app.keep_edition(tx, actor, case, &case.result)?;
    let role = case.chain.steps.first().map_or(Role::UnitClerk, |step| step.role);
    let next = hengji_domain::sheet::Sheet {
        edition: edition.edition,
        ..case.sheet.clone()
    };
    sign(tx, actor, &next, 0, role, &edition.sha256)?;
    tx.detail("edition", edition.edition);
    case.moved(tx, &state, edition.edition)
}

/// An amount in 万元 that is not negative.
pub(super) fn amount(field: &str, text: &str) -> Result<Money, AppError> {
    let money = read_amount(text, MoneyUnit::TenThousandYuan).money;
    money.filter(|money| Money::ZERO <= *money).ok_or_else(|| {
        AppError::field(
            field,
            "money-unreadable",
            format!("“{}”不是金额,请填写不小于 0 的数字(万元)。", text.trim()),
        )
    })
}
