//! 最小哈希 (MinHash): short signatures whose agreement estimates likeness, and the bands that find like pairs.
//!
//! Broder 1997; banding after Indyk, Motwani 1998. Function i of the family is `mix(gram ^ mix(i))`, where `mix` is
//! the finaliser of SplitMix64: no secret, no randomness, the same on every machine.

use serde::Serialize;

use super::super::error::{HygieneError, within};
use crate::number::{count, float};

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of the number reaches every bit of the result, and
/// no two numbers give the same.
pub(super) fn mix(number: u64) -> u64 {
    let one = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let two = (one ^ (one >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    two ^ (two >> 31)
}

/// The step of SplitMix64, so that neighbouring functions start far apart.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

fn seed(function: usize) -> u64 {
    // A signature never has so many functions that its number leaves 64 bits.
    mix(u64::try_from(function)
        .unwrap_or(u64::MAX)
        .wrapping_add(1)
        .wrapping_mul(GOLDEN))
}

/// The smallest value of each of the first `functions` functions over a set; all ones for an empty set.
#[must_use]
pub fn signature(set: &[u64], functions: usize) -> Vec<u64> {
    (0..functions)
        .map(|function| {
            let seed = seed(function);
            set.iter().map(|gram| mix(gram ^ seed)).min().unwrap_or(u64::MAX)
        })
        .collect()
}

/// The share of functions on which two signatures agree: an unbiased estimate of Jaccard's likeness with standard
/// error √(s (1 − s) ÷ functions).
#[must_use]
pub fn estimate(one: &[u64], other: &[u64]) -> f64 {
    let functions = one.len().min(other.len());
    if functions == 0 {
        return 0.0;
    }
    float(one.iter().zip(other).filter(|(one, other)| one == other).count()) / float(functions)
}

/// Signatures cut into bands: two texts are compared when they agree on all rows of some band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Banding {
    /// How many bands.
    pub bands: usize,
    /// Functions in each.
    pub rows: usize,
}

impl Banding {
    /// The banding with the most rows, hence the fewest needless comparisons, that misses a pair of just this likeness
    /// with a chance of at most `missed` and uses at most `functions` functions.
    ///
    /// # Errors
    ///
    /// [`HygieneError::Setting`] for a likeness or a chance outside 0 to 1, or so few functions that none will do.
    pub fn reaching(likeness: f64, missed: f64, functions: usize) -> Result<Self, HygieneError> {
        let likeness = within("文本相似度起点", likeness, f64::MIN_POSITIVE, 1.0)?;
        let missed = within("漏检的概率上限", missed, f64::MIN_POSITIVE, 1.0)?;
        let mut best = None;
        let mut agrees = 1.0;
        for rows in 1..=functions {
            agrees *= likeness;
            // ln(1 − agrees) is −∞ for identical texts, which one band finds.
            let bands = (missed.ln() / (-agrees).ln_1p()).ceil().max(1.0);
            match count(bands).filter(|bands| bands.saturating_mul(rows) <= functions) {
                Some(bands) => best = Some(Self { bands, rows }),
                None => break,
            }
        }
        best.ok_or(HygieneError::Setting {
            name: "哈希个数",
            value: float(functions),
            low: 1.0,
            high: f64::MAX,
        })
    }

    /// The chance that a pair of this likeness is not compared: (1 − s^rows)^bands.
    #[must_use]
    pub fn chance_missed(&self, likeness: f64) -> f64 {
        let agrees = (float(self.rows) * likeness.ln()).exp();
        (float(self.bands) * (-agrees).ln_1p()).exp()
    }

    /// One number for each band of a set's signature.
    pub(super) fn keys(&self, set: &[u64]) -> Vec<u64> {
        let signature = signature(set, self.bands.saturating_mul(self.rows));
        let key = |band: &[u64]| {
            band.iter()
                .fold(0, |key, row| mix(key ^ row).wrapping_add(GOLDEN))
        };
        signature.chunks(self.rows.max(1)).map(key).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::grams::likeness;
    use super::*;

    #[test]
    fn the_mixer_is_the_published_one() {
        // The first outputs of SplitMix64 from seed 0.
        let mut state = 0_u64;
        let mut next = || {
            state = state.wrapping_add(GOLDEN);
            mix(state)
        };
        assert_eq!(
            [next(), next(), next()],
            [
                0xe220_a839_7b1d_cdaf,
                0x6e78_9e6a_a1b9_65f4,
                0x06c4_5d18_8009_454f
            ]
        );
    }

    #[test]
    fn the_banding_keeps_its_promise_with_the_functions_it_has() {
        for (likeness, missed, functions) in [
            (0.8, 1e-3, 256),
            (0.8, 1e-4, 128),
            (0.5, 1e-2, 256),
            (1.0, 1e-3, 64),
        ] {
            let found = Banding::reaching(likeness, missed, functions);
            assert!(found.is_ok_and(|one| {
                one.bands * one.rows <= functions && one.chance_missed(likeness) <= missed * (1.0 + 1e-9)
            }));
        }
        assert_eq!(
            Banding::reaching(0.8, 1e-3, 256),
            Ok(Banding { bands: 30, rows: 7 })
        );
    }

    #[test]
    fn too_few_functions_and_no_likeness_are_refused() {
        for (likeness, missed, functions) in [
            (0.1, 1e-6, 8),
            (0.8, 1e-3, 0),
            (0.0, 0.1, 64),
            (f64::NAN, 0.1, 64),
            (0.8, 0.0, 64),
        ] {
            assert!(matches!(
                Banding::reaching(likeness, missed, functions),
                Err(HygieneError::Setting { .. })
            ));
        }
    }

    #[test]
    fn an_empty_set_is_like_nothing_with_content() {
        let empty = signature(&[], 64);
        assert!(estimate(&empty, &signature(&[1, 2, 3], 64)).abs() < 1e-15);
        assert!(estimate(&[], &[]).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn the_estimate_is_near_the_exact_likeness(shared in 0..60_u64, left in 0..60_u64, right in 0..60_u64) {
            let one: Vec<u64> = (0..shared).chain(1_000..1_000 + left).collect();
            let other: Vec<u64> = (0..shared).chain(2_000..2_000 + right).collect();
            let functions = 512;
            let exact = likeness(&one, &other);
            let found = estimate(&signature(&one, functions), &signature(&other, functions));
            // Six standard errors of the worst case: a fair family leaves them once in 10^9 pairs.
            if !(one.is_empty() && other.is_empty()) {
                prop_assert!((found - exact).abs() < 6.0 * (0.25 / float(functions)).sqrt(), "{} for {}", found, exact);
            }
        }

        #[test]
        fn equal_sets_agree_everywhere(set in prop::collection::vec(any::<u64>(), 1..40)) {
            let mut reversed = set.clone();
            reversed.reverse();
            prop_assert!((estimate(&signature(&set, 64), &signature(&reversed, 64)) - 1.0).abs() < 1e-15);
        }
    }
}
