//! 单位的答案 (the answer for one unit): from columns of the program to peers, slacks, projection and proof.

use super::certificate::{self, Balance};
use super::linear::{Linear, Model, weight};
use super::plane::Plane;
use crate::frontier::result::{Efficiency, Peer};
use crate::frontier::settings::{Orientation, Role};
use crate::lp::Certificate;
use crate::lp::staged::{Staged, Verdict, in_floats, in_fractions};

/// A weight below this is rounding: weights are about one, and the certificate would show if it mattered.
const NO_PEER: f64 = 1e-13;

/// An efficiency below this is zero with rounding: nobody achieves anything of what the unit achieves.
const NO_EFFICIENCY: f64 = 1e-13;

/// A slack below this share of its bound is the rounding of the sum over the peers.
const ROUNDING: f64 = 1e-12;

impl Model<'_> {
    /// The efficiency of one unit: in floats, and where these cannot prove themselves in fractions.
    pub(super) fn efficiency(&self, unit: usize) -> Efficiency {
        let linear = self.linear(unit);
        let mut spent = 0;
        let mut start = linear.start.clone();
        match in_floats(linear.program.clone(), linear.start.clone(), &linear.stages) {
            Ok((staged, basis)) => {
                let answer = self.answer(unit, &linear, &staged);
                if answer.certificate.ok && answer.slack_certificate.is_none_or(|certificate| certificate.ok)
                {
                    return answer;
                }
                spent = staged.iterations;
                start = basis;
            }
            Err(unsettled) => spent += unsettled.iterations,
        }
        let Some(mut staged) = in_fractions(&linear.program, &start, &linear.start, &linear.stages) else {
            return absent(
                Plane::default(),
                Certificate::new(f64::NAN, f64::NAN, f64::NAN),
                spent,
            );
        };
        staged.iterations += spent;
        self.answer(unit, &linear, &staged)
    }

    fn answer(&self, unit: usize, linear: &Linear<'_>, staged: &Staged) -> Efficiency {
        let plane = Plane::new(self, &staged.prices, 1.0).not_negative(self);
        if staged.verdict == Verdict::Infeasible {
            let certificate = certificate::of_absence(self, unit, &plane).in_fractions(staged.proved);
            return absent(plane, certificate, staged.iterations);
        }
        let (peers, efficiency) = self.peers(unit, linear, staged);
        let efficiency = self.cleaned(efficiency);
        let balance = self.balance(unit, &peers, efficiency);
        let heights = plane.heights(self);
        let proof = (&plane, &heights);
        let certificate = certificate::of_efficiency(self, unit, efficiency, &balance, proof);
        let second = staged
            .face_prices
            .as_ref()
            .map(|prices| Plane::new(self, prices, linear.face_factor));
        let slack_certificate = second.map(|second| {
            certificate::of_slacks(self, unit, &balance, proof, &second).in_fractions(staged.proved)
        });
        let slacks = balance.slacks.iter().zip(&balance.bounds);
        let slacks: Vec<f64> = slacks
            .map(|(slack, bound)| if ROUNDING * bound < *slack { *slack } else { 0.0 })
            .collect();
        let slack_sum = self.settings.slacks.map(|weights| {
            let columns = slacks.iter().zip(self.roles()).zip(&self.reference.maxima);
            columns
                .map(|((slack, role), maximum)| weight(weights, role, *maximum) * slack)
                .sum()
        });
        let (input_slacks, output_slacks) = self.halves(slacks);
        let (projected_inputs, projected_outputs) = self.halves(balance.projected);
        Efficiency {
            efficiency: Some(efficiency),
            slack_sum,
            input_slacks,
            output_slacks,
            projected_inputs,
            projected_outputs,
            peers,
            input_multipliers: plane.inputs,
            output_multipliers: plane.outputs,
            scale_multiplier: plane.constant,
            certificate: certificate.in_fractions(staged.proved),
            slack_certificate,
            iterations: staged.iterations,
        }
    }

    /// The efficiency without rounding: none at all is zero, and a unit among its own references never does better
    /// than itself.
    fn cleaned(&self, efficiency: f64) -> f64 {
        let efficiency = if efficiency < NO_EFFICIENCY {
            0.0
        } else {
            efficiency
        };
        match self.settings.orientation {
            _ if self.is_left_out() => efficiency,
            Orientation::Input => efficiency.min(1.0),
            Orientation::Output => efficiency.max(1.0),
        }
    }

    fn halves(&self, mut figures: Vec<f64>) -> (Vec<f64>, Vec<f64>) {
        let outputs = figures.split_off(self.inputs.len().min(figures.len()));
        (figures, outputs)
    }

    /// The peers in the order of the table, and the efficiency.
    fn peers(&self, unit: usize, linear: &Linear<'_>, staged: &Staged) -> (Vec<Peer>, f64) {
        let shared = self.reference.table.count();
        let fixed = 2 + self.reference.rows();
        let (mut peers, mut efficiency) = (Vec::new(), 0.0);
        for &(column, value) in &staged.answer {
            let peer = match column.checked_sub(shared) {
                None => self
                    .reference
                    .dominance
                    .kept
                    .get(column)
                    .map(|unit| (*unit, value)),
                Some(0) if self.is_left_out() => None,
                Some(0) => Some((unit, value / linear.own_factor)),
                Some(1) => {
                    efficiency = value / linear.radial_factor;
                    None
                }
                Some(own) => {
                    let returning = own.checked_sub(fixed).and_then(|at| linear.returning.get(at));
                    returning.map(|unit| (*unit, value))
                }
            };
            peers.extend(
                peer.filter(|(_, weight)| NO_PEER < *weight)
                    .map(|(unit, weight)| Peer { unit, weight }),
            );
        }
        peers.sort_by_key(|peer| peer.unit);
        (peers, efficiency)
    }

    /// What the peers use and achieve, computed from the table as given.
    fn balance(&self, unit: usize, peers: &[Peer], efficiency: f64) -> Balance {
        let (reference, evaluated) = (self.reference.units, self.evaluated);
        let mut projected = vec![0.0; self.reference.scales.len()];
        for peer in peers {
            let figures = reference
                .inputs_of(peer.unit)
                .chain(reference.outputs_of(peer.unit));
            projected
                .iter_mut()
                .zip(figures)
                .for_each(|(sum, figure)| *sum += peer.weight * figure);
        }
        let own = evaluated.inputs_of(unit).chain(evaluated.outputs_of(unit));
        let bounds: Vec<f64> = own
            .zip(self.roles())
            .map(|(figure, role)| {
                if role == Role::Radial {
                    efficiency * figure
                } else {
                    figure
                }
            })
            .collect();
        let signs = self
            .inputs
            .iter()
            .map(|_| 1.0)
            .chain(self.outputs.iter().map(|_| -1.0));
        let slacks = bounds
            .iter()
            .zip(&projected)
            .zip(signs)
            .map(|((bound, used), sign)| sign * (bound - used));
        let slacks = slacks.collect();
        Balance {
            projected,
            slacks,
            bounds,
            weight: peers.iter().map(|peer| peer.weight).sum(),
        }
    }
}

fn absent(plane: Plane, certificate: Certificate, iterations: usize) -> Efficiency {
    Efficiency {
        efficiency: None,
        slack_sum: None,
        input_slacks: Vec::new(),
        output_slacks: Vec::new(),
        projected_inputs: Vec::new(),
        projected_outputs: Vec::new(),
        peers: Vec::new(),
        input_multipliers: plane.inputs,
        output_multipliers: plane.outputs,
        scale_multiplier: plane.constant,
        certificate,
        slack_certificate: None,
        iterations,
    }
}
