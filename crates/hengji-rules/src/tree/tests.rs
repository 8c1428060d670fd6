//! Reading TOML without floats.

use super::*;
use crate::sample::describe;

fn refusals(text: &str) -> Vec<String> {
    read("000000/goal.toml", text)
        .err()
        .unwrap_or_default()
        .iter()
        .map(describe)
        .collect()
}

#[test]
fn a_text_that_is_no_toml_names_its_line() {
    let refused = read("000000/goal.toml", "a = 1\nb = = 2\n").unwrap_err();
    assert_eq!(
        refused.first().map(ToString::to_string).unwrap_or_default(),
        "rules/000000/goal.toml:第 2 行不合 TOML 语法:“b = = 2”。请对照 rules/README.md 的样例改正。 [rule-file-unreadable]"
    );
}

#[test]
fn a_key_written_twice_names_its_line() {
    let refused = read("000000/goal.toml", "a = 1\nb = 2\na = 3\n").unwrap_err();
    let text = refused.first().map(ToString::to_string).unwrap_or_default();
    assert!(text.contains("第 3 行重复写了同一个键:“a = 3”"), "{text}");
    assert_eq!(refusals("[a]\nx = 1\n[a]\ny = 2\n"), ["rule-key-twice"]);
}

#[test]
fn every_float_is_told_with_its_place() {
    assert_eq!(
        refusals("a = 0.5\nb = [1, 2.5, { c = inf }]\n"),
        ["rule-float a", "rule-float b[2]", "rule-float b[3].c"]
    );
}

#[test]
fn only_dates_without_a_time_are_read() {
    assert_eq!(refusals("a = 2020-01-01\n"), Vec::<String>::new());
    assert_eq!(refusals("a = 2020-01-01T00:00:00Z\n"), ["rule-date-bad a"]);
    assert_eq!(refusals("a = 08:00:00\n"), ["rule-date-bad a"]);
    // A day that the calendar does not have is stopped by the parser itself or by our own check.
    assert_eq!(refusals("a = 2021-02-30\n").len(), 1);
}

#[test]
fn equal_contents_have_one_canonical_text() {
    let one = read("f", "b = [1, \"x\"]\na = { d = true, c = 2020-01-01 }\n").unwrap();
    let other = read("f", "[a]\nc = 2020-01-01\nd = true\n").unwrap();
    assert_eq!(
        one.to_string(),
        "{a={c=2020-01-01,d=true},b=[1,\"x\"]}",
        "keys are sorted and nothing depends on spacing"
    );
    assert_eq!(one.field("a"), other.field("a"));
}

#[test]
fn decimals_are_exact_in_quotes_too() {
    assert_eq!(Tree::Text("0.05".into()).decimal(), Some(Decimal::new(5, 2)));
    assert_eq!(Tree::Integer(7).decimal(), Some(Decimal::from(7)));
    assert_eq!(Tree::Text("五".into()).decimal(), None);
    assert_eq!(Tree::Flag(true).decimal(), None);
}
