//! Lists of the review as workbooks: the agenda, the progress, the goals of a slot, the opinions of a year.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::id::ReviewSlotId;
use hengji_domain::person::Actor;

use super::view::{ConsistencyPage, ReviewProgress, SessionsPage, SlotPage};
use crate::app::App;
use crate::error::AppError;
use crate::ports::{Cell, Table};

/// Which list leaves the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewExport {
    /// 议程.
    Agenda,
    /// 进度.
    Progress,
    /// 一致性.
    Consistency,
    /// 一场的项目.
    Slot(ReviewSlotId),
}

impl App {
    /// A list of the review as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// As for the page that shows the list.
    pub fn export_review(
        &self,
        actor: &Actor,
        year: BudgetYear,
        list: ReviewExport,
    ) -> Result<Vec<u8>, AppError> {
        let mut table = match list {
            ReviewExport::Agenda => agenda(&self.review_sessions(actor, year)?),
            ReviewExport::Progress => progress(&self.review_sessions(actor, year)?.progress),
            ReviewExport::Consistency => consistency(&self.review_consistency(actor, year)?),
            ReviewExport::Slot(slot) => goals(&self.review_slot(actor, slot)?),
        };
        table.title = format!("{year} 年度{}", table.title);
        self.leave_house(actor, Action::ExportReview, Some(year), table)
    }
}

fn count(number: u32) -> Cell {
    Cell::Integer(i64::from(number))
}

/// A rate as people read it.
fn percent(bp: Option<i64>) -> Cell {
    bp.map_or(Cell::Blank, |bp| {
        Cell::text(format!("{}.{:02}%", bp / 100, (bp % 100).abs()))
    })
}

fn minute(at: hengji_domain::Timestamp) -> Cell {
    let text = at.to_string();
    Cell::text(text.get(..16).unwrap_or(&text))
}

fn agenda(page: &SessionsPage) -> Table {
    let rows = page.sessions.iter().flat_map(|session| {
        session.slots.iter().map(|slot| {
            vec![
                Cell::text(session.name.clone()),
                Cell::text(session.place.clone()),
                Cell::text(slot.department_name.clone()),
                Cell::text(slot.room.clone()),
                minute(slot.from),
                minute(slot.to),
                Cell::text(slot.reviewers.join("、")),
                Cell::text(slot.minutes.name()),
            ]
        })
    });
    let columns = [
        ("会议", 24),
        ("地点", 24),
        ("部门", 24),
        ("会议室", 16),
        ("开始", 18),
        ("结束", 18),
        ("审核人", 30),
        ("纪要", 14),
    ];
    Table::new("集中审核议程", &columns, rows.collect())
}

fn progress(progress: &ReviewProgress) -> Table {
    let rows = progress.departments.iter().map(|one| {
        let counts = &one.counts;
        vec![
            Cell::text(one.name.clone()),
            count(counts.goals),
            count(counts.passed),
            count(counts.returned),
            count(counts.lines),
            count(counts.lines_seen),
            count(counts.lines_to_mend),
            percent(counts.rate_before_bp()),
            percent(counts.rate_after_bp()),
            Cell::text(if one.is_done { "已完成" } else { "未完成" }),
            Cell::text(one.minutes.name()),
        ]
    });
    let columns = [
        ("部门", 28),
        ("已报目标", 10),
        ("通过", 8),
        ("退回", 8),
        ("指标行", 8),
        ("已表态", 8),
        ("要求修改", 10),
        ("审核前量化率", 14),
        ("现量化率", 12),
        ("部门进度", 10),
        ("纪要", 14),
    ];
    Table::new("集中审核进度", &columns, rows.collect())
}

fn consistency(page: &ConsistencyPage) -> Table {
    let rows = page.reviewers.iter().map(|one| {
        let (points, interval) = match &one.severity {
            Ok(found) => (
                found.points.clone(),
                found
                    .interval
                    .as_ref()
                    .map_or_else(String::new, |(low, high)| format!("{low} 至 {high}")),
            ),
            Err(why) => ((*why).to_owned(), String::new()),
        };
        vec![
            Cell::text(one.name.clone()),
            count(one.lines),
            count(one.to_mend),
            percent(one.rate_bp),
            Cell::text(points),
            Cell::text(interval),
        ]
    });
    let columns = [
        ("审核人", 20),
        ("表态行数", 10),
        ("要求修改", 10),
        ("修改率", 10),
        ("偏严(百分点)", 30),
        ("区间", 20),
    ];
    let note = "偏严为正,按共同审核的指标比较;样本少时区间很宽,不宜用于评价个人。".to_owned();
    Table::new("集中审核一致性", &columns, rows.collect()).noted([note])
}

fn goals(page: &SlotPage) -> Table {
    let rows = page.goals.iter().map(|goal| {
        vec![
            Cell::text(goal.code.clone()),
            Cell::text(goal.project_name.clone()),
            Cell::text(goal.unit_name.clone()),
            Cell::Money(goal.total),
            Cell::text(goal.state.name.clone()),
            Cell::Integer(i64::from(goal.edition)),
            count(goal.accepted),
            count(goal.to_mend),
            goal.points.map_or(Cell::Blank, Cell::Score),
            Cell::text(goal.grade.clone().unwrap_or_default()),
            Cell::text(goal.outcome.map_or("未定", |(outcome, _)| outcome.name())),
        ]
    });
    let columns = [
        ("项目代码", 24),
        ("项目名称", 40),
        ("实施单位", 24),
        ("资金总额(万元)", 16),
        ("状态", 16),
        ("版次", 8),
        ("认可", 8),
        ("要求修改", 10),
        ("审核得分", 10),
        ("等级", 8),
        ("结果", 12),
    ];
    let note = "金额单位:万元".to_owned();
    Table::new(
        format!("集中审核项目({})", page.slot.department_name),
        &columns,
        rows.collect(),
    )
    .noted([note])
}
