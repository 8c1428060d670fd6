//! Inheritance, the choice of the year, and how the parts of a book fit together.

use std::fs;

use super::*;
use crate::sample::{book, describe, division, embedded, load, refusal, year};

const NATION: &str = "indicator_count_min = { HEAD, value = [{ from = 2018-01-01, value = 3, SEEN }, { from = 2021-01-01, value = 4, SEEN }] }";
const CITY: &str =
    "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, until = 2020-12-31, value = 5, UNSEEN }] }";

fn count(book: &RuleBook, code: &str, number: u16) -> String {
    match book
        .at(division(code), year(number))
        .quantity("goal.indicator_count_min")
    {
        Ok(dated) => {
            let value = dated
                .value
                .map_or_else(|| "unset".to_owned(), |one| one.value.to_string());
            format!("{value} by {}", dated.citation.division)
        }
        Err(missing) => format!("missing: {}", missing.why),
    }
}

#[test]
fn the_inner_division_overrides_the_outer_one_while_it_has_a_value() {
    let book = book(&[("000000/goal.toml", NATION), ("330100/goal.toml", CITY)]);
    for (code, number, expected) in [
        ("330100", 2020, "5 by 330100"),
        ("330108", 2020, "5 by 330100"),
        ("330000", 2020, "3 by 000000"),
        ("110101", 2020, "3 by 000000"),
        // Before its first rule and after its end the outer division's rule is in force.
        ("330108", 2019, "3 by 000000"),
        ("330108", 2021, "4 by 000000"),
    ] {
        assert_eq!(count(&book, code, number), expected, "{code} {number}");
    }
}

#[test]
fn a_year_without_a_rule_is_an_error_and_never_a_neighbour() {
    let book = book(&[("000000/goal.toml", NATION)]);
    assert_eq!(
        count(&book, "330108", 2017),
        "missing: 最早一条自 2018-01-01 起,该年不在任何一条的施行期内"
    );
    assert_eq!(count(&book, "330108", 2018), "3 by 000000");
    assert_eq!(count(&book, "330108", 2099), "4 by 000000");
}

#[test]
fn a_rule_that_ended_is_missing_afterwards() {
    let ended = "indicator_count_min = { HEAD, value = [{ from = 2018-01-01, until = 2019-12-31, value = 3, SEEN }] }";
    let book = book(&[("000000/goal.toml", ended)]);
    assert_eq!(count(&book, "000000", 2019), "3 by 000000");
    assert!(count(&book, "000000", 2020).starts_with("missing"));
}

#[test]
fn a_missing_rule_says_where_to_write_it() {
    let book = book(&[("000000/goal.toml", NATION)]);
    let missing = book.at(division("330108"), year(2014)).goal_frame().unwrap_err();
    assert_eq!(
        missing.to_string(),
        "330108 的 2014 年没有可用的规则“项目一级指标权重”(goal.first_level_weights):本区划和上级区划都没有写这条规则。\
         请在 rules/330108/ 的 goal.toml 补充该年的值并写明来源。 [rule-missing]"
    );
}

#[test]
fn an_empty_book_answers_nothing() {
    let book = book(&[]);
    assert!(book.at(division("330108"), year(2020)).all().is_empty());
    assert_eq!(book.divisions().count(), 0);
}

#[test]
fn an_override_needs_something_to_override() {
    let rule = "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 5, SEEN }] }";
    let introduced =
        "indicator_count_min = { HEAD, introduces = true, value = [{ from = 2020-01-01, value = 5, SEEN }] }";
    for (files, expected) in [
        (
            vec![("330108/goal.toml", rule)],
            "rule-overrides-nothing indicator_count_min",
        ),
        (vec![("330108/goal.toml", introduced)], "ok"),
        (vec![("000000/goal.toml", rule), ("330108/goal.toml", rule)], "ok"),
        (
            vec![("000000/goal.toml", rule), ("330108/goal.toml", introduced)],
            "rule-not-introduced indicator_count_min",
        ),
        // A sibling's rule is not an outer one.
        (
            vec![("330106/goal.toml", introduced), ("330108/goal.toml", rule)],
            "rule-overrides-nothing indicator_count_min",
        ),
    ] {
        assert_eq!(refusal(&files), expected, "{files:?}");
    }
}

#[test]
fn an_override_keeps_the_unit_and_the_constraint_of_the_outer_division() {
    let outer = "indicator_count_min = { HEAD, constraint = \"1 <= value <= 10\", value = [{ from = 2020-01-01, value = 5, SEEN }] }";
    let wide = "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 11, SEEN }] }";
    let other_unit = wide.replace(
        "HEAD",
        "description = \"d\", unit = \"times\", selects_on = \"budget_year\"",
    );
    assert_eq!(
        refusal(&[("000000/goal.toml", outer), ("330108/goal.toml", wide)]),
        "rule-constraint-broken indicator_count_min.value[1].value"
    );
    assert_eq!(
        refusal(&[("000000/goal.toml", outer), ("330108/goal.toml", &other_unit)]),
        "rule-unit-differs indicator_count_min"
    );
}

#[test]
fn a_division_outside_the_line_follows_the_one_it_names() {
    let follow = "follows = \"330100\"\nreason = \"演示\"";
    let book = book(&[
        ("000000/goal.toml", NATION),
        ("330100/goal.toml", CITY),
        ("990000/inherit.toml", follow),
    ]);
    assert_eq!(count(&book, "990000", 2020), "5 by 330100");
    assert_eq!(count(&book, "990000", 2021), "4 by 000000");
}

#[test]
fn following_needs_a_reason_and_a_target_with_rules() {
    for (text, expected) in [
        ("follows = \"000000\"\nreason = \"演示\"", "ok"),
        ("follows = \"000000\"", "rule-field-missing"),
        ("reason = \"演示\"", "rule-field-missing"),
        (
            "follows = \"滨江\"\nreason = \"演示\"",
            "rule-follows-bad follows",
        ),
        (
            "follows = \"330108\"\nreason = \"演示\"",
            "rule-follows-bad follows",
        ),
        (
            "follows = \"990000\"\nreason = \"演示\"",
            "rule-follows-bad follows",
        ),
        (
            "follows = \"000000\"\nreason = \"演示\"\nsince = 1",
            "rule-field-unknown",
        ),
    ] {
        let files = [("000000/goal.toml", NATION), ("990000/inherit.toml", text)];
        assert_eq!(refusal(&files), expected, "{text}");
    }
}

#[test]
fn two_divisions_that_follow_each_other_are_refused() {
    let files = [
        ("000000/goal.toml", NATION),
        ("990000/inherit.toml", "follows = \"980000\"\nreason = \"甲\""),
        ("980000/inherit.toml", "follows = \"990000\"\nreason = \"乙\""),
    ];
    assert_eq!(refusal(&files), "rule-follows-bad follows");
}

#[test]
fn weights_name_only_classes_of_the_year() {
    let taxonomy = "taxonomy = { description = \"d\", unit = \"table\", selects_on = \"budget_year\", value = [{ from = 2020-01-01, SEEN, value = [{ key = \"output\", name = \"产出指标\", second_levels = [{ key = \"output.quantity\", name = \"数量指标\" }] }] }] }";
    let weights = |class: &str| {
        format!(
            "first_level_weights = {{ description = \"d\", unit = \"percent\", selects_on = \"budget_year\", value = [{{ from = 2020-01-01, SEEN, value = {{ budget_execution = 10, {class} = 90 }} }}] }}"
        )
    };
    let with = |class: &str| refusal(&[("000000/goal.toml", &format!("{taxonomy}\n{}", weights(class)))]);
    assert_eq!(with("output"), "ok");
    assert_eq!(with("cost"), "rule-class-unknown first_level_weights");
}

#[test]
fn all_faults_are_told_at_once() {
    let refused = load(&[
        ("000000/goal.toml", "a = 1\nb = 2"),
        ("330108/goal.toml", "c = 0.5"),
        ("x/goal.toml", ""),
    ])
    .unwrap_err();
    let told: Vec<String> = refused.iter().map(describe).collect();
    assert_eq!(
        told,
        [
            "rule-key-unknown a",
            "rule-key-unknown b",
            "rule-float c",
            "rule-folder-unknown"
        ]
    );
    let text = RuleRefusals(refused).to_string();
    assert!(
        text.starts_with("规则文件有 4 处错误,未装载:\n  rules/000000/goal.toml 的 a:"),
        "{text}"
    );
}

#[test]
fn a_source_needs_a_title_and_a_place() {
    let files = [RuleFile {
        name: "sources.toml".to_owned(),
        text: "s = { title = \"甲\" }".to_owned(),
    }];
    let refused = RuleBook::load(&files).unwrap_err();
    assert_eq!(
        refused.0.iter().map(describe).collect::<Vec<_>>(),
        ["rule-field-missing s"]
    );
}

#[test]
fn a_change_for_2021_leaves_the_fingerprint_of_2020_alone() {
    let before = book(&[("000000/goal.toml", NATION)]);
    let changed = NATION.replace("value = 4", "value = 6");
    let after = book(&[("000000/goal.toml", &changed)]);
    let print = |book: &RuleBook, number| book.at(division("330108"), year(number)).fingerprint().to_owned();
    assert_eq!(print(&before, 2020), print(&after, 2020));
    assert_ne!(print(&before, 2021), print(&after, 2021));
}

#[test]
fn a_fingerprint_depends_on_values_and_not_on_their_sources() {
    let corrected = NATION.replace("SEEN", "UNSEEN");
    let one = book(&[("000000/goal.toml", NATION)]);
    let other = book(&[("000000/goal.toml", &corrected)]);
    let print = |book: &RuleBook| book.at(division("000000"), year(2020)).fingerprint().to_owned();
    assert_eq!(print(&one), print(&other));
    assert_eq!(print(&one).len(), 32);
}

#[test]
fn a_folder_on_disk_gives_the_same_book_as_the_binary() {
    let folder = tempfile::tempdir().unwrap();
    for file in crate::files::embedded().unwrap() {
        let path = folder.path().join(&file.name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.text).unwrap();
    }
    fs::write(folder.path().join("README.md"), "not a rule").unwrap();
    let disk = RuleBook::from_directory(folder.path()).unwrap();
    let rules = |book: &RuleBook| book.at(division("330108"), year(2020));
    assert_eq!(rules(&disk).fingerprint(), rules(&embedded()).fingerprint());
    assert_eq!(disk.cases().len(), embedded().cases().len());
}

#[test]
fn a_folder_that_cannot_be_read_is_a_refusal() {
    let folder = tempfile::tempdir().unwrap();
    let absent = RuleBook::from_directory(&folder.path().join("absent")).unwrap_err();
    assert_eq!(
        absent.0.iter().map(describe).collect::<Vec<_>>(),
        ["rule-file-unopened"]
    );
    fs::create_dir(folder.path().join("000000")).unwrap();
    fs::write(folder.path().join("000000/goal.toml"), [0xff, 0xfe, 0x00]).unwrap();
    let garbled = RuleBook::from_directory(folder.path()).unwrap_err();
    assert_eq!(
        garbled.0.iter().map(describe).collect::<Vec<_>>(),
        ["rule-file-unopened"]
    );
}

#[test]
fn a_topic_alone_answers_as_the_whole_book_does() {
    let (whole, topic) = (embedded(), RuleBook::embedded_topic("analysis").unwrap());
    let rows = |book: &RuleBook, code: &str, number: u16| {
        let mut rows = book.at(division(code), year(number)).all();
        rows.retain(|row| row.rule.starts_with("analysis."));
        rows
    };
    for (code, number) in [("000000", 2015), ("330108", 2026), ("330108", 1999)] {
        let expected = rows(&whole, code, number);
        assert_eq!(rows(&topic, code, number), expected, "{code} {number}");
        assert_eq!(expected.is_empty(), number == 1999);
        assert_eq!(
            topic.at(division(code), year(number)).all(),
            expected,
            "nothing else is read"
        );
    }
}
