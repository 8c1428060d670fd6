//! 松弛测度 (slacks-based measure): every slack counts, not only what all columns have in common.
//!
//! Tone 2001 for inputs, outputs or both; Tone 2002 for units compared without themselves. The share of a slack in
//! the unit's own figure is averaged over the columns, so no unit of measure matters and no weight is chosen.

mod program;

use rayon::prelude::*;
use serde::Serialize;

use super::data::Units;
use super::envelope::positive;
use super::error::{FrontierError, Side};
use super::result::Peer;
use super::settings::Scale;
use crate::lp::Certificate;

/// Which slacks count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// 非导向: inputs and outputs.
    Both,
    /// 投入导向: inputs.
    Inputs,
    /// 产出导向: outputs.
    Outputs,
}

/// What is asked of the slacks-based measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SlacksSettings {
    /// Which slacks count.
    pub counted: Counted,
    /// Which sums of peer weights are allowed.
    pub scale: Scale,
    /// 超效率: the unit is left out of its own reference, and an efficient one may exceed one.
    pub super_efficiency: bool,
}

/// What the slacks-based measure says about one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SlacksBased {
    /// rho, at most one, or at least one for super-efficiency; nothing where no other unit is comparable.
    pub efficiency: Option<f64>,
    /// What the peers use of each input.
    pub projected_inputs: Vec<f64>,
    /// What the peers achieve of each output.
    pub projected_outputs: Vec<f64>,
    /// The peers, in the order of the table; not unique where optima are not.
    pub peers: Vec<Peer>,
    /// Proof of the value; nothing where there is none.
    pub certificate: Option<Certificate>,
}

/// The slacks-based measure of every unit.
///
/// ```
/// use hengji_analysis::frontier::{Counted, Scale, SlacksSettings, Units, slacks_based};
///
/// // 四个养护片区: 经费 (万元)、养护工 (人) 和养护道路 (公里)。
/// let names = ["一片区", "二片区", "三片区", "四片区"].map(str::to_owned).to_vec();
/// let inputs = vec![vec![120.0, 10.0], vec![150.0, 10.0], vec![240.0, 18.0], vec![200.0, 24.0]];
/// let outputs = vec![vec![60.0], vec![60.0], vec![120.0], vec![100.0]];
/// let units = Units::new(names, inputs, outputs)?;
/// let settings = SlacksSettings { counted: Counted::Inputs, scale: Scale::Constant, super_efficiency: false };
/// let found = slacks_based(&units, &settings)?;
/// // 四片区经费与三片区同价, 但 100 公里只需 15 人, 多用了 9 人: 1 − (0 + 9/24)/2。
/// assert!(found[3].efficiency.is_some_and(|rho| (rho - 0.8125).abs() < 1e-9));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`FrontierError::NotPositive`] where a slack that counts would be divided by zero.
pub fn slacks_based(units: &Units, settings: &SlacksSettings) -> Result<Vec<SlacksBased>, FrontierError> {
    const METHOD: &str = "松弛测度(SBM)";
    if settings.counted != Counted::Outputs || settings.super_efficiency {
        positive(units, Side::Input, METHOD)?;
    }
    if settings.counted != Counted::Inputs || settings.super_efficiency {
        positive(units, Side::Output, METHOD)?;
    }
    let answer = |unit| match settings.super_efficiency {
        false => program::own_reference(units, unit, settings),
        true => program::without_itself(units, unit, settings),
    };
    Ok((0..units.len()).into_par_iter().map(answer).collect())
}

#[cfg(test)]
mod tests;
