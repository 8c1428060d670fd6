//! 导出目录 (export): exactly what is filtered, as a workbook.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;
use hengji_domain::project_class::ProjectClass;
use hengji_store::{Page, project_classes};

use super::basis::Basis;
use super::list::{ClassQuery, pick, row, visible};
use super::view::ClassRow;
use crate::app::App;
use crate::error::AppError;
use crate::exports::within;
use crate::ports::{Cell, Table};

/// A limit one above what a workbook holds shows that there are more.
const LIMIT: u32 = 200_001;

const COLUMNS: [(&str, u16); 14] = [
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
];

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
        self.leave_house(actor, Action::ExportClassCatalogue, Some(year), table)
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
                limit: LIMIT,
            };
            let rows = project_classes::list(db, division, &filter, query.sort, query.direction, page)?;
            Ok((catalogue, rows))
        })?;
        within(listings.len())?;
        let basis = Basis::from_json(&catalogue.basis)?;
        let digest = catalogue.sha256.as_deref().unwrap_or("未冻结");
        let title = format!("{year} 年度项目分类目录(第 {} 版)", catalogue.edition);
        let note = format!(
            "状态:{};摘要:{digest};共 {} 个项目;金额单位:万元",
            catalogue.state.name(),
            listings.len()
        );
        let rows = listings
            .iter()
            .map(|listing| cells(&row(listing, Some(&basis))))
            .collect();
        Ok(Table::new(title, &COLUMNS, rows).noted([note]))
    }
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
