//! Grids of workbooks written for the purpose: formats, formulas, merged areas and limits.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::{Area, Grid, Worksheet, cell_name, column_name, read_grid};
use crate::limits::Limits;

fn grid(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Grid {
    read_grid(&bytes(fill), &Limits::FORMS).unwrap()
}

fn bytes(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

fn texts(worksheet: &Worksheet) -> Vec<&str> {
    worksheet.cells.iter().map(|cell| cell.text.as_str()).collect()
}

#[test]
fn numbers_show_as_a_reader_of_the_sheet_sees_them() {
    let grid = grid(|sheet| {
        for (row, (number, format)) in (0_u32..).zip([
            (0.9775, "0.00%"),
            (0.958_620_689_655_172_4, "0%"),
            (0.95, "0%"),
            (97.746, "0.00"),
            (7.29, "0.00\"万元\""),
            (0.5, "0.0\"%\""),
        ]) {
            sheet
                .write_number_with_format(row, 0, number, &Format::new().set_num_format(format))
                .unwrap();
        }
        let date = ExcelDateTime::from_ymd(2023, 12, 31).unwrap();
        sheet
            .write_datetime_with_format(6, 0, &date, &Format::new().set_num_format("yyyy年m月"))
            .unwrap();
        sheet.write_boolean(7, 0, true).unwrap();
    });
    assert_eq!(
        texts(&grid.worksheets[0]),
        [
            "97.75%",
            "95.86%",
            "95%",
            "97.746",
            "7.29万元",
            "0.5%",
            "2023-12-31",
            "TRUE"
        ]
    );
}

#[test]
fn formulas_give_their_stored_result_or_what_was_typed() {
    let grid = grid(|sheet| {
        sheet
            .write_formula(0, 0, Formula::new("=B1/C1").set_result("0.5"))
            .unwrap();
        sheet
            .write_formula(1, 0, Formula::new("=300天").set_result("#NAME?"))
            .unwrap();
        sheet.write_string(2, 0, "=1+1").unwrap();
    });
    let cells: Vec<(&str, bool)> = grid.worksheets[0]
        .cells
        .iter()
        .map(|cell| (cell.text.as_str(), cell.is_formula))
        .collect();
    assert_eq!(cells, [("0.5", true), ("=300天", false), ("=1+1", false)]);
}

#[test]
fn merged_areas_and_hidden_rows_are_kept() {
    let grid = grid(|sheet| {
        sheet.merge_range(0, 0, 2, 1, "绩效指标", &Format::new()).unwrap();
        sheet.write_string(3, 0, "隐").unwrap();
        sheet.set_row_hidden(3).unwrap();
    });
    let worksheet = &grid.worksheets[0];
    assert_eq!(
        worksheet.merges,
        [Area {
            top: 1,
            left: 1,
            bottom: 3,
            right: 2
        }]
    );
    assert_eq!(worksheet.hidden_rows, [4]);
    assert_eq!(
        worksheet.seen(3, 2).map(|cell| cell.text.as_str()),
        Some("绩效指标")
    );
    assert_eq!(worksheet.text(3, 2), "");
}

#[test]
fn hidden_worksheets_are_marked() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_string(0, 0, "显").unwrap();
    workbook
        .add_worksheet()
        .set_very_hidden(true)
        .write_string(0, 0, "隐")
        .unwrap();
    let grid = read_grid(&workbook.save_to_buffer().unwrap(), &Limits::FORMS).unwrap();
    let hidden: Vec<bool> = grid
        .worksheets
        .iter()
        .map(|worksheet| worksheet.is_hidden)
        .collect();
    assert_eq!(hidden, [false, true]);
}

#[test]
fn more_than_the_limits_allow_is_refused_where_it_stands() {
    let refusal = |fill: fn(&mut rust_xlsxwriter::Worksheet)| {
        read_grid(&bytes(fill), &Limits::FORMS).unwrap_err().to_string()
    };
    let far_down = refusal(|sheet| {
        sheet
            .write_string(0, 0, "近")
            .unwrap()
            .write_string(1_048_575, 0, "远")
            .unwrap();
    });
    assert_eq!(
        far_down,
        "工作表“Sheet1”第 1048576 行还有内容,上限为 5000 行。请删去多余的行,或分成几个文件。 [workbook-too-many-rows]"
    );
    let far_right = refusal(|sheet| {
        sheet.write_string(0, 16_383, "远").unwrap();
    });
    assert!(
        far_right.contains("第 16384 列") && far_right.ends_with("[workbook-too-many-columns]"),
        "{far_right}"
    );
    let blank = refusal(|sheet| {
        sheet.write_string(0, 0, "  ").unwrap();
    });
    assert!(blank.ends_with("[workbook-without-content]"), "{blank}");
}

#[test]
fn many_cells_merges_and_long_texts_are_refused() {
    let bytes = bytes(|sheet| {
        sheet.write_string(0, 0, "一二三四").unwrap();
        sheet.merge_range(1, 0, 2, 1, "甲", &Format::new()).unwrap();
    });
    let code = |limits: Limits| read_grid(&bytes, &limits).unwrap_err().code();
    assert_eq!(
        code(Limits {
            text_characters: 3,
            ..Limits::FORMS
        }),
        "workbook-text-too-long"
    );
    assert_eq!(
        code(Limits {
            cells: 1,
            ..Limits::FORMS
        }),
        "workbook-too-many-cells"
    );
    assert_eq!(
        code(Limits {
            merges: 0,
            ..Limits::FORMS
        }),
        "workbook-too-many-merges"
    );
}

#[test]
fn cells_are_named_as_spreadsheet_programs_do() {
    for (column, name) in [
        (1, "A"),
        (26, "Z"),
        (27, "AA"),
        (702, "ZZ"),
        (703, "AAA"),
        (16_384, "XFD"),
        (0, ""),
    ] {
        assert_eq!(column_name(column), name);
    }
    assert_eq!(cell_name(12, 6), "F12");
}
