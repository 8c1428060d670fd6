//! 一体化交换 (exchange): the lines of a period under the field names of `PAY_PERF_MONITOR_INFO`.

use std::collections::HashMap;

use hengji_authz::Action;
use hengji_domain::id::{LineKey, SheetId};
use hengji_domain::monitoring::Outlook;
use hengji_domain::person::Actor;
use hengji_domain::rounding::div_round_half_up;
use hengji_domain::{BudgetYear, Money};
use hengji_store::monitoring::{outlooks_of_period, sheets_of_period};

use crate::app::App;
use crate::error::AppError;

/// A line of a monitoring sheet as integrated budget management takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayPerfMonitorInfo {
    /// `perf_mon_id`: the sheet.
    pub sheet: SheetId,
    /// `perf_task_id`: the period, e.g. `2020-m07`.
    pub task: String,
    /// `pro_code`.
    pub project_code: String,
    /// `kpi_target`: 年度总体目标.
    pub goal: String,
    /// `pro_bgt_comp`: 累计执行数.
    pub executed: Money,
    /// `est_pro_bgt_annual`: 全年预计执行数.
    pub expected: Option<Money>,
    /// `lv1_perf_ind_name`, `lv2_perf_ind_name`, `lv3_perf_ind_name`.
    pub levels: [String; 3],
    /// `kpi_val`: 年度指标值.
    pub target: String,
    /// `perf_comp`: 截至本期完成.
    pub actual: String,
    /// `est_perf_annual`: 全年预计完成.
    pub expected_value: String,
    /// `ana_dev_reasons`: 偏差原因.
    pub reasons: String,
    /// `complete_rate`: actual over target in basis points, where both are numbers of one unit.
    pub complete_rate_bp: Option<i64>,
    /// `rectify_advise`: 改进措施.
    pub measures: String,
}

impl App {
    /// The lines of a period within reach, in six statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::NotFound`] where no period was opened.
    pub fn pay_perf_monitoring(
        &self,
        actor: &Actor,
        year: BudgetYear,
        period: &str,
    ) -> Result<Vec<PayPerfMonitorInfo>, AppError> {
        self.may_look(actor, Action::ExportMonitoring)?;
        let (_, seen) = self.seen(actor, year, period)?;
        let seen = seen.ok_or(AppError::NotFound)?;
        let code = seen.opened.period.code.clone();
        let (sheets, said) = self.read(|db| {
            Ok((
                sheets_of_period(db, actor.division, year, &code)?,
                outlooks_of_period(db, actor.division, year, &code)?,
            ))
        })?;
        let said: HashMap<(SheetId, LineKey), Outlook> = said
            .into_iter()
            .map(|(sheet, key, outlook)| ((sheet, key), outlook))
            .collect();
        let by_id: HashMap<SheetId, _> = sheets.iter().map(|sheet| (sheet.id, sheet)).collect();
        let mut all = Vec::new();
        for row in &seen.rows {
            let Some(sheet) = by_id.get(&row.sheet.id) else {
                continue;
            };
            for line in &sheet.lines {
                let outlook = said.get(&(sheet.id, line.key)).cloned().unwrap_or_default();
                all.push(PayPerfMonitorInfo {
                    sheet: sheet.id,
                    task: format!("{year}-{code}"),
                    project_code: row.project_code.clone(),
                    goal: sheet.annual_goal.clone(),
                    executed: row
                        .result
                        .as_ref()
                        .map(|result| result.executed)
                        .unwrap_or_default(),
                    expected: row.result.as_ref().and_then(|result| result.expected),
                    levels: [line.level1.clone(), line.level2.clone(), line.level3.clone()],
                    target: line.target.text.clone(),
                    actual: line.actual.text.clone(),
                    expected_value: outlook.expected,
                    reasons: line.reason.clone().unwrap_or_default(),
                    complete_rate_bp: rate(&line.actual, &line.target),
                    measures: outlook.measures,
                });
            }
        }
        Ok(all)
    }
}

/// Actual over target where both are numbers of one unit.
fn rate(
    actual: &hengji_domain::value::ActualValue,
    target: &hengji_domain::value::TargetValue,
) -> Option<i64> {
    if actual.unit != target.unit {
        return None;
    }
    let (actual, target) = (actual.number()?.normalize(), target.number()?.normalize());
    let scale = actual.scale().max(target.scale());
    let whole = |value: hengji_domain::Decimal| {
        let step = 10_i128.checked_pow(scale - value.scale())?;
        value.mantissa().checked_mul(step)
    };
    div_round_half_up(whole(actual)?.checked_mul(10_000)?, whole(target)?)
}
