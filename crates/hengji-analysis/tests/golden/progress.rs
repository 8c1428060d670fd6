//! Intervals of shares, expected profiles, first digits.

use hengji_analysis::hygiene::{Conformity, DigitThresholds, FirstDigits, HygieneError, first_digits};
use hengji_analysis::progress::{Prior, ProgressError, ShareInterval, wilson, wilson_corrected};

use crate::fixture::{Fixture, fixture, near};

/// `81/263` as successes and trials.
fn counts(key: &str) -> (usize, usize) {
    let (successes, trials) = key.split_once('/').unwrap_or_default();
    (
        successes.parse().unwrap_or_default(),
        trials.parse().unwrap_or_default(),
    )
}

fn bounds(interval: Result<ShareInterval, ProgressError>) -> Vec<f64> {
    interval
        .map(|found| vec![found.low, found.high])
        .unwrap_or_default()
}

/// Meets every interval below `group` with one of the two methods.
#[track_caller]
fn intervals(
    group: &str,
    make: fn(usize, usize, f64) -> Result<ShareInterval, ProgressError>,
    tolerance: f64,
) {
    let fixture = fixture("wilson_newcombe1998");
    let mut met = 0;
    for key in fixture.below(group) {
        let (successes, trials) = counts(key);
        let expected = fixture.vector(&format!("{group}{key}"));
        near(
            &format!("{group}{key}"),
            &bounds(make(successes, trials, 0.95)),
            &expected,
            tolerance,
        );
        met += 1;
    }
    assert_eq!(met, 4, "{group} has four intervals");
}

#[test]
fn wilson_meets_the_table_of_newcombe() {
    // Half a unit of the last printed digit.
    intervals("published/", wilson, 5.001e-5);
}

#[test]
fn wilson_meets_the_computed_intervals() {
    intervals("computed/", wilson, 1e-12);
}

#[test]
fn wilson_with_continuity_correction_meets_the_table_of_newcombe() {
    intervals("published_cc/", wilson_corrected, 5.001e-5);
}

#[test]
fn the_works_curve_meets_the_published_parameters() {
    let fixture = fixture("scurve_dhss");
    let prior = Prior::Works {
        c: fixture.number("C"),
        k: fixture.number("K"),
    };
    let (times, shares): (Vec<f64>, Vec<f64>) = fixture
        .matrix("curve")
        .iter()
        .filter_map(|row| Some((*row.first()?, *row.get(1)?)))
        .unzip();
    assert_eq!(times.len(), 13);
    let found: Vec<f64> = times.iter().map(|time| prior.at(*time)).collect();
    near("curve", &found, &shares, 1e-12);
    let months = prior.curve(12).unwrap_or_default();
    near("months", &months, shares.get(1..).unwrap_or_default(), 1e-12);
}

fn digits(fixture: &Fixture) -> Result<FirstDigits, HygieneError> {
    let band = |name: &str| fixture.number(&format!("computed/MAD_bands/{name}"));
    first_digits(
        &fixture.vector("values"),
        &DigitThresholds {
            payments_least: 500,
            orders_least: 3.0,
            close: band("close"),
            acceptable: band("acceptable"),
            marginal: band("marginal"),
        },
    )
}

#[test]
fn first_digits_meet_the_published_test() {
    let fixture = fixture("benford_sinoforest772");
    let found = digits(&fixture);
    let figures = found.map(|one| {
        [
            u32::try_from(one.n).map_or(f64::NAN, f64::from),
            one.chi_squared,
            u32::try_from(one.freedom).map_or(f64::NAN, f64::from),
            one.chance,
        ]
    });
    let expected = ["n", "chisq", "df", "p"].map(|name| fixture.number(&format!("published/{name}")));
    near(
        "n, chi-squared, df, p",
        &figures.unwrap_or([f64::NAN; 4]),
        &expected,
        1e-12,
    );
}

#[test]
fn first_digits_meet_the_computed_counts_and_deviation() {
    let fixture = fixture("benford_sinoforest772");
    let found = digits(&fixture);
    assert!(
        found
            .as_ref()
            .is_ok_and(|one| one.conformity == Conformity::Acceptable && one.skipped == 0)
    );
    let (counts, deviation, chi_squared) = found.map_or(([0; 9], f64::NAN, f64::NAN), |one| {
        (one.counts, one.mean_deviation, one.chi_squared)
    });
    let counts = counts.map(|counted| u32::try_from(counted).map_or(f64::NAN, f64::from));
    near(
        "counts",
        &counts,
        &fixture.vector("computed/first_digit_counts"),
        0.0,
    );
    near("MAD", &[deviation], &[fixture.number("computed/MAD")], 1e-14);
    near(
        "chi-squared",
        &[chi_squared],
        &[fixture.number("computed/chisq")],
        1e-12,
    );
}
