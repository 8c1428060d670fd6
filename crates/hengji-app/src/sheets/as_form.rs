//! A stored sheet as a form, so that one lint and one scoring engine judge pages and workbooks alike.

use hengji_domain::form::{AmountText, Form, FormLine, MoneyRow, NumberText};
use hengji_domain::sheet::{Line, Sheet, SheetKind};
use hengji_domain::{BudgetYear, Decimal, Money};

/// The names around a sheet that a form carries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'a> {
    /// 项目名称.
    pub(crate) project: &'a str,
    /// 实施单位.
    pub(crate) unit: &'a str,
    /// 主管部门.
    pub(crate) department: &'a str,
}

/// The form of a sheet. Rows are positions; there are no cells.
pub(crate) fn as_form(sheet: &Sheet, names: Names<'_>) -> Form {
    let is_scored = sheet.kind == SheetKind::SelfEvaluation;
    Form {
        // An adjustment is judged as the goal it is to become.
        kind: Some(if sheet.kind.is_goal_shaped() {
            SheetKind::Goal
        } else {
            sheet.kind
        }),
        project: names.project.to_owned(),
        department: names.department.to_owned(),
        unit: names.unit.to_owned(),
        year: Some(sheet.year),
        year_text: year_text(sheet.year),
        money: MoneyRow {
            name: "年度资金总额".to_owned(),
            initial: amount(sheet.money.initial),
            adjusted: amount(sheet.money.adjusted),
            executed: amount(sheet.money.executed),
            weight: number(sheet.execution.weight.map(|weight| weight.points())),
            score: number(sheet.execution.stated_score.map(|score| score.points())),
            ..MoneyRow::default()
        },
        annual_goal: sheet.annual_goal.clone(),
        achievement: sheet.achievement.clone(),
        lines: sheet
            .lines
            .iter()
            .map(|line| as_form_line(line, &sheet.lines))
            .collect(),
        has_weight_column: true,
        // Stated scores are optional on a page: the column exists once somebody fills it.
        has_score_column: is_scored && sheet.lines.iter().any(|line| line.stated_score.is_some()),
        total_score: number(sheet.stated_total.map(|score| score.points())),
        ..Form::default()
    }
}

fn as_form_line(line: &Line, all: &[Line]) -> FormLine {
    FormLine {
        row: line.position,
        level1: line.level1.clone(),
        level2: line.level2.clone(),
        level3: line.level3.clone(),
        target: line.target.clone(),
        actual: line.actual.clone(),
        weight: number(line.weight.map(|weight| weight.points())),
        score: number(line.stated_score.map(|score| score.points())),
        reason: line.reason.clone().unwrap_or_default(),
        parent: line
            .parent
            .and_then(|key| all.iter().position(|other| other.key == key)),
        formula_fields: Vec::new(),
        cells: Vec::new(),
    }
}

fn year_text(year: BudgetYear) -> String {
    year.to_string()
}

fn number(value: Option<Decimal>) -> NumberText {
    NumberText {
        text: value
            .map(|value| value.normalize().to_string())
            .unwrap_or_default(),
        value,
    }
}

fn amount(money: Option<Money>) -> AmountText {
    AmountText {
        text: money.map(|money| money.to_string()).unwrap_or_default(),
        money,
    }
}
