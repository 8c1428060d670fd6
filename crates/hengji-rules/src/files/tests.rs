//! What must hold of the files that are shipped.

use std::path::PathBuf;

use hengji_domain::rule::Verification;

use super::*;
use crate::book::RuleBook;
use crate::catalogue::{CATALOGUE, Shape};
use crate::sample::{embedded as shipped, year};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules")
}

#[test]
fn the_binary_carries_what_lies_in_the_folder() {
    let mut carried = embedded().unwrap();
    carried.sort_by(|one, other| one.name.cmp(&other.name));
    assert_eq!(carried, on_disk(&folder()).unwrap());
}

#[test]
fn every_shipped_folder_is_a_division_that_loads() {
    let book = RuleBook::from_directory(&folder()).unwrap();
    let divisions: Vec<String> = book.divisions().map(|division| division.to_string()).collect();
    assert_eq!(
        divisions,
        ["000000", "330000", "330100", "330108", "330199", "990000"]
    );
}

#[test]
fn the_guide_names_every_rule_and_no_other() {
    let guide = fs::read_to_string(folder().join("README.md")).unwrap();
    for known in CATALOGUE {
        let row = format!("| `{}` | {} |", known.rule, known.title);
        assert!(guide.contains(&row), "rules/README.md lacks {row}");
    }
    let listed = guide.split("## 五、全部规则").nth(1).unwrap();
    let listed = listed.split("## 六、").next().unwrap();
    let rows = listed.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, CATALOGUE.len());
}

#[test]
fn the_example_in_the_guide_loads() {
    let guide = fs::read_to_string(folder().join("README.md")).unwrap();
    let blocks: Vec<&str> = guide
        .split("```toml\n")
        .skip(1)
        .filter_map(|tail| tail.split("```").next())
        .collect();
    let [follow, rule, case, framework] = blocks.as_slice() else {
        unreachable!("the guide has four examples, not {}", blocks.len());
    };
    let file = |name: &str, text: &str| RuleFile {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    let mut files = embedded().unwrap();
    files.retain(|file| file.name != "330108/monitoring.toml" && file.name != "990000/inherit.toml");
    files.push(file("330108/monitoring.toml", rule));
    files.push(file("990000/inherit.toml", follow));
    files.push(file("330108/frameworks/village.toml", framework));
    let scoring = files
        .iter_mut()
        .find(|file| file.name == "000000/scoring.toml")
        .unwrap();
    scoring.text.push_str(case);
    let book = RuleBook::load(&files).unwrap();
    let threshold = book
        .at("990000".parse().unwrap(), year(2022))
        .quantity("monitoring.key_threshold");
    assert_eq!(threshold.unwrap().value.unwrap().unit, "yuan");
    let bureau = book.at("330108".parse().unwrap(), year(2022));
    assert!(bureau.evaluation_kind("village").is_some());
    assert_eq!(book.cases().len(), shipped().cases().len() - 3 + 1);
}

#[test]
fn every_registered_source_is_cited() {
    let sources = fs::read_to_string(folder().join("sources.toml")).unwrap();
    let texts: Vec<String> = embedded().unwrap().into_iter().map(|file| file.text).collect();
    for id in sources
        .lines()
        .filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'))
    {
        let cited = format!("source = \"{id}\"");
        assert!(
            texts.iter().any(|text| text.contains(&cited)),
            "nothing cites {id}"
        );
    }
}

#[test]
fn defaults_of_our_own_are_never_called_verified() {
    for row in shipped().every_value() {
        if row.citation.source.starts_with("衡绩默认值") {
            assert_eq!(
                row.citation.verification,
                Verification::Unverified,
                "{}",
                row.rule
            );
        }
    }
}

#[test]
fn a_number_that_its_source_does_not_state_is_unverified_and_says_so() {
    for row in shipped().every_value() {
        let admits = row.note.as_deref().unwrap_or_default().contains("来源未给出数值");
        if admits {
            assert_eq!(
                row.citation.verification,
                Verification::Unverified,
                "{}",
                row.rule
            );
        }
        if row.rule == "goal.indicator_count_min" && row.is_set {
            assert!(admits, "{} {}", row.rule, row.division);
        }
    }
}

#[test]
fn every_scoring_rule_and_every_grade_has_a_case() {
    let book = shipped();
    let proved = |rule: &str| book.cases().iter().any(|case| case.rule == rule);
    for rule in [
        "goal.first_level_weights",
        "goal.taxonomy",
        "scoring.positive",
        "scoring.equal",
        "scoring.equal_zero",
        "scoring.reverse",
        "scoring.qualitative",
        "scoring.execution",
        "grade.self_evaluation",
        "monitoring.budget_lights",
        "monitoring.indicator_lights",
        "spot_evaluation.formula",
    ] {
        assert!(proved(rule), "{rule} has no case");
    }
}

#[test]
fn the_guide_names_every_parameter_and_no_other() {
    let guide = fs::read_to_string(folder().join("README.md")).unwrap();
    let listed = guide.split("## 六、绩效分析的参数").nth(1).unwrap();
    let mut parameters = 0;
    for known in CATALOGUE {
        let Shape::Parameters(list) = known.shape else {
            continue;
        };
        for parameter in list {
            let row = format!(
                "| `{}` | `{}` | {} |",
                known.rule, parameter.name, parameter.title
            );
            assert!(listed.contains(&row), "rules/README.md lacks {row}");
            parameters += 1;
        }
    }
    assert_eq!(
        listed.lines().filter(|line| line.starts_with("| `")).count(),
        parameters
    );
}

#[test]
fn every_number_of_the_analysis_is_our_own_proposal_until_somebody_confirms_it() {
    let own = "本系统的建议默认值(未经官方核定)";
    let mut found = 0;
    for row in shipped().every_value() {
        if row.rule.starts_with("analysis.") {
            assert_eq!(row.citation.source, own, "{}", row.rule);
            assert_eq!(
                row.citation.verification,
                Verification::Unverified,
                "{}",
                row.rule
            );
            assert!(row.note.is_some_and(|note| note.contains("核定")), "{}", row.rule);
            found += 1;
        } else {
            assert_ne!(row.citation.source, own, "{}", row.rule);
        }
    }
    let known = CATALOGUE
        .iter()
        .filter(|known| known.rule.starts_with("analysis."));
    assert_eq!(found, known.count());
}
