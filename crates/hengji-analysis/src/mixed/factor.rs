//! What a model is made of: factors with their levels, an optional random slope, the criterion.

use serde::Serialize;

use super::error::MixedError;

/// A grouping of the rows whose levels have random effects.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Factor {
    /// What it is called in results and errors.
    pub name: String,
    /// The level of each row, counted from zero.
    pub levels: Vec<usize>,
    /// The number of levels; a level without rows still receives its (wide) prediction.
    pub count: usize,
    /// The random slope, if the levels differ in one.
    pub slope: Option<Slope>,
}

/// A random slope beside the random intercept of a factor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Slope {
    /// The covariate of each row.
    pub values: Vec<f64>,
    /// Whether intercept and slope may be correlated.
    pub correlation: Correlation,
}

/// Whether the random intercept and the random slope of a level are correlated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Correlation {
    /// Independent.
    None,
    /// Estimated.
    Free,
}

/// What is made smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// Restricted maximum likelihood: variances are not biased by the estimated fixed effects.
    Reml,
    /// Maximum likelihood: needed to compare models with different fixed effects.
    Ml,
}

/// How a model is fitted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Settings {
    /// What is made smallest.
    pub criterion: Criterion,
    /// The residual variance is multiplied by this after the fit, and the effects are solved again; one unless
    /// the reliabilities of the rows come from a robust weighting that makes the residual variance too small.
    pub residual_correction: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            criterion: Criterion::Reml,
            residual_correction: 1.0,
        }
    }
}

impl Factor {
    /// A factor with random intercepts only.
    #[must_use]
    pub fn new(name: &str, levels: Vec<usize>, count: usize) -> Self {
        Self {
            name: name.to_owned(),
            levels,
            count,
            slope: None,
        }
    }

    /// The same factor with a random slope on a covariate.
    #[must_use]
    pub fn with_slope(mut self, values: Vec<f64>, correlation: Correlation) -> Self {
        self.slope = Some(Slope { values, correlation });
        self
    }

    /// The number of levels that have rows.
    pub(super) fn used(&self) -> usize {
        let mut levels = self.levels.clone();
        levels.sort_unstable();
        levels.dedup();
        levels.len()
    }
}

/// Refuses what no model can be fitted to.
pub(super) fn check(
    response: &[f64],
    design: &[Vec<f64>],
    factors: &[Factor],
    reliabilities: Option<&[f64]>,
) -> Result<(), MixedError> {
    let rows = response.len();
    if rows == 0 {
        return Err(MixedError::NoRows);
    }
    finite("因变量", response, rows)?;
    for (at, column) in design.iter().enumerate() {
        finite(&format!("第 {} 个固定效应", at + 1), column, rows)?;
    }
    if let Some(reliabilities) = reliabilities {
        finite("可靠度", reliabilities, rows)?;
        if let Some((row, value)) = reliabilities.iter().enumerate().find(|(_, value)| **value <= 0.0) {
            return Err(MixedError::NotFinite {
                what: "可靠度(应为正数)".to_owned(),
                row: row + 1,
                value: *value,
            });
        }
    }
    if rows <= design.len() {
        return Err(MixedError::TooFewRows {
            rows,
            columns: design.len(),
        });
    }
    let slopes = factors.iter().filter(|factor| factor.slope.is_some()).count();
    if slopes > 1 {
        return Err(MixedError::ManySlopes { found: slopes });
    }
    factors.iter().try_for_each(|factor| check_factor(factor, rows))
}

fn check_factor(factor: &Factor, rows: usize) -> Result<(), MixedError> {
    sized(&format!("“{}”", factor.name), factor.levels.len(), rows)?;
    if let Some((row, level)) = factor
        .levels
        .iter()
        .enumerate()
        .find(|(_, level)| **level >= factor.count)
    {
        return Err(MixedError::LevelUnknown {
            factor: factor.name.clone(),
            row: row + 1,
            level: *level,
            count: factor.count,
        });
    }
    if let Some(slope) = &factor.slope {
        finite(&format!("“{}”的斜率变量", factor.name), &slope.values, rows)?;
    }
    let used = factor.used();
    if used >= rows {
        return Err(MixedError::FactorIsResidual {
            factor: factor.name.clone(),
            rows,
            used,
        });
    }
    Ok(())
}

fn finite(what: &str, values: &[f64], rows: usize) -> Result<(), MixedError> {
    sized(what, values.len(), rows)?;
    match values.iter().enumerate().find(|(_, value)| !value.is_finite()) {
        Some((row, value)) => Err(MixedError::NotFinite {
            what: what.to_owned(),
            row: row + 1,
            value: *value,
        }),
        None => Ok(()),
    }
}

fn sized(what: &str, found: usize, rows: usize) -> Result<(), MixedError> {
    if found == rows {
        Ok(())
    } else {
        Err(MixedError::SizesDiffer {
            what: what.to_owned(),
            found,
            rows,
        })
    }
}
