//! The goal statement (年度总体目标) and what came of it (实际完成情况).

use hengji_domain::Field;
use hengji_domain::form::Form;

use super::columns::Header;
use super::place::Block;
use super::words;
use crate::grid::{Cell, cell_name};

/// Reads the statements into the form.
pub(super) fn read(block: &Block<'_>, header: &Header, form: &mut Form) {
    let end = header.top.saturating_sub(1);
    for label in block.cells(block.top, end).filter(|cell| is_label(block, cell)) {
        let right = block.right_of(label);
        let bottom = section_bottom(block, label, end);
        let headings: Vec<&Cell> = block
            .worksheet
            .row(label.row)
            .iter()
            .filter(|cell| right < cell.column && is_heading(&cell.text))
            .collect();
        if headings.is_empty() {
            let text = joined(block, label.row, bottom, right + 1, u32::MAX);
            let field = if words::is_achieved_heading(&label.text) {
                Field::Achievement
            } else {
                Field::AnnualGoal
            };
            keep(form, field, text, cell_name(label.row, right + 1));
            continue;
        }
        for heading in headings
            .into_iter()
            .filter(|cell| !words::is_multi_year_heading(&cell.text))
        {
            let text = joined(
                block,
                label.row + 1,
                bottom,
                heading.column,
                block.right_of(heading),
            );
            let field = if words::is_achieved_heading(&heading.text) {
                Field::Achievement
            } else {
                Field::AnnualGoal
            };
            keep(form, field, text, cell_name(label.row + 1, heading.column));
        }
    }
}

/// A statement's label has nothing but the name of the form's section to its left.
fn is_label(block: &Block<'_>, cell: &Cell) -> bool {
    let is_first = block
        .worksheet
        .row(cell.row)
        .first()
        .is_some_and(|first| first.column == cell.column);
    is_first && (words::is_goal_label(&cell.text) || words::is_achieved_heading(&cell.text))
}

fn is_heading(text: &str) -> bool {
    words::is_planned_heading(text) || words::is_achieved_heading(text) || words::is_multi_year_heading(text)
}

/// A label merged over several rows says how far its section goes; another label or the table ends it otherwise.
fn section_bottom(block: &Block<'_>, label: &Cell, end: u32) -> u32 {
    let merged = block.bottom_of(label);
    if label.row < merged {
        return merged.min(end);
    }
    let next = block.rows(label.row + 1, end).find(|row| {
        block
            .worksheet
            .row(*row)
            .first()
            .is_some_and(|first| is_label(block, first) || words::is_money_label(&first.text))
    });
    next.map_or(end, |row| row - 1)
}

fn joined(block: &Block<'_>, top: u32, bottom: u32, left: u32, right: u32) -> String {
    let texts: Vec<&str> = block
        .cells(top, bottom)
        .filter(|cell| (left..=right).contains(&cell.column))
        .map(|cell| cell.text.trim())
        .collect();
    texts.join("\n")
}

fn keep(form: &mut Form, field: Field, text: String, at: String) {
    let kept = if field == Field::Achievement {
        &mut form.achievement
    } else {
        &mut form.annual_goal
    };
    if kept.is_empty() && !text.is_empty() {
        *kept = text;
        form.cells.push((field, at));
    }
}
