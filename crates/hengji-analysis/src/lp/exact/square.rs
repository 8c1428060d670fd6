//! 分数方阵 (square matrices of fractions): the inverse of a basis and products with it.

use num_rational::BigRational;
use num_traits::{One, Zero};

/// The inverse of the matrix with these columns, row by row; nothing if they depend on each other.
pub(super) fn inverse(columns: &[Vec<BigRational>]) -> Option<Vec<Vec<BigRational>>> {
    let rows = columns.len();
    let unit = |is_one: bool| {
        if is_one {
            BigRational::one()
        } else {
            BigRational::zero()
        }
    };
    let mut lines: Vec<Vec<BigRational>> = (0..rows)
        .map(|row| {
            let entries = columns.iter().filter_map(|column| column.get(row).cloned());
            entries.chain((0..rows).map(|at| unit(at == row))).collect()
        })
        .collect();
    for step in 0..rows {
        let (_, rest) = lines.split_at_mut(step);
        let at = rest
            .iter()
            .position(|line| line.get(step).is_some_and(|entry| !entry.is_zero()))?;
        rest.swap(0, at);
        let mut pivot_line = std::mem::take(rest.first_mut()?);
        let pivot = pivot_line.get(step)?.clone();
        pivot_line
            .iter_mut()
            .filter(|entry| !entry.is_zero())
            .for_each(|entry| *entry /= &pivot);
        for line in &mut lines {
            let Some(factor) = line.get(step).filter(|factor| !factor.is_zero()).cloned() else {
                continue;
            };
            subtract(line, &factor, &pivot_line);
        }
        *lines.get_mut(step)? = pivot_line;
    }
    Some(
        lines
            .into_iter()
            .map(|line| line.into_iter().skip(rows).collect())
            .collect(),
    )
}

/// Takes `factor` times one row from another.
pub(super) fn subtract(from: &mut [BigRational], factor: &BigRational, row: &[BigRational]) {
    for (entry, other) in from.iter_mut().zip(row).filter(|(_, other)| !other.is_zero()) {
        *entry -= factor * other;
    }
}

/// The scalar product.
pub(super) fn dot(left: &[BigRational], right: &[BigRational]) -> BigRational {
    let pairs = left
        .iter()
        .zip(right)
        .filter(|(a, b)| !a.is_zero() && !b.is_zero());
    pairs
        .map(|(a, b)| a * b)
        .fold(BigRational::zero(), |sum, term| sum + term)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fractions(values: &[i64]) -> Vec<BigRational> {
        values
            .iter()
            .map(|value| BigRational::from_integer((*value).into()))
            .collect()
    }

    #[test]
    fn a_matrix_times_its_inverse_is_one() {
        let columns = [
            fractions(&[0, 2, 1]),
            fractions(&[3, 0, 4]),
            fractions(&[1, 1, 7]),
        ];
        let Some(inverse) = inverse(&columns) else {
            panic!("the columns are independent")
        };
        for (at, row) in inverse.iter().enumerate() {
            let product: Vec<BigRational> = columns.iter().map(|column| dot(row, column)).collect();
            let unit: Vec<i64> = (0..3).map(|other| i64::from(other == at)).collect();
            assert_eq!(product, fractions(&unit));
        }
    }

    #[test]
    fn dependent_columns_have_no_inverse() {
        assert_eq!(inverse(&[fractions(&[1, 2]), fractions(&[2, 4])]), None);
    }
}
