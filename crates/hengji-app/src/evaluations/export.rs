//! 导出 (export): the list exactly as filtered, and the score sheet of one evaluation with its arithmetic.

use hengji_authz::{Action, Resource};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::sign_off::SignOffState;
use hengji_domain::{BudgetYear, Score};

use super::list::EvaluationQuery;
use super::view::{EvaluationRow, ItemView, PartView, ScoreView};
use crate::app::{App, NoRequest};
use crate::common::PageRequest;
use crate::error::AppError;
use crate::ports::{Cell, Column, Table};

/// Most rows of one workbook: who has more has another file.
const ROWS_MAX: usize = 50_000;

const LIST: [(&str, u16); 10] = [
    ("评价种类", 24),
    ("评价对象", 40),
    ("单位", 24),
    ("主管部门", 24),
    ("进展", 14),
    ("自评截止", 14),
    ("自评得分", 12),
    ("评价得分", 12),
    ("等级", 8),
    ("签证单", 14),
];

const SHEET: [(&str, u16); 10] = [
    ("一级", 18),
    ("中间各级", 24),
    ("指标", 28),
    ("分值", 8),
    ("评分方法", 12),
    ("自评得分", 10),
    ("自评依据", 40),
    ("复核得分", 10),
    ("复核计算过程", 50),
    ("复核依据", 40),
];

impl App {
    /// The filtered list as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::Refused`] `export-too-large`.
    pub fn export_evaluations(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &EvaluationQuery,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportEvaluations)?;
        let mut rows = Vec::new();
        let mut page = PageRequest::new(1, 100);
        loop {
            let part = EvaluationQuery {
                page,
                ..query.clone()
            };
            let list = self.evaluations(actor, year, &part)?;
            rows.extend(list.page.rows.iter().map(list_cells));
            if ROWS_MAX < rows.len() {
                let told = format!("筛选结果超过 {ROWS_MAX} 行,请缩小筛选范围后再导出。");
                return Err(AppError::refused("export-too-large", told));
            }
            if list.page.pages() <= u64::from(page.page) {
                break;
            }
            page = PageRequest::new(page.page.saturating_add(1), page.page_size);
        }
        let notes = vec![format!("导出时间:{}", self.now())];
        self.leave_house(
            actor,
            year,
            table(format!("{year} 年度绩效评价清单"), notes, &LIST, rows),
        )
    }

    /// The score sheet of one evaluation as an xlsx file.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for strangers; [`AppError::Forbidden`].
    pub fn export_evaluation(&self, actor: &Actor, id: EvaluationId) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportEvaluations)?;
        let page = self.evaluation(actor, id)?;
        let rows: Vec<Vec<Cell>> = page
            .parts
            .iter()
            .flat_map(|part| part.items.iter().map(move |item| sheet_cells(part, item)))
            .collect();
        let mut notes = vec![format!("{}:{};{}", page.kind, page.framework, page.state.name())];
        notes.extend(page.total_steps.iter().cloned());
        notes.push(format!("导出时间:{}", self.now()));
        self.leave_house(actor, page.year, table(page.title, notes, &SHEET, rows))
    }

    pub(crate) fn leave_house(
        &self,
        actor: &Actor,
        year: BudgetYear,
        mut table: Table,
    ) -> Result<Vec<u8>, AppError> {
        if let Some(mark) = self.watermark(actor)? {
            table.notes.push(format!("水印:{mark}"));
        }
        let written = self.ports().table_writer.write_table(&table);
        let bytes = written.map_err(AppError::fault)?;
        self.act(
            actor,
            Action::ExportEvaluations,
            &NoRequest,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                tx.detail("title", &table.title);
                tx.detail("rows", table.rows.len());
                tx.detail("year", year);
                Ok(())
            },
        )?;
        Ok(bytes)
    }
}

pub(crate) fn table(
    title: String,
    notes: Vec<String>,
    columns: &[(&str, u16)],
    rows: Vec<Vec<Cell>>,
) -> Table {
    let column = |(name, width): &(&str, u16)| Column {
        name: (*name).to_owned(),
        width: *width,
    };
    Table {
        title,
        notes,
        columns: columns.iter().map(column).collect(),
        rows,
    }
}

fn points(score: Option<Score>) -> Cell {
    score.map_or(Cell::Blank, |score| Cell::text(score.to_string()))
}

fn list_cells(row: &EvaluationRow) -> Vec<Cell> {
    vec![
        Cell::text(row.kind.clone()),
        Cell::text(row.title.clone()),
        Cell::text(row.unit_name.clone()),
        Cell::text(row.department_name.clone()),
        Cell::text(row.state.name()),
        Cell::text(row.self_due_on.map(|day| day.to_string()).unwrap_or_default()),
        points(row.self_total),
        points(row.total),
        Cell::text(row.grade.clone().unwrap_or_default()),
        Cell::text(row.sign_off.map(SignOffState::name).unwrap_or_default()),
    ]
}

fn sheet_cells(part: &PartView, item: &ItemView) -> Vec<Cell> {
    let own = item.self_score.as_ref();
    let evidence = |all: &[ScoreView]| -> String {
        let all = all
            .iter()
            .map(|one| one.evidence.as_str())
            .filter(|text| !text.is_empty());
        all.collect::<Vec<_>>().join("\n")
    };
    let steps: Vec<&str> = item
        .scores
        .iter()
        .flat_map(|one| one.steps.iter().map(String::as_str))
        .collect();
    vec![
        Cell::text(part.name.clone()),
        Cell::text(item.path.join(" / ")),
        Cell::text(item.name.clone()),
        Cell::text(item.weight.to_string()),
        Cell::text(item.method.name()),
        points(own.map(|one| one.score).or(item.own)),
        Cell::text(own.map(|one| one.evidence.clone()).unwrap_or_default()),
        points(item.verified()),
        Cell::text(steps.join("\n")),
        Cell::text(evidence(&item.scores)),
    ]
}

impl ItemView {
    /// The bureau's score: the one there is, or the mean of the independent scorers.
    pub fn verified(&self) -> Option<Score> {
        let all: Vec<Score> = self.scores.iter().map(|one| one.score).collect();
        hengji_scoring::evaluation::mean_of_scorers(&all)
    }
}
