//! 导出 (export): the register, a public list and the assignments as workbooks.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::id::InstitutionListId;
use hengji_domain::person::Actor;

use super::board::AssignmentQuery;
use super::page::InstitutionQuery;
use super::view::{AssignmentRow, InstitutionRow, PublicRow};
use crate::app::App;
use crate::error::AppError;
use crate::ports::{Cell, Table};

const REGISTER: [(&str, u16); 9] = [
    ("机构名称", 32),
    ("统一社会信用代码", 24),
    ("种类", 16),
    ("人员", 8),
    ("主评人", 8),
    ("回避事项", 10),
    ("本年度受托", 12),
    ("受托项目金额(万元)", 20),
    ("入选条件", 60),
];

const PUBLIC: [(&str, u16); 6] = [
    ("机构名称", 32),
    ("统一社会信用代码", 24),
    ("种类", 16),
    ("成立日期", 14),
    ("专业人员", 10),
    ("主评人", 10),
];

const ASSIGNMENTS: [(&str, u16); 8] = [
    ("评价对象", 40),
    ("单位", 24),
    ("项目金额(万元)", 16),
    ("第三方机构", 28),
    ("委托方式", 12),
    ("委托时间", 20),
    ("进展", 10),
    ("理由", 50),
];

impl App {
    /// The register as filtered.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn export_institutions(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &InstitutionQuery,
    ) -> Result<Vec<u8>, AppError> {
        let page = self.institutions(actor, year, query)?;
        let rows = page.rows.iter().map(register_cells).collect();
        let notes = [format!("入选条件按 {} 年规则审查", page.judged_in)];
        let table = Table::new("第三方机构登记簿", &REGISTER, rows).noted(notes);
        self.leave_house(actor, Action::ExportInstitutions, Some(year), table)
    }

    /// A public list.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn export_institution_list(&self, actor: &Actor, id: InstitutionListId) -> Result<Vec<u8>, AppError> {
        let page = self.institution_list(actor, id)?;
        let brief = &page.brief;
        let title = format!("{} 年合格第三方机构名单(第 {} 期)", brief.year, brief.number);
        let notes = [
            format!("公布时间:{}", brief.frozen.at),
            format!("名单指纹(SHA-256):{}", page.sha256),
        ];
        let rows = page.rows.iter().map(public_cells).collect();
        let table = Table::new(title, &PUBLIC, rows).noted(notes);
        self.leave_house(actor, Action::ExportInstitutions, None, table)
    }

    /// The assignments of a year as filtered.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn export_assignments(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &AssignmentQuery,
    ) -> Result<Vec<u8>, AppError> {
        let board = self.assignments(actor, year, query)?;
        let rows = board.rows.iter().map(assignment_cells).collect();
        let title = format!("{year} 年度第三方委托");
        let table = Table::new(title, &ASSIGNMENTS, rows);
        self.leave_house(actor, Action::ExportInstitutions, Some(year), table)
    }
}

pub(super) fn count(number: usize) -> Cell {
    i64::try_from(number).map_or(Cell::Blank, Cell::Integer)
}

fn register_cells(row: &InstitutionRow) -> Vec<Cell> {
    let standing = if row.is_eligible {
        "符合全部条件".to_owned()
    } else {
        row.why_not.clone()
    };
    vec![
        Cell::text(row.name.clone()),
        Cell::text(row.credit_code.clone()),
        Cell::text(row.kind.clone()),
        count(row.people),
        count(row.leads),
        count(row.conflicts),
        count(row.cases),
        Cell::Money(row.amount),
        Cell::text(standing),
    ]
}

fn public_cells(row: &PublicRow) -> Vec<Cell> {
    vec![
        Cell::text(row.name.clone()),
        Cell::text(row.credit_code.clone()),
        Cell::text(row.kind.clone()),
        Cell::text(row.founded_on.clone()),
        count(row.people),
        count(row.leads),
    ]
}

fn assignment_cells(row: &AssignmentRow) -> Vec<Cell> {
    let reason = match &row.withdrawn {
        Some((_, reason)) => format!("撤回:{reason}"),
        None => row.reason.clone(),
    };
    vec![
        Cell::text(row.title.clone()),
        Cell::text(row.unit_name.clone()),
        Cell::Money(row.amount),
        Cell::text(row.institution_name.clone()),
        Cell::text(row.way.name()),
        Cell::text(row.assigned.at.to_string()),
        Cell::text(row.state.name()),
        Cell::text(reason),
    ]
}
