//! 导出 (export): the references of a benchmark exactly as filtered, with the verdict and the rules above them.

use hengji_authz::Action;
use hengji_domain::id::EvaluationId;
use hengji_domain::money::MoneyUnit;
use hengji_domain::person::Actor;
use hengji_domain::rounding::round_half_up;
use hengji_domain::{Decimal, Money};

use super::ReferenceQuery;
use super::records::RECORDS_MAX;
use super::view::{BenchmarkPage, ReferenceRow};
use crate::app::App;
use crate::common::PageRequest;
use crate::error::AppError;
use crate::ports::{Cell, Table};

const COLUMNS: [(&str, u16); 9] = [
    ("项目", 40),
    ("实施单位", 24),
    ("年度", 8),
    ("三级指标", 28),
    ("同一指标", 10),
    ("完成值", 12),
    ("全年支付(万元)", 14),
    ("单位成本(元)", 14),
    ("备注", 30),
];

impl App {
    /// The references of a benchmark as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// As [`App::line_benchmark`]; [`AppError::Forbidden`].
    pub fn export_line_benchmark(
        &self,
        actor: &Actor,
        id: EvaluationId,
        key: &str,
        query: &ReferenceQuery,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportEvaluations)?;
        let all = ReferenceQuery {
            page: PageRequest {
                page: 1,
                page_size: RECORDS_MAX,
            },
            ..query.clone()
        };
        let page = self.line_benchmark(actor, id, key, &all)?;
        let rows = page.rows.rows.iter().map(cells).collect();
        let title = format!("{}单位成本标杆参照项目", page.title);
        let table = Table::new(title, &COLUMNS, rows).noted(notes(&page));
        self.leave_house(actor, Action::ExportEvaluations, Some(page.year), table)
    }
}

fn notes(page: &BenchmarkPage) -> Vec<String> {
    let mut notes = vec![format!(
        "{}:指标值 {},完成值 {};预算 {} 万元",
        page.line, page.target, page.actual, page.budget
    )];
    notes.extend(page.unfit.clone());
    if page.unfit.is_none() {
        notes.push(format!("证据等级{}:{}", page.evidence.grade, page.evidence.words));
    }
    for one in &page.verdicts {
        notes.push(format!("{}:{}。{}", one.of, one.band.name(), one.words));
    }
    for (citation, numbers) in &page.rules {
        notes.push(format!(
            "{} {}({} 起,{}{})",
            citation.description,
            numbers,
            citation.from,
            citation.verification.mark(),
            citation.verification.name()
        ));
    }
    notes
}

fn yuan(money: Money) -> Decimal {
    round_half_up(money.in_unit(MoneyUnit::Yuan), 2)
}

fn cells(row: &ReferenceRow) -> Vec<Cell> {
    vec![
        Cell::text(row.name.clone()),
        Cell::text(row.unit_name.clone()),
        Cell::text(row.year.to_string()),
        Cell::text(row.line.clone()),
        Cell::text(if row.is_same { "是" } else { "同类" }),
        Cell::text(row.quantity.normalize().to_string()),
        Cell::Money(row.money),
        Cell::text(yuan(row.unit_cost).to_string()),
        Cell::text(row.note.clone()),
    ]
}
