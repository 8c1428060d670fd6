//! 导出 (export): the list exactly as filtered; of one file its evidence, its records and the exchange of views.

use hengji_authz::Action;
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Score};

use super::list::CaseFileQuery;
use super::view::{CaseFileRow, EvidenceView, PointView, RecordView};
use crate::app::App;
use crate::error::AppError;
use crate::exports::whole_list;
use crate::ports::{Cell, Table};

const LIST: [(&str, u16); 12] = [
    ("评价种类", 16),
    ("评价对象", 40),
    ("单位", 24),
    ("主管部门", 24),
    ("工作方案", 14),
    ("报告阶段", 14),
    ("涉及资金(万元)", 16),
    ("受托机构", 20),
    ("问题数", 8),
    ("答复期限", 14),
    ("评价得分", 10),
    ("等级", 8),
];

const EVIDENCE: [(&str, u16); 8] = [
    ("部分", 12),
    ("指标", 28),
    ("应有佐证", 32),
    ("文件", 32),
    ("页码", 12),
    ("说明", 32),
    ("上传", 28),
    ("校验值(SHA-256)", 68),
];

const RECORDS: [(&str, u16); 6] = [
    ("日期", 12),
    ("地点", 24),
    ("参加人员", 28),
    ("现场情况", 60),
    ("对应指标", 32),
    ("登记", 28),
];

const POINTS: [(&str, u16); 8] = [
    ("序号", 6),
    ("类别", 8),
    ("对象", 32),
    ("内容", 48),
    ("单位答复", 10),
    ("意见", 48),
    ("处理", 10),
    ("理由", 48),
];

/// Which table of a case file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseTable {
    /// 佐证目录.
    Evidence,
    /// 现场记录.
    Records,
    /// 交换意见.
    Points,
}

impl App {
    /// The filtered list as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::Refused`] `export-too-large`.
    pub fn export_case_files(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &CaseFileQuery,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportEvaluations)?;
        let mut totals = None;
        let rows = whole_list(|page| {
            let part = CaseFileQuery {
                page,
                ..query.clone()
            };
            let list = self.case_files(actor, year, &part)?;
            totals = Some(list.totals);
            Ok(list.page)
        })?;
        let rows = rows.iter().map(list_cells).collect();
        let note = totals.map(|totals| {
            format!(
                "共 {} 个评价,涉及资金 {} 万元,发现问题 {} 个",
                totals.evaluations, totals.funds, totals.findings
            )
        });
        let table = Table::new(format!("{year} 年度评价档案"), &LIST, rows).noted(note);
        self.leave_house(actor, Action::ExportEvaluations, Some(year), table)
    }

    /// One table of a case file as an xlsx file.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for strangers, and for the unit before it is asked; [`AppError::Forbidden`].
    pub fn export_case_file(
        &self,
        actor: &Actor,
        id: EvaluationId,
        which: CaseTable,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportEvaluations)?;
        let table = match which {
            CaseTable::Points => {
                let page = self.case_exchange(actor, id)?;
                let rows = page.points.iter().map(point_cells).collect();
                Table::new(format!("{}交换意见表", page.title), &POINTS, rows)
            }
            CaseTable::Records => {
                let page = self.case_file(actor, id)?;
                let rows = page.records.iter().map(record_cells).collect();
                Table::new(format!("{}现场记录", page.title), &RECORDS, rows)
            }
            CaseTable::Evidence => {
                let page = self.case_file(actor, id)?;
                let of_items = page.items.iter().flat_map(|item| {
                    let of = [item.part.clone(), item.name.clone(), item.asked.clone()];
                    item.files
                        .iter()
                        .map(move |file| evidence_cells(of.clone(), file))
                });
                let whole = page.whole.iter().map(|file| {
                    let of = ["整体".to_owned(), String::new(), String::new()];
                    evidence_cells(of, file)
                });
                let rows = of_items.chain(whole).collect();
                Table::new(format!("{}佐证目录", page.title), &EVIDENCE, rows)
            }
        };
        let year = self.current_year()?;
        self.leave_house(actor, Action::ExportEvaluations, Some(year), table)
    }
}

fn points(score: Option<Score>) -> Cell {
    score.map_or(Cell::Blank, |score| Cell::text(score.to_string()))
}

fn list_cells(row: &CaseFileRow) -> Vec<Cell> {
    vec![
        Cell::text(row.kind.clone()),
        Cell::text(row.title.clone()),
        Cell::text(row.unit_name.clone()),
        Cell::text(row.department_name.clone()),
        Cell::text(row.plan.name()),
        Cell::text(row.stage.name()),
        row.funds.map_or(Cell::Blank, Cell::Money),
        Cell::text(row.institution.clone()),
        Cell::Integer(i64::try_from(row.findings).unwrap_or(i64::MAX)),
        Cell::text(row.due_on.map(|day| day.to_string()).unwrap_or_default()),
        points(row.total),
        Cell::text(row.grade.clone().unwrap_or_default()),
    ]
}

fn evidence_cells([part, item, asked]: [String; 3], file: &EvidenceView) -> Vec<Cell> {
    vec![
        Cell::text(part),
        Cell::text(item),
        Cell::text(asked),
        Cell::text(file.name.clone()),
        Cell::text(file.page.clone()),
        Cell::text(file.note.clone()),
        Cell::text(format!("{} {}", file.kept.name, file.kept.at)),
        Cell::text(file.sha256.clone()),
    ]
}

fn record_cells(record: &RecordView) -> Vec<Cell> {
    let mark = record.withdrawn.as_ref().map_or("", |_| "(已撤下)");
    vec![
        Cell::text(record.seen_on.to_string()),
        Cell::text(record.place.clone()),
        Cell::text(record.present.clone()),
        Cell::text(format!("{}{mark}", record.situation)),
        Cell::text(record.items.join("、")),
        Cell::text(format!("{} {}", record.kept.name, record.kept.at)),
    ]
}

fn point_cells(point: &PointView) -> Vec<Cell> {
    vec![
        Cell::Integer(point.position.into()),
        Cell::text(point.sort),
        Cell::text(point.place.clone()),
        Cell::text(point.words.clone()),
        Cell::text(point.answer.map(|one| one.name()).unwrap_or_default()),
        Cell::text(point.opinion.clone()),
        Cell::text(point.outcome.map(|one| one.name()).unwrap_or_default()),
        Cell::text(point.reason.clone()),
    ]
}
