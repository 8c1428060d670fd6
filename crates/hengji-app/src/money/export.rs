//! 导出 (export): the loads of a year and its differences, as workbooks.

use hengji_authz::{Action, Resource};
use hengji_domain::BudgetYear;
use hengji_domain::difference::Statement;
use hengji_domain::person::Actor;

use super::difference::DifferenceQuery;
use super::view::{DifferenceRow, LoadRow};
use crate::app::{App, NoRequest};
use crate::common::PageRequest;
use crate::error::AppError;
use crate::ports::{Cell, Column, Table};

/// Most differences of one workbook: who has more has another file.
const ROWS_MAX: usize = 50_000;

impl App {
    /// The filtered differences as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::Refused`] `export-too-large`.
    pub fn export_differences(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &DifferenceQuery,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ListDifferences)?;
        let mut rows = Vec::new();
        let mut page = PageRequest::new(1, 100);
        loop {
            let part = DifferenceQuery {
                page,
                ..query.clone()
            };
            let list = self.differences(actor, year, &part)?;
            rows.extend(list.page.rows.iter().map(difference_cells));
            if ROWS_MAX < rows.len() {
                return Err(AppError::refused(
                    "export-too-large",
                    format!("筛选结果超过 {ROWS_MAX} 行,请缩小筛选范围后再导出。"),
                ));
            }
            if u64::from(page.page) >= list.page.pages() {
                break;
            }
            page = PageRequest {
                page: page.page.saturating_add(1),
                ..page
            };
        }
        let table = Table {
            title: format!("{year} 年度对账差异"),
            notes: notes(rows.len(), &self.now().to_string()),
            columns: columns(&[
                ("差异", 18),
                ("对象", 40),
                ("期间", 10),
                ("应为(万元)", 16),
                ("实为(万元)", 16),
                ("差额(万元)", 16),
                ("承办单位", 24),
                ("状态", 10),
                ("说明", 40),
                ("办结理由", 40),
                ("首次发现", 20),
            ]),
            rows,
        };
        self.leave(actor, Action::ExportDifferences, year, &table)
    }

    /// The loads of a year as an xlsx file, replaced ones among them.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn export_money_loads(&self, actor: &Actor, year: BudgetYear) -> Result<Vec<u8>, AppError> {
        let list = self.money_loads(actor, year)?;
        let rows: Vec<Vec<Cell>> = list.loads.iter().map(load_cells).collect();
        let table = Table {
            title: format!("{year} 年度资金数据导入台账"),
            notes: notes(rows.len(), &self.now().to_string()),
            columns: columns(&[
                ("种类", 12),
                ("期间", 10),
                ("来源", 20),
                ("文件", 36),
                ("文件行数", 10),
                ("文件合计(万元)", 16),
                ("入库行数", 10),
                ("入库合计(万元)", 16),
                ("现存合计(万元)", 16),
                ("导入人", 20),
                ("导入时间", 20),
                ("被替换时间", 20),
            ]),
            rows,
        };
        self.leave(actor, Action::ExportMoneyLoads, year, &table)
    }

    fn leave(
        &self,
        actor: &Actor,
        action: Action,
        year: BudgetYear,
        table: &Table,
    ) -> Result<Vec<u8>, AppError> {
        let bytes = self
            .ports()
            .table_writer
            .write_table(table)
            .map_err(AppError::fault)?;
        self.act(
            actor,
            action,
            &NoRequest,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                tx.detail("rows", table.rows.len());
                tx.detail("year", year);
                Ok(())
            },
        )?;
        Ok(bytes)
    }
}

fn notes(rows: usize, now: &str) -> Vec<String> {
    vec![format!("金额单位:万元;共 {rows} 行"), format!("导出时间:{now}")]
}

fn columns(all: &[(&str, u16)]) -> Vec<Column> {
    all.iter()
        .map(|(name, width)| Column {
            name: (*name).to_owned(),
            width: *width,
        })
        .collect()
}

fn difference_cells(row: &DifferenceRow) -> Vec<Cell> {
    let words = |said: &Option<Statement>| {
        said.as_ref().map_or(Cell::Blank, |said| {
            Cell::text(format!("{}({} {})", said.text, said.by_name, said.at))
        })
    };
    vec![
        Cell::text(row.kind.name()),
        Cell::text(row.subject_name.clone()),
        Cell::text(row.period.clone()),
        Cell::Money(row.expected),
        Cell::Money(row.found),
        Cell::Money(row.gap),
        Cell::text(row.owner_name.clone()),
        Cell::text(row.state.name()),
        words(&row.explanation),
        words(&row.conclusion),
        Cell::text(row.found_at.to_string()),
    ]
}

fn load_cells(row: &LoadRow) -> Vec<Cell> {
    let load = &row.load;
    let integer = |count: u32| Cell::Integer(i64::from(count));
    vec![
        Cell::text(load.kind.name()),
        Cell::text(load.period.clone()),
        Cell::text(load.source_name.clone()),
        Cell::text(load.fact_source.clone()),
        integer(load.file_rows),
        Cell::Money(load.file_total),
        integer(load.loaded_rows),
        Cell::Money(load.loaded_total),
        row.standing.map_or(Cell::Blank, Cell::Money),
        Cell::text(load.loaded_by_name.clone()),
        Cell::text(load.loaded_at.to_string()),
        load.replaced
            .map_or(Cell::Blank, |(_, at)| Cell::text(at.to_string())),
    ]
}
