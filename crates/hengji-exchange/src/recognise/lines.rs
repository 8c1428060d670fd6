//! The indicator rows: classes carried down, parts under their row, the total, and what could not be placed.

use std::collections::BTreeMap;

use hengji_domain::Field;
use hengji_domain::form::{Form, FormLine, NumberText};
use hengji_domain::value::read::{damage, read_actual, read_number, read_split, read_target};

use super::columns::Header;
use super::place::Block;
use super::{total, words};
use crate::grid::{Cell, cell_name, column_name};

/// Reads the rows under the header into the form.
pub(super) fn read(block: &Block<'_>, header: &Header, form: &mut Form) {
    let mut table = Table {
        block,
        header,
        level1: String::new(),
        level2: String::new(),
    };
    let mut is_after_total = false;
    for row in block.rows(header.bottom + 1, block.bottom) {
        if table.is_repeated_header(row) || table.is_footer(row, is_after_total) {
            continue;
        }
        if total::is_total(block, row) && !is_after_total {
            total::read(block, header, row, form);
            is_after_total = true;
            continue;
        }
        let line = if is_after_total || is_subtotal(block, row) {
            None
        } else {
            table.line(row)
        };
        match line {
            Some(line) if is_execution_row(&line, form) => take_execution(line, form),
            Some(line) => push(line, form),
            None if table.names_a_class_only(row) && !is_after_total => {}
            None => form.leftovers.push((row, block.row_text(row))),
        }
    }
    damage::doubt_beside_damage(form.lines.iter_mut().map(|line| &mut line.target));
    table.report_unknown_columns(form);
}

fn is_subtotal(block: &Block<'_>, row: u32) -> bool {
    block
        .worksheet
        .row(row)
        .iter()
        .any(|cell| words::is_subtotal(&cell.text))
}

fn push(mut line: FormLine, form: &mut Form) {
    if words::is_part(&line.level3) && line.weight.value.is_none() {
        line.parent = form.lines.iter().rposition(|above| above.parent.is_none());
    }
    form.lines.push(line);
}

/// Some forms score execution as a row of the table; it belongs to the money unless the money block scores it too.
fn is_execution_row(line: &FormLine, form: &Form) -> bool {
    words::is_execution_class(&line.level1)
        && line.weight.value.is_some()
        && form.money.weight.value.is_none()
}

fn take_execution(line: FormLine, form: &mut Form) {
    let named = [
        (Field::Weight, Field::ExecutionWeight),
        (Field::Score, Field::ExecutionScore),
        (Field::Actual, Field::ExecutionRate),
    ];
    for (of_line, of_head) in named {
        if let Some((_, cell)) = line.cells.iter().find(|(field, _)| *field == of_line) {
            form.cells.retain(|(field, _)| *field != of_head);
            form.cells.push((of_head, cell.clone()));
        }
    }
    form.money.weight = line.weight;
    form.money.score = line.score;
    if form.money.rate_text.is_empty() {
        form.money.rate_text = line.actual.text;
    }
}

/// The table being read, with the classes carried down so far.
struct Table<'a, 'b> {
    block: &'b Block<'a>,
    header: &'b Header,
    level1: String,
    level2: String,
}

impl Table<'_, '_> {
    fn own(&self, row: u32, column: Option<u32>) -> &str {
        column.map_or("", |column| self.block.worksheet.text(row, column).trim())
    }

    /// The text seen at a place when its merged area begins in this column: a value spread over rows counts for
    /// each of them, a remark spread over columns counts for none.
    fn seen(&self, row: u32, column: Option<u32>) -> &str {
        let cell = column.and_then(|column| {
            self.block
                .worksheet
                .seen(row, column)
                .filter(|cell| cell.column == column)
        });
        cell.filter(|cell| self.header.bottom < cell.row)
            .map_or("", |cell| cell.text.trim())
    }

    /// The name of the indicator; a class merged over the column of names is the name.
    fn level3(&self, row: u32) -> &str {
        let Some(column) = self.header.level3.or(self.header.level2) else {
            return "";
        };
        let first = self.header.level1.or(self.header.level2).unwrap_or(column);
        let cell = self.block.worksheet.seen(row, column);
        cell.filter(|cell| self.header.bottom < cell.row && (first < cell.column || cell.column == column))
            .map_or("", |cell| cell.text.trim())
    }

    fn carry_classes(&mut self, row: u32) {
        let starts_class = !self.own(row, self.header.level1).is_empty();
        let level1 = self.seen(row, self.header.level1).to_owned();
        if !level1.is_empty() {
            self.level1 = level1;
        }
        if self.header.level3.is_none() {
            return;
        }
        let reaches_names = self
            .header
            .level2
            .and_then(|column| self.block.worksheet.area(row, column));
        let reaches_names =
            reaches_names.is_some_and(|area| self.header.level3.is_some_and(|name| name <= area.right));
        let level2 = if reaches_names {
            String::new()
        } else {
            self.seen(row, self.header.level2).to_owned()
        };
        if !level2.is_empty() || starts_class {
            self.level2 = level2;
        }
    }

    fn line(&mut self, row: u32) -> Option<FormLine> {
        self.carry_classes(row);
        let header = self.header;
        let level3 = self.level3(row).to_owned();
        let values = [
            header.comparator,
            header.target,
            header.actual,
            header.weight,
            header.score,
        ];
        if level3.is_empty() && values.iter().all(|column| self.own(row, *column).is_empty()) {
            return None;
        }
        let target = self.seen(row, header.target);
        let target = if header.comparator.is_some() || header.unit.is_some() {
            read_split(
                self.seen(row, header.comparator),
                target,
                self.seen(row, header.unit),
            )
        } else {
            read_target(target)
        };
        Some(FormLine {
            row,
            level1: self.level1.clone(),
            level2: self.level2.clone(),
            level3,
            target,
            actual: read_actual(self.seen(row, header.actual)),
            // Not carried down, because a weight merged over rows is the weight of the group and counts once.
            weight: number(self.own(row, header.weight)),
            score: number(self.own(row, header.score)),
            reason: self.seen(row, header.reason).to_owned(),
            parent: None,
            formula_fields: self.formula_fields(row),
            cells: self
                .fields()
                .map(|(field, column)| (field, cell_name(row, column)))
                .collect(),
        })
    }

    fn fields(&self) -> impl Iterator<Item = (Field, u32)> {
        let header = self.header;
        [
            (Field::Level1, header.level1),
            (Field::Level2, header.level2),
            (Field::Level3, header.level3),
            (Field::Target, header.target),
            (Field::Actual, header.actual),
            (Field::Weight, header.weight),
            (Field::Score, header.score),
            (Field::Reason, header.reason),
        ]
        .into_iter()
        .filter_map(|(field, column)| Some((field, column?)))
    }

    fn formula_fields(&self, row: u32) -> Vec<Field> {
        let is_formula = |column| {
            self.block
                .worksheet
                .cell(row, column)
                .is_some_and(|cell| cell.is_formula)
        };
        self.fields()
            .filter(|(_, column)| is_formula(*column))
            .map(|(field, _)| field)
            .collect()
    }

    /// Long tables repeat their header on each printed page.
    fn is_repeated_header(&self, row: u32) -> bool {
        let same = |column: Option<u32>| {
            column.is_some_and(|column| {
                let text = self.block.worksheet.text(row, column);
                !text.is_empty()
                    && words::column(text)
                        == self
                            .block
                            .worksheet
                            .seen(self.header.bottom, column)
                            .and_then(|cell| words::column(&cell.text))
                    && words::column(text).is_some()
            })
        };
        same(self.header.level3.or(self.header.level2))
            && (same(self.header.target) || same(self.header.score))
    }

    fn is_footer(&self, row: u32, is_after_total: bool) -> bool {
        let cells = self.block.worksheet.row(row);
        let Some(first) = cells.first() else {
            return true;
        };
        let names = self.header.level3.or(self.header.level2).unwrap_or(1);
        let is_wide = names <= self.block.right_of(first) || cells.len() == 1 && first.column < names;
        words::is_footer(&first.text) && (is_after_total || is_wide)
    }

    /// A class without an indicator under it, as templates have: the next rows carry it, nothing is lost.
    fn names_a_class_only(&self, row: u32) -> bool {
        let classes = [self.header.level1, self.header.level2];
        let is_class = |cell: &Cell| classes.contains(&Some(cell.column)) || self.is_section_label(cell);
        self.block.worksheet.row(row).iter().all(is_class)
    }

    /// 绩效指标 beside the whole table, merged from the header down or written beside any of its rows.
    fn is_section_label(&self, cell: &Cell) -> bool {
        let first = self.header.known().min().unwrap_or(1);
        cell.column < first && words::is_table_label(&cell.text)
    }

    /// Cells of the rows under no known heading: their columns are told, with how much stands there.
    fn report_unknown_columns(&self, form: &mut Form) {
        let known: Vec<u32> = self.header.known().collect();
        let first = known.iter().min().copied().unwrap_or(1);
        let mut strangers: BTreeMap<u32, usize> = BTreeMap::new();
        for line in &form.lines {
            let cells = self.block.worksheet.row(line.row).iter();
            for cell in cells.filter(|cell| first < cell.column && !known.contains(&cell.column)) {
                *strangers.entry(cell.column).or_default() += 1;
            }
        }
        for (column, count) in strangers {
            let heading = self.header.unknown.iter().find(|(at, _)| *at == column);
            let name = heading.map_or_else(|| column_name(column), |(_, heading)| heading.clone());
            form.leftovers
                .push((self.header.top, format!("列“{name}”({count} 格有内容)")));
        }
    }
}

fn number(text: &str) -> NumberText {
    if text.is_empty() {
        NumberText::default()
    } else {
        read_number(text)
    }
}
