//! 全年预计 (forecast): where a project ends the year if it goes on like its category.

use serde::Serialize;

use super::error::{ProgressError, within};
use super::profile::{Line, Profile};

/// The expected end of the year with its interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Forecast {
    /// The period that is over, from 1.
    pub period: usize,
    /// The share reached by then.
    pub reached: f64,
    /// Curves of history behind it.
    pub n: usize,
    /// Expected at the end of the year; above 1 the money runs out before the year does. None where like projects
    /// have reached nothing by then.
    pub year_end: Option<f64>,
    /// Lower bound: as if the project were among the fast ones so far. None where the history does not reach so far.
    pub low: Option<f64>,
    /// Upper bound: as if it were among the slow ones so far.
    pub high: Option<f64>,
    /// Chance that the bounds enclose a like project, 0 to 1.
    pub level: f64,
}

/// a(t) / q50(t), scaled to what the category usually reaches at the end of the year; the bounds use the outer
/// lines in place of the median.
///
/// # Errors
///
/// [`ProgressError::Period`], [`ProgressError::Setting`] for a share that is negative or no number.
pub fn forecast(profile: &Profile, period: usize, reached: f64) -> Result<Forecast, ProgressError> {
    let periods = profile.settings.periods;
    let at = period
        .checked_sub(1)
        .filter(|at| *at < periods)
        .ok_or(ProgressError::Period { period, periods })?;
    let reached = within("已完成的份额", reached, 0.0, f64::MAX)?;
    let end = profile.median.shares.last().copied().unwrap_or(1.0);
    let ended = |line: &Line| {
        let usual = line.shares.get(at).copied().filter(|usual| 0.0 < *usual)?;
        Some(reached * end / usual).filter(|year_end| year_end.is_finite())
    };
    let bound = |line: &Line| if line.is_supported { ended(line) } else { None };
    Ok(Forecast {
        period,
        reached,
        n: profile.n,
        year_end: ended(&profile.median),
        low: bound(&profile.upper),
        high: bound(&profile.red),
        level: profile.upper.quantile - profile.red.quantile,
    })
}

#[cfg(test)]
mod tests {
    use super::super::prior::Prior;
    use super::super::profile::{ProfileSettings, profile};
    use super::*;

    fn linear(history: &[Vec<f64>]) -> Result<Profile, ProgressError> {
        let settings = ProfileSettings {
            periods: 4,
            prior: Prior::Linear,
            prior_weight: 5.0,
            red: 0.1,
            yellow: 0.25,
        };
        profile(history, &settings)
    }

    /// Nine projects of a category, each even over the year, ending at 80 % to 96 % of their budget.
    fn nine() -> Vec<Vec<f64>> {
        (0..9_u32)
            .map(|row| {
                (1..=4_u32)
                    .map(|quarter| (0.8 + 0.02 * f64::from(row)) * f64::from(quarter) / 4.0)
                    .collect()
            })
            .collect()
    }

    #[test]
    fn a_project_like_its_category_ends_like_it() {
        let found = linear(&nine()).and_then(|profile| {
            let at = profile.median.shares.get(1).copied().unwrap_or_default();
            Ok((forecast(&profile, 2, at)?, profile))
        });
        assert!(found.is_ok_and(|(found, profile)| {
            let end = profile.median.shares.last().copied().unwrap_or_default();
            found
                .year_end
                .is_some_and(|year_end| (year_end - end).abs() < 1e-12)
                && found.low < found.year_end
                && found.year_end < found.high
                && (found.level - 0.8).abs() < 1e-12
                && found.n == 9
        }));
    }

    #[test]
    fn without_history_there_is_a_forecast_but_no_interval() {
        let found = linear(&[]).and_then(|profile| forecast(&profile, 3, 0.6));
        assert!(found.is_ok_and(|found| {
            found
                .year_end
                .is_some_and(|year_end| (year_end - 0.8).abs() < 1e-12)
                && found.low.is_none()
                && found.high.is_none()
        }));
    }

    #[test]
    fn where_nobody_has_spent_yet_there_is_no_forecast() {
        let late = vec![vec![0.0, 0.0, 0.0, 1.0]; 40];
        let settings = ProfileSettings {
            periods: 4,
            prior: Prior::Linear,
            prior_weight: 0.0,
            red: 0.1,
            yellow: 0.25,
        };
        let found = profile(&late, &settings).and_then(|profile| forecast(&profile, 2, 0.1));
        assert!(found.is_ok_and(|found| found.year_end.is_none() && found.low.is_none()));
    }

    #[test]
    fn a_month_outside_the_year_is_refused() {
        for period in [0, 5] {
            let found = linear(&nine()).and_then(|profile| forecast(&profile, period, 0.5));
            assert_eq!(found, Err(ProgressError::Period { period, periods: 4 }));
        }
        let found = linear(&nine()).and_then(|profile| forecast(&profile, 1, f64::NAN));
        assert!(matches!(found, Err(ProgressError::Setting { .. })));
    }
}
