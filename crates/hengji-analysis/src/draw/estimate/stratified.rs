//! 分层估计 (stratified estimates): means, differences and ratios of a sample drawn department by department.

use super::{Confidence, Estimate, Figures, check_finite, spread};
use crate::draw::error::DrawError;
use crate::number::float;

/// What was observed in a stratum.
#[derive(Debug, Clone, PartialEq)]
pub struct StratumSample {
    /// Its name.
    pub name: String,
    /// Number of its units in the frame.
    pub population: usize,
    /// The observed values, such as self-evaluation score less verification score.
    pub values: Vec<f64>,
}

/// What was observed in a stratum for a ratio.
#[derive(Debug, Clone, PartialEq)]
pub struct RatioSample {
    /// Its name.
    pub name: String,
    /// Number of its units in the frame.
    pub population: usize,
    /// The observed pairs: what stands above the line, such as amount times difference of scores, and what stands
    /// below, such as the amount.
    pub pairs: Vec<(f64, f64)>,
}

/// The mean of all units: `Σ W(h) ȳ(h)` with variance `Σ W(h)² (1 − n(h)/N(h)) s(h)² / n(h)` (Cochran 1977,
/// *Sampling Techniques*, §5.6). For a total scale it by the number of units.
///
/// # Errors
///
/// [`DrawError`] for a stratum with one observation or none that is not fully observed, with more observations
/// than units, and for a value that is no number.
pub fn stratified_mean(strata: &[StratumSample], confidence: Confidence) -> Result<Estimate, DrawError> {
    Estimate::new(mean_figures("stratified_mean", strata)?, confidence)
}

/// The mean of verification scores as a known mean of self-evaluation scores less the stratified mean of the
/// differences between the two: usually more precise than the mean of verification scores alone, because the two
/// scores of a project go together.
///
/// # Errors
///
/// As [`stratified_mean`].
pub fn difference_estimate(
    known_mean: f64,
    differences: &[StratumSample],
    confidence: Confidence,
) -> Result<Estimate, DrawError> {
    check_finite("已知平均分", &[known_mean])?;
    let figures = mean_figures("difference_estimate", differences)?;
    Estimate::new(
        Figures {
            value: known_mean - figures.value,
            ..figures
        },
        confidence,
    )
}

/// A ratio of totals, such as the inflation of scores weighted by amount, combined over the strata; the variance
/// is that of the residuals (Cochran 1977, §6.11).
///
/// # Errors
///
/// As [`stratified_mean`]; and where what stands below the line adds up to nought.
pub fn stratified_ratio(strata: &[RatioSample], confidence: Confidence) -> Result<Estimate, DrawError> {
    let column = |pick: &dyn Fn(&(f64, f64)) -> f64| -> Vec<StratumSample> {
        strata
            .iter()
            .map(|stratum| StratumSample {
                name: stratum.name.clone(),
                population: stratum.population,
                values: stratum.pairs.iter().map(pick).collect(),
            })
            .collect()
    };
    let above = mean_figures("stratified_ratio", &column(&|pair| pair.0))?;
    let below = mean_figures("stratified_ratio", &column(&|pair| pair.1))?;
    if below.value == 0.0 {
        return Err(DrawError::ZeroBase);
    }
    let ratio = above.value / below.value;
    let residuals = mean_figures(
        "stratified_ratio",
        &column(&|pair| (pair.0 - ratio * pair.1) / below.value),
    )?;
    Estimate::new(
        Figures {
            value: ratio,
            ..residuals
        },
        confidence,
    )
}

pub(super) fn mean_figures(method: &'static str, strata: &[StratumSample]) -> Result<Figures, DrawError> {
    let population: usize = strata.iter().map(|stratum| stratum.population).sum();
    let sampled: usize = strata.iter().map(|stratum| stratum.values.len()).sum();
    if population == 0 {
        return Err(DrawError::TooFew {
            what: "项目",
            found: 0,
            needed: 1,
        });
    }
    let mut figures = Figures {
        method,
        value: 0.0,
        variance: 0.0,
        freedom: 0,
        sampled,
        population,
    };
    for stratum in strata
        .iter()
        .filter(|stratum| stratum.population > 0 || !stratum.values.is_empty())
    {
        check_stratum(stratum)?;
        let (mean, squares) = spread(&stratum.values);
        let share = float(stratum.population) / float(population);
        figures.value += share * mean;
        figures.freedom += stratum.values.len() - 1;
        if stratum.values.len() < stratum.population {
            let (observed, all) = (float(stratum.values.len()), float(stratum.population));
            figures.variance +=
                share.powi(2) * (1.0 - observed / all) * squares / (observed - 1.0) / observed;
        }
    }
    Ok(figures)
}

fn check_stratum(stratum: &StratumSample) -> Result<(), DrawError> {
    let (population, sampled) = (stratum.population, stratum.values.len());
    if sampled > population {
        return Err(DrawError::Oversampled {
            stratum: stratum.name.clone(),
            population,
            sampled,
        });
    }
    if sampled < 2 && sampled < population {
        return Err(DrawError::LonelyStratum {
            stratum: stratum.name.clone(),
            population,
            sampled,
        });
    }
    check_finite("观测值", &stratum.values)
}
