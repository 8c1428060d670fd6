//! A form written as a workbook and read again says the same.

use hengji_domain::form::{Form, MoneyRow};
use hengji_exchange::grid::read_grid;
use hengji_exchange::recognise::recognise;
use hengji_exchange::{Limits, write_form};

use crate::cases::{expected, read};

/// What must survive: everything but the places in the file and the unit in which amounts are written.
fn said(form: &Form) -> Vec<String> {
    let money = |row: &MoneyRow| {
        let amounts = [&row.initial, &row.adjusted, &row.executed].map(|amount| amount.money);
        format!(
            "{amounts:?} {} {} {}",
            row.weight.text, row.rate_text, row.score.text
        )
    };
    let mut said = vec![
        format!(
            "{:?} {} {} {} {:?}",
            form.kind, form.project, form.department, form.unit, form.year
        ),
        money(&form.money),
        format!(
            "{} {} {}",
            form.total_weight.text, form.total_score.text, form.stated_grade
        ),
    ];
    said.extend(
        form.money_parts
            .iter()
            .map(|part| format!("{} {}", part.name, money(part))),
    );
    said.extend(form.lines.iter().map(|line| {
        format!(
            "{} {} {} {:?} {:?} {} {} {} {:?}",
            line.level1,
            line.level2,
            line.level3,
            (&line.target.text, line.target.kind(), line.target.comparator),
            (&line.actual.text, line.actual.kind(), line.actual.comparator),
            line.weight.text,
            line.score.text,
            line.reason,
            line.parent
        )
    }));
    said
}

#[test]
fn every_published_form_survives_writing_and_reading() {
    for case in expected() {
        let original = read(&case.file).remove(0);
        let bytes = write_form(&original).unwrap();
        let grid = read_grid(&bytes, &Limits::FORMS).unwrap();
        let again = recognise(&grid, &Limits::FORMS).unwrap();
        assert_eq!(again.len(), 1, "{}", case.file);
        assert_eq!(said(&again[0]), said(&original), "{}", case.file);
    }
}
