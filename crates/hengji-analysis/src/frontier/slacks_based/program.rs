//! The fractional programs of the slacks-based measure, made linear (Charnes and Cooper 1962): all weights and
//! slacks are multiplied by the t that makes the denominator one.

use super::super::data::Units;
use super::super::directional::composed;
use super::super::envelope::{Bound, Envelope};
use super::super::error::Side;
use super::{Counted, SlacksBased, SlacksSettings};
use crate::lp::{Column, Kind, Outcome, Program, Relation, Solution};
use crate::number::float;

/// One row after another with the same bound.
fn every(relation: Relation, share: f64) -> impl Fn(usize) -> Bound {
    move |_| Bound { relation, share }
}

fn none() -> SlacksBased {
    SlacksBased {
        efficiency: None,
        projected_inputs: Vec::new(),
        projected_outputs: Vec::new(),
        peers: Vec::new(),
        certificate: None,
    }
}

/// The unit among its own references.
pub(super) fn own_reference(units: &Units, unit: usize, settings: &SlacksSettings) -> SlacksBased {
    let (inputs, outputs) = (units.input_count(), units.output_count());
    match settings.counted {
        Counted::Inputs => {
            let envelope = Envelope::new(
                Program::maximise(),
                (units, unit),
                every(Relation::Equal, 1.0),
                every(Relation::AtLeast, 1.0),
            );
            one_side(
                units,
                unit,
                settings,
                envelope,
                (Side::Input, 1.0 / float(inputs)),
            )
        }
        Counted::Outputs => {
            let envelope = Envelope::new(
                Program::maximise(),
                (units, unit),
                every(Relation::AtMost, 1.0),
                every(Relation::Equal, 1.0),
            );
            one_side(
                units,
                unit,
                settings,
                envelope,
                (Side::Output, 1.0 / float(outputs)),
            )
        }
        Counted::Both => both_sides(units, unit, settings),
    }
}

/// 1 − the mean input slack, or 1 over 1 + the mean output slack: nothing has to be made linear.
fn one_side(
    units: &Units,
    unit: usize,
    settings: &SlacksSettings,
    mut envelope: Envelope,
    (side, cost): (Side, f64),
) -> SlacksBased {
    envelope.scale(settings.scale, 1.0);
    let (rows, sign) = match side {
        Side::Input => (envelope.inputs.clone(), 1.0),
        Side::Output => (envelope.outputs.clone(), -1.0),
    };
    for row in rows {
        envelope.program.column(cost, Kind::NonNegative, &[(row, sign)]);
    }
    envelope.weigh((units, unit), None);
    let Ok(Outcome::Optimal(solution)) = envelope.program.solve() else {
        return none();
    };
    let efficiency = match side {
        Side::Input => 1.0 - solution.value,
        Side::Output => 1.0 / (1.0 + solution.value),
    };
    answer(units, &envelope, &solution, efficiency, 1.0)
}

fn both_sides(units: &Units, unit: usize, settings: &SlacksSettings) -> SlacksBased {
    let zero = every(Relation::Equal, 0.0);
    let mut envelope = Envelope::new(Program::minimise(), (units, unit), &zero, &zero);
    envelope.scale(settings.scale, 0.0);
    let one = envelope.program.row(Relation::Equal, 1.0);
    // The unit itself, t times: it stands on the other side of every row.
    let mut entries: Vec<_> = envelope
        .inputs
        .iter()
        .chain(&envelope.outputs)
        .chain(&envelope.sum)
        .map(|row| (*row, -1.0))
        .collect();
    entries.push((one, 1.0));
    let times = envelope.program.column(1.0, Kind::NonNegative, &entries);
    let (inputs, outputs) = (float(units.input_count()), float(units.output_count()));
    for row in envelope.inputs.clone() {
        envelope
            .program
            .column(-1.0 / inputs, Kind::NonNegative, &[(row, 1.0)]);
    }
    for row in envelope.outputs.clone() {
        envelope
            .program
            .column(0.0, Kind::NonNegative, &[(row, -1.0), (one, 1.0 / outputs)]);
    }
    envelope.weigh((units, unit), None);
    finish(units, &envelope, times)
}

/// The unit against all others: the smallest average by which it would have to worsen to be no better than them.
pub(super) fn without_itself(units: &Units, unit: usize, settings: &SlacksSettings) -> SlacksBased {
    let at_most = every(Relation::AtMost, 0.0);
    let at_least = every(Relation::AtLeast, 0.0);
    let mut envelope = Envelope::new(Program::minimise(), (units, unit), at_most, at_least);
    envelope.scale(settings.scale, 0.0);
    let one = envelope.program.row(Relation::Equal, 1.0);
    let (inputs, outputs) = (float(units.input_count()), float(units.output_count()));
    let worsened = |side| {
        settings.counted != Counted::Outputs && side == Side::Input
            || settings.counted != Counted::Inputs && side == Side::Output
    };

    // Each row of the place that is reached: at least the unit's input, at most its output, t times.
    let input_rows: Vec<_> = envelope
        .inputs
        .iter()
        .map(|_| {
            envelope.program.row(
                if worsened(Side::Input) {
                    Relation::AtLeast
                } else {
                    Relation::Equal
                },
                0.0,
            )
        })
        .collect();
    let output_rows: Vec<_> = envelope
        .outputs
        .iter()
        .map(|_| {
            envelope.program.row(
                if worsened(Side::Output) {
                    Relation::AtMost
                } else {
                    Relation::Equal
                },
                0.0,
            )
        })
        .collect();
    let mut entries: Vec<_> = input_rows
        .iter()
        .chain(&output_rows)
        .chain(&envelope.sum)
        .map(|row| (*row, -1.0))
        .collect();
    if !worsened(Side::Output) {
        entries.push((one, 1.0));
    }
    let times = envelope.program.column(0.0, Kind::NonNegative, &entries);
    for (row, place) in envelope.inputs.clone().into_iter().zip(input_rows) {
        envelope
            .program
            .column(1.0 / inputs, Kind::NonNegative, &[(row, -1.0), (place, 1.0)]);
    }
    for (row, place) in envelope.outputs.clone().into_iter().zip(output_rows) {
        let mut entries = vec![(row, -1.0), (place, 1.0)];
        if worsened(Side::Output) {
            entries.push((one, 1.0 / outputs));
        }
        envelope.program.column(0.0, Kind::NonNegative, &entries);
    }
    envelope.weigh((units, unit), Some(unit));
    finish(units, &envelope, times)
}

fn finish(units: &Units, envelope: &Envelope, times: Column) -> SlacksBased {
    let Ok(Outcome::Optimal(solution)) = envelope.program.solve() else {
        return none();
    };
    let times = solution.primal(times);
    if times <= 0.0 {
        return none();
    }
    answer(units, envelope, &solution, solution.value, times)
}

fn answer(
    units: &Units,
    envelope: &Envelope,
    solution: &Solution,
    efficiency: f64,
    times: f64,
) -> SlacksBased {
    let peers = envelope.peers(solution, times);
    SlacksBased {
        efficiency: Some(efficiency),
        projected_inputs: composed(units, Side::Input, &peers),
        projected_outputs: composed(units, Side::Output, &peers),
        peers,
        certificate: Some(solution.certificate),
    }
}
