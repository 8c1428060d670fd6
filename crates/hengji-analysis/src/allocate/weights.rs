//! 权重 (weights): from a panel's paired comparisons, and from the data as a view of sensitivity only.
//!
//! Comparisons (AHP, Saaty) state what matters and tell how consistent they are. Entropy and CRITIC weights measure
//! how much the list scatters, change whenever a project is added, and so are never official weights.

mod closeness;
mod comparison;

#[cfg(test)]
mod tests;

use super::error::AllocateError;
use crate::number::float;

pub use closeness::{Direction, closeness};
pub use comparison::{Comparison, compare};

/// 熵权 (entropy weights): one minus the normalised entropy of each column's shares, scaled to add up to one.
///
/// Rows are alternatives, columns criteria, entries positive or zero. All weights are equal where no column scatters.
/// As in Xu 2004; Zavadskas, Podvezko 2016.
///
/// # Errors
///
/// [`AllocateError::Length`] for ragged rows, [`AllocateError::TooFewRows`] below two, and the first entry that is
/// negative or no number; [`AllocateError::Nothing`] for a column of zeros.
pub fn entropy_weights(table: &[Vec<f64>]) -> Result<Vec<f64>, AllocateError> {
    let columns = columns(table, 0.0)?;
    let scale = float(table.len()).ln();
    let mut spreads = Vec::with_capacity(columns.len());
    for column in &columns {
        let sum: f64 = column.iter().sum();
        if sum <= 0.0 {
            return Err(AllocateError::Nothing {
                what: "各方案均不为零的指标",
            });
        }
        let entropy: f64 = column
            .iter()
            .map(|value| value / sum)
            .filter(|share| 0.0 < *share)
            .map(|p| -p * p.ln())
            .sum();
        spreads.push((1.0 - entropy / scale).max(0.0));
    }
    Ok(shares(&spreads))
}

/// CRITIC weights: standard deviation times the sum of one minus the correlations with the other columns, after
/// scaling every column to 0..1; larger is taken as better throughout. As in Tuş, Aytaç Adalı 2019.
///
/// # Errors
///
/// [`AllocateError::Length`] for ragged rows, [`AllocateError::TooFewRows`] below two, and the first entry that is no
/// number.
pub fn critic_weights(table: &[Vec<f64>]) -> Result<Vec<f64>, AllocateError> {
    let scaled: Vec<Vec<f64>> = columns(table, -f64::MAX)?
        .iter()
        .map(|column| unit_range(column))
        .collect();
    let deviations: Vec<f64> = scaled
        .iter()
        .map(|column| product(column, column).sqrt())
        .collect();
    let information = scaled.iter().zip(&deviations).map(|(column, deviation)| {
        let conflict = |(other, other_deviation): (&Vec<f64>, &f64)| {
            let both = deviation * other_deviation;
            // A column that never changes agrees with nothing and says nothing.
            1.0 - if 0.0 < both {
                product(column, other) / both
            } else {
                0.0
            }
        };
        deviation * scaled.iter().zip(&deviations).map(conflict).sum::<f64>()
    });
    Ok(shares(&information.collect::<Vec<f64>>()))
}

/// Centred sum of products.
fn product(left: &[f64], right: &[f64]) -> f64 {
    let mean = |column: &[f64]| column.iter().sum::<f64>() / float(column.len());
    let (mean_left, mean_right) = (mean(left), mean(right));
    left.iter()
        .zip(right)
        .map(|(a, b)| (a - mean_left) * (b - mean_right))
        .sum()
}

fn unit_range(column: &[f64]) -> Vec<f64> {
    let least = column.iter().copied().fold(f64::INFINITY, f64::min);
    let range = column.iter().copied().fold(f64::NEG_INFINITY, f64::max) - least;
    column
        .iter()
        .map(|value| if 0.0 < range { (value - least) / range } else { 0.0 })
        .collect()
}

/// Parts of one; equal parts of nothing.
fn shares(parts: &[f64]) -> Vec<f64> {
    let sum: f64 = parts.iter().sum();
    parts
        .iter()
        .map(|part| {
            if 0.0 < sum {
                part / sum
            } else {
                1.0 / float(parts.len())
            }
        })
        .collect()
}

/// The columns of a checked table.
fn columns(table: &[Vec<f64>], least: f64) -> Result<Vec<Vec<f64>>, AllocateError> {
    let width = table.first().map_or(0, Vec::len);
    if table.len() < 2 {
        return Err(AllocateError::TooFewRows {
            what: "方案",
            rows: table.len(),
            least: 2,
        });
    }
    if width == 0 {
        return Err(AllocateError::Nothing { what: "指标" });
    }
    for (at, row) in table.iter().enumerate() {
        if row.len() != width {
            return Err(AllocateError::Length {
                what: "各行指标",
                expected: width,
                found: row.len(),
            });
        }
        for value in row {
            AllocateError::within(&format!("第 {} 行", at + 1), "指标值", *value, least, f64::MAX)?;
        }
    }
    Ok((0..width)
        .map(|at| table.iter().filter_map(|row| row.get(at)).copied().collect())
        .collect())
}
