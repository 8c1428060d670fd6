//! 导出 (export): the list exactly as filtered, and the score sheet of one evaluation with its arithmetic.

use hengji_authz::Action;
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::sign_off::SignOffState;
use hengji_domain::{BudgetYear, Score};

use super::list::EvaluationQuery;
use super::view::{EvaluationRow, ItemView, PartView, ScoreView};
use crate::app::App;
use crate::error::AppError;
use crate::exports::whole_list;
use crate::ports::{Cell, Table};

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
        let rows = whole_list(|page| {
            let part = EvaluationQuery {
                page,
                ..query.clone()
            };
            Ok(self.evaluations(actor, year, &part)?.page)
        })?;
        let rows = rows.iter().map(list_cells).collect();
        let table = Table::new(format!("{year} 年度绩效评价清单"), &LIST, rows);
        self.leave_house(actor, Action::ExportEvaluations, Some(year), table)
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
        let table = Table::new(page.title, &SHEET, rows).noted(notes);
        self.leave_house(actor, Action::ExportEvaluations, Some(page.year), table)
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
