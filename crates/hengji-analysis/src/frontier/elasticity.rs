//! 规模弹性 (scale elasticity): by how many per cent the best output grows with one per cent more of all inputs.
//!
//! Read off the planes that support the frontier under variable returns at the unit's projection. At a corner there
//! are many such planes, so the answer is an interval: its ends are found by two linear programs over all optimal
//! prices (methods after Banker and Thrall 1992). Below one, each further yuan buys proportionally less.

mod planes;

use rayon::prelude::*;
use serde::Serialize;

pub use planes::Plane;

use self::planes::Question;
use super::mixture::{End, OPENINGS};
use super::{Efficiency, FrontierError, Orientation, RadialSettings, Scale, Units, efficiency};

/// The scale elasticity at a unit's projection, between its values to the right and to the left of a corner.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Elasticity {
    /// The lower end, for spending more. Zero at the largest unit: no further output has been observed. None if even
    /// this end has no bound: others deliver more with the same least inputs.
    pub lower: Option<f64>,
    /// The upper end, for spending less; None if it has no bound, as at the smallest unit.
    pub upper: Option<f64>,
    /// Prices that attain the lower end; None if it is only approached.
    pub lower_plane: Option<Plane>,
    /// Prices that attain the upper end; None if it is only approached.
    pub upper_plane: Option<Plane>,
}

/// The scale elasticity of every unit; None where a program could not be solved.
///
/// ```
/// use hengji_analysis::frontier::{Orientation, Units, scale_elasticity};
///
/// // 三个街道: 投入 (百万元), 办件 (万件).
/// let names = ["甲街道", "乙街道", "丙街道"].map(str::to_owned).to_vec();
/// let units = Units::new(names, vec![vec![2.0], vec![4.0], vec![8.0]], vec![vec![1.0], vec![4.0], vec![6.0]])?;
/// let found = scale_elasticity(&units, Orientation::Output)?;
/// // 乙街道 stands at a corner: one per cent more money buys half a per cent, one per cent less costs one and a half.
/// let near = |value: Option<f64>, expected: f64| value.is_some_and(|value| (value - expected).abs() < 1e-6);
/// assert!(found[1].as_ref().is_some_and(|found| near(found.lower, 0.5) && near(found.upper, 1.5)));
/// # Ok::<(), hengji_analysis::frontier::FrontierError>(())
/// ```
///
/// # Errors
///
/// [`FrontierError`] as for the radial model.
pub fn scale_elasticity(
    units: &Units,
    orientation: Orientation,
) -> Result<Vec<Option<Elasticity>>, FrontierError> {
    let settings = RadialSettings {
        slacks: None,
        ..RadialSettings::new(orientation, Scale::Variable)
    };
    let variable = efficiency(units, &settings)?;
    Ok(of_variable(units, orientation, &variable))
}

/// The elasticities, where the efficiencies under variable returns are known already.
pub(super) fn of_variable(
    units: &Units,
    orientation: Orientation,
    variable: &[Efficiency],
) -> Vec<Option<Elasticity>> {
    variable
        .par_iter()
        .enumerate()
        .map(|(unit, found)| {
            let efficiency = found.efficiency?;
            OPENINGS.iter().find_map(|opening| {
                Question {
                    units,
                    unit,
                    orientation,
                    efficiency,
                    opening: *opening,
                }
                .elasticity()
            })
        })
        .collect()
}

impl Question<'_> {
    /// The elasticity falls as the constant w0 of the plane rises, so its ends are the ends of w0.
    fn elasticity(&self) -> Option<Elasticity> {
        let lower = self.constant(End::Most)?;
        let upper = self.constant(End::Least)?;
        Some(Elasticity {
            lower: lower
                .as_ref()
                .map_or(Some(0.0), |plane| self.elasticity_on(plane)),
            upper: upper.as_ref().and_then(|plane| self.elasticity_on(plane)),
            lower_plane: lower,
            upper_plane: upper,
        })
    }

    /// The elasticity on a plane u'y = v'x + w0 at the projection, v'x over u'y.
    ///
    /// With u'y of the unit set to one and efficiency phi it is 1 − w0/phi; with v'x set to one and efficiency
    /// theta it is theta/(theta + w0), without bound where the outputs are worth nothing.
    fn elasticity_on(&self, plane: &Plane) -> Option<f64> {
        match self.orientation {
            Orientation::Output => Some((1.0 - plane.constant / self.efficiency).max(0.0)),
            Orientation::Input => {
                let valued = self.efficiency + plane.constant;
                // What the optimal set was opened by cannot be told from nothing.
                (self.opening.sqrt() * self.efficiency < valued).then(|| self.efficiency / valued)
            }
        }
    }
}

#[cfg(test)]
mod tests;
