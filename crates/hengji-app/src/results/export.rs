//! 导出 (export) of results as a workbook.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;

use super::view::{KindResults, ResultRow, YearResults};
use crate::app::App;
use crate::error::AppError;
use crate::ports::{Cell, Table};

/// Which table of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultTable {
    /// 评价结果.
    Results,
    /// 各类等级.
    Grades,
}

impl ResultTable {
    /// Every table.
    pub const ALL: [Self; 2] = [Self::Results, Self::Grades];

    /// The stable identifier in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Results => "results",
            Self::Grades => "grades",
        }
    }

    /// The table with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Results => "评价结果",
            Self::Grades => "各类等级",
        }
    }

    const fn columns(self) -> &'static [(&'static str, u16)] {
        match self {
            Self::Results => &[
                ("种类", 26),
                ("名次", 8),
                ("评价对象", 40),
                ("单位", 30),
                ("主管部门", 30),
                ("资金(万元)", 14),
                ("自评得分", 10),
                ("得分", 10),
                ("等级", 8),
                ("问题", 8),
                ("已核实整改", 12),
            ],
            Self::Grades => &[("种类", 26), ("等级", 10), ("个数", 10)],
        }
    }
}

impl App {
    /// A table of the results as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// As for [`App::year_results`].
    pub fn export_results(
        &self,
        actor: &Actor,
        year: BudgetYear,
        which: ResultTable,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportResults)?;
        let table = table(&self.year_results(actor, year)?, which);
        self.leave_house(actor, Action::ExportResults, Some(year), table)
    }
}

fn table(results: &YearResults, which: ResultTable) -> Table {
    let rows = match which {
        ResultTable::Results => results
            .kinds
            .iter()
            .flat_map(|kind| kind.rows.iter().map(move |row| result_row(kind, row)))
            .collect(),
        ResultTable::Grades => results.kinds.iter().flat_map(grade_rows).collect(),
    };
    let note = format!("同分的名次:{}", results.ties);
    Table::new(
        format!("{} 年度{}", results.year, which.name()),
        which.columns(),
        rows,
    )
    .noted([note])
}

fn count(count: u64) -> Cell {
    Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn result_row(kind: &KindResults, row: &ResultRow) -> Vec<Cell> {
    vec![
        Cell::text(kind.name.clone()),
        row.place.map_or(Cell::Blank, |place| Cell::Integer(place.into())),
        Cell::text(row.title.clone()),
        Cell::text(row.unit.clone()),
        Cell::text(row.department.clone()),
        row.money.map_or(Cell::Blank, Cell::Money),
        row.self_total.map_or(Cell::Blank, Cell::Score),
        Cell::Score(row.total),
        Cell::text(row.grade.clone()),
        count(row.findings),
        count(row.rectified),
    ]
}

fn grade_rows(kind: &KindResults) -> Vec<Vec<Cell>> {
    let rows = kind.grades.iter().map(|(grade, having)| {
        vec![
            Cell::text(kind.name.clone()),
            Cell::text(grade.clone()),
            count(*having),
        ]
    });
    rows.collect()
}
