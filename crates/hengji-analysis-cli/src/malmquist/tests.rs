//! The index over years, from table to answer.

use crate::sample::run;

const LINE: &str = "malmquist @ --unit 街道 --period 年度 --inputs 支出 --outputs 人次";

/// 乙 does half as much again for the same money, of which a fifth is everyone's progress. The rows are shuffled.
const TWO_YEARS: &str =
    "街道,年度,支出,人次\n甲,2026,100,12\n乙,2025,100,8\n乙,2026,100,12\n甲,2025,100,10\n";

fn near(found: &serde_json::Value, expected: f64) {
    let found = found.as_f64().unwrap_or(f64::NAN);
    assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
}

#[test]
fn progress_is_catching_up_times_the_move_of_the_frontier() {
    for reference in ["adjacent", "global"] {
        let answer = run(
            &format!("{LINE} --format json --reference {reference}"),
            TWO_YEARS,
        )
        .json();
        let change = answer["units"]
            .as_array()
            .unwrap()
            .iter()
            .find(|change| change["unit"] == "乙")
            .unwrap();
        assert_eq!(change["from"], "2025");
        assert_eq!(change["to"], "2026");
        near(&change["index"], 1.5);
        near(&change["efficiency_change"], 1.25);
        near(&change["technical_change"], 1.2);
        near(&answer["means"][0]["index"], (1.5_f64 * 1.2).sqrt());
        assert_eq!(answer["method"]["settings"]["reference"], reference);
        assert_eq!(answer["method"]["n"], 2);
    }
}

#[test]
fn with_too_few_units_no_index_is_printed_unless_an_expert_asks() {
    let ran = run(LINE, TWO_YEARS);
    assert_eq!(ran.refusal(), (1, ""));
    assert!(!ran.out.contains("指数  "), "{}", ran.out);
    assert!(ran.out.contains("不列指数"), "{}", ran.out);
    let ran = run(&format!("{LINE} --show-all"), TWO_YEARS);
    assert_eq!(ran.refusal(), (0, ""));
    assert!(
        ran.out.contains("1.5000") && ran.out.contains("几何平均(2 个)"),
        "{}",
        ran.out
    );
}

#[test]
fn a_unit_without_a_year_is_named_or_left_out_when_asked() {
    let table = format!("{TWO_YEARS}丙,2026,90,9\n");
    let ran = run(LINE, &table);
    let (code, said) = ran.refusal();
    assert_eq!(code, 2);
    assert!(
        said.contains("“丙”缺“2025”的数据") && said.ends_with("[panel-incomplete]"),
        "{said}"
    );
    let answer = run(&format!("{LINE} --drop-incomplete --format json"), &table).json();
    assert_eq!(answer["left_out"][0], "丙");
    assert_eq!(answer["units"].as_array().map(Vec::len), Some(2));
}

#[test]
fn years_are_sorted_and_one_year_is_refused() {
    let rows: String = [2026, 2024, 2025]
        .iter()
        .map(|year| format!("甲,{year},100,10\n乙,{year},100,8\n"))
        .collect();
    let answer = run(
        &format!("{LINE} --format json"),
        &format!("街道,年度,支出,人次\n{rows}"),
    )
    .json();
    let spans: Vec<(&str, &str)> = answer["means"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mean| (mean["from"].as_str().unwrap(), mean["to"].as_str().unwrap()))
        .collect();
    assert_eq!(spans, [("2024", "2025"), ("2025", "2026")]);
    let one = run(LINE, "街道,年度,支出,人次\n甲,2026,100,12\n乙,2026,100,12\n");
    assert!(one.refusal().1.ends_with("[panel-too-few-periods]"), "{one:?}");
    let twice = run(LINE, "街道,年度,支出,人次\n甲,2026,100,12\n甲,2026,100,12\n");
    assert!(twice.refusal().1.ends_with("[row-duplicate]"), "{twice:?}");
}
