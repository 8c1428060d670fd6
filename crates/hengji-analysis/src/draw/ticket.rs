//! 抽取号 (ticket): the number that a project gets from the public start value and its own id.

use std::cmp::Ordering;
use std::fmt;

use sha2::{Digest, Sha256};

/// A hash of 256 bits, read as a whole number with the most significant byte first.
///
/// The order of tickets is the order of these whole numbers; the float of [`Ticket::value`] is for showing only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket([u8; 32]);

impl Ticket {
    /// The ticket of a unit: SHA-256 of the UTF-8 text `start value`, `|`, `id`.
    ///
    /// It depends on nothing else, so that adding a project, or merging two departments, reshuffles nobody.
    #[must_use]
    pub fn of(start_value: &str, id: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(start_value.as_bytes());
        hash.update(b"|");
        hash.update(id.as_bytes());
        Self(hash.finalize().into())
    }

    /// The whole number, most significant byte first.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Sixty-four hexadecimal digits; their alphabetical order is the order of the tickets.
    #[must_use]
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// `u = (hash + 1/2) / 2^256`, rounded correctly to the nearest float.
    #[must_use]
    pub fn value(&self) -> f64 {
        unit_fraction(&self.0)
    }

    /// `1 - u`, rounded correctly: subtracting in floats would lose the digits of a small remainder.
    pub(crate) fn complement(&self) -> f64 {
        unit_fraction(&self.0.map(|byte| !byte))
    }

    /// The order of tickets; equal tickets, which nobody will ever see, are told apart by id.
    pub(crate) fn before(&self, id: &str, other: &Self, other_id: &str) -> Ordering {
        self.cmp(other).then_with(|| id.cmp(other_id))
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Ticket({})", self.hex())
    }
}

impl serde::Serialize for Ticket {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.hex())
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// `(h + 1/2) / 2^256` for the whole number `h` of these bytes.
fn unit_fraction(bytes: &[u8; 32]) -> f64 {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    // The half is a bit of one after the 256 bits. The nine bytes from the first that is not nought hold more bits
    // than a float, and since that last bit follows somewhere, no number ever lies halfway between two floats.
    let digits = bytes
        .iter()
        .copied()
        .chain(std::iter::once(0x80))
        .chain(std::iter::repeat(0))
        .skip(zeros);
    let head = digits
        .take(9)
        .fold(0_u128, |head, byte| head << 8 | u128::from(byte));
    let lead = head.leading_zeros();
    let shifted = head << lead;
    // With so many zeros the half itself is in the head, and what was shifted out decides.
    let is_followed = zeros < 24 || shifted & u128::from(u64::MAX) != 0;
    let top = u64::try_from(shifted >> 64).unwrap_or(u64::MAX) | u64::from(is_followed);
    let (high, low) = (top >> 32, top & 0xffff_ffff);
    let half = |half: u64| f64::from(u32::try_from(half).unwrap_or(u32::MAX));
    // Both parts are exact; their sum is rounded once, and the power of two changes no digit.
    let rounded = half(high) * 4_294_967_296.0 + half(low);
    // The head ends nine bytes after the zeros; its leading one stands at bit 127 − lead.
    let exponent = i32::try_from(zeros * 8 + 72).unwrap_or(i32::MAX) - 64 + i32::try_from(lead).unwrap_or(0);
    rounded * 0.5_f64.powi(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_the_hash_of_start_value_and_id() {
        // `printf '20210131-071923|330108-2020-0001' | sha256sum`.
        let ticket = Ticket::of("20210131-071923", "330108-2020-0001");
        assert_eq!(ticket.hex().len(), 64);
        assert!(
            (ticket.value() - 0.433_669_488_966_331_2).abs() < 1e-16,
            "{}",
            ticket.value()
        );
    }

    #[test]
    fn the_fraction_is_rounded_to_the_nearest_float() {
        let bytes = |last: [u8; 3]| {
            let mut bytes = [0; 32];
            for (byte, value) in bytes.iter_mut().rev().zip(last.into_iter().rev()) {
                *byte = value;
            }
            bytes
        };
        let half = 0.5_f64.powi(257);
        for (last, expected) in [
            ([0, 0, 0], 1.0),
            ([0, 0, 1], 3.0),
            ([0, 1, 0], 513.0),
            ([255, 255, 255], 33_554_431.0),
        ] {
            assert!(
                (unit_fraction(&bytes(last)) - expected * half).abs() < f64::MIN_POSITIVE,
                "{last:?}"
            );
        }
        assert!(
            (unit_fraction(&[255; 32]) - 1.0).abs() < f64::MIN_POSITIVE,
            "the last float is one"
        );
        let mut middle = [0; 32];
        middle[0] = 128;
        assert!((unit_fraction(&middle) - 0.5).abs() < f64::MIN_POSITIVE);
        // 2^53 + 1 and a bit further down: the mark decides against the even neighbour.
        let mut tie = [0; 32];
        tie[0] = 128;
        tie[6] = 4;
        assert!(
            unit_fraction(&tie) > 0.5 + 0.5_f64.powi(54),
            "above the middle is rounded up"
        );
    }

    #[test]
    fn tickets_are_ordered_as_their_digits() {
        let tickets: Vec<Ticket> = (0..50).map(|at| Ticket::of("x", &at.to_string())).collect();
        let mut by_number = tickets.clone();
        by_number.sort();
        let mut by_digits = tickets;
        by_digits.sort_by_key(Ticket::hex);
        assert_eq!(by_number, by_digits);
        for pair in by_number.windows(2) {
            assert!(pair[0].value() < pair[1].value());
            assert!((pair[0].value() + pair[0].complement() - 1.0).abs() < 1e-15);
        }
    }
}
