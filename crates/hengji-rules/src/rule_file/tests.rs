//! One line per refusal: the good case and the case just beside it.

use crate::sample::refusal;

/// `toml -> code key` for a file of the nation.
fn check(case: &str) {
    check_in("000000/goal.toml", case);
}

fn check_in(file: &str, case: &str) {
    let (text, expected) = case.rsplit_once(" -> ").unwrap();
    assert_eq!(refusal(&[(file, text)]), expected, "{text}");
}

#[test]
fn keys_and_fields_are_those_of_the_format() {
    check("indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 5, SEEN }] } -> ok");
    check(
        "indicator_count_mni = { HEAD, value = [{ from = 2020-01-01, value = 5, SEEN }] } -> rule-key-unknown indicator_count_mni",
    );
    check(
        "indicator_count_min = { HEAD, colour = 1, value = [{ from = 2020-01-01, value = 5, SEEN }] } -> rule-field-unknown indicator_count_min",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ since = 2020-01-01, value = 5, SEEN }] } -> rule-field-unknown indicator_count_min.value[1]",
    );
    check("indicator_count_min = { HEAD } -> rule-without-value indicator_count_min");
    check("indicator_count_min = { HEAD, value = [] } -> rule-empty indicator_count_min.value");
    check("indicator_count_min = 5 -> rule-type-wrong indicator_count_min");
    check(
        "indicator_count_min = { unit = \"count\", selects_on = \"budget_year\", value = [{ from = 2020-01-01, value = 5, SEEN }] } -> rule-field-missing indicator_count_min",
    );
}

#[test]
fn heads_use_closed_lists() {
    check(
        "indicator_count_min = { description = \"d\", unit = \"stones\", selects_on = \"budget_year\", value = [{ from = 2020-01-01, value = 5, SEEN }] } -> rule-choice-unknown indicator_count_min.unit",
    );
    check(
        "indicator_count_min = { description = \"d\", unit = \"count\", selects_on = \"moon\", value = [{ from = 2020-01-01, value = 5, SEEN }] } -> rule-choice-unknown indicator_count_min.selects_on",
    );
    check(
        "indicator_count_min = { description = \" \", unit = \"count\", selects_on = \"budget_year\", value = [{ from = 2020-01-01, value = 5, SEEN }] } -> rule-empty indicator_count_min.description",
    );
    check(
        "indicator_count_min = { HEAD, constraint = \"be good\", value = [{ from = 2020-01-01, value = 5, SEEN }] } -> rule-constraint-unknown indicator_count_min.constraint",
    );
}

#[test]
fn a_value_starts_and_ends_with_a_budget_year() {
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-03-01, value = 5, SEEN }] } -> rule-date-bad indicator_count_min.value[1].from",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = \"2020-01-01\", value = 5, SEEN }] } -> rule-type-wrong indicator_count_min.value[1].from",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01T08:00:00, value = 5, SEEN }] } -> rule-date-bad indicator_count_min.value[1].from",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, until = 2020-12-31, value = 5, SEEN }] } -> ok",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, until = 2020-06-30, value = 5, SEEN }] } -> rule-date-bad indicator_count_min.value[1].until",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2021-01-01, until = 2020-12-31, value = 5, SEEN }] } -> rule-date-bad indicator_count_min.value[1]",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ value = 5, SEEN }] } -> rule-field-missing indicator_count_min.value[1]",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 5, SEEN }, { from = 2020-01-01, value = 6, SEEN }] } -> rule-from-twice indicator_count_min.value[2]",
    );
}

#[test]
fn a_value_has_a_registered_source_and_exactly_one_mark() {
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 5, verified_on = 2026-11-23 }] } -> rule-reference-missing indicator_count_min.value[1]",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 5, verified_on = 2026-11-23, reference = { source = \"s\" } }] } -> rule-field-missing indicator_count_min.value[1].reference",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 5, verified_on = 2026-11-23, reference = { source = \"hearsay\", clause = \"c\" } }] } -> rule-source-unknown indicator_count_min.value[1].reference.source",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 5, reference = { source = \"s\", clause = \"c\" } }] } -> rule-verification-missing indicator_count_min.value[1]",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 5, SEEN, verification = \"partly\" }] } -> rule-verification-missing indicator_count_min.value[1]",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 5, reference = { source = \"s\", clause = \"c\" }, verification = \"surely\" }] } -> rule-choice-unknown indicator_count_min.value[1].verification",
    );
    check("indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 5, UNSEEN }] } -> ok");
}

#[test]
fn a_value_is_stated_or_said_to_be_unset() {
    check("indicator_count_min = { HEAD, value = [{ from = 2020-01-01, unset = true, SEEN }] } -> ok");
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, unset = true, value = 5, SEEN }] } -> rule-value-missing indicator_count_min.value[1]",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, unset = false, SEEN }] } -> rule-value-missing indicator_count_min.value[1]",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, SEEN }] } -> rule-value-missing indicator_count_min.value[1]",
    );
}

#[test]
fn numbers_are_whole_or_decimals_in_quotes() {
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 5.0, SEEN }] } -> rule-float indicator_count_min.value[1].value",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = \"5\", SEEN }] } -> rule-type-wrong indicator_count_min.value[1].value",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = -5, SEEN }] } -> rule-type-wrong indicator_count_min.value[1].value",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 4294967296, SEEN }] } -> rule-type-wrong indicator_count_min.value[1].value",
    );
    check(
        "quantification_rate_min = { description = \"d\", unit = \"percent\", selects_on = \"budget_year\", value = [{ from = 2020-01-01, value = \"87.5\", SEEN }] } -> ok",
    );
    check(
        "quantification_rate_min = { description = \"d\", unit = \"percent\", selects_on = \"budget_year\", value = [{ from = 2020-01-01, value = \"87.555\", SEEN }] } -> rule-type-wrong quantification_rate_min.value[1].value",
    );
}

#[test]
fn a_stated_constraint_binds_values_and_variants() {
    check(
        "indicator_count_min = { HEAD, constraint = \"1 <= value <= 30\", value = [{ from = 2020-01-01, value = 30, SEEN }] } -> ok",
    );
    check(
        "indicator_count_min = { HEAD, constraint = \"1 <= value <= 30\", value = [{ from = 2020-01-01, value = 31, SEEN }] } -> rule-constraint-broken indicator_count_min.value[1].value",
    );
    check(
        "indicator_count_min = { HEAD, constraint = \"1 <= value <= 30\", value = [{ from = 2020-01-01, value = 3, SEEN }], variant = [{ name = \"多\", value = 40, SEEN }] } -> rule-constraint-broken indicator_count_min.variant[1].value",
    );
}

#[test]
fn variants_are_named_once_and_marked_like_values() {
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 3, SEEN }], variant = [{ name = \"甲\", value = 4, SEEN }, { name = \"甲\", value = 5, SEEN }] } -> rule-name-twice indicator_count_min.variant",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 3, SEEN }], variant = [{ name = \"甲\", value = 4 }] } -> rule-reference-missing indicator_count_min.variant[1]",
    );
    check(
        "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 3, SEEN }], variant = [{ name = \"甲\", from = 2020-01-01, value = 4, SEEN }] } -> rule-field-unknown indicator_count_min.variant[1]",
    );
}

#[test]
fn cases_are_complete() {
    let rule = "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 5, SEEN }] }";
    let with_case = |case: &str| {
        let text = format!("{rule}\ncase = [{case}]");
        refusal(&[("000000/goal.toml", &text)])
    };
    let good = "rule = \"indicator_count_min\", name = \"n\", as_of = 2020, input = {}, expected = { value = 5 }, because = \"b\"";
    assert_eq!(with_case(&format!("{{ {good} }}")), "ok");
    assert_eq!(
        with_case(&format!("{{ {good}, colour = 1 }}")),
        "rule-field-unknown case[1]"
    );
    for (from, to, expected) in [
        (", because = \"b\"", "", "rule-field-missing case[1]"),
        ("as_of = 2020", "as_of = 20", "rule-date-bad case[1].as_of"),
        (
            "as_of = 2020",
            "as_of = \"2020\"",
            "rule-type-wrong case[1].as_of",
        ),
        ("input = {}", "input = 5", "rule-type-wrong case[1].input"),
        (
            "name = \"n\"",
            "name = \"n\", division = \"滨江\"",
            "rule-type-wrong case[1].division",
        ),
        (
            "name = \"n\"",
            "name = \"n\", variant = \"无\"",
            "rule-variant-unknown case“n”",
        ),
        (
            "rule = \"indicator_count_min\"",
            "rule = \"indicator_count_mini\"",
            "rule-key-unknown case“n”",
        ),
    ] {
        assert_eq!(with_case(&format!("{{ {} }}", good.replace(from, to))), expected);
    }
}

#[test]
fn files_lie_where_they_belong() {
    let good = "indicator_count_min = { HEAD, value = [{ from = 2020-01-01, value = 5, SEEN }] }";
    for (file, expected) in [
        ("000000/goal.toml", "ok"),
        ("000000/gaol.toml", "rule-key-unknown indicator_count_min"),
        ("binjiang/goal.toml", "rule-folder-unknown"),
        ("goal.toml", "rule-key-unknown"),
        ("000000/2020/goal.toml", "rule-key-unknown indicator_count_min"),
    ] {
        assert_eq!(refusal(&[(file, good)]), expected, "{file}");
    }
}
