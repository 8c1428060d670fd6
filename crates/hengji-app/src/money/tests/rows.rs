//! Rows of files as cases: amounts, or problems with their cells.

use hengji_domain::fact::load::LoadKind;

use super::{file, load, previewed, reviewer};
use crate::money::UploadedMoney;
use crate::stage::district::{of_year, opened};
use crate::stage::key;

/// `kind: row -> month amount in fen`, or the problems with their cells; `?` before the amount of an unknown project.
#[track_caller]
fn check(case: &str) {
    let (given, expected) = case.split_once(" -> ").unwrap();
    let (kind, row) = given.split_once(": ").unwrap();
    let stage = opened();
    let kind = LoadKind::from_code(kind).unwrap();
    let preview = previewed(&stage, 1, &file(&stage, kind, "f.csv", &[row]));
    let shown = if preview.problems.is_empty() {
        let of_period = |one: &crate::money::view::PeriodPreview| {
            let mark = if one.loaded_rows == 0 { "?" } else { "" };
            format!("{} {mark}{}", one.period, one.file_total.fen())
        };
        preview
            .periods
            .iter()
            .map(of_period)
            .collect::<Vec<_>>()
            .join(", ")
    } else {
        let of_problem =
            |one: &crate::lists::RowProblem| format!("{} {}", one.cell.as_deref().unwrap_or("-"), one.code);
        preview
            .problems
            .iter()
            .map(of_problem)
            .collect::<Vec<_>>()
            .join(", ")
    };
    assert_eq!(shown, expected, "{case}");
}

#[test]
fn rows_become_amounts_or_problems_with_their_cells() {
    check("payments: P1|项目1|3月|600|A1 -> 2020-03 60000");
    check("payments: P1|项目1|2020-12-31|1,234.56|A1 -> 2020-12 123456");
    check("payments: P1|项目1|3月|0.5万元|A1 -> 2020-03 500000");
    check("payments: P1|项目1|3月|-600|A1 -> 2020-03 -60000");
    check("payments: P99|没有|3月|600|A1 -> 2020-03 ?60000");
    check("payments: |无码|3月|600|A1 -> A3 project-code-missing");
    check("payments: P1|项目1|2019-12|600|A1 -> C3 wrong-year");
    check("payments: P1|项目1||600|A1 -> C3 month-unreadable");
    check("payments: P1|项目1|某月|600|A1 -> C3 month-unreadable");
    check("payments: P1|项目1|3月|很多|A1 -> D3 amount-unreadable");
    check("payments: P1|项目1|3月||A1 -> D3 amount-unreadable");
    check("payments: P1|项目1|2019-12|x|A1 -> D3 amount-unreadable, C3 wrong-year");
    check("initial_budget: P1|项目1||600| -> 2020 60000");
    check("initial_budget: P1|项目1||-600| -> D3 amount-negative");
    check("initial_budget: P1|项目1|2019-01|600| -> C3 wrong-year");
    check("adjusted_budget: P1|项目1||0| -> 2020 0");
    check("budget_adjustment: P1|项目1|5月|-600|文1 -> 2020-05 -60000");
    check("control_totals: 市政中心|3月|600 -> 2020-03 60000");
    check("control_totals: 219011|3月|600 -> 2020-03 60000");
    check("control_totals: 219011-市政中心|3月|600 -> 2020-03 60000");
    check("control_totals: 无此局|3月|600 -> A3 unit-unknown");
}

#[test]
fn a_month_that_has_not_come_is_refused() {
    // The clock stands an hour before 2021, so every month of 2020 has come.
    check("payments: P1|项目1|12月|1|A1 -> 2020-12 100");
    let stage = opened();
    stage.clock.pass(-40 * 86_400);
    let preview = previewed(
        &stage,
        1,
        &file(&stage, LoadKind::Payment, "f.csv", &["P1|项目1|12月|1|A1"]),
    );
    assert_eq!(preview.problems[0].code, "month-in-future");
}

#[test]
fn a_voucher_stands_once_and_equal_rows_need_a_word() {
    let stage = opened();
    let twice = ["P1|项目1|3月|600|A1", "P1|项目1|3月|600|A1"];
    let preview = previewed(&stage, 1, &file(&stage, LoadKind::Payment, "f.csv", &twice));
    assert_eq!(preview.problems[0].code, "voucher-duplicate");
    assert!(preview.problems[0].message.contains("第 3 行"));
    // One voucher may pay two projects, and one project twice by two vouchers.
    let fine = [
        "P1|项目1|3月|600|A1",
        "P2|项目2|3月|600|A1",
        "P1|项目1|3月|600|A2",
    ];
    assert!(previewed(&stage, 2, &file(&stage, LoadKind::Payment, "f.csv", &fine)).is_ready);

    let equal = ["P1|项目1|3月|600|", "P1|项目1|3月|600|"];
    let upload = file(&stage, LoadKind::Payment, "f.csv", &equal);
    let preview = previewed(&stage, 3, &upload);
    assert_eq!(
        (preview.duplicates.as_slice(), preview.is_ready),
        ([(4, 3)].as_slice(), false)
    );
    let refused = stage
        .app
        .commit_money_import(&reviewer(), &key(4), preview.import);
    assert_eq!(super::code(refused), "money-not-ready");
    let meant = UploadedMoney {
        accepts_duplicates: true,
        ..upload
    };
    let preview = previewed(&stage, 5, &meant);
    assert!(preview.is_ready);
    assert_eq!(preview.periods[0].loaded_total.fen(), 120_000);
}

#[test]
fn a_printed_total_must_be_the_sum_of_the_rows() {
    for (total, problems) in [("605", 0), ("600", 1)] {
        let stage = opened();
        let last = format!("合计|||{total}|");
        let rows = ["P1|项目1|3月|600|A1", "P99|没有|3月|5|A2", last.as_str()];
        let preview = previewed(&stage, 1, &file(&stage, LoadKind::Payment, "f.csv", &rows));
        assert_eq!(preview.problem_count, problems, "{total}");
        if let Some(problem) = preview.problems.first() {
            assert_eq!((problem.row, problem.code), (5, "total-row-mismatch"));
        }
    }
}

#[test]
fn a_file_without_a_month_column_takes_the_chosen_month() {
    let stage = opened();
    stage
        .desk
        .put_table("m.csv", &["单位:元", "项目代码|金额", "P1|5"]);
    let bare = UploadedMoney {
        kind: "payments".into(),
        source: "国库".into(),
        file_name: "m.csv".into(),
        bytes: vec![1],
        ..UploadedMoney::default()
    };
    assert_eq!(previewed(&stage, 1, &bare).problems[0].code, "month-missing");
    for (month, expected) in [("7", "2020-07"), ("2020-07", "2020-07")] {
        let chosen = UploadedMoney {
            month: Some(month.into()),
            ..bare.clone()
        };
        assert_eq!(
            previewed(&stage, 2 + u32::from(month == "7"), &chosen).periods[0].period,
            expected
        );
    }
    let wrong = UploadedMoney {
        month: Some("2019-07".into()),
        ..bare
    };
    assert_eq!(previewed(&stage, 9, &wrong).problems[0].code, "month-unreadable");
}

#[test]
fn a_title_of_another_year_refuses_the_whole_file() {
    let stage = opened();
    stage.desk.put_table(
        "y.csv",
        &["2019年度支付明细", "单位:元", "项目代码|月份|金额", "P1|3|5"],
    );
    let upload = UploadedMoney {
        kind: "payments".into(),
        source: "国库".into(),
        file_name: "y.csv".into(),
        bytes: vec![1],
        ..UploadedMoney::default()
    };
    let preview = previewed(&stage, 1, &upload);
    assert_eq!(
        (preview.problems[0].row, preview.problems[0].code),
        (1, "wrong-year")
    );
    assert!(preview.problems[0].message.contains("2019"));
    let refused = stage
        .app
        .commit_money_import(&reviewer(), &key(2), preview.import);
    assert_eq!(super::code(refused), "money-not-ready");
    assert_eq!(stage.app.money_loads(&reviewer(), of_year()).unwrap().loads, []);
}

#[test]
fn one_wrong_row_keeps_the_whole_file_out() {
    let stage = opened();
    let rows = ["P1|项目1|3月|600|A1", "P2|项目2|3月|很多|A2"];
    let preview = previewed(&stage, 1, &file(&stage, LoadKind::Payment, "f.csv", &rows));
    assert_eq!((preview.problem_count, preview.is_ready), (1, false));
    let refused = stage
        .app
        .commit_money_import(&reviewer(), &key(2), preview.import);
    assert_eq!(super::code(refused), "money-not-ready");
}

#[test]
fn refunds_are_counted_and_reduce_what_was_paid() {
    let stage = opened();
    let rows = ["P1|项目1|3月|600|A1", "P1|项目1|4月|-100|A2"];
    let preview = previewed(&stage, 1, &file(&stage, LoadKind::Payment, "f.csv", &rows));
    assert_eq!((preview.refund_rows, preview.refund_total.fen()), (1, -10_000));
    assert_eq!(preview.difference_count, 0);
    load(&stage, 2, LoadKind::Payment, "f.csv", &rows);
    assert_eq!(super::paid(&stage), [("P1".to_owned(), 500)]);
}
