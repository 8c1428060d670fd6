//! The money block: total and parts, in a table of budget and execution or as plain amounts on a goal.

use hengji_domain::form::{AmountText, Form, MoneyRow, NumberText};
use hengji_domain::money::MoneyUnit;
use hengji_domain::value::read::{read_amount, read_number};
use hengji_domain::{Field, Finding, FindingCode, Money};

use super::columns::Header;
use super::place::Block;
use super::words::{self, MoneyColumn};
use crate::grid::{Cell, cell_name};

/// Reads the money block into the form.
pub(super) fn read(block: &Block<'_>, header: &Header, unit: MoneyUnit, form: &mut Form) {
    let end = header.top.saturating_sub(1);
    let table = block
        .rows(block.top, end)
        .find_map(|row| MoneyTable::at(block, row));
    let rows = match &table {
        Some(table) => table.rows(block, end, unit),
        None => plain_amounts(block, end, unit),
    };
    let total = rows.iter().position(|row| words::is_money_total(&row.name));
    let total = total.or_else(|| rows.first().filter(|row| !words::is_part(&row.name)).map(|_| 0));
    for (at, row) in rows.into_iter().enumerate() {
        if Some(at) == total {
            form.money = row;
        } else {
            form.money_parts.push(row);
        }
    }
    if let Some(table) = &table {
        table.name_cells(form);
        note_formulas(block, table, form);
    }
    note_units(unit, form);
    note_magnitude(form);
}

/// Columns of the money block.
struct MoneyTable {
    row: u32,
    columns: Vec<(MoneyColumn, u32)>,
}

impl MoneyTable {
    /// The table whose header stands in this row: at least two columns, one of them an amount.
    fn at(block: &Block<'_>, row: u32) -> Option<Self> {
        let mut columns: Vec<(MoneyColumn, u32)> = Vec::new();
        for cell in block.worksheet.row(row) {
            if let Some(what) = words::money_column(&cell.text)
                && !columns.iter().any(|(known, _)| *known == what)
            {
                columns.push((what, cell.column));
            }
        }
        let is_amount = |what: MoneyColumn| {
            matches!(
                what,
                MoneyColumn::Initial | MoneyColumn::Adjusted | MoneyColumn::Executed
            )
        };
        let has_amount = columns.iter().any(|(what, _)| is_amount(*what));
        (has_amount && 2 <= columns.len()).then_some(Self { row, columns })
    }

    fn column(&self, what: MoneyColumn) -> Option<u32> {
        self.columns
            .iter()
            .find(|(known, _)| *known == what)
            .map(|(_, column)| *column)
    }

    fn first_column(&self) -> u32 {
        self.columns.iter().map(|(_, column)| *column).min().unwrap_or(1)
    }

    fn rows(&self, block: &Block<'_>, end: u32, unit: MoneyUnit) -> Vec<MoneyRow> {
        block
            .rows(self.row + 1, end)
            .take_while(|row| !begins_next_section(block, *row))
            .filter_map(|row| self.read_row(block, row, unit))
            .collect()
    }

    fn read_row(&self, block: &Block<'_>, row: u32, unit: MoneyUnit) -> Option<MoneyRow> {
        let text = |what| {
            self.column(what)
                .map_or("", |column| block.worksheet.text(row, column))
        };
        let amount = |what| amount(text(what), unit);
        let name = block
            .worksheet
            .row(row)
            .iter()
            .filter(|cell| cell.column < self.first_column() && !is_section_label(cell))
            .map(|cell| cell.text.trim())
            .collect::<Vec<_>>()
            .concat();
        let is_blank = name.is_empty()
            && self
                .columns
                .iter()
                .all(|(_, column)| block.worksheet.text(row, *column).is_empty());
        (!is_blank).then(|| MoneyRow {
            row,
            name,
            initial: amount(MoneyColumn::Initial),
            adjusted: amount(MoneyColumn::Adjusted),
            executed: amount(MoneyColumn::Executed),
            weight: number(text(MoneyColumn::Weight)),
            rate_text: text(MoneyColumn::Rate).trim().to_owned(),
            score: number(text(MoneyColumn::Score)),
        })
    }

    fn name_cells(&self, form: &mut Form) {
        for (what, column) in &self.columns {
            form.cells
                .push((field(*what), cell_name(form.money.row, *column)));
        }
    }
}

fn field(what: MoneyColumn) -> Field {
    match what {
        MoneyColumn::Initial => Field::InitialBudget,
        MoneyColumn::Adjusted => Field::AdjustedBudget,
        MoneyColumn::Executed => Field::Executed,
        MoneyColumn::Weight => Field::ExecutionWeight,
        MoneyColumn::Rate => Field::ExecutionRate,
        MoneyColumn::Score => Field::ExecutionScore,
    }
}

/// 项目资金 in front of the whole block says nothing about one row, while 年度资金总额 is the name of its total.
fn is_section_label(cell: &Cell) -> bool {
    words::is_money_label(&cell.text) && !words::is_money_total(&cell.text)
}

fn begins_next_section(block: &Block<'_>, row: u32) -> bool {
    block.worksheet.row(row).iter().any(|cell| {
        words::is_goal_label(&cell.text)
            || words::is_achieved_heading(&cell.text)
            || words::is_planned_heading(&cell.text)
    })
}

/// Amounts without a table: `项目资金 | 10000万元`, or one row for the total and one for each source.
fn plain_amounts(block: &Block<'_>, end: u32, unit: MoneyUnit) -> Vec<MoneyRow> {
    let Some(label) = block
        .cells(block.top, end)
        .find(|cell| words::is_money_label(&cell.text))
    else {
        return Vec::new();
    };
    let is_own_section = |row: &u32| *row == label.row || !begins_next_section(block, *row);
    block
        .rows(label.row, block.bottom_of(label).min(end))
        .take_while(is_own_section)
        .filter_map(|row| plain_amount(block, row, label, unit))
        .collect()
}

fn plain_amount(block: &Block<'_>, row: u32, label: &Cell, unit: MoneyUnit) -> Option<MoneyRow> {
    let right = block.right_of(label);
    let cells: Vec<&Cell> = block
        .worksheet
        .row(row)
        .iter()
        .filter(|cell| right < cell.column)
        .collect();
    let pairs: Vec<(&Cell, Option<&Cell>)> = cells
        .chunks(2)
        .filter_map(|pair| pair.first().map(|name| (*name, pair.get(1).copied())))
        .collect();
    // A national goal form states the whole term and the year side by side; the form is about the year.
    let of_year = pairs
        .iter()
        .find(|(name, amount)| amount.is_some() && name.text.contains('年') && !name.text.contains("实施期"));
    let (name, value) = match of_year.or_else(|| pairs.first())? {
        (name, Some(amount)) => (name.text.trim(), amount.text.as_str()),
        (only, None) if is_name(&only.text) => (only.text.trim(), ""),
        (only, None) => (label.text.trim(), only.text.as_str()),
    };
    Some(MoneyRow {
        row,
        name: name.to_owned(),
        initial: amount(value, unit),
        ..MoneyRow::default()
    })
}

/// A name of a source without an amount, as against an amount standing alone.
fn is_name(text: &str) -> bool {
    words::is_money_total(text) || words::is_part(text) || !text.chars().any(|c| c.is_ascii_digit())
}

fn amount(text: &str, unit: MoneyUnit) -> AmountText {
    if text.trim().is_empty() {
        AmountText::default()
    } else {
        read_amount(text.trim(), unit)
    }
}

fn number(text: &str) -> NumberText {
    if text.trim().is_empty() {
        NumberText::default()
    } else {
        read_number(text.trim())
    }
}

fn note_formulas(block: &Block<'_>, table: &MoneyTable, form: &mut Form) {
    for row in [&form.money].into_iter().chain(&form.money_parts) {
        let formulas = block.worksheet.row(row.row).iter().filter(|cell| cell.is_formula);
        for cell in formulas.filter(|cell| table.columns.iter().any(|(_, column)| *column == cell.column)) {
            let at = cell_name(cell.row, cell.column);
            let mut finding = Finding::new(
                FindingCode::FormulaCell,
                format!("{at} 是公式,读入的是文件里保存的结果“{}”。", cell.text),
                "请核对结果;若不对,请在表格软件里重新计算后保存。",
            )
            .at_row(cell.row);
            finding.cell = Some(at);
            form.notes.push(finding);
        }
    }
}

/// A unit inside a cell that contradicts the unit of the form: 2089元 in a form of 万元.
fn note_units(unit: MoneyUnit, form: &mut Form) {
    let mut notes = Vec::new();
    for row in [&form.money].into_iter().chain(&form.money_parts) {
        for amount in [&row.initial, &row.adjusted, &row.executed] {
            let stated = unit_behind(&amount.text);
            if let Some(stated) = stated.filter(|stated| *stated != unit) {
                notes.push(
                    Finding::new(
                        FindingCode::UnitMismatch,
                        format!(
                            "金额“{}”自带单位{},而表头的单位是{};已按{}读入。",
                            amount.text,
                            stated.name(),
                            unit.name(),
                            stated.name()
                        ),
                        format!("请统一改成以{}为单位,单元格里只填数字。", unit.name()),
                    )
                    .at_row(row.row),
                );
            }
        }
    }
    form.notes.append(&mut notes);
}

fn unit_behind(text: &str) -> Option<MoneyUnit> {
    let text = words::plain(text);
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '-'));
    (unit.len() < text.len()).then(|| MoneyUnit::read(unit)).flatten()
}

/// 元 and 万元 differ ten thousandfold. Amounts of one project a thousandfold apart cannot both be in one unit,
/// while a hundredfold may be a small payment out of a large budget.
const MAGNITUDE: i64 = 1_000;

fn note_magnitude(form: &mut Form) {
    let row = &form.money;
    let named = [
        ("年初预算数", &row.initial),
        ("全年预算数", &row.adjusted),
        ("全年执行数", &row.executed),
    ];
    let known: Vec<(&str, &AmountText, Money)> = named
        .into_iter()
        .filter_map(|(name, amount)| Some((name, amount, amount.money?)))
        .collect();
    let apart = known.windows(2).find_map(|pair| match pair {
        [(small_name, small, low), (large_name, large, high)]
            if 0 < low.fen() && low.fen().saturating_mul(MAGNITUDE) <= high.fen() =>
        {
            Some((
                (*small_name).to_owned(),
                small.text.clone(),
                (*large_name).to_owned(),
                large.text.clone(),
            ))
        }
        _ => None,
    });
    if let Some((small_name, small, large_name, large)) = apart {
        let row = row.row;
        form.notes.push(
            Finding::new(
                FindingCode::UnitMismatch,
                format!("{large_name}“{large}”是{small_name}“{small}”的一千倍以上,疑似把元填进了以万元为单位的表。"),
                "请核对金额单位,把所有金额改成表头写明的单位。",
            )
            .at_row(row),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_behind_an_amount_is_told_from_an_amount_alone() {
        for (text, unit) in [
            ("620.82万元", Some(MoneyUnit::TenThousandYuan)),
            ("2089 元", Some(MoneyUnit::Yuan)),
            ("1.2亿", Some(MoneyUnit::HundredMillionYuan)),
            ("215,457.6", None),
            ("万元", None),
            ("854万(其中400万元)", None),
        ] {
            assert_eq!(unit_behind(text), unit, "{text}");
        }
    }
}
