//! What is written is read again: lists cell by cell, forms value by value.

use hengji_app::ports::{Cell, Column, Table, TableWriter};
use hengji_domain::form::Form;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{Money, NaiveDate, Score};

use super::{XlsxWriter, tab_name, write_form};
use crate::grid::{Grid, read_grid};
use crate::limits::Limits;
use crate::recognise::recognise;

fn table(rows: Vec<Vec<Cell>>) -> Table {
    let column = |name: &str| Column {
        name: name.into(),
        width: 20,
    };
    Table {
        title: "项目清单".into(),
        notes: vec!["单位:万元".into()],
        columns: vec![column("名称"), column("金额")],
        rows,
    }
}

fn read(bytes: &[u8]) -> Grid {
    read_grid(bytes, &Limits::TABLE).unwrap()
}

#[test]
fn a_list_is_read_back_cell_by_cell() {
    let rows = vec![
        vec![Cell::text("道路养护"), Cell::Money(Money::from_fen(123_456_789))],
        vec![
            Cell::text("日期"),
            Cell::Date(NaiveDate::from_ymd_opt(2020, 2, 29).unwrap()),
        ],
        vec![Cell::Blank, Cell::Score(Score::from_centi(857))],
        vec![Cell::Integer(-3)],
    ];
    let grid = read(&XlsxWriter.write_table(&table(rows)).unwrap());
    let worksheet = &grid.worksheets[0];
    let texts: Vec<&str> = worksheet.cells.iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "项目清单",
            "单位:万元",
            "名称",
            "金额",
            "道路养护",
            "123.456789",
            "日期",
            "2020-02-29",
            "8.57",
            "-3"
        ]
    );
    assert_eq!(worksheet.name, "项目清单");
}

#[test]
fn no_text_turns_into_a_formula() {
    let hostile = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "=HYPERLINK(\"http://x\")",
        "\t=1",
        "http://example.org",
    ];
    let rows = hostile.iter().map(|text| vec![Cell::text(*text)]).collect();
    let grid = read(&XlsxWriter.write_table(&table(rows)).unwrap());
    let cells: Vec<_> = grid.worksheets[0].cells.iter().skip(4).collect();
    assert!(cells.iter().all(|cell| !cell.is_formula));
    let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(texts, hostile);
}

#[test]
fn the_same_list_gives_the_same_bytes() {
    let write = || {
        XlsxWriter
            .write_table(&table(vec![vec![Cell::Integer(1)]]))
            .unwrap()
    };
    assert_eq!(write(), write());
}

#[test]
fn a_text_longer_than_a_cell_is_an_error_and_no_panic() {
    let rows = vec![vec![Cell::text("长".repeat(40_000))]];
    assert!(XlsxWriter.write_table(&table(rows)).is_err());
}

#[test]
fn tab_names_keep_to_what_spreadsheet_programs_allow() {
    assert_eq!(tab_name("2020/2021 [清单]*?"), "20202021 清单");
    assert_eq!(tab_name("::"), "清单");
    assert_eq!(tab_name(&"长".repeat(50)).chars().count(), 31);
}

#[test]
fn an_empty_form_of_each_kind_can_be_written_and_read() {
    for kind in SheetKind::YEARLY {
        let form = Form {
            kind: Some(kind),
            project: "道路养护".into(),
            ..Form::default()
        };
        let grid = read(&write_form(&form).unwrap());
        let forms = recognise(&grid, &Limits::FORMS).unwrap();
        assert_eq!(forms.len(), 1);
        assert_eq!(
            (forms[0].kind, forms[0].project.as_str()),
            (Some(kind), "道路养护")
        );
        assert_eq!(forms[0].leftovers, []);
    }
}
