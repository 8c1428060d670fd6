//! What a reader sees of a new year.

use crate::sample::{book, division, embedded, year};

fn changed(code: &str, before: u16, after: u16) -> Vec<&'static str> {
    embedded()
        .diff(division(code), year(before), year(after))
        .iter()
        .map(|change| change.rule)
        .collect()
}

#[test]
fn the_frame_of_2021_is_a_change_for_binjiang() {
    let changes = embedded().diff(division("330108"), year(2020), year(2021));
    let frame = changes
        .iter()
        .find(|change| change.rule == "goal.first_level_weights")
        .unwrap();
    let value = |row: &Option<crate::RuleRow>| row.as_ref().unwrap().value.clone();
    assert_eq!(
        value(&frame.before),
        "预算执行率 10%,产出指标 50%,效益指标 30%,满意度指标 10%"
    );
    assert_eq!(
        value(&frame.after),
        "预算执行率 10%,成本指标 20%,产出指标 40%,效益指标 20%,满意度指标 10%"
    );
}

#[test]
fn a_year_compared_with_itself_has_no_change() {
    assert!(changed("330108", 2020, 2020).is_empty());
    assert!(changed("330108", 2023, 2024).is_empty());
}

#[test]
fn a_rule_that_appears_has_only_the_later_side() {
    let changes = embedded().diff(division("330108"), year(2020), year(2021));
    let factors = changes
        .iter()
        .find(|change| change.rule == "project_class.factors")
        .unwrap();
    assert!(factors.before.is_none());
    assert!(factors.after.is_some());
}

#[test]
fn the_same_words_from_another_date_are_a_change() {
    let rule = "indicator_count_min = { HEAD, value = [{ from = 2019-01-01, value = 3, UNSEEN }, { from = 2020-01-01, value = 3, SEEN }] }";
    let book = book(&[("000000/goal.toml", rule)]);
    let changes = book.diff(division("000000"), year(2019), year(2020));
    assert_eq!(changes.len(), 1);
}
