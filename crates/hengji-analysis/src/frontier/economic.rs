//! 成本与收益效率 (cost and revenue efficiency): technical times allocative, where prices are known.
//!
//! Färe, Grosskopf, Lovell 1985. A unit may waste nothing and still buy the wrong mix: the least cost of its outputs
//! against what it spent is the product of both.

use rayon::prelude::*;
use serde::Serialize;

use super::data::Units;
use super::error::{FrontierError, Side};
use super::mixture::{Bounds, End, Optimum, optimum};
use super::settings::{Orientation, RadialSettings, Scale};
use super::{Efficiency, efficiency};
use crate::lp::Certificate;

/// Whether weights are shares of one whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EconomicScale {
    /// 规模报酬不变.
    Constant,
    /// 规模报酬可变.
    Variable,
}

/// Economic efficiency and its two parts, each between zero and one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Economic {
    /// 经济效率: least cost over cost, or revenue over most revenue.
    pub economic: f64,
    /// 技术效率: the radial efficiency, as a share.
    pub technical: f64,
    /// 配置效率: economic over technical.
    pub allocative: f64,
    /// The least cost or the most revenue.
    pub best: f64,
    /// Proof of `best`.
    pub certificate: Certificate,
}

/// The cost efficiency of every unit at one price for each input; nothing for a unit whose program had no answer.
///
/// # Errors
///
/// [`FrontierError::Prices`] unless there is one positive price for each input; otherwise as the radial model.
pub fn cost_efficiency(
    units: &Units,
    prices: &[f64],
    scale: EconomicScale,
) -> Result<Vec<Option<Economic>>, FrontierError> {
    economic(units, prices, scale, Orientation::Input)
}

/// The revenue efficiency of every unit at one price for each output.
///
/// # Errors
///
/// As [`cost_efficiency`].
pub fn revenue_efficiency(
    units: &Units,
    prices: &[f64],
    scale: EconomicScale,
) -> Result<Vec<Option<Economic>>, FrontierError> {
    economic(units, prices, scale, Orientation::Output)
}

fn economic(
    units: &Units,
    prices: &[f64],
    scale: EconomicScale,
    orientation: Orientation,
) -> Result<Vec<Option<Economic>>, FrontierError> {
    let side = match orientation {
        Orientation::Input => Side::Input,
        Orientation::Output => Side::Output,
    };
    let expected = units.side(side).len();
    if prices.len() != expected || prices.iter().any(|price| !price.is_finite() || *price <= 0.0) {
        return Err(FrontierError::Prices {
            side,
            expected,
            found: prices.len(),
        });
    }
    let radial = RadialSettings {
        slacks: None,
        ..RadialSettings::new(
            orientation,
            match scale {
                EconomicScale::Constant => Scale::Constant,
                EconomicScale::Variable => Scale::Variable,
            },
        )
    };
    let technical = efficiency(units, &radial)?;
    let worth: Vec<f64> = (0..units.len())
        .map(|unit| worth(units, side, prices, unit))
        .collect();
    Ok(technical
        .par_iter()
        .zip(&worth)
        .enumerate()
        .map(|(unit, (technical, own))| {
            let best = best(units, unit, scale, orientation, &worth)?;
            read(orientation, technical, *own, &best)
        })
        .collect())
}

/// What a unit's inputs cost or its outputs bring.
fn worth(units: &Units, side: Side, prices: &[f64], unit: usize) -> f64 {
    let figures = units.side(side).iter().filter_map(|column| column.get(unit));
    figures.zip(prices).map(|(figure, price)| figure * price).sum()
}

fn best(
    units: &Units,
    unit: usize,
    scale: EconomicScale,
    orientation: Orientation,
    worth: &[f64],
) -> Option<Optimum> {
    let whole = scale == EconomicScale::Variable;
    let (bounds, end) = match orientation {
        Orientation::Input => {
            let outputs = units.outputs_of(unit).collect();
            (
                Bounds {
                    inputs: vec![None; units.input_count()],
                    outputs,
                    whole,
                },
                End::Least,
            )
        }
        Orientation::Output => {
            let inputs = units.inputs_of(unit).map(Some).collect();
            (
                Bounds {
                    inputs,
                    outputs: vec![0.0; units.output_count()],
                    whole,
                },
                End::Most,
            )
        }
    };
    optimum(units, &bounds, end, worth)
}

fn read(orientation: Orientation, technical: &Efficiency, own: f64, best: &Optimum) -> Option<Economic> {
    let (technical, economic) = match orientation {
        Orientation::Input => (technical.efficiency?, best.value / own),
        Orientation::Output => (1.0 / technical.efficiency?, own / best.value),
    };
    Some(Economic {
        economic,
        technical,
        allocative: economic / technical,
        best: best.value,
        certificate: best.certificate,
    })
}

#[cfg(test)]
mod tests;
