//! Tables as people save them, and tables that cannot be used.

use std::path::PathBuf;

use super::*;

/// Rows with their number, name and amount.
type Rows = Vec<(usize, String, f64)>;

/// A file with these bytes, removed with its directory.
fn file(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("数据.csv");
    std::fs::write(&path, bytes).unwrap();
    (directory, path)
}

/// Reads the columns 单位 and 支出, from a file and from standard input, which must agree.
fn read(bytes: &[u8]) -> Result<(Rows, Input), String> {
    let (_directory, path) = file(bytes);
    let from_file = read_from(&path, &[]);
    let from_input = read_from(Path::new("-"), bytes);
    match (&from_file, &from_input) {
        (Ok((rows, input)), Ok((others, other))) => {
            assert_eq!(rows, others);
            assert_eq!(input.sha256, other.sha256);
        }
        (Err(one), Err(other)) => assert_eq!(one.replace("数据.csv", "标准输入"), *other),
        _ => assert_eq!(from_file, from_input),
    }
    from_file
}

fn read_from(path: &Path, mut input: &[u8]) -> Result<(Rows, Input), String> {
    let mut context = Context {
        year: hengji_domain::BudgetYear::new(2026).unwrap(),
        input: &mut input,
        words: &mut Vec::new(),
    };
    let said = |failure: Failure| failure.message().to_owned();
    let table = Table::open(path, &mut context).map_err(said)?;
    let unit = table.column("--unit", "单位").map_err(said)?;
    let money = table.column("--inputs", "支出").map_err(said)?;
    let mut rows = Vec::new();
    let input = table
        .read(|row| {
            if let (Some(unit), Some(money)) = (row.unique(&[&unit]), row.at_least_zero(&money)) {
                rows.push((row.number(), unit, money));
            }
        })
        .map_err(said)?;
    Ok((rows, input))
}

#[test]
fn the_same_table_reads_the_same_in_every_encoding_delimiter_and_line_end() {
    let expected = vec![(2, "甲局".to_owned(), 1234.5), (3, "乙局".to_owned(), 8.0)];
    let plain = "单位,支出\n甲局,1234.5\n乙局,8\n";
    let semicolon = "单位;支出\r\n甲局;\"1,234.5\"\r\n乙局;8";
    let tab = "单位\t支出\n甲局\t1234.5\n乙局\t8";
    let (gbk, _, _) = encoding_rs::GBK.encode(plain);
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(tab.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [
        plain.as_bytes(),
        plain.trim_end().as_bytes(),
        format!("\u{feff}{plain}").as_bytes(),
        plain.replace('\n', "\r\n").as_bytes(),
        plain.replace('\n', "\r").as_bytes(),
        semicolon.as_bytes(),
        tab.as_bytes(),
        &gbk,
        &utf16,
    ] {
        let (rows, input) = read(bytes).unwrap();
        assert_eq!(rows, expected, "{:?}", String::from_utf8_lossy(bytes));
        assert_eq!(input.rows, 2);
    }
}

#[test]
fn rows_are_numbered_as_the_spreadsheet_shows_them() {
    for line_end in ["\n", "\r\n"] {
        let text = "\n单位,支出,说明\n甲,1,\"两\n行\"\n\n\n乙,2,\n,,\n\"丙\n局\",3,\n\n丁,4,"
            .replace('\n', line_end);
        let (rows, _) = read(text.as_bytes()).unwrap();
        let numbers: Vec<usize> = rows.iter().map(|(number, ..)| *number).collect();
        assert_eq!(numbers, [3, 6, 8, 10], "{text:?}");
    }
}

#[test]
fn the_hash_is_that_of_the_bytes_as_they_are() {
    let (_, input) = read("单位,支出\n甲,1\n".as_bytes()).unwrap();
    let (_, marked) = read("\u{feff}单位,支出\n甲,1\n".as_bytes()).unwrap();
    assert_eq!(input.sha256.len(), 64);
    assert_ne!(input.sha256, marked.sha256);
}

/// Reads the text and shows what is said about it.
fn check(text: &str, expected: &[&str]) {
    let said = match read(text.as_bytes()) {
        Ok((rows, _)) => format!("{rows:?}"),
        Err(said) => said,
    };
    for part in expected {
        assert!(said.contains(part), "{text:?}\n{said}");
    }
}

#[test]
fn each_mistake_is_named_with_its_place_and_remedy() {
    check("", &["[table-empty]"]);
    check("\n\n", &["[table-empty]"]);
    check("单位,支出\n", &["只有列名", "[table-empty]"]);
    check(
        "单位,预算\n甲,1",
        &[
            "没有“支出”列",
            "有的列:单位、预算",
            "--inputs",
            "[column-missing]",
        ],
    );
    check(
        "单位,支出,支出\n甲,1,2",
        &["第 2 列和第 3 列", "[column-ambiguous]"],
    );
    check("单位,支出\n甲,", &["第 2 行“支出”列是空的", "[cell-empty]"]);
    check("单位,支出\n甲", &["第 2 行“支出”列是空的"]);
    check("单位,支出\n,1", &["第 2 行“单位”列是空的"]);
    check(
        "单位,支出\n甲,12万元",
        &["第 2 行“支出”列:“12万元”不是数", "[cell-not-a-number]"],
    );
    check(
        "单位,支出\n甲,\"1,23\"",
        &["“1,23”的逗号不是千分位", "[cell-grouping]"],
    );
    check("单位,支出\n甲,NaN", &["“NaN”不是有限的数", "[cell-not-finite]"]);
    check("单位,支出\n甲,-1", &["“-1”是负数", "[cell-negative]"]);
    check(
        "单位,支出\n甲,1\n乙,2\n甲,3",
        &["第 4 行“单位”列:“甲”与第 2 行重复", "[row-duplicate]"],
    );
    check("单位,支出\n甲,1,234", &["第 2 行有 3 格", "[row-too-long]"]);
    check(
        "单位,支出\n\"甲,1\n乙,2",
        &["第 2 行有一个没有配对的双引号", "[quote-open]"],
    );
    check("PK\u{3}\u{4}xx", &["是工作簿", "[not-a-csv]"]);
    check("单位,支出\n甲\0,1", &["[encoding-unknown]"]);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let mut bytes = "单位,支出\n甲,1\n".as_bytes().to_vec();
    bytes.extend([0xff, 0xff, 0xff, b'\n']);
    let said = read(&bytes).unwrap_err();
    assert!(said.ends_with("[encoding-unknown]"), "{said}");
}

#[test]
fn all_faults_are_told_at_once_and_a_flood_is_counted() {
    check(
        "单位,支出\n甲,x\n乙,2\n甲,-3\n",
        &[
            "有 3 处不能用",
            "第 2 行“支出”列:“x”",
            "第 4 行“单位”列",
            "第 4 行“支出”列",
            "[table-unusable]",
        ],
    );
    let rows: String = (0..25).map(|row| format!("{row},x\n")).collect();
    check(
        &format!("单位,支出\n{rows}"),
        &["有 25 处", "第 21 行", "另有 5 处未列出"],
    );
}

#[test]
fn a_long_cell_is_shown_shortened_and_on_one_line() {
    let long = "很".repeat(100);
    check(
        &format!("单位,支出\n甲,\"一\n{long}\""),
        &["“一 很很", "…”不是数"],
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let said = read_from(Path::new("没有/这个.csv"), &[]).unwrap_err();
    assert!(said.contains("“这个.csv”打不开"), "{said}");
    assert!(said.ends_with("[file-unreadable]"), "{said}");
}

#[test]
fn a_method_with_a_limit_says_how_many_rows_there_are() {
    let text: String = std::iter::once("单位,支出\n".to_owned())
        .chain((0..100_000).map(|row| format!("单位{row},1\n")))
        .collect();
    let (_directory, path) = file(text.as_bytes());
    let mut context = Context {
        year: hengji_domain::BudgetYear::new(2026).unwrap(),
        input: &mut std::io::empty(),
        words: &mut Vec::new(),
    };
    let table = Table::open(&path, &mut context).unwrap();
    let mut met = 0;
    let failure = table
        .at_most(50_000, "请先抽样。")
        .read(|_| met += 1)
        .unwrap_err();
    assert_eq!(met, 50_000);
    assert!(
        failure
            .message()
            .contains("有 100000 行,本方法最多 50000 行;请先抽样。")
    );
}

#[test]
fn counts_money_and_gaps_have_readers_of_their_own() {
    let (_directory, path) = file("个数,金额,可缺\n3,\"1,234.56\",\n-1,1.005,x\n2.5,元,1\n".as_bytes());
    let mut context = Context {
        year: hengji_domain::BudgetYear::new(2026).unwrap(),
        input: &mut std::io::empty(),
        words: &mut Vec::new(),
    };
    let table = Table::open(&path, &mut context).unwrap();
    let [count, money, gap] = ["个数", "金额", "可缺"].map(|name| table.column("--columns", name).unwrap());
    let mut found = Vec::new();
    let failure = table
        .read(|row| found.push((row.whole(&count), row.fen(&money), row.finite_if_any(&gap))))
        .unwrap_err();
    assert_eq!(
        found,
        [
            (Some(3), Some(123_456), Some(None)),
            (None, None, None),
            (None, None, Some(Some(1.0)))
        ]
    );
    for part in [
        "“-1”不是零或正整数",
        "“1.005”不是以元为单位",
        "“x”不是数",
        "“2.5”不是零",
        "“元”不是数",
    ] {
        assert!(failure.message().contains(part), "{part}\n{}", failure.message());
    }
}
