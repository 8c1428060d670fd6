//! 部门虚高 (inflation by department): each department's own mean, drawn towards the district's where it rests on
//! few projects.

use super::stratified::{StratumSample, stratified_mean};
use super::{Confidence, Estimate, Interval, check_finite, spread};
use crate::draw::error::DrawError;
use crate::number::float;

/// The estimates of all departments.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Departments {
    /// The name of the method.
    pub method: &'static str,
    /// The estimate for the whole district.
    pub district: Estimate,
    /// The variance within departments, pooled over them.
    pub within_variance: f64,
    /// The variance between departments beyond what sampling explains.
    pub between_variance: f64,
    /// One for each department, in the order given.
    pub departments: Vec<DepartmentEstimate>,
}

/// The estimate of a department.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct DepartmentEstimate {
    /// Its name.
    pub name: String,
    /// Number of its projects in the frame.
    pub population: usize,
    /// Number observed.
    pub sampled: usize,
    /// The plain mean of those observed.
    pub own_mean: f64,
    /// How much of its own mean it keeps, between nought and one.
    pub own_share: f64,
    /// The shrunk estimate.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The interval; absent where there are no degrees of freedom.
    pub interval: Option<Interval>,
    /// Whether it is above the district beyond chance: the interval of its distance from the district lies above
    /// nought. It asks for a larger sample next year and is no reason for a deduction: of so many departments some
    /// are flagged by chance.
    pub is_above_district: bool,
}

/// Shrinks every department's mean towards the district's: `D*(h) = B(h) d̄(h) + (1 − B(h)) D` with
/// `B = τ² / (τ² + v(h))` and `v(h) = (1 − n(h)/N(h)) s² / n(h)`.
///
/// `s²` is pooled, because two projects of a department say nothing of its own variance; `τ²` is the value at which
/// the departments scatter as much as they should (Paule and Mandel 1982, *Journal of Research of the National
/// Bureau of Standards* 87, 377–385). Intervals carry the uncertainty of `D`, not that of `τ²`.
///
/// # Errors
///
/// As [`stratified_mean`]; and fewer than three departments, from which nothing is seen between them.
pub fn departments(strata: &[StratumSample], confidence: Confidence) -> Result<Departments, DrawError> {
    const FEWEST: usize = 3;
    if strata.len() < FEWEST {
        return Err(DrawError::TooFew {
            what: "部门",
            found: strata.len(),
            needed: FEWEST,
        });
    }
    let district = stratified_mean(strata, confidence)?;
    let reach = confidence.reach(district.freedom)?;
    let spreads: Vec<(f64, f64)> = strata.iter().map(|stratum| spread(&stratum.values)).collect();
    let squares: f64 = spreads.iter().map(|(_, squares)| squares).sum();
    let within = if district.freedom == 0 {
        0.0
    } else {
        squares / float(district.freedom)
    };
    check_finite(
        "部门平均数",
        &spreads.iter().map(|(mean, _)| *mean).collect::<Vec<f64>>(),
    )?;
    let means: Vec<(f64, f64)> = strata
        .iter()
        .zip(&spreads)
        .map(|(stratum, (mean, _))| {
            let observed = float(stratum.values.len());
            (
                *mean,
                (1.0 - observed / float(stratum.population)) * within / observed,
            )
        })
        .collect();
    let between = between_variance(&means);
    let district_variance = district.standard_error.powi(2);
    let rows = strata.iter().zip(&means).map(|(stratum, (own_mean, variance))| {
        let own_share = if *variance == 0.0 {
            1.0
        } else {
            between / (between + variance)
        };
        let value = own_share * own_mean + (1.0 - own_share) * district.value;
        let error = (own_share * variance + (1.0 - own_share).powi(2) * district_variance).sqrt();
        let distance = own_share * (own_mean - district.value);
        let distance_error = (own_share * variance + own_share.powi(2) * district_variance).sqrt();
        DepartmentEstimate {
            name: stratum.name.clone(),
            population: stratum.population,
            sampled: stratum.values.len(),
            own_mean: *own_mean,
            own_share,
            value,
            standard_error: error,
            interval: reach.map(|reach| Interval {
                low: value - reach * error,
                high: value + reach * error,
            }),
            is_above_district: reach.is_some_and(|reach| distance - reach * distance_error > 0.0),
        }
    });
    let departments = rows.collect();
    Ok(Departments {
        method: "shrunk_means",
        district,
        within_variance: within,
        between_variance: between,
        departments,
    })
}

/// The variance between groups at which the weighted squares of their means, given their variances, are as many as
/// there are degrees of freedom; nought where they are fewer already.
fn between_variance(means: &[(f64, f64)]) -> f64 {
    /// Halving the range so often leaves nothing of it.
    const HALVINGS: usize = 200;
    let freedom = float(means.len()) - 1.0;
    let largest = means
        .iter()
        .map(|(mean, _)| *mean)
        .fold(f64::NEG_INFINITY, f64::max);
    let least = means.iter().map(|(mean, _)| *mean).fold(f64::INFINITY, f64::min);
    // Here every squared deviation is at most one of its variance.
    let (mut low, mut high) = (0.0, float(means.len()) * (largest - least).powi(2));
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if weighted_squares(means, middle) > freedom {
            low = middle;
        } else {
            high = middle;
        }
    }
    // What is left of the range of a district that does not scatter is rounding.
    if low == 0.0 { 0.0 } else { f64::midpoint(low, high) }
}

fn weighted_squares(means: &[(f64, f64)], between: f64) -> f64 {
    let weights = || {
        means
            .iter()
            .map(|(mean, variance)| (*mean, 1.0 / (between + variance)))
    };
    let whole: f64 = weights().map(|(_, weight)| weight).sum();
    let centre = weights().map(|(mean, weight)| mean * weight).sum::<f64>() / whole;
    weights()
        .map(|(mean, weight)| weight * (mean - centre).powi(2))
        .sum()
}
