//! Layouts that real forms have, drawn as text: cells between bars, `<` merged with the left, `^` with the above.

mod heads;
mod nothing_lost;
mod tables;

use hengji_domain::form::Form;

use super::recognise;
use crate::grid::{Area, Cell, Grid, Worksheet};
use crate::limits::Limits;

/// A worksheet from its drawing, one line for each row; a cell that begins with `ƒ` holds a formula.
fn worksheet(drawing: &str) -> Worksheet {
    let rows: Vec<Vec<&str>> = drawing
        .trim_matches('\n')
        .lines()
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let at = |row: usize, column: usize| {
        rows.get(row)
            .and_then(|cells| cells.get(column))
            .copied()
            .unwrap_or("")
    };
    let number = |index: usize| u32::try_from(index).unwrap() + 1;
    let mut worksheet = Worksheet {
        name: "表".into(),
        ..Worksheet::default()
    };
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells
            .iter()
            .enumerate()
            .filter(|(_, text)| !matches!(**text, "" | "<" | "^"))
        {
            let right = (column + 1..)
                .take_while(|it| at(row, *it) == "<")
                .last()
                .unwrap_or(column);
            let bottom = (row + 1..)
                .take_while(|it| at(*it, column) == "^")
                .last()
                .unwrap_or(row);
            if column < right || row < bottom {
                let (top, left) = (number(row), number(column));
                worksheet.merges.push(Area {
                    top,
                    left,
                    bottom: number(bottom),
                    right: number(right),
                });
            }
            worksheet.cells.push(Cell {
                row: number(row),
                column: number(column),
                text: text.trim_start_matches('ƒ').to_owned(),
                is_formula: text.starts_with('ƒ'),
            });
        }
    }
    worksheet
}

fn forms(worksheets: impl IntoIterator<Item = Worksheet>) -> Vec<Form> {
    let grid = Grid {
        worksheets: worksheets.into_iter().collect(),
    };
    recognise(&grid, &Limits::FORMS).unwrap()
}

/// The only form of a drawing.
fn form(drawing: &str) -> Form {
    let mut all = forms([worksheet(drawing)]);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// The rows of a form in one line each: classes, name, target, actual, weight, score.
fn lines(form: &Form) -> Vec<String> {
    let text = |line: &hengji_domain::form::FormLine| {
        [
            line.level1.as_str(),
            &line.level2,
            &line.level3,
            &line.target.text,
            &line.actual.text,
            &line.weight.text,
            &line.score.text,
        ]
        .join("/")
    };
    form.lines.iter().map(text).collect()
}

/// The codes of the notes that the reader made.
fn notes(form: &Form) -> Vec<&'static str> {
    form.notes.iter().map(|note| note.code.code()).collect()
}
