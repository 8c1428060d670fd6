//! 分数的证明 (proof in fractions): whether an answer and prices are optimal together, from the columns alone.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::floats;
use super::fraction::{fractions, sign_of_reduced_cost};
use super::square::subtract;
use crate::lp::standard::{Cost, Standard};

/// Whether the answer keeps every row and bound, and every column that could improve the cost stands at its bound:
/// then no answer is better (complementary slackness). Columns outside the face or closed must be zero. Nothing if
/// a figure is no number.
pub(super) fn proves(
    program: &Standard<'_>,
    closed: &[usize],
    answer: &[(usize, BigRational)],
    (cost, prices, face): (&Cost<'_>, &[BigRational], Option<&[usize]>),
) -> Option<bool> {
    if !keeps_rows(program, answer)? {
        return Some(false);
    }
    let values: BTreeMap<usize, &BigRational> =
        answer.iter().map(|(column, value)| (*column, value)).collect();
    let inside: Option<Vec<bool>> = face.map(|face| {
        let mut inside = vec![false; program.count()];
        face.iter().for_each(|&column| {
            if let Some(place) = inside.get_mut(column) {
                *place = true;
            }
        });
        inside
    });
    let rough = floats(prices);
    for column in 0..program.count() {
        let value = values.get(&column).copied();
        let is_zero = value.is_none_or(Zero::is_zero);
        let may_move = program.is_open(column)
            && !closed.contains(&column)
            && inside
                .as_ref()
                .is_none_or(|inside| inside.get(column) == Some(&true));
        if !may_move {
            let is_fixed = is_zero || inside.is_some() && program.is_open(column);
            if !is_fixed {
                return Some(false);
            }
            continue;
        }
        let upper = BigRational::from_float(program.upper(column));
        if value.is_some_and(|value| value.is_negative() || upper.as_ref().is_some_and(|upper| upper < value))
        {
            return Some(false);
        }
        let reduced = sign_of_reduced_cost(program, cost, column, &rough, prices)?;
        let is_full = value.is_some() && value == upper.as_ref();
        if (reduced < 0.0 && !is_full) || (0.0 < reduced && !is_zero) {
            return Some(false);
        }
    }
    Some(true)
}

fn keeps_rows(program: &Standard<'_>, answer: &[(usize, BigRational)]) -> Option<bool> {
    let mut left = fractions(&program.right)?;
    for (column, value) in answer {
        subtract(&mut left, value, &fractions(program.column(*column))?);
    }
    Some(left.iter().all(Zero::is_zero))
}
