//! 分数的单纯形步 (steps in fractions): the primal method with the smallest index where nothing moves.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::floats;
use super::fraction::{fractions, sign_of_reduced_cost};
use super::square::{dot, inverse, subtract};
use crate::lp::standard::{Cost, Standard};

/// Steps without progress after which the smallest index decides, so that the method ends (Bland 1977).
const STALLED: usize = 20;

/// The state of the method. Columns not basic stand at zero, or at their bound where marked.
pub(super) struct Exact<'a> {
    program: &'a Standard<'a>,
    closed: Vec<usize>,
    basis: Vec<usize>,
    is_basic: Vec<bool>,
    is_upper: Vec<bool>,
    inverse: Vec<Vec<BigRational>>,
    values: Vec<BigRational>,
    prices: Vec<BigRational>,
    /// Steps so far.
    pub(super) iterations: usize,
}

impl<'a> Exact<'a> {
    /// The state at a basis; nothing if it is none.
    pub(super) fn new(program: &'a Standard<'a>, basis: &[usize]) -> Option<Self> {
        if basis.len() != program.rows() {
            return None;
        }
        let columns: Option<Vec<_>> = basis
            .iter()
            .map(|column| fractions(program.column(*column)))
            .collect();
        let inverse = inverse(&columns?)?;
        let right = fractions(&program.right)?;
        let values = inverse.iter().map(|row| dot(row, &right)).collect();
        let mut is_basic = vec![false; program.count()];
        for &column in basis {
            *is_basic.get_mut(column)? = true;
        }
        let (is_upper, basis) = (vec![false; program.count()], basis.to_vec());
        let (closed, prices, iterations) = Default::default();
        Some(Self {
            program,
            closed,
            basis,
            is_basic,
            is_upper,
            inverse,
            values,
            prices,
            iterations,
        })
    }

    fn upper(&self, column: usize) -> Option<BigRational> {
        if self.closed.contains(&column) {
            return Some(BigRational::zero());
        }
        // Infinity is no fraction, which is just what is wanted here.
        BigRational::from_float(self.program.upper(column))
    }

    /// Whether the basis keeps all bounds.
    pub(super) fn is_feasible(&self) -> bool {
        self.basis.iter().zip(&self.values).all(|(column, value)| {
            !value.is_negative() && self.upper(*column).is_none_or(|upper| *value <= upper)
        })
    }

    /// Closes columns at zero.
    pub(super) fn close(&mut self, columns: &[usize]) {
        self.closed.extend_from_slice(columns);
    }

    /// The columns that may be positive, with their values.
    pub(super) fn answer(&self) -> impl Iterator<Item = (usize, BigRational)> + '_ {
        let basic = self.basis.iter().copied().zip(self.values.iter().cloned());
        let upper = self
            .is_upper
            .iter()
            .enumerate()
            .filter(|(_, is_upper)| **is_upper);
        basic.chain(upper.filter_map(|(column, _)| Some((column, self.upper(column)?))))
    }

    /// The program as it was given.
    pub(super) fn program(&self) -> &Standard<'a> {
        self.program
    }

    /// The columns closed at zero.
    pub(super) fn closed(&self) -> &[usize] {
        &self.closed
    }

    /// The prices after the last method.
    pub(super) fn prices(&self) -> &[BigRational] {
        &self.prices
    }

    /// Minimises a cost over all columns or those of a face; false if nothing stops it from falling, nothing if a
    /// figure is no number.
    pub(super) fn minimise(&mut self, cost: &Cost<'_>, face: Option<&[usize]>) -> Option<bool> {
        let mut stalled = 0;
        loop {
            self.price(cost)?;
            let Some(column) = self.entering(cost, face, STALLED <= stalled)? else {
                return Some(true);
            };
            self.iterations += 1;
            match self.step(column)? {
                Some(true) => stalled = 0,
                Some(false) => stalled += 1,
                None => return Some(false),
            }
        }
    }

    fn price(&mut self, cost: &Cost<'_>) -> Option<()> {
        let shared = self.program.shared.count();
        let mut prices = vec![BigRational::zero(); self.basis.len()];
        for (row, column) in self.inverse.iter().zip(&self.basis) {
            let cost = BigRational::from_float(cost.of(*column, shared))?;
            if !cost.is_zero() {
                subtract(&mut prices, &-cost, row);
            }
        }
        self.prices = prices;
        Some(())
    }

    /// A figure with the sign of a column's reduced cost.
    fn reduced_cost(&self, cost: &Cost<'_>, column: usize, rough: &[f64]) -> Option<f64> {
        sign_of_reduced_cost(self.program, cost, column, rough, &self.prices)
    }

    fn entering(
        &self,
        cost: &Cost<'_>,
        face: Option<&[usize]>,
        smallest_index: bool,
    ) -> Option<Option<usize>> {
        let prices = floats(&self.prices);
        let mut best: Option<(f64, usize)> = None;
        let all = 0..self.program.count();
        let columns: &mut dyn Iterator<Item = usize> = if let Some(face) = face {
            &mut face.iter().copied()
        } else {
            &mut { all }
        };
        for column in columns {
            if !self.may_enter(column) {
                continue;
            }
            let reduced = self.reduced_cost(cost, column, &prices)?;
            let gain = if self.is_upper.get(column) == Some(&true) {
                reduced
            } else {
                -reduced
            };
            if best.is_none_or(|(most, _)| most < gain) && 0.0 < gain {
                best = Some((gain, column));
                if smallest_index {
                    break;
                }
            }
        }
        Some(best.map(|(_, column)| column))
    }

    fn may_enter(&self, column: usize) -> bool {
        let is_basic = self.is_basic.get(column) != Some(&false);
        !is_basic && self.program.is_open(column) && !self.closed.contains(&column)
    }

    /// The columns without a reduced cost.
    pub(super) fn face(&self, cost: &Cost<'_>) -> Option<Vec<usize>> {
        let prices = floats(&self.prices);
        let mut face = Vec::new();
        for column in 0..self.program.count() {
            let is_open = self.program.is_open(column) && !self.closed.contains(&column);
            if is_open && self.reduced_cost(cost, column, &prices)? == 0.0 {
                face.push(column);
            }
        }
        Some(face)
    }

    /// Brings a column in; says whether anything moved, or nothing inside if nothing stops it.
    fn step(&mut self, column: usize) -> Option<Option<bool>> {
        let entries = fractions(self.program.column(column))?;
        let image: Vec<BigRational> = self.inverse.iter().map(|row| dot(row, &entries)).collect();
        let from_upper = self.is_upper.get(column) == Some(&true);
        let stop = self.leaving(&image, from_upper);
        let upper = self.upper(column);
        let flips = match (&stop, &upper) {
            (None, None) => return Some(None),
            (Some((_, length)), Some(upper)) => upper <= length,
            (None, Some(_)) => true,
            (Some(_), None) => false,
        };
        let own = upper.clone().unwrap_or_else(BigRational::zero);
        let length = if flips {
            own.clone()
        } else {
            stop.as_ref().map(|(_, length)| length.clone())?
        };
        let moved = if from_upper {
            -length.clone()
        } else {
            length.clone()
        };
        subtract(&mut self.values, &moved, &image);
        if flips {
            *self.is_upper.get_mut(column)? = !from_upper;
            return Some(Some(!length.is_zero()));
        }
        let value = if from_upper { own - &length } else { length.clone() };
        self.exchange(stop?.0, column, &image, value, from_upper)?;
        Some(Some(!length.is_zero()))
    }

    /// The row that stops the entering column first, ties by the smallest index, and where.
    fn leaving(&self, image: &[BigRational], from_upper: bool) -> Option<(usize, BigRational)> {
        let mut best: Option<(usize, BigRational, usize)> = None;
        for (row, ((column, value), rate)) in self.basis.iter().zip(&self.values).zip(image).enumerate() {
            let falls = rate.is_positive() != from_upper;
            if rate.is_zero() {
                continue;
            }
            let room = if falls {
                value.clone()
            } else {
                let Some(upper) = self.upper(*column) else {
                    continue;
                };
                upper - value
            };
            let length = room / rate.abs();
            let is_better = best.as_ref().is_none_or(|(_, shortest, index)| {
                length < *shortest || (length == *shortest && column < index)
            });
            if is_better {
                best = Some((row, length, *column));
            }
        }
        best.map(|(row, length, _)| (row, length))
    }

    fn exchange(
        &mut self,
        row: usize,
        column: usize,
        image: &[BigRational],
        value: BigRational,
        from_upper: bool,
    ) -> Option<()> {
        let falls = image.get(row)?.is_positive() != from_upper;
        let left = std::mem::replace(self.basis.get_mut(row)?, column);
        *self.is_basic.get_mut(left)? = false;
        *self.is_upper.get_mut(left)? = !falls;
        *self.is_basic.get_mut(column)? = true;
        *self.is_upper.get_mut(column)? = false;
        *self.values.get_mut(row)? = value;
        let mut pivot_row = std::mem::take(self.inverse.get_mut(row)?);
        let pivot = image.get(row)?;
        pivot_row.iter_mut().for_each(|entry| *entry /= pivot);
        for (entries, factor) in self
            .inverse
            .iter_mut()
            .zip(image)
            .filter(|(entries, _)| !entries.is_empty())
        {
            if !factor.is_zero() {
                subtract(entries, factor, &pivot_row);
            }
        }
        *self.inverse.get_mut(row)? = pivot_row;
        Some(())
    }
}
