//! The questions from table to answer: profiles, alerts, shares, sizes, ratings.

use std::fmt::Write as _;

use crate::sample::{Ran, run};

/// Nineteen roads of 2020, by half-years: from 31 % to 49 % by June, all of it by December.
fn roads() -> String {
    let mut text = "项目,类别,年度,预算,上半年,全年\n".to_owned();
    for row in 1..=19 {
        let _ = writeln!(text, "道路{row},工程,2020,200,{},200", 60 + 2 * row);
    }
    text + "路灯,养护,2020,100,50,100\n"
}

/// Runs `alert` on a table of the year with the roads as history.
fn alert(table: &str, options: &str) -> Ran {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("往年.csv");
    std::fs::write(&path, roads()).unwrap();
    let history = path.to_string_lossy();
    run(
        &format!(
            "progress alert @ --history {history} --unit 项目 --periods 上半年,全年 --budget 预算 --category 类别 --reached 支出 {options}"
        ),
        table,
    )
}

#[test]
fn a_profile_has_its_lines_and_says_what_it_cannot_say() {
    let ran = run(
        "progress profile @ --category 类别 --budget 预算 --periods 上半年,全年 --format json",
        &roads(),
    );
    assert_eq!(ran.refusal(), (0, ""), "{:?}", ran.outcome);
    let answer = ran.json();
    let works = &answer["categories"][0];
    assert_eq!(works["n"], 19);
    assert_eq!(works["red"]["is_supported"], true);
    // Rank 2 of 19 is 0.32, rank 10 is 0.40; the prior of one half moves all by 5/24 of the gap at the median.
    let moved = 5.0 / 24.0 * 0.1;
    for (line, own) in [("red", 0.32), ("median", 0.4), ("upper", 0.48)] {
        let found = works[line]["shares"][0].as_f64().unwrap();
        assert!((found - own - moved).abs() < 1e-12, "{line}: {found}");
    }
    let lamps = &answer["categories"][1];
    assert_eq!(lamps["red"]["is_supported"], false);
    assert_eq!(lamps["red"]["needs"], 9);
    assert_eq!(answer["method"]["rules"][0]["key"], "analysis.execution_alerts");
    let table = run(
        "progress profile @ --category 类别 --budget 预算 --periods 上半年,全年",
        &roads(),
    );
    assert!(table.out.contains("否,至少 9 条"), "{}", table.out);
}

#[test]
fn a_slow_project_is_told_with_its_figures_and_its_year() {
    let this_year = "项目,类别,预算,支出,最大\n新路,工程,100,20,10\n旧路,工程,100,45,60\n路灯,养护,100,10,\n";
    let ran = alert(this_year, "--period 1 --largest 最大 --format json");
    assert_eq!(ran.refusal(), (1, ""), "{:?}", ran.outcome);
    let answer = ran.json();
    let slow = &answer["units"][0];
    assert_eq!(slow["alerts"][0]["level"], "red");
    assert_eq!(slow["alerts"][0]["n"], 19);
    let year_end = slow["forecast"]["year_end"].as_f64().unwrap();
    assert!((year_end - 0.2 / (0.4 + 5.0 / 240.0)).abs() < 1e-12, "{year_end}");
    assert_eq!(answer["units"][1]["alerts"][0]["kind"], "single_payment");
    assert_eq!(answer["units"][2]["alerts"].as_array().map(Vec::len), Some(0));
    assert_eq!(answer["units"][2]["withheld"].as_array().map(Vec::len), Some(2));
    assert_eq!(answer["method"]["further_inputs"][0]["file"], "往年.csv");
    let table = alert(this_year, "--period 1");
    assert!(
        table.out.contains("低于同类往年(19 条)的 10.0% 分位"),
        "{}",
        table.out
    );
    assert!(table.out.contains("往年只有 1 条"), "{}", table.out);
}

#[test]
fn last_years_december_is_told_where_the_history_has_years() {
    let this_year = "项目,类别,预算,支出\n道路3,工程,100,45\n";
    assert_eq!(alert(this_year, "--period 1").refusal(), (0, ""));
    let ran = alert(this_year, "--period 1 --history-year 年度 --format json");
    let answer = ran.json();
    let jump = &answer["units"][0]["alerts"][0];
    assert_eq!(jump["kind"], "last_period_jump");
    assert!((jump["found"].as_f64().unwrap() - 0.67).abs() < 1e-12);
}

#[test]
fn a_category_without_history_leans_on_the_prior_alone() {
    let ran = alert(
        "项目,类别,预算,支出\n软件,信息化,100,10\n",
        "--period 1 --format json",
    );
    assert_eq!(ran.refusal(), (0, ""));
    let answer = ran.json();
    assert_eq!(answer["units"][0]["forecast"]["n"], 0);
    assert_eq!(answer["units"][0]["forecast"]["year_end"], 0.2);
    assert!(answer["units"][0]["forecast"]["low"].is_null());
}

#[test]
fn a_period_outside_the_year_and_a_bad_prior_are_refused() {
    let this_year = "项目,类别,预算,支出\n新路,工程,100,20\n";
    let ran = alert(this_year, "--period 3");
    assert!(
        ran.refusal().1.contains("“新路”:第 3 期不在 1 至 2 期之内"),
        "{:?}",
        ran.outcome
    );
    let ran = alert(this_year, "--period 1 --prior works --works-c 9 --works-k 1");
    assert!(ran.refusal().1.ends_with("[progress-prior]"), "{:?}", ran.outcome);
    let ran = alert(this_year, "--period 1 --prior beta");
    assert!(ran.refusal().1.contains("不足三期"), "{:?}", ran.outcome);
    let ran = alert("项目,类别,预算,支出\n新路,工程,0,20\n", "--period 1");
    assert!(ran.refusal().1.contains("第 2 行“预算”列"), "{:?}", ran.outcome);
}

#[test]
fn a_beta_prior_is_fitted_to_the_whole_history() {
    let mut text = "一季,二季,三季,四季\n".to_owned();
    for row in 0..12 {
        let _ = writeln!(text, "{},{},{},0.9", 0.1 + 0.001 * f64::from(row), 0.35, 0.65);
    }
    let ran = run(
        "progress profile @ --periods 一季,二季,三季,四季 --prior beta --format json",
        &text,
    );
    let answer = ran.json();
    let prior = &answer["method"]["settings"]["prior"];
    assert_eq!(prior["curve"], "beta");
    assert!(1.0 < prior["alpha"].as_f64().unwrap());
    let works = "progress profile @ --periods 一季,二季,三季,四季 --prior works --works-c 0.134 --works-k 3.884 --format json";
    assert_eq!(
        run(works, &text).json()["method"]["settings"]["prior"]["k"],
        3.884
    );
}

#[test]
fn a_share_is_told_from_numbers_or_from_a_table() {
    let typed = run("progress share --successes 81 --trials 263 --format json", "").json();
    let low = typed["units"][0]["interval"]["low"].as_f64().unwrap();
    assert!((low - 0.255_288_519_878).abs() < 1e-10, "{low}");
    assert_eq!(typed["units"][0]["minimum"]["n"], 385);
    assert_eq!(typed["method"]["input_sha256"].as_str().map(str::len), Some(64));
    let table = "部门,满意,回收\n甲,81,263\n乙,15,148\n";
    let read = run(
        "progress share @ --unit 部门 --successes 满意 --trials 回收 --corrected --format json",
        table,
    )
    .json();
    assert_eq!(read["units"][0]["interval"], typed["units"][0]["interval"]);
    let corrected = read["units"][1]["corrected"]["high"].as_f64().unwrap();
    assert!((corrected - 0.1644).abs() < 5e-5, "{corrected}");
}

#[test]
fn a_target_is_judged_by_the_lower_bound() {
    for (line, code, words) in [
        ("--successes 365 --trials 400 --target 85%", 0, "达到"),
        ("--successes 365 --trials 400 --target 0.9", 1, "未能证明达到"),
        ("--successes 19 --trials 20 --target 50%", 1, "样本不足"),
        (
            "--successes 160 --trials 169 --population 300 --target 90%",
            0,
            "达到",
        ),
        (
            "--successes 380 --trials 400 --invited 2000 --target 50%",
            0,
            "未答者",
        ),
    ] {
        let ran = run(&format!("progress share {line}"), "");
        assert_eq!(ran.refusal(), (code, ""), "{line} {:?}", ran.outcome);
        assert!(ran.out.contains(words), "{line}\n{}", ran.out);
    }
}

#[test]
fn impossible_shares_are_refused_by_name() {
    let ran = run(
        "progress share @ --unit 部门 --successes 满意 --trials 回收",
        "部门,满意,回收\n甲,9,5\n",
    );
    assert!(
        ran.refusal().1.starts_with("“甲”:9 次满足、共 5 次"),
        "{:?}",
        ran.outcome
    );
    let ran = run("progress share --successes 九 --trials 10", "");
    assert_eq!(ran.refusal().0, 2);
    assert!(
        ran.refusal().1.contains("“--successes”列:“九”不是数"),
        "{:?}",
        ran.outcome
    );
}

#[test]
fn the_size_of_a_survey_follows_the_population() {
    for (options, n) in [
        ("--population 1400", 302),
        ("--population 300", 169),
        ("--population 1400 --expected 90%", 126),
    ] {
        let answer = run(&format!("progress size {options} --format json"), "").json();
        assert_eq!(answer["sample"]["n"], n, "{options}");
    }
    let ran = run("progress size --population 0", "");
    assert!(ran.refusal().1.ends_with("[progress-population]"));
}

#[test]
fn ratings_are_means_with_intervals_by_department() {
    let table = "部门,分值,份数\n甲,5,1\n甲,4,1\n甲,3,1\n甲,2,1\n甲,1,1\n乙,5,30\n乙,4,10\n";
    let answer = run(
        "progress rating @ --unit 部门 --points 分值 --answers 份数 --format json",
        table,
    )
    .json();
    assert!((answer["units"][0]["mean"].as_f64().unwrap() - 3.0).abs() < 1e-12);
    let high = answer["units"][0]["high"].as_f64().unwrap();
    assert!((high - 4.963_243_2).abs() < 1e-6, "{high}");
    assert_eq!(answer["method"]["n"], 45);
    let few = run(
        "progress rating @ --points 分值 --answers 份数",
        "分值,份数\n5,1\n",
    );
    assert!(few.refusal().1.contains("只有 1 份评分"), "{:?}", few.outcome);
}

#[test]
fn money_without_its_goal_is_red() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("往年.csv");
    std::fs::write(&path, roads()).unwrap();
    let history = path.to_string_lossy();
    let line = format!(
        "progress dual @ --history {history} --goal-history {history} --unit 项目 --category 类别 --periods 上半年,全年 \
         --period 1 --reached 支出 --budget 预算 --goal 完成 --goal-target 预算"
    );
    let table = "项目,类别,预算,支出,完成\n甲,工程,100,50,20\n乙,工程,100,20,50\n丙,工程,100,20,20\n丁,工程,100,50,50\n戊,养护,100,50,20\n";
    let ran = run(&format!("{line} --format json"), table);
    assert_eq!(ran.refusal(), (1, ""), "{:?}", ran.outcome);
    let answer = ran.json();
    for (place, field) in [
        "goal_behind",
        "money_behind",
        "both_behind",
        "both_on_pace",
        "unknown",
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(answer["units"][place]["field"], field);
    }
    assert_eq!(answer["units"][0]["goal"]["n"], 19);
    assert_eq!(
        answer["method"]["further_inputs"].as_array().map(Vec::len),
        Some(2)
    );
    let fine = run(&line, "项目,类别,预算,支出,完成\n丁,工程,100,50,50\n");
    assert_eq!(fine.refusal(), (0, ""), "{:?}", fine.outcome);
    let named = run(&line, "项目,类别,预算,支出,完成\n丁,工程,100,-1,50\n");
    assert!(
        named.refusal().1.contains("第 2 行“支出”列"),
        "{:?}",
        named.outcome
    );
}
