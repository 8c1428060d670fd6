//! The cross products of a model: all that the search needs of the rows.

use std::collections::BTreeMap;

use nalgebra::DMatrix;

use super::error::MixedError;
use super::factor::Factor;
use super::projection::Projection;

/// Beyond this many levels outside the leading factor the dense part alone would take minutes and gigabytes.
const DENSE_LEVELS: usize = 2_000;

/// Cross products, with the levels of the leading factor kept apart because they touch each other nowhere.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Products {
    /// One block for each level of the leading factor.
    pub(super) groups: Vec<Group>,
    /// Cross products of everything else: levels of the other factors, basis of the fixed effects, residual.
    pub(super) dense: DMatrix<f64>,
    /// The factor of each dense column that is a level.
    pub(super) owners: Vec<usize>,
    /// Which factor leads.
    pub(super) leading: usize,
    /// For each factor its first dense column.
    pub(super) offsets: Vec<usize>,
}

/// The cross products of one level of the leading factor.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Group {
    /// Intercept with itself, with the slope, slope with itself.
    pub(super) own: [f64; 3],
    /// Dense columns that it touches: column, product with the intercept, product with the slope.
    pub(super) touched: Vec<(usize, f64, f64)>,
}

/// Forms the cross products in one pass over the rows.
pub(super) fn products(
    factors: &[Factor],
    projection: &Projection,
    roots: Option<&[f64]>,
) -> Result<Products, MixedError> {
    let leading = leading(factors);
    let (offsets, owners) = offsets(factors, leading)?;
    let first_fixed = owners.len();
    let width = first_fixed + projection.basis.len() + 1;
    let count = factors.get(leading).map_or(0, |factor| factor.count);
    let mut sums = Sums {
        dense: DMatrix::zeros(width, width),
        own: vec![[0.0; 3]; count],
        touched: vec![BTreeMap::new(); count],
    };
    let others: Vec<(&Factor, usize)> = factors
        .iter()
        .zip(&offsets)
        .enumerate()
        .filter(|(at, _)| *at != leading)
        .map(|(_, (factor, offset))| (factor, *offset))
        .collect();
    let mut entries: Vec<(usize, f64)> = Vec::new();
    for (row, residual) in projection.residual.iter().enumerate() {
        let root = roots.and_then(|roots| roots.get(row)).copied().unwrap_or(1.0);
        entries.clear();
        let levels = others
            .iter()
            .filter_map(|(factor, offset)| Some((factor.levels.get(row)? + offset, root)));
        entries.extend(levels);
        let fixed = projection
            .basis
            .iter()
            .filter_map(|column| column.get(row))
            .chain([residual]);
        entries.extend(fixed.enumerate().map(|(at, value)| (first_fixed + at, *value)));
        sums.take(&entries);
        if let Some((level, slope)) = factors.get(leading).and_then(|factor| place(factor, row)) {
            sums.take_level(level, root, slope * root, &entries);
        }
    }
    let groups = sums
        .own
        .into_iter()
        .zip(sums.touched)
        .map(|(own, touched)| Group::from_parts(own, touched));
    Ok(Products {
        groups: groups.collect(),
        dense: sums.dense,
        owners,
        leading,
        offsets,
    })
}

/// The cross products while the rows are read.
struct Sums {
    dense: DMatrix<f64>,
    own: Vec<[f64; 3]>,
    touched: Vec<BTreeMap<usize, (f64, f64)>>,
}

impl Sums {
    fn take(&mut self, entries: &[(usize, f64)]) {
        for (at, left) in entries {
            for (across, right) in entries {
                add(&mut self.dense, (*at, *across), left * right);
            }
        }
    }

    fn take_level(&mut self, level: usize, root: f64, slope: f64, entries: &[(usize, f64)]) {
        if let Some([first, cross, second]) = self.own.get_mut(level) {
            *first += root * root;
            *cross += root * slope;
            *second += slope * slope;
        }
        if let Some(touched) = self.touched.get_mut(level) {
            for (at, value) in entries {
                let (first, second) = touched.entry(*at).or_default();
                *first += root * value;
                *second += slope * value;
            }
        }
    }
}

/// Adds to one place of a matrix.
pub(super) fn add(matrix: &mut DMatrix<f64>, place: (usize, usize), value: f64) {
    if let Some(found) = matrix.get_mut(place) {
        *found += value;
    }
}

impl Group {
    fn from_parts(own: [f64; 3], touched: BTreeMap<usize, (f64, f64)>) -> Self {
        Self {
            own,
            touched: touched
                .into_iter()
                .map(|(at, (first, second))| (at, first, second))
                .collect(),
        }
    }
}

fn place(factor: &Factor, row: usize) -> Option<(usize, f64)> {
    let slope = factor
        .slope
        .as_ref()
        .and_then(|slope| slope.values.get(row))
        .copied()
        .unwrap_or(0.0);
    factor.levels.get(row).map(|level| (*level, slope))
}

/// The factor with the slope, because only the leading one has room for it; otherwise the largest, because the
/// rest is dense.
fn leading(factors: &[Factor]) -> usize {
    let largest = factors
        .iter()
        .enumerate()
        .max_by_key(|(at, factor)| (factor.count, usize::MAX - at));
    factors
        .iter()
        .position(|factor| factor.slope.is_some())
        .or_else(|| largest.map(|(at, _)| at))
        .unwrap_or_default()
}

fn offsets(factors: &[Factor], leading: usize) -> Result<(Vec<usize>, Vec<usize>), MixedError> {
    let mut offsets = Vec::with_capacity(factors.len());
    let mut owners: Vec<usize> = Vec::new();
    for (at, factor) in factors.iter().enumerate() {
        offsets.push(owners.len());
        if at != leading {
            let levels = owners.len().saturating_add(factor.count);
            if levels > DENSE_LEVELS {
                return Err(MixedError::TooManyLevels {
                    levels,
                    limit: DENSE_LEVELS,
                });
            }
            owners.extend(std::iter::repeat_n(at, factor.count));
        }
    }
    Ok((offsets, owners))
}
