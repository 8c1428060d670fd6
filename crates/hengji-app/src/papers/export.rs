//! 导出 (export): the register as a workbook.

use hengji_authz::Action;
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, NaiveDate};

use super::PaperQuery;
use super::view::{Late, PaperRow};
use crate::app::App;
use crate::error::AppError;
use crate::exports::whole_list;
use crate::ports::{Cell, Table};

const COLUMNS: [(&str, u16); 12] = [
    ("文号", 24),
    ("种类", 24),
    ("标题", 48),
    ("主送单位", 24),
    ("状态", 10),
    ("成文日期", 14),
    ("送达日期", 14),
    ("签收期限", 14),
    ("签收日期", 14),
    ("答复期限", 14),
    ("答复日期", 14),
    ("逾期", 20),
];

impl App {
    /// The filtered register as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::Refused`] `export-too-large`.
    pub fn export_papers(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &PaperQuery,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ViewPapers)?;
        let rows = whole_list(|page| {
            let part = PaperQuery {
                page,
                ..query.clone()
            };
            Ok(self.papers(actor, year, &part)?.page)
        })?;
        let rows: Vec<_> = rows.iter().map(cells).collect();
        let note = format!("共 {} 件", rows.len());
        let table = Table::new(format!("{year} 年度公文登记"), &COLUMNS, rows).noted([note]);
        self.leave_house(actor, Action::ExportPapers, Some(year), table)
    }
}

fn cells(row: &PaperRow) -> Vec<Cell> {
    let day = |day: Option<NaiveDate>| day.map_or(Cell::Blank, Cell::Date);
    vec![
        Cell::text(row.number.clone()),
        Cell::text(row.kind.name()),
        Cell::text(row.title.clone()),
        Cell::text(row.unit_name.clone()),
        Cell::text(row.state.name()),
        Cell::Date(row.issued_on),
        day(row.served_on),
        day(row.receipt_due_on),
        day(row.receipted_on),
        day(row.answer_due_on),
        day(row.answered_on),
        row.late.map_or(Cell::Blank, |late| Cell::text(late.to_string())),
    ]
}

impl std::fmt::Display for Late {
    /// In words that need no counting.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.working_days {
            None => f.write_str("逾期(缺节假日安排)"),
            Some(0) => f.write_str("逾期不足 1 个工作日"),
            Some(days) => write!(f, "逾期 {days} 个工作日"),
        }
    }
}
