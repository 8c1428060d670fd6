//! Newton's method with halved steps: the likelihood is concave, so it either arrives or has no finite maximum.

use nalgebra::DVector;

use super::equations::{Layout, Step, Values, step};
use super::extremes::Active;
use super::probabilities::Chances;
use crate::number::float;
use crate::raters::error::RatersError;

/// A maximum is reached where no observed score differs more than this from its expected one.
const GRADIENT: f64 = 1e-8;
/// Newton's method doubles its digits at each step; so many are needed only where no maximum exists.
const STEPS_MOST: usize = 100;
/// Halving a step more often than this moves nothing any more.
const HALVINGS_MOST: usize = 40;
/// Where the likelihood has no maximum the unknowns grow until the gradient vanishes in rounding; no table of
/// fewer than millions of grades has a finite maximum so far out.
const LOGITS_MOST: f64 = 16.0;

/// The maximum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Solution {
    pub(super) values: Values,
    pub(super) steps: usize,
}

/// Maximises the likelihood.
pub(super) fn solve(active: &Active) -> Result<Solution, RatersError> {
    let layout = Layout::of(active);
    let mut values = start(active, layout);
    let mut gradient = f64::INFINITY;
    for steps in 0..STEPS_MOST {
        let Some(step) = step(active, &values) else { break };
        gradient = step.largest_gradient;
        let Some(next) = advance(active, &values, &step, layout) else {
            break;
        };
        values = next;
        let largest = values
            .projects
            .iter()
            .chain(values.dense.iter())
            .fold(0.0_f64, |most, one| most.max(one.abs()));
        if LOGITS_MOST < largest {
            return Err(RatersError::RaschNotConverged { steps, gradient });
        }
        // The step just taken from so near doubles the digits once more.
        if gradient <= GRADIENT {
            return Ok(Solution { values, steps });
        }
    }
    Err(RatersError::RaschNotConverged {
        steps: STEPS_MOST,
        gradient,
    })
}

/// Projects start at the logit of their share of the scale, thresholds at the logits of neighbouring grades.
fn start(active: &Active, layout: Layout) -> Values {
    let projects = active
        .rows
        .chunk_by(|one, other| one.project == other.project)
        .map(|rows| {
            let most = float(rows.len() * active.steps);
            let sum = float(rows.iter().map(|row| row.category).sum());
            (sum / (most - sum)).ln()
        });
    let mut counts = vec![0.0_f64; active.steps + 1];
    for row in &active.rows {
        if let Some(count) = counts.get_mut(row.category) {
            *count += 1.0;
        }
    }
    let thresholds = counts
        .iter()
        .zip(counts.iter().skip(1))
        .map(|(below, above)| (below / above).ln());
    let others = std::iter::repeat_n(0.0, layout.criteria + layout.evaluators);
    let dense = DVector::from_iterator(layout.len(), others.chain(thresholds));
    let mut values = Values {
        projects: projects.collect(),
        dense,
    };
    centre(&mut values, layout);
    values
}

/// The longest of the step, its half, its quarter and so on that does not lower the likelihood.
fn advance(active: &Active, values: &Values, step: &Step, layout: Layout) -> Option<Values> {
    let mut share = 1.0;
    // Near the maximum the gain is below the rounding of a sum of many logarithms.
    let rounding = 1e-12 * step.log_likelihood.abs().max(1.0);
    for _ in 0..HALVINGS_MOST {
        let projects = values
            .projects
            .iter()
            .zip(&step.projects)
            .map(|(value, move_by)| value + share * move_by);
        let mut next = Values {
            projects: projects.collect(),
            dense: &values.dense + &step.dense * share,
        };
        centre(&mut next, layout);
        if step.log_likelihood - rounding <= log_likelihood(active, &next, layout) {
            return Some(next);
        }
        share /= 2.0;
    }
    None
}

/// Makes each block add up to nought and moves the projects along, which changes no chance.
fn centre(values: &mut Values, layout: Layout) {
    for (first, length) in layout.blocks() {
        let mean = values.dense.iter().skip(first).take(length).sum::<f64>() / float(length);
        values
            .dense
            .iter_mut()
            .skip(first)
            .take(length)
            .for_each(|value| *value -= mean);
        values.projects.iter_mut().for_each(|value| *value -= mean);
    }
}

/// The logarithm of the likelihood.
pub(super) fn log_likelihood(active: &Active, values: &Values, layout: Layout) -> f64 {
    let mut chances = Chances::default();
    let mut sum = 0.0;
    for row in &active.rows {
        chances.at(values.place(row, layout), values.thresholds(layout));
        sum += chances.logarithms.get(row.category).copied().unwrap_or(0.0);
    }
    sum
}
