//! Profiles: order, support, shrinkage, refusals.

use proptest::prelude::*;

use super::*;

fn settings(periods: usize, prior_weight: f64) -> ProfileSettings {
    ProfileSettings {
        periods,
        prior: Prior::Linear,
        prior_weight,
        red: 0.1,
        yellow: 0.25,
    }
}

fn lines(profile: &Profile) -> [&Line; 4] {
    [&profile.red, &profile.yellow, &profile.median, &profile.upper]
}

#[test]
fn quantiles_stand_at_their_rank_of_one_more() {
    // 19 curves: p (n + 1) is 2, 5, 10 and 18.
    let history: Vec<Vec<f64>> = (1..=19).map(|row| vec![f64::from(row) / 20.0]).collect();
    let found = profile(&history, &settings(1, 0.0));
    assert!(found.is_ok_and(|profile| {
        let at: Vec<f64> = lines(&profile)
            .iter()
            .filter_map(|line| line.shares.first().copied())
            .collect();
        at.iter()
            .zip([0.1, 0.25, 0.5, 0.9])
            .all(|(found, expected)| (found - expected).abs() < 1e-12)
    }));
}

#[test]
fn history_supports_a_quantile_only_so_far_out() {
    for (n, red, yellow, median) in [
        (0, false, false, false),
        (1, false, false, true),
        (3, false, true, true),
        (8, false, true, true),
        (9, true, true, true),
    ] {
        let found = profile(&vec![vec![0.4, 0.9]; n], &settings(2, 5.0));
        let support = found.map(|profile| {
            (
                profile.red.is_supported,
                profile.yellow.is_supported,
                profile.median.is_supported,
            )
        });
        assert_eq!(support, Ok((red, yellow, median)), "{n} curves");
    }
}

#[test]
fn without_history_the_profile_is_the_prior() {
    let found = profile(&Vec::<Vec<f64>>::new(), &settings(4, 5.0));
    assert!(found.is_ok_and(|profile| {
        profile.n == 0
            && profile.own_weight == 0.0
            && lines(&profile)
                .iter()
                .all(|line| line.shares == [0.25, 0.5, 0.75, 1.0])
    }));
}

#[test]
fn five_curves_and_the_prior_weigh_the_same() {
    let found = profile(&vec![vec![0.1, 1.0]; 5], &settings(2, 5.0));
    assert!(found.is_ok_and(|profile| {
        profile.own_weight == 0.5
            && profile
                .median
                .shares
                .first()
                .is_some_and(|share| (share - 0.3).abs() < 1e-12)
    }));
}

#[test]
fn the_prior_moves_the_level_and_keeps_the_band() {
    let history: Vec<Vec<f64>> = (1..=9)
        .map(|row| vec![0.2 + 0.02 * f64::from(row), 1.0])
        .collect();
    let width = |weight: f64| {
        profile(&history, &settings(2, weight)).map(|profile| {
            let first = |line: &Line| line.shares.first().copied().unwrap_or_default();
            (
                first(&profile.upper) - first(&profile.red),
                first(&profile.median),
            )
        })
    };
    let (own, leaning) = (width(0.0), width(9.0));
    assert!(own.is_ok_and(|own| {
        leaning.is_ok_and(|leaning| (own.0 - leaning.0).abs() < 1e-12 && own.1 < leaning.1)
    }));
}

#[test]
fn a_refund_in_the_history_does_not_make_a_line_fall() {
    let found = profile(&vec![vec![0.3, 0.2, 0.8]; 12], &settings(3, 0.0));
    assert!(found.is_ok_and(|profile| profile.median.shares == [0.25, 0.25, 0.8]));
}

#[test]
fn a_bad_row_is_named() {
    let good = vec![0.5, 1.0];
    for (bad, code) in [
        (vec![0.5], "[progress-periods]"),
        (vec![0.5, f64::NAN], "[progress-number]"),
        (vec![-0.1, 1.0], "[progress-number]"),
        (vec![0.5, f64::INFINITY], "[progress-number]"),
    ] {
        let told = profile(&[good.clone(), bad], &settings(2, 5.0)).map_err(|error| error.to_string());
        assert!(
            told.is_err_and(|text| text.starts_with("第 2 条") && text.ends_with(code)),
            "{code}"
        );
    }
}

#[test]
fn settings_without_sense_are_refused() {
    let base = settings(2, 5.0);
    for bad in [
        ProfileSettings { red: 0.6, ..base },
        ProfileSettings { yellow: 0.05, ..base },
        ProfileSettings {
            prior_weight: -1.0,
            ..base
        },
        ProfileSettings {
            prior_weight: f64::NAN,
            ..base
        },
        ProfileSettings { periods: 0, ..base },
        ProfileSettings {
            prior: Prior::Works { c: 9.0, k: 1.0 },
            ..base
        },
    ] {
        assert!(profile(&Vec::<Vec<f64>>::new(), &bad).is_err(), "{bad:?}");
    }
}

/// Curves of up to twelve periods, all of the same length, with a refund here and there.
fn histories() -> impl Strategy<Value = Vec<Vec<f64>>> {
    (1..13_usize)
        .prop_flat_map(|periods| prop::collection::vec(prop::collection::vec(0.0..1.2_f64, periods), 1..30))
}

proptest! {
    #[test]
    fn lines_never_fall_and_never_cross(history in histories(), weight in 0.0..50.0_f64) {
        let periods = history.first().map_or(1, Vec::len);
        let found = profile(&history, &settings(periods, weight));
        prop_assert!(found.is_ok());
        if let Ok(profile) = found {
            for line in lines(&profile) {
                prop_assert!(line.shares.windows(2).all(|pair| matches!(pair, [before, after] if before <= after)));
            }
            let [red, yellow, median, upper] = lines(&profile);
            for (low, high) in [(red, yellow), (yellow, median), (median, upper)] {
                prop_assert!(low.shares.iter().zip(&high.shares).all(|(low, high)| *low <= high + 1e-12));
            }
        }
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter(mut history in histories()) {
        let periods = history.first().map_or(1, Vec::len);
        let forward = profile(&history, &settings(periods, 5.0));
        history.reverse();
        prop_assert_eq!(forward, profile(&history, &settings(periods, 5.0)));
    }
}
