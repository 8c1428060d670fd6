//! A repeatable stream of random numbers from a start value.
//!
//! Block k of stream s is SHA-256 of the text `<start value>/bootstrap/<s>/<k>`, read as four big-endian numbers of
//! 64 bits; the upper 52 bits of each, in the middle of their step, are one uniform number between nothing and
//! one. Anyone can compute it again with a pocket script, in any order and on any number of threads.

use sha2::{Digest, Sha256};

use crate::distribution::normal_quantile;
use crate::number::{count, float};

/// One stream; two streams of one start value are independent.
pub(super) struct Stream<'a> {
    start: &'a str,
    stream: usize,
    block: usize,
    left: Vec<u64>,
}

impl<'a> Stream<'a> {
    pub(super) fn new(start: &'a str, stream: usize) -> Self {
        Self {
            start,
            stream,
            block: 0,
            left: Vec::new(),
        }
    }

    /// A uniform number, never zero and never one.
    pub(super) fn uniform(&mut self) -> f64 {
        let number = self.next();
        // Both halves of the upper 52 bits fit 32 bits, and both are exact as floats.
        let upper = f64::from(u32::try_from(number >> 44).unwrap_or(0));
        let lower = f64::from(u32::try_from((number >> 12) & 0xffff_ffff).unwrap_or(0));
        (upper.mul_add(4_294_967_296.0, lower) + 0.5) / 4_503_599_627_370_496.0
    }

    /// A whole number below `below`, each equally likely.
    pub(super) fn below(&mut self, below: usize) -> usize {
        count(self.uniform() * float(below))
            .unwrap_or(0)
            .min(below.saturating_sub(1))
    }

    /// A number from the standard normal distribution, by its quantile function.
    pub(super) fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }

    fn next(&mut self) -> u64 {
        loop {
            if let Some(number) = self.left.pop() {
                return number;
            }
            let digest = Sha256::digest(format!("{}/bootstrap/{}/{}", self.start, self.stream, self.block));
            self.block += 1;
            let words = digest
                .chunks_exact(8)
                .filter_map(|bytes| bytes.try_into().ok())
                .map(u64::from_be_bytes);
            self.left.extend(words);
            // Taken from the end, so that the first word of the block comes first.
            self.left.reverse();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_the_digest_of_its_text() {
        // The first eight bytes of SHA-256("2026-11-23/bootstrap/0/0"), computed with another program.
        let expected = 0x0432_2668_cc38_eca5_u64;
        assert_eq!(Stream::new("2026-11-23", 0).next(), expected);
    }

    #[test]
    fn a_stream_repeats_itself_and_no_other() {
        let take = |start, stream| {
            let mut numbers = Stream::new(start, stream);
            (0..9).map(|_| numbers.uniform().to_bits()).collect::<Vec<_>>()
        };
        assert_eq!(take("a", 1), take("a", 1));
        assert_ne!(take("a", 1), take("a", 2));
        assert_ne!(take("a", 1), take("b", 1));
    }

    #[test]
    fn the_numbers_fill_their_range_evenly() {
        let mut numbers = Stream::new("even", 0);
        let mut tenths = [0_usize; 10];
        for _ in 0..20_000 {
            tenths[numbers.below(10)] += 1;
        }
        // Each is 2000 with a standard deviation of 42.
        assert!(
            tenths.iter().all(|found| (1_790..=2_210).contains(found)),
            "{tenths:?}"
        );
        let normal: Vec<f64> = (0..20_000).map(|_| numbers.normal()).collect();
        let mean = normal.iter().sum::<f64>() / 20_000.0;
        let square = normal.iter().map(|value| value * value).sum::<f64>() / 20_000.0;
        assert!(
            mean.abs() < 0.035 && (square - 1.0).abs() < 0.05,
            "{mean} {square}"
        );
    }
}
