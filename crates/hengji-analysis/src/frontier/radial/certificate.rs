//! 效率的证明 (certificate of an efficiency): peers and prices against the table as given, all units of it.

use super::linear::{Model, weight};
use super::plane::{Heights, Plane};
use crate::frontier::settings::{Orientation, Role, Scale};
use crate::lp::{Certificate, TOLERANCE};

/// A plane this close to a unit, relative to its terms, touches it: only such units can be peers.
const TOUCHES: f64 = 1e-11;

/// What the peers of a unit use and achieve, against what they may.
#[derive(Debug, Clone, Default)]
pub(super) struct Balance {
    /// Projection by column, inputs first.
    pub(super) projected: Vec<f64>,
    /// The bound by column: the unit's figure, scaled where the efficiency scales it.
    pub(super) bounds: Vec<f64>,
    /// Slack by column; negative where a bound is broken.
    pub(super) slacks: Vec<f64>,
    /// The sum of the peer weights.
    pub(super) weight: f64,
}

/// How far the peers break a bound, relative to it.
fn primal_violation(model: &Model<'_>, balance: &Balance) -> f64 {
    let columns = balance
        .slacks
        .iter()
        .zip(&balance.bounds)
        .zip(model.roles())
        .zip(&model.reference.maxima);
    let broken = columns.map(|(((slack, bound), role), maximum)| {
        let miss = if role == Role::Equal {
            slack.abs()
        } else {
            (-slack).max(0.0)
        };
        // Where the unit has nothing, what the peers could have at most is the measure.
        let size = if 0.0 < *bound {
            *bound
        } else {
            maximum * balance.weight
        };
        relative(miss, size)
    });
    let sum = match model.settings.scale {
        Scale::Constant => 0.0,
        Scale::Variable => (balance.weight - 1.0).abs(),
        Scale::NonIncreasing => (balance.weight - 1.0).max(0.0),
        Scale::NonDecreasing => (1.0 - balance.weight).max(0.0),
    };
    broken.fold(sum, f64::max)
}

fn relative(miss: f64, size: f64) -> f64 {
    if miss == 0.0 { 0.0 } else { miss / size }
}

/// How far a plane lies above the reference units, relative to its terms there.
fn above(model: &Model<'_>, unit: usize, heights: &Heights) -> f64 {
    let own = (model.is_own && model.is_left_out()).then_some(unit);
    let others = heights
        .iter()
        .enumerate()
        .filter(|(other, _)| Some(*other) != own);
    others.map(|(_, height)| excess(height)).fold(0.0, f64::max)
}

fn excess((value, terms): (f64, f64)) -> f64 {
    relative((-value).max(0.0), terms)
}

/// How far a second plane lies above the reference units that the first one touches.
fn above_touched(model: &Model<'_>, unit: usize, heights: &Heights, second: &Plane) -> f64 {
    let own = (model.is_own && model.is_left_out()).then_some(unit);
    let touched = heights
        .iter()
        .enumerate()
        .filter(|(_, (value, terms))| value.abs() <= TOUCHES * terms);
    let others = touched
        .map(|(other, _)| other)
        .filter(|other| Some(*other) != own);
    others
        .map(|other| excess(second.height(model, other)))
        .fold(0.0, f64::max)
}

/// How far the constant has the wrong sign for the scale assumed, relative to the terms at the unit.
fn wrong_constant(model: &Model<'_>, constant: f64, terms: f64) -> f64 {
    match model.settings.scale {
        Scale::Constant => relative(constant.abs(), terms),
        Scale::Variable => 0.0,
        Scale::NonIncreasing => relative((-constant).max(0.0), terms),
        Scale::NonDecreasing => relative(constant.max(0.0), terms),
    }
}

/// The certificate of an efficiency.
pub(super) fn of_efficiency(
    model: &Model<'_>,
    unit: usize,
    efficiency: f64,
    balance: &Balance,
    (plane, heights): (&Plane, &Heights),
) -> Certificate {
    let split = plane.split(model, unit);
    let (priced, value) = match model.settings.orientation {
        Orientation::Input => (split.radial, -split.rest),
        Orientation::Output => (-split.radial, split.rest),
    };
    // The prices of what is scaled add up to one; if nothing of it is left they may fall short (input) or exceed
    // it (output).
    let off = match model.settings.orientation {
        _ if 0.0 < efficiency => (priced - 1.0).abs(),
        Orientation::Input => (priced - 1.0).max(0.0),
        Orientation::Output => (1.0 - priced).max(0.0),
    };
    let dual = above(model, unit, heights).max(off);
    let dual = dual.max(wrong_constant(model, plane.constant, split.terms));
    let gap = (efficiency - value).abs() / efficiency.abs().max(1.0);
    Certificate::new(gap, primal_violation(model, balance), dual)
}

/// The certificate that no weights satisfy the rows: a plane with all reference units on one side and whatever the
/// unit would accept on the other.
pub(super) fn of_absence(model: &Model<'_>, unit: usize, plane: &Plane) -> Certificate {
    let split = plane.split(model, unit);
    // Scaling inputs up must not help, so they must have no price.
    let radial = match model.settings.orientation {
        Orientation::Input => relative(split.radial.abs(), split.terms),
        Orientation::Output => 0.0,
    };
    let dual = above(model, unit, &plane.heights(model)).max(radial);
    let dual = dual.max(wrong_constant(model, plane.constant, split.terms));
    let gap = if TOLERANCE * split.terms < -split.rest {
        0.0
    } else {
        1.0
    };
    Certificate::new(gap, 0.0, dual)
}

/// The certificate of a slack sum: a second plane that bounds it over the units and slacks that an optimal
/// efficiency allows, which are those the first plane touches.
pub(super) fn of_slacks(
    model: &Model<'_>,
    unit: usize,
    balance: &Balance,
    (plane, heights): (&Plane, &Heights),
    second: &Plane,
) -> Certificate {
    let Some(weights) = model.settings.slacks else {
        return Certificate::new(0.0, 0.0, 0.0);
    };
    let mut dual = above_touched(model, unit, heights, second);
    let (mut sum, mut figures) = (0.0, 0.0);
    let first = plane.inputs.iter().chain(&plane.outputs);
    let prices = first
        .zip(second.inputs.iter().chain(&second.outputs))
        .zip(model.roles());
    let columns = balance
        .slacks
        .iter()
        .zip(&balance.bounds)
        .zip(&model.reference.maxima);
    for (((price, other), role), ((slack, bound), maximum)) in prices.zip(columns) {
        let weight = weight(weights, role, *maximum);
        let size = if 0.0 < *bound { *bound } else { *maximum };
        sum += weight * slack.max(0.0);
        figures += weight * size;
        if role != Role::Equal && price.abs() * size <= TOUCHES {
            dual = dual.max(relative((weight - other).max(0.0), weight.max(other.abs())));
        }
    }
    let split = second.split(model, unit);
    dual = dual.max(relative(split.radial.abs(), split.terms));
    if plane.constant == 0.0 {
        dual = dual.max(wrong_constant(model, second.constant, split.terms));
    }
    let gap = relative((sum - split.rest).abs(), figures + sum);
    Certificate::new(gap, primal_violation(model, balance), dual)
}
