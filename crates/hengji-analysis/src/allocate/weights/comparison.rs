//! 层次分析法 (analytic hierarchy process): weights from paired comparisons, with their consistency ratio.

use serde::Serialize;

use super::AllocateError;
use crate::number::float;

/// What a panel's comparisons amount to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Number of criteria.
    pub n: usize,
    /// Their weights, adding up to one: the principal eigenvector.
    pub weights: Vec<f64>,
    /// The principal eigenvalue, n if the comparisons contradict each other nowhere.
    pub eigenvalue: f64,
    /// 一致性比率 CR = (eigenvalue − n)/(n − 1)/RI; usually asked to stay below 0.1. Zero for two or fewer criteria.
    pub consistency_ratio: f64,
}

/// Mean consistency index of random comparisons of 3 to 10 criteria: the table of Saaty's method.
const RANDOM_INDEX: [f64; 8] = [0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49];

/// Comparisons are typed as 1/3 or 0.333; so far an entry may be from the reciprocal of its mirror.
const RECIPROCAL_TOLERANCE: f64 = 0.01;

/// The power iteration ends when the weights move by no more than rounding.
const STILL: f64 = 1e-15;

/// Positive matrices of ten rows settle within some dozens of rounds; the limit only guards against circles of
/// rounding.
const ROUNDS: usize = 10_000;

/// Weights from a reciprocal matrix of comparisons (entry i, j: how many times as important i is as j).
///
/// # Errors
///
/// [`AllocateError::Length`] unless square with 1 to 10 rows, [`AllocateError::OutOfRange`] for an entry outside
/// 1/9 to 9, [`AllocateError::NotReciprocal`] if two mirrored entries contradict each other.
pub fn compare(matrix: &[Vec<f64>]) -> Result<Comparison, AllocateError> {
    let n = matrix.len();
    check(matrix)?;
    let mut weights = vec![1.0 / float(n); n];
    let mut eigenvalue = float(n);
    for _ in 0..ROUNDS {
        let image: Vec<f64> = matrix
            .iter()
            .map(|row| row.iter().zip(&weights).map(|(a, w)| a * w).sum())
            .collect();
        eigenvalue = image.iter().sum();
        let next: Vec<f64> = image.iter().map(|value| value / eigenvalue).collect();
        let moved = next
            .iter()
            .zip(&weights)
            .map(|(new, old)| (new - old).abs())
            .fold(0.0, f64::max);
        weights = next;
        if moved <= STILL {
            break;
        }
    }
    let consistency_ratio = n
        .checked_sub(3)
        .and_then(|at| RANDOM_INDEX.get(at))
        .map_or(0.0, |index| {
            ((eigenvalue - float(n)) / float(n - 1) / index).max(0.0)
        });
    Ok(Comparison {
        n,
        weights,
        eigenvalue,
        consistency_ratio,
    })
}

fn check(matrix: &[Vec<f64>]) -> Result<(), AllocateError> {
    let n = matrix.len();
    AllocateError::within("两两比较表", "准则数", float(n), 1.0, 10.0)?;
    for (i, row) in matrix.iter().enumerate() {
        if row.len() != n {
            return Err(AllocateError::Length {
                what: "比较表各行",
                expected: n,
                found: row.len(),
            });
        }
        for (j, value) in row.iter().enumerate() {
            let place = format!("第 {} 行第 {} 列", i + 1, j + 1);
            let slack = 1.0 + RECIPROCAL_TOLERANCE;
            AllocateError::within(&place, "比较值", *value, 1.0 / 9.0 / slack, 9.0 * slack)?;
            let mirrored = matrix
                .get(j)
                .and_then(|row| row.get(i))
                .copied()
                .unwrap_or(f64::NAN);
            if RECIPROCAL_TOLERANCE < (value * mirrored - 1.0).abs() {
                return Err(AllocateError::NotReciprocal {
                    row: i + 1,
                    column: j + 1,
                    value: *value,
                    mirrored,
                });
            }
        }
    }
    Ok(())
}
