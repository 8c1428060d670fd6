//! 分解说明 (explanation): a department's change told as pool, performance and corridor, exact in fen.

use super::Department;
use super::Item;
use crate::allocate::money::{Fractions, Room, float, round_within};

/// The three terms of x − b.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    pub(super) tightness: i64,
    pub(super) performance: i64,
    pub(super) bounds: i64,
}

/// Splits every amount less its base into its three terms.
///
/// The pool shared by base alone and the pool shared by base and result are rounded to the pool themselves, and the
/// terms are differences between neighbours: so a department's terms add up to its change, and over all departments
/// the second and the third term add up to zero, all in whole fen.
pub(super) fn terms(
    departments: &[Department],
    items: &[Item],
    pool_fen: i64,
    amounts: &[i64],
) -> Vec<Terms> {
    let bases: i128 = departments
        .iter()
        .map(|department| i128::from(department.base_fen))
        .sum();
    let by_base = Fractions {
        numerators: departments
            .iter()
            .map(|department| i128::from(department.base_fen) * i128::from(pool_fen))
            .collect(),
        denominator: bases,
    };
    let whole: f64 = items.iter().map(|item| item.weight).sum();
    let by_base = by_base.rounded();
    let by_result = if 0.0 < whole {
        let exact: Vec<f64> = items
            .iter()
            .map(|item| float(pool_fen) * (item.weight / whole))
            .collect();
        let rooms = vec![
            Room {
                lower: 0,
                upper: pool_fen
            };
            items.len()
        ];
        round_within(&exact, &rooms, pool_fen)
    } else {
        // Every factor is zero: the result tells no department from another.
        by_base.clone()
    };
    departments
        .iter()
        .zip(amounts)
        .zip(by_base.iter().zip(&by_result))
        .map(|((department, amount), (by_base, by_result))| Terms {
            tightness: by_base - department.base_fen,
            performance: by_result - by_base,
            bounds: amount - by_result,
        })
        .collect()
}
