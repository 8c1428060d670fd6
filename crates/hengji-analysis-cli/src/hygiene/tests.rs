//! The checks from table to answer: one clean case and one with findings for each, and what is refused.

use crate::sample::run;

const GOALS: &str = "项目,年度目标\n\
    甲,完成辖区内12个老旧小区改造\u{ff0c}改善居民居住条件\u{ff0c}提升环境质量\n\
    乙,举办社区运动会\u{ff0c}提高群众身体素质和参与热情\n\
    丙,完成辖区内15个老旧小区改造\u{ff0c}改善居民居住条件\u{ff0c}提升环境质量。\n\
    丁,完成辖区内15个老旧小区改造\u{ff0c}改善居民居住条件\u{ff0c}提升环境品质。\n";

#[test]
fn copied_goals_are_named_with_their_rows() {
    let ran = run("hygiene texts @ --unit 项目 --text 年度目标 --format json", GOALS);
    assert_eq!(ran.refusal(), (1, ""), "{:?}", ran.outcome);
    let answer = ran.json();
    assert_eq!(answer["groups"][0][0]["unit"], "甲");
    assert_eq!(answer["groups"][0][1]["row"], 4);
    let pairs = answer["pairs"].as_array().unwrap();
    assert_eq!(pairs.len(), 1, "one of a group stands for all: {answer}");
    assert_eq!(pairs[0]["first"]["unit"], "甲");
    assert_eq!(pairs[0]["second"]["unit"], "丁");
    assert_eq!(answer["all_pairs"], 6);
    assert_eq!(answer["method"]["n"], 4);
    assert_eq!(answer["method"]["rules"][0]["key"], "analysis.copied_text");
    let csv = run("hygiene texts @ --unit 项目 --text 年度目标 --format csv", GOALS);
    assert!(csv.out.contains("\n甲,2,丙,4,1,0\n"), "{}", csv.out);
}

#[test]
fn texts_that_differ_are_no_finding() {
    let goals: String = GOALS.lines().take(3).map(|line| format!("{line}\n")).collect();
    assert_eq!(
        run("hygiene texts @ --unit 项目 --text 年度目标", &goals).refusal(),
        (0, "")
    );
    let kept = run(
        "hygiene texts @ --unit 项目 --text 年度目标 --keep-digits --gram three --format json",
        GOALS,
    );
    assert_eq!(
        kept.json()["groups"].as_array().map(Vec::len),
        Some(0),
        "another number is another text"
    );
    let tight = run(
        "hygiene texts @ --unit 项目 --text 年度目标 --most-comparisons 0",
        GOALS,
    );
    assert!(
        tight.refusal().1.ends_with("[hygiene-texts-many]"),
        "{:?}",
        tight.outcome
    );
}

#[test]
fn targets_far_surpassed_in_two_indicators_are_flagged() {
    let sheet = "项目,目标,完成,符号\n培训,100,180,≥\n培训,30,20,≤\n道路,10,10,≥\n";
    let ran = run(
        "hygiene targets @ --unit 项目 --target 目标 --actual 完成 --direction 符号 --format json",
        sheet,
    );
    assert_eq!(ran.refusal(), (1, ""));
    let answer = ran.json();
    assert_eq!(answer["units"][0]["is_flagged"], true);
    assert_eq!(answer["units"][1]["is_flagged"], false);
    assert_eq!(answer["method"]["settings"]["lines"], 2);
    let alike = run(
        "hygiene targets @ --unit 项目 --target 目标 --actual 完成",
        "项目,目标,完成\n甲,10,11\n",
    );
    assert_eq!(alike.refusal(), (0, ""));
    let wrong = run(
        "hygiene targets @ --unit 项目 --target 目标 --actual 完成 --direction 符号",
        "项目,目标,完成,符号\n甲,10,11,大约\n",
    );
    assert_eq!(wrong.refusal().0, 2);
    assert!(
        wrong.refusal().1.contains("第 2 行“符号”列:“大约”不是方向"),
        "{:?}",
        wrong.outcome
    );
}

#[test]
fn a_target_that_stands_still_is_flagged() {
    let line = "hygiene stale @ --unit 项目 --target-before 上年 --target-after 本年 --budget-before 上年预算 --budget-after 本年预算";
    let ran = run(
        &format!("{line} --format csv"),
        "项目,上年,本年,上年预算,本年预算\n甲,100,100.0,50,80\n乙,100,120,50,80\n",
    );
    assert_eq!(ran.refusal(), (1, ""));
    assert_eq!(
        ran.out,
        "\u{feff}项目,行,本年目标,目标未变,预算变动,提示\n甲,2,100.0,是,0.6,是\n乙,3,120,,0.6,\n"
    );
    let fine = run(line, "项目,上年,本年,上年预算,本年预算\n甲,100,100,50,55\n");
    assert_eq!(fine.refusal(), (0, ""));
}

/// Ten projects each of two departments; the first scores itself in full.
fn scores(first: &str) -> String {
    let rows = (0..10).map(|row| format!("甲,{first}\n乙,{}\n", 80 + row));
    std::iter::once("部门,得分\n".to_owned()).chain(rows).collect()
}

#[test]
fn full_marks_are_compared_with_the_other_departments() {
    let ran = run(
        "hygiene scores @ --unit 部门 --score 得分 --format json",
        &scores("100"),
    );
    assert_eq!(ran.refusal(), (1, ""));
    let answer = ran.json();
    assert_eq!(answer["units"][0]["is_full_flagged"], true);
    assert_eq!(answer["units"][0]["is_spread_flagged"], true);
    assert_eq!(answer["units"][0]["category_full_share"], 1.0 / 12.0);
    assert_eq!(answer["units"][1]["is_full_flagged"], false);
    assert_eq!(answer["method"]["rules"][1]["key"], "analysis.confidence");
    let alone = run(
        "hygiene scores @ --unit 部门 --score 得分",
        "部门,得分\n甲,90\n甲,95\n",
    );
    assert!(alone.refusal().1.ends_with("[hygiene-no-category]"));
    let given = run(
        "hygiene scores @ --unit 部门 --score 得分 --category-share 10%",
        "部门,得分\n甲,90\n甲,95\n",
    );
    assert_eq!(given.refusal(), (0, ""), "{:?}", given.outcome);
}

#[test]
fn round_values_are_compared_with_the_other_departments() {
    let line = "hygiene heaping @ --unit 部门 --value 得分 --step 5";
    let ran = run(&format!("{line} --format json"), &scores("95"));
    assert_eq!(ran.refusal(), (1, ""));
    let answer = ran.json();
    assert_eq!(answer["units"][0]["heaped"], 10);
    assert_eq!(answer["units"][0]["category_share"], 0.25);
    assert_eq!(answer["units"][0]["is_flagged"], true);
    assert_eq!(answer["units"][1]["is_flagged"], false);
    assert_eq!(run(line, &scores("93")).refusal(), (0, ""));
    let wrong = run(
        "hygiene heaping @ --unit 部门 --value 得分 --step 0",
        &scores("93"),
    );
    assert!(wrong.refusal().1.contains("取整步长为 0"), "{:?}", wrong.outcome);
}

/// Payments that grow by one percent each, so many of them.
fn payments(count: i32) -> String {
    let rows = (0..count).map(|row| format!("{:.2}\n", 10.0 * 1.01_f64.powi(row)));
    std::iter::once("金额\n".to_owned()).chain(rows).collect()
}

#[test]
fn first_digits_are_for_many_payments_only() {
    let ran = run("hygiene digits @ --amount 金额 --format json", &payments(1_200));
    assert_eq!(ran.refusal(), (0, ""), "{:?}", ran.outcome);
    let answer = ran.json();
    assert_eq!(answer["payments"]["n"], 1_200);
    assert_eq!(answer["payments"]["counts"].as_array().map(Vec::len), Some(9));
    assert_eq!(answer["method"]["settings"]["payments_least"], 500);
    let few = run("hygiene digits @ --amount 金额", &payments(300));
    assert_eq!(few.refusal().0, 1);
    assert!(few.refusal().1.contains("只适用于支付金额"));
    let alike = format!("{}{}", payments(1_000), "4999\n".repeat(900));
    let ran = run("hygiene digits @ --amount 金额", &alike);
    assert_eq!(ran.refusal(), (1, ""));
    assert!(ran.out.contains("不符合"), "{}", ran.out);
}

#[test]
fn cases_are_ranked_for_the_month() {
    let findings = "项目,检查,预算\n甲,取整,100\n乙,雷同,10\n丙,取整,500\n乙,取整,10\n";
    let ran = run(
        "hygiene rank @ --unit 项目 --check 检查 --amount 预算 --capacity 2 --format json",
        findings,
    );
    assert_eq!(ran.refusal(), (0, ""));
    let answer = ran.json();
    let order: Vec<&str> = answer["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| case["case"].as_str().unwrap())
        .collect();
    assert_eq!(order, ["乙", "丙", "甲"]);
    assert_eq!(answer["cases"][1]["is_chosen"], true);
    assert_eq!(answer["cases"][2]["is_chosen"], false);
    assert_eq!(answer["checks"][0]["precision"], 0.5);
    let strong = run(
        "hygiene rank @ --unit 项目 --check 检查 --strength 预算 --capacity 2",
        findings,
    );
    assert!(
        strong.refusal().1.contains("第 1 行的强度为 100"),
        "{:?}",
        strong.outcome
    );
}

#[test]
fn the_record_of_a_check_decides_what_it_is_worth() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("登记.csv");
    std::fs::write(&path, "检查,查看,查实\n取整,40,1\n雷同,10,9\n").unwrap();
    let findings = "项目,检查\n甲,取整\n乙,雷同\n";
    let line = format!(
        "hygiene rank @ --unit 项目 --check 检查 --capacity 5 --records {}",
        path.to_string_lossy()
    );
    let ran = run(&format!("{line} --format json"), findings);
    let answer = ran.json();
    assert_eq!(answer["cases"].as_array().map(Vec::len), Some(1), "{answer}");
    assert_eq!(answer["checks"][0]["is_dropped"], true);
    assert_eq!(answer["method"]["further_inputs"][0]["file"], "登记.csv");
    assert!(
        run(&line, findings)
            .out
            .contains("命中率过低而停用的检查:取整(查看 40,查实 1)")
    );
}

#[test]
fn a_missing_column_and_a_bad_cell_are_named() {
    let ran = run("hygiene digits @ --amount 数额", "金额\n1\n");
    assert!(ran.refusal().1.ends_with("[column-missing]"));
    let ran = run(
        "hygiene scores @ --unit 部门 --score 得分",
        "部门,得分\n甲,NaN\n乙,90\n",
    );
    assert_eq!(ran.refusal().0, 2);
    assert!(ran.refusal().1.contains("第 2 行“得分”列"), "{:?}", ran.outcome);
}
