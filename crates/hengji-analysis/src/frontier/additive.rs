//! 加性模型 (additive model): the largest weighted sum of slacks, without scaling any side first.
//!
//! Charnes, Cooper, Golany, Seiford, Stutz 1985. Zero means that nobody, and no mixture, is better anywhere; it says
//! whether a unit is efficient, not how much it falls short.

use rayon::prelude::*;
use serde::Serialize;

use super::data::Units;
use super::envelope::{Bound, Envelope, measure};
use super::error::Side;
use super::result::Peer;
use super::settings::{Scale, SlackWeights};
use crate::lp::{Certificate, Kind, Outcome, Program, Relation};

/// What the additive model says about one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Additive {
    /// The largest weighted sum of slacks; nothing where it has no end.
    pub slack_sum: Option<f64>,
    /// The peers, in the order of the table; not unique where optima are not.
    pub peers: Vec<Peer>,
    /// Proof of the sum.
    pub certificate: Option<Certificate>,
}

/// The additive model of every unit.
#[must_use]
pub fn additive(units: &Units, scale: Scale, weights: SlackWeights) -> Vec<Additive> {
    (0..units.len())
        .into_par_iter()
        .map(|unit| of(units, unit, scale, weights))
        .collect()
}

fn of(units: &Units, unit: usize, scale: Scale, weights: SlackWeights) -> Additive {
    let met = |_| Bound {
        relation: Relation::Equal,
        share: 1.0,
    };
    let mut envelope = Envelope::new(Program::maximise(), (units, unit), met, met);
    envelope.scale(scale, 1.0);
    // A row is divided by the unit's own figure, so its slack counts as many times.
    let costs = |side| {
        units.side(side).iter().map(move |column| match weights {
            SlackWeights::Plain => measure(column, unit),
            SlackWeights::Scaled => {
                measure(column, unit) / column.iter().copied().fold(f64::MIN_POSITIVE, f64::max)
            }
        })
    };
    let inputs = envelope
        .inputs
        .iter()
        .copied()
        .zip(costs(Side::Input))
        .map(|(row, cost)| (row, cost, 1.0));
    let outputs = envelope
        .outputs
        .iter()
        .copied()
        .zip(costs(Side::Output))
        .map(|(row, cost)| (row, cost, -1.0));
    let slacks: Vec<_> = inputs.chain(outputs).collect();
    for (row, cost, sign) in slacks {
        envelope.program.column(cost, Kind::NonNegative, &[(row, sign)]);
    }
    envelope.weigh((units, unit), None);
    match envelope.program.solve() {
        Ok(Outcome::Optimal(solution)) => Additive {
            slack_sum: Some(solution.value),
            peers: envelope.peers(&solution, 1.0),
            certificate: Some(solution.certificate),
        },
        _ => Additive {
            slack_sum: None,
            peers: Vec::new(),
            certificate: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawn_tables::table;
    use super::*;

    #[test]
    fn the_sum_is_plain_or_by_the_column_maximum() {
        // The second unit spends two more than the first and brings one less.
        let units = table(vec![vec![2.0], vec![4.0]], vec![vec![3.0], vec![2.0]]);
        let sums = |weights| -> Vec<Option<f64>> {
            additive(&units, Scale::Variable, weights)
                .iter()
                .map(|unit| unit.slack_sum)
                .collect()
        };
        assert_eq!(sums(SlackWeights::Plain), [Some(0.0), Some(3.0)]);
        let scaled = sums(SlackWeights::Scaled);
        assert!(
            scaled
                .get(1)
                .copied()
                .flatten()
                .is_some_and(|sum| (sum - (0.5 + 1.0 / 3.0)).abs() < 1e-12)
        );
    }

    #[test]
    fn a_dominated_unit_has_a_sum_above_zero_with_a_proof() {
        let units = table(vec![vec![1.0, 1.0], vec![1.0, 2.0]], vec![vec![1.0], vec![1.0]]);
        let found = additive(&units, Scale::Constant, SlackWeights::Scaled);
        assert!(
            found
                .iter()
                .all(|unit| unit.certificate.is_some_and(|certificate| certificate.ok))
        );
        assert!(found.get(1).is_some_and(|unit| unit.slack_sum > Some(0.1)));
    }
}
