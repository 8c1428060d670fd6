//! Reports in their three formats.

use super::*;
use crate::table::Input;

#[derive(Serialize)]
struct Body {
    units: Vec<(String, f64)>,
}

fn report() -> Report<Body> {
    let input = Input {
        file: "项目.csv".to_owned(),
        rows: 2,
        sha256: "ab".repeat(32),
    };
    let method = Method::new("检验", 2, &input)
        .setting("rts", "vrs")
        .setting("inputs", vec!["支出", "人员"])
        .weights("1/column maximum");
    let mut sheet = Sheet::new(["单位", "效率", "人数", "金额", "提示"]);
    sheet.row([
        Cell::text("滨江"),
        Cell::number(0.1 + 0.2),
        Cell::count(3),
        Cell::Money(-5),
        Cell::flag(true),
    ]);
    sheet.row([
        Cell::text("=A1+B1"),
        Cell::number_if_any(None),
        Cell::Missing,
        Cell::Money(123_456),
        Cell::flag(false),
    ]);
    let body = Body {
        units: vec![("滨江".to_owned(), 0.1 + 0.2)],
    };
    Report::new(method, body, sheet).note("样本太小。")
}

/// What is written to the result and to the words for people.
fn written(format: Format) -> (String, String) {
    let (mut out, mut words) = (Vec::new(), Vec::new());
    let mut context = Context {
        year: hengji_domain::BudgetYear::new(2026).unwrap(),
        input: &mut io::empty(),
        words: &mut words,
    };
    report().write(format, &mut out, &mut context).unwrap();
    (String::from_utf8(out).unwrap(), String::from_utf8(words).unwrap())
}

#[test]
fn json_has_the_method_beside_the_rows_and_every_digit() {
    let (out, words) = written(Format::Json);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["method"]["n"], 2);
    assert_eq!(value["method"]["settings"]["inputs"][1], "人员");
    assert_eq!(value["method"]["weights"], "1/column maximum");
    assert_eq!(value["method"]["input_sha256"], "ab".repeat(32));
    assert!(value["method"]["version"].is_string());
    assert_eq!(value["units"][0][1].as_f64(), Some(0.1 + 0.2));
    assert!(words.is_empty());
}

#[test]
fn csv_opens_in_a_spreadsheet_and_reads_back_exactly() {
    let (out, words) = written(Format::Csv);
    assert_eq!(
        out,
        "\u{feff}单位,效率,人数,金额,提示\n滨江,0.30000000000000004,3,-0.05,是\n'=A1+B1,,,1234.56,\n"
    );
    assert!(
        words.contains("方法:检验(n=2;rts=vrs;inputs=支出、人员;"),
        "{words}"
    );
    assert!(words.contains("说明:样本太小。"), "{words}");
}

#[test]
fn the_table_is_aligned_where_chinese_is_twice_as_wide() {
    let (out, words) = written(Format::Table);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines.get(..4).unwrap(),
        [
            "单位      效率  人数     金额  提示",
            "------  ------  ----  -------  ----",
            "滨江    0.3000     3    -0.05  是",
            "=A1+B1       –     –  1234.56  –",
        ]
    );
    assert!(out.contains("说明:样本太小。"), "{out}");
    assert!(words.is_empty());
}

#[test]
fn a_reader_that_has_read_enough_is_no_failure() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    for format in [Format::Json, Format::Csv, Format::Table] {
        let mut context = Context {
            year: hengji_domain::BudgetYear::new(2026).unwrap(),
            input: &mut io::empty(),
            words: &mut Vec::new(),
        };
        assert_eq!(
            report().write(format, &mut Closed, &mut context),
            Ok(()),
            "{format:?}"
        );
    }
}
