//! 基 (basis): the columns that carry the answer, and the dense inverse of their square matrix.

use super::standard::{Cost, Standard};

/// Below this pivot a basis counts as singular: columns are scaled to about one.
const SINGULAR: f64 = 1e-11;

/// The basic columns by row and the inverse of their matrix, row after row.
#[derive(Debug, Clone)]
pub(crate) struct Basis {
    pub(crate) columns: Vec<usize>,
    inverse: Vec<f64>,
    /// Steps since the inverse was computed afresh.
    pub(crate) age: usize,
}

/// The columns of a basis do not span the rows, as far as floats can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Singular;

impl Basis {
    /// The inverse of the matrix of these columns.
    pub(crate) fn new(program: &Standard<'_>, columns: Vec<usize>) -> Result<Self, Singular> {
        let mut basis = Self {
            columns,
            inverse: Vec::new(),
            age: 0,
        };
        basis.refresh(program)?;
        Ok(basis)
    }

    /// Computes the inverse afresh, so that the rounding of many steps does not add up.
    pub(crate) fn refresh(&mut self, program: &Standard<'_>) -> Result<(), Singular> {
        self.inverse = inverted(&self.matrix(program), self.columns.len())?;
        self.age = 0;
        Ok(())
    }

    /// The basic columns side by side, row after row.
    fn matrix(&self, program: &Standard<'_>) -> Vec<f64> {
        let rows = self.columns.len();
        let mut matrix = vec![0.0; rows * rows];
        for (at, &column) in self.columns.iter().enumerate() {
            let places = matrix.iter_mut().skip(at).step_by(rows);
            places
                .zip(program.column(column))
                .for_each(|(place, a)| *place = *a);
        }
        matrix
    }

    /// One row of the inverse.
    pub(crate) fn row(&self, at: usize) -> &[f64] {
        let rows = self.columns.len();
        self.inverse.get(at * rows..(at + 1) * rows).unwrap_or(&[])
    }

    /// The inverse times a vector.
    pub(crate) fn times(&self, vector: &[f64], into: &mut Vec<f64>) {
        into.clear();
        into.extend(
            self.inverse
                .chunks_exact(self.columns.len().max(1))
                .map(|row| dot(row, vector)),
        );
    }

    /// A row vector times the inverse.
    fn times_left(&self, vector: &[f64]) -> Vec<f64> {
        let mut into = vec![0.0; vector.len()];
        for (row, factor) in self.inverse.chunks_exact(self.columns.len().max(1)).zip(vector) {
            if *factor != 0.0 {
                into.iter_mut()
                    .zip(row)
                    .for_each(|(into, entry)| *into += factor * entry);
            }
        }
        into
    }

    /// The values of the basic columns for a right side, refined once by what the first answer leaves over.
    pub(crate) fn values(&self, program: &Standard<'_>, right: &[f64]) -> Vec<f64> {
        let (mut values, mut correction) = (Vec::new(), Vec::new());
        self.times(right, &mut values);
        let mut left = right.to_vec();
        for (&column, value) in self.columns.iter().zip(&values) {
            left.iter_mut()
                .zip(program.column(column))
                .for_each(|(left, a)| *left -= value * a);
        }
        self.times(&left, &mut correction);
        values
            .iter_mut()
            .zip(&correction)
            .for_each(|(value, correction)| *value += correction);
        values
    }

    /// The price of each row under a cost, refined once.
    pub(crate) fn prices(&self, program: &Standard<'_>, cost: &Cost<'_>) -> Vec<f64> {
        let shared = program.shared.count();
        let costs: Vec<f64> = self
            .columns
            .iter()
            .map(|&column| cost.of(column, shared))
            .collect();
        let mut prices = self.times_left(&costs);
        let left: Vec<f64> = self
            .columns
            .iter()
            .zip(&costs)
            .map(|(&column, cost)| cost - dot(program.column(column), &prices))
            .collect();
        let correction = self.times_left(&left);
        prices
            .iter_mut()
            .zip(&correction)
            .for_each(|(price, correction)| *price += correction);
        prices
    }

    /// Puts `column` in the place of the basic column of `row`; `image` is the inverse times the new column.
    pub(crate) fn exchange(&mut self, row: usize, column: usize, image: &[f64]) {
        let rows = self.columns.len();
        let pivot = image.get(row).copied().unwrap_or(1.0);
        let mut pivot_row = self.row(row).to_vec();
        pivot_row.iter_mut().for_each(|entry| *entry /= pivot);
        for (at, (entries, factor)) in self.inverse.chunks_exact_mut(rows.max(1)).zip(image).enumerate() {
            if at == row {
                entries.copy_from_slice(&pivot_row);
            } else if *factor != 0.0 {
                entries
                    .iter_mut()
                    .zip(&pivot_row)
                    .for_each(|(entry, pivot)| *entry -= factor * pivot);
            }
        }
        if let Some(place) = self.columns.get_mut(row) {
            *place = column;
        }
        self.age += 1;
    }
}

/// The scalar product.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

/// Gauss–Jordan elimination with row pivoting.
fn inverted(matrix: &[f64], rows: usize) -> Result<Vec<f64>, Singular> {
    // Each row carries its part of the identity behind it.
    let mut lines: Vec<Vec<f64>> = matrix
        .chunks_exact(rows.max(1))
        .enumerate()
        .map(|(at, row)| {
            row.iter()
                .copied()
                .chain((0..rows).map(|k| f64::from(u8::from(k == at))))
                .collect()
        })
        .collect();
    for step in 0..rows {
        let entry = |line: &Vec<f64>| line.get(step).map_or(0.0, |entry| entry.abs());
        let (_, rest) = lines.split_at_mut(step);
        let largest = rest
            .iter()
            .enumerate()
            .max_by(|(_, a), (_, b)| entry(a).total_cmp(&entry(b)));
        let Some((at, _)) = largest.filter(|(_, line)| entry(line) > SINGULAR) else {
            return Err(Singular);
        };
        rest.swap(0, at);
        let mut pivot_line = std::mem::take(rest.first_mut().ok_or(Singular)?);
        let pivot = pivot_line.get(step).copied().ok_or(Singular)?;
        pivot_line.iter_mut().for_each(|entry| *entry /= pivot);
        for line in &mut lines {
            let factor = line.get(step).copied().unwrap_or(0.0);
            if factor != 0.0 {
                line.iter_mut()
                    .zip(&pivot_line)
                    .skip(step)
                    .for_each(|(entry, pivot)| *entry -= factor * pivot);
            }
        }
        if let Some(place) = lines.get_mut(step) {
            *place = pivot_line;
        }
    }
    Ok(lines
        .into_iter()
        .flat_map(|line| line.into_iter().skip(rows))
        .collect())
}
