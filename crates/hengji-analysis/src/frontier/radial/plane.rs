//! 支撑面 (supporting plane): prices of inputs and outputs under which no reference unit makes a profit.

use super::linear::Model;
use crate::frontier::error::Side;
use crate::frontier::settings::Role;

/// A term below this share of the largest one is the rounding of the others.
const NEGLIGIBLE: f64 = 1e-14;

/// The plane v'x − u'y + w0 = 0.
#[derive(Debug, Clone, Default)]
pub(super) struct Plane {
    /// The prices v of the inputs.
    pub(super) inputs: Vec<f64>,
    /// The prices u of the outputs.
    pub(super) outputs: Vec<f64>,
    /// The constant w0.
    pub(super) constant: f64,
}

/// The plane at every reference unit, and the size of the terms each is the sum of.
#[derive(Debug, Clone, Default)]
pub(super) struct Heights {
    values: Vec<f64>,
    terms: Vec<f64>,
}

impl Heights {
    /// Value and size of terms, unit by unit.
    pub(super) fn iter(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.values.iter().copied().zip(self.terms.iter().copied())
    }
}

impl Plane {
    /// The plane of the prices of the rows, back in the units of measure of the table.
    pub(super) fn new(model: &Model<'_>, prices: &[f64], factor: f64) -> Self {
        let scaled = prices
            .iter()
            .zip(&model.reference.scales)
            .map(|(price, scale)| price * factor / scale);
        let mut outputs: Vec<f64> = scaled.collect();
        let rest = outputs.split_off(model.inputs.len().min(outputs.len()));
        let inputs = outputs.into_iter().map(|price| 0.0 - price).collect();
        let sum = prices
            .get(model.reference.scales.len())
            .filter(|_| model.reference.has_sum);
        let constant = sum.map_or(0.0, |price| 0.0 - price * factor);
        Self {
            inputs,
            outputs: rest,
            constant,
        }
        .without_rounding(&model.reference.maxima)
    }

    /// The same plane without negative prices where none can be negative: they are rounding.
    pub(super) fn not_negative(mut self, model: &Model<'_>) -> Self {
        for (price, role) in self.inputs.iter_mut().chain(&mut self.outputs).zip(model.roles()) {
            if role != Role::Equal {
                *price = price.max(0.0);
            }
        }
        self
    }

    /// The same plane with zero for every price that is negligible even at the largest figure of its column. The
    /// certificate would show if that went too far.
    fn without_rounding(mut self, maxima: &[f64]) -> Self {
        let sizes = self
            .inputs
            .iter()
            .chain(&self.outputs)
            .zip(maxima)
            .map(|(price, most)| (price * most).abs());
        let negligible = NEGLIGIBLE * sizes.fold(self.constant.abs(), f64::max);
        for (price, most) in self.inputs.iter_mut().chain(&mut self.outputs).zip(maxima) {
            if (*price * most).abs() <= negligible {
                *price = 0.0;
            }
        }
        if self.constant.abs() <= negligible {
            self.constant = 0.0;
        }
        self
    }

    /// The plane at every reference unit.
    pub(super) fn heights(&self, model: &Model<'_>) -> Heights {
        let units = model.reference.units;
        let mut values = vec![self.constant; units.len()];
        let mut terms = vec![self.constant.abs(); units.len()];
        for (column, price) in self.priced(model).filter(|(_, price)| *price != 0.0) {
            let size = price.abs();
            for ((value, terms), figure) in values.iter_mut().zip(&mut terms).zip(column) {
                *value += price * figure;
                *terms += size * figure;
            }
        }
        Heights { values, terms }
    }

    /// The plane at one reference unit, and the size of the terms it is the sum of.
    pub(super) fn height(&self, model: &Model<'_>, unit: usize) -> (f64, f64) {
        let terms = self
            .priced(model)
            .filter_map(|(column, price)| Some(price * column.get(unit)?));
        terms.fold((self.constant, self.constant.abs()), |(value, size), term| {
            (value + term, size + term.abs())
        })
    }

    /// The columns of the reference with their prices, outputs with the sign turned.
    fn priced<'m>(&'m self, model: &'m Model<'_>) -> impl Iterator<Item = (&'m [f64], f64)> {
        let units = model.reference.units;
        let inputs = units
            .side(Side::Input)
            .iter()
            .zip(&self.inputs)
            .map(|(column, price)| (column, *price));
        let outputs = units
            .side(Side::Output)
            .iter()
            .zip(&self.outputs)
            .map(|(column, price)| (column, -price));
        inputs
            .chain(outputs)
            .map(|(column, price)| (column.as_slice(), price))
    }

    /// The part of the plane at an evaluated unit that the efficiency scales, and the rest of it without the
    /// constant: inputs count positive, outputs negative.
    pub(super) fn split(&self, model: &Model<'_>, unit: usize) -> Split {
        let inputs = model
            .evaluated
            .inputs_of(unit)
            .zip(&self.inputs)
            .map(|(x, v)| v * x)
            .zip(&model.inputs);
        let outputs = model
            .evaluated
            .outputs_of(unit)
            .zip(&self.outputs)
            .map(|(y, u)| -u * y)
            .zip(&model.outputs);
        let mut split = Split::default();
        for (term, role) in inputs.chain(outputs) {
            let part = if *role == Role::Radial {
                &mut split.radial
            } else {
                &mut split.rest
            };
            *part += term;
            split.terms += term.abs();
        }
        split.rest += self.constant;
        split.terms += self.constant.abs();
        split
    }
}

/// A plane at an evaluated unit.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Split {
    /// Over the columns the efficiency scales; negative for outputs.
    pub(super) radial: f64,
    /// Over the other columns, with the constant.
    pub(super) rest: f64,
    /// The size of all terms.
    pub(super) terms: f64,
}
