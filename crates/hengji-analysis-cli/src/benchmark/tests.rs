//! The benchmark command as a whole: tables in, answers and refusals out.

use std::fmt::Write;

use crate::sample::{Ran, run};

/// Two types of road in three districts over three years, in 公里 and 万元; one row is written in 元.
fn history(wrong_unit: bool) -> String {
    let mut text = "项目,指标,区,年度,公里,金额\n".to_owned();
    let rows = [
        ("主干道", "滨河区", [38.0, 41.0, 44.0], [452.0, 470.0, 512.0]),
        ("主干道", "东城区", [82.0, 85.0, 90.0], [861.0, 899.0, 918.0]),
        ("主干道", "西湾区", [20.0, 22.0, 22.0], [268.0, 274.0, 291.0]),
        ("支路", "滨河区", [60.0, 64.0, 71.0], [331.0, 355.0, 372.0]),
        ("支路", "东城区", [120.0, 126.0, 131.0], [548.0, 590.0, 579.0]),
        ("支路", "西湾区", [33.0, 35.0, 40.0], [205.0, 209.0, 241.0]),
    ];
    for (kind, region, lengths, amounts) in rows {
        for (year, (length, amount)) in (2018..).zip(lengths.into_iter().zip(amounts)) {
            let factor = if wrong_unit && region == "东城区" && kind == "主干道" && year == 2019 {
                1e4
            } else {
                1.0
            };
            let amount = amount * factor;
            writeln!(
                text,
                "{region}{kind}{year},{kind},{region},{year},{length},{amount}"
            )
            .unwrap();
        }
    }
    text
}

const OPTIONS: &str = "--unit 项目 --type 指标 --quantity 公里 --amount 金额 --region 区 --period 年度";

/// Runs with a history and a table of plans.
fn judged(history: &str, plans: &str, options: &str) -> Ran {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("历史.csv");
    std::fs::write(&path, history).unwrap();
    run(
        &format!("benchmark {} --plan @ {OPTIONS} {options}", path.display()),
        plans,
    )
}

const HEADER: &str = "项目,指标,区,年度,公里,金额,上年公里,上年金额\n";

#[test]
fn a_plan_is_answered_with_its_method_its_rules_and_its_comparison() {
    let plans = format!("{HEADER}滨河主干道,主干道,滨河区,2021,45,900,,\n");
    let ran = judged(&history(true), &plans, "--format json");
    assert_eq!(ran.refusal(), (1, ""));
    let answer = ran.json();
    let method = &answer["method"];
    assert_eq!(method["n"], 18);
    assert_eq!(method["settings"]["confidence"], 0.95);
    let rules: Vec<&str> = method["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["key"].as_str().unwrap())
        .collect();
    assert_eq!(
        rules,
        [
            "analysis.evidence_benchmark",
            "analysis.benchmark_bands",
            "analysis.confidence"
        ]
    );
    assert_eq!(method["further_inputs"].as_array().map(Vec::len), Some(1));
    let category = &answer["categories"][0];
    assert_eq!(
        (&category["method"], &category["rows"]),
        (&"reml".into(), &17.into())
    );
    assert_eq!(category["unit_errors"][0]["row"], "东城区主干道2019");
    assert_eq!(category["unit_errors"][0]["kind"], "too_large");
    let plan = &answer["plans"][0];
    assert_eq!(
        (&plan["name"], &plan["band"]),
        (&"滨河主干道".into(), &"money_high".into())
    );
    assert_eq!(plan["evidence"]["grade"], "own_history");
    assert!(plan["predicted"]["z"].as_f64().unwrap() > 2.0);
    let implied = plan["predicted"]["implied_target"].as_f64().unwrap();
    assert!(80.0 < implied && implied < 100.0, "{implied}");
    assert_eq!(plan["comparison"]["left_out"][0], "东城区主干道2019");
    assert!(
        plan["verdict"]
            .as_str()
            .unwrap()
            .starts_with("资金偏多或目标偏低")
    );
}

#[test]
fn bands_evidence_and_exit_codes_of_plans() {
    let check = |plan: &str, exit: u8, words: &str| {
        let ran = judged(
            &history(false),
            &format!("{HEADER}{plan}\n"),
            "--last-actual 上年公里 --last-amount 上年金额",
        );
        assert_eq!(ran.refusal(), (exit, ""), "{plan}\n{ran:?}");
        assert!(ran.out.contains(words), "{plan}: {words}\n{}", ran.out);
    };
    check("甲,主干道,滨河区,2021,45,520,,", 0, "基本匹配");
    check("甲,主干道,滨河区,2021,45,520,44,512", 0, "基本匹配");
    check(
        "甲,主干道,滨河区,2021,45,520,46,512",
        1,
        "目标低于上年实际而资金增加",
    );
    check("甲,主干道,滨河区,2021,45,200,,", 1, "资金偏少或目标偏高");
    check("甲,主干道,滨河区,2021,45,5200000,,", 1, "疑似单位错误");
    check("甲,桥梁,滨河区,2021,45,520,,", 0, "类别历史(0/18)");
}

#[test]
fn with_own_units_a_new_type_is_not_judged() {
    let plans = format!("{HEADER}甲,桥梁,滨河区,2021,45,520,,\n");
    let ran = judged(&history(false), &plans, "--own-units");
    assert_eq!(ran.refusal(), (0, ""));
    assert!(
        ran.out
            .contains("样本不足,不作判断(同类型历史 0 条、同类别 18 条)"),
        "{}",
        ran.out
    );
}

#[test]
fn without_plans_the_scale_relation_is_shown() {
    let ran = run(&format!("benchmark @ {OPTIONS}"), &history(false));
    assert_eq!(ran.refusal(), (0, ""));
    for part in ["规模弹性", "REML", "只用于提问", "规则:analysis.benchmark_bands"] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
    let wrong = run(&format!("benchmark @ {OPTIONS} --format csv"), &history(true));
    assert_eq!(wrong.refusal(), (1, ""), "a unit error is a finding");
    assert!(
        wrong.words.contains("请核对金额单位:东城区主干道2019"),
        "{}",
        wrong.words
    );
}

#[test]
fn prices_are_converted_or_missed_by_name() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("价格.csv");
    std::fs::write(&path, "年度,价格指数\n2018,100\n2019,102\n2020,104\n").unwrap();
    let option = format!("--price-index {}", path.display());
    let ran = run(
        &format!("benchmark @ {OPTIONS} --format json {option}"),
        &history(false),
    );
    assert_eq!(ran.refusal(), (0, ""));
    assert_eq!(ran.json()["method"]["settings"]["constant_prices"], true);
    let plans = format!("{HEADER}甲,主干道,滨河区,2021,45,520,,\n");
    let missing = judged(&history(false), &plans, &option);
    assert_eq!(missing.refusal().0, 2);
    assert!(
        missing.refusal().1.ends_with("[benchmark-price-index-missing]"),
        "{missing:?}"
    );
}

#[test]
fn refusals_of_tables_and_options() {
    let check = |line: &str, table: &str, exit: u8, code: &str| {
        let ran = run(line, table);
        let (found, words) = ran.refusal();
        assert_eq!(found, exit, "{line}: {words}");
        assert!(words.contains(&format!("[{code}]")), "{line}: {words}");
    };
    let line = "benchmark @ --type 指标 --quantity 公里 --amount 金额 --period 年度";
    check(line, "指标,公里,金额\n甲,1,2\n", 2, "column-missing");
    check(line, "指标,公里,金额,年度\n甲,0,2,2020\n", 2, "cell-not-positive");
    check(line, "指标,公里,金额,年度\n甲,1,2,20\n", 2, "cell-not-year");
    check(line, "指标,公里,金额,年度\n,1,2,2020\n", 2, "cell-empty");
    check(line, "指标,公里,金额,年度\n甲,1,NaN,2020\n", 2, "cell-not-finite");
    check(line, "指标,公里,金额,年度\n", 2, "table-empty");
    check(
        &format!("{line} --common-size -1"),
        "指标,公里,金额,年度\n甲,1,2,2020\n",
        2,
        "benchmark-setting",
    );
    check(
        &format!("{line} --unit-factors 1"),
        "指标,公里,金额,年度\n甲,1,2,2020\n",
        2,
        "benchmark-setting",
    );
}

#[test]
fn csv_has_one_clean_row_for_each_plan_in_their_order() {
    let plans = format!("{HEADER}乙,支路,滨河区,2021,70,380,,\n甲,主干道,滨河区,2021,45,520,,\n");
    let ran = judged(&history(false), &plans, "--format csv");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", ran.out);
    assert!(lines[0].contains("项目,申报目标,申报金额,通常金额"));
    assert!(
        lines[1].starts_with("乙,70,380,") && lines[2].starts_with("甲,45,520,"),
        "{}",
        ran.out
    );
    assert!(ran.words.contains("方法:规模模型"), "{}", ran.words);
}

#[test]
fn options_reach_the_method_and_the_answer() {
    let plans = format!("{HEADER}甲,主干道,滨河区,2021,45,520,,\n");
    let options =
        "--format json --huber 0 --own-units --common-size 50 --compared 2 --unit-factors 100,10000";
    let answer = judged(&history(false), &plans, options).json();
    let settings = &answer["method"]["settings"];
    assert!(settings["huber"].is_null());
    assert_eq!(
        (&settings["sizes"], &settings["unit_factors"][0]),
        (&"own_units".into(), &100.0.into())
    );
    let plan = &answer["plans"][0];
    assert_eq!(plan["comparison"]["nearest"].as_array().map(Vec::len), Some(2));
    assert!((plan["predicted"]["common_size"].as_f64().unwrap() - 50.0).abs() < 1e-9);
    assert_eq!(
        answer["categories"][0]["down_weighted"].as_array().map(Vec::len),
        Some(0)
    );
}

#[test]
fn categories_are_kept_apart_and_rows_without_a_name_are_numbered() {
    let table = "指标,类,公里,金额\n甲,一,1,2\n甲,一,2,3\n甲,一,4,7\n乙,二,1,5\n乙,二,2,9\n乙,二,3,60000\n";
    let ran = run(
        "benchmark @ --type 指标 --category 类 --quantity 公里 --amount 金额 --format json",
        table,
    );
    let answer = ran.json();
    let names: Vec<&str> = answer["categories"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["category"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["一", "二"]);
    assert_eq!(answer["categories"][0]["method"], "closed_form");
    assert_eq!(answer["plans"].as_array().map(Vec::len), Some(0));
    let suspected = answer["categories"][1]["unit_errors"].as_array().unwrap();
    assert!(
        suspected.iter().all(|row| row["row"] == "第 7 行"),
        "{suspected:?}"
    );
}

#[test]
fn faults_of_the_plans_are_told_like_those_of_the_history() {
    let check = |plans: &str, exit: u8, code: &str| {
        let ran = judged(
            &history(false),
            plans,
            "--last-actual 上年公里 --last-amount 上年金额",
        );
        let (found, words) = ran.refusal();
        assert_eq!(found, exit, "{plans}: {words}");
        assert!(words.contains(&format!("[{code}]")), "{plans}: {words}");
    };
    check(
        &format!("{HEADER}甲,主干道,滨河区,2021,-45,520,,\n"),
        2,
        "cell-not-positive",
    );
    check(
        &format!("{HEADER}甲,主干道,滨河区,2021,45,520,很多,\n"),
        2,
        "cell-not-a-number",
    );
    check(
        "项目,指标,区,年度,公里,金额\n甲,主干道,滨河区,2021,45,520\n",
        2,
        "column-missing",
    );
}

#[test]
fn price_tables_are_refused_by_row_and_year() {
    let check = |prices: &str, code: &str| {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("价格.csv");
        std::fs::write(&path, prices).unwrap();
        let ran = run(
            &format!("benchmark @ {OPTIONS} --price-index {}", path.display()),
            &history(false),
        );
        let (exit, words) = ran.refusal();
        assert_eq!(exit, 2, "{prices}: {words}");
        assert!(words.contains(&format!("[{code}]")), "{prices}: {words}");
    };
    check(
        "年度,价格指数\n2018,100\n2018,101\n",
        "benchmark-price-index-twice",
    );
    check("年度,价格指数\n2018,0\n", "cell-not-positive");
    check("年份,价格指数\n2018,100\n", "column-missing");
    check("年度,价格指数\n,100\n", "cell-empty");
}
