//! The planes that support the frontier at a unit's projection.

use serde::Serialize;

use super::super::mixture::End;
use super::super::{Orientation, Units};
use crate::lp::{Certificate, Kind, Outcome, Program, Relation, Row};

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
        let rows = Rows {
            inputs: (0..self.units.input_count())
                .map(|_| program.row(Relation::AtLeast, 0.0))
                .collect(),
            outputs: (0..self.units.output_count())
                .map(|_| program.row(Relation::AtLeast, 0.0))
                .collect(),
            constant: program.row(Relation::Equal, sign),
        };
        for unit in 0..self.units.len() {
            let entries = rows.entries(self.units, unit, -1.0, 1.0, -1.0);
            program.column(0.0, Kind::NonNegative, &entries);
        }
        self.own_columns(&mut program, &rows);
        match program.solve() {
            Ok(Outcome::Optimal(solution)) => Some(Some(Plane {
                input_prices: rows.inputs.iter().map(|row| solution.dual(*row)).collect(),
                output_prices: rows.outputs.iter().map(|row| solution.dual(*row)).collect(),
                constant: sign * solution.value,
                certificate: solution.certificate,
            })),
            Ok(Outcome::Infeasible) => Some(None),
            Ok(Outcome::Unbounded) | Err(_) => None,
        }
    }

    /// The columns p and q.
    fn own_columns(&self, program: &mut Program, rows: &Rows) {
        let own = |inputs, outputs, constant| rows.entries(self.units, self.unit, inputs, outputs, constant);
        match self.orientation {
            Orientation::Output => {
                program.column(1.0, Kind::Free, &own(0.0, 1.0, 0.0));
                let optimum = self.efficiency * (1.0 + self.opening);
                program.column(optimum, Kind::NonNegative, &own(1.0, 0.0, 1.0));
            }
            Orientation::Input => {
                program.column(1.0, Kind::Free, &own(1.0, 0.0, 0.0));
                let optimum = self.efficiency * (1.0 - self.opening);
                program.column(-optimum, Kind::NonNegative, &own(0.0, -1.0, 1.0));
            }
        }
    }
}

/// The rows of the program: one for each price and one for the constant.
struct Rows {
    inputs: Vec<Row>,
    outputs: Vec<Row>,
    constant: Row,
}

impl Rows {
    /// What a unit puts into the rows, with a factor for each kind of row.
    fn entries(
        &self,
        units: &Units,
        unit: usize,
        inputs: f64,
        outputs: f64,
        constant: f64,
    ) -> Vec<(Row, f64)> {
        let scaled = |factor: f64| move |(row, cell): (Row, f64)| (row, factor * cell);
        let input_cells = self
            .inputs
            .iter()
            .copied()
            .zip(units.inputs_of(unit))
            .map(scaled(inputs));
        let output_cells = self
            .outputs
            .iter()
            .copied()
            .zip(units.outputs_of(unit))
            .map(scaled(outputs));
        input_cells
            .chain(output_cells)
            .chain([(self.constant, constant)])
            .collect()
    }
}
