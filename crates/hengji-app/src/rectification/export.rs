//! 导出 (export): the register, the measures, a look-back and the recurrence as workbooks, exactly as filtered.

use hengji_authz::Action;
use hengji_domain::id::LookBackId;
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Money, NaiveDate};

use super::commitment_list::CommitmentQuery;
use super::list::FindingQuery;
use super::view::{CommitmentRow, FindingRow, LookBackRow};
use crate::app::App;
use crate::error::AppError;
use crate::exports::whole_list;
use crate::ports::{Cell, Table};

const FINDINGS: [(&str, u16); 16] = [
    ("编号", 12),
    ("来源", 16),
    ("来源名称", 40),
    ("主管部门", 24),
    ("单位", 24),
    ("项目", 36),
    ("问题", 60),
    ("根源", 24),
    ("严重程度", 10),
    ("涉及金额(万元)", 16),
    ("状态", 12),
    ("应反馈日期", 14),
    ("措施数", 10),
    ("单位报完成", 12),
    ("已核实", 10),
    ("是否反弹", 10),
];

const MEASURES: [(&str, u16); 15] = [
    ("问题编号", 12),
    ("问题", 50),
    ("主管部门", 24),
    ("单位", 24),
    ("措施种类", 16),
    ("整改措施", 50),
    ("责任科室或岗位", 20),
    ("证明材料", 24),
    ("完成期限", 14),
    ("状态", 12),
    ("单位报完成日期", 16),
    ("核实日期", 14),
    ("是否逾期", 10),
    ("催办升级", 14),
    ("版次", 8),
];

const LOOKED_BACK: [(&str, u16); 10] = [
    ("抽取顺序", 10),
    ("问题编号", 12),
    ("问题", 60),
    ("主管部门", 24),
    ("单位", 24),
    ("根源", 24),
    ("结果", 12),
    ("查看日期", 14),
    ("依据", 50),
    ("登记", 20),
];

impl App {
    /// The filtered register as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::Refused`] `export-too-large`.
    pub fn export_evaluation_findings(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &FindingQuery,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportEvaluationFindings)?;
        let rows = whole_list(|page| {
            let part = FindingQuery {
                page,
                ..query.clone()
            };
            Ok(self.evaluation_findings(actor, year, &part)?.page)
        })?;
        let rows = rows.iter().map(finding).collect();
        self.rectification_book(
            actor,
            Action::ExportEvaluationFindings,
            format!("{year} 年度问题台账"),
            &FINDINGS,
            rows,
        )
    }

    /// The filtered measures as an xlsx file.
    ///
    /// # Errors
    ///
    /// As [`Self::export_evaluation_findings`].
    pub fn export_commitments(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &CommitmentQuery,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportEvaluationFindings)?;
        let rows = whole_list(|page| {
            let part = CommitmentQuery {
                page,
                ..query.clone()
            };
            Ok(self.commitments(actor, year, &part)?.page)
        })?;
        let rows = rows.iter().map(measure).collect();
        self.rectification_book(
            actor,
            Action::ExportEvaluationFindings,
            format!("{year} 年度整改措施"),
            &MEASURES,
            rows,
        )
    }

    /// The drawn findings of a look-back as an xlsx file.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn export_look_back(&self, actor: &Actor, id: LookBackId) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportEvaluationFindings)?;
        let page = self.look_back(actor, id)?;
        let rows = page.rows.iter().map(looked_back).collect();
        let title = page.summary.title;
        self.rectification_book(actor, Action::ExportEvaluationFindings, title, &LOOKED_BACK, rows)
    }

    /// Root causes across years and departments as an xlsx file.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn export_recurrences(&self, actor: &Actor, year: BudgetYear) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportEvaluationFindings)?;
        let table = self.recurrences(actor, year)?;
        let years: Vec<String> = table.years.iter().map(|year| format!("{year} 年度")).collect();
        let mut columns: Vec<(&str, u16)> = vec![("主管部门", 28), ("问题根源", 28)];
        columns.extend(years.iter().map(|year| (year.as_str(), 12)));
        columns.push(("出现年数", 12));
        let rows = table.rows.iter().map(|row| {
            let mut cells = vec![
                Cell::text(row.department_name.clone()),
                Cell::text(row.cause.name.clone()),
            ];
            cells.extend(row.counts.iter().map(|count| Cell::text(count.to_string())));
            cells.push(Cell::text(row.years.to_string()));
            cells
        });
        let rows = rows.collect();
        let title = "问题根源历年重现".to_owned();
        self.rectification_book(actor, Action::ExportEvaluationFindings, title, &columns, rows)
    }

    fn rectification_book(
        &self,
        actor: &Actor,
        action: Action,
        title: String,
        columns: &[(&str, u16)],
        rows: Vec<Vec<Cell>>,
    ) -> Result<Vec<u8>, AppError> {
        let note = "金额单位:万元".to_owned();
        let table = Table::new(title, columns, rows).noted([note]);
        self.leave_house(actor, action, None, table)
    }
}

fn day(day: Option<NaiveDate>) -> Cell {
    day.map_or(Cell::Blank, |day| Cell::text(day.to_string()))
}

fn yes(is_so: bool) -> Cell {
    Cell::text(if is_so { "是" } else { "" })
}

fn finding(row: &FindingRow) -> Vec<Cell> {
    let money = |money: Option<Money>| money.map_or(Cell::Blank, Cell::Money);
    let project = row.project.as_ref().map(|(_, name)| name.clone());
    vec![
        Cell::text(format!("{}-{}", row.year, row.serial)),
        Cell::text(row.origin.name.clone()),
        Cell::text(row.origin_title.clone()),
        Cell::text(row.department_name.clone()),
        Cell::text(row.unit_name.clone()),
        Cell::text(project.unwrap_or_default()),
        Cell::text(row.words.clone()),
        Cell::text(row.cause.name.clone()),
        Cell::text(row.severity.name.clone()),
        money(row.amount),
        Cell::text(row.state.name()),
        day(row.feedback_due_on),
        Cell::text(row.promised.to_string()),
        Cell::text(row.claimed.to_string()),
        Cell::text(row.verified.to_string()),
        yes(row.is_relapse),
    ]
}

fn measure(row: &CommitmentRow) -> Vec<Cell> {
    vec![
        Cell::text(row.finding_number.clone()),
        Cell::text(row.finding_words.clone()),
        Cell::text(row.department_name.clone()),
        Cell::text(row.unit_name.clone()),
        Cell::text(row.kind.name.clone()),
        Cell::text(row.words.clone()),
        Cell::text(row.owner.clone()),
        Cell::text(row.proof_asked.clone()),
        day(Some(row.due_on)),
        Cell::text(row.state.name()),
        day(row.claimed_on),
        day(row.verified_on),
        yes(row.is_late),
        Cell::text(row.level.map_or("", |level| level.name())),
        Cell::text(row.version.to_string()),
    ]
}

fn looked_back(row: &LookBackRow) -> Vec<Cell> {
    vec![
        Cell::text(row.position.to_string()),
        Cell::text(format!("{}-{}", row.finding.year, row.finding.serial)),
        Cell::text(row.finding.words.clone()),
        Cell::text(row.finding.department_name.clone()),
        Cell::text(row.finding.unit_name.clone()),
        Cell::text(row.finding.cause.name.clone()),
        Cell::text(row.result.map_or("待查看", |result| result.name())),
        day(row.looked_on),
        Cell::text(row.evidence.clone()),
        Cell::text(
            row.hand
                .as_ref()
                .map(|hand| hand.name.clone())
                .unwrap_or_default(),
        ),
    ]
}
