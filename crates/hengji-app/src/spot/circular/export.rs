//! 导出 (export): the ranking as filtered and sorted, or the list of projects.

use hengji_authz::Action;
use hengji_domain::Money;
use hengji_domain::id::SpotRoundId;
use hengji_domain::person::Actor;

use super::content::{ContentDepartment, ContentProject, score};
use super::page::CircularQuery;
use super::view::CircularShown;
use crate::app::App;
use crate::error::AppError;
use crate::ports::{Cell, Table};

/// Which table of a circular.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CircularTable {
    /// 部门排名.
    Ranking,
    /// 抽评项目清单.
    Projects,
    /// 共性问题.
    Causes,
}

impl CircularTable {
    /// Every table.
    pub const ALL: [Self; 3] = [Self::Ranking, Self::Projects, Self::Causes];

    /// The stable identifier in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ranking => "ranking",
            Self::Projects => "projects",
            Self::Causes => "causes",
        }
    }

    /// The table with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ranking => "部门排名",
            Self::Projects => "抽评项目清单",
            Self::Causes => "共性问题",
        }
    }

    const fn columns(self) -> &'static [(&'static str, u16)] {
        match self {
            Self::Ranking => &[
                ("名次", 8),
                ("主管部门", 32),
                ("抽评项目", 10),
                ("有结论", 10),
                ("抽评金额(万元)", 16),
                ("自评平均", 10),
                ("复核平均", 10),
                ("自评虚高", 10),
                ("抽评平均分", 12),
                ("点名", 8),
            ],
            Self::Projects => &[
                ("序号", 8),
                ("项目代码", 24),
                ("项目", 40),
                ("主管部门", 28),
                ("实施单位", 28),
                ("金额(万元)", 14),
                ("自评得分", 10),
                ("复核得分", 10),
                ("自评质量", 10),
                ("抽评得分", 10),
                ("等级", 8),
                ("办理情况", 14),
            ],
            Self::Causes => &[("问题根源", 32), ("问题", 10), ("涉及项目", 10)],
        }
    }
}

impl App {
    /// A table of a circular as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// As for [`App::circular`]; [`AppError::NotFound`] where there is no circular.
    pub fn export_circular(
        &self,
        actor: &Actor,
        round: SpotRoundId,
        query: &CircularQuery,
        which: CircularTable,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportCircular)?;
        let page = self.circular(actor, round, query)?;
        let shown = page.shown.ok_or(AppError::NotFound)?;
        let notes = [
            format!(
                "第 {} 版,{},数据截至 {}",
                shown.brief.edition,
                shown.brief.state.name(),
                shown.content.as_of
            ),
            format!("数据摘要(SHA-256):{}", shown.content_sha256),
        ];
        let title = format!("{}通报:{}", page.title, which.name());
        let table = Table::new(title, which.columns(), rows(&shown, which)).noted(notes);
        let about = ("circular", shown.brief.id);
        self.leave_house_about(actor, Action::ExportCircular, about, table)
    }
}

fn rows(shown: &CircularShown, which: CircularTable) -> Vec<Vec<Cell>> {
    match which {
        CircularTable::Ranking => shown.departments.iter().map(department).collect(),
        CircularTable::Projects => shown.content.projects.iter().zip(1..).map(project).collect(),
        CircularTable::Causes => shown
            .content
            .causes
            .iter()
            .map(|one| {
                vec![
                    Cell::text(one.name.clone()),
                    count(one.findings),
                    count(one.projects),
                ]
            })
            .collect(),
    }
}

fn count(number: u64) -> Cell {
    Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

fn points(centi: Option<i32>) -> Cell {
    score(centi).map_or(Cell::Blank, Cell::Score)
}

fn department(one: &ContentDepartment) -> Vec<Cell> {
    let inflation = one.own_centi.zip(one.verified_centi);
    vec![
        one.place.map_or(Cell::Blank, |place| Cell::Integer(place.into())),
        Cell::text(one.name.clone()),
        count(one.drawn),
        count(one.concluded),
        Cell::Money(Money::from_fen(one.amount_fen)),
        points(one.own_centi),
        points(one.verified_centi),
        points(inflation.map(|(own, verified)| own - verified)),
        points(one.mean_centi),
        Cell::text(one.mention.clone()),
    ]
}

fn project((one, number): (&ContentProject, i64)) -> Vec<Cell> {
    vec![
        Cell::Integer(number),
        Cell::text(one.code.clone()),
        Cell::text(one.name.clone()),
        Cell::text(one.department.clone()),
        Cell::text(one.unit.clone()),
        Cell::Money(Money::from_fen(one.amount_fen)),
        points(one.own_centi),
        points(one.verified_centi),
        points(one.quality_centi),
        points(one.total_centi),
        Cell::text(one.grade.clone()),
        Cell::text(one.state.clone()),
    ]
}
