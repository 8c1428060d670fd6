//! A stream of hashes as in statlab's cryptorandom: SHA-256 of the start value, a comma, and ever more zero bytes.

use num_bigint::BigUint;
use num_traits::Zero;
use sha2::{Digest, Sha256};

/// Pseudorandom numbers from a public start value.
#[derive(Debug, Clone)]
pub struct HashStream {
    hash: Sha256,
    /// Bits of the last blocks not yet used by [`HashStream::integer`].
    bits: BigUint,
    left: u64,
}

impl HashStream {
    /// The stream of a start value, at its first block.
    #[must_use]
    pub fn new(start_value: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(start_value.as_bytes());
        hash.update(b",");
        Self {
            hash,
            bits: BigUint::zero(),
            left: 0,
        }
    }

    /// The next block of 256 bits.
    pub fn block(&mut self) -> [u8; 32] {
        let block = self.hash.clone().finalize().into();
        self.hash.update([0]);
        block
    }

    /// The next block divided by 2^256.
    pub fn fraction(&mut self) -> f64 {
        self.block()
            .iter()
            .rev()
            .fold(0.0, |sum, byte| (sum + f64::from(*byte)) / 256.0)
    }

    /// A whole number from `low` up to but not including `high`, as the remainder of the next block.
    pub fn integer_by_remainder(&mut self, low: u64, high: u64) -> Option<u64> {
        let range = high.checked_sub(low).filter(|range| *range > 0)?;
        let rest = BigUint::from_bytes_be(&self.block()) % range;
        u64::try_from(rest).ok().map(|rest| low + rest)
    }

    /// A whole number from `low` up to but not including `high`: as many low bits of the block as the range needs,
    /// again until they are within it.
    pub fn integer(&mut self, low: u64, high: u64) -> Option<u64> {
        let range = high.checked_sub(low).filter(|range| *range > 0)?;
        let needed = u64::from(64 - (range - 1).leading_zeros());
        loop {
            let value = self.low_bits(needed)?;
            if value < range {
                return Some(low + value);
            }
        }
    }

    fn low_bits(&mut self, needed: u64) -> Option<u64> {
        while self.left < needed {
            let block = BigUint::from_bytes_be(&self.block());
            self.bits |= block << self.left;
            self.left += 256;
        }
        let mask = (BigUint::from(1_u32) << needed) - 1_u32;
        let value = u64::try_from(&self.bits & mask).ok()?;
        self.bits >>= needed;
        self.left -= needed;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_stay_in_their_range() {
        let mut stream = HashStream::new("20210131");
        for high in [11, 12, 1_000, u64::MAX] {
            for _ in 0..200 {
                assert!(
                    stream
                        .integer(10, high)
                        .is_some_and(|value| (10..high).contains(&value))
                );
                assert!(
                    stream
                        .integer_by_remainder(10, high)
                        .is_some_and(|value| (10..high).contains(&value))
                );
            }
        }
        assert_eq!(stream.integer(5, 5), None, "an empty range has no number");
        assert_eq!(stream.integer_by_remainder(6, 5), None);
    }

    #[test]
    fn fractions_fill_the_unit_interval_evenly() {
        let mut stream = HashStream::new("even");
        let fractions: Vec<f64> = (0..2_000).map(|_| stream.fraction()).collect();
        let mean = fractions.iter().sum::<f64>() / 2_000.0;
        // Five standard deviations of the mean of so many.
        assert!(
            (mean - 0.5).abs() < 5.0 * (1.0_f64 / 12.0 / 2_000.0).sqrt(),
            "{mean}"
        );
    }
}
