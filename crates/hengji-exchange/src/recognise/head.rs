//! The head of a form: title, project, department, unit, year, and the unit of money.

use hengji_domain::form::Form;
use hengji_domain::money::MoneyUnit;
use hengji_domain::{BudgetYear, Field};

use super::columns::Header;
use super::place::{self, Block};
use super::words::{self, HeadLabel};
use crate::grid::{Cell, cell_name};

/// Reads the head into the form.
pub(super) fn read(block: &Block<'_>, header: &Header, form: &mut Form) {
    form.title = place::title(block).unwrap_or_default();
    let end = header.top.saturating_sub(1);
    for cell in block.cells(block.top, end) {
        let Some(what) = words::head_label(&cell.text) else {
            continue;
        };
        let Some((text, at)) = value_of(block, cell) else {
            continue;
        };
        match what {
            HeadLabel::Project => keep(&mut form.project, text, &mut form.cells, Field::ProjectName, at),
            HeadLabel::Department => form.department = first(&form.department, text),
            HeadLabel::Unit => form.unit = first(&form.unit, text),
            HeadLabel::Year => {
                form.year = form.year.or_else(|| year_in(&text));
                keep(&mut form.year_text, text, &mut form.cells, Field::Year, at);
            }
        }
    }
    if form.year.is_none() {
        read_year(block, end, form);
    }
}

fn first(kept: &str, text: String) -> String {
    if kept.is_empty() { text } else { kept.to_owned() }
}

fn keep(kept: &mut String, text: String, cells: &mut Vec<(Field, String)>, field: Field, at: String) {
    if kept.is_empty() {
        *kept = text;
        cells.push((field, at));
    }
}

/// The value beside a label, or behind the colon in the same cell, with the name of its cell.
pub(super) fn value_of(block: &Block<'_>, label: &Cell) -> Option<(String, String)> {
    if let Some((_, value)) = label.text.split_once([':', '\u{ff1a}'])
        && !value.trim().is_empty()
    {
        return Some((value.trim().to_owned(), cell_name(label.row, label.column)));
    }
    let right = block.right_of(label);
    let beside = block
        .worksheet
        .row(label.row)
        .iter()
        .find(|cell| right < cell.column)?;
    let is_label = words::head_label(&beside.text).is_some() || words::is_money_label(&beside.text);
    (!is_label).then(|| {
        (
            beside.text.trim().to_owned(),
            cell_name(beside.row, beside.column),
        )
    })
}

/// The year in the lines above the labels, e.g. `(2022年度)`; a year inside a project's name is not the form's.
fn read_year(block: &Block<'_>, end: u32, form: &mut Form) {
    let labels = block
        .cells(block.top, end)
        .find(|cell| words::head_label(&cell.text).is_some());
    let above = labels.map_or(end, |cell| cell.row.saturating_sub(1));
    for cell in block.cells(block.top, above) {
        let text = words::plain(&cell.text);
        if !text.contains('年') {
            continue;
        }
        let is_blank_year = text.trim_matches(['(', ')']).trim_start_matches('_') == "年度";
        let year = year_in(&text);
        if year.is_some() || (is_blank_year && form.year_text.is_empty()) {
            form.year = year;
            form.year_text = cell.text.trim().to_owned();
            form.cells.push((Field::Year, cell_name(cell.row, cell.column)));
        }
        if year.is_some() {
            return;
        }
    }
}

/// The four digits before 年, or a text that is nothing but a year; blanks inside the number do not count.
fn year_in(text: &str) -> Option<BudgetYear> {
    let text = words::plain(text);
    let number = |digits: &str| digits.parse::<BudgetYear>().ok();
    let before = text.split('年').filter_map(|piece| {
        let start = piece
            .char_indices()
            .rev()
            .take_while(|(_, c)| c.is_ascii_digit())
            .last()?
            .0;
        piece.get(start..)
    });
    before.filter_map(number).next().or_else(|| number(&text))
}

/// The unit of money that the form states: beside the money block, else above the table. National forms are in
/// 万元, so that is what silence means.
pub(super) fn money_unit(block: &Block<'_>, header: &Header) -> MoneyUnit {
    let end = header.top.saturating_sub(1);
    let in_label = block
        .cells(block.top, end)
        .filter(|cell| words::is_money_label(&cell.text))
        .find_map(|cell| bracketed_unit(&cell.text));
    let above = || {
        block
            .cells(block.top, end)
            .find_map(|cell| stated_unit(&cell.text))
    };
    in_label.or_else(above).unwrap_or(MoneyUnit::TenThousandYuan)
}

fn bracketed_unit(text: &str) -> Option<MoneyUnit> {
    let text = words::plain(text);
    let (_, inside) = text.split_once('(')?;
    let inside = inside.trim_end_matches([')', ':']);
    MoneyUnit::read(inside.rsplit(':').next().unwrap_or(inside))
}

fn stated_unit(text: &str) -> Option<MoneyUnit> {
    let text = words::plain(text);
    let (_, unit) = text.split_once("单位:")?;
    MoneyUnit::read(unit.trim_end_matches(')'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_as_forms_write_them() {
        for (text, year) in [
            ("(2022年度)", Some(2022)),
            ("2021年", Some(2021)),
            ("20 17 年度", Some(2017)),
            ("2020", Some(2020)),
            ("关于2019年度项目支出绩效自评表", Some(2019)),
            ("(    年度)", None),
            ("20xx年度", None),
            ("第1年", None),
        ] {
            assert_eq!(year_in(text).map(BudgetYear::get), year, "{text}");
        }
    }

    #[test]
    fn money_units_are_read_from_brackets_and_lines() {
        assert_eq!(
            bracketed_unit("项目资金\n(万元)"),
            Some(MoneyUnit::TenThousandYuan)
        );
        assert_eq!(bracketed_unit("项目资金(单位:元)"), Some(MoneyUnit::Yuan));
        assert_eq!(bracketed_unit("项目资金"), None);
        assert_eq!(stated_unit("金额单位:亿元"), Some(MoneyUnit::HundredMillionYuan));
        assert_eq!(stated_unit("实施单位:某局"), None);
    }
}
