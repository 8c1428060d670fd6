//! 单纯形 (simplex): the state every method steps through, and the primal method.
//!
//! Few rows and many columns: the dense inverse of the basis is small, so the work is in pricing the columns, and
//! most steps price only a short list of promising ones.

mod dual;
mod pricing;
mod ratio;

use super::basis::{Basis, Singular};
use super::standard::{Cost, Standard};

/// Steps without progress after which the smallest index decides, so that no cycle can form (Bland 1977).
const STALLED: usize = 60;

/// Steps per row, and steps in any case, after which floats give up and fractions take over. Programs of this
/// shape need two to ten steps per row; only noise needs more.
const STEPS_PER_ROW: usize = 60;
const STEPS_ANYWAY: usize = 2_000;

/// Steps after which the inverse is computed afresh.
const AGE: usize = 40;

/// How much a basic column may lie outside its bounds: rows are scaled to about one.
pub(crate) const FEASIBLE: f64 = 1e-10;

/// The size of the perturbation, far above rounding and far below any figure of a table.
const PERTURBATION: f64 = 1e-7;

/// Where a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Lower,
    Upper,
    Basic,
}

/// Which columns may enter.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scope<'s> {
    /// Every open column.
    All,
    /// Only these: the others are known to be zero in every optimum.
    Face(&'s [usize]),
}

/// How a method ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// No column improves.
    Optimal,
    /// The value falls without bound.
    Unbounded,
    /// No answer satisfies the rows.
    Infeasible,
    /// Floats cannot tell: too many steps, or a singular basis.
    Stuck,
}

/// A program, a basis and the values that belong to it.
#[derive(Debug, Clone)]
pub(crate) struct Kernel<'a> {
    pub(crate) program: Standard<'a>,
    basis: Basis,
    place: Vec<Place>,
    at_upper: usize,
    /// The right side in use: the given one, or the perturbed one.
    right: Vec<f64>,
    values: Vec<f64>,
    prices: Vec<f64>,
    reduced: Vec<f64>,
    picks: Vec<usize>,
    image: Vec<f64>,
    /// Steps so far.
    pub(crate) iterations: usize,
}

impl<'a> Kernel<'a> {
    /// A program with the basis to start from.
    pub(crate) fn new(program: Standard<'a>, start: Vec<usize>) -> Result<Self, Singular> {
        let mut place = vec![Place::Lower; program.count()];
        for &column in &start {
            if let Some(place) = place.get_mut(column) {
                *place = Place::Basic;
            }
        }
        let basis = Basis::new(&program, start)?;
        let right = program.right.clone();
        let values = basis.values(&program, &right);
        let (prices, reduced, picks, image) = Default::default();
        Ok(Self {
            program,
            basis,
            place,
            at_upper: 0,
            right,
            values,
            prices,
            reduced,
            picks,
            image,
            iterations: 0,
        })
    }

    /// The basic columns by row.
    pub(crate) fn basic(&self) -> &[usize] {
        &self.basis.columns
    }

    /// The prices of the rows after the last method.
    pub(crate) fn prices(&self) -> &[f64] {
        &self.prices
    }

    /// Every column that is not zero, with its value; tiny negative values are zeros with rounding.
    pub(crate) fn answer(&self) -> Vec<(usize, f64)> {
        let basic = self
            .basis
            .columns
            .iter()
            .zip(&self.values)
            .map(|(column, value)| (*column, value.max(0.0)));
        basic
            .chain(self.upper_columns())
            .filter(|(_, value)| *value != 0.0)
            .collect()
    }

    fn upper_columns(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let some = if self.at_upper == 0 {
            &[]
        } else {
            self.place.as_slice()
        };
        let upper = some
            .iter()
            .enumerate()
            .filter(|(_, place)| **place == Place::Upper);
        upper.map(|(column, _)| (column, self.program.upper(column)))
    }

    /// Moves every basic column a little off its bound, each by another amount, so that steps have a length.
    /// Without it a start where all slacks are zero cycles for thousands of steps.
    pub(crate) fn perturb(&mut self) {
        let mut right = self.right.clone();
        let mut amount = 0.0_f64;
        for (&column, value) in self.basis.columns.iter().zip(&mut self.values) {
            // The golden ratio spreads the fractions evenly whatever the number of rows.
            amount = (amount + 0.618_033_988_749_894_9).fract();
            let step = PERTURBATION * (1.0 + amount);
            if self.program.upper(column) < *value + step {
                continue;
            }
            *value += step;
            right
                .iter_mut()
                .zip(self.program.column(column))
                .for_each(|(right, a)| *right += step * a);
        }
        self.right = right;
    }

    /// Returns to the given right side with a fresh inverse; says whether the basis is feasible there.
    pub(crate) fn restore(&mut self, cost: &Cost<'_>) -> Result<bool, Singular> {
        self.right.clone_from(&self.program.right);
        self.refresh()?;
        self.prices = self.basis.prices(&self.program, cost);
        Ok(self.is_within_bounds())
    }

    /// Whether every basic column lies within its bounds.
    pub(crate) fn is_within_bounds(&self) -> bool {
        let within = |(&column, &value): (&usize, &f64)| {
            (-FEASIBLE..=self.program.upper(column) + FEASIBLE).contains(&value)
        };
        self.basis.columns.iter().zip(&self.values).all(within)
    }

    /// A fresh inverse and the values that follow from it.
    fn refresh(&mut self) -> Result<(), Singular> {
        self.basis.refresh(&self.program)?;
        let mut right = self.right.clone();
        for (column, value) in self.upper_columns() {
            right
                .iter_mut()
                .zip(self.program.column(column))
                .for_each(|(right, a)| *right -= value * a);
        }
        self.values = self.basis.values(&self.program, &right);
        Ok(())
    }

    fn has_steps_left(&self) -> bool {
        self.iterations < STEPS_ANYWAY + STEPS_PER_ROW * self.program.rows()
    }

    /// The primal method from a feasible basis: minimises the cost over the columns in scope.
    pub(crate) fn primal(&mut self, cost: &Cost<'_>, scope: Scope<'_>) -> End {
        self.picks.clear();
        self.prices = self.basis.prices(&self.program, cost);
        let mut stalled = 0;
        while self.has_steps_left() {
            if self.basis.age >= AGE {
                if self.refresh().is_err() {
                    return End::Stuck;
                }
                self.prices = self.basis.prices(&self.program, cost);
            }
            let entering = match self.entering(cost, scope, STALLED <= stalled) {
                Ok(Some(entering)) => entering,
                Ok(None) => return End::Optimal,
                Err(Singular) => return End::Stuck,
            };
            let Some(length) = self.step(entering, STALLED <= stalled) else {
                return End::Unbounded;
            };
            stalled = if length <= 0.0 { stalled + 1 } else { 0 };
            self.iterations += 1;
        }
        End::Stuck
    }

    /// Brings a column in with reduced cost `gain` as far as the others allow; says how far, or that nothing
    /// stops it.
    fn step(&mut self, (column, gain): (usize, f64), smallest_index: bool) -> Option<f64> {
        self.basis.times(self.program.column(column), &mut self.image);
        let from_upper = self.place.get(column) == Some(&Place::Upper);
        let direction = if from_upper { -1.0 } else { 1.0 };
        let leaving = self.leaving(direction, smallest_index);
        let upper = self.program.upper(column);
        let length = leaving.as_ref().map_or(f64::INFINITY, |leaving| leaving.length);
        if upper <= length {
            if upper.is_infinite() {
                return None;
            }
            self.shift(direction * upper);
            self.flip(column, from_upper);
            return Some(upper);
        }
        let leaving = leaving?;
        self.shift(direction * length);
        let value = if from_upper { upper - length } else { length };
        self.exchange(column, gain, leaving.row, leaving.to_upper, value);
        Some(length)
    }

    /// Moves the basic columns as the entering one moves by `amount`.
    fn shift(&mut self, amount: f64) {
        self.values
            .iter_mut()
            .zip(&self.image)
            .for_each(|(value, image)| *value -= amount * image);
    }

    fn flip(&mut self, column: usize, from_upper: bool) {
        if let Some(place) = self.place.get_mut(column) {
            *place = if from_upper { Place::Lower } else { Place::Upper };
        }
        self.at_upper = if from_upper {
            self.at_upper.saturating_sub(1)
        } else {
            self.at_upper + 1
        };
    }

    /// Puts `column` with `value` into the basis for the column of `row`, which goes to one of its bounds.
    fn exchange(&mut self, column: usize, gain: f64, row: usize, to_upper: bool, value: f64) {
        let left = self.basis.columns.get(row).copied();
        if self.place.get(column) == Some(&Place::Upper) {
            self.at_upper = self.at_upper.saturating_sub(1);
        }
        self.at_upper += usize::from(to_upper);
        if let Some(place) = left.and_then(|left| self.place.get_mut(left)) {
            *place = if to_upper { Place::Upper } else { Place::Lower };
        }
        if let Some(place) = self.place.get_mut(column) {
            *place = Place::Basic;
        }
        self.basis.exchange(row, column, &self.image);
        if let Some(place) = self.values.get_mut(row) {
            *place = value;
        }
        let row = self.basis.row(row);
        self.prices
            .iter_mut()
            .zip(row)
            .for_each(|(price, entry)| *price += gain * entry);
    }
}

#[cfg(test)]
mod tests;
