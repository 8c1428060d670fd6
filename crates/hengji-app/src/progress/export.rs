//! 导出 (export) of the dashboard: its figures, its stages or its departments as a workbook.

use hengji_authz::Action;
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Money};

use super::view::{DepartmentYear, FigureValue, StageProgress, YearFigure, YearProgress};
use crate::app::App;
use crate::error::AppError;
use crate::ports::{Cell, Table};

/// Which table of the dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgressTable {
    /// 各环节.
    Stages,
    /// 各主管部门.
    Departments,
    /// 年度数据.
    Figures,
}

impl ProgressTable {
    /// Every table.
    pub const ALL: [Self; 3] = [Self::Stages, Self::Departments, Self::Figures];

    /// The stable identifier in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Stages => "stages",
            Self::Departments => "departments",
            Self::Figures => "figures",
        }
    }

    /// The table with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stages => "各环节进度",
            Self::Departments => "各主管部门进度",
            Self::Figures => "年度数据",
        }
    }

    const fn columns(self) -> &'static [(&'static str, u16)] {
        match self {
            Self::Stages => &[
                ("阶段", 12),
                ("环节", 28),
                ("完成", 10),
                ("应办", 10),
                ("逾期", 10),
                ("期限", 14),
                ("分布", 60),
                ("金额(万元)", 60),
                ("怎样计数", 60),
            ],
            Self::Departments => &[
                ("主管部门", 32),
                ("项目数", 10),
                ("年初预算(万元)", 18),
                ("目标已批复", 12),
                ("红灯", 8),
                ("黄灯", 8),
                ("绿灯", 8),
                ("蓝灯", 8),
                ("无灯", 8),
                ("监控预算(万元)", 18),
                ("累计执行(万元)", 18),
                ("自评已审定", 12),
                ("逾期", 8),
                ("决定压减(万元)", 18),
            ],
            Self::Figures => &[
                ("指标", 32),
                ("数值", 16),
                ("单位", 10),
                ("分子", 10),
                ("分母", 10),
                ("怎样计数", 60),
            ],
        }
    }
}

impl App {
    /// A table of the dashboard as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// As for [`App::year_progress`].
    pub fn export_year_progress(
        &self,
        actor: &Actor,
        year: BudgetYear,
        which: ProgressTable,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportYearProgress)?;
        let table = table(&self.year_progress(actor, year)?, which);
        self.leave_house(actor, Action::ExportYearProgress, Some(year), table)
    }
}

fn table(progress: &YearProgress, which: ProgressTable) -> Table {
    let rows = match which {
        ProgressTable::Stages => progress.stages.iter().map(stage_row).collect(),
        ProgressTable::Departments => progress.departments.iter().map(department_row).collect(),
        ProgressTable::Figures => progress.figures.iter().map(figure_row).collect(),
    };
    let note = format!("截至 {}", progress.as_of);
    Table::new(
        format!("{} 年度{}", progress.year, which.name()),
        which.columns(),
        rows,
    )
    .noted([note])
}

fn count(count: u64) -> Cell {
    Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn stage_row(stage: &StageProgress) -> Vec<Cell> {
    let parts: Vec<String> = stage
        .parts
        .iter()
        .map(|part| format!("{} {}", part.name, part.count))
        .collect();
    let amounts: Vec<String> = stage
        .money
        .iter()
        .map(|one| format!("{} {}", one.name, in_wan(one.amount)))
        .collect();
    vec![
        Cell::text(stage.phase),
        Cell::text(stage.name.clone()),
        count(stage.done),
        count(stage.total),
        count(stage.late),
        stage.due_on.map_or(Cell::Blank, Cell::Date),
        Cell::text(parts.join(";")),
        Cell::text(amounts.join(";")),
        Cell::text(stage.counted.clone()),
    ]
}

fn in_wan(amount: Money) -> String {
    amount
        .in_unit(hengji_domain::money::MoneyUnit::TenThousandYuan)
        .to_string()
}

fn department_row(one: &DepartmentYear) -> Vec<Cell> {
    let lights = &one.lights;
    vec![
        Cell::text(one.name.clone()),
        count(one.projects),
        Cell::Money(one.total),
        count(one.issued),
        count(lights.red),
        count(lights.yellow),
        count(lights.green),
        count(lights.blue),
        count(lights.unlit),
        Cell::Money(lights.budget),
        Cell::Money(lights.executed),
        count(one.evaluated),
        count(one.late),
        Cell::Money(one.cut),
    ]
}

fn figure_row(figure: &YearFigure) -> Vec<Cell> {
    let (value, part, whole) = match figure.value {
        FigureValue::Count(number) => (count(number), Cell::Blank, Cell::Blank),
        FigureValue::Money(amount) => (Cell::Money(amount), Cell::Blank, Cell::Blank),
        FigureValue::Rate { part, whole } => {
            let bp = figure.value.basis_points();
            let text = bp.map_or_else(String::new, |bp| format!("{}.{:02}", bp / 100, bp % 100));
            (Cell::text(text), count(part), count(whole))
        }
    };
    vec![
        Cell::text(figure.name.clone()),
        value,
        Cell::text(figure.unit),
        part,
        whole,
        Cell::text(figure.counted.clone()),
    ]
}
