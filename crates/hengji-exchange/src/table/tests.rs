//! Project lists in the encodings and shapes that budget systems export.

use encoding_rs::{GBK, UTF_16LE};
use hengji_app::ports::RawTable;

use super::{from_grid, from_text};
use crate::grid::{Area, Cell, Grid, Worksheet};
use crate::limits::Limits;

const LIST: &str = "项目代码,项目名称,年初预算数\r\nA1,道路养护,\"1,234.5\"\r\n\r\nA2,\"绿化\n管护\",20\r\n";

fn read(bytes: &[u8]) -> Vec<String> {
    shown(&from_text("清单.csv", bytes, &Limits::TABLE).unwrap())
}

fn shown(table: &RawTable) -> Vec<String> {
    table
        .rows
        .iter()
        .map(|row| format!("{}: {}", row.row, row.cells.join("|")))
        .collect()
}

#[test]
fn every_encoding_of_a_csv_file_gives_the_same_rows() {
    let expected = [
        "1: 项目代码|项目名称|年初预算数",
        "2: A1|道路养护|1,234.5",
        "4: A2|绿化\n管护|20",
    ];
    assert_eq!(read(LIST.as_bytes()), expected);
    assert_eq!(read(format!("\u{feff}{LIST}").as_bytes()), expected);
    let (gbk, _, lost) = GBK.encode(LIST);
    assert!(!lost);
    assert_eq!(read(&gbk), expected);
    let utf16: Vec<u8> = format!("\u{feff}{LIST}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        encoding_rs::Encoding::for_bom(&utf16).map(|(it, _)| it),
        Some(UTF_16LE)
    );
    assert_eq!(read(&utf16), expected);
}

#[test]
fn other_delimiters_are_seen_in_the_first_line() {
    assert_eq!(
        read("代码;名称\nA1;道路,桥梁\n".as_bytes()),
        ["1: 代码|名称", "2: A1|道路,桥梁"]
    );
    assert_eq!(
        read("代码\t名称\nA1\t道路\n".as_bytes()),
        ["1: 代码|名称", "2: A1|道路"]
    );
}

#[test]
fn bad_text_files_are_refused() {
    let code = |bytes: &[u8], limits: Limits| from_text("清单.csv", bytes, &limits).unwrap_err().code();
    assert_eq!(code(b"\xff\xff\xff", Limits::TABLE), "table-encoding-unknown");
    assert_eq!(code(b" ,\n,\n", Limits::TABLE), "workbook-without-content");
    assert_eq!(
        code(
            b"a\nb\nc",
            Limits {
                rows: 2,
                ..Limits::TABLE
            }
        ),
        "workbook-too-many-rows"
    );
    assert_eq!(
        code(
            b"a,b,c",
            Limits {
                columns: 2,
                ..Limits::TABLE
            }
        ),
        "workbook-too-many-columns"
    );
    assert_eq!(
        code(
            b"a,b,c",
            Limits {
                cells: 2,
                ..Limits::TABLE
            }
        ),
        "workbook-too-many-cells"
    );
    assert_eq!(
        code(
            b"abc",
            Limits {
                text_characters: 2,
                ..Limits::TABLE
            }
        ),
        "workbook-text-too-long"
    );
}

#[test]
fn a_department_merged_beside_its_projects_belongs_to_each() {
    let cell = |row, column, text: &str| Cell {
        row,
        column,
        text: text.into(),
        is_formula: false,
    };
    let worksheet = Worksheet {
        name: "清单".into(),
        cells: vec![
            cell(1, 1, "部门"),
            cell(1, 3, "项目"),
            cell(2, 1, "城管局"),
            cell(2, 3, "甲"),
            cell(3, 3, "乙"),
        ],
        merges: vec![
            Area {
                top: 2,
                left: 1,
                bottom: 9,
                right: 1,
            },
            Area {
                top: 1,
                left: 1,
                bottom: 1,
                right: 2,
            },
        ],
        ..Worksheet::default()
    };
    let hidden = Worksheet {
        is_hidden: true,
        ..worksheet.clone()
    };
    let table = from_grid(&Grid {
        worksheets: vec![hidden, worksheet],
    })
    .unwrap();
    assert_eq!(shown(&table), ["1: 部门||项目", "2: 城管局||甲", "3: 城管局||乙"]);
    assert_eq!(
        from_grid(&Grid::default()).unwrap_err().code(),
        "workbook-without-content"
    );
}
