//! 逼近理想解排序 (TOPSIS): how near every alternative is to the best of each column. A view of sensitivity only.

use serde::Serialize;

use super::{AllocateError, columns};

/// Whether more of a column is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 越大越好.
    More,
    /// 越小越好.
    Less,
}

/// Closeness of every row to the ideal, 0 to 1, with columns scaled to length one (Hwang, Yoon 1981).
///
/// Adding an alternative can reverse the order of two others, so it is no basis for a class. Rows that are all alike
/// are told 0.5.
///
/// # Errors
///
/// [`AllocateError::Length`] if weights or directions are not one per column, [`AllocateError::TooFewRows`] below two
/// rows, and the first entry or weight that is no number or a negative weight.
pub fn closeness(
    table: &[Vec<f64>],
    weights: &[f64],
    directions: &[Direction],
) -> Result<Vec<f64>, AllocateError> {
    let columns = columns(table, -f64::MAX)?;
    for found in [weights.len(), directions.len()] {
        if found != columns.len() {
            return Err(AllocateError::Length {
                what: "权重或方向",
                expected: columns.len(),
                found,
            });
        }
    }
    let (mut best, mut worst) = (vec![0.0_f64; table.len()], vec![0.0_f64; table.len()]);
    for ((column, weight), direction) in columns.iter().zip(weights).zip(directions) {
        AllocateError::within("权重表", "权重", *weight, 0.0, f64::MAX)?;
        let length = column.iter().map(|value| value * value).sum::<f64>().sqrt();
        let scaled = |value: &f64| {
            if 0.0 < length {
                value / length * weight
            } else {
                0.0
            }
        };
        let values: Vec<f64> = column.iter().map(scaled).collect();
        let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
        let (ideal, opposite) = match direction {
            Direction::More => (highest, lowest),
            Direction::Less => (lowest, highest),
        };
        for ((value, best), worst) in values.iter().zip(&mut best).zip(&mut worst) {
            *best += (value - ideal) * (value - ideal);
            *worst += (value - opposite) * (value - opposite);
        }
    }
    let near = |(best, worst): (&f64, &f64)| {
        let (from_best, from_worst) = (best.sqrt(), worst.sqrt());
        if 0.0 < from_best + from_worst {
            from_worst / (from_best + from_worst)
        } else {
            0.5
        }
    };
    Ok(best.iter().zip(&worst).map(near).collect())
}
