//! 填报 (fill): saving and handing in a monitoring sheet. The chain is that of every sheet; what differs is what is
//! checked and what is kept beside the lines.

use std::collections::HashMap;

use hengji_domain::id::LineKey;
use hengji_domain::monitoring::{MonitoringRules, Outlook};
use hengji_domain::rule::SheetRules;
use hengji_domain::sheet::Sheet;
use hengji_store::monitoring::{
    Execution, OpenedPeriod, PeriodState, ResultRow, executed_until, outlooks_of_sheet, replace_outlooks,
    replace_result, result_of_sheet,
};
use hengji_store::{Db, findings, sheets};

use super::draft::{self, Said};
use super::judge::{Bench, Watched, last_month, unlikely};
use crate::app::{App, Step, Tx};
use crate::common::Written;
use crate::error::{AppError, FieldError};
use crate::sheets::case::Case;
use crate::sheets::save::apply;
use crate::sheets::{SheetDraft, Sourced};

/// The period of a monitoring sheet, if it still takes entries.
pub(crate) fn open_period(case: &Case) -> Result<&OpenedPeriod, AppError> {
    let opened = case.period.as_ref().ok_or(AppError::NotFound)?;
    match opened.state {
        PeriodState::Open => Ok(opened),
        PeriodState::Closed => Err(AppError::refused(
            "monitoring-period-closed",
            format!(
                "{} 年 {} 监控期已于 {} 关闭,结果已经固定,不能再变动;确需更正,请绩效科在财政截止日 {} 前重新开启。",
                opened.year,
                opened.period.name,
                opened
                    .closed_at
                    .map_or_else(String::new, |at| at.shanghai_date().to_string()),
                opened.period.finance_due_on
            ),
        )),
    }
}

impl App {
    /// Saves the draft of a monitoring sheet: actual values, outlooks, and the result judged anew.
    pub(crate) fn save_monitoring(&self, tx: &mut Tx<'_>, case: &Case, input: &SheetDraft) -> Step<Written> {
        let opened = open_period(case)?;
        let rules = case.in_force.monitoring()?;
        let execution = self.execution_of(tx.db, case, opened)?;
        let sourced = Sourced {
            adjusted: execution.adjusted,
            executed: Some(execution.executed),
        };
        let next = apply(tx, &case.sheet, input, sourced)?;
        let said = draft::said(&next, input, &rules).map_err(AppError::Invalid)?;
        let version = sheets::update_head(tx.db, tx.division, &next)?;
        sheets::replace_lines(tx.db, tx.division, &next)?;
        findings::replace_for_sheet(tx.db, tx.division, next.id, &[])?;
        replace_outlooks(tx.db, tx.division, next.id, &said.outlooks)?;
        let result = self.judge_one(
            tx.db,
            case,
            &next,
            opened,
            (&rules, &*case.rules),
            execution,
            &said,
        )?;
        replace_result(tx.db, tx.division, next.year, &opened.period.code, &result)?;
        tx.detail("lines", next.lines.len());
        tx.detail("period", &opened.period.name);
        Ok(Written {
            id: next.id.to_string(),
            version,
        })
    }

    /// The money of the project up to the period's month.
    pub(crate) fn execution_of(&self, db: &mut Db, case: &Case, opened: &OpenedPeriod) -> Step<Execution> {
        let subject = case.sheet.project.to_string();
        let month = last_month(opened.year, &opened.period);
        let found = executed_until(db, case.division, opened.year, &month, Some(&subject))?;
        Ok(found.get(&subject).copied().unwrap_or_default())
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "What one judgement needs is named once, here."
    )]
    fn judge_one(
        &self,
        db: &mut Db,
        case: &Case,
        sheet: &Sheet,
        opened: &OpenedPeriod,
        rules: (&MonitoringRules, &SheetRules),
        execution: Execution,
        said: &Said,
    ) -> Step<ResultRow> {
        let courses = self.courses(db, case.division, opened.year)?;
        let bench = Bench {
            period: &opened.period,
            rules: rules.0,
            sheet_rules: rules.1,
            courses: &courses,
        };
        let watched = Watched {
            sheet,
            project_type: Some(case.listing.project.project_type),
            execution,
            expected: said.expected,
            unlikely: unlikely(said.outlooks.iter().map(|(_, outlook)| outlook), rules.0),
        };
        Ok(bench.judge(&watched).1)
    }
}

/// What keeps a draft from being handed in.
pub(crate) fn unanswered_of(
    case: &Case,
    sheet: &Sheet,
    input: &SheetDraft,
) -> Result<Vec<FieldError>, AppError> {
    let opened = open_period(case)?;
    let rules = case.in_force.monitoring()?;
    let said = draft::said(sheet, input, &rules).map_err(AppError::Invalid)?;
    let outlooks: HashMap<LineKey, Outlook> = said.outlooks.into_iter().collect();
    let outlook_of = |key| outlooks.get(&key).cloned().unwrap_or_default();
    let mut missing = draft::unanswered(sheet, outlook_of, &rules, opened.period.cut_off);
    if said.expected.is_none() {
        missing.push(expected_missing());
    }
    Ok(missing)
}

fn expected_missing() -> FieldError {
    FieldError::new(
        "expected_executed",
        "expected-executed-missing",
        "没有填写全年预计执行数(万元)。",
    )
}

/// What is kept beside a monitoring sheet, for its submission.
pub(crate) struct Beside {
    pub(crate) outlooks: HashMap<LineKey, Outlook>,
    pub(crate) result: Option<ResultRow>,
}

impl Beside {
    /// Loads it, in two statements.
    pub(crate) fn load(db: &mut Db, case: &Case) -> Step<Self> {
        Ok(Self {
            outlooks: outlooks_of_sheet(db, case.division, case.sheet.id)?,
            result: result_of_sheet(db, case.division, case.sheet.id)?,
        })
    }

    /// What is said of a line.
    pub(crate) fn outlook(&self, key: LineKey) -> Outlook {
        self.outlooks.get(&key).cloned().unwrap_or_default()
    }

    /// What keeps the sheet from being handed in.
    pub(crate) fn unanswered(&self, case: &Case) -> Result<Vec<FieldError>, AppError> {
        let opened = open_period(case)?;
        let rules = case.in_force.monitoring()?;
        let outlook_of = |key| self.outlook(key);
        let mut missing = draft::unanswered(&case.sheet, outlook_of, &rules, opened.period.cut_off);
        if self
            .result
            .as_ref()
            .is_none_or(|result| result.expected.is_none())
        {
            missing.push(expected_missing());
        }
        Ok(missing)
    }
}
