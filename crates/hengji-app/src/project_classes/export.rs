//! 导出目录 (export): exactly what is filtered, as a workbook.

use hengji_authz::{Action, Resource};
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;
use hengji_domain::project_class::ProjectClass;
use hengji_store::{Page, project_classes};

use super::basis::Basis;
use super::list::{ClassQuery, pick, row, visible};
use super::view::ClassRow;
use crate::app::{App, NoRequest};
use crate::error::AppError;
use crate::ports::{Cell, Column, Table};

/// Most rows of one workbook.
const ROWS_MAX: u32 = 200_000;

impl App {
    /// The filtered catalogue as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::NotFound`] where there is no catalogue; `export-too-large`.
    pub fn export_class_catalogue(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &ClassQuery,
    ) -> Result<Vec<u8>, AppError> {
        let table = self.class_table(actor, year, query)?;
        let rows = table.rows.len();
        let bytes = self
            .ports()
            .table_writer
            .write_table(&table)
            .map_err(AppError::fault)?;
        self.act(
            actor,
            Action::ExportClassCatalogue,
            &NoRequest,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                tx.detail("rows", rows);
                tx.detail("year", year);
                Ok(())
            },
        )?;
        Ok(bytes)
    }

    fn class_table(&self, actor: &Actor, year: BudgetYear, query: &ClassQuery) -> Result<Table, AppError> {
        self.may_look(actor, Action::ExportClassCatalogue)?;
        let division = actor.division;
        let (catalogue, listings) = self.read(|db| {
            let editions = visible(project_classes::editions(db, division, year)?, actor);
            let catalogue = pick(&editions, query.edition)?
                .cloned()
                .ok_or(AppError::NotFound)?;
            let filter = query.filter(actor, &catalogue);
            let page = Page {
                offset: 0,
                limit: ROWS_MAX + 1,
            };
            let rows = project_classes::list(db, division, &filter, query.sort, query.direction, page)?;
            Ok((catalogue, rows))
        })?;
        if usize::try_from(ROWS_MAX).unwrap_or(usize::MAX) < listings.len() {
            return Err(AppError::refused(
                "export-too-large",
                format!("筛选结果超过 {ROWS_MAX} 行,请缩小筛选范围后再导出。"),
            ));
        }
        let basis = Basis::from_json(&catalogue.basis)?;
        let digest = catalogue.sha256.as_deref().unwrap_or("未冻结");
        Ok(Table {
            title: format!("{year} 年度项目分类目录(第 {} 版)", catalogue.edition),
            notes: vec![
                format!(
                    "状态:{};摘要:{digest};共 {} 个项目;金额单位:万元",
                    catalogue.state.name(),
                    listings.len()
                ),
                format!("导出时间:{}", self.now()),
            ],
            columns: columns(),
            rows: listings
                .iter()
                .map(|listing| cells(&row(listing, Some(&basis))))
                .collect(),
        })
    }
}

fn columns() -> Vec<Column> {
    [
        ("项目代码", 24),
        ("项目名称", 40),
        ("实施单位", 24),
        ("主管部门", 24),
        ("年度资金(万元)", 16),
        ("得分", 10),
        ("类别", 8),
        ("测算类别", 10),
        ("上年类别", 10),
        ("权重组合下同类份额(%)", 22),
        ("是否明确", 10),
        ("人工调整", 10),
        ("适用规则", 30),
        ("要素齐全", 10),
    ]
    .into_iter()
    .map(|(name, width)| Column {
        name: name.to_owned(),
        width,
    })
    .collect()
}

fn cells(row: &ClassRow) -> Vec<Cell> {
    let yes = |flag: bool| Cell::text(if flag { "是" } else { "否" });
    let class = |class: ProjectClass| Cell::text(class.code());
    vec![
        Cell::text(row.code.clone()),
        Cell::text(row.name.clone()),
        Cell::text(row.unit_name.clone()),
        Cell::text(row.department_name.clone()),
        Cell::Money(row.amount),
        Cell::Score(row.score),
        class(row.class),
        class(row.proposed),
        row.previous.map_or(Cell::Blank, class),
        // A share in basis points is a percentage in hundredths.
        Cell::Score(hengji_domain::Score::from_centi(row.share_bp)),
        yes(row.is_clear),
        yes(row.is_adjusted),
        row.hard_rule.clone().map_or(Cell::Blank, Cell::text),
        yes(!row.is_incomplete),
    ]
}
