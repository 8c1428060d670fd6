//! The rules page: what is in force in a year, how well it is known, and what is only seen elsewhere.

use hengji_domain::person::{Actor, Role};

use super::view::{RuleView, RulesPage};
use crate::stage::{Stage, actor, codes, year};

fn page(stage: &Stage, in_year: u16) -> RulesPage {
    stage
        .app
        .rules_page(&actor(Role::UnitClerk), year(in_year))
        .unwrap()
}

fn rule<'a>(page: &'a RulesPage, key: &str) -> &'a RuleView {
    page.rules.iter().find(|rule| rule.key == key).unwrap()
}

/// `year rule -> division from until mark`.
fn check(stage: &Stage, case: &str) {
    let (given, expected) = case.split_once("->").unwrap();
    let [in_year, key] = given.split_whitespace().collect::<Vec<_>>()[..] else {
        panic!("{case}")
    };
    let page = page(stage, in_year.parse().unwrap());
    let rule = rule(&page, key);
    let until = rule.until.as_deref().unwrap_or("-");
    let shown = format!("{} {} {until} {}", rule.division, rule.from, rule.mark);
    assert_eq!(shown, expected.trim(), "{case}");
}

#[test]
fn each_year_shows_the_value_in_force_and_the_division_that_states_it() {
    let stage = Stage::new();
    check(
        &stage,
        "2020 goal.first_level_weights -> 330108 2020-01-01 2020-12-31 ✔",
    );
    check(&stage, "2021 goal.indicator_count_min -> 330108 2020-01-01 - ✎");
    check(&stage, "2019 goal.taxonomy            -> 000000 2015-01-01 - ✔");
    check(&stage, "2020 scoring.reverse          -> 000000 2015-01-01 - ✔");
    assert_ne!(
        rule(&page(&stage, 2021), "goal.first_level_weights").division,
        "330108",
        "the district's weights end with 2020"
    );
}

#[test]
fn a_rule_carries_its_source_clause_and_note() {
    let stage = Stage::new();
    let page = page(&stage, 2020);
    let rule = rule(&page, "goal.indicator_count_min");
    assert_eq!(rule.verification, "未核实");
    assert!(rule.source.contains("指标最低数量"), "{}", rule.source);
    assert!(
        rule.note
            .as_deref()
            .unwrap_or_default()
            .contains("来源未给出数值")
    );
    for rule in &page.rules {
        assert!(
            !rule.description.is_empty() && !rule.value.is_empty(),
            "{}",
            rule.key
        );
        let (source, clause) = rule.source.split_once(' ').unwrap();
        assert!(!source.is_empty() && !clause.trim().is_empty(), "{}", rule.key);
    }
}

#[test]
fn what_nobody_has_checked_is_counted() {
    let stage = Stage::new();
    let page = page(&stage, 2020);
    let unverified = page.rules.iter().filter(|rule| rule.mark == "✎").count();
    assert_eq!(page.unverified_count, unverified);
    assert!((1..page.rules.len()).contains(&unverified), "{unverified}");
}

#[test]
fn variants_stand_beside_the_rule_and_are_never_in_force() {
    let stage = Stage::new();
    let page = page(&stage, 2020);
    let reverse = rule(&page, "scoring.reverse");
    let variant = &reverse.variants[0];
    assert_eq!(variant.name, "目标与完成之比");
    assert_ne!(variant.value, reverse.value);
    assert!(!variant.source.is_empty());
    assert_eq!(
        page.rules
            .iter()
            .filter(|rule| rule.key == "scoring.reverse")
            .count(),
        1
    );
}

#[test]
fn the_fingerprint_is_that_of_the_rules_in_force() {
    let stage = Stage::new();
    let division = crate::stage::division();
    for in_year in [2019, 2020, 2021] {
        let in_force = stage.app.rules(division, year(in_year));
        assert_eq!(page(&stage, in_year).fingerprint, in_force.fingerprint());
    }
    assert_ne!(page(&stage, 2019).fingerprint, page(&stage, 2020).fingerprint);
}

#[test]
fn everybody_may_read_the_rules_even_before_holding_a_role() {
    let stage = Stage::new();
    let newcomer = Actor {
        grants: vec![],
        ..actor(Role::UnitClerk)
    };
    let mut people: Vec<Actor> = Role::ALL.into_iter().map(actor).collect();
    people.push(newcomer);
    for somebody in people {
        let seen = stage.app.rules_page(&somebody, year(2020));
        assert!(seen.is_ok(), "{:?}", somebody.grants);
    }
}

#[test]
fn a_year_without_rules_is_an_error_and_not_an_empty_page() {
    let stage = Stage::new();
    let error = stage
        .app
        .rules_page(&actor(Role::UnitClerk), year(1990))
        .unwrap_err();
    assert_eq!(codes(&error), "rule-missing");
}
