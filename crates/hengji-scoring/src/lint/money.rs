//! 项目资金: totals against parts, execution against the budget.

use hengji_domain::form::{AmountText, MoneyRow};
use hengji_domain::{Field, FindingCode, Money};

use super::{Desk, shortened};

/// A money column: its name, its field, and how to find it in a row.
type Column = (&'static str, Field, fn(&MoneyRow) -> &AmountText);

const COLUMNS: [Column; 3] = [
    ("年初预算数", Field::InitialBudget, |row| &row.initial),
    ("全年预算数", Field::AdjustedBudget, |row| &row.adjusted),
    ("全年执行数", Field::Executed, |row| &row.executed),
];

pub(super) fn check(desk: &mut Desk<'_>) {
    for column in COLUMNS {
        readable(desk, column);
        parts(desk, column);
    }
    let money = &desk.form.money;
    let budget = crate::execution::budget(desk.form);
    let (Some(budget), Some(executed)) = (budget, money.executed.money) else {
        return;
    };
    if executed == Money::ZERO && Money::ZERO < budget {
        desk.whole(
            FindingCode::NothingExecuted,
            Field::Executed,
            format!("全年预算 {budget} 万元,执行数为 0。"),
            "请核对执行数;确未执行的,请说明原因。",
        );
    }
    if budget < executed && Money::ZERO < budget {
        desk.whole(
            FindingCode::ExecutedAboveBudget,
            Field::Executed,
            format!("全年执行数 {executed} 万元大于全年预算数 {budget} 万元。"),
            "请核对两数;预算有调整的,全年预算数应填调整后的数。",
        );
    }
}

/// An amount that was written but not understood is said, lest the execution rate be missing for no visible reason.
fn readable(desk: &mut Desk<'_>, (name, field, of): Column) {
    let form = desk.form;
    for row in [&form.money].into_iter().chain(&form.money_parts) {
        let cell = of(row);
        if cell.money.is_none() && cell.text.chars().any(|c| c.is_ascii_digit()) {
            desk.whole(
                FindingCode::RowNotUnderstood,
                field,
                format!(
                    "“{}”的{name}“{}”读不出金额。",
                    row.name.trim(),
                    shortened(&cell.text)
                ),
                "请只写一个数,单位以表头为准,例如 215,457.6。",
            );
        }
    }
}

/// 其中各行 against the total. One part alone may be only a share of the total, so it is wrong only when larger.
fn parts(desk: &mut Desk<'_>, (name, field, of): Column) {
    let all: Vec<Money> = desk
        .form
        .money_parts
        .iter()
        .filter_map(|row| of(row).money)
        .collect();
    let sum = all
        .iter()
        .try_fold(Money::ZERO, |sum, part| sum.checked_add(*part));
    let (Some(total), Some(sum)) = (of(&desk.form.money).money, sum) else {
        return;
    };
    if total == Money::ZERO && sum != Money::ZERO {
        desk.whole(
            FindingCode::TotalRowZeroButParts,
            field,
            format!("{name}总额填 0,而其中各行合计 {sum} 万元。"),
            "请在总额行填写合计数;执行率按总额行计算。",
        );
    } else if sum != total && (1 < all.len() || total < sum) {
        let gap = Money::from_fen(total.fen().saturating_sub(sum.fen()).saturating_abs());
        desk.whole(
            FindingCode::SubRowsNotSum,
            field,
            format!("{name}其中各行合计 {sum} 万元,与总额 {total} 万元相差 {gap} 万元。"),
            "请核对总额和其中各行。",
        );
    }
}
