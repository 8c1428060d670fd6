//! Alerts: which line, which figure, and what is said where history is short.

use super::super::prior::Prior;
use super::super::profile::{ProfileSettings, profile};
use super::*;

const THRESHOLDS: AlertThresholds = AlertThresholds {
    last_period_jump: 0.4,
    single_payment: 0.5,
};

/// `n` projects spread evenly from 0.31 to 0.69 at half of the year.
fn category(n: u32) -> Result<Profile, ProgressError> {
    let settings = ProfileSettings {
        periods: 2,
        prior: Prior::Linear,
        prior_weight: 0.0,
        red: 0.1,
        yellow: 0.25,
    };
    let rows: Vec<Vec<f64>> = (1..=n)
        .map(|row| vec![0.3 + 0.4 * f64::from(row) / f64::from(n + 1), 1.0])
        .collect();
    profile(&rows, &settings)
}

fn observed(reached: f64) -> Observation<'static> {
    Observation {
        period: 1,
        reached,
        largest_payment: None,
        last_year: None,
    }
}

fn told(n: u32, observation: &Observation<'_>) -> Result<(Vec<(AlertKind, Level)>, usize), ProgressError> {
    let found = alerts(&category(n)?, observation, &THRESHOLDS)?;
    let kinds = found
        .alerts
        .iter()
        .map(|alert| (alert.kind, alert.level))
        .collect();
    Ok((kinds, found.withheld.len()))
}

#[test]
fn the_colour_follows_the_line_that_was_missed() {
    // With 19 rows the tenth lies at 0.34, the fourth at 0.40.
    for (reached, expected) in [
        (0.33, vec![(AlertKind::Slow, Level::Red)]),
        (0.35, vec![(AlertKind::Slow, Level::Yellow)]),
        (0.41, vec![]),
        (1.5, vec![]),
    ] {
        assert_eq!(told(19, &observed(reached)), Ok((expected, 0)), "{reached}");
    }
}

#[test]
fn short_history_withholds_the_alert_and_says_so() {
    assert_eq!(
        told(8, &observed(0.0)),
        Ok((vec![(AlertKind::Slow, Level::Yellow)], 1)),
        "yellow is the most that eight can say"
    );
    assert_eq!(told(2, &observed(0.0)), Ok((vec![], 2)));
    let found = category(2).and_then(|profile| alerts(&profile, &observed(0.0), &THRESHOLDS));
    let sentence = found.map(|found| found.withheld.first().map(ToString::to_string));
    assert_eq!(
        sentence,
        Ok(Some(
            "往年只有 2 条,按 10.0% 分位提示至少要 9 条,不作判断".to_owned()
        ))
    );
}

#[test]
fn a_december_of_last_year_and_a_single_payment_are_told() {
    let observation = Observation {
        largest_payment: Some(0.6),
        last_year: Some(&[0.5, 0.9]),
        ..observed(0.33)
    };
    let expected = vec![
        (AlertKind::Slow, Level::Red),
        (AlertKind::LastPeriodJump, Level::Yellow),
        (AlertKind::SinglePayment, Level::Yellow),
    ];
    assert_eq!(told(19, &observation), Ok((expected, 0)));
    for (largest, last_year) in [(0.5, [0.6, 1.0]), (0.0, [0.0, 0.0])] {
        let just = Observation {
            largest_payment: Some(largest),
            last_year: Some(&last_year),
            ..observed(0.5)
        };
        assert_eq!(
            told(19, &just),
            Ok((vec![], 0)),
            "the bound itself is no alert: {largest} {last_year:?}"
        );
    }
}

#[test]
fn an_alert_says_its_figures() {
    let observation = Observation {
        largest_payment: Some(0.61),
        ..observed(0.331)
    };
    let found = category(19).and_then(|profile| alerts(&profile, &observation, &THRESHOLDS));
    let sentences: Vec<String> = found
        .map(|found| found.alerts.iter().map(ToString::to_string).collect())
        .unwrap_or_default();
    assert_eq!(
        sentences,
        [
            "第 1 期末为 33.1%,低于同类往年(19 条)的 10.0% 分位 34.0%",
            "单笔支付占全年预算 61.0%,高于 50.0%",
        ]
    );
}

#[test]
fn figures_that_are_none_are_refused() {
    for observation in [
        Observation {
            period: 0,
            ..observed(0.5)
        },
        Observation {
            period: 3,
            ..observed(0.5)
        },
        observed(f64::NAN),
        Observation {
            largest_payment: Some(-0.1),
            ..observed(0.5)
        },
        Observation {
            last_year: Some(&[1.0]),
            ..observed(0.5)
        },
        Observation {
            last_year: Some(&[f64::NAN, 1.0]),
            ..observed(0.5)
        },
    ] {
        assert!(told(19, &observation).is_err(), "{observation:?}");
    }
}
