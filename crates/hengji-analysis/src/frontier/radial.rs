//! 径向效率 (radial efficiency): by how much all inputs could shrink, or all outputs grow, at once.

mod answer;
mod certificate;
mod dominance;
mod linear;
mod plane;
mod reference;

use rayon::prelude::*;

use super::data::Units;
use super::error::{FrontierError, Side};
use super::result::Efficiency;
use super::settings::{Orientation, RadialSettings, Role};
use linear::Model;
use reference::Reference;

/// From so many units on, blocks of them are shared among the threads at hand; below, starting them costs more
/// than it saves. Every unit is its own program from its own start, so the answers do not depend on it.
const PARALLEL_FROM: usize = 1_000;

/// The radial efficiency of every unit against all of them (or all others, for super-efficiency).
///
/// Results stand in the order of the units.
///
/// # Errors
///
/// [`FrontierError`] if the settings name a column that is not there, if a unit has nothing that could be scaled,
/// or if there are more units than the settings allow.
pub fn efficiency(units: &Units, settings: &RadialSettings) -> Result<Vec<Efficiency>, FrontierError> {
    solve(units, None, settings)
}

/// The radial efficiency of every evaluated unit against another set of units: another year, a resampled table.
///
/// An evaluated unit does not belong to its reference set, so its efficiency may lie on the other side of one, or
/// be missing where no comparable unit exists. `super_efficiency` has no effect here.
///
/// # Errors
///
/// As [`efficiency`], and [`FrontierError::ColumnsDiffer`] if the two tables do not have the same columns.
pub fn efficiency_against(
    reference: &Units,
    evaluated: &Units,
    settings: &RadialSettings,
) -> Result<Vec<Efficiency>, FrontierError> {
    let columns = |units: &Units| (units.input_count(), units.output_count());
    if columns(reference) != columns(evaluated) {
        let ((reference_inputs, reference_outputs), (inputs, outputs)) =
            (columns(reference), columns(evaluated));
        return Err(FrontierError::ColumnsDiffer {
            reference_inputs,
            reference_outputs,
            inputs,
            outputs,
        });
    }
    solve(reference, Some(evaluated), settings)
}

fn solve(
    reference: &Units,
    others: Option<&Units>,
    settings: &RadialSettings,
) -> Result<Vec<Efficiency>, FrontierError> {
    let evaluated = others.unwrap_or(reference);
    settings.admit(reference)?;
    settings.admit(evaluated)?;
    let inputs = settings.roles(Side::Input, reference.input_count())?;
    let outputs = settings.roles(Side::Output, reference.output_count())?;
    scalable(evaluated, settings, &inputs, &outputs)?;
    let candidates = Reference::new(reference, evaluated, settings, &inputs, &outputs);
    let model = Model {
        reference: &candidates,
        evaluated,
        is_own: others.is_none(),
        settings,
        inputs,
        outputs,
    };
    if evaluated.len() < PARALLEL_FROM {
        return Ok((0..evaluated.len()).map(|unit| model.efficiency(unit)).collect());
    }
    Ok((0..evaluated.len())
        .into_par_iter()
        .map(|unit| model.efficiency(unit))
        .collect())
}

/// Every unit must have something to scale; a zero input shrinks by any factor and says nothing.
fn scalable(
    evaluated: &Units,
    settings: &RadialSettings,
    inputs: &[Role],
    outputs: &[Role],
) -> Result<(), FrontierError> {
    let (side, roles) = match settings.orientation {
        Orientation::Input => (Side::Input, inputs),
        Orientation::Output => (Side::Output, outputs),
    };
    let columns: Vec<&Vec<f64>> = evaluated
        .side(side)
        .iter()
        .zip(roles)
        .filter(|(_, role)| **role == Role::Radial)
        .map(|(c, _)| c)
        .collect();
    let stuck = |unit: &usize| {
        columns
            .iter()
            .all(|column| column.get(*unit).is_none_or(|value| *value <= 0.0))
    };
    match (0..evaluated.len()).find(stuck) {
        Some(unit) => Err(FrontierError::NothingToScale {
            unit: evaluated.name(unit).to_owned(),
            side,
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
