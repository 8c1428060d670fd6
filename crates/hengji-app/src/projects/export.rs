//! 导出项目 (export): exactly what is filtered, as a workbook.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;

use super::list::ProjectQuery;
use super::view::{ProjectRow, SheetMark};
use crate::app::App;
use crate::common::PageOf;
use crate::error::AppError;
use crate::exports::whole_list;
use crate::ports::{Cell, Table};

const COLUMNS: [(&str, u16); 9] = [
    ("项目代码", 24),
    ("项目名称", 40),
    ("实施单位", 24),
    ("主管部门", 24),
    ("项目类型", 12),
    ("年初预算(万元)", 16),
    ("绩效目标", 16),
    ("绩效自评", 16),
    ("自评得分", 10),
];

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
        self.may_look(actor, Action::ExportProjects)?;
        let rows = whole_list(|page| {
            let part = ProjectQuery {
                page,
                ..query.clone()
            };
            let (rows, total) = self.projects_of(actor, year, &part)?;
            Ok(PageOf::of(rows, page, total))
        })?;
        let rows: Vec<_> = rows.iter().map(row).collect();
        let note = format!("金额单位:万元;共 {} 个项目", rows.len());
        let table = Table::new(format!("{year} 年度项目清单"), &COLUMNS, rows).noted([note]);
        self.leave_house(actor, Action::ExportProjects, Some(year), table)
    }
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
