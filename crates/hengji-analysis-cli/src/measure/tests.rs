//! Slacks-based measure and directional distance, from table to answer.

use crate::sample::run;

const FOUR: &str = "片区,经费,养护工,里程\n一,120,10,60\n二,150,10,60\n三,240,18,120\n四,200,24,100\n";
const STATIONS: &str = "站,经费,处理量,超标\n一,100,50,4\n二,100,40,4\n三,100,30,1\n";
const SBM: &str = "sbm @ --unit 片区 --inputs 经费,养护工 --outputs 里程 --rts crs";
const DIRECTIONAL: &str = "directional @ --unit 站 --inputs 经费 --outputs 处理量,超标 --harmful 超标";

fn near(found: &serde_json::Value, expected: f64) {
    let found = found.as_f64().unwrap_or(f64::NAN);
    assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
}

#[test]
fn every_surplus_counts_in_the_slacks_based_measure() {
    let answer = run(&format!("{SBM} --counted input --format json"), FOUR).json();
    // 四片区 could do its 100 kilometres with 15 of its 24 workers at the same money.
    near(&answer["units"][3]["efficiency"], 1.0 - 9.0 / 24.0 / 2.0);
    assert_eq!(answer["units"][3]["certificate"]["ok"], true);
    assert_eq!(answer["units"][3]["peers"][0]["unit"], "三");
    assert_eq!(answer["method"]["settings"]["counted"], "input");
    assert!(answer["units"][3].get("distance").is_none());
}

#[test]
fn a_distance_moves_output_up_and_harm_down() {
    let answer = run(&format!("{DIRECTIONAL} --format json"), STATIONS).json();
    near(&answer["units"][0]["distance"], 0.0);
    let two = answer["units"][1]["distance"].as_f64().unwrap();
    assert!(0.0 < two && two < 0.25, "{two}");
    let projection = &answer["units"][1]["projection"]["outputs"];
    near(&projection[0], 40.0 * (1.0 + two));
    near(&projection[1], 4.0 * (1.0 - two));
    assert!(answer["units"][1].get("efficiency").is_none());
}

#[test]
fn too_few_units_print_no_value_unless_an_expert_asks() {
    for (line, table) in [(SBM, FOUR), (DIRECTIONAL, STATIONS)] {
        let ran = run(line, table);
        assert_eq!(ran.refusal(), (1, ""), "{line}");
        assert!(
            ran.out.contains("不列数值") && !ran.out.contains("参照单位"),
            "{}",
            ran.out
        );
        let shown = run(&format!("{line} --show-all"), table);
        assert_eq!(shown.refusal(), (0, ""));
        assert!(shown.out.contains("有效"), "{}", shown.out);
    }
}

#[test]
fn questions_without_a_sense_are_refused() {
    for (line, table, code) in [
        (format!("{SBM} --rts fdh"), FOUR.to_owned(), "[rts-needs-radial]"),
        (
            SBM.to_owned(),
            FOUR.replace("二,150", "二,0"),
            "[frontier-not-positive]",
        ),
        (
            format!("{DIRECTIONAL} --harmful 投诉"),
            STATIONS.to_owned(),
            "[harmful-not-output]",
        ),
        (
            format!("{DIRECTIONAL} --move-outputs 0 --move-harmful 0"),
            STATIONS.to_owned(),
            "[frontier-no-direction]",
        ),
    ] {
        let line = line.replace("--rts crs --rts", "--rts");
        let ran = run(&line, &table);
        let (found, said) = ran.refusal();
        assert_eq!(found, 2, "{line}");
        assert!(said.ends_with(code), "{line}\n{said}");
    }
}
