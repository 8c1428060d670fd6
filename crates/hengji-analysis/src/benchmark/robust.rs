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
