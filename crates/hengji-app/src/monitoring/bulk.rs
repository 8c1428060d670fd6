//! 批量办理 (bulk): one deed for many rows. Each row is decided by itself, and a refusal of one is told beside it
//! and undoes nothing of the others.

use std::collections::BTreeMap;

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::id::{SheetId, UnitId};
use hengji_domain::person::Actor;
use hengji_store::monitoring::{
    PeriodState, Reminder, find_period, insert_reminders, replace_results, watch_rows,
};
use serde::{Deserialize, Serialize};

use super::close::period_for;
use super::open::add_missing;
use crate::app::{App, Request};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::sheets::{Approval, OpinionInput, ReturnForRevision};

/// Most rows of one deed: what a page shows.
const ROWS_MAX: usize = 200;

/// What is done to the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkDeed {
    /// 审核通过.
    Approve,
    /// 退回修改, with a reason of the closed list and words.
    Return {
        /// Code of the reason.
        reason: String,
        /// Free words.
        words: String,
    },
}

/// A deed for many rows: each sheet with the version that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulk {
    /// What is done.
    pub deed: BulkDeed,
    /// To which sheets.
    pub rows: Vec<(SheetId, i32)>,
}

/// What became of the rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BulkOutcome {
    /// How many were done.
    pub done: u64,
    /// The others, with the words of their refusal.
    pub refused: Vec<(SheetId, String)>,
}

#[derive(Serialize, Deserialize)]
struct Reminded {
    units: usize,
}

impl App {
    /// Approves or returns many sheets, each in a transaction of its own with its own audit event.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `bulk-empty`, `bulk-too-many`; faults and a busy database end the whole.
    pub fn bulk_monitoring(
        &self,
        actor: &Actor,
        key: &RequestKey,
        input: &Bulk,
    ) -> Result<BulkOutcome, AppError> {
        if input.rows.is_empty() {
            return Err(AppError::refused(
                "bulk-empty",
                "没有选择任何项目,请先在列表左侧勾选。",
            ));
        }
        if ROWS_MAX < input.rows.len() {
            return Err(AppError::refused(
                "bulk-too-many",
                format!(
                    "一次最多办理 {ROWS_MAX} 个项目,现选择了 {} 个。",
                    input.rows.len()
                ),
            ));
        }
        let mut outcome = BulkOutcome::default();
        for (index, (sheet, version)) in input.rows.iter().enumerate() {
            // Each row has a key of its own, so that a retry of the whole does again only what was not done.
            let row_key = RequestKey::new(&format!("{}-{index}", key.as_str()))?;
            let done = match &input.deed {
                BulkDeed::Approve => {
                    let approval = Approval {
                        version: *version,
                        words: String::new(),
                    };
                    self.approve_sheet(actor, &row_key, *sheet, &approval)
                }
                BulkDeed::Return { reason, words } => {
                    let notice = ReturnForRevision {
                        version: *version,
                        opinions: vec![OpinionInput {
                            line: None,
                            reason: reason.clone(),
                            text: words.clone(),
                        }],
                    };
                    self.return_sheet(actor, &row_key, *sheet, &notice)
                }
            };
            match done {
                Ok(_) => outcome.done += 1,
                Err(error @ (AppError::Fault(_) | AppError::Busy)) => return Err(error),
                Err(error) => outcome.refused.push((*sheet, error.to_string())),
            }
        }
        Ok(outcome)
    }

    /// Reminds every unit in reach that still has sheets of the period to hand in: one reminder for a unit.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `monitoring-nobody-to-remind`, `monitoring-period-closed`.
    pub fn remind_monitoring(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        code: &str,
        department: &str,
    ) -> Result<u64, AppError> {
        let reach = hengji_authz::scope(actor);
        let reminded: Reminded = self.act(
            actor,
            Action::RemindMonitoring,
            &Request::new(key, &(year.get(), code, department))?,
            |tx| period_for(tx, year, code),
            |tx, opened| {
                if opened.state == PeriodState::Closed {
                    return Err(
                        AppError::refused("monitoring-period-closed", "监控期已经关闭,不再催报。").into(),
                    );
                }
                let mut missing: BTreeMap<UnitId, u32> = BTreeMap::new();
                for row in watch_rows(tx.db, tx.division, year, code, &reach)? {
                    let is_meant = department.is_empty() || row.department.to_string() == department;
                    if is_meant && row.sheet.state.is_editable() {
                        *missing.entry(row.unit).or_default() += 1;
                    }
                }
                if missing.is_empty() {
                    return Err(AppError::refused(
                        "monitoring-nobody-to-remind",
                        "范围内各单位都已报送,没有需要催报的单位。",
                    )
                    .into());
                }
                let mut reminders = Vec::with_capacity(missing.len());
                for (unit, sheets) in missing {
                    reminders.push(Reminder {
                        id: tx.fresh()?,
                        unit,
                        sheets,
                        sent_by: actor.name.clone(),
                        sent_at: tx.now,
                    });
                }
                insert_reminders(tx.db, tx.division, year, code, &reminders)?;
                tx.detail("period", &opened.period.name);
                tx.detail("units", reminders.len());
                Ok(Reminded {
                    units: reminders.len(),
                })
            },
        )?;
        Ok(u64::try_from(reminded.units).unwrap_or(u64::MAX))
    }

    /// Judges the open period again, after payments were loaded, and adds the projects whose goal was issued since.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `monitoring-period-closed`.
    pub fn refresh_monitoring(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        code: &str,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::RefreshMonitoring,
            &Request::new(key, &(year.get(), code))?,
            |tx| period_for(tx, year, code),
            |tx, opened| {
                if opened.state == PeriodState::Closed {
                    return Err(AppError::refused(
                        "monitoring-period-closed",
                        "监控期已经关闭,结果已经固定,不能重新研判。",
                    )
                    .into());
                }
                let added = add_missing(tx, year, code)?;
                let results = self.judge_period(tx.db, tx.division, &opened, false)?;
                replace_results(tx.db, tx.division, year, code, &results)?;
                tx.detail("new", added);
                tx.detail("period", &opened.period.name);
                tx.detail("sheets", results.len());
                Ok(Written {
                    id: code.to_owned(),
                    version: opened.version,
                })
            },
        )
    }

    /// Judges a period without writing, and tells how many sheets were judged: for the bench.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::NotFound`].
    pub fn judge_monitoring(&self, actor: &Actor, year: BudgetYear, code: &str) -> Result<usize, AppError> {
        self.may_look(actor, Action::Recompute)?;
        self.read(|db| {
            let opened = find_period(db, actor.division, year, code)?.ok_or(AppError::NotFound)?;
            Ok(self.judge_period(db, actor.division, &opened, false)?.len())
        })
    }
}
