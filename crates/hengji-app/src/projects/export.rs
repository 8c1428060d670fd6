//! 导出项目 (export): exactly what is filtered, as a workbook.

use hengji_authz::{Action, Resource};
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;

use super::list::ProjectQuery;
use super::view::{ProjectRow, SheetMark};
use crate::app::{App, NoRequest};
use crate::common::PageRequest;
use crate::error::AppError;
use crate::ports::{Cell, Column, Table};

/// Most rows of one workbook: a worksheet holds just over a million, a reader's patience less.
const ROWS_MAX: usize = 200_000;

impl App {
    /// The filtered projects as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::Refused`] `export-too-large`.
    pub fn export_projects(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &ProjectQuery,
    ) -> Result<Vec<u8>, AppError> {
        let table = self.projects_table(actor, year, query)?;
        let rows = table.rows.len();
        let bytes = self
            .ports()
            .table_writer
            .write_table(&table)
            .map_err(AppError::fault)?;
        self.act(
            actor,
            Action::ExportProjects,
            &NoRequest,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                tx.detail("rows", rows);
                tx.detail("year", year);
                Ok(())
            },
        )?;
        Ok(bytes)
    }

    fn projects_table(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &ProjectQuery,
    ) -> Result<Table, AppError> {
        self.may_look(actor, Action::ExportProjects)?;
        let mut rows = Vec::new();
        let mut page = PageRequest::new(1, 100);
        loop {
            let part = ProjectQuery {
                page,
                ..query.clone()
            };
            let (found, _) = self.projects_of(actor, year, &part)?;
            let is_last = found.len() < usize::try_from(page.page_size).unwrap_or(usize::MAX);
            rows.extend(found.iter().map(row));
            if ROWS_MAX < rows.len() {
                return Err(AppError::refused(
                    "export-too-large",
                    format!("筛选结果超过 {ROWS_MAX} 行,请缩小筛选范围后再导出。"),
                ));
            }
            if is_last {
                break;
            }
            page = PageRequest {
                page: page.page.saturating_add(1),
                ..page
            };
        }
        Ok(Table {
            title: format!("{year} 年度项目清单"),
            notes: vec![
                format!("金额单位:万元;共 {} 个项目", rows.len()),
                format!("导出时间:{}", self.now()),
            ],
            columns: columns(),
            rows,
        })
    }
}

fn columns() -> Vec<Column> {
    [
        ("项目代码", 24),
        ("项目名称", 40),
        ("实施单位", 24),
        ("主管部门", 24),
        ("项目类型", 12),
        ("年初预算(万元)", 16),
        ("绩效目标", 16),
        ("绩效自评", 16),
        ("自评得分", 10),
    ]
    .into_iter()
    .map(|(name, width)| Column {
        name: name.to_owned(),
        width,
    })
    .collect()
}

fn row(project: &ProjectRow) -> Vec<Cell> {
    let state = |mark: &Option<SheetMark>| {
        mark.as_ref().map_or_else(
            || Cell::text("未填报"),
            |mark| Cell::text(mark.state.name.clone()),
        )
    };
    let score = project
        .self_evaluation
        .as_ref()
        .and_then(|mark| mark.computed_total);
    vec![
        Cell::text(project.code.clone()),
        Cell::text(project.name.clone()),
        Cell::text(project.unit_name.clone()),
        Cell::text(project.department_name.clone()),
        Cell::text(project.project_type.name()),
        Cell::Money(project.total),
        state(&project.goal),
        state(&project.self_evaluation),
        score.map_or(Cell::Blank, Cell::Score),
    ]
}
