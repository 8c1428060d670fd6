//! Tables of named numbers: what is refused at load, and what a program may ask.

use super::*;
use crate::sample::{book, division, embedded, refusal, year};

/// A file of the nation with these values for `analysis.first_digits` and this constraint.
fn digits(value: &str) -> String {
    format!(
        "first_digits = {{ description = \"d\", unit = \"table\", selects_on = \"budget_year\", \
         constraint = \"close < acceptable < marginal\", \
         value = [{{ from = 2015-01-01, value = {{ {value} }}, UNSEEN }}] }}"
    )
}

fn told(value: &str) -> String {
    refusal(&[("000000/analysis.toml", &digits(value))])
}

const GOOD: &str =
    "payments_least = 500, orders_least = 3, close = \"0.006\", acceptable = \"0.012\", marginal = \"0.015\"";

#[test]
fn a_table_needs_exactly_its_parameters() {
    let at = "first_digits.value[1].value";
    assert_eq!(told(GOOD), "ok");
    for (given, expected) in [
        (
            GOOD.replace("orders_least = 3, ", ""),
            format!("rule-field-missing {at}"),
        ),
        (format!("{GOOD}, decades = 3"), format!("rule-field-unknown {at}")),
        (
            GOOD.replace("500", "\"500\""),
            format!("rule-type-wrong {at}.payments_least"),
        ),
        (
            GOOD.replace("500", "-1"),
            format!("rule-type-wrong {at}.payments_least"),
        ),
        (
            GOOD.replace("500", "0"),
            format!("rule-constraint-broken {at}.payments_least"),
        ),
        (
            GOOD.replace("= 3", "= 16"),
            format!("rule-constraint-broken {at}.orders_least"),
        ),
        (
            GOOD.replace("\"0.015\"", "\"1.5\""),
            format!("rule-constraint-broken {at}.marginal"),
        ),
        (
            GOOD.replace("\"0.015\"", "\"many\""),
            format!("rule-type-wrong {at}.marginal"),
        ),
        (
            GOOD.replace("0.006", "0.012"),
            format!("rule-constraint-broken {at}"),
        ),
    ] {
        assert_eq!(told(&given), expected, "{given}");
    }
}

#[test]
fn a_number_out_of_bounds_is_named_with_its_file_and_key() {
    let refusals =
        crate::sample::load(&[("330108/analysis.toml", &digits(&GOOD.replace("500", "0")))]).unwrap_err();
    let text = refusals.first().map(ToString::to_string).unwrap_or_default();
    assert_eq!(
        text,
        "rules/330108/analysis.toml 的 first_digits.value[1].value.payments_least:不满足约束\
         “1 <= payments_least <= 1000000”:支付笔数下限现为 0。请改正数值。 [rule-constraint-broken]"
    );
}

#[test]
fn percentages_are_given_in_basis_points_and_as_shares() {
    let rules = embedded().at(division("330108"), year(2020));
    let alerts = rules.parameters("analysis.execution_alerts").unwrap().value;
    assert_eq!(alerts.percent_bp("red_quantile"), Ok(1_000));
    assert_eq!(alerts.float("red_quantile"), Ok(0.1));
    assert_eq!(alerts.count("prior_weight"), Ok(5));
    assert_eq!(alerts.float("prior_weight"), Ok(5.0));
    let agreement = rules.parameters("analysis.agreement").unwrap().value;
    assert_eq!(agreement.decimal("tentative"), Ok(Decimal::new(667, 3)));
    assert_eq!(agreement.float("tentative"), Ok(0.667));
}

#[test]
fn a_parameter_of_another_name_or_kind_is_the_programs_fault() {
    let rules = embedded().at(division("330108"), year(2020));
    let alerts = rules.parameters("analysis.execution_alerts").unwrap().value;
    for found in [
        alerts.count("prior").map(drop),
        alerts.count("red_quantile").map(drop),
        alerts.percent_bp("prior_weight").map(drop),
        alerts.decimal("prior_weight").map(drop),
        alerts.float("prior").map(drop),
    ] {
        let text = found.unwrap_err().to_string();
        assert!(text.contains("prior_weight"), "the names there are: {text}");
        assert!(text.ends_with("[rule-parameter-unknown]"), "{text}");
    }
}

#[test]
fn followers_and_inner_divisions_have_the_nations_numbers_with_source_and_mark() {
    for code in ["000000", "330000", "330108", "330199", "990000"] {
        for in_year in [2015, 2020, 2026] {
            let dated = embedded()
                .at(division(code), year(in_year))
                .parameters("analysis.confidence")
                .unwrap();
            assert_eq!(dated.value.percent_bp("level"), Ok(9_500), "{code} {in_year}");
            assert_eq!(dated.citation.division, division("000000"));
            assert_eq!(dated.citation.from.to_string(), "2015-01-01");
            assert_eq!(dated.citation.verification.mark(), "✎");
        }
    }
}

#[test]
fn an_inner_division_sets_its_own_numbers_under_the_outer_constraint() {
    let own = |value: &str| {
        let head = "description = \"d\", unit = \"table\", selects_on = \"budget_year\"";
        format!("first_digits = {{ {head}, value = [{{ from = 2020-01-01, value = {{ {value} }}, SEEN }}] }}")
    };
    let nation = digits(GOOD);
    let stricter = own(&GOOD.replace("500", "1000"));
    let book = book(&[
        ("000000/analysis.toml", &nation),
        ("330108/analysis.toml", &stricter),
    ]);
    for (in_year, expected) in [(2019, 500), (2020, 1_000)] {
        let dated = book
            .at(division("330108"), year(in_year))
            .parameters("analysis.first_digits")
            .unwrap();
        assert_eq!(dated.value.count("payments_least"), Ok(expected), "{in_year}");
    }
    let unordered = own(&GOOD.replace("0.006", "0.013"));
    let files = [
        ("000000/analysis.toml", nation.as_str()),
        ("330108/analysis.toml", unordered.as_str()),
    ];
    assert_eq!(
        refusal(&files),
        "rule-constraint-broken first_digits.value[1].value"
    );
}

#[test]
fn what_is_missing_unset_or_no_table_of_numbers_is_told_apart() {
    let unset = "confidence = { HEAD, value = [{ from = 2015-01-01, unset = true, UNSEEN }] }";
    let book = book(&[("000000/analysis.toml", unset)]);
    let why = |rule: &str, in_year| {
        let missing = book
            .at(division("000000"), year(in_year))
            .parameters(rule)
            .unwrap_err();
        missing.why
    };
    assert_eq!(
        why("analysis.confidence", 2020),
        "来源没有给出数值,目前标为未设定"
    );
    assert_eq!(
        why("analysis.confidence", 2014),
        "最早一条自 2015-01-01 起,该年不在任何一条的施行期内"
    );
    assert_eq!(
        why("analysis.selection", 2020),
        "本区划和上级区划都没有写这条规则"
    );
    assert_eq!(
        why("analysis.nothing", 2020),
        "程序不认识规则名“analysis.nothing”"
    );
    let shipped = embedded().at(division("330108"), year(2020));
    let missing = shipped.parameters("goal.taxonomy").unwrap_err();
    assert_eq!(missing.why, "该规则不是参数表");
}

#[test]
fn a_change_of_one_number_is_another_version_of_the_rules() {
    let print = |value: &str| {
        let book = book(&[("000000/analysis.toml", &digits(value))]);
        book.at(division("000000"), year(2020)).fingerprint().to_owned()
    };
    assert_eq!(print(GOOD), print(GOOD));
    assert_ne!(print(GOOD), print(&GOOD.replace("500", "501")));
}

#[test]
fn a_table_reads_in_words_and_a_new_value_is_a_change_of_the_year() {
    let rows = embedded().at(division("330108"), year(2020)).all();
    let incentive = rows
        .iter()
        .find(|row| row.rule == "analysis.incentive")
        .map(|row| row.value.as_str());
    assert_eq!(
        incentive,
        Some("激励强度 0.1,参照得分(分) 80,下限占基数 90%,上限占基数 110%")
    );
    let later = "{ from = 2021-01-01, value = { level = 90 }, SEEN }";
    let both = format!(
        "confidence = {{ HEAD, value = [{{ from = 2015-01-01, value = {{ level = 95 }}, UNSEEN }}, {later}] }}"
    );
    let book = book(&[("000000/analysis.toml", &both)]);
    let changes = book.diff(division("000000"), year(2020), year(2021));
    let words: Vec<(&str, &str)> = changes
        .iter()
        .filter_map(|change| {
            Some((
                change.before.as_ref()?.value.as_str(),
                change.after.as_ref()?.value.as_str(),
            ))
        })
        .collect();
    assert_eq!(words, [("置信水平 95%", "置信水平 90%")]);
}
