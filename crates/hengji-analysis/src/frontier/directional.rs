//! 方向距离 (directional distance): less input, more output and less harm at once, along a direction that is declared.
//!
//! Chung, Färe, Grosskopf 1997: max beta such that the peers use x − beta g_x, achieve y + beta g_y and cause
//! b − beta g_b. The harm moves down: with a sign the wrong way the model would reward pollution.

use rayon::prelude::*;
use serde::Serialize;

use super::data::Units;
use super::envelope::{Bound, Envelope, measure, own};
use super::error::{FrontierError, Side};
use super::result::Peer;
use super::settings::Scale;
use crate::lp::{Certificate, Kind, Outcome, Program, Relation, Row};

/// 方向: by which share of its own figures a unit moves for each whole of the distance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Direction {
    /// Of its inputs, downwards.
    pub inputs: f64,
    /// Of its wanted outputs, upwards.
    pub outputs: f64,
    /// Of its harmful outputs, downwards.
    pub harmful: f64,
}

/// 处置性: what reducing harm costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposal {
    /// 弱处置: the peers cause exactly the reduced harm; less of it has to be paid for with output.
    Weak,
    /// The peers cause at most the reduced harm.
    Free,
}

/// What is asked of the directional distance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DirectionalSettings {
    /// Which sums of peer weights are allowed.
    pub scale: Scale,
    /// Where to move.
    pub direction: Direction,
    /// 非期望产出: the output columns that are harmful, from zero.
    pub harmful_outputs: Vec<usize>,
    /// What reducing them costs.
    pub disposal: Disposal,
}

/// What the directional distance says about one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Directional {
    /// beta, at least zero; zero on the frontier. Nothing where the distance has no end.
    pub distance: Option<f64>,
    /// What the peers use of each input.
    pub projected_inputs: Vec<f64>,
    /// What the peers achieve or cause of each output.
    pub projected_outputs: Vec<f64>,
    /// The peers, in the order of the table; not unique where optima are not.
    pub peers: Vec<Peer>,
    /// Proof of the distance.
    pub certificate: Option<Certificate>,
}

/// The directional distance of every unit.
///
/// ```
/// use hengji_analysis::frontier::{Direction, DirectionalSettings, Disposal, Scale, Units, directional};
///
/// // 三座污水处理站: 经费 (万元)、处理量 (万吨)、超标排放 (次)。
/// let names = ["一站", "二站", "三站"].map(str::to_owned).to_vec();
/// let inputs = vec![vec![100.0], vec![100.0], vec![100.0]];
/// let outputs = vec![vec![50.0, 4.0], vec![40.0, 4.0], vec![30.0, 1.0]];
/// let units = Units::new(names, inputs, outputs)?;
/// let settings = DirectionalSettings {
///     scale: Scale::Variable,
///     direction: Direction { inputs: 0.0, outputs: 1.0, harmful: 1.0 },
///     harmful_outputs: vec![1],
///     disposal: Disposal::Weak,
/// };
/// let found = directional(&units, &settings)?;
/// // 二站可以处理量多一成半、超标少一成半: 一站八成、三站两成的组合做到 46 万吨、3.4 次。
/// assert!(found[1].distance.is_some_and(|beta| (beta - 0.15).abs() < 1e-9));
/// assert!(found[0].distance.is_some_and(|beta| beta.abs() < 1e-9));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`FrontierError::UnknownColumn`] for a harmful output that is not there or named twice;
/// [`FrontierError::NoDirection`] for a direction that is negative, no number or nowhere.
pub fn directional(units: &Units, settings: &DirectionalSettings) -> Result<Vec<Directional>, FrontierError> {
    let shares = [
        settings.direction.inputs,
        settings.direction.outputs,
        settings.direction.harmful,
    ];
    if shares.iter().any(|share| !share.is_finite() || *share < 0.0)
        || shares.iter().all(|share| *share == 0.0)
    {
        return Err(FrontierError::NoDirection);
    }
    let harmful = harmful(units.output_count(), &settings.harmful_outputs)?;
    Ok((0..units.len())
        .into_par_iter()
        .map(|unit| distance(units, unit, settings, &harmful))
        .collect())
}

/// Which outputs are harmful, one mark per column.
fn harmful(count: usize, named: &[usize]) -> Result<Vec<bool>, FrontierError> {
    let mut marks = vec![false; count];
    for column in named {
        match marks.get_mut(*column) {
            Some(mark @ false) => *mark = true,
            _ => {
                return Err(FrontierError::UnknownColumn {
                    side: Side::Output,
                    column: column + 1,
                    count,
                });
            }
        }
    }
    Ok(marks)
}

fn distance(units: &Units, unit: usize, settings: &DirectionalSettings, harmful: &[bool]) -> Directional {
    let is_harmful = |column: usize| harmful.get(column) == Some(&true);
    let bound = |relation| Bound { relation, share: 1.0 };
    let caused = match settings.disposal {
        Disposal::Weak => Relation::Equal,
        Disposal::Free => Relation::AtMost,
    };
    let mut envelope = Envelope::new(
        Program::maximise(),
        (units, unit),
        |_| bound(Relation::AtMost),
        |column| {
            bound(if is_harmful(column) {
                caused
            } else {
                Relation::AtLeast
            })
        },
    );
    envelope.scale(settings.scale, 1.0);
    let along =
        |row: &Row, column: &[f64], share: f64| (*row, share * own(column, unit) / measure(column, unit));
    let inputs = envelope.inputs.iter().zip(units.side(Side::Input));
    let mut entries: Vec<_> = inputs
        .map(|(row, column)| along(row, column, settings.direction.inputs))
        .collect();
    let outputs = envelope.outputs.iter().zip(units.side(Side::Output)).enumerate();
    entries.extend(outputs.map(|(at, (row, column))| match is_harmful(at) {
        true => along(row, column, settings.direction.harmful),
        false => along(row, column, -settings.direction.outputs),
    }));
    envelope.program.column(1.0, Kind::NonNegative, &entries);
    envelope.weigh((units, unit), None);
    let Ok(Outcome::Optimal(solution)) = envelope.program.solve() else {
        return Directional {
            distance: None,
            projected_inputs: Vec::new(),
            projected_outputs: Vec::new(),
            peers: Vec::new(),
            certificate: None,
        };
    };
    let peers = envelope.peers(&solution, 1.0);
    Directional {
        distance: Some(solution.value),
        projected_inputs: composed(units, Side::Input, &peers),
        projected_outputs: composed(units, Side::Output, &peers),
        peers,
        certificate: Some(solution.certificate),
    }
}

/// What weighted peers use or achieve, by column.
pub(super) fn composed(units: &Units, side: Side, peers: &[Peer]) -> Vec<f64> {
    let of = |column: &Vec<f64>| {
        peers
            .iter()
            .map(|peer| peer.weight * own(column, peer.unit))
            .sum()
    };
    units.side(side).iter().map(of).collect()
}

#[cfg(test)]
mod tests;
