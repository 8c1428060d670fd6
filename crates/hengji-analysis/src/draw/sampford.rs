//! 联合入样概率 (joint inclusion probabilities) of Sampford's design, the yardstick of fixed-size draws by amount.

use super::error::DrawError;
use super::systematic::check_probabilities;
use crate::number::{count, float};

/// A sum of probabilities this near to a whole number is the number of units drawn.
const WHOLE: f64 = 1e-6;

/// The joint inclusion probabilities of Sampford's rejective design (Sampford 1967, *Biometrika* 54, 499–513) for
/// inclusion probabilities below one that add up to a whole number, as a square table with the inclusion
/// probabilities on the diagonal.
///
/// With the odds `o = π / (1 − π)` and elementary symmetric sums `e`:
/// `π(ij) = o(i) o(j) Σ (t − π(i) − π(j)) e(n−t; without i, j) / Σ t e(n−t)`.
/// The work grows with the fourth power of the number of units; it is meant for dozens, not thousands.
///
/// # Errors
///
/// [`DrawError`] for a probability not strictly between nought and one, or a sum that is no whole number.
pub fn sampford_joint(inclusion: &[f64]) -> Result<Vec<Vec<f64>>, DrawError> {
    check_probabilities(inclusion)?;
    for (position, value) in (1..).zip(inclusion) {
        if *value <= 0.0 || *value >= 1.0 {
            let expected = "大于 0 且小于 1(必抽的项目另列一层)";
            return Err(DrawError::BadFigure {
                what: "入样概率",
                position,
                value: *value,
                expected,
            });
        }
    }
    let sum: f64 = inclusion.iter().sum();
    let Some(size) = count(sum.round()).filter(|size| *size > 0 && (sum - float(*size)).abs() < WHOLE) else {
        return Err(DrawError::BadFigure {
            what: "入样概率之和",
            position: 1,
            value: sum,
            expected: "为正整数",
        });
    };
    let odds: Vec<f64> = inclusion.iter().map(|share| share / (1.0 - share)).collect();
    let whole: f64 = symmetric(odds.iter(), size)
        .iter()
        .rev()
        .skip(1)
        .zip(1..)
        .map(|(sum, t)| float(t) * sum)
        .sum();
    let mut joint = Vec::with_capacity(inclusion.len());
    for (one, (share, odds_one)) in inclusion.iter().zip(&odds).enumerate() {
        let mut row = Vec::with_capacity(inclusion.len());
        for (other, (other_share, odds_other)) in inclusion.iter().zip(&odds).enumerate() {
            if one == other {
                row.push(*share);
                continue;
            }
            let rest = odds
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != one && *at != other)
                .map(|(_, odds)| odds);
            // The sum with `t` units fewer stands `t` places before the last.
            let above: f64 = symmetric(rest, size)
                .iter()
                .rev()
                .zip(0..)
                .skip(2)
                .map(|(sum, t)| (float(t) - share - other_share) * sum)
                .sum();
            row.push(odds_one * odds_other * above / whole);
        }
        joint.push(row);
    }
    Ok(joint)
}

/// The elementary symmetric sums of orders nought to `size`.
fn symmetric<'a>(values: impl Iterator<Item = &'a f64>, size: usize) -> Vec<f64> {
    let mut sums = vec![0.0; size + 1];
    if let Some(first) = sums.first_mut() {
        *first = 1.0;
    }
    for value in values {
        let before = sums.clone();
        for (sum, lower) in sums.iter_mut().skip(1).zip(&before) {
            *sum += value * lower;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_adds_up_to_the_size_times_its_probability() {
        let inclusion = [0.2, 0.7, 0.8, 0.5, 0.4, 0.4];
        let joint = sampford_joint(&inclusion).unwrap();
        for (row, share) in joint.iter().zip(&inclusion) {
            let sum: f64 = row.iter().sum();
            assert!((sum - 3.0 * share).abs() < 1e-12, "{sum}");
        }
    }

    #[test]
    fn equal_probabilities_are_a_simple_sample() {
        let joint = sampford_joint(&[0.25; 8]).unwrap();
        for (one, row) in joint.iter().enumerate() {
            for (other, found) in row.iter().enumerate() {
                let expected = if one == other { 0.25 } else { 2.0 / 56.0 };
                assert!((found - expected).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn refusals_of_probabilities() {
        for inclusion in [
            vec![],
            vec![1.0, 1.0],
            vec![0.5, 0.4],
            vec![0.0, 0.5, 0.5],
            vec![f64::NAN],
        ] {
            assert!(sampford_joint(&inclusion).is_err(), "{inclusion:?}");
        }
    }
}
