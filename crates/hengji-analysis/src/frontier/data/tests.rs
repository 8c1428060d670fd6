//! Every refusal of a table of units, and the good case beside it.

use super::*;

/// Expected code, names, inputs, outputs.
type Case<'a> = (&'a str, &'a [&'a str], &'a [&'a [f64]], &'a [&'a [f64]]);

fn named(names: &[&str], inputs: &[&[f64]], outputs: &[&[f64]]) -> Result<Units, FrontierError> {
    let rows = |rows: &[&[f64]]| rows.iter().map(|row| row.to_vec()).collect();
    Units::new(
        names.iter().map(|&name| name.to_owned()).collect(),
        rows(inputs),
        rows(outputs),
    )
}

fn code(result: Result<Units, FrontierError>) -> String {
    result.map_or_else(
        |error| {
            error
                .to_string()
                .rsplit_once('[')
                .map_or("no code", |(_, code)| code)
                .to_owned()
        },
        |_| "ok".to_owned(),
    )
}

#[test]
fn a_table_of_units_is_checked_once() {
    let good: &[&[f64]] = &[&[1.0, 2.0], &[0.0, 4.0]];
    let names = &["甲", "乙"];
    let cases: &[Case<'_>] = &[
        ("ok", names, good, good),
        ("frontier-no-units]", &[], &[], &[]),
        ("frontier-sizes-differ]", names, good, &[&[1.0]]),
        ("frontier-sizes-differ]", &["甲"], good, good),
        ("frontier-no-columns]", names, &[&[], &[]], good),
        ("frontier-no-columns]", names, good, &[&[], &[]]),
        ("frontier-row-size]", names, &[&[1.0, 2.0], &[1.0]], good),
        (
            "frontier-not-finite]",
            names,
            &[&[1.0, f64::NAN], &[1.0, 2.0]],
            good,
        ),
        ("frontier-not-finite]", names, good, &[&[1.0], &[f64::INFINITY]]),
        ("frontier-negative]", names, &[&[1.0], &[-0.5]], good),
        ("frontier-duplicate-unit]", &["甲", "甲"], good, good),
        ("frontier-all-zero]", names, &[&[1.0], &[0.0]], good),
        ("frontier-all-zero]", names, good, &[&[0.0, 0.0], &[1.0, 1.0]]),
    ];
    for (expected, names, inputs, outputs) in cases {
        assert_eq!(code(named(names, inputs, outputs)), *expected);
    }
}

#[test]
fn a_refusal_says_where() {
    let error =
        named(&["甲", "乙"], &[&[1.0], &[-2.0]], &[&[1.0], &[1.0]]).map_err(|error| error.to_string());
    let message = error.err().unwrap_or_default();
    assert!(message.contains("“乙”的投入第 1 列为 -2"), "{message}");
}

#[test]
fn a_table_is_read_by_unit_and_by_column() {
    let Ok(units) = named(&["甲", "乙"], &[&[1.0, 2.0], &[3.0, -0.0]], &[&[5.0], &[6.0]]) else {
        panic!("the table is good");
    };
    assert_eq!(
        (units.len(), units.input_count(), units.output_count()),
        (2, 2, 1)
    );
    assert_eq!(units.input(0), [1.0, 3.0]);
    assert_eq!(units.outputs_of(1).collect::<Vec<_>>(), [6.0]);
    assert_eq!(units.inputs_of(0).collect::<Vec<_>>(), [1.0, 2.0]);
    assert_eq!(units.name(1), "乙");
    assert!(units.name(9).is_empty() && units.input(9).is_empty() && units.inputs_of(9).next().is_none());
    assert!(
        units.input(1).iter().all(|value| value.is_sign_positive()),
        "no minus zero is kept"
    );
}
