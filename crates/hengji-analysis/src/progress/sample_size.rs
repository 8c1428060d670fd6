//! 最少样本 (minimum sample): how many people must answer before a share says anything.

use serde::Serialize;

use super::error::{ProgressError, within};
use super::share::two_sided;
use crate::number::{count, float};

/// What the answer shall be good for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SampleSettings {
    /// Half the width of the interval, as a share: ±5 points are 0.05.
    pub margin: f64,
    /// Confidence level, 0 to 1.
    pub level: f64,
    /// The share expected; 0.5 asks for most and is right where nothing is known.
    pub expected: f64,
    /// All service users, where they are counted; none for very many.
    pub population: Option<usize>,
}

/// The number of answers needed, with its parts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SampleSize {
    /// For a population without end, not rounded: rounding before the correction would ask one too many.
    pub unlimited: f64,
    /// With the population, not rounded.
    pub exact: f64,
    /// Rounded up: so many answers.
    pub n: usize,
    /// What was asked.
    pub settings: SampleSettings,
}

/// n0 = z² p (1 − p) / e², for a finite population n0 / (1 + (n0 − 1) / N), rounded up once at the end.
///
/// # Errors
///
/// [`ProgressError::Level`], [`ProgressError::Setting`] for a margin or an expected share that is none,
/// [`ProgressError::Population`] for nobody.
pub fn share_sample_size(settings: &SampleSettings) -> Result<SampleSize, ProgressError> {
    let z = two_sided(settings.level)?;
    let margin = within("允许误差", settings.margin, f64::MIN_POSITIVE, 1.0)?;
    let expected = within("预计比例", settings.expected, 0.0, 1.0)?;
    let unlimited = z * z * expected * (1.0 - expected) / (margin * margin);
    let exact = match settings.population {
        Some(0) => return Err(ProgressError::Population),
        Some(all) => unlimited / (1.0 + (unlimited - 1.0) / float(all)),
        None => unlimited,
    };
    // A share expected at 0 or 1 has no spread, but an answer needs somebody who answers.
    let n = count(exact.ceil().max(1.0)).ok_or(ProgressError::Setting {
        name: "允许误差",
        value: margin,
        low: f64::MIN_POSITIVE,
        high: 1.0,
    })?;
    let n = settings.population.map_or(n, |all| n.min(all));
    Ok(SampleSize {
        unlimited,
        exact,
        n,
        settings: *settings,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(
        margin: f64,
        level: f64,
        expected: f64,
        population: Option<usize>,
    ) -> Result<usize, ProgressError> {
        share_sample_size(&SampleSettings {
            margin,
            level,
            expected,
            population,
        })
        .map(|size| size.n)
    }

    #[test]
    fn the_sizes_are_those_of_the_tables() {
        for (margin, population, expected) in [
            (0.05, None, 385),
            (0.05, Some(1_400), 302),
            (0.05, Some(300), 169),
            (0.05, Some(1), 1),
            (0.05, Some(2), 2),
            (0.03, None, 1_068),
            (0.10, None, 97),
            (1.0, None, 1),
        ] {
            assert_eq!(
                asked(margin, 0.95, 0.5, population),
                Ok(expected),
                "±{margin} of {population:?}"
            );
        }
    }

    #[test]
    fn a_share_that_is_rare_needs_fewer_answers() {
        assert_eq!(asked(0.05, 0.95, 0.1, None), Ok(139));
        assert_eq!(asked(0.05, 0.95, 0.0, None), Ok(1));
    }

    #[test]
    fn the_population_is_corrected_before_rounding() {
        let size = share_sample_size(&SampleSettings {
            margin: 0.05,
            level: 0.95,
            expected: 0.5,
            population: Some(1_400),
        });
        assert!(size.is_ok_and(
            |size| (size.unlimited - 384.145_882).abs() < 1e-5 && (size.exact - 301.604_2).abs() < 1e-3
        ));
    }

    #[test]
    fn what_is_no_question_is_refused() {
        assert_eq!(asked(0.05, 0.95, 0.5, Some(0)), Err(ProgressError::Population));
        for (margin, level, expected) in [
            (0.0, 0.95, 0.5),
            (f64::NAN, 0.95, 0.5),
            (-0.05, 0.95, 0.5),
            (1e-12, 0.95, 0.5),
            (0.05, 1.0, 0.5),
            (0.05, f64::NAN, 0.5),
            (0.05, 0.95, 1.5),
        ] {
            assert!(
                asked(margin, level, expected, None).is_err(),
                "{margin} {level} {expected}"
            );
        }
    }
}
