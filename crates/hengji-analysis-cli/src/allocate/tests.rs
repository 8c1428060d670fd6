//! The allocations from table to answer, and what is refused.

use crate::sample::{Ran, run};

const DEPARTMENTS: &str =
    "部门,基数,得分,可靠度\n教育局,2600,92,0.9\n民政局,1200,84.5,0.8\n城管局,900,71,0.9\n科技局,500,96,0.4\n";

fn budget(more: &str) -> Ran {
    run(
        &format!("allocate budget @ --unit 部门 --base 基数 --score 得分 --reliability 可靠度 --wan {more}"),
        DEPARTMENTS,
    )
}

#[test]
fn a_pool_is_shared_to_the_fen_and_explained() {
    let ran = budget("--pool 5200 --format json");
    assert_eq!(ran.refusal(), (0, ""));
    let answer = ran.json();
    let rows = answer["departments"].as_array().unwrap();
    let sum = |field: &str| rows.iter().map(|row| row[field].as_i64().unwrap()).sum::<i64>();
    assert_eq!(sum("amount_fen"), 5_200_000_000);
    assert_eq!((sum("performance_fen"), sum("bounds_fen")), (0, 0));
    assert_eq!(rows[2]["held"], "floor");
    assert_eq!(answer["method"]["rules"][0]["key"], "analysis.incentive");
    assert_eq!(answer["method"]["settings"]["floor_bp"], 9_000);
    let table = budget("--pool 5200");
    assert!(
        table.out.contains("保底") && table.out.contains("8100000.00"),
        "{}",
        table.out
    );
}

#[test]
fn whole_units_and_grades_are_understood() {
    let ran = budget("--pool 5200 --step 1 --grades 90:1.1,80:1,0:0.9 --format json");
    let answer = ran.json();
    let rows = answer["departments"].as_array().unwrap();
    assert!(
        rows.iter()
            .all(|row| row["amount_fen"].as_i64().unwrap() % 1_000_000 == 0)
    );
    assert_eq!(
        rows.iter()
            .map(|row| row["amount_fen"].as_i64().unwrap())
            .sum::<i64>(),
        5_200_000_000
    );
    assert_eq!(answer["method"]["settings"]["curve"]["Steps"][0]["factor"], 1.1);
}

#[test]
fn a_pool_outside_the_corridor_is_refused_with_the_range() {
    let ran = budget("--pool 4600");
    let (code, words) = ran.refusal();
    assert_eq!(code, 1);
    assert!(
        words.contains("至少 46800000.00元") && words.ends_with("[allocate-infeasible]"),
        "{words}"
    );
    for (more, code) in [
        ("--pool 一万", "[option-not-money]"),
        ("--pool 5200.0000001", "[option-not-money]"),
    ] {
        let ran = budget(more);
        assert_eq!(ran.refusal().0, 2);
        assert!(ran.refusal().1.ends_with(code), "{:?}", ran.outcome);
    }
}

#[test]
fn a_score_that_cannot_be_is_unusable() {
    let table = "部门,基数,得分\n教育局,100,101\n";
    let ran = run(
        "allocate budget @ --unit 部门 --base 基数 --score 得分 --pool 100",
        table,
    );
    assert_eq!(ran.refusal().0, 2);
    assert!(
        ran.refusal().1.contains("教育局的得分为 101"),
        "{:?}",
        ran.outcome
    );
}

const CLAIMS: &str = "项目,申报\n甲,90\n乙,160\n丙,350\n";

#[test]
fn cuts_follow_their_rule() {
    for (rule, cuts) in [
        ("proportional", [34_200_000, 60_800_000, 133_000_000]),
        ("cel", [76_000_000, 76_000_000, 76_000_000]),
        ("cea", [0, 19_000_000, 209_000_000]),
        ("talmud", [45_000_000, 80_000_000, 103_000_000]),
    ] {
        let line = format!(
            "allocate cuts @ --unit 项目 --claim 申报 --amount 228 --wan --rule {rule} --format json"
        );
        let answer = run(&line, CLAIMS).json();
        let found: Vec<i64> = (0..3)
            .map(|at| answer["claims"][at]["loss_fen"].as_i64().unwrap())
            .collect();
        assert_eq!(found, cuts, "{rule}");
    }
    let ran = run(
        "allocate cuts @ --unit 项目 --claim 申报 --amount 601 --rule cea",
        CLAIMS,
    );
    assert!(
        ran.refusal().0 == 1 && ran.refusal().1.ends_with("[cut-too-large]"),
        "{:?}",
        ran.outcome
    );
}

const PROJECTS: &str = "项目,部门,金额,风险,年数,类别,抽中,抽评天数,重点天数\n\
    老旧小区改造,住建局,1800,0.3,2,A,,2,6\n\
    学前教育补助,教育局,650,0.4,1,B,,2,6\n\
    校舍修缮,教育局,420,0.2,0,C,,2,\n\
    居家养老服务,民政局,310,0.5,3,B,是,2,6\n";

fn plan(more: &str) -> Ran {
    run(
        &format!(
            "allocate plan @ --unit 项目 --department 部门 --amount 金额 --risk 风险 --years-since 年数 --class 类别 \
             --drawn 抽中 --level 抽评天数:0.5 --level 重点天数:1 {more}"
        ),
        PROJECTS,
    )
}

#[test]
fn days_go_where_they_are_worth_most() {
    let answer = plan("--days 10 --format json").json();
    let levels: Vec<i64> = (0..4)
        .map(|at| answer["projects"][at]["level"].as_i64().unwrap())
        .collect();
    assert_eq!(levels, [2, 1, 0, 1]);
    assert_eq!(answer["projects"][0]["reason"], "class_a");
    assert_eq!(answer["projects"][3]["reason"], "drawn");
    assert_eq!(answer["proven"], true);
    assert!((answer["next_day"].as_f64().unwrap() - 35.75).abs() < 1e-9);
    assert_eq!(answer["method"]["rules"][0]["key"], "analysis.plan");
    let table = plan("--days 10");
    assert!(
        table.out.contains("再增加 1 个评价日,可多覆盖价值 35.750"),
        "{}",
        table.out
    );
    assert!(
        table.out.contains("A 类必评") && table.out.contains("重点天数"),
        "{}",
        table.out
    );
}

#[test]
fn too_few_days_are_refused_with_the_least() {
    let ran = plan("--days 5");
    assert_eq!(ran.refusal().0, 1);
    assert!(ran.refusal().1.contains("至少需要 6 天"), "{:?}", ran.outcome);
    let only = plan("--days 5 --cover 住建局 --format json");
    assert_eq!(only.refusal(), (0, ""), "{:?}", only.outcome);
}

const CLASSED: &str = "项目,重点,职能,阶段,金额,刚性\n甲,100,95,98,1000,\n乙,75,76,74,100,\n丙,20,10,0,600,\n丁,90,90,90,800,是\n";

#[test]
fn classes_tell_how_sure_they_are() {
    let line = "allocate classes @ --unit 项目 --criteria 重点:30,职能:25,阶段:20 --amount 金额 --money-weight 25 \
                --money-from 10 --money-full 1000 --wan --a-from 68.5 --b-from 50 --at-least-b 500 --rigid 刚性";
    let ran = run(&format!("{line} --format json"), CLASSED);
    assert_eq!(ran.refusal(), (1, ""), "one is not clear");
    let answer = ran.json();
    let classes: Vec<&str> = (0..4)
        .map(|at| answer["projects"][at]["class"].as_str().unwrap())
        .collect();
    assert_eq!(classes, ["A", "A", "B", "C"]);
    assert_eq!(answer["unclear"], 1);
    assert_eq!(answer["projects"][2]["rule"], 0);
    assert!((answer["method"]["weights"]["重点"].as_f64().unwrap() - 0.3).abs() < 1e-12);
    let table = run(line, CLASSED);
    assert!(table.out.contains("硬性规则(按得分为 A)"), "{}", table.out);
}

/// Runs an assignment over files of its own; `@institutions` and the like stand for their paths.
fn assign(projects: &str, others: &[(&str, &str)], more: &str) -> Ran {
    let directory = tempfile::tempdir().unwrap();
    let mut line = format!(
        "allocate assign @ @机构 --unit 项目 --department 部门 --amount 金额 --skills 专业 --institution 机构 \
         --institution-skills 专业 --quality 质量 --start-value 起始 {more}"
    );
    for (name, text) in others {
        let path = directory.path().join(format!("{name}.csv"));
        std::fs::write(&path, text).unwrap();
        line = line.replace(&format!("@{name}"), &path.to_string_lossy());
    }
    run(&line, projects)
}

const ENGAGEMENTS: &str =
    "项目,部门,金额,专业\n甲,教育局,10,\n乙,民政局,10,财务、工程\n丙,城管局,10,\n丁,教育局,10,\n";
const INSTITUTIONS: &str =
    "机构,专业,质量\n一所,财务;工程,80\n二所,财务,80\n三所,,80\n四所,,80\n五所,,80\n六所,,80\n七所,,80\n";

#[test]
fn engagements_are_spread_and_recusals_kept() {
    let conflicts = "机构,对象,类型,年度\n三所,教育局,股权,\n四所,教育局,审计,2020\n";
    let history = "年度,机构,部门,金额\n2024,五所,城管局,10\n2025,五所,城管局,10\n2025,二所,民政局,10\n";
    let ran = assign(
        ENGAGEMENTS,
        &[("机构", INSTITUTIONS), ("回避", conflicts), ("历史", history)],
        "--conflicts @回避 --history @历史 --format json",
    );
    assert_eq!(ran.refusal(), (0, ""), "{:?}", ran.outcome);
    let answer = ran.json();
    let excluded = answer["projects"][0]["excluded"].as_array().unwrap();
    assert_eq!(excluded.len(), 1, "an audit of 2020 has expired: {excluded:?}");
    assert_eq!(excluded[0]["institution"], "三所");
    assert_eq!(answer["projects"][1]["institutions"][0]["institution"], "一所");
    assert_eq!(
        answer["projects"][2]["excluded"][0]["why"]["rotation"]["years"],
        2
    );
    assert_eq!(
        answer["method"]["further_inputs"].as_array().map(Vec::len),
        Some(3)
    );
    assert_eq!(answer["method"]["settings"]["assignment"]["year"], 2026);
    assert!(
        answer["institutions"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["count"].as_u64() <= row["count_cap"].as_u64())
    );
    let table = assign(ENGAGEMENTS, &[("机构", INSTITUTIONS)], "");
    assert!(table.out.contains("集中度 HHI"), "{}", table.out);
}

#[test]
fn what_nobody_may_evaluate_is_named() {
    let institutions = "机构,专业,质量\n一所,财务,80\n二所,财务,80\n三所,,80\n四所,,80\n五所,,80\n";
    let ran = assign(ENGAGEMENTS, &[("机构", institutions)], "");
    assert_eq!(ran.refusal().0, 1);
    assert!(
        ran.refusal().1.contains("“乙”尚缺 1 家(5 家缺少专业能力)"),
        "{:?}",
        ran.outcome
    );
}

#[test]
fn conflicts_are_read_strictly() {
    for (conflicts, code, words) in [
        ("机构,对象,类型\n一所,教育局,朋友\n", 2, "[conflict-kind]"),
        ("机构,对象,类型\n一所,教育局,审计\n", 2, "[conflict-without-year]"),
        (
            "机构,对象,类型\n九所,教育局,股权\n",
            2,
            "[allocate-unknown-institution]",
        ),
    ] {
        let ran = assign(
            ENGAGEMENTS,
            &[("机构", INSTITUTIONS), ("回避", conflicts)],
            "--conflicts @回避",
        );
        assert!(
            ran.refusal().0 == code && ran.refusal().1.ends_with(words),
            "{:?}",
            ran.outcome
        );
    }
}
