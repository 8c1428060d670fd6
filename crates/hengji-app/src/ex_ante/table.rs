//! 导出 (export): the list as filtered, the scores of one evaluation and the preconditions of a year as workbooks.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::id::SheetId;
use hengji_domain::person::Actor;

use super::list::{ExAnteQuery, chosen};
use super::view::ExAnteRow;
use crate::app::App;
use crate::error::AppError;
use crate::ports::{Cell, Table};

impl App {
    /// The list exactly as filtered. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn export_ex_ante_list(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &ExAnteQuery,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportExAnteEvaluations)?;
        let rules = self.rules(actor.division, year).ex_ante()?;
        let rows = chosen(self.ex_ante_rows(actor, year, &rules)?, &rules, query);
        let note = format!("金额单位:万元;共 {} 项", rows.len());
        let rows = rows.iter().map(list_row).collect();
        let table = Table::new(format!("{year} 年度事前绩效评估名单"), &LIST, rows).noted([note]);
        self.leave_house(actor, Action::ExportExAnteEvaluations, Some(year), table)
    }

    /// The scores of one evaluation, once their seal is broken.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `scores-sealed`; [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn export_ex_ante_scores(&self, actor: &Actor, id: SheetId) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportExAnteEvaluations)?;
        let page = self.ex_ante_page(actor, id)?;
        let matrix = page.matrix.ok_or_else(|| {
            AppError::refused(
                "scores-sealed",
                "专家评分尚在密封,或不在您的查看范围内,不能导出。",
            )
        })?;
        let rounds = matrix.totals.iter().flat_map(|total| {
            let round = |round| format!("{} {round}", total.name);
            [round("独立评分"), round("讨论后")]
        });
        let rounds: Vec<String> = rounds.collect();
        let mut columns = vec![("评估内容", 18), ("评估要点", 18), ("评分项", 40), ("分值", 8)];
        columns.extend(rounds.iter().map(|round| (round.as_str(), 18)));
        columns.extend([("平均", 10), ("相差", 10)]);
        let rows = matrix
            .rows
            .iter()
            .map(|row| {
                let mut cells = vec![
                    Cell::text(row.content.clone()),
                    Cell::text(row.section.clone()),
                    Cell::text(row.item.clone()),
                    Cell::Score(row.points.full_score()),
                ];
                for given in &row.scores {
                    let given = given.as_ref();
                    cells.push(given.map_or(Cell::Blank, |one| Cell::Score(one.independent)));
                    cells.push(given.and_then(|one| one.revised).map_or(Cell::Blank, Cell::Score));
                }
                let summary = row.summary;
                cells.push(summary.map_or(Cell::Blank, |one| Cell::Score(one.mean)));
                cells.push(summary.map_or(Cell::Blank, |one| Cell::Score(one.spread())));
                cells
            })
            .collect();
        let title = format!("{}事前绩效评估专家评分", page.row.name);
        let table = Table::new(title, &columns, rows);
        self.leave_house_about(actor, Action::ExportExAnteEvaluations, ("sheet", id), table)
    }
}

const LIST: [(&str, u16); 15] = [
    ("项目代码", 24),
    ("项目名称", 40),
    ("实施单位", 24),
    ("主管部门", 24),
    ("对象", 8),
    ("类别", 16),
    ("牵头单位", 24),
    ("纳入理由", 50),
    ("状态", 20),
    ("报告", 16),
    ("申请(万元)", 14),
    ("得分", 10),
    ("结论", 18),
    ("核定(万元)", 14),
    ("评减(万元)", 14),
];

fn list_row(row: &ExAnteRow) -> Vec<Cell> {
    vec![
        Cell::text(row.code.clone()),
        Cell::text(row.name.clone()),
        Cell::text(row.unit_name.clone()),
        Cell::text(row.department_name.clone()),
        Cell::text(row.kind.name()),
        Cell::text(row.category.clone()),
        Cell::text(row.lead_name.clone()),
        Cell::text(row.reasons.join(";")),
        Cell::text(row.state.name.clone()),
        Cell::text(row.report.name()),
        Cell::Money(row.asked.unwrap_or(row.total)),
        row.score.map_or(Cell::Blank, Cell::Score),
        Cell::text(row.conclusion.clone().unwrap_or_default()),
        row.granted.map_or(Cell::Blank, Cell::Money),
        row.cut.map_or(Cell::Blank, Cell::Money),
    ]
}
