//! Sample sizes, bounds and fixed intervals of the audit books.

use hengji_analysis::draw::attribute::{
    Share, attribute_size, binomial_size, hypergeometric_size, hypergeometric_upper, monetary_unit_size,
};
use hengji_analysis::draw::systematic::fixed_interval;

use super::super::fixture::{fixture, near};
use super::{float, whole};

#[test]
fn attribute_samples_are_those_of_the_audit_guide() {
    let golden = fixture("aicpa_attribute_sample_size_95");
    let level = golden.number("confidence");
    // Rates are whole hundredths of a per cent.
    let share = |rate: &f64| Share::new(whole((rate * 1e4).round()), 10_000).unwrap();
    let mut met = 0;
    for (tolerable, column) in golden
        .vector("tolerable_rate_cols")
        .iter()
        .zip(golden.matrix("table_by_column"))
    {
        for (expected, cell) in golden.vector("expected_rate_rows").iter().zip(column) {
            if cell.is_nan() {
                continue;
            }
            let found = attribute_size(share(expected), share(tolerable), level, 5_000).unwrap();
            assert_eq!(found, whole(cell), "{expected} of {tolerable}");
            met += 1;
        }
    }
    assert_eq!(met, 194);
}

#[test]
fn sizes_and_bounds_are_those_of_touw_and_hoogduin() {
    let golden = fixture("audit_touw_hoogduin");
    let poisson = golden.rows("poisson");
    for (at, exact) in poisson.numbers("exact").iter().enumerate() {
        let pick = |column: &str| poisson.numbers(column)[at];
        let found = monetary_unit_size(whole(pick("expected")), pick("materiality"), pick("conf")).unwrap();
        assert_eq!(found, whole(*exact), "Poisson, row {at}");
    }
    let binomial = golden.rows("binomial_plan");
    for (at, expected) in binomial.numbers("n").iter().enumerate() {
        let pick = |column: &str| binomial.numbers(column)[at];
        let found = binomial_size(whole(pick("x")), pick("materiality"), pick("conf"), 5_000).unwrap();
        assert_eq!(found, whole(*expected), "binomial, row {at}");
    }
    let plan = golden.rows("hypergeometric_plan");
    for (at, expected) in plan.numbers("n").iter().enumerate() {
        let pick = |column: &str| plan.numbers(column)[at];
        let (all, tolerable) = (whole(pick("N")), whole((pick("N") * pick("materiality")).round()));
        assert_eq!(
            hypergeometric_size(all, tolerable, whole(pick("x")), pick("conf")),
            Ok(whole(*expected)),
            "row {at}"
        );
    }
    let upper = golden.rows("hypergeometric_upper");
    for (at, expected) in upper.numbers("ub").iter().enumerate() {
        let pick = |column: &str| upper.numbers(column)[at];
        let all = whole(pick("N"));
        let found = hypergeometric_upper(all, whole(pick("n")), whole(pick("x")), pick("conf")).unwrap();
        near("upper bound", &[float(found) / float(all)], &[*expected], 1e-8);
    }
}

#[test]
fn fixed_intervals_select_the_items_of_touw_and_hoogduin() {
    let golden = fixture("audit_touw_hoogduin");
    for (case, is_by_value) in [
        ("fixed_interval_selection/0", false),
        ("fixed_interval_selection/1", true),
    ] {
        let at = |path: &str| format!("{case}/{path}");
        let values = golden.vector(&at("values"));
        let values: Vec<u64> = values
            .iter()
            .map(|value| if is_by_value { whole(*value) } else { 1 })
            .collect();
        let start = (whole((golden.number(&at("start")) * 10.0).round()), 10);
        let ids: Vec<char> = golden.text(&at("ids")).chars().collect();
        let drawn = fixed_interval(&values, whole(golden.number(&at("size"))), start).unwrap();
        let found: Vec<String> = drawn.iter().map(|item| ids[*item].to_string()).collect();
        assert_eq!(found, golden.words(&at("sample")), "{case}");
    }
}
