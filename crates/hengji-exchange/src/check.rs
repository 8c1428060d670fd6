//! 检查 (check): what was read from files, what the rules make of it, and what is wrong.

mod build;
mod report;

#[cfg(test)]
mod tests;

use hengji_domain::form::Form;
use hengji_domain::rule::SheetRules;
use hengji_domain::{BudgetYear, Field, Finding, FindingCode};
use hengji_scoring::lint::{copied_goal, lint};

pub use report::{
    CheckReport, ExecutionReport, FileReport, FindingReport, LineReport, MoneyReport, RefusedFile,
    TotalsReport, ValueReport,
};

/// The findings of one form: those of the lint, and whether its year is the one asked for.
pub fn findings(form: &Form, rules: &SheetRules, asked: BudgetYear) -> Vec<Finding> {
    let mut all = lint(form, rules);
    all.extend(year_mismatch(form, asked));
    all.sort_by_key(|finding| finding.row);
    all
}

/// The wrong year is not an error by itself: published forms are checked under the rules of other years on purpose.
fn year_mismatch(form: &Form, asked: BudgetYear) -> Option<Finding> {
    let year = form.year.filter(|year| *year != asked)?;
    let mut finding = Finding::new(
        FindingCode::YearMismatch,
        format!("表上是 {year} 年度,本次按 {asked} 年度的规则检查。"),
        "请确认年度:表填错了就改表,选错了就换年度重新检查。",
    )
    .on(Field::Year);
    finding.cell = form.cell(None, Field::Year).map(ToOwned::to_owned);
    Some(finding)
}

impl CheckReport {
    /// Adds a form with what the rules make of it, compared with the goals of the forms before it.
    pub fn add(&mut self, file: &str, form: &Form, rules: &SheetRules, asked: BudgetYear) {
        let mut report = FileReport::of(file, form, rules, asked);
        let others = self
            .goals
            .iter()
            .map(|(project, goal)| (project.as_str(), goal.as_str()));
        if let Some(copied) = copied_goal(&form.annual_goal, others) {
            let cell = form.cell(None, Field::AnnualGoal).map(ToOwned::to_owned);
            report
                .findings
                .insert(0, FindingReport::from(Finding { cell, ..copied }));
        }
        self.goals.push((form.project.clone(), form.annual_goal.clone()));
        self.files.push(report);
    }
}
