//! The total row (总分): weight, score and grade as the form states them.

use hengji_domain::Field;
use hengji_domain::form::{Form, NumberText};
use hengji_domain::value::read::read_number;

use super::columns::Header;
use super::place::Block;
use super::words;
use crate::grid::{Cell, cell_name};

/// Whether a row is the total row.
pub(super) fn is_total(block: &Block<'_>, row: u32) -> bool {
    block
        .worksheet
        .row(row)
        .first()
        .is_some_and(|cell| words::is_total_label(&cell.text))
}

/// Reads the total row. Its numbers stand under the headings of weight and score; where a form has none of them
/// there, it follows the printed order: weight, score, grade, right behind the label.
pub(super) fn read(block: &Block<'_>, header: &Header, row: u32, form: &mut Form) {
    let Some((label, rest)) = block.worksheet.row(row).split_first() else {
        return;
    };
    let under = |column: Option<u32>| {
        rest.iter()
            .find(|cell| Some(cell.column) == column && !is_grade(&cell.text))
    };
    let first = block.right_of(label) + 1;
    let (weight, score) = match (under(header.weight), under(header.score)) {
        (None, None) => by_order(rest, first),
        found => found,
    };
    form.total_weight = weight.map_or_else(NumberText::default, number);
    form.total_score = score.map_or_else(NumberText::default, number);
    if let Some(cell) = score.or(weight) {
        form.cells.push((Field::Total, cell_name(cell.row, cell.column)));
    }
    let is_used = |cell: &Cell| [weight, score].into_iter().flatten().any(|used| used == cell);
    for cell in rest.iter().filter(|cell| !is_used(cell)) {
        if form.stated_grade.is_empty() && is_grade(&cell.text) {
            form.stated_grade = cell.text.trim().to_owned();
        } else if !matches!(words::plain(&cell.text).as_str(), "-" | "—" | "/" | "分") {
            form.leftovers.push((row, cell.text.trim().to_owned()));
        }
    }
}

fn by_order(cells: &[Cell], first: u32) -> (Option<&Cell>, Option<&Cell>) {
    let numbers: Vec<&Cell> = cells
        .iter()
        .filter(|cell| read_number(cell.text.trim()).value.is_some())
        .collect();
    match numbers.as_slice() {
        [only] if only.column == first => (Some(only), None),
        [only] => (None, Some(only)),
        [weight, score, ..] => (Some(weight), Some(score)),
        [] => (None, None),
    }
}

fn number(cell: &Cell) -> NumberText {
    read_number(cell.text.trim())
}

/// 优秀, 良好, 中, 差 and their like: the bands themselves are rules, the word is only kept as stated.
fn is_grade(text: &str) -> bool {
    let text = words::plain(text);
    let text = text.trim_start_matches("等级").trim_start_matches(':');
    text.chars().count() <= 4 && text.starts_with(['优', '良', '中', '差', '合', '不', '一'])
}
