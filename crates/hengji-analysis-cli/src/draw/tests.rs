//! The draw commands as a whole: a list in, a record, a page and an answer out.

use std::path::Path;

use hengji_analysis::draw::Ticket;

use crate::sample::{Ran, run};

const LIST: &str = "draw run @ --id 编号 --department 部门 --amount 金额 --score 自评分 --start-value 20210131-071923 --announced 2021年1月15日公告";

/// Sixty projects of three departments; the amounts carry fen.
fn list() -> String {
    let rows: String = (0..60)
        .map(|at| {
            format!(
                "P{at:02},{},\"{},{:03}.{:02}\",{}.5\n",
                ["教育局", "住建局", "卫健局"][at % 3],
                at + 1,
                at * 7,
                at,
                88 + at % 9
            )
        })
        .collect();
    format!("编号,部门,金额,自评分\n{rows}")
}

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    fn drawn(&self, options: &str) -> Ran {
        let (record, page) = (self.path("记录.json"), self.path("核验.html"));
        run(
            &format!("{LIST} --record {record} --page {page} {options}"),
            &list(),
        )
    }

    fn verified(&self, table: &str, options: &str) -> Ran {
        run(
            &format!("draw verify {} @ {options}", self.path("记录.json")),
            table,
        )
    }
}

#[test]
fn a_draw_leaves_a_record_a_page_and_an_answer() {
    let place = Place::new();
    let ran = place.drawn("--format json");
    assert_eq!(ran.refusal(), (0, ""));
    let answer = ran.json();
    let sample = answer["sample"].as_array().unwrap();
    assert_eq!(sample.len(), 6, "10 % of twenty is two, three times");
    for drawn in sample {
        let ticket = Ticket::of("20210131-071923", drawn["id"].as_str().unwrap());
        assert_eq!(drawn["ticket"], ticket.hex());
        assert!((drawn["inclusion"].as_f64().unwrap() - 0.1).abs() < 1e-12);
    }
    assert_eq!(answer["method"]["rules"][0]["key"], "analysis.selection");
    let page = std::fs::read_to_string(place.path("核验.html")).unwrap();
    assert!(page.contains(answer["seal"].as_str().unwrap()));
    let again = place.verified(&list(), "--format json");
    assert_eq!(again.refusal(), (0, ""));
    assert_eq!(again.json()["agrees"], true);
    assert_eq!(again.json()["seal"], answer["seal"]);
}

#[test]
fn amounts_in_yuan_become_fen_exactly() {
    let place = Place::new();
    assert_eq!(place.drawn("").refusal(), (0, ""));
    let record: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(place.path("记录.json")).unwrap()).unwrap();
    assert_eq!(record["units"][29]["amount_fen"], 3_020_329, "30,203.29 元");
    assert_eq!(record["units"][29]["self_score_centi"], 9_050);
}

#[test]
fn a_record_is_never_written_over() {
    let place = Place::new();
    assert_eq!(place.drawn("").refusal(), (0, ""));
    let before = std::fs::read(place.path("记录.json")).unwrap();
    let again = place.drawn("--number 2 --reason 名单有误");
    let (code, words) = again.refusal();
    assert_eq!(code, 1);
    assert!(words.ends_with("[record-exists]"), "{words}");
    assert_eq!(std::fs::read(place.path("记录.json")).unwrap(), before);
}

#[test]
fn differences_are_listed_with_their_figures() {
    let place = Place::new();
    place.drawn("");
    let changed = list()
        .replace("\"30,203.29\"", "\"30,203.30\"")
        .replace("P07,", "P99,");
    let ran = place.verified(&changed, "--format json");
    assert_eq!(ran.refusal().0, 1);
    let answer = ran.json();
    assert_eq!(answer["agrees"], false);
    let kinds: Vec<&str> = answer["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["frame_changed", "unit_changed", "unit_added", "unit_removed"]
    );
    let table = place.verified(&changed, "").out;
    assert!(
        table.contains("抽取记录为“30203.29”,名单为“30203.30”") && table.contains("不一致:共 4 处"),
        "{table}"
    );
}

#[test]
fn a_list_with_other_headings_is_checked_under_the_names_given() {
    let place = Place::new();
    place.drawn("");
    let other = list().replacen("编号,部门", "项目,单位", 1);
    let refused = place.verified(&other, "");
    assert!(refused.refusal().1.ends_with("[column-missing]"), "{refused:?}");
    assert_eq!(
        place.verified(&other, "--id 项目 --department 单位").refusal(),
        (0, "")
    );
}

#[test]
fn options_set_what_the_rules_would() {
    for (options, expected) in [
        ("--share 20% --least 1", 12),
        ("--share 12% --least 1 --rounding nearest", 6),
        ("--total 9", 9),
        ("--merge 合并=教育局,卫健局", 6),
        ("--method proportional --share 20%", 12),
        ("--method proportional --share 20% --merge 合并=教育局,卫健局", 12),
    ] {
        let place = Place::new();
        let ran = place.drawn(&format!("{options} --format json"));
        assert_eq!(ran.refusal(), (0, ""), "{options}");
        assert_eq!(
            ran.json()["sample"].as_array().map(Vec::len),
            Some(expected),
            "{options}"
        );
        assert_eq!(place.verified(&list(), "").refusal(), (0, ""), "{options}");
    }
}

#[test]
fn refusals_of_a_draw() {
    for (options, code, expected) in [
        ("--number 2", 1, "[draw-no-reason]"),
        ("--total 3", 1, "[draw-total-range]"),
        (
            "--merge 合并=教育局 --merge 其他=教育局",
            1,
            "[draw-merged-twice]",
        ),
        ("--record /没有/这个/目录.json", 2, "[file-unwritable]"),
    ] {
        let place = Place::new();
        let line = if options.contains("--record") {
            format!("{LIST} {options}")
        } else {
            format!("{LIST} --record {} {options}", place.path("记录.json"))
        };
        let ran = run(&line, &list());
        let (found, words) = ran.refusal();
        assert_eq!(found, code, "{options}: {words}");
        assert!(words.ends_with(expected), "{options}: {words}");
    }
    let place = Place::new();
    let line = format!("{LIST} --record {}", place.path("记录.json"));
    for (table, expected) in [
        ("编号,部门,金额,自评分\nP1,甲,1.234,90\n", "[cell-not-money]"),
        ("编号,部门,金额,自评分\nP1,甲,1.23,九十\n", "[cell-not-score]"),
        (
            "编号,部门,金额,自评分\nP1,甲,1,90\nP1,甲,2,90\n",
            "[row-duplicate]",
        ),
        ("编号,部门,金额,自评分\nP1,甲,-1,90\n", "[draw-amount-range]"),
    ] {
        let ran = run(&line, table);
        let (code, words) = ran.refusal();
        assert_eq!(code, 2, "{words}");
        assert!(words.ends_with(expected), "{words}");
        assert!(
            !Path::new(&place.path("记录.json")).exists(),
            "nothing is left behind"
        );
    }
}

/// Verification scores of the sample: self-evaluation score less five, six, seven in turn.
fn verified(ran: &Ran) -> String {
    let answer = ran.json();
    let rows: String = answer["sample"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
        .map(|(at, drawn)| {
            let id = drawn["id"].as_str().unwrap();
            let number: usize = id[1..].parse().unwrap();
            format!("{id},{}.5\n", 88 + number % 9 - 5 - at % 3)
        })
        .collect();
    format!("编号,复核\n{rows}")
}

#[test]
fn a_sample_says_how_much_self_scores_flatter() {
    let place = Place::new();
    let checked = verified(&place.drawn("--share 20% --format json"));
    let line = format!(
        "draw estimate @ --record {} --id 编号 --verified 复核",
        place.path("记录.json")
    );
    let ran = run(&format!("{line} --format json"), &checked);
    assert_eq!(ran.refusal(), (0, ""));
    let answer = ran.json();
    let figure = |path: &str| answer.pointer(path).and_then(serde_json::Value::as_f64).unwrap();
    assert!(
        (figure("/inflation/value") - 6.0).abs() < 0.3,
        "{}",
        figure("/inflation/value")
    );
    // Sixty projects, twelve checked in three departments.
    assert_eq!(answer["inflation"]["freedom"], 9);
    let known: f64 = (0..60).map(|at| 88.5 + f64::from(at % 9)).sum::<f64>() / 60.0;
    assert!((figure("/verification/value") - (known - figure("/inflation/value"))).abs() < 1e-9);
    assert_eq!(
        answer["departments"]["departments"].as_array().map(Vec::len),
        Some(3)
    );
    assert_eq!(answer["method"]["further_inputs"][0]["file"], "记录.json");
    let table = run(&line, &checked).out;
    assert!(
        table.contains("自评虚高(按金额加权)") && table.contains("不能据此直接扣分"),
        "{table}"
    );
}

#[test]
fn a_sample_by_amount_is_weighted_by_its_probabilities() {
    let place = Place::new();
    let checked = verified(&place.drawn("--method proportional --share 20% --format json"));
    let line = format!(
        "draw estimate @ --record {} --id 编号 --verified 复核 --format json",
        place.path("记录.json")
    );
    let answer = run(&line, &checked).json();
    let value = answer["inflation_by_amount"]["value"].as_f64().unwrap();
    assert!((5.0..7.0).contains(&value), "{value}");
    assert_eq!(answer["inflation"]["method"], "hajek_mean");
    assert!(answer["departments"].is_null());
}

#[test]
fn only_the_drawn_sample_may_speak_for_all() {
    let place = Place::new();
    let checked = verified(&place.drawn("--format json"));
    let line = format!(
        "draw estimate @ --record {} --id 编号 --verified 复核",
        place.path("记录.json")
    );
    let fewer: String = checked.lines().take(4).map(|line| format!("{line}\n")).collect();
    assert!(run(&line, &fewer).refusal().1.ends_with("[estimate-unchecked]"));
    let foreign = format!("{checked}外来,80\n");
    assert!(run(&line, &foreign).refusal().1.ends_with("[estimate-foreign]"));
    let path = place.path("记录.json");
    let tampered = std::fs::read_to_string(&path)
        .unwrap()
        .replace("20210131-071923", "20210131-071924");
    std::fs::write(&path, tampered).unwrap();
    assert!(
        run(&line, &checked)
            .refusal()
            .1
            .ends_with("[record-inconsistent]")
    );
    std::fs::write(&path, "{}").unwrap();
    assert!(run(&line, &checked).refusal().1.ends_with("[record-unreadable]"));
}

#[test]
fn without_a_record_the_columns_say_the_same() {
    let line = "draw estimate @ --department 部门 --population 总数 --score 自评 --verified 复核 --amount 金额 --known-mean 90 --format json";
    let table = "部门,总数,自评,复核,金额\n甲,20,90,85,100\n甲,20,92,85,200\n乙,10,95,91,50\n乙,10,93,90.5,70\n丙,2,90,90,10\n丙,2,91,90,10\n";
    let answer = run(line, table).json();
    // (20 · 6 + 10 · 3.25 + 2 · 0.5) / 32.
    assert!((answer["inflation"]["value"].as_f64().unwrap() - 153.5 / 32.0).abs() < 1e-12);
    assert!((answer["verification"]["value"].as_f64().unwrap() - (90.0 - 153.5 / 32.0)).abs() < 1e-12);
    assert!(answer["inflation_by_amount"]["value"].as_f64().unwrap() > 0.0);
    let odd = table.replacen("乙,10", "乙,11", 1);
    assert!(run(line, &odd).refusal().1.ends_with("[population-differs]"));
    let lonely = "部门,总数,自评,复核,金额\n甲,20,90,85,100\n乙,9,1,1,1\n乙,9,2,1,1\n";
    let ran = run(line, lonely);
    let (code, words) = ran.refusal();
    assert_eq!(code, 1);
    assert!(words.ends_with("[draw-lonely-stratum]"), "{words}");
}

#[test]
fn sizes_are_those_of_the_tables() {
    for (options, expected) in [
        ("--for rate --tolerable 5%", 59),
        ("--for rate --tolerable 5% --expected 1%", 93),
        (
            "--for rate --tolerable 5% --population 1200 --errors 2 --level 90%",
            102,
        ),
        ("--for money --tolerable 1%", 300),
        ("--for mean --deviation 5 --margin 1 --population 200", 65),
    ] {
        let answer = run(&format!("draw size {options} --format json"), "").json();
        assert_eq!(answer["size"], expected, "{options}");
        assert_eq!(answer["method"]["n"], expected);
    }
    let ran = run(
        "draw size --for rate --tolerable 5% --expected 5% --limit 500",
        "",
    );
    assert!(ran.refusal().1.ends_with("[draw-no-size]"), "{ran:?}");
}
