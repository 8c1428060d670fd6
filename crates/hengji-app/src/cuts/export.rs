//! 导出 (export): the register exactly as filtered, with its vouchers' sums, and the sentences of the report.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;

use super::list::CutQuery;
use super::view::CutRow;
use crate::app::App;
use crate::error::AppError;
use crate::exports::whole_list;
use crate::ports::{Cell, Table};

const COLUMNS: [(&str, u16); 16] = [
    ("台账", 20),
    ("编号", 12),
    ("项目代码", 24),
    ("项目名称", 40),
    ("主管部门", 24),
    ("实施单位", 24),
    ("压减依据", 16),
    ("建议压减(万元)", 16),
    ("提出人", 20),
    ("提出时间", 20),
    ("状态", 10),
    ("决定压减(万元)", 16),
    ("决定人", 20),
    ("决定时间", 20),
    ("已取得凭证(万元)", 18),
    ("待取得凭证(万元)", 18),
];

impl App {
    /// The filtered register as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::Refused`] `export-too-large`.
    pub fn export_cuts(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &CutQuery,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportCuts)?;
        let mut notes = vec!["金额单位:万元".to_owned()];
        let mut books = Vec::new();
        let rows = whole_list(|page| {
            let part = CutQuery {
                page,
                ..query.clone()
            };
            let list = self.cuts(actor, year, &part)?;
            books = list.books;
            Ok(list.page)
        })?;
        notes.extend(books.into_iter().map(|book| book.sentence));
        let rows = rows.iter().map(cells).collect();
        let table = Table::new(format!("{year} 年度压减核减台账"), &COLUMNS, rows).noted(notes);
        self.leave_house(actor, Action::ExportCuts, Some(year), table)
    }
}

fn cells(row: &CutRow) -> Vec<Cell> {
    let money = |money: Option<_>| money.map_or(Cell::Blank, Cell::Money);
    let (name, at) = match &row.decider {
        Some(hand) => (hand.name.clone(), hand.at.to_string()),
        None => (String::new(), String::new()),
    };
    let rest = row
        .decided
        .map(|decided| hengji_domain::Money::from_fen(decided.fen().saturating_sub(row.taken.fen())));
    vec![
        Cell::text(row.book.name.clone()),
        Cell::text(format!("{}-{}", row.year, row.serial)),
        Cell::text(row.project_code.clone()),
        Cell::text(row.project_name.clone()),
        Cell::text(row.department_name.clone()),
        Cell::text(row.unit_name.clone()),
        Cell::text(row.ground.clone()),
        Cell::Money(row.proposed),
        Cell::text(row.proposer.name.clone()),
        Cell::text(row.proposer.at.to_string()),
        Cell::text(row.state.name()),
        money(row.decided),
        Cell::text(name),
        Cell::text(at),
        money(row.decided.map(|_| row.taken)),
        money(rest),
    ]
}
