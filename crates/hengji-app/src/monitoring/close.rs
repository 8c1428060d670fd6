//! 关闭监控期 (close): results are judged once more, frozen with their rules and traces, and never written again.
//! A closed period is opened again only with a reason and before the bureau's own deadline.

use hengji_authz::{Action, Resource};
use hengji_domain::BudgetYear;
use hengji_domain::id::SheetId;
use hengji_domain::monitoring::Light;
use hengji_domain::person::Actor;
use hengji_store::monitoring::{
    Disposal, OpenedPeriod, PeriodState, ResultRow, disposals_of_period, find_period, insert_disposals,
    replace_results, results_of_period, set_period, sheets_of_period,
};
use serde::{Deserialize, Serialize};

use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// Shortest reason for opening a closed period again, characters: a dot is no reason.
const REASON_MIN: usize = 6;

/// Opening a closed period again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reopening {
    /// Why.
    pub reason: String,
}

/// A frozen result that a new judgement no longer gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenDifference {
    /// The sheet.
    pub sheet: SheetId,
    /// The trace as frozen.
    pub frozen: String,
    /// The trace as the rules of that year give it now.
    pub now: String,
}

impl App {
    /// Closes a period.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `monitoring-period-closed` for one that is closed; [`AppError::NotFound`] for one that
    /// was never opened.
    pub fn close_monitoring_period(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        code: &str,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::CloseMonitoringPeriod,
            &Request::new(key, &(year.get(), code))?,
            |tx| period_for(tx, year, code),
            |tx, opened| self.close(tx, &opened, &actor.name),
        )
    }

    /// Judges and freezes a period.
    pub(crate) fn close(&self, tx: &mut Tx<'_>, opened: &OpenedPeriod, by: &str) -> Step<Written> {
        let (year, code) = (opened.year, opened.period.code.as_str());
        if opened.state == PeriodState::Closed {
            return Err(AppError::refused(
                "monitoring-period-closed",
                format!("{year} 年 {} 监控期已经关闭。", opened.period.name),
            )
            .into());
        }
        let results = self.judge_period(tx.db, tx.division, opened, true)?;
        replace_results(tx.db, tx.division, year, code, &results)?;
        let made = self.open_disposals(tx, opened, &results)?;
        let closed = OpenedPeriod {
            state: PeriodState::Closed,
            closed_by: Some(by.to_owned()),
            closed_at: Some(tx.now),
            rules_version: Some(self.rules(tx.division, year).fingerprint().to_owned()),
            ..opened.clone()
        };
        set_period(tx.db, tx.division, &closed)?;
        tx.detail("period", &opened.period.name);
        tx.detail("sheets", results.len());
        tx.detail("disposals", made);
        Ok(Written {
            id: code.to_owned(),
            version: closed.version.saturating_add(1),
        })
    }

    /// A disposal for each red project that has none; how many.
    fn open_disposals(&self, tx: &mut Tx<'_>, opened: &OpenedPeriod, results: &[ResultRow]) -> Step<usize> {
        let (year, code) = (opened.year, opened.period.code.as_str());
        let rules = self.rules(tx.division, year).monitoring()?;
        let due_on = self.disposal_due_on(tx, year, &rules)?;
        let present: Vec<SheetId> = disposals_of_period(tx.db, tx.division, year, code)?
            .into_iter()
            .map(|one| one.sheet)
            .collect();
        let red: Vec<SheetId> = results
            .iter()
            .filter(|result| result.light == Some(Light::Red) && !present.contains(&result.sheet))
            .map(|result| result.sheet)
            .collect();
        let sheets = sheets_of_period(tx.db, tx.division, year, code)?;
        let all: Vec<Disposal> = sheets
            .iter()
            .filter(|sheet| red.contains(&sheet.id))
            .map(|sheet| Disposal {
                sheet: sheet.id,
                project: sheet.project,
                due_on,
                decision: None,
                words: String::new(),
                decided_by: None,
                decided_at: None,
                version: 1,
            })
            .collect();
        insert_disposals(tx.db, tx.division, year, code, &all)?;
        Ok(all.len())
    }

    /// Opens a closed period again.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `monitoring-period-open` for one that is not closed, `monitoring-reopen-late` after the
    /// bureau's deadline; [`AppError::Invalid`] without a reason.
    pub fn reopen_monitoring_period(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        code: &str,
        input: &Reopening,
    ) -> Result<Written, AppError> {
        let reason = input.reason.trim();
        self.act(
            actor,
            Action::ReopenMonitoringPeriod,
            &Request::new(key, &(year.get(), code, input))?,
            |tx| period_for(tx, year, code),
            |tx, opened| {
                if reason.chars().count() < REASON_MIN {
                    return Err(AppError::field(
                        "reason",
                        "reopen-reason-missing",
                        format!("重新开启已关闭的监控期必须写明理由,至少 {REASON_MIN} 个字。"),
                    )
                    .into());
                }
                reopen(tx, &opened, reason)
            },
        )
    }

    /// Judges a closed period again under the rules of its year and tells what differs from what was frozen. Nothing
    /// is written.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::NotFound`] for a period that was never opened.
    pub fn verify_monitoring_period(
        &self,
        actor: &Actor,
        year: BudgetYear,
        code: &str,
    ) -> Result<Vec<FrozenDifference>, AppError> {
        self.may_look(actor, Action::Recompute)?;
        self.read(|db| {
            let division = actor.division;
            let opened = find_period(db, division, year, code)?.ok_or(AppError::NotFound)?;
            let frozen = results_of_period(db, division, year, code)?;
            let now = self.judge_period(db, division, &opened, true)?;
            let mut differences = Vec::new();
            for result in frozen {
                let again = now.iter().find(|one| one.sheet == result.sheet);
                let again = again.map(|one| one.trace.clone()).unwrap_or_default();
                if again != result.trace {
                    differences.push(FrozenDifference {
                        sheet: result.sheet,
                        frozen: result.trace,
                        now: again,
                    });
                }
            }
            Ok(differences)
        })
    }
}

fn reopen(tx: &mut Tx<'_>, opened: &OpenedPeriod, reason: &str) -> Step<Written> {
    if opened.state == PeriodState::Open {
        return Err(AppError::refused(
            "monitoring-period-open",
            format!("{} 年 {} 监控期没有关闭。", opened.year, opened.period.name),
        )
        .into());
    }
    let today = tx.now.shanghai_date();
    if opened.period.finance_due_on < today {
        return Err(AppError::refused(
            "monitoring-reopen-late",
            format!(
                "{} 年 {} 监控期的财政截止日 {} 已过(今天 {today}),结果已经固定,不能重新开启。",
                opened.year, opened.period.name, opened.period.finance_due_on
            ),
        )
        .into());
    }
    let again = OpenedPeriod {
        state: PeriodState::Open,
        closed_by: None,
        closed_at: None,
        rules_version: None,
        ..opened.clone()
    };
    set_period(tx.db, tx.division, &again)?;
    tx.detail("period", &opened.period.name);
    tx.detail("reason", reason);
    Ok(Written {
        id: opened.period.code.clone(),
        version: opened.version.saturating_add(1),
    })
}

/// The period that a write is about.
pub(super) fn period_for(tx: &mut Tx<'_>, year: BudgetYear, code: &str) -> Step<(Resource, OpenedPeriod)> {
    tx.about("monitoring_period", format!("{year}-{code}"));
    let opened = find_period(tx.db, tx.division, year, code)?.ok_or(AppError::NotFound)?;
    Ok((Resource::Division(tx.division), opened))
}
