//! 导出 (export): the loads of a year and its differences, as workbooks.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::difference::Statement;
use hengji_domain::person::Actor;

use super::difference::DifferenceQuery;
use super::view::{DifferenceRow, LoadRow};
use crate::app::App;
use crate::error::AppError;
use crate::exports::whole_list;
use crate::ports::{Cell, Table};

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
        let rows = whole_list(|page| {
            let part = DifferenceQuery {
                page,
                ..query.clone()
            };
            Ok(self.differences(actor, year, &part)?.page)
        })?;
        let rows: Vec<_> = rows.iter().map(difference_cells).collect();
        let note = format!("金额单位:万元;共 {} 行", rows.len());
        let columns = [
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
        ];
        let table = Table::new(format!("{year} 年度对账差异"), &columns, rows).noted([note]);
        self.leave_house(actor, Action::ExportDifferences, Some(year), table)
    }

    /// The loads of a year as an xlsx file, replaced ones among them.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn export_money_loads(&self, actor: &Actor, year: BudgetYear) -> Result<Vec<u8>, AppError> {
        let list = self.money_loads(actor, year)?;
        let rows: Vec<Vec<Cell>> = list.loads.iter().map(load_cells).collect();
        let note = format!("金额单位:万元;共 {} 行", rows.len());
        let columns = [
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
        ];
        let table = Table::new(format!("{year} 年度资金数据导入台账"), &columns, rows).noted([note]);
        self.leave_house(actor, Action::ExportMoneyLoads, Some(year), table)
    }
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
