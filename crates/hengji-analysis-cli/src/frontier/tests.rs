//! The frontier command as a whole: tables in, answers and refusals out.

use crate::sample::{Ran, run};

/// One input and one output, 5 units: published as the worked example of every textbook.
const FIVE: &str = "街道,支出,办结件数\n甲,2,1\n乙,3,4\n丙,6,6\n丁,9,7\n戊,5,3\n";

fn five(options: &str) -> Ran {
    run(
        &format!("frontier @ --unit 街道 --inputs 支出 --outputs 办结件数 {options}"),
        FIVE,
    )
}

/// So many units, on two straight lines.
fn many(count: usize) -> String {
    let rows = (1..=count).map(|unit| {
        let spent = unit % 7 + 1;
        format!("街道{unit},{spent},{}\n", spent * (1 + unit % 2))
    });
    std::iter::once("街道,支出,办结件数\n".to_owned())
        .chain(rows)
        .collect()
}

fn near(found: &serde_json::Value, expected: f64) {
    let found = found.as_f64().unwrap_or(f64::NAN);
    assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
}

#[test]
fn the_answer_has_the_shape_that_programs_rely_on() {
    let answer = five("--rts vrs --orientation output --slacks --format json").json();
    let method = &answer["method"];
    assert_eq!(method["n"], 5);
    assert_eq!(method["settings"]["rts"], "vrs");
    assert_eq!(method["settings"]["orientation"], "output");
    assert_eq!(method["weights"], "1/column maximum");
    assert_eq!(method["input_sha256"].as_str().map(str::len), Some(64));
    assert_eq!(method["rules"][0]["key"], "analysis.evidence_frontier");
    assert_eq!(method["rules"][0]["mark"], "✎");
    let names: Vec<&str> = answer["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| unit["unit"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["甲", "乙", "丙", "丁", "戊"]);
    let last = &answer["units"][4];
    // Between 乙 (3, 4) and 丙 (6, 6) the frontier at 5 is 16/3; 戊 delivers 3.
    near(&last["efficiency"], 16.0 / 9.0);
    near(&last["peers"][0]["weight"], 1.0 / 3.0);
    assert_eq!(last["peers"][0]["unit"], "乙");
    near(&last["peers"][1]["weight"], 2.0 / 3.0);
    near(&last["slack_sum"], 0.0);
    assert_eq!(last["evidence_grade"], "C");
    assert_eq!(last["certificate"]["ok"], true);
    assert!(last["certificate"]["gap"].as_f64().unwrap() < 1e-9);
    for unit in answer["units"].as_array().unwrap() {
        assert!(1.0 - 1e-12 <= unit["efficiency"].as_f64().unwrap());
    }
}

#[test]
fn input_efficiencies_are_at_most_one_and_technologies_differ() {
    let of = |options: &str| -> Vec<f64> {
        let answer = five(&format!("{options} --orientation input --format json")).json();
        let units = answer["units"].as_array().unwrap();
        units
            .iter()
            .map(|unit| unit["efficiency"].as_f64().unwrap())
            .collect()
    };
    let crs = of("--rts crs");
    let vrs = of("--rts vrs");
    let fdh = of("--rts fdh");
    for ((crs, vrs), fdh) in crs.iter().zip(&vrs).zip(&fdh) {
        assert!(*crs <= vrs + 1e-9 && *vrs <= fdh + 1e-9 && *fdh <= 1.0);
    }
    let last = |list: &[f64]| list.last().copied().unwrap();
    // 乙 is the most productive: 4 for 3. At constant returns 戊 needs 2.25 of its 5.
    assert!((last(&crs) - 0.45).abs() < 1e-9);
    assert!((last(&vrs) - 8.0 / 15.0).abs() < 1e-9);
    assert!((last(&fdh) - 0.6).abs() < 1e-9);
}

#[test]
fn with_too_few_units_no_efficiency_is_printed_but_what_can_be_said_is() {
    for format in ["table", "csv"] {
        let ran = five(&format!("--orientation input --format {format}"));
        assert_eq!(ran.refusal(), (1, ""), "{format}");
        assert!(
            !ran.out.contains("效率,") && !ran.out.contains("0.53"),
            "{}",
            ran.out
        );
        assert!(
            ran.out.contains("乙用不超过本单位 60.0% 的各项投入"),
            "{}",
            ran.out
        );
        assert!(ran.out.contains("每单位办结件数的支出"), "{}", ran.out);
        let all = format!("{}{}", ran.out, ran.words);
        assert!(all.contains("少于 B 级所需的 15 个"), "{all}");
        let shown = five(&format!("--orientation input --show-all --format {format}"));
        assert_eq!(shown.refusal(), (0, ""));
        assert!(shown.out.contains("0.53"), "{}", shown.out);
    }
    let ran = five("--rts fdh --format table");
    assert_eq!(ran.refusal(), (0, ""), "the hull needs no crowd");
}

#[test]
fn with_enough_units_the_table_shows_efficiencies_peers_and_grade() {
    let ran = run(
        "frontier @ --unit 街道 --inputs 支出 --outputs 办结件数 --slacks plain",
        &many(40),
    );
    assert_eq!(ran.refusal(), (0, ""));
    for part in [
        "效率",
        "松弛合计",
        "参照单位",
        "有效",
        "证据等级 A",
        "weights=1",
        "✎ 未核实",
    ] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
}

#[test]
fn a_unit_without_a_comparable_one_is_an_answer() {
    let answer = five("--super --orientation input --format json").json();
    let units = answer["units"].as_array().unwrap();
    let alone: Vec<bool> = units.iter().map(|unit| unit["efficiency"].is_null()).collect();
    // Nobody else delivers as much as 丁.
    assert_eq!(alone, [false, false, false, true, false]);
    assert_eq!(units[3]["peers"].as_array().map(Vec::len), Some(0));
    assert!(1.0 < units[1]["efficiency"].as_f64().unwrap());
    let ran = five("--super --orientation input --show-all --format csv");
    assert!(ran.out.contains("丁,无可比对象"), "{}", ran.out);
}

#[test]
fn partial_frontiers_stand_beside() {
    let answer = five("--order-m 2 --order-alpha 0.5 --orientation input --format json").json();
    let last = &answer["units"][4];
    // Of those that deliver at least 3 — 3, 6, 9 and 5 were spent — the best of two draws is expected at 73/16.
    near(&last["order_m"]["efficiency"], 73.0 / 16.0 / 5.0);
    assert_eq!(last["order_alpha"]["comparable"], 4);
    assert_eq!(answer["method"]["settings"]["order_m"], 2);
    assert_eq!(answer["method"]["settings"]["order_alpha"], "0.5");
}

#[test]
fn a_fixed_input_is_not_asked_to_shrink() {
    let table = "街道,支出,人口,件数\n甲,4,10,4\n乙,8,10,4\n丙,4,20,4\n";
    let line = "frontier @ --unit 街道 --inputs 支出,人口 --outputs 件数 --orientation input --format json";
    let free = run(line, table).json();
    let fixed = run(&format!("{line} --fixed 人口"), table).json();
    near(&free["units"][1]["efficiency"], 1.0);
    near(&fixed["units"][1]["efficiency"], 0.5);
    assert_eq!(fixed["method"]["settings"]["fixed"][0], "人口");
}

#[test]
fn scale_efficiency_and_returns_stand_with_every_efficiency() {
    for rts in ["crs", "vrs", "ndrs"] {
        let answer = five(&format!("--rts {rts} --orientation input --format json")).json();
        let of = |unit: usize| {
            (
                &answer["units"][unit]["rts"],
                &answer["units"][unit]["scale_efficiency"],
            )
        };
        // 乙 has the best ratio, 4 for 3; 甲 is smaller, the others are larger or lie under the line to it.
        assert_eq!(of(0).0, "irs");
        near(of(0).1, 1.0 / 2.0 * 3.0 / 4.0);
        assert_eq!(of(1).0, "crs");
        near(of(1).1, 1.0);
        assert_eq!(of(3).0, "drs");
        near(of(3).1, 7.0 / 9.0 * 3.0 / 4.0);
    }
    let bare = five("--efficiency-only --format json").json();
    assert!(bare["units"][0]["rts"].is_null() && bare["units"][0]["scale_efficiency"].is_null());
    assert!(!five("--efficiency-only --show-all").out.contains("规模效率"));
    let hull = five("--rts fdh --format json").json();
    assert!(hull["units"][0]["rts"].is_null() && hull["units"][0]["scale_efficiency"].is_null());
}

/// Sixteen subdistricts; the last spends by far the most and comes first.
fn sixteen() -> String {
    let rows = (1..=15).map(|at| format!("{at}号,{},{}\n", at * 40, 60 + at * 2));
    std::iter::once("街道,支出,得分\n".to_owned())
        .chain(rows)
        .chain(["16号,2000,95\n".to_owned()])
        .collect()
}

#[test]
fn a_portrait_says_what_is_scale_and_what_is_want_of_comparison() {
    let line = "frontier @ --unit 街道 --inputs 支出 --outputs 得分 --orientation input --portrait";
    let answer = run(&format!("{line} --format json"), &sixteen()).json();
    let top = &answer["units"][15];
    assert_eq!(top["rts"], "drs");
    let portrait = &top["portrait"];
    assert_eq!(portrait["rts"], "drs");
    near(&portrait["pure_technical_efficiency"], 1.0);
    assert!(
        portrait["default_efficiency"]["text"]
            .as_str()
            .unwrap()
            .starts_with("没有可比对象")
    );
    assert!(1.0 < portrait["most_productive_scale"]["least"].as_f64().unwrap());
    assert!(portrait["super_efficiency"].is_null());
    near(&portrait["scale_elasticity"]["lower"], 0.0);
    assert_eq!(answer["method"]["settings"]["order_m"], 10);
    assert_eq!(answer["last_rank"][0]["first"], "16号");
    near(&answer["last_rank"][0]["least_money"], 1400.0);
    let ran = run(line, &sixteen());
    assert_eq!(ran.refusal(), (0, ""));
    for part in [
        "最优规模倍数",
        "没有可比对象,不能据此认定高效",
        "“16号”比“15号”多出 5.00 得分",
        "证据等级 B",
    ] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
}

#[test]
fn a_portrait_of_too_few_keeps_the_named_unit_and_the_unit_cost() {
    let ran = five("--orientation input --portrait");
    assert_eq!(ran.refusal(), (1, ""));
    assert!(
        ran.out.contains("乙用不超过") && !ran.out.contains("规模弹性"),
        "{}",
        ran.out
    );
    let answer = five("--orientation input --portrait --format json").json();
    assert!(answer["units"][0].get("portrait").is_none());
    assert_eq!(answer["units"][4]["fdh"]["peer"], "乙");
    let shown = five("--orientation input --portrait --show-all");
    assert!(shown.out.contains("规模弹性"), "{}", shown.out);
}

#[test]
fn a_bootstrap_is_repeated_to_the_last_digit_by_its_start_value() {
    let of = |start_value: &str| {
        run(
            &format!(
                "frontier @ --unit 街道 --inputs 支出 --outputs 办结件数 --bootstrap 50 --start-value {start_value} --format json"
            ),
            &many(20),
        )
    };
    let (one, again, other) = (of("双色球"), of("双色球"), of("大乐透"));
    assert_eq!(one.out, again.out);
    assert_ne!(one.out, other.out);
    let answer = one.json();
    assert_eq!(answer["bootstrap"]["replications"], 50);
    near(&answer["bootstrap"]["confidence"], 0.95);
    let unit = &answer["units"][0]["bootstrap"];
    assert!(unit["lower"].as_f64().unwrap() <= unit["upper"].as_f64().unwrap());
    let keys: Vec<&str> = answer["method"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["key"].as_str().unwrap())
        .collect();
    assert_eq!(
        keys,
        [
            "analysis.evidence_frontier",
            "analysis.bootstrap",
            "analysis.confidence"
        ]
    );
    assert_eq!(answer["method"]["settings"]["bootstrap_start_value"], "双色球");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let of = |threads: usize| {
        run(
            &format!(
                "frontier @ --unit 街道 --inputs 支出 --outputs 办结件数 --slacks --format json --threads {threads}"
            ),
            &many(1_200),
        )
        .out
    };
    let one = of(1);
    assert_eq!(one, of(2));
    assert_eq!(one, of(3));
}

/// What is refused, with which exit code.
fn check(options: &str, table: &str, code: u8, expected: &[&str]) {
    let ran = run(
        &format!("frontier @ --unit 街道 --inputs 支出 --outputs 件数 {options}"),
        table,
    );
    let (found, said) = ran.refusal();
    assert_eq!(found, code, "{table}\n{said}");
    for part in expected {
        assert!(said.contains(part), "{table}\n{said}");
    }
    assert!(ran.out.is_empty(), "{}", ran.out);
}

#[test]
fn tables_that_cannot_be_used_are_refused_with_place_and_remedy() {
    check(
        "",
        "街道,支出\n甲,1\n",
        2,
        &["没有“件数”列", "有的列:街道、支出", "[column-missing]"],
    );
    check(
        "",
        "街道,支出,件数\n甲,-1,2\n乙,1,2\n",
        2,
        &["第 2 行“支出”列:“-1”是负数", "[cell-negative]"],
    );
    check(
        "",
        "街道,支出,件数\n甲,NaN,2\n",
        2,
        &["“NaN”不是有限的数", "[cell-not-finite]"],
    );
    check(
        "",
        "街道,支出,件数\n甲,1,2\n甲,2,3\n",
        2,
        &["第 3 行", "与第 2 行重复", "[row-duplicate]"],
    );
    check(
        "",
        "街道,支出,件数\n甲,0,2\n乙,1,2\n",
        2,
        &["单位“甲”的投入全部为 0", "[frontier-all-zero]"],
    );
    check("", "街道,支出,件数\n", 2, &["[table-empty]"]);
    check(
        "--fixed 人口",
        "街道,支出,件数\n甲,1,2\n",
        2,
        &["--fixed 的“人口”不在 --inputs 中", "[fixed-not-input]"],
    );
    check(
        "--most-units 2",
        "街道,支出,件数\n甲,1,2\n乙,1,2\n丙,1,2\n",
        1,
        &["有 3 行,本方法最多 2 行", "[too-many-rows]"],
    );
    check(
        "--year 1990",
        "街道,支出,件数\n甲,1,2\n",
        2,
        &["analysis.evidence_frontier", "[rule-missing]"],
    );
    check(
        "--outputs 支出",
        "街道,支出,件数\n甲,1,2\n",
        2,
        &["“支出”既是投入又是产出", "[column-both-sides]"],
    );
}

#[test]
fn a_million_rows_are_read_and_refused_with_their_number() {
    let mut table = String::from("街道,支出,件数\n");
    for unit in 0..1_000_000 {
        table += &format!("{unit},1,2\n");
    }
    check(
        "",
        &table,
        1,
        &["有 1000000 行,本方法最多 20000 行", "[too-many-rows]"],
    );
}
