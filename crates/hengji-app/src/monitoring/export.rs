//! 导出 (export): the lists of monitoring as workbooks, exactly as filtered.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::monitoring::Light;
use hengji_domain::person::Actor;

use super::list::{MonitoringQuery, narrowed};
use super::view::{FindingRow, KeyRow, WatchView};
use crate::app::App;
use crate::error::AppError;
use crate::ports::{Cell, Table};

impl App {
    /// The sheets of a period as an xlsx file.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::NotFound`] where no period was opened.
    pub fn export_monitoring(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &MonitoringQuery,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportMonitoring)?;
        let (_, seen) = self.seen(actor, year, &query.period)?;
        let seen = seen.ok_or(AppError::NotFound)?;
        let views = self.watch_views(actor, &seen)?;
        let rows: Vec<Vec<Cell>> = narrowed(&seen, views, query).iter().map(watch_row).collect();
        let title = format!("{year} 年 {} 绩效监控清单", seen.opened.period.name);
        let columns = [
            ("项目代码", 24),
            ("项目名称", 40),
            ("主管部门", 24),
            ("实施单位", 24),
            ("状态", 16),
            ("逾期天数", 10),
            ("预算数(万元)", 16),
            ("累计执行数(万元)", 16),
            ("执行进度", 12),
            ("执行灯", 8),
            ("指标灯", 8),
            ("项目灯", 8),
            ("目标完成", 12),
            ("全年预计执行率", 14),
            ("预计区间", 20),
            ("不能确定的指标", 14),
            ("提示", 40),
            ("处置", 16),
        ];
        self.leave_house(
            actor,
            Action::ExportMonitoring,
            Some(year),
            table(title, &columns, rows),
        )
    }

    /// The proposals for cuts as an xlsx file.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn export_cut_proposals(&self, actor: &Actor, year: BudgetYear) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportMonitoring)?;
        let rows = self
            .cut_proposals(actor, year)?
            .rows
            .iter()
            .map(finding_row)
            .collect();
        let columns = [
            ("项目名称", 40),
            ("主管部门", 24),
            ("台账", 20),
            ("编号", 8),
            ("依据", 16),
            ("建议压减(万元)", 16),
            ("发现的问题", 60),
            ("决定压减(万元)", 16),
            ("状态", 12),
            ("提出人", 20),
            ("时间", 20),
        ];
        let title = format!("{year} 年监控发现和压减建议");
        self.leave_house(
            actor,
            Action::ExportMonitoring,
            Some(year),
            table(title, &columns, rows),
        )
    }

    /// The list of key monitoring as an xlsx file.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn export_key_monitoring(&self, actor: &Actor, year: BudgetYear) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportMonitoring)?;
        let rows = self
            .key_monitoring(actor, year)?
            .rows
            .iter()
            .map(key_row)
            .collect();
        let columns = [
            ("项目代码", 24),
            ("项目名称", 40),
            ("主管部门", 24),
            ("实施单位", 24),
            ("年度预算(万元)", 16),
            ("是否列入", 10),
            ("来源", 12),
            ("理由", 40),
            ("项目灯", 8),
        ];
        let title = format!("{year} 年财政重点监控项目清单");
        self.leave_house(
            actor,
            Action::ExportMonitoring,
            Some(year),
            table(title, &columns, rows),
        )
    }
}

fn table(title: String, columns: &[(&str, u16)], rows: Vec<Vec<Cell>>) -> Table {
    let note = format!("金额单位:万元;共 {} 行", rows.len());
    Table::new(title, columns, rows).noted([note])
}

fn light(light: Option<Light>) -> Cell {
    light.map_or(Cell::Blank, |light| Cell::text(light.name()))
}

/// Basis points, or hundredths of a percent, as people write a percentage.
fn percent(hundredths: Option<i64>) -> String {
    hundredths.map_or_else(String::new, |number| {
        format!("{}.{:02}%", number.div_euclid(100), number.rem_euclid(100))
    })
}

fn watch_row(view: &WatchView) -> Vec<Cell> {
    let forecast = view.forecast;
    let interval = match (forecast.low_bp, forecast.high_bp) {
        (Some(low), Some(high)) => format!("{}—{}", percent(Some(low)), percent(Some(high))),
        _ => "无足够历史".to_owned(),
    };
    let disposal = view.disposal.as_ref().map_or_else(String::new, |one| {
        let open = if one.is_suspended {
            "逾期未定,视同暂停"
        } else {
            "待处置"
        };
        one.decision.clone().unwrap_or_else(|| open.to_owned())
    });
    vec![
        Cell::text(view.project_code.clone()),
        Cell::text(view.project_name.clone()),
        Cell::text(view.department_name.clone()),
        Cell::text(view.unit_name.clone()),
        Cell::text(view.state.name.clone()),
        Cell::Integer(view.days_late),
        Cell::Money(view.budget),
        Cell::Money(view.executed),
        Cell::text(percent(view.execution_centi)),
        light(view.execution_light),
        light(view.goal_light),
        light(view.light),
        Cell::text(percent(view.goal_bp)),
        Cell::text(percent(forecast.year_end_bp)),
        Cell::text(interval),
        Cell::Integer(view.unlikely.into()),
        Cell::text(view.warning.clone()),
        Cell::text(disposal),
    ]
}

fn finding_row(row: &FindingRow) -> Vec<Cell> {
    vec![
        Cell::text(row.project_name.clone()),
        Cell::text(row.department_name.clone()),
        Cell::text(row.book.clone()),
        Cell::Integer(i64::from(row.serial)),
        Cell::text(row.ground.clone()),
        Cell::Money(row.proposed_cut),
        Cell::text(row.words.clone()),
        row.decided_cut.map_or(Cell::Blank, Cell::Money),
        Cell::text(row.state.name()),
        Cell::text(row.hand.name.clone()),
        Cell::text(row.hand.at.to_string()),
    ]
}

fn key_row(row: &KeyRow) -> Vec<Cell> {
    vec![
        Cell::text(row.project_code.clone()),
        Cell::text(row.project_name.clone()),
        Cell::text(row.department_name.clone()),
        Cell::text(row.unit_name.clone()),
        Cell::Money(row.total),
        Cell::text(if row.is_listed { "是" } else { "否" }),
        Cell::text(row.origin),
        Cell::text(row.reason.clone()),
        light(row.light),
    ]
}
