//! The command as a whole: scores in, severities, agreement and refusals out.

use crate::sample::{Ran, run};

/// Shrout and Fleiss (1979), as the rows an official would have.
fn shrout_fleiss() -> String {
    let table = [
        [9, 2, 5, 8],
        [6, 1, 3, 2],
        [8, 4, 6, 8],
        [7, 1, 2, 6],
        [10, 5, 6, 9],
        [6, 2, 4, 7],
    ];
    let mut text = "项目,机构,得分\n".to_owned();
    for (project, row) in table.iter().enumerate() {
        for (rater, score) in row.iter().enumerate() {
            text.push_str(&format!("项目{},机构{},{score}\n", project + 1, rater + 1));
        }
    }
    text
}

fn ask(options: &str, table: &str) -> Ran {
    run(
        &format!("raters @ --project 项目 --rater 机构 --score 得分 {options}"),
        table,
    )
}

#[track_caller]
fn near(found: &serde_json::Value, expected: f64) {
    let found = found.as_f64().unwrap_or(f64::NAN);
    assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
}

#[test]
fn severities_come_with_method_rules_and_places() {
    let ran = ask("--format json", &shrout_fleiss());
    assert_eq!(ran.refusal(), (0, ""));
    let answer = ran.json();
    let method = &answer["method"];
    assert_eq!(
        (&method["n"], &method["settings"]["rater"]),
        (&24.into(), &"机构".into())
    );
    assert_eq!(method["rules"][0]["key"], "analysis.confidence");
    assert_eq!(method["settings"]["confidence"], 0.95);
    near(&answer["evaluators"][0]["severity"], -2.375);
    near(
        &answer["components"][0]["variance"]["residual"]["mean"],
        1.019_444_444_444_444_4,
    );
    assert_eq!(answer["evaluators"][0]["rank"]["of"], 4);
    assert_eq!(answer["corrected"].as_array().map(Vec::len), Some(24));
    near(
        &answer["corrected"][1]["corrected"],
        2.0 + 2.791_666_666_666_666_5,
    );
}

#[test]
fn corrected_scores_are_listed_in_the_order_of_the_file() {
    let ran = ask("--corrected --format csv", &shrout_fleiss());
    let rows: Vec<&str> = ran.out.lines().collect();
    assert_eq!(rows.len(), 25);
    assert!(rows[1].starts_with("项目1,机构1,9,6.625,"), "{}", rows[1]);
    assert!(ran.words.contains("analysis.confidence"), "{}", ran.words);
}

#[test]
fn the_random_model_shrinks_and_names_its_spreads() {
    let ran = ask("--random --format json", &shrout_fleiss());
    assert_eq!(ran.refusal(), (0, ""));
    let answer = ran.json();
    let severity = answer["evaluators"][0]["severity"].as_f64().unwrap();
    assert!(-2.375 < severity && severity < -2.0, "{severity}");
    assert!(answer["evaluator_sd"].as_f64().unwrap() > 2.0);
    assert!(
        ask("--random", &shrout_fleiss()).out.contains("标准差:项目"),
        "the table says so too"
    );
}

#[test]
fn groups_that_share_no_project_are_a_finding_with_the_scorings_to_add() {
    let apart = "项目,机构,得分\n道路,甲,80\n道路,乙,90\n绿化,甲,70\n养老,丙,85\n水务,丙,60\n";
    let ran = ask("", apart);
    assert_eq!(ran.refusal(), (1, ""));
    assert!(
        ran.out.contains("互不相连的 2 组") && ran.out.contains("“甲”加评“养老”"),
        "{}",
        ran.out
    );
    assert_eq!(
        ask("--format json", apart).json()["bridges"][0]["project"],
        "养老"
    );
}

#[test]
fn agreement_is_judged_by_the_rules_of_the_year() {
    let ran = ask("--method icc --format json", &shrout_fleiss());
    assert_eq!(ran.refusal(), (1, ""), "an ICC(2,1) of 0.29 is a finding");
    let answer = ran.json();
    near(&answer["coefficients"][1]["value"], 0.289_763_779_527_559_1);
    assert_eq!(answer["coefficients"][1]["form"], "ICC(2,1)");
    assert_eq!(
        (&answer["strength"], &answer["projects_left_out"]),
        (&"weak".into(), &0.into())
    );
    assert_eq!(answer["method"]["rules"][1]["key"], "analysis.agreement");
    let same = "项目,机构,得分\na,甲,80\na,乙,80\nb,甲,70\nb,乙,70\nc,甲,60\nc,乙,60\n";
    for method in ["icc", "alpha", "kappa"] {
        let ran = ask(&format!("--method {method} --format json"), same);
        assert_eq!(ran.refusal(), (0, ""), "{method}");
        assert_eq!(ran.json()["strength"], "fine", "{method}");
    }
}

#[test]
fn holes_are_refused_by_icc_taken_by_alpha_and_left_out_on_demand() {
    let holes = "项目,机构,得分\na,甲,80\na,乙,82\nb,甲,70\nb,乙,71\nc,甲,60\nc,乙,62\nd,甲,90\n";
    let refused = ask("--method icc", holes);
    let (code, words) = refused.refusal();
    assert_eq!(code, 1);
    assert!(
        words.contains("项目“d”") && words.ends_with("[raters-scores-missing]"),
        "{words}"
    );
    assert_eq!(
        ask("--method icc --complete --format json", holes).json()["projects_left_out"],
        1
    );
    assert_eq!(
        ask("--method alpha --format json", holes).json()["projects_left_out"],
        1
    );
    let none = ask("--method icc --complete", "项目,机构,得分\na,甲,80\nb,乙,82\n");
    assert!(
        none.refusal().1.ends_with("[raters-none-complete]"),
        "{:?}",
        none.refusal()
    );
}

#[test]
fn rasch_places_grades_by_criterion_and_lists_extremes() {
    let mut table = "项目,机构,标准,得分\n".to_owned();
    for project in 0..7_usize {
        for (rater, name) in ["甲", "乙", "丙"].into_iter().enumerate() {
            for (criterion, label) in ["产出", "效益"].into_iter().enumerate() {
                let grade = if project == 6 {
                    3
                } else {
                    (project + criterion * 2 + rater * project) % 4
                };
                table.push_str(&format!("项目{project},{name},{label},{grade}\n"));
            }
        }
    }
    let ran = ask("--criterion 标准 --method rasch --format json", &table);
    assert_eq!(ran.refusal(), (0, ""));
    let answer = ran.json();
    assert!(answer["largest_difference"].as_f64().unwrap() < 1e-8);
    assert_eq!(
        (&answer["extremes"][0]["name"], &answer["scores"]),
        (&"项目6".into(), &36.into())
    );
    let shown = ask("--criterion 标准 --method rasch", &table).out;
    assert!(
        shown.contains("项目“项目6”(全是最高等级)") && shown.contains("等级阈值"),
        "{shown}"
    );
}

#[test]
fn tables_and_options_that_cannot_be_used_are_refused_with_what_to_mend() {
    let cases = [
        ("", "项目,机构,得分\na,甲,80\na,甲,81\n", 2, "[row-duplicate]"),
        ("", "项目,机构,得分\na,甲,NaN\n", 2, ""),
        ("", "项目,机构\na,甲\n", 2, "[column-missing]"),
        (
            "--method icc",
            "项目,机构,得分\na,甲,80\nb,甲,70\n",
            1,
            "[raters-too-few]",
        ),
        (
            "--method kappa --level ratio",
            "项目,机构,得分\na,甲,1\na,乙,1\n",
            2,
            "[level-unfit]",
        ),
        (
            "--method alpha --level ratio",
            "项目,机构,得分\na,甲,-1\na,乙,1\n",
            2,
            "[raters-ratio-negative]",
        ),
        (
            "--method rasch",
            "项目,机构,得分\na,甲,1.5\na,乙,1\n",
            2,
            "[raters-rasch-category]",
        ),
        (
            "--method icc --random",
            "项目,机构,得分\na,甲,1\na,乙,1\n",
            2,
            "[option-idle]",
        ),
        (
            "--level ordinal",
            "项目,机构,得分\na,甲,1\na,乙,1\n",
            2,
            "[option-idle]",
        ),
        (
            "--random",
            "项目,机构,得分\na,甲,1\nb,乙,1\n",
            1,
            "[mixed-factor-is-residual]",
        ),
    ];
    for (options, table, code, ending) in cases {
        let ran = ask(options, table);
        let (found, words) = ran.refusal();
        assert!(
            found == code && words.ends_with(ending),
            "{options} {table}: {found} {words}"
        );
    }
}
