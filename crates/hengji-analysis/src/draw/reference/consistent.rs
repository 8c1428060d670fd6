//! Rivest's consistent sampler (arXiv:1808.10016): tickets as decimal fractions of any length.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use num_bigint::BigUint;
use sha2::{Digest, Sha256};

use super::super::ticket::hex;

/// A ticket of the consistent sampler.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct ConsistentTicket {
    /// A decimal fraction, `0.` and its digits; as texts they are in the order of the numbers.
    pub number: String,
    /// Whose it is.
    pub id: String,
    /// One for the first ticket of an id, two for the second.
    pub generation: u32,
}

/// Whether an id goes back into the basket after it was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replacement {
    /// Each id at most once.
    Without,
    /// An id comes again with a larger ticket.
    With,
}

/// Draws `take` tickets in order after leaving out the first `drop`.
#[must_use]
pub fn consistent_sample(
    start_value: &str,
    ids: &[String],
    drop: usize,
    take: usize,
    replacement: Replacement,
) -> Vec<ConsistentTicket> {
    let mut basket: BinaryHeap<Reverse<ConsistentTicket>> = ids
        .iter()
        .map(|id| {
            Reverse(ConsistentTicket {
                number: first_fraction(start_value, id),
                id: id.clone(),
                generation: 1,
            })
        })
        .collect();
    let mut drawn = Vec::new();
    for _ in 0..drop.saturating_add(take) {
        let Some(Reverse(ticket)) = basket.pop() else {
            break;
        };
        if replacement == Replacement::With {
            let number = next_fraction(&ticket.number);
            basket.push(Reverse(ConsistentTicket {
                number,
                id: ticket.id.clone(),
                generation: ticket.generation + 1,
            }));
        }
        drawn.push(ticket);
    }
    drawn.split_off(drop.min(drawn.len()))
}

/// The first ticket number of an id: the digits of SHA-256 of the hexadecimal SHA-256 of the start value and the id.
#[must_use]
pub fn first_fraction(start_value: &str, id: &str) -> String {
    uniform_fraction(&format!("{}{id}", hex(&Sha256::digest(start_value.as_bytes()))))
}

/// A number above `fraction` and below one: its leading nines are kept and the rest is hashed anew until the
/// result is larger.
#[must_use]
pub fn next_fraction(fraction: &str) -> String {
    let digits = fraction.strip_prefix("0.").unwrap_or(fraction);
    let nines = leading_nines(digits);
    let mut at = 0_u64;
    loop {
        at += 1;
        let hashed = uniform_fraction(&format!("{fraction}:{at}"));
        let next = format!("0.{}{}", "9".repeat(nines), hashed.trim_start_matches("0."));
        if next.as_str() > fraction {
            return next;
        }
    }
}

/// A ticket number cut after its leading nines and so many digits more.
#[must_use]
pub fn trimmed(number: &str, digits: usize) -> String {
    let fraction = number.strip_prefix("0.").unwrap_or(number);
    let kept: String = fraction.chars().take(leading_nines(fraction) + digits).collect();
    format!("0.{kept}")
}

/// The decimal digits of SHA-256 of a text behind `0.`, the low ones first: the high ones are not uniform.
#[must_use]
pub fn uniform_fraction(text: &str) -> String {
    let digits = BigUint::from_bytes_be(&Sha256::digest(text.as_bytes())).to_string();
    let reversed: String = format!("{digits:0>64}").chars().rev().collect();
    format!("0.{reversed}")
}

fn leading_nines(digits: &str) -> usize {
    digits.chars().take_while(|digit| *digit == '9').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_ticket_is_larger_and_below_one() {
        for start in ["0.1", "0.9", "0.99", "0.9989", "0.5"] {
            let next = next_fraction(start);
            assert!(next.as_str() > start && next.starts_with("0."), "{start} {next}");
        }
        assert_eq!(trimmed("0.9991234567890", 4), "0.9991234");
    }

    #[test]
    fn without_replacement_the_basket_empties() {
        let ids = ["甲".to_owned(), "乙".to_owned()];
        assert_eq!(consistent_sample("1", &ids, 0, 5, Replacement::Without).len(), 2);
        assert_eq!(consistent_sample("1", &ids, 3, 5, Replacement::Without).len(), 0);
        assert_eq!(consistent_sample("1", &ids, 3, 5, Replacement::With).len(), 5);
    }
}
