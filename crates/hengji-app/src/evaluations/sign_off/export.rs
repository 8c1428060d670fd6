//! 导出 (export): the points of every edition as a workbook.

use hengji_authz::Action;
use hengji_domain::Score;
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;

use super::view::{PointView, SheetView};
use crate::app::App;
use crate::error::AppError;
use crate::ports::{Cell, Table};

const COLUMNS: [(&str, u16); 15] = [
    ("签证单", 10),
    ("状态", 12),
    ("序号", 8),
    ("指标", 30),
    ("分值", 8),
    ("自评分", 10),
    ("复核分", 10),
    ("签定分", 10),
    ("改分理由、发现的问题", 44),
    ("部门意见", 10),
    ("异议理由", 40),
    ("佐证", 30),
    ("复查结果", 10),
    ("复查意见", 40),
    ("复查人", 16),
];

impl App {
    /// Every edition of an evaluation's sheet. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for strangers; [`AppError::Forbidden`].
    pub fn export_sign_off(&self, actor: &Actor, id: EvaluationId) -> Result<Vec<u8>, AppError> {
        let page = self.sign_off_page(actor, id)?;
        let sheets = page.sheet.iter().chain(&page.earlier);
        let rows = sheets.flat_map(|sheet| sheet.points.iter().map(move |point| cells(sheet, point)));
        let note = format!("{}:{}({})", page.kind, page.title, page.department_name);
        let title = format!("{}签证单", page.title);
        let table = Table::new(title, &COLUMNS, rows.collect()).noted([note]);
        self.leave_house(actor, Action::ExportEvaluations, Some(page.year), table)
    }
}

fn cells(sheet: &SheetView, point: &PointView) -> Vec<Cell> {
    let score = |score: Option<Score>| score.map_or(Cell::Blank, Cell::Score);
    let (verdict, words, evidence) = point
        .answer
        .clone()
        .map_or_else(Default::default, |(verdict, words, evidence)| {
            (verdict.name().to_owned(), words, evidence)
        });
    let (outcome, look, looker) = point
        .second
        .clone()
        .map_or_else(Default::default, |(outcome, words, hand)| {
            (outcome.name().to_owned(), words, hand.name)
        });
    vec![
        Cell::text(format!("第 {} 份", sheet.edition)),
        Cell::text(sheet.state.name()),
        Cell::Integer(point.number.into()),
        Cell::text(if point.name.is_empty() {
            "其他问题".to_owned()
        } else {
            point.name.clone()
        }),
        point
            .weight
            .map_or(Cell::Blank, |weight| Cell::text(weight.to_string())),
        score(point.own),
        score(point.verified),
        score(point.signed),
        Cell::text(point.words.clone()),
        Cell::text(verdict),
        Cell::text(words),
        Cell::text(evidence),
        Cell::text(outcome),
        Cell::text(look),
        Cell::text(looker),
    ]
}
