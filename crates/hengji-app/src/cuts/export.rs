//! 导出 (export): the register exactly as filtered, with its vouchers' sums, and the sentences of the report.

use hengji_authz::{Action, Resource};
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;

use super::list::CutQuery;
use super::view::CutRow;
use crate::app::{App, NoRequest};
use crate::common::PageRequest;
use crate::error::AppError;
use crate::ports::{Cell, Column, Table};

/// Most rows of one workbook: who has more has another file.
const ROWS_MAX: usize = 50_000;

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
        let mut rows = Vec::new();
        let mut notes = vec![format!("金额单位:万元;导出时间:{}", self.now())];
        let mut page = PageRequest::new(1, 100);
        loop {
            let part = CutQuery {
                page,
                ..query.clone()
            };
            let list = self.cuts(actor, year, &part)?;
            rows.extend(list.page.rows.iter().map(cells));
            if ROWS_MAX < rows.len() {
                let told = format!("筛选结果超过 {ROWS_MAX} 行,请缩小筛选范围后再导出。");
                return Err(AppError::refused("export-too-large", told));
            }
            if list.page.pages() <= u64::from(page.page) {
                notes.extend(list.books.into_iter().map(|book| book.sentence));
                break;
            }
            page = PageRequest::new(page.page.saturating_add(1), page.page_size);
        }
        let table = Table {
            title: format!("{year} 年度压减核减台账"),
            notes,
            columns: COLUMNS
                .iter()
                .map(|(name, width)| Column {
                    name: (*name).to_owned(),
                    width: *width,
                })
                .collect(),
            rows,
        };
        let written = self.ports().table_writer.write_table(&table);
        let bytes = written.map_err(AppError::fault)?;
        self.act(
            actor,
            Action::ExportCuts,
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
