//! 导出规则 (export): the list as filtered, and the comparison of two years, as workbooks.

use hengji_authz::Action;
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;

use super::filter::RuleFilter;
use super::view::RuleView;
use crate::app::App;
use crate::error::AppError;
use crate::ports::{Cell, Table};

impl App {
    /// The filtered rules of the year as an xlsx file.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn export_rules(
        &self,
        actor: &Actor,
        year: BudgetYear,
        filter: &RuleFilter,
    ) -> Result<Vec<u8>, AppError> {
        let page = self.filtered_rules(actor, year, filter)?;
        let note = format!(
            "共 {} 条,未核实 {} 条;规则版本指纹 {}",
            page.total, page.unverified_count, page.fingerprint
        );
        let columns = [
            ("规则", 30),
            ("规则代码", 30),
            ("数值", 60),
            ("来自区划", 10),
            ("起始", 12),
            ("截止", 12),
            ("依据与条款", 60),
            ("核实", 10),
            ("本地更改", 10),
            ("说明", 40),
        ];
        let rows = page.rules.iter().map(row).collect();
        let table = Table::new(format!("{year}年度现行规则"), &columns, rows).noted([note]);
        self.leave_house(actor, Action::ExportRules, Some(year), table)
    }

    /// What differs between two years as an xlsx file.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn export_comparison(
        &self,
        actor: &Actor,
        before: BudgetYear,
        after: BudgetYear,
    ) -> Result<Vec<u8>, AppError> {
        let found = self.compare_rules(actor, before, after)?;
        let side = |rule: &Option<RuleView>| match rule {
            None => [Cell::Blank, Cell::Blank, Cell::Blank],
            Some(rule) => [rule.value.as_str(), &rule.source, rule.verification].map(Cell::text),
        };
        let columns = [
            ("规则", 30),
            ("规则代码", 30),
            ("原年度数值", 50),
            ("原年度依据", 40),
            ("原年度核实", 10),
            ("新年度数值", 50),
            ("新年度依据", 40),
            ("新年度核实", 10),
        ];
        let rows = found
            .changes
            .iter()
            .map(|change| {
                let names = [change.description.as_str(), &change.key].map(Cell::text);
                let sides = side(&change.before).into_iter().chain(side(&change.after));
                names.into_iter().chain(sides).collect()
            })
            .collect();
        let table = Table::new(format!("{before}年与{after}年规则对比"), &columns, rows);
        self.leave_house(actor, Action::ExportRules, None, table)
    }
}

fn row(rule: &RuleView) -> Vec<Cell> {
    [
        rule.description.as_str(),
        &rule.key,
        &rule.value,
        &rule.division,
        &rule.from,
        rule.until.as_deref().unwrap_or_default(),
        &rule.source,
        rule.verification,
        if rule.is_local { "是" } else { "" },
        rule.note.as_deref().unwrap_or_default(),
    ]
    .map(Cell::text)
    .to_vec()
}
