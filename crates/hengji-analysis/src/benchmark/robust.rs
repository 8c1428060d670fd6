//! 稳健拟合 (robust fit): the mixed model with Huber's reliabilities, so that one bad row does not bend the line.

use crate::distribution::normal_below;
use crate::mixed::{Factor, MixedError, MixedFit, Settings, fit, fit_near};

/// Rounds of fitting and judging the rows again; ten suffice as a rule.
const ROUNDS: usize = 50;
/// Reliabilities that change less than this no longer change the figures shown.
const SETTLED: f64 = 1e-3;

/// A robust fit with the reliability of each row, one for a row that is taken as it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RobustFit {
    pub(super) fit: MixedFit,
    pub(super) reliabilities: Vec<f64>,
    pub(super) settled: bool,
}

/// Fits, and takes rows beyond `huber` residual standard deviations down to what Huber (1964) leaves them.
///
/// The fit starts from the distances of a screening that outliers cannot hide from. The residual variance is
/// corrected by 1/(2Φ(k) − 1), which makes it right for normal errors.
pub(super) fn robust(
    response: &[f64],
    design: &[Vec<f64>],
    factors: &[Factor],
    distance: &[f64],
    huber: Option<f64>,
) -> Result<RobustFit, MixedError> {
    let Some(huber) = huber else {
        let fit = fit(response, design, factors, &Settings::default())?;
        return Ok(RobustFit {
            reliabilities: vec![1.0; response.len()],
            fit,
            settled: true,
        });
    };
    let share = 2.0 * normal_below(huber) - 1.0;
    let settings = Settings {
        residual_correction: 1.0 / share,
        ..Settings::default()
    };
    let mut reliabilities: Vec<f64> = distance
        .iter()
        .map(|distance| reliability(*distance, huber))
        .collect();
    let mut previous: Option<MixedFit> = None;
    let mut round = 0;
    loop {
        let fit = fit_near(
            previous.as_ref(),
            response,
            design,
            factors,
            Some(&reliabilities),
            &settings,
        )?;
        let residuals = response
            .iter()
            .zip(&fit.fitted)
            .map(|(value, fitted)| value - fitted);
        let next: Vec<f64> = residuals
            .map(|residual| reliability(residual / fit.residual_sd, huber))
            .collect();
        let moved = next
            .iter()
            .zip(&reliabilities)
            .map(|(one, other)| (one - other).abs())
            .fold(0.0, f64::max);
        let settled = moved <= SETTLED;
        round += 1;
        if settled || round == ROUNDS {
            return Ok(RobustFit {
                fit,
                reliabilities,
                settled,
            });
        }
        reliabilities = next;
        previous = Some(fit);
    }
}

fn reliability(distance: f64, huber: f64) -> f64 {
    if distance.abs() <= huber {
        1.0
    } else {
        huber / distance.abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_within_reach_are_taken_as_they_are_and_others_by_their_distance() {
        for (distance, expected) in [(0.0, 1.0), (-1.3, 1.0), (1.345, 1.0), (2.69, 0.5), (-13.45, 0.1)] {
            assert!(
                (reliability(distance, 1.345) - expected).abs() < 1e-12,
                "{distance}"
            );
        }
    }

    #[test]
    fn a_wide_reach_is_least_squares() {
        // A line with a small swing, and a last row far above it.
        let along: Vec<f64> = (0..16_i32).map(f64::from).collect();
        let swing = along.iter().map(|x| if x % 2.0 < 0.5 { 0.1 } else { -0.1 });
        let above = |x: f64| if x > 14.5 { 5.0 } else { 0.0 };
        let response: Vec<f64> = along
            .iter()
            .zip(swing)
            .map(|(x, swing)| x + swing + above(*x))
            .collect();
        let design = [vec![1.0; 16], along];
        let of = |huber| robust(&response, &design, &[], &[0.0; 16], huber).unwrap();
        let (plain, wide, narrow) = (of(None), of(Some(50.0)), of(Some(1.345)));
        assert!((plain.fit.residual_sd - wide.fit.residual_sd).abs() < 1e-9);
        assert!(wide.settled && wide.reliabilities.iter().all(|reliability| *reliability == 1.0));
        let off = |found: &RobustFit| (found.fit.fixed[1].value - 1.0).abs();
        assert!(narrow.settled, "{:?}", narrow.reliabilities);
        assert!(
            off(&narrow) < 0.3 * off(&plain),
            "{} {}",
            off(&narrow),
            off(&plain)
        );
        assert!(narrow.reliabilities[15] < 0.2, "{:?}", narrow.reliabilities);
    }
}
