//! 分 (fen): between whole fen and floats, and whole amounts that keep their total.

use std::cmp::Ordering;
use std::fmt;

use super::error::{AllocateError, money_within};
use crate::number::count;

/// The largest total accepted, in fen: up to here every whole number is a float without loss.
pub(super) const LARGEST_FEN: i64 = 1 << 53;

/// An amount of fen, written as yuan for a message.
pub(super) struct Yuan(pub(super) i64);

impl fmt::Display for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}元", fen / 100, fen % 100)
    }
}

/// Fen as a float, exact up to [`LARGEST_FEN`].
pub(super) fn float(fen: i64) -> f64 {
    let high = i32::try_from(fen >> 32).unwrap_or(i32::MAX);
    let low = u32::try_from(fen & 0xffff_ffff).unwrap_or(u32::MAX);
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}

/// The whole fen at or below a float that is neither negative nor too large; zero otherwise.
fn floor(value: f64) -> i64 {
    count(value)
        .and_then(|whole| i64::try_from(whole).ok())
        .unwrap_or(0)
}

/// Rounds amounts in fen to whole fen that add up to `total_fen`, by largest remainder; of equal remainders the
/// larger amount goes first, then the earlier row.
///
/// # Errors
///
/// [`AllocateError::OutOfRange`] if an amount is negative or no number, [`AllocateError::Money`] if the total is.
pub fn largest_remainder(amounts: &[f64], total_fen: i64) -> Result<Vec<i64>, AllocateError> {
    money_within("全部", "合计", total_fen)?;
    for (at, amount) in amounts.iter().enumerate() {
        AllocateError::within(
            &format!("第 {} 行", at + 1),
            "金额(分)",
            *amount,
            0.0,
            float(LARGEST_FEN),
        )?;
    }
    if amounts.is_empty() && total_fen != 0 {
        return Err(AllocateError::Nothing { what: "分配依据" });
    }
    let rooms = vec![
        Room {
            lower: 0,
            upper: total_fen
        };
        amounts.len()
    ];
    Ok(round_within(amounts, &rooms, total_fen))
}

/// What an amount may be after rounding, inclusive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) lower: i64,
    pub(super) upper: i64,
}

/// Rounds amounts to whole fen that add up to `total` and stay in their rooms.
///
/// Largest remainder, generalised: every amount is `floor(x + t)` held to its room, with the one shift `t` for all
/// that meets the total. Without binding rooms `t` lies in 0..1 and this is the method of Hamilton. The rooms must
/// admit the total.
pub(super) fn round_within(exact: &[f64], rooms: &[Room], total: i64) -> Vec<i64> {
    let floors: Vec<i64> = exact.iter().map(|value| floor(*value)).collect();
    let shift = whole_shift(&floors, rooms, total);
    let mut whole = shifted(&floors, rooms, shift);
    let missing = usize::try_from(total - whole.iter().sum::<i64>()).unwrap_or(0);
    let next = shifted(&floors, rooms, shift + 1);
    let mut order: Vec<usize> = (0..exact.len())
        .filter(|&at| whole.get(at) < next.get(at))
        .collect();
    let remainder = |at: usize| {
        exact
            .get(at)
            .map_or((0.0, 0.0), |value| (value - value.floor(), *value))
    };
    order.sort_by(|&a, &b| {
        let ((left, size_left), (right, size_right)) = (remainder(a), remainder(b));
        right
            .total_cmp(&left)
            .then(size_right.total_cmp(&size_left))
            .then(a.cmp(&b))
    });
    for at in order.into_iter().take(missing) {
        if let Some(amount) = whole.get_mut(at) {
            *amount += 1;
        }
    }
    whole
}

/// The largest whole shift whose total does not exceed `total`, by bisection: the total never falls as it rises.
fn whole_shift(floors: &[i64], rooms: &[Room], total: i64) -> i64 {
    let span = floors
        .iter()
        .zip(rooms)
        .map(|(floor, room)| (room.upper - floor).abs().max((floor - room.lower).abs()))
        .max()
        .unwrap_or(0);
    let (mut below, mut above) = (-span, span + 1);
    while 1 < above - below {
        let middle = below + (above - below) / 2;
        if shifted(floors, rooms, middle).iter().sum::<i64>() <= total {
            below = middle;
        } else {
            above = middle;
        }
    }
    below
}

fn shifted(floors: &[i64], rooms: &[Room], shift: i64) -> Vec<i64> {
    floors
        .iter()
        .zip(rooms)
        .map(|(floor, room)| (floor + shift).clamp(room.lower, room.upper))
        .collect()
}

/// Shares held exactly, as numerators over one denominator.
#[derive(Debug, Clone)]
pub(super) struct Fractions {
    pub(super) numerators: Vec<i128>,
    pub(super) denominator: i128,
}

impl Fractions {
    /// Whole amounts with the same total, by largest remainder; of equal remainders the larger share goes first,
    /// then the earlier row. The shares must add up to a whole number.
    pub(super) fn rounded(&self) -> Vec<i64> {
        let whole = |numerator: &i128| numerator.div_euclid(self.denominator);
        let mut amounts: Vec<i128> = self.numerators.iter().map(whole).collect();
        let total = self.numerators.iter().sum::<i128>().div_euclid(self.denominator);
        let missing = usize::try_from(total - amounts.iter().sum::<i128>()).unwrap_or(0);
        let mut order: Vec<(i128, i128, usize)> = self
            .numerators
            .iter()
            .enumerate()
            .map(|(at, numerator)| (numerator.rem_euclid(self.denominator), *numerator, at))
            .collect();
        order.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then(a.2.cmp(&b.2)));
        for (_, _, at) in order.into_iter().take(missing) {
            if let Some(amount) = amounts.get_mut(at) {
                *amount += 1;
            }
        }
        amounts
            .into_iter()
            .map(|amount| i64::try_from(amount).unwrap_or(i64::MAX))
            .collect()
    }

    /// The shares as floats.
    pub(super) fn floats(&self) -> Vec<f64> {
        let parts = |numerator: &i128| {
            let whole = i64::try_from(numerator.div_euclid(self.denominator)).unwrap_or(i64::MAX);
            let rest = wide(numerator.rem_euclid(self.denominator)) / wide(self.denominator);
            float(whole) + rest
        };
        self.numerators.iter().map(parts).collect()
    }
}

/// A wide whole number as a float, rounded.
fn wide(value: i128) -> f64 {
    let high = i64::try_from(value >> 53).unwrap_or(i64::MAX);
    let low = i64::try_from(value & ((1 << 53) - 1)).unwrap_or(0);
    float(high) * 9_007_199_254_740_992.0 + float(low)
}

/// Compares the products `a · b` and `c · d` of finite floats exactly.
pub(super) fn compare_products(a: f64, b: f64, c: f64, d: f64) -> Ordering {
    let (left, right) = (a * b, c * d);
    // A rounded product never changes the order of unequal ones; where they fall together, what was rounded away
    // decides.
    left.total_cmp(&right)
        .then_with(|| a.mul_add(b, -left).total_cmp(&c.mul_add(d, -right)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fen_become_floats_and_come_back() {
        for fen in [0, 1, 99, 4_294_967_295, 4_294_967_296, LARGEST_FEN] {
            assert_eq!(floor(float(fen)), fen, "{fen}");
        }
        assert!((float(-150) + 150.0).abs() < 1e-12);
    }

    #[test]
    fn amounts_are_written_as_yuan() {
        for (fen, text) in [
            (0, "0.00元"),
            (5, "0.05元"),
            (-12_345, "-123.45元"),
            (155_823_400, "1558234.00元"),
        ] {
            assert_eq!(Yuan(fen).to_string(), text);
        }
    }

    #[test]
    fn rounding_keeps_the_total_and_the_rooms() {
        /// Exact amounts, rooms, total, expected.
        type Case<'a> = (&'a [f64], &'a [(i64, i64)], i64, &'a [i64]);
        let table: &[Case<'_>] = &[
            (&[1.5, 1.5], &[(0, 9), (0, 9)], 3, &[2, 1]),
            (&[1.2, 1.8], &[(0, 9), (0, 9)], 3, &[1, 2]),
            (&[0.5, 0.5, 2.0], &[(1, 9), (1, 9), (0, 9)], 3, &[1, 1, 1]),
            (&[2.5, 2.5, 2.0], &[(0, 2), (0, 2), (0, 9)], 7, &[2, 2, 3]),
            (&[], &[], 0, &[]),
        ];
        for (exact, rooms, total, expected) in table {
            let rooms: Vec<Room> = rooms
                .iter()
                .map(|&(lower, upper)| Room { lower, upper })
                .collect();
            assert_eq!(round_within(exact, &rooms, *total), *expected, "{exact:?}");
        }
    }

    #[test]
    fn a_total_without_anybody_is_refused() {
        assert_eq!(largest_remainder(&[], 0).as_deref(), Ok(&[][..]));
        assert_eq!(
            largest_remainder(&[0.4, 0.6], 3).as_deref(),
            Ok(&[1, 2][..]),
            "even far from the total"
        );
        for (amounts, total) in [
            (&[][..], 1),
            (&[f64::NAN][..], 1),
            (&[-0.1][..], 1),
            (&[1.0][..], -1),
        ] {
            assert!(largest_remainder(amounts, total).is_err(), "{amounts:?}");
        }
    }

    #[test]
    fn fractions_round_to_their_own_total() {
        let thirds = Fractions {
            numerators: vec![100, 100, 100],
            denominator: 3,
        };
        assert_eq!(thirds.rounded(), [34, 33, 33]);
        assert!((thirds.floats().iter().sum::<f64>() - 100.0).abs() < 1e-12);
    }

    #[test]
    fn products_are_compared_without_rounding() {
        let large = 9_007_199_254_740_991.0;
        assert_eq!(compare_products(large, 3.0, large - 1.0, 3.0), Ordering::Greater);
        assert_eq!(compare_products(3.0, 5.0, 5.0, 3.0), Ordering::Equal);
        assert_eq!(
            compare_products(large, large, large - 1.0, large),
            Ordering::Greater
        );
    }
}
