//! 前置条件落实 (settling preconditions): what shows that one is met, or that it no longer is.

use hengji_authz::Action;
use hengji_domain::ex_ante::{Condition, Settlement};
use hengji_domain::id::SheetId;
use hengji_domain::person::Actor;
use hengji_store::ex_ante;
use serde::{Deserialize, Serialize};

use super::case::{CONCLUSION, bounded};
use crate::app::{App, Request};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// How a precondition stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettlementInput {
    /// The version of the evaluation that was opened.
    pub version: i32,
    /// Number of the precondition.
    pub number: u32,
    /// Whether it is met.
    pub is_met: bool,
    /// What shows it: document, number, date; or why it no longer holds.
    pub evidence: String,
}

/// Longest evidence, characters.
const EVIDENCE_MAX: usize = 500;

impl App {
    /// Writes down that a precondition is met, or no longer is.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `condition-evidence-missing`, `ex-ante-too-early`; [`AppError::NotFound`] for a number
    /// that does not exist; [`AppError::Stale`].
    pub fn settle_ex_ante_condition(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &SettlementInput,
    ) -> Result<Written, AppError> {
        let evidence = bounded("evidence", &input.evidence, EVIDENCE_MAX)?;
        if evidence.is_empty() {
            return Err(AppError::refused(
                "condition-evidence-missing",
                format!(
                    "登记第 {} 条前置条件须写明依据(文件名称、文号、日期)或恢复未落实的原因。",
                    input.number
                ),
            ));
        }
        self.act(
            actor,
            Action::SettleExAnteCondition,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_evaluation(tx, id),
            |tx, case| {
                case.require_version(input.version)?;
                if case.step_index() <= case.index_of(CONCLUSION)? {
                    return Err(AppError::refused(
                        "ex-ante-too-early",
                        "评估结论还没有形成,前置条件可能变动,请在结论报出后登记落实情况。",
                    )
                    .into());
                }
                let all = ex_ante::conditions_of_sheet(tx.db, tx.division, id)?;
                let found = all.into_iter().find(|one| one.number == input.number);
                let next = Condition {
                    settled: input.is_met.then(|| Settlement {
                        evidence: evidence.clone(),
                        by: actor.name.clone(),
                        at: tx.now,
                    }),
                    ..found.ok_or(AppError::NotFound)?
                };
                tx.detail("condition", next.number);
                tx.detail(
                    "deed",
                    if input.is_met {
                        "已落实"
                    } else {
                        "恢复未落实"
                    },
                );
                tx.detail("reason", &evidence);
                ex_ante::settle_condition(tx.db, tx.division, id, &next)?;
                case.touched(tx)
            },
        )
    }
}
