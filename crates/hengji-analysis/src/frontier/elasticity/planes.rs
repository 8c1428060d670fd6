//! The planes that support the frontier at a unit's projection.

use serde::Serialize;

use super::super::mixture::End;
use super::super::{Orientation, Units};
use crate::lp::{Certificate, Kind, Outcome, Program, Relation};

/// A plane u'y = v'x + w0 with all units on or below it and the unit's projection on it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plane {
    /// v, the price of each input. In input orientation v'x of the unit is one.
    pub input_prices: Vec<f64>,
    /// u, the price of each output. In output orientation u'y of the unit is one.
    pub output_prices: Vec<f64>,
    /// w0, the constant: positive where returns decrease, negative where they increase.
    pub constant: f64,
    /// Proof that no optimal plane has a smaller, or a larger, constant.
    pub certificate: Certificate,
}

/// One unit whose planes are asked for.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) units: &'a Units,
    pub(super) unit: usize,
    pub(super) orientation: Orientation,
    /// phi or theta under variable returns.
    pub(super) efficiency: f64,
    /// How far the set of optimal prices is opened, relative to the efficiency.
    pub(super) opening: f64,
}

impl Question<'_> {
    /// The plane with the least or the greatest constant.
    ///
    /// Outer None: the program was not solved. Inner None: there is no such plane, the constant has no bound.
    ///
    /// The prices would be a program with one row for each unit. Its dual has one column for each unit and few rows:
    /// weights λ of units, p for the side that is set to one and q for the optimum, which is met up to the opening:
    ///
    /// ```text
    /// output: min p + q·phi    s.t.  q·x_o ≥ Σλx,  p·y_o + Σλy ≥ 0,   q − Σλ = ±1,  λ, q ≥ 0
    /// input:  min p − q·theta  s.t.  p·x_o ≥ Σλx,  Σλy ≥ q·y_o,       q − Σλ = ±1,  λ, q ≥ 0
    /// ```
    ///
    /// The prices are the duals of its rows. That it has no solution means that the constant has no bound.
    #[expect(clippy::option_option, reason = "No answer and no bound are two things.")]
    pub(super) fn constant(&self, end: End) -> Option<Option<Plane>> {
        let sign = match end {
            End::Most => 1.0,
            End::Least => -1.0,
        };
        let mut program = Program::minimise();
        let input_rows: Vec<_> = (0..self.units.input_count())
            .map(|_| program.row(Relation::AtLeast, 0.0))
            .collect();
        let output_rows: Vec<_> = (0..self.units.output_count())
            .map(|_| program.row(Relation::AtLeast, 0.0))
            .collect();
        let constant_row = program.row(Relation::Equal, sign);
        let own_inputs: Vec<_> = input_rows
            .iter()
            .copied()
            .zip(self.units.inputs_of(self.unit))
            .collect();
        let own_outputs: Vec<_> = output_rows
            .iter()
            .copied()
            .zip(self.units.outputs_of(self.unit))
            .collect();
        for unit in 0..self.units.len() {
            let inputs = input_rows
                .iter()
                .copied()
                .zip(self.units.inputs_of(unit).map(|cell| -cell));
            let outputs = output_rows.iter().copied().zip(self.units.outputs_of(unit));
            let entries: Vec<_> = inputs.chain(outputs).chain([(constant_row, -1.0)]).collect();
            program.column(0.0, Kind::NonNegative, &entries);
        }
        let with_constant = |entries: Vec<_>| {
            entries
                .into_iter()
                .chain([(constant_row, 1.0)])
                .collect::<Vec<_>>()
        };
        match self.orientation {
            Orientation::Output => {
                program.column(1.0, Kind::Free, &own_outputs);
                let optimum = self.efficiency * (1.0 + self.opening);
                program.column(optimum, Kind::NonNegative, &with_constant(own_inputs));
            }
            Orientation::Input => {
                program.column(1.0, Kind::Free, &own_inputs);
                let taken = own_outputs.into_iter().map(|(row, cell)| (row, -cell)).collect();
                let optimum = self.efficiency * (1.0 - self.opening);
                program.column(-optimum, Kind::NonNegative, &with_constant(taken));
            }
        }
        match program.solve() {
            Ok(Outcome::Optimal(solution)) => Some(Some(Plane {
                input_prices: input_rows.iter().map(|row| solution.dual(*row)).collect(),
                output_prices: output_rows.iter().map(|row| solution.dual(*row)).collect(),
                constant: sign * solution.value,
                certificate: solution.certificate,
            })),
            Ok(Outcome::Infeasible) => Some(None),
            Ok(Outcome::Unbounded) | Err(_) => None,
        }
    }
}
