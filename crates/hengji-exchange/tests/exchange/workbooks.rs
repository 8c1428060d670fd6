//! Workbooks as units really send them: several worksheets, numbers and dates as cells, formats, hidden things.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use hengji_domain::form::Form;
use hengji_domain::value::Comparator;
use hengji_domain::{Field, Money};

use crate::worker::reader;

/// Writes a row of texts; empty texts leave the cell blank.
fn row(sheet: &mut Worksheet, row: u32, texts: &[&str]) {
    for (column, text) in (0_u16..).zip(texts).filter(|(_, text)| !text.is_empty()) {
        sheet.write_string(row, column, *text).unwrap();
    }
}

/// A self-evaluation up to its header; the indicator rows begin in row 7 (6 from 0).
fn head(sheet: &mut Worksheet, project: &str) {
    row(sheet, 0, &["项目支出绩效自评表"]);
    row(sheet, 1, &["(2020年度)"]);
    row(sheet, 2, &["项目名称", project]);
    row(
        sheet,
        3,
        &[
            "项目资金(万元)",
            "",
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "分值",
            "执行率",
            "得分",
        ],
    );
    row(sheet, 4, &["", "年度资金总额"]);
    row(
        sheet,
        5,
        &[
            "一级指标",
            "二级指标",
            "三级指标",
            "指标值",
            "完成值",
            "分值",
            "得分",
        ],
    );
}

fn forms(mut workbook: Workbook) -> Vec<Form> {
    reader().forms(&workbook.save_to_buffer().unwrap()).unwrap()
}

#[test]
fn numbers_percentages_and_dates_in_cells_are_read_as_they_are_seen() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    head(sheet, "道路养护");
    for (column, amount) in [(2, 20.0), (3, 20.5), (4, 18.45)] {
        sheet.write_number(4, column, amount).unwrap();
    }
    let percent = Format::new().set_num_format("0.00%");
    sheet
        .write_formula_with_format(4, 6, Formula::new("E5/D5").set_result("0.9"), &percent)
        .unwrap();
    row(sheet, 6, &["产出指标", "时效指标", "完工时间"]);
    let day = ExcelDateTime::from_ymd(2020, 11, 30).unwrap();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    sheet
        .write_datetime_with_format(6, 3, &day, &date)
        .unwrap()
        .write_datetime_with_format(6, 4, &day, &date)
        .unwrap();
    sheet
        .write_number(6, 5, 10.0)
        .unwrap()
        .write_number(6, 6, 9.5)
        .unwrap();
    let form = forms(workbook).remove(0);
    assert_eq!(form.money.executed.money, Some(Money::from_fen(18_450_000)));
    assert_eq!(form.money.rate_text, "90%");
    assert_eq!(form.notes.len(), 1, "the rate is a formula");
    let line = &form.lines[0];
    assert_eq!(
        (line.target.text.as_str(), line.target.comparator),
        ("2020-11-30", Some(Comparator::ByDate))
    );
    assert_eq!(
        (line.weight.text.as_str(), line.score.text.as_str()),
        ("10", "9.5")
    );
    assert_eq!(form.cell(Some(7), Field::Target), Some("D7"));
}

#[test]
fn each_worksheet_gives_its_form_and_hidden_ones_none() {
    let mut workbook = Workbook::new();
    for (name, project) in [("一", "甲路"), ("二", "乙路"), ("旧", "丙路")] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        head(sheet, project);
        row(
            sheet,
            6,
            &["产出指标", "数量指标", "里程", "≥1公里", "1公里", "90", "90"],
        );
        sheet.set_hidden(name == "旧");
        sheet.set_row_hidden(6).unwrap();
    }
    row(
        workbook.add_worksheet().set_name("说明").unwrap(),
        0,
        &["请如实填写"],
    );
    let forms = forms(workbook);
    let found: Vec<(&str, &str)> = forms
        .iter()
        .map(|form| (form.worksheet.as_str(), form.project.as_str()))
        .collect();
    assert_eq!(found, [("一", "甲路"), ("二", "乙路")]);
    let codes: Vec<&str> = forms
        .iter()
        .flat_map(|form| &form.notes)
        .map(|note| note.code.code())
        .collect();
    assert_eq!(
        codes, ["hidden-content"; 3],
        "two hidden rows and a hidden worksheet"
    );
    assert_eq!(forms[0].leftovers, [(1, "工作表“说明”(1 行)".to_owned())]);
}

#[test]
fn styled_but_empty_rows_and_columns_count_for_nothing() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    head(sheet, "道路养护");
    row(
        sheet,
        6,
        &["产出指标", "数量指标", "里程", "≥1公里", "1公里", "90", "90"],
    );
    let bold = Format::new().set_bold();
    sheet.set_column_format(50, &bold).unwrap();
    sheet.write_blank(900_000, 300, &bold).unwrap();
    assert_eq!(forms(workbook)[0].lines.len(), 1);
}

#[test]
fn a_protected_but_readable_worksheet_is_read() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    head(sheet, "道路养护");
    sheet.protect_with_password("secret");
    assert_eq!(forms(workbook)[0].project, "道路养护");
}

#[test]
fn error_cells_and_truths_stay_texts_that_no_number_is_read_from() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    head(sheet, "道路养护");
    row(sheet, 6, &["产出指标", "数量指标", "里程"]);
    sheet.write_boolean(6, 3, true).unwrap();
    sheet
        .write_formula(6, 4, Formula::new("1/0").set_result("#DIV/0!"))
        .unwrap();
    let line = forms(workbook).remove(0).lines.remove(0);
    assert_eq!((line.target.text.as_str(), line.target.number()), ("TRUE", None));
    assert_eq!((line.actual.text.as_str(), line.actual.number()), ("=1/0", None));
}

#[test]
fn a_long_number_keeps_the_digits_that_the_file_has() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    head(sheet, "道路养护");
    row(sheet, 6, &["产出指标", "数量指标", "里程", "123456789012345678"]);
    sheet.write_number(6, 4, 1.5e11).unwrap();
    let line = forms(workbook).remove(0).lines.remove(0);
    assert_eq!(line.target.text, "123456789012345678");
    assert_eq!(line.actual.text, "150000000000");
}
