//! 按金额抽取 (proportional to amount): Pareto order sampling, compared in whole numbers.

use std::cmp::Ordering;

use num_bigint::BigUint;

use super::ticket::Ticket;

/// Two odds further apart than this share of their sum are told apart by floats: each carries a relative error of
/// a few 2^-52 only. Closer ones are compared exactly.
const FLOATS_DECIDE_ABOVE: f64 = 1e-12;

/// How many units are certain, and the odds of the others.
///
/// Repeated until nobody's `n x / Σx` reaches one: whoever does is taken for certain, and `n` and the sum go on
/// without them (Rosén 1997, *Journal of Statistical Planning and Inference* 62, 159–191).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Probabilities {
    /// Units with at least this amount in fen are certain; absent where nobody is.
    pub certain_from_fen: Option<u64>,
    /// Units left to draw after the certain ones.
    pub drawn: usize,
    /// The sum of the amounts of all units that are not certain, in fen.
    pub sum_fen: u64,
}

impl Probabilities {
    /// For drawing `size` of these amounts, all positive.
    #[must_use]
    pub fn new(amounts: &[u64], size: usize) -> Self {
        let mut sorted = amounts.to_vec();
        sorted.sort_unstable_by(|one, other| other.cmp(one));
        let mut sum: u128 = sorted.iter().map(|amount| u128::from(*amount)).sum();
        let mut left = size.min(amounts.len());
        let mut certain_from_fen = None;
        // The largest is certain first: whoever reaches one is at least as large as whoever does not.
        for amount in sorted {
            if left == 0 || wide(left) * u128::from(amount) < sum {
                break;
            }
            certain_from_fen = Some(amount);
            left -= 1;
            sum -= u128::from(amount);
        }
        Self {
            certain_from_fen,
            drawn: left,
            sum_fen: u64::try_from(sum).unwrap_or(u64::MAX),
        }
    }

    /// Whether a unit of this amount is certain to be drawn.
    #[must_use]
    pub fn is_certain(&self, amount: u64) -> bool {
        self.certain_from_fen.is_some_and(|from| amount >= from)
    }

    /// The inclusion probability `n x / Σx` of a unit of this amount, one for the certain.
    #[must_use]
    pub fn inclusion(&self, amount: u64) -> f64 {
        if self.is_certain(amount) {
            return 1.0;
        }
        if self.sum_fen == 0 {
            return 0.0;
        }
        float(wide(self.drawn) * u128::from(amount)) / float(u128::from(self.sum_fen))
    }
}

/// A unit with its odds ratio `q = [u / (1 − u)] / [π / (1 − π)]`; the smallest are drawn.
pub(crate) struct Odds<'a> {
    ticket: &'a Ticket,
    id: &'a str,
    /// `n x` and `Σx − n x`; the odds of π.
    above: u128,
    below: u128,
    is_certain: bool,
    approximate: f64,
}

impl<'a> Odds<'a> {
    pub(crate) fn new(ticket: &'a Ticket, id: &'a str, amount: u64, probabilities: &Probabilities) -> Self {
        let above = wide(probabilities.drawn) * u128::from(amount);
        let below = u128::from(probabilities.sum_fen).saturating_sub(above);
        let is_certain = probabilities.is_certain(amount);
        let approximate = if is_certain {
            0.0
        } else {
            ticket.value() / ticket.complement() * (float(below) / float(above))
        };
        Self {
            ticket,
            id,
            above,
            below,
            is_certain,
            approximate,
        }
    }

    /// The order of drawing: the certain by id, then by the ratio; equal ratios by id.
    pub(crate) fn before(&self, other: &Self) -> Ordering {
        match (self.is_certain, other.is_certain) {
            (true, true) => self.id.cmp(other.id),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self.by_ratio(other).then_with(|| self.id.cmp(other.id)),
        }
    }

    fn by_ratio(&self, other: &Self) -> Ordering {
        let gap = (self.approximate - other.approximate).abs();
        if gap > FLOATS_DECIDE_ABOVE * (self.approximate + other.approximate) {
            return self.approximate.total_cmp(&other.approximate);
        }
        let (mine, its) = (self.exact(), other.exact());
        (mine.0 * its.1).cmp(&(its.0 * mine.1))
    }

    /// The ratio in whole numbers: `(2h + 1) (Σx − n x)` over `(2^257 − 2h − 1) n x`.
    fn exact(&self) -> (BigUint, BigUint) {
        let odd = BigUint::from_bytes_be(self.ticket.bytes()) * 2_u32 + 1_u32;
        let rest = (BigUint::from(1_u32) << 257_u32) - &odd;
        (odd * BigUint::from(self.below), rest * BigUint::from(self.above))
    }
}

fn wide(count: usize) -> u128 {
    u128::try_from(count).unwrap_or(u128::MAX)
}

/// A whole number as a float, off by a few units in the last place at most.
fn float(value: u128) -> f64 {
    const BASE: f64 = 4_294_967_296.0;
    [96_u32, 64, 32, 0].iter().fold(0.0, |sum, shift| {
        sum * BASE + f64::from(u32::try_from(value >> shift & 0xffff_ffff).unwrap_or(u32::MAX))
    })
}

#[cfg(test)]
mod tests;
