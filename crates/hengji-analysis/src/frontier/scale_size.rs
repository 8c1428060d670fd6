//! 最佳规模 (most productive scale size): how many times its most productive size a unit is.
//!
//! Banker (1984). Under constant returns the peers of a unit add up to k units of the most productive size. The
//! optimum may be reached with several k; the range is found by two linear programs over all optimal peers.

use rayon::prelude::*;
use serde::Serialize;

use super::mixture::{Bounds, End, OPENINGS, Optimum, optimum};
use super::{FrontierError, Orientation, RadialSettings, Scale, Units, efficiency};
use crate::lp::Certificate;

/// The range of k = Σλ over all optimal peers of one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScaleSize {
    /// The least k. Above one: the unit is larger than its most productive size, at its mix of inputs and outputs.
    pub least: f64,
    /// The greatest k. Below one: the unit is smaller than its most productive size.
    pub most: f64,
    /// Proof of the least.
    pub least_certificate: Certificate,
    /// Proof of the greatest.
    pub most_certificate: Certificate,
}

/// The most productive scale size of every unit; None where a program could not be solved.
///
/// ```
/// use hengji_analysis::frontier::{Orientation, Units, scale_size};
///
/// // 三个街道的政务服务中心: 投入 (百万元), 办件 (万件).
/// let names = ["甲街道", "乙街道", "丙街道"].map(str::to_owned).to_vec();
/// let money = vec![vec![2.0], vec![4.0], vec![10.0]];
/// let units = Units::new(names, money, vec![vec![1.0], vec![4.0], vec![8.0]])?;
/// let found = scale_size(&units, Orientation::Output)?;
/// // At its money 丙街道 is two and a half times the most productive size, which 乙街道 has.
/// assert!(found[2].as_ref().is_some_and(|size| (size.least - 2.5).abs() < 1e-6));
/// assert!(found[0].as_ref().is_some_and(|size| (size.most - 0.5).abs() < 1e-6));
/// # Ok::<(), hengji_analysis::frontier::FrontierError>(())
/// ```
///
/// # Errors
///
/// [`FrontierError`] as for the radial model.
pub fn scale_size(units: &Units, orientation: Orientation) -> Result<Vec<Option<ScaleSize>>, FrontierError> {
    let settings = RadialSettings {
        slacks: None,
        ..RadialSettings::new(orientation, Scale::Constant)
    };
    let constant = efficiency(units, &settings)?;
    // A unit among its own references always has an efficiency; not-a-number would have no size.
    let technical: Vec<f64> = constant
        .iter()
        .map(|found| found.efficiency.unwrap_or(f64::NAN))
        .collect();
    Ok(of_technical(units, orientation, &technical))
}

/// The sizes, where the efficiencies under constant returns are known already.
pub(super) fn of_technical(
    units: &Units,
    orientation: Orientation,
    technical: &[f64],
) -> Vec<Option<ScaleSize>> {
    technical
        .par_iter()
        .enumerate()
        .map(|(unit, efficiency)| {
            OPENINGS
                .iter()
                .find_map(|opening| one(units, unit, orientation, *efficiency, *opening))
        })
        .collect()
}

fn one(
    units: &Units,
    unit: usize,
    orientation: Orientation,
    efficiency: f64,
    opening: f64,
) -> Option<ScaleSize> {
    let (on_inputs, on_outputs) = match orientation {
        Orientation::Input => (efficiency * (1.0 + opening), 1.0),
        Orientation::Output => (1.0, efficiency * (1.0 - opening)),
    };
    let bounds = Bounds {
        inputs: units.inputs_of(unit).map(|cell| Some(cell * on_inputs)).collect(),
        outputs: units.outputs_of(unit).map(|cell| cell * on_outputs).collect(),
        whole: false,
    };
    let ones = vec![1.0; units.len()];
    let end = |end| optimum(units, &bounds, end, &ones);
    let (least, most): (Optimum, Optimum) = (end(End::Least)?, end(End::Most)?);
    Some(ScaleSize {
        least: least.value,
        most: most.value,
        least_certificate: least.certificate,
        most_certificate: most.certificate,
    })
}

#[cfg(test)]
mod tests;
