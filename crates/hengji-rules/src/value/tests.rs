//! Typed values: each shape with what it refuses. Good values are those of the embedded book.

use chrono::NaiveDate;

use super::*;
use crate::catalogue;
use crate::sample::{describe, year};

/// `rule | value -> ok` or the code and place of the refusal.
fn check(case: &str) {
    let (given, expected) = case.rsplit_once(" -> ").unwrap();
    let (rule, value) = given.split_once(" | ").unwrap();
    let shape = catalogue::find(rule).unwrap().shape;
    let tree = crate::tree::read("f", &format!("v = {value}")).unwrap();
    let place = Place::new("f", "v", tree.field("v").unwrap());
    let found = TypedValue::read(shape, &place).err();
    let told = found.as_ref().map_or_else(|| "ok".to_owned(), describe);
    assert_eq!(told, expected, "{given}");
}

#[test]
fn weights_are_percentages_with_the_execution_weight_among_them() {
    check(
        "goal.first_level_weights | { budget_execution = 10, output = \"62.5\", benefit = \"27.5\" } -> ok",
    );
    check("goal.first_level_weights | { output = 100 } -> rule-field-missing v");
    check("goal.first_level_weights | { budget_execution = 10, output = -90 } -> rule-type-wrong v.output");
    check("goal.first_level_weights | [10, 90] -> rule-type-wrong v");
}

#[test]
fn a_taxonomy_has_no_two_classes_of_one_name() {
    let level = |key: &str, name: &str, aliases: &str| {
        format!(
            "{{ key = \"{key}\", name = \"{name}\", aliases = [{aliases}], second_levels = [{{ key = \"{key}.a\", name = \"甲\" }}] }}"
        )
    };
    let pair = |one: String, other: String, expected: &str| {
        check(&format!("goal.taxonomy | [{one}, {other}] -> {expected}"));
    };
    pair(
        level("a", "产出指标", "\"产出\""),
        level("b", "效益指标", "\"效益\""),
        "ok",
    );
    pair(
        level("a", "产出指标", "\"产出\""),
        level("b", "效益指标", "\"产出\""),
        "rule-name-twice v",
    );
    pair(
        level("a", "产出指标", "\"产出\""),
        level("a", "效益指标", "\"效益\""),
        "rule-name-twice v",
    );
    check(
        "goal.taxonomy | [{ key = \"a\", name = \"产出指标\", second_levels = [] }] -> rule-empty v[1].second_levels",
    );
    check(
        "goal.taxonomy | [{ key = \"a\", name = \"甲\", second_levels = [{ key = \"a.a\", name = \"乙\" }, { key = \"a.b\", name = \"丙\", aliases = [\"乙\"] }] }] -> rule-name-twice v[1].second_levels",
    );
    check(
        "goal.taxonomy | [{ key = \"a\", name = \"甲\", required = \"yes\", second_levels = [{ key = \"a.a\", name = \"乙\" }] }] -> rule-type-wrong v[1].required",
    );
}

#[test]
fn reasons_have_their_own_code_and_words() {
    check(
        "goal.review_reasons | [{ code = \"a\", name = \"甲\" }, { code = \"b\", name = \"其他\", needs_text = true }] -> ok",
    );
    check(
        "goal.review_reasons | [{ code = \"a\", name = \"甲\" }, { code = \"a\", name = \"乙\" }] -> rule-name-twice v",
    );
    check(
        "goal.review_reasons | [{ code = \"a\", name = \"甲\" }, { code = \"b\", name = \"甲\" }] -> rule-name-twice v",
    );
}

#[test]
fn a_chain_starts_with_preparing_and_has_known_roles() {
    let first = "{ step = \"prepare\", name = \"填报\", role = \"unit_clerk\" }";
    let second = "{ step = \"head\", name = \"审核\", role = \"unit_head\", may_return = true }";
    check(&format!("workflow.goal | [{first}, {second}] -> ok"));
    check(&format!("workflow.goal | [{first}] -> rule-type-wrong v"));
    check(&format!(
        "workflow.goal | [{second}, {first}] -> rule-type-wrong v"
    ));
    check(&format!(
        "workflow.goal | [{first}, {first}] -> rule-name-twice v"
    ));
    check(&format!(
        "workflow.goal | [{first}, {}] -> rule-choice-unknown v[2].role",
        second.replace("unit_head", "minister")
    ));
    check(&format!(
        "workflow.goal | [{first}, {}] -> rule-field-unknown v[2]",
        second.replace("may_return", "can_return")
    ));
}

#[test]
fn methods_take_their_own_parameters() {
    check("scoring.positive | { method = \"proportional\" } -> ok");
    check("scoring.positive | { method = \"pass_gate\", gate = 60 } -> ok");
    check("scoring.positive | { method = \"pass_gate\" } -> rule-field-missing v");
    check("scoring.positive | { method = \"pass_gate\", gate = 100 } -> rule-type-wrong v.gate");
    check("scoring.positive | { method = \"proportional\", gate = 60 } -> rule-field-unknown v");
    check("scoring.positive | { method = \"by mood\" } -> rule-choice-unknown v.method");
    check("scoring.execution | { method = \"linear\", tiers = [] } -> rule-field-unknown v");
    check("scoring.execution | { method = \"tiers\" } -> rule-field-missing v");
    check(
        "scoring.execution | { method = \"tiers\", tiers = [{ from = 80, score = 100 }] } -> rule-constraint-broken v.tiers",
    );
}

#[test]
fn words_of_methods_are_closed() {
    check("scoring.equal | \"as_at_least\" -> ok");
    check("scoring.equal | \"roughly\" -> rule-choice-unknown v");
    check("scoring.reverse | \"ratio\" -> ok");
    check("scoring.reverse | \"linear\" -> rule-choice-unknown v");
    check("scoring.equal_zero | \"full_or_nothing\" -> ok");
    check("scoring.equal_zero | \"half\" -> rule-choice-unknown v");
    check("scoring.over_target | { trigger = 130, action = \"off\" } -> ok");
    check("scoring.over_target | { trigger = 130, action = \"praise\" } -> rule-choice-unknown v.action");
    check("scoring.over_target | { action = \"off\" } -> rule-field-missing v");
}

#[test]
fn bands_and_grades_do_not_overlap_in_name() {
    check(
        "scoring.qualitative | [{ name = \"甲\", from = 60, to = 100, phrases = [\"好\"] }, { name = \"乙\", from = 0, to = 60 }] -> ok",
    );
    check(
        "scoring.qualitative | [{ name = \"甲\", from = 60, to = 100, phrases = [\"好\"] }, { name = \"乙\", from = 0, to = 60, phrases = [\"好\"] }] -> rule-name-twice v",
    );
    check("grade.self_evaluation | [{ name = \"优\", from = 90 }, { name = \"差\", from = 0 }] -> ok");
    check(
        "grade.self_evaluation | [{ name = \"优\", from = 90 }, { name = \"优\", from = 0 }] -> rule-name-twice v",
    );
    check(
        "grade.self_evaluation | [{ name = \"差\", from = 0 }, { name = \"优\", from = 90 }] -> rule-constraint-broken v",
    );
    check(
        "grade.self_evaluation | [{ name = \"优\", from = \"90.005\" }, { name = \"差\", from = 0 }] -> rule-type-wrong v[1].from",
    );
}

#[test]
fn words_and_amounts_are_exact() {
    check("scoring.vague_phrases | [\"有效提升\", \"明显\"] -> ok");
    check("scoring.vague_phrases | [\"有效提升\", \"有效提升\"] -> rule-name-twice v");
    check("scoring.vague_phrases | [\"有效提升\", 5] -> rule-type-wrong v[2]");
    check("scoring.score_tolerance | \"0.05\" -> ok");
    check("scoring.score_tolerance | \"0.055\" -> rule-type-wrong v");
    check("monitoring.key_threshold | 5000000 -> ok");
    check("monitoring.key_threshold | \"5000000.005\" -> rule-type-wrong v");
    check("security.workbook_bytes_max | 20971520 -> ok");
    check("security.workbook_bytes_max | \"20 MB\" -> rule-type-wrong v");
}

#[test]
fn a_day_exists_in_every_year() {
    check("calendar.goal_submit | { year = \"previous\", month = 10, day = 31 } -> ok");
    check("calendar.goal_submit | { year = \"next\", month = 2, day = \"last\" } -> ok");
    check("calendar.goal_submit | { year = \"next\", month = 2, day = 29 } -> rule-date-bad v");
    check("calendar.goal_submit | { year = \"next\", month = 13, day = 1 } -> rule-date-bad v");
    check("calendar.goal_submit | { year = \"next\", month = 6, day = 0 } -> rule-date-bad v");
    check("calendar.goal_submit | { year = \"someday\", month = 6, day = 1 } -> rule-choice-unknown v.year");
    check("calendar.goal_submit | { year = \"next\", month = 6, day = \"first\" } -> rule-type-wrong v.day");
}

#[test]
fn the_last_day_of_february_follows_the_leap_year() {
    let tree = crate::tree::read("f", "v = { year = \"same\", month = 2, day = \"last\" }").unwrap();
    let place = Place::new("f", "v", tree.field("v").unwrap());
    let TypedValue::Day(day) = TypedValue::read(Shape::Day, &place).unwrap() else {
        unreachable!("a day was read");
    };
    assert_eq!(day.in_year(year(2020)), NaiveDate::from_ymd_opt(2020, 2, 29));
    assert_eq!(day.in_year(year(2021)), NaiveDate::from_ymd_opt(2021, 2, 28));
    assert_eq!(day.to_string(), "当年 2 月末");
}

#[test]
fn one_category_takes_what_no_word_places() {
    let with = |rest: &str| format!("{{ code = \"a\", name = \"甲\", kind = \"project\"{rest} }}");
    let all = |categories: &str, expected: &str| {
        check(&format!("ex_ante.categories | [{categories}] -> {expected}"));
    };
    all(&with(""), "ok");
    all(
        &with(", words = [\"系统\"], lead = [\"数管局\"]"),
        "rule-type-wrong v",
    );
    all(&with(", kinds = []"), "rule-field-unknown v[1]");
    all(
        "{ code = \"a\", name = \"甲\", kind = \"person\" }",
        "rule-choice-unknown v[1].kind",
    );
}

#[test]
fn a_framework_makes_up_a_hundred_points_and_conclusions_cover_every_score() {
    let framework = |points: &str| {
        format!(
            "ex_ante.framework | [{{ name = \"甲\", sections = [{{ name = \"乙\", items = [{{ name = \"丙\", points = {points} }}] }}] }}]"
        )
    };
    check(&format!("{} -> ok", framework("100")));
    check(&format!("{} -> rule-constraint-broken v", framework("\"99.99\"")));
    let conclusion = |from: &str| {
        format!("ex_ante.conclusions | [{{ code = \"a\", name = \"甲\", from = {from}, supports = true }}]")
    };
    check(&format!("{} -> ok", conclusion("0")));
    check(&format!("{} -> rule-type-wrong v", conclusion("60")));
}

#[test]
fn materials_and_criteria_are_named_once() {
    let item = "{ code = \"a\", name = \"甲\" }";
    check(&format!(
        "ex_ante.materials | {{ project = [{item}], policy = [{item}] }} -> ok"
    ));
    check(&format!(
        "ex_ante.materials | {{ project = [{item}, {item}], policy = [{item}] }} -> rule-name-twice v.project"
    ));
    check(
        "ex_ante.objects | [{ code = \"a\", name = \"甲\", natures = [\"old\"], amount_from = 1 }] -> rule-choice-unknown v[1].natures[1]",
    );
    check(
        "ex_ante.objects | [{ code = \"a\", name = \"甲\", amount_from = \"0.001\" }] -> rule-type-wrong v[1].amount_from",
    );
}
