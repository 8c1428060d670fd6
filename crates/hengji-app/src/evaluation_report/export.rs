//! 导出 (export) of the report: its figures or the list of what was evaluated as a workbook.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;

use super::paper::shown;
use super::view::{EvaluationReport, FigureValue, ReportFigure, ReportedEvaluation, ReportedFinding};
use crate::app::App;
use crate::error::AppError;
use crate::ports::{Cell, Table};

/// Which table of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportTable {
    /// 数据一览.
    Figures,
    /// 评价对象一览.
    Evaluations,
    /// 发现的问题.
    Findings,
}

impl ReportTable {
    /// Every table.
    pub const ALL: [Self; 3] = [Self::Figures, Self::Evaluations, Self::Findings];

    /// The stable identifier in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Figures => "figures",
            Self::Evaluations => "evaluations",
            Self::Findings => "findings",
        }
    }

    /// The table with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Figures => "评价工作数据",
            Self::Evaluations => "评价对象",
            Self::Findings => "评价发现的问题",
        }
    }

    const fn columns(self) -> &'static [(&'static str, u16)] {
        match self {
            Self::Figures => &[
                ("句子", 60),
                ("数据", 32),
                ("数值", 16),
                ("单位", 8),
                ("分子", 10),
                ("分母", 10),
                ("怎样计数", 50),
                ("记录数", 10),
            ],
            Self::Evaluations => &[
                ("种类", 26),
                ("评价对象", 40),
                ("单位", 30),
                ("主管部门", 30),
                ("资金(万元)", 14),
                ("自评得分", 10),
                ("得分", 10),
                ("等级", 8),
                ("状态", 14),
                ("问题", 8),
            ],
            Self::Findings => &[
                ("编号", 12),
                ("评价对象", 40),
                ("单位", 30),
                ("指标", 24),
                ("问题", 60),
                ("金额(万元)", 14),
                ("依据", 40),
                ("状态", 14),
            ],
        }
    }
}

impl App {
    /// A table of the report as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// As for [`App::evaluation_report`].
    pub fn export_evaluation_report(
        &self,
        actor: &Actor,
        year: BudgetYear,
        which: ReportTable,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportEvaluationReport)?;
        let table = table(&self.evaluation_report(actor, year)?, which);
        self.leave_house(actor, Action::ExportEvaluationReport, Some(year), table)
    }

    /// The same for the person at the machine, whose commands leave no account behind.
    ///
    /// # Errors
    ///
    /// As for [`App::evaluation_report`].
    pub fn evaluation_report_workbook(
        &self,
        actor: &Actor,
        year: BudgetYear,
        which: ReportTable,
    ) -> Result<Vec<u8>, AppError> {
        let table = table(&self.evaluation_report(actor, year)?, which);
        let writer = &self.ports().table_writer;
        writer.write_table(&table).map_err(AppError::fault)
    }
}

fn table(report: &EvaluationReport, which: ReportTable) -> Table {
    let rows = match which {
        ReportTable::Figures => report.figures.iter().map(|one| figure_row(report, one)).collect(),
        ReportTable::Evaluations => report.evaluations.iter().map(evaluation_row).collect(),
        ReportTable::Findings => report
            .findings
            .iter()
            .map(|one| finding_row(report, one))
            .collect(),
    };
    let note = format!("截至 {}", report.as_of);
    Table::new(
        format!("{} 年度{}", report.year, which.name()),
        which.columns(),
        rows,
    )
    .noted([note])
}

fn count(count: u64) -> Cell {
    Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn length<T>(all: &[T]) -> Cell {
    Cell::Integer(i64::try_from(all.len()).unwrap_or(i64::MAX))
}

/// A figure with the sentence that tells it.
fn figure_row(report: &EvaluationReport, figure: &ReportFigure) -> Vec<Cell> {
    let mut sentences = report.sentences.iter();
    let told = sentences.find(|sentence| sentence.figures.contains(&figure.code));
    let (value, part, whole) = match figure.value {
        FigureValue::Count(number) => (count(number), Cell::Blank, Cell::Blank),
        FigureValue::Money(amount) => (Cell::Money(amount), Cell::Blank, Cell::Blank),
        FigureValue::Rate { part, whole } => (Cell::text(shown(figure)), count(part), count(whole)),
    };
    vec![
        Cell::text(told.map(|told| told.text.clone()).unwrap_or_default()),
        Cell::text(figure.name.clone()),
        value,
        Cell::text(figure.unit),
        part,
        whole,
        Cell::text(figure.counted.clone()),
        length(&figure.records),
    ]
}

fn evaluation_row(one: &ReportedEvaluation) -> Vec<Cell> {
    vec![
        Cell::text(one.kind_name.clone()),
        Cell::text(one.title.clone()),
        Cell::text(one.unit.clone()),
        Cell::text(one.department.clone()),
        one.money.map_or(Cell::Blank, Cell::Money),
        one.self_total.map_or(Cell::Blank, Cell::Score),
        one.total.map_or(Cell::Blank, Cell::Score),
        Cell::text(one.grade.clone().unwrap_or_default()),
        Cell::text(one.state.name()),
        length(&one.findings),
    ]
}

fn finding_row(report: &EvaluationReport, one: &ReportedFinding) -> Vec<Cell> {
    let mut evaluations = report.evaluations.iter();
    let evaluation = evaluations.find(|evaluation| evaluation.id == one.evaluation);
    vec![
        Cell::text(one.number.clone()),
        Cell::text(evaluation.map(|one| one.title.clone()).unwrap_or_default()),
        Cell::text(one.unit.clone()),
        Cell::text(one.place.clone()),
        Cell::text(one.words.clone()),
        one.amount.map_or(Cell::Blank, Cell::Money),
        Cell::text(one.evidence.clone()),
        Cell::text(one.state),
    ]
}
